import PolicyText

/// A passage as the ranker judged it.
package struct RankedPassage {
    package var candidate: Candidate
    /// What `RankingWeights.passage` weighs, in the order of `PassageFeature`.
    package var features: [Double]
    package var score: Double
    /// The sentence that answers best, in bytes of the passage's text.
    package var sentence: Range<Int>
    package var sentenceScore: Double
    /// All sentences with what `RankingWeights.sentence` weighs.
    package var sentences: [(range: Range<Int>, features: [Double])]
    /// Which groups of the plan stand in it, its headings or its title.
    var found: Qualities
    /// Which stand in its text, and in the sentence that says most of the question.
    var body: Qualities
    var sentenceBody: Qualities
}

/// Reads the best passages for a question and ranks them by what their words say, not only by how many.
struct CandidateRanker {
    private let question: Question
    private let plan: LanguagePlan
    private let table: TermTable
    private let tokenizer: Tokenizer
    /// Pairs of groups whose words are neighbours in the question, with their mass.
    private let pairs: [(left: Int, right: Int, mass: Double)]
    private let pairMass: Double
    private let weightiest: Int?
    private let grams: GramTable
    private let phrases: PhraseTable
    private let definitions: DefinitionReader?
    /// The groups of the noun that is to be counted.
    private let counted: Set<Int>
    /// What was found in the headings and titles read so far.
    private var above: [String: Qualities] = [:]

    /// A sentence with more words is cut at its semicolons.
    static let longSentence = 60
    /// Words that stand near each other: about two lines.
    static let window = 30
    /// Of a passage with more sentences, the rest is not weighed.
    static let maximumSentences = 200

    init(question: Question, plan: LanguagePlan) {
        self.question = question
        self.plan = plan
        table = TermTable(plan: plan)
        tokenizer = Tokenizer(stemming: plan.language)
        var pairs: [(left: Int, right: Int, mass: Double)] = []
        for right in plan.groups.indices.dropFirst() {
            let mass = min(plan.groups[right - 1].mass, plan.groups[right].mass)
            pairs.append((right - 1, right, mass))
        }
        self.pairs = pairs
        grams = GramTable(plan: plan)
        phrases = PhraseTable(question: question, plan: plan)
        definitions = DefinitionReader(question: question, plan: plan, table: table)
        counted = Self.counted(question, plan)
        weightiest = plan.groups.indices.max { plan.groups[$0].mass < plan.groups[$1].mass }
        pairMass = pairs.reduce(0) { $0 + $1.mass }
    }

    mutating func rank(_ candidate: Candidate, relevance: Double) -> RankedPassage {
        let reading = PassageReading(candidate.text, table: table, tokenizer: tokenizer, grams: grams)
        let headings = qualities(of: candidate.section.joined(separator: "\n"))
        let title = qualities(of: candidate.title ?? candidate.path.name)
        let body = qualities(reading, 0..<reading.words.count)
        let context = headings.merging(title)
        var sentences: [(range: Range<Int>, features: [Double])] = []
        var before = Qualities(count: plan.groups.count)
        var best = 0
        var bestScore = -Double.infinity
        // The passage is judged by the sentence that says most of the question itself.
        var fullest = 0
        var fullestScore = -Double.infinity
        for range in self.sentences(of: candidate, reading).prefix(Self.maximumSentences) {
            let words = reading.words(in: range)
            let own = qualities(reading, words)
            let features = sentenceFeatures(
                candidate, reading, range, words, own: own, before: before, context: context,
                place: sentences.count)
            let score = RankingWeights.score(features, RankingWeights.sentence)
            if score > bestScore { (best, bestScore) = (sentences.count, score) }
            let ownScore = RankingWeights.scoreWithoutContext(features)
            if ownScore > fullestScore { (fullest, fullestScore) = (sentences.count, ownScore) }
            sentences.append((range, features))
            before = own
        }
        if sentences.isEmpty {
            sentences = [
                (0..<candidate.text.utf8.count, Array(repeating: 0, count: SentenceFeature.allCases.count))
            ]
            bestScore = 0
        }
        let features = passageFeatures(
            candidate, reading, relevance: relevance, body: body, headings: headings, title: title,
            sentence: sentences[fullest].features)
        return RankedPassage(
            candidate: candidate, features: features, score: 0, sentence: sentences[best].range,
            sentenceScore: bestScore, sentences: sentences, found: body.merging(context), body: body,
            sentenceBody: qualities(reading, reading.words(in: sentences[fullest].range)))
    }

