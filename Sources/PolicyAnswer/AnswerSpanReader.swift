import PolicyText

/// Marks, in a sentence that answers, the words that do: the date, the number, the amount, the name, the place.
///
/// Of the candidates of the right kind, the one among whose neighbours the question's words weigh most is taken. What
/// the question says itself cannot be its answer.
struct AnswerSpanReader {
    let question: Question
    private let plan: LanguagePlan
    private let table: TermTable
    private let tokenizer: Tokenizer
    private let said: Set<String>

    /// - Parameter said: what `values(of:)` gave for the question.
    init(question: Question, plan: LanguagePlan, said: Set<String>) {
        self.question = question
        self.plan = plan
        self.said = said
        table = TermTable(plan: plan)
        tokenizer = Tokenizer(stemming: plan.language)
    }

    /// A candidate, in bytes of the sentence, and what it is worth beside its neighbours.
    private struct Candidate {
        var range: Range<Int>
        var bonus: Double
    }

    /// The words of a sentence that answer; nil where none do, or none are asked for.
    func span(in sentence: String) -> String? {
        let candidates: [Candidate] =
            if question.asksMeaning {
                longForm(in: sentence)
            } else {
                self.candidates(in: sentence)
            }
        guard !candidates.isEmpty else { return nil }
        let pulls = self.pulls(in: sentence)
        let breaks = Self.breaks(in: sentence) + (asksValue ? Self.joints(in: sentence) : [])
        let rivals = asksValue ? candidates.map(\.range) : []
        let scored = candidates.map {
            (candidate: $0, score: $0.bonus + pull(on: $0.range, pulls, breaks, rivals))
        }
        guard var best = scored.first else { return nil }
        for other in scored.dropFirst() where other.score > best.score { best = other }
        return sentence.bytes(best.candidate.range)
    }

    private var asksValue: Bool {
        switch question.kind {
        case .date, .duration, .number, .amount: true
        case .person, .place, .definition, .reason, .manner, .choice, .thing: false
        }
    }

    private func candidates(in sentence: String) -> [Candidate] {
        switch question.kind {
        case .date, .duration, .number, .amount: values(in: sentence)
        case .person, .place: names(in: sentence)
        case .definition, .reason, .manner, .choice, .thing: []
        }
    }

    // MARK: Values

    /// The values that a question says itself, where it asks for one; empty where it does not.
    static func values(of question: Question) -> Set<String> {
        switch question.kind {
        case .date, .duration, .number, .amount:
            Set(ValueReader.values(in: question.text, language: question.language).map(\.canonical))
                .union(
                    HistoricDates.dates(in: question.text).map { canonical(of: question.text.bytes($0)) })
        case .person, .place, .definition, .reason, .manner, .choice, .thing: []
        }
    }

    /// Of a date that the value reader does not know.
    private static func canonical(of date: String) -> String {
        "historic:" + Tokenizer().tokens(in: date).map(\.text).joined(separator: " ")
    }

    private func values(in sentence: String) -> [Candidate] {
        let historic = HistoricDates.dates(in: sentence)
        let words = NameScanner.words(of: sentence)
        let bytes = Array(sentence.utf8)
        let values = ValueReader.values(in: sentence, language: plan.language).compactMap {
            value -> Candidate? in
            // "July 4, 1776" is no July 4, and 1776 no number.
            guard !historic.contains(where: { $0.overlaps(value.range) }), !said.contains(value.canonical),
                !Self.isLeadingNumber(value.range, in: bytes), let bonus = bonus(of: value)
            else { return nil }
            guard value.kind == .number, let end = MeasureWords.end(after: value.range, in: words) else {
                // "How long" asks for a time or a length, and no other number.
                return question.kind == .duration && value.kind == .number
                    ? nil : Candidate(range: value.range, bonus: bonus)
            }
            // "How many kilometres" is answered by the number alone.
            let isAsked = words.contains { $0.range.upperBound == end && isTerm($0.folded) }
            return Candidate(
                range: isAsked ? value.range : value.range.lowerBound..<end,
                bonus: bonus + (isAsked || !asksMeasure ? 0 : 1))
        }
        guard question.kind == .date else { return Self.joined(values, in: words) }
        let dates = historic.filter { !said.contains(Self.canonical(of: sentence.bytes($0))) }
        return (values + dates.map { Candidate(range: $0, bonus: 2) }).sorted {
            $0.range.lowerBound < $1.range.lowerBound
        }
    }

