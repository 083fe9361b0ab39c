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
        let breaks = Self.breaks(in: sentence)
        let scored = candidates.map { (candidate: $0, score: $0.bonus + pull(on: $0.range, pulls, breaks)) }
        guard var best = scored.first else { return nil }
        for other in scored.dropFirst() where other.score > best.score { best = other }
        return sentence.bytes(best.candidate.range)
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
        case .person, .place, .definition, .reason, .manner, .choice, .thing: []
        }
    }

    private func values(in sentence: String) -> [Candidate] {
        ValueReader.values(in: sentence, language: plan.language).compactMap { value in
            guard !said.contains(value.canonical), let bonus = bonus(of: value) else { return nil }
            return Candidate(range: value.range, bonus: bonus)
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
            }
        }
        return names.indices.map { place in
            let name = names[place]
            let last = asksForMany ? lastOfList(from: place, names, words) : name
            let isPlace = question.kind == .place
            var bonus = (asksWhere && name.followsPlaceWord) || (!isPlace && name.followsAgentWord) ? 1.0 : 0
            if asksForCountry, words[name.words].contains(where: { Countries.contains($0.folded) }) {
                bonus += 2
            }
            let range =
                words[name.words.lowerBound].range
                .lowerBound..<words[last.words.upperBound - 1].range.upperBound
            return Candidate(range: range, bonus: bonus + (name.isCapitalised ? 1 : 0))
        }
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

    private func pulls(in sentence: String) -> [(middle: Int, mass: Double)] {
        let reading = PassageReading(sentence, table: table, tokenizer: tokenizer)
        return reading.words.compactMap { word in
            guard word.entry >= 0 else { return nil }
            // What is near a name or number of the question is most likely said of it.
            let mass = table.entries[Int(word.entry)].hits.map {
                Double($0.quality) * plan.groups[$0.group].mass * (plan.groups[$0.group].isName ? 2 : 1)
            }.max()
            return mass.map { (Int(word.start + word.end) / 2, $0) }
        }
    }

    /// How much of the question stands near a range, the near words more; in parts of the whole.
    private func pull(
        on range: Range<Int>, _ pulls: [(middle: Int, mass: Double)], _ breaks: [Int]
    ) -> Double {
        let total = plan.totalMass
        guard total > 0 else { return 0 }
        return pulls.reduce(0) { sum, pull in
            // A name may hold a word of the question: "the Vauquelin Foundation", Georges Vauquelin.
            guard !range.contains(pull.middle) else { return sum + pull.mass / total }
            let between =
                pull.middle < range.lowerBound
                ? pull.middle..<range.lowerBound : range.upperBound..<max(range.upperBound, pull.middle)
            let distance = between.count + Self.breakWidth * breaks.count { between.contains($0) }
            return sum + 2 * pull.mass / total / (1 + Double(distance) / 12)
        }
    }
}