    /// Adds what the passages read of one document say together.
    func rankTogether(_ passages: inout [RankedPassage]) {
        let own = passages.indices.filter { passages[$0].candidate.language == plan.language }
        for (_, members) in Dictionary(grouping: own, by: { passages[$0].candidate.path }) {
            var all = Qualities(count: plan.groups.count)
            var counts = [Double](repeating: 0, count: plan.groups.count)
            for place in members {
                all = all.merging(passages[place].found)
                for group in counts.indices { counts[group] += passages[place].body[group] }
            }
            let relevances = members.map { passages[$0].features[PassageFeature.relevance.rawValue] }
            let best = relevances.indices.max { relevances[$0] < relevances[$1] }
            let second = relevances.indices.filter { $0 != best }.map { relevances[$0] }.max() ?? 0
            let masses = localMasses(counts, of: members.count)
            for (number, place) in members.enumerated() {
                let anywhere = passages[place].features[PassageFeature.anywhere.rawValue]
                passages[place].features[PassageFeature.document.rawValue] = cover(all) - anywhere
                passages[place].features[PassageFeature.documentBest.rawValue] =
                    number == best ? second : best.map { relevances[$0] } ?? 0
                passages[place].features[PassageFeature.local.rawValue] = share(passages[place].body, masses)
                passages[place].features[PassageFeature.localSentence.rawValue] =
                    share(passages[place].sentenceBody, masses)
            }
        }
        for place in own {
            passages[place].score = RankingWeights.score(passages[place].features, RankingWeights.passage)
        }
    }

    /// The groups' masses within one document, from how many of the passages read have each.
    private func localMasses(_ counts: [Double], of total: Int) -> [Double] {
        counts.indices.map { group in
            // A few passages more are assumed, so that a document of which one was read is judged as the folder is.
            let passages = Double(total) + 4
            let count = counts[group] + 4 * Logarithm.exponential(-plan.groups[group].mass)
            let mass = Logarithm.natural(1 + (passages - count + 0.5) / (count + 0.5))
            return mass * plan.groups[group].factor
        }
    }

    private func share(_ found: Qualities, _ masses: [Double]) -> Double {
        var sum = 0.0
        var total = 0.0
        for group in masses.indices {
            sum += masses[group] * found[group]
            total += masses[group]
        }
        return total > 0 ? sum / total : 0
    }

    // MARK: Sentences

    private func sentences(of candidate: Candidate, _ reading: PassageReading) -> [Range<Int>] {
        guard candidate.text.utf8.count > 0 else { return [] }
        let whole = candidate.sentences.isEmpty ? [0..<candidate.text.utf8.count] : candidate.sentences
        guard reading.words.count > Self.longSentence else { return whole }
        return whole.flatMap { range in
            reading.words(in: range).count > Self.longSentence
                ? SemicolonSplitter.parts(of: range, in: candidate.text) : [range]
        }
    }

