import PolicyText
import TestSupport
import Testing

@testable import PolicyAnswer

@Suite struct PostingsIndexTests {
    /// Long lists are looked up where what they can add moves nobody into the best: that must never show.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `the best are those of a scan that reads every posting`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var index = PostingsIndex()
        var reading = PassageWords()
        var entries: [PostingsIndex.Entry] = []
        for id in 0..<4_000 {
            let entry = Self.entry(Int64(id + 1), &random)
            entries.append(entry)
            index.add(entry, reading: &reading)
        }
        for place in entries.indices where Int.random(in: 0..<10, using: &random) == 0 {
            entries[place].until = Timestamp(milliseconds: 500)
            index.end(entries[place].id, at: Timestamp(milliseconds: 500))
        }
        for _ in 0..<10 {
            let query = Self.query(&random)
            let moment = Bool.random(using: &random) ? nil : Timestamp(milliseconds: 100)
            let found = index.matches(for: query, document: nil, asOf: moment)
            for language in [Language.english, .french] {
                let expected = Self.scan(entries, index, query, language, moment)
                let own = found.filter { $0.language == language }
                #expect(own.count == min(query.limit, expected.count))
                #expect(own.map(\.score) == own.map(\.score).sorted(by: >))
                let best = expected.values.sorted(by: >).prefix(query.limit)
                for (match, score) in zip(own, best) {
                    #expect(abs(match.score - score) < 1e-4 * score, "\(match) beside \(score)")
                    let real = expected[match.id] ?? 0
                    #expect(abs(match.score - real) < 1e-4 * real, "\(match) is worth \(real)")
                }
            }
        }
    }

    /// A word for a number: the low ones are common.
    private static func word(_ random: inout SeededGenerator) -> String {
        let share = Double.random(in: 0..<1, using: &random)
        return "w\(Int(share * share * share * 400))"
    }

    private static func entry(_ id: Int64, _ random: inout SeededGenerator) -> PostingsIndex.Entry {
        func words(_ counts: ClosedRange<Int>) -> String {
            (0..<Int.random(in: counts, using: &random)).map { _ in word(&random) }.joined(separator: " ")
        }
        return PostingsIndex.Entry(
            id: id, document: id / 20, text: words(3...60),
            language: Bool.random(using: &random) ? .english : .french,
            section: [words(0...2), words(0...2)], title: words(0...3),
            since: Timestamp(milliseconds: 0))
    }

    /// As questions are: a word that tells much, then words that stand nearly everywhere and tell little; or any.
    private static func query(_ random: inout SeededGenerator) -> CandidateQuery {
        let isLikeQuestion = Int.random(in: 0..<4, using: &random) > 0
        var terms: [CandidateQuery.Term] = []
        for group in 0..<Int.random(in: 1...6, using: &random) {
            for language in [Language.english, .french] {
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    let rare = group == 0 ? 30...120 : 0...8
                    let text = isLikeQuestion ? "w\(Int.random(in: rare, using: &random))" : word(&random)
                    let most = isLikeQuestion && group > 0 ? 1.5 / Double(group) : 6
                    terms.append(
                        CandidateQuery.Term(
                            token: IndexToken(text, language), group: group,
                            weight: Double.random(in: most / 2...most, using: &random)))
                }
            }
        }
        return CandidateQuery(terms: terms, limit: 40, path: nil)
    }

    /// The score of each passage that stands and has one.
    private static func scan(
        _ entries: [PostingsIndex.Entry], _ index: PostingsIndex, _ query: CandidateQuery,
        _ language: Language, _ moment: Timestamp?
    ) -> [Int64: Double] {
        let now = entries.filter { $0.language == language && $0.until == nil }
        let words = now.reduce(0) { $0 + LengthCode.length(of: LengthCode.code(of: $1.words.count)) }
        let ended = entries.filter { $0.language == language && $0.until != nil }
        // A passage that went takes its rounded length along.
        let exact = (now + ended).reduce(0) { $0 + $1.words.count }
        let taken = ended.reduce(0) { $0 + LengthCode.length(of: LengthCode.code(of: $1.words.count)) }
        #expect(abs(exact - taken - words) <= words / 10)
        let average = Double(exact - taken) / Double(now.count)
        var result: [Int64: Double] = [:]
        for entry in moment == nil ? now : now + ended {
            let length = Double(LengthCode.length(of: LengthCode.code(of: entry.words.count)))
            let norm =
                CandidateQuery.k1 * (1 - CandidateQuery.b + CandidateQuery.b * length / average)
            func value(_ term: CandidateQuery.Term) -> Double {
                func count(_ words: [String]) -> Double { Double(words.count { $0 == term.token.text }) }
                let frequency =
                    min(count(entry.words), 15) + min(
                        count(entry.section.flatMap(PostingsIndex.Entry.words)), 3)
                    * CandidateQuery.headingWeight
                    + min(count(PostingsIndex.Entry.words(entry.title)), 3) * CandidateQuery.titleWeight
                return term.weight * (CandidateQuery.k1 + 1) * frequency / (frequency + norm)
            }
            let own = query.terms.filter { $0.token.language == language }
            let score = Dictionary(grouping: own, by: \.group).values.reduce(0) { sum, terms in
                sum + (terms.map(value).max() ?? 0)
            }
            if score > 0 { result[entry.id] = score }
        }
        return result
    }
}

extension PostingsIndex.Entry {
    fileprivate var words: [String] { Self.words(text) }

    fileprivate static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
}
