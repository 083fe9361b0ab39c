import TestSupport
import Testing

@testable import PolicyText

/// What policyd says of the shared hand-made examples; each test states the least it may say.
@Suite(.enabled(if: SharedFolder.isPresent, Comment(rawValue: SharedFolder.absence)))
struct GoldTests {
    @Test func `an edited sentence has the kind that a reader gives it`() throws {
        let pairs = try WeighedPair.shared()
        let misses = pairs.compactMap { pair in pair.miss().map { (pair, $0) } }
        #expect(pairs.count - misses.count >= 48, "\(misses.map(\.1).joined(separator: "\n"))")
        let missedHigh = pairs.filter { $0.significance == "high" && $0.weight != .high }
        #expect(missedHigh.isEmpty, "no high change goes unseen: \(missedHigh)")
        let turned = pairs.filter { ($0.significance == "low") != ($0.weight == .low) }
        #expect(turned.isEmpty, "quiet stays quiet, and nothing else is: \(turned)")
    }

    @Test func `all sixteen changes of an edited plan are told and nothing else is reported`() throws {
        let changes = ChangeWeigher(lexicon: .builtIn).changes(
            from: try GoldExamples.seed("003_7c5c1f1ca56e02a3.txt"),
            to: OutlineParser.parse(try SharedFolder.text("gold/003-v2.txt"), format: .plainText))
        let expected = try GoldExamples.expectedChanges()
        let untold = expected.filter { row in !changes.contains(where: row.isTold) }
        #expect(untold.isEmpty, "\(untold.map(\.id)): \(changes.map(\.summary))")
        let unasked = changes.filter { change in !expected.contains { $0.isTold(by: change) } }
        #expect(unasked.isEmpty, "\(unasked.map(\.summary))")
        #expect(changes.count == expected.count)
    }

    @Test func `the commitments of two seeds are found with their strength`() throws {
        let rows = try GoldExamples.commitments()
        let reader = CommitmentReader(.builtIn)
        var (right, expected, wrong, exact) = (0, 0, 0, 0)
        for document in Set(rows.map(\.doc)).sorted() {
            let found = GoldExamples.found(
                reader.commitments(in: try GoldExamples.seed(document)),
                of: rows.filter { $0.doc == document })
            right += found.right
            expected += found.expected
            wrong += found.wrong.count
            exact += found.right - found.otherStrength.count
        }
        #expect(Double(right) >= 0.95 * Double(expected), "recall \(right) of \(expected)")
        #expect(Double(right) >= 0.90 * Double(right + wrong), "precision \(right) of \(right + wrong)")
        #expect(Double(exact) >= 0.90 * Double(right), "strength \(exact) of \(right)")
    }
}