    private func sentenceFeatures(
        _ candidate: Candidate, _ reading: PassageReading, _ range: Range<Int>, _ words: Range<Int>,
        own: Qualities, before: Qualities, context: Qualities, place: Int
    ) -> [Double] {
        var features = [Double](repeating: 0, count: SentenceFeature.allCases.count)
        func set(_ feature: SentenceFeature, _ value: Double) { features[feature.rawValue] = value }
        let body = cover(own)
        let withBefore = own.merging(before)
        set(.body, body)
        set(.before, cover(withBefore) - body)
        set(.headings, cover(withBefore.merging(context)) - cover(withBefore))
        let (tight, loose) = adjacency(reading, words)
        set(.adjacency, tight)
        set(.proximity, loose)
        if let kind = kindFeature, hasAnswer(reading, words) { set(kind, 1) }
        set(.length, Logarithm.natural(Double(1 + words.count)))
        set(.position, Double(min(place, 8)) / 8)
        set(.isQuestion, isQuestion(candidate.text, range) ? 1 : 0)
        set(.grams, grams.cover(reading, words))
        set(.isShort, words.count < 4 ? 1 : 0)
        if let definitions, body > 0, definitions.mayBeGiven(where: own) {
            set(.definition, definitions.strength(of: candidate.text.bytes(range)))
        }
        if countsFocus(reading, words) { set(.count, 1) }
        set(.pairs, phrases.cover(reading, words).pairs)
        set(.given, cover(own.shared(with: context)))
        let lacking = cover(own.merging(context)) - body
        if lacking > 0, Pronouns.begin(candidate.text, range, language: candidate.language) {
            set(.meant, lacking)
        }
        return features
    }

    /// The groups of what "how many" asks for.
    static func counted(_ question: Question, _ plan: LanguagePlan) -> Set<Int> {
        guard question.kind == .number else { return [] }
        return Set(
            plan.groups.indices.filter { plan.groups[$0].words.contains { question.words[$0].factor < 1 } })
    }

    /// Whether a number stands just before what is to be counted: « 23 projets ».
    private func countsFocus(_ reading: PassageReading, _ words: Range<Int>) -> Bool {
        guard !counted.isEmpty else { return false }
        return words.contains { place in
            let word = reading.words[place]
            guard word.entry >= 0 else { return false }
            let hits = table.entries[Int(word.entry)].hits
            guard hits.contains(where: { counted.contains($0.group) && $0.quality >= 0.5 }) else {
                return false
            }
            return (max(words.lowerBound, place - 3)..<place).contains { isNumber(reading.words[$0]) }
        }
    }

    private func isNumber(_ word: PassageReading.Word) -> Bool {
        word.isNumber || word.entry >= 0 && table.entries[Int(word.entry)].mark.contains(.numberWord)
    }

    private var kindFeature: SentenceFeature? {
        switch question.kind {
        case .date: .date
        case .number, .duration: .number
        case .amount: .amount
        case .person: .name
        case .place: .place
        case .reason: .reason
        case .definition, .manner, .choice, .thing: nil
        }
    }

    private func isQuestion(_ text: String, _ range: Range<Int>) -> Bool {
        let bytes = text.utf8
        var index = bytes.index(bytes.startIndex, offsetBy: range.upperBound)
        for _ in 0..<min(3, range.count) {
            index = bytes.index(before: index)
            if bytes[index] == UInt8(ascii: "?") { return true }
        }
        return false
    }

    /// Whether words stand there that could answer the kind of question, and that are not the question's own.
    private func hasAnswer(_ reading: PassageReading, _ words: Range<Int>) -> Bool {
        for place in words {
            let word = reading.words[place]
            let entry = word.entry >= 0 ? table.entries[Int(word.entry)] : nil
            if let entry, !entry.hits.isEmpty, question.kind != .definition { continue }
            let mark = entry?.mark ?? []
            switch question.kind {
            case .date:
                if word.isYear || (mark.contains(.month) && hasNumber(reading, near: place, words)) {
                    return true
                }
            case .number:
                // "12 Every owner shall": the number of a section.
                let isLeading =
                    place == words.lowerBound && word.isNumber && place + 1 < words.upperBound
                    && reading.words[place + 1].isCapital
                if !isLeading, word.isNumber || mark.contains(.numberWord) { return true }
            case .duration:
                if mark.contains(.timeWord) { return true }
            case .amount:
                if word.isMoney || (word.isNumber && hasMark(.moneyWord, reading, near: place, words)) {
                    return true
                }
            case .person, .place:
                if word.isCapital, place > words.lowerBound { return true }
            case .reason: if mark.contains(.reasonWord) { return true }
            case .definition, .manner, .choice, .thing: return false
            }
        }
        return false
    }