    /// What a value is worth for the kind of question; nil where it is no answer.
    private func bonus(of value: TextValue) -> Double? {
        switch (question.kind, value.kind) {
        case (.date, .date), (.date, .period): 2 + roleBonus(value.role)
        case (.date, .frequency): 1
        case (.duration, .duration): asksOften ? 1 : 2
        case (.duration, .frequency): asksOften ? 2 : 0.5
        case (.duration, .period): 0.5
        case (.duration, .number): question.allWords.starts(with: ["how", "long"]) ? 0 : nil
        case (.number, .number): 2
        case (.number, .share): 0.5
        case (.number, .money): 0
        case (.amount, .money): asksShare ? 1 : 2
        case (.amount, .share): asksShare ? 2 : 1
        case (.amount, .number): 0
        default: nil
        }
    }

    private func roleBonus(_ role: TextValue.Role) -> Double {
        let words = Set(question.allWords)
        return switch role {
        case .since, .start:
            words.contains("since") || words.contains("depuis") || words.contains("partir") ? 1 : 0
        case .until, .deadline:
            !words.isDisjoint(with: ["until", "by", "jusqu", "ici", "deadline", "limite"]) ? 1 : 0
        case .plain: 0
        }
    }

    /// "Between" two values there is one: « huit à dix mètres », "30 or 40 kilometres".
    private static func joined(_ values: [Candidate], in words: [NameScanner.Word]) -> [Candidate] {
        var result: [Candidate] = []
        for value in values {
            guard let last = result.last, last.range.upperBound < value.range.lowerBound else {
                result.append(value)
                continue
            }
            let between = words.filter {
                $0.range.lowerBound >= last.range.upperBound && $0.range.upperBound <= value.range.lowerBound
            }
            if between.count == 1, ["a", "to", "or", "ou"].contains(between[0].folded), between[0].isJoined {
                result[result.count - 1] = Candidate(
                    range: last.range.lowerBound..<value.range.upperBound,
                    bonus: max(last.bonus, value.bonus))
            } else {
                result.append(value)
            }
        }
        return result
    }

