import Foundation
import PolicyText
import TestSupport
import Testing

/// Whatever a file holds, what reads meaning neither traps nor tells what is not there.
///
/// `POLICYD_TEST_SALADS` documents are read instead of `usual`: some thousands a minute.
@Suite struct WordSaladTests {
    private static let usual = 300
    private static let count =
        ProcessInfo.processInfo.environment["POLICYD_TEST_SALADS"].flatMap { Int($0) } ?? usual

    @Test func `documents without sense are read, compared and weighed like others`() throws {
        let words = try WordSalad.vocabulary()
        let commitments = CommitmentReader(.builtIn)
        let weigher = ChangeWeigher(lexicon: .builtIn)
        for seed in 0..<UInt64(Self.count) {
            var salad = WordSalad(seed: seed, words: words)
            let before = salad.document()
            let after = salad.edited(before)
            let format: DocumentFormat = seed % 3 == 0 ? .plainText : .markdown
            let (old, new) = (
                OutlineParser.parse(before, format: format), OutlineParser.parse(after, format: format)
            )
            for outline in [old, new] {
                for commitment in commitments.commitments(in: outline) {
                    #expect(outline.text.contains(commitment.text), "seed \(seed)")
                }
            }
            for change in weigher.changes(from: old, to: new) {
                let deleted = change.edits.filter { $0.operation != .insert }.map(\.text).joined()
                let inserted = change.edits.filter { $0.operation != .delete }.map(\.text).joined()
                if !change.edits.isEmpty {
                    #expect(deleted == change.before ?? "" && inserted == change.after ?? "", "seed \(seed)")
                }
                #expect(!change.summary.isEmpty && !change.reasons.isEmpty, "seed \(seed)")
            }
        }
    }
}