    private func hasNumber(_ reading: PassageReading, near place: Int, _ words: Range<Int>) -> Bool {
        for other in max(words.lowerBound, place - 2)..<min(words.upperBound, place + 3) {
            if reading.words[other].isNumber { return true }
        }
        return false
    }

    private func hasMark(
        _ mark: TermTable.Mark, _ reading: PassageReading, near place: Int, _ words: Range<Int>
    ) -> Bool {
        for other in place..<min(words.upperBound, place + 4) where reading.words[other].entry >= 0 {
            if table.entries[Int(reading.words[other].entry)].mark.contains(mark) { return true }
        }
        return false
    }

    // MARK: Passages

    private func passageFeatures(
        _ candidate: Candidate, _ reading: PassageReading, relevance: Double, body: Qualities,
        headings: Qualities, title: Qualities, sentence: [Double]
    ) -> [Double] {
        var features = [Double](repeating: 0, count: PassageFeature.allCases.count)
        func set(_ feature: PassageFeature, _ value: Double) { features[feature.rawValue] = value }
        let all = body.merging(headings).merging(title)
        set(.relevance, relevance)
        set(.body, cover(body))
        set(.anywhere, cover(all))
        set(.headings, cover(headings))
        set(.title, cover(title))
        let (tight, loose) = adjacency(reading, 0..<reading.words.count)
        set(.adjacency, tight)
        set(.proximity, loose)
        set(.grams, grams.cover(reading, 0..<reading.words.count))
        let isAnywhere = hasAnswer(reading, 0..<reading.words.count)
        switch question.kind {
        case .date:
            set(.date, sentence[SentenceFeature.date.rawValue])
            set(.dateAnywhere, isAnywhere ? 1 : 0)
        case .number, .amount, .duration:
            set(
                .number, sentence[SentenceFeature.number.rawValue] + sentence[SentenceFeature.amount.rawValue]
            )
            set(.numberAnywhere, isAnywhere ? 1 : 0)
        case .person, .place:
            set(.name, sentence[SentenceFeature.name.rawValue] + sentence[SentenceFeature.place.rawValue])
            set(.nameAnywhere, isAnywhere ? 1 : 0)
        default: break
        }
        set(.weightiest, weightiest.map { body[$0] } ?? 0)
        set(.sentenceScore, RankingWeights.scoreWithoutContext(sentence))
        set(.missingNames, missingNames(all))
        let own = sentence[SentenceFeature.body.rawValue]
        let gained = sentence[SentenceFeature.before.rawValue] + sentence[SentenceFeature.headings.rawValue]
        set(.sentence, own)
        set(.sentenceWithContext, own + gained / 2)
        let kinds: [SentenceFeature] = [.date, .number, .amount, .name, .place, .reason]
        set(.kind, kinds.map { sentence[$0.rawValue] }.max() ?? 0)
        set(.length, Logarithm.natural(Double(1 + reading.words.count)))
        set(.translated, plan.isTranslated ? 1 : 0)
        set(.listItem, candidate.kind == .listItem || candidate.kind == .tableRow ? 1 : 0)
        set(.code, candidate.kind == .code ? 1 : 0)
        set(.definition, sentence[SentenceFeature.definition.rawValue])
        set(.count, sentence[SentenceFeature.count.rawValue])
        let runs = phrases.cover(reading, 0..<reading.words.count)
        set(.pairs, runs.pairs)
        set(.triples, runs.triples)
        set(.window, densest(reading))
        return features
    }

