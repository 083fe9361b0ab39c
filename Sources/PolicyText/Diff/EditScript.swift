/// The alignment of two sequences: which runs of the old one stand, in order, in the new one.
///
/// The idea is patience with grams. A run of k elements that occurs once on either side is an anchor; the anchors
/// that keep their order (a longest increasing subsequence) are believed, and what lies between two of them is
/// aligned by itself, with shorter grams: 8, 4, 2, 1. Long grams first, because a single word that is unique by
/// chance says little and eight in a row say nearly everything. What is left has no unique element in common or is
/// small: there Myers' greedy algorithm finds the shortest script.
///
/// Myers takes time with the square of the edits, so it is capped: after `editCap` edits it keeps the path that
/// came furthest and starts again from there. The whole is therefore linear, but for the sorting of anchors,
/// whatever the share of edits, and gives the shortest script exactly where both sides are small.
///
/// What always holds: the matches ascend on both sides, do not overlap, and join equal elements only.
package enum EditScript {
    /// A run of equal elements.
    package struct Match: Hashable, Sendable {
        package var old: Int
        package var new: Int
        package var count: Int
    }

    /// The runs that both sequences share, in order, none of them empty and no two of them adjacent on both sides.
    package static func matches(old: [UInt32], new: [UInt32]) -> [Match] {
        old.withUnsafeBufferPointer { old in
            new.withUnsafeBufferPointer { new in matches(old: old, new: new) }
        }
    }

    static func matches(old: UnsafeBufferPointer<UInt32>, new: UnsafeBufferPointer<UInt32>) -> [Match] {
        var aligner = Aligner(old: old, new: new)
        aligner.align(0..<old.count, 0..<new.count, round: 0)
        return aligner.matches
    }
}

private struct Aligner {
    /// The lengths of grams that are tried, one round after another. Single elements get several rounds, because
    /// within a smaller gap more of them are unique.
    private static let grams = [8, 4, 2, 1, 1, 1]
    /// Gaps of at most so many elements, both sides together, go to Myers at once.
    private static let smallGap = 96
    /// Edits after which Myers settles for the furthest path.
    private static let editCap = 192

    let old: UnsafeBufferPointer<UInt32>
    let new: UnsafeBufferPointer<UInt32>
    var matches: [EditScript.Match] = []
    private var table = GramTable()
    private var history: [Int32] = []
    private var furthest: [Int32] = []

    init(old: UnsafeBufferPointer<UInt32>, new: UnsafeBufferPointer<UInt32>) {
        self.old = old
        self.new = new
    }

    /// Aligns one gap. The recursion is as deep as there are rounds.
    mutating func align(_ oldGap: Range<Int>, _ newGap: Range<Int>, round: Int) {
        var (o, n) = (oldGap.lowerBound, newGap.lowerBound)
        var (oEnd, nEnd) = (oldGap.upperBound, newGap.upperBound)
        while o < oEnd, n < nEnd, old[o] == new[n] {
            o += 1
            n += 1
        }
        emit(oldGap.lowerBound, newGap.lowerBound, o - oldGap.lowerBound)
        while oEnd > o, nEnd > n, old[oEnd - 1] == new[nEnd - 1] {
            oEnd -= 1
            nEnd -= 1
        }
        if o < oEnd, n < nEnd {
            if oEnd - o + nEnd - n <= Self.smallGap || round == Self.grams.count {
                alignExactly(o..<oEnd, n..<nEnd)
            } else {
                alignByGrams(o..<oEnd, n..<nEnd, round: round)
            }
        }
        emit(oEnd, nEnd, oldGap.upperBound - oEnd)
    }

    private mutating func emit(_ o: Int, _ n: Int, _ count: Int) {
        guard count > 0 else { return }
        if let last = matches.last, last.old + last.count == o, last.new + last.count == n {
            matches[matches.count - 1].count += count
        } else {
            matches.append(.init(old: o, new: n, count: count))
        }
    }