    /// Whether a number opens the sentence as a mark of its place: "12 Every owner shall", "3. The fee".
    private static func isLeadingNumber(_ range: Range<Int>, in bytes: [UInt8]) -> Bool {
        let isFirst = bytes[..<range.lowerBound].allSatisfy { $0 < 0x80 && !isLetter($0) && !isDigit($0) }
        guard isFirst, range.upperBound < bytes.count,
            bytes[range].allSatisfy({ isDigit($0) || $0 == UInt8(ascii: ".") }),
            range.isEmpty || !bytes[..<range.lowerBound].contains(UInt8(ascii: "$"))
        else { return false }
        if [UInt8(ascii: "."), UInt8(ascii: ")")].contains(bytes[range.upperBound]) { return true }
        guard let next = bytes[range.upperBound...].firstIndex(where: { $0 > 0x20 }), next > range.upperBound
        else { return false }
        return Capitals.isCapital(at: next, in: bytes)
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// "How deep", « quelle superficie »: a number with its unit.
    private var asksMeasure: Bool {
        !Set(question.allWords).isDisjoint(with: [
            "deep", "wide", "high", "tall", "far", "heavy", "large", "fast", "long", "depth", "width",
            "height",
            "length", "distance", "weight", "area", "speed", "altitude", "temperature", "superficie",
            "hauteur",
            "largeur", "longueur", "profondeur", "poids", "surface", "vitesse",
        ])
    }

    private var asksOften: Bool {
        !Set(question.allWords).isDisjoint(with: ["often", "frequence", "frequency"])
    }

    private var asksShare: Bool {
        !Set(question.allWords).isDisjoint(with: [
            "percentage", "percent", "proportion", "share", "rate", "pourcentage", "part", "taux",
        ])
    }

    // MARK: Names

    private func names(in sentence: String) -> [Candidate] {
        let words = NameScanner.words(of: sentence)
        let asked = Set(question.words.map(\.stem))
        let names = NameScanner(words, language: plan.language).names().filter { name in
            // The question's own names are no answer, in either language's spelling.
            !words[name.words].allSatisfy { word in
                asked.contains(Question.stem(word.folded, question.language)) || isTerm(word.folded)
                    || StopWords.contains(word.folded, language: plan.language) || word.folded.utf8.count == 1
            } && !isQuality(name, words)
        }
        return names.indices.map { place in
            let name = names[place]
            let last = asksForMany ? lastOfList(from: place, names, words) : name
            let isPlace = question.kind == .place
            var bonus = (asksWhere && name.followsPlaceWord) || (!isPlace && name.followsAgentWord) ? 1.0 : 0
            if asksForCountry, words[name.words].contains(where: { Countries.contains($0.folded) }) {
                bonus += 2
            }
            if question.kind == .person { bonus += Self.personBonus(name, words) }
            let range =
                words[name.words.lowerBound].range
                .lowerBound..<words[last.words.upperBound - 1].range.upperBound
            return Candidate(range: range, bonus: bonus + (name.isCapitalised ? 1 : 0))
        }
    }

    /// Whether it only tells of what nation the next word is: "the Danish engineer".
    private func isQuality(_ name: NameScanner.Name, _ words: [NameScanner.Word]) -> Bool {
        // In French an adjective of a nation has no capital.
        guard plan.language != .french, !asksForCountry, name.words.count == 1,
            name.words.upperBound < words.count,
            Demonyms.contains(words[name.words.lowerBound].folded)
        else { return false }
        let next = words[name.words.upperBound]
        return next.isJoined && !next.isCapital && !StopWords.contains(next.folded, language: plan.language)
    }

    /// Nobody is a place, and hardly an acronym, where someone else is named.
    private static func personBonus(_ name: NameScanner.Name, _ words: [NameScanner.Word]) -> Double {
        var bonus = name.followsWhereWord ? -1.0 : 0
        if name.words.count == 1 {
            let word = words[name.words.lowerBound]
            if word.isAcronym { bonus -= 0.5 }
            if Countries.contains(word.folded) { bonus -= 0.5 }
        }
        return bonus
    }

    /// « Où », "in which city": not "which city is", whose answer is a subject.
    private var asksWhere: Bool {
        guard question.kind == .place, let first = question.allWords.first else { return false }
        return !["which", "what", "quel", "quelle", "quels", "quelles"].contains(first)
    }

    private var asksForCountry: Bool {
        !Set(question.allWords).isDisjoint(with: ["pays", "country", "countries", "nation", "nations"])
    }

    private var asksForMany: Bool {
        !Set(question.allWords).isDisjoint(with: [
            "quels", "quelles", "countries", "cities", "places", "are", "sont",
        ])
    }

    /// The last name of the list that a name begins: "Norway, Iceland and New Zealand".
    private func lastOfList(from place: Int, _ names: [NameScanner.Name], _ words: [NameScanner.Word])
        -> NameScanner.Name
    {
        var last = names[place]
        for next in names[(place + 1)...] {
            let between = words[last.words.upperBound..<next.words.lowerBound]
            guard
                between.allSatisfy({
                    ["and", "et", "ou", "or", "the", "la", "le", "les", "l"].contains($0.folded)
                })
            else { break }
            last = next
        }
        return last
    }

    private func isTerm(_ folded: String) -> Bool {
        var stem = Question.stem(folded, plan.language)
        return stem.withUTF8 { word in
            guard let entry = table.entry(of: word) else { return false }
            return table.entries[entry].hits.contains { $0.quality >= 0.85 }
        }
    }

    // MARK: Definitions

    /// The long form beside the acronym asked for: « les femmes, la paix et la sécurité (FPS) ».
    private func longForm(in sentence: String) -> [Candidate] {
        let words = NameScanner.words(of: sentence)
        let bytes = Array(sentence.utf8)
        for acronym in question.words {
            for place in words.indices where words[place].folded == acronym.text {
                guard let form = AcronymReader.longForm(of: place, in: words, bytes) else { continue }
                let range =
                    words[form.lowerBound].range.lowerBound..<words[form.upperBound - 1].range.upperBound
                return [Candidate(range: range, bonus: 0)]
            }
        }
        return []
    }

    // MARK: Neighbours

    /// What stands beyond a comma is as far away as this many bytes more.
    private static let breakWidth = 20

    private static func breaks(in sentence: String) -> [Int] {
        sentence.utf8.enumerated().filter { [0x2C, 0x3B, 0x28, 0x29].contains($0.element) }.map(\.offset)
    }

    /// Where clauses and members of a list are joined: "9 euros for adults and 5 euros for students".
    private static func joints(in sentence: String) -> [Int] {
        Tokenizer().tokens(in: sentence).filter { joiningWords.contains($0.text) }.map(\.range.lowerBound)
    }

    private static let joiningWords: Set<String> = [
        "and", "or", "but", "then", "while", "et", "ou", "mais", "puis", "tandis",
    ]

    /// Where the words stand that follow "for", "per", « pour », an article between at most.
    private static func narrowed(in sentence: String) -> Set<Int> {
        var result: Set<Int> = []
        var isNarrowing = false
        for token in Tokenizer().tokens(in: sentence) {
            if ["for", "per", "a", "an", "pour", "par", "each"].contains(token.text) {
                isNarrowing = true
            } else if isNarrowing, !["the", "le", "la", "les", "l", "un", "une"].contains(token.text) {
                result.insert(token.range.lowerBound)
                isNarrowing = false
            }
        }
        return result
    }

    /// A word of the question in the sentence.
    private struct Pull {
        var range: Range<Int>
        var mass: Double
        /// It is what "how many" counts.
        var isCounted: Bool
        /// It tells one amount or number from another: "for students", « par jour ».
        var isNarrowing: Bool
    }

    private func pulls(in sentence: String) -> [Pull] {
        let counted = CandidateRanker.counted(question, plan)
        let reading = PassageReading(sentence, table: table, tokenizer: tokenizer)
        let narrowing = [.amount, .number].contains(question.kind) ? Self.narrowed(in: sentence) : []
        return reading.words.compactMap { word in
            guard word.entry >= 0 else { return nil }
            let hits = table.entries[Int(word.entry)].hits
            // What is near a name or number of the question is most likely said of it.
            let mass = hits.map {
                let group = plan.groups[$0.group]
                // The noun that is asked for tells the values of one sentence apart.
                let factor = asksValue && group.factor > 0 ? 1 / group.factor : 1
                return Double($0.quality) * group.mass * factor * (group.isName && !asksValue ? 2 : 1)
            }.max()
            return mass.map {
                Pull(
                    range: Int(word.start)..<Int(word.end), mass: $0,
                    isCounted: hits.contains { counted.contains($0.group) && $0.quality >= 0.5 },
                    isNarrowing: narrowing.contains(Int(word.start)))
            }
        }
    }

    /// How much of the question stands near a range, the near words more; in parts of the whole.
    private func pull(
        on range: Range<Int>, _ pulls: [Pull], _ breaks: [Int], _ rivals: [Range<Int>]
    ) -> Double {
        let total = plan.totalMass
        guard total > 0 else { return 0 }
        return pulls.reduce(0) { sum, pull in
            let middle = (pull.range.lowerBound + pull.range.upperBound) / 2
            // A name may hold a word of the question: "the Vauquelin Foundation", Georges Vauquelin.
            guard !range.contains(middle) else { return sum + pull.mass / total }
            let between =
                middle < range.lowerBound
                ? middle..<range.lowerBound : range.upperBound..<max(range.upperBound, middle)
            // What stands beyond another value is most likely said of that one.
            let crossed =
                breaks.count { between.contains($0) } + rivals.count { between.contains($0.lowerBound) }
            let isCount =
                pull.isCounted && crossed == 0 && middle > range.lowerBound
                && between.count < Self.countWidth
            let isNarrowed = pull.isNarrowing && crossed == 0 && middle > range.lowerBound
            let distance = between.count + Self.breakWidth * crossed
            return sum + 2 * pull.mass / total / (1 + Double(distance) / 12)
                + (isCount || isNarrowed && between.count < Self.countWidth ? 1 : 0)
        }
    }

    /// What is counted follows its number within this many bytes.
    private static let countWidth = 16
}