    /// The largest share of the mass that stands within a window of words.
    private func densest(_ reading: PassageReading) -> Double {
        let hits = reading.words.indices.filter {
            let entry = reading.words[$0].entry
            return entry >= 0 && !table.entries[Int(entry)].hits.isEmpty
        }
        var best = 0.0
        for (number, first) in hits.enumerated() {
            var found = Qualities(count: plan.groups.count)
            for place in hits[number...] {
                guard place - first < Self.window else { break }
                for hit in table.entries[Int(reading.words[place].entry)].hits {
                    found[hit.group] = max(found[hit.group], Double(hit.quality))
                }
            }
            best = max(best, cover(found))
        }
        return best
    }

    private func missingNames(_ found: Qualities) -> Double {
        var missing = 0.0
        for (place, group) in plan.groups.enumerated() where group.isName && found[place] < 0.5 {
            missing += group.mass
        }
        return plan.totalMass > 0 ? missing / plan.totalMass : 0
    }

    /// Shares of the neighbouring pairs, by mass, that stand together in order, and within eight words.
    private func adjacency(_ reading: PassageReading, _ words: Range<Int>) -> (tight: Double, loose: Double) {
        guard pairMass > 0 else { return (0, 0) }
        var tight: UInt64 = 0
        var loose: UInt64 = 0
        var recent: [(place: Int, entry: Int)] = []
        for place in words {
            let entry = Int(reading.words[place].entry)
            guard entry >= 0, !table.entries[entry].hits.isEmpty else { continue }
            for earlier in recent.suffix(6) where place - earlier.place <= 8 {
                for right in table.entries[entry].hits {
                    for left in table.entries[earlier.entry].hits where abs(left.group - right.group) == 1 {
                        let bit: UInt64 = 1 << UInt64(max(left.group, right.group) & 63)
                        loose |= bit
                        let isOrdered = plan.isTranslated || left.group < right.group
                        if isOrdered, place - earlier.place <= 2 { tight |= bit }
                    }
                }
            }
            recent.append((place, entry))
        }
        var masses = (tight: 0.0, loose: 0.0)
        for pair in pairs {
            let bit: UInt64 = 1 << UInt64(pair.right & 63)
            if tight & bit != 0 { masses.tight += pair.mass }
            if loose & bit != 0 { masses.loose += pair.mass }
        }
        return (masses.tight / pairMass, masses.loose / pairMass)
    }

    // MARK: Coverage

    /// Of headings and titles, which passages share.
    private mutating func qualities(of text: String) -> Qualities {
        guard !text.isEmpty else { return Qualities(count: plan.groups.count) }
        if let known = above[text] { return known }
        let reading = PassageReading(text, table: table, tokenizer: tokenizer)
        let qualities = qualities(reading, 0..<reading.words.count)
        above[text] = qualities
        return qualities
    }

    private func qualities(_ reading: PassageReading, _ words: Range<Int>) -> Qualities {
        var result = Qualities(count: plan.groups.count)
        for place in words where reading.words[place].entry >= 0 {
            for hit in table.entries[Int(reading.words[place].entry)].hits {
                result[hit.group] = max(result[hit.group], Double(hit.quality))
            }
        }
        return result
    }

    private func cover(_ found: Qualities) -> Double {
        guard plan.totalMass > 0 else { return 0 }
        var mass = 0.0
        for (place, group) in plan.groups.enumerated() { mass += group.mass * found[place] }
        return mass / plan.totalMass
    }
}

/// How well each group of a plan is found, 0 to 1.
struct Qualities {
    private var values: [Double]

    init(count: Int) { values = Array(repeating: 0, count: count) }

    subscript(_ group: Int) -> Double {
        get { values[group] }
        set { values[group] = newValue }
    }

    /// What both have.
    func shared(with other: Qualities) -> Qualities {
        var result = self
        for place in values.indices { result.values[place] = min(values[place], other.values[place]) }
        return result
    }

    func merging(_ other: Qualities) -> Qualities {
        var result = self
        for place in values.indices { result.values[place] = max(values[place], other.values[place]) }
        return result
    }
}
