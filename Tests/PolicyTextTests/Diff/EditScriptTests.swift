import TestSupport
import Testing

@testable import PolicyText

struct EditScriptTests {
    @Test func `matches ascend, do not overlap and join equal elements`() {
        var random = SeededGenerator(seed: 1)
        for round in 0..<400 {
            let old = sequence(of: Int.random(in: 0...60, using: &random), words: 1 + round % 12, &random)
            let new = edited(old, share: Double(round % 10) / 10, words: 1 + round % 12, &random)
            checkValid(EditScript.matches(old: old, new: new), old, new)
        }
    }

    @Test func `small sequences get the longest common subsequence`() {
        var random = SeededGenerator(seed: 2)
        for round in 0..<300 {
            let old = sequence(of: Int.random(in: 0...45, using: &random), words: 1 + round % 9, &random)
            let new = sequence(of: Int.random(in: 0...45, using: &random), words: 1 + round % 9, &random)
            #expect(kept(EditScript.matches(old: old, new: new)) == longestCommonSubsequence(old, new))
        }
    }

    @Test(arguments: [0.01, 0.1, 0.5])
    func `large sequences keep nearly as much as can be kept`(share: Double) {
        var random = SeededGenerator(seed: 3)
        let old = textLike(10_000, &random)
        let new = edited(old, share: share, words: 20_000, &random)
        let matches = EditScript.matches(old: old, new: new)
        checkValid(matches, old, new)
        let best = longestCommonSubsequence(old, new)
        let edits = old.count + new.count - 2 * kept(matches)
        let fewest = old.count + new.count - 2 * best
        #expect(Double(edits) <= 1.01 * Double(fewest))
    }

    @Test func `sequences with nothing in common, or one word throughout, come to an end`() {
        let ones = [UInt32](repeating: 1, count: 10_000)
        let twos = [UInt32](repeating: 2, count: 10_000)
        #expect(EditScript.matches(old: ones, new: twos).isEmpty)
        #expect(EditScript.matches(old: ones, new: Array(ones.dropLast(1000))).map(\.count) == [9000])
        let mixed = (0..<10_000).map { UInt32($0 % 2) }
        checkValid(EditScript.matches(old: mixed, new: ones), mixed, ones)
        #expect(EditScript.matches(old: [], new: ones).isEmpty)
    }

    // MARK: Oracles

    private func checkValid(_ matches: [EditScript.Match], _ old: [UInt32], _ new: [UInt32]) {
        var (o, n) = (0, 0)
        for match in matches {
            #expect(match.old >= o && match.new >= n && match.count > 0)
            #expect(old[match.old..<match.old + match.count] == new[match.new..<match.new + match.count])
            (o, n) = (match.old + match.count, match.new + match.count)
        }
        #expect(o <= old.count && n <= new.count)
    }

    private func kept(_ matches: [EditScript.Match]) -> Int { matches.reduce(0) { $0 + $1.count } }

    /// The length of the longest common subsequence, 64 cells of the table a step (H. Hyyrö, 2004).
    private func longestCommonSubsequence(_ old: [UInt32], _ new: [UInt32]) -> Int {
        let words = (old.count + 63) / 64
        var places: [UInt32: [UInt64]] = [:]
        for (index, element) in old.enumerated() {
            places[element, default: .init(repeating: 0, count: words)][index / 64] |= 1 << UInt64(index % 64)
        }
        var row = [UInt64](repeating: .max, count: words)
        for element in new {
            guard let place = places[element] else { continue }
            var carry: UInt64 = 0
            for index in 0..<words {
                let met = row[index] & place[index]
                let (partial, first) = row[index].addingReportingOverflow(met)
                let (sum, second) = partial.addingReportingOverflow(carry)
                carry = first || second ? 1 : 0
                row[index] = sum | (row[index] & ~place[index])
            }
        }
        return (0..<old.count).reduce(0) { $0 + (row[$1 / 64] >> UInt64($1 % 64) & 1 == 0 ? 1 : 0) }
    }

    // MARK: Made sequences

    private func sequence(of count: Int, words: Int, _ random: inout SeededGenerator) -> [UInt32] {
        (0..<count).map { _ in UInt32.random(in: 0..<UInt32(words), using: &random) }
    }

    /// Words as frequent as in a text: few that are everywhere, many that are rare.
    private func textLike(_ count: Int, _ random: inout SeededGenerator) -> [UInt32] {
        (0..<count).map { _ in
            let x = Double.random(in: 0..<1, using: &random)
            return UInt32(20_000 * x * x * x * x)
        }
    }

    private func edited(
        _ old: [UInt32], share: Double, words: Int, _ random: inout SeededGenerator
    ) -> [UInt32] {
        var new: [UInt32] = []
        for element in old {
            guard Double.random(in: 0..<1, using: &random) < share else {
                new.append(element)
                continue
            }
            switch Int.random(in: 0..<3, using: &random) {
            case 0: break
            case 1: new.append(UInt32.random(in: 0..<UInt32(words), using: &random))
            default: new += [element, UInt32.random(in: 0..<UInt32(words), using: &random)]
            }
        }
        return new
    }
}
