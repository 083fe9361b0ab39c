import Foundation
import LinuxSystem
import TestSupport
import Testing

@testable import PolicyText

extension WorkHelper: WorkSharing {}

/// Does all that is shared at once, or only when its result is wanted.
private struct OneThread: WorkSharing {
    var isEager: Bool

    func share<Result: Sendable>(_ work: @escaping @Sendable () -> Result) -> () -> Result {
        guard isEager else { return work }
        let result = work()
        return { result }
    }
}

@Suite struct SharedComparisonTests {
    private static let helpers: [any WorkSharing] =
        [OneThread(isEager: true), OneThread(isEager: false)] + (WorkHelper(atMost: 1).map { [$0] } ?? [])

    @Test(arguments: [0.0, 0.01, 0.1, 0.5, 0.9], [1, 2, 3] as [UInt64])
    func `a large document is compared by two threads as by one`(share: Double, seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let before = document(&random)
        let after = edited(before, share, &random)
        let old = OutlineParser.parse(before, format: .markdown)
        let new = OutlineParser.parse(after, format: .markdown)
        let alone = OutlineComparator.compare(old, new)
        let pairs = alone.pairs.map { pair in (text(old, pair.old), text(new, pair.new)) }
        let edits = pairs.map { WordDiff.edits(from: $0.0, to: $0.1) }
        for helper in Self.helpers {
            let shared = OutlineComparator.compare(old, new, with: helper)
            #expect(shared.pairs == alone.pairs)
            #expect(shared.isFormattingOnly == alone.isFormattingOnly)
            #expect(WordDiff.edits(of: pairs, with: helper) == edits)
        }
    }

    @Test func `no pairs, and one that is long, are compared too`() {
        var random = SeededGenerator(seed: 9)
        let before = document(&random)
        let after = edited(before, 0.02, &random)
        for helper in Self.helpers {
            #expect(WordDiff.edits(of: [], with: helper).isEmpty)
            let long = WordDiff.edits(of: [("a", "b"), (before, after), ("", "c")], with: helper)
            #expect(
                long == [
                    WordDiff.edits(from: "a", to: "b"), WordDiff.edits(from: before, to: after),
                    WordDiff.edits(from: "", to: "c"),
                ])
        }
    }

    @Test func `the changes of a large document are the same too`() {
        var random = SeededGenerator(seed: 4)
        let before = document(&random)
        let old = OutlineParser.parse(before, format: .markdown)
        let new = OutlineParser.parse(edited(before, 0.02, &random), format: .markdown)
        let weigher = ChangeWeigher(lexicon: .builtIn)
        let alone = weigher.changes(from: old, to: new)
        for helper in Self.helpers { #expect(weigher.changes(from: old, to: new, with: helper) == alone) }
    }

    // MARK: Documents

    private func text(_ outline: Outline, _ passages: [Int]) -> String {
        passages.map { outline.passages[$0].text }.joined(separator: "\n")
    }

    /// Long enough to be shared: sections with clauses and links, some of which say the same.
    private func document(_ random: inout SeededGenerator) -> String {
        var paragraphs: [String] = []
        var bytes = 0
        while bytes < 100_000 {
            let words = (0..<Int.random(in: 4...60, using: &random)).map { _ in word(&random) }
            let text = words.joined(separator: " ")
            switch Int.random(in: 0...9, using: &random) {
            case 0: paragraphs.append("## Article \(paragraphs.count) \(words[0])")
            case 1: paragraphs.append("\(paragraphs.count). \(text).")
            case 2: paragraphs.append("See [\(words[1])](https://example.org/\(words[2])) \(text).")
            case 3: paragraphs.append(paragraphs.randomElement(using: &random) ?? text)
            default: paragraphs.append("The department shall \(text); it must \(words[3]).")
            }
            bytes += text.utf8.count
        }
        return paragraphs.joined(separator: "\n\n")
    }

    /// The text with a share of its words replaced, dropped or doubled, and as many paragraphs moved or joined.
    private func edited(_ text: String, _ share: Double, _ random: inout SeededGenerator) -> String {
        var paragraphs = text.components(separatedBy: "\n\n").map { paragraph in
            paragraph.split(separator: " ").flatMap { part -> [String] in
                guard Double.random(in: 0..<1, using: &random) < share else { return [String(part)] }
                switch Int.random(in: 0..<3, using: &random) {
                case 0: return []
                case 1: return [word(&random)]
                default: return [String(part), word(&random)]
                }
            }.joined(separator: " ")
        }
        for _ in 0..<Int(share * Double(paragraphs.count) / 2) {
            let moved = paragraphs.remove(at: Int.random(in: 0..<paragraphs.count, using: &random))
            let place = Int.random(in: 0..<paragraphs.count, using: &random)
            if Bool.random(using: &random) {
                paragraphs.insert(moved, at: place)
            } else {
                paragraphs[place] += " " + moved
            }
        }
        return paragraphs.joined(separator: "\n\n")
    }

    /// Common words and rare ones.
    private func word(_ random: inout SeededGenerator) -> String {
        let unit = Double.random(in: 0..<1, using: &random)
        var (word, rest) = ("", Int(unit * unit * unit * 3000) + 1)
        while rest > 0 {
            word += ["ba", "cor", "din", "fel", "gar", "hos", "jul"][rest % 7]
            rest /= 7
        }
        return word
    }
}