    private mutating func alignByGrams(_ oldGap: Range<Int>, _ newGap: Range<Int>, round: Int) {
        let length = Self.grams[round]
        let found = table.anchors(old: old, oldGap, new: new, newGap, length: length)
        let anchors = IncreasingSubsequence.longest(of: found)
        // Single elements that found nothing will find nothing in the next round either.
        let next = anchors.isEmpty && length == 1 ? Self.grams.count : round + 1
        var (o, n) = (oldGap.lowerBound, newGap.lowerBound)
        for anchor in anchors where anchor.old >= o && anchor.new >= n {
            align(o..<anchor.old, n..<anchor.new, round: next)
            (o, n) = (anchor.old, anchor.new)
            while o < oldGap.upperBound, n < newGap.upperBound, old[o] == new[n] {
                o += 1
                n += 1
            }
            emit(anchor.old, anchor.new, o - anchor.old)
        }
        align(o..<oldGap.upperBound, n..<newGap.upperBound, round: next)
    }

    /// E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), the greedy form.
    private mutating func alignExactly(_ oldGap: Range<Int>, _ newGap: Range<Int>) {
        var (o, n) = (oldGap.lowerBound, newGap.lowerBound)
        while o < oldGap.upperBound, n < newGap.upperBound {
            (o, n) = advance(o..<oldGap.upperBound, n..<newGap.upperBound)
        }
    }

    /// Follows the shortest script to the end of the gap, or to where it stands after `editCap` edits.
    private mutating func advance(_ oldGap: Range<Int>, _ newGap: Range<Int>) -> (Int, Int) {
        let (width, height) = (oldGap.count, newGap.count)
        let cap = min(width + height, Self.editCap)
        if furthest.count < 2 * cap + 3 { furthest = [Int32](repeating: 0, count: 2 * cap + 3) }
        let middle = cap + 1
        furthest[middle + 1] = 0
        var best = (edits: 0, diagonal: 0, x: 0, sum: -1)
        // Paths may leave the rectangle: nothing matches there, so they never come to the end first.
        search: for edits in 0...cap {
            let room = (edits + 1) * (edits + 1) - history.count
            if room > 0 { history.append(contentsOf: repeatElement(0, count: room)) }
            for diagonal in stride(from: -edits, through: edits, by: 2) {
                let down =
                    diagonal == -edits
                    || (diagonal != edits
                        && furthest[middle + diagonal - 1] < furthest[middle + diagonal + 1])
                var x = Int(down ? furthest[middle + diagonal + 1] : furthest[middle + diagonal - 1] + 1)
                while x < width, x - diagonal < height,
                    old[oldGap.lowerBound + x] == new[newGap.lowerBound + x - diagonal]
                {
                    x += 1
                }
                furthest[middle + diagonal] = Int32(x)
                history[edits * edits + edits + diagonal] = Int32(x)
                let y = x - diagonal
                guard x <= width, y <= height, x + y > best.sum else { continue }
                best = (edits, diagonal, x, x + y)
                if x == width, y == height { break search }
            }
        }
        trace(edits: best.edits, diagonal: best.diagonal, x: best.x, oldGap.lowerBound, newGap.lowerBound)
        return (oldGap.lowerBound + best.x, newGap.lowerBound + best.x - best.diagonal)
    }

    /// Walks the path back from its end and emits its matches in order.
    private mutating func trace(edits: Int, diagonal: Int, x: Int, _ oldStart: Int, _ newStart: Int) {
        var path: [EditScript.Match] = []
        var (diagonal, x) = (diagonal, x)
        for step in stride(from: edits, to: 0, by: -1) {
            let row = (step - 1) * (step - 1) + step - 1
            let down =
                diagonal == -step
                || (diagonal != step && history[row + diagonal - 1] < history[row + diagonal + 1])
            let previous = down ? diagonal + 1 : diagonal - 1
            let from = Int(history[row + previous])
            let start = down ? from : from + 1
            if x > start { path.append(.init(old: start, new: start - diagonal, count: x - start)) }
            (diagonal, x) = (previous, from)
        }
        if x > 0 { path.append(.init(old: 0, new: 0, count: x)) }
        for match in path.reversed() { emit(oldStart + match.old, newStart + match.new, match.count) }
    }
}
