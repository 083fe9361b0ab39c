/// What `EditScript` works with: its tables serve one alignment after another.
struct EditAligner {
    private var tables = EditTables()

    /// As `EditScript.matches(old:new:)`.
    mutating func matches(
        old: UnsafeBufferPointer<UInt32>, new: UnsafeBufferPointer<UInt32>
    ) -> [EditScript.Match] {
        var alignment = EditAlignment(old: old, new: new, tables: tables)
        // So that the alignment alone has them and none is copied.
        tables = EditTables()
        alignment.align(0..<old.count, 0..<new.count, round: 0)
        tables = alignment.tables
        return alignment.matches
    }
}

/// The room that alignments work in.
private struct EditTables {
    var grams = GramTable()
    var history: [Int32] = []
    var furthest: [Int32] = []
    var path: [EditScript.Match] = []
}

/// One alignment.
private struct EditAlignment {
    /// The lengths of grams that are tried, one round after another. Single elements get several rounds, because
    /// within a smaller gap more of them are unique.
    private static let grams = [8, 4, 2, 1, 1, 1]
    /// Gaps of at most so many elements, both sides together, go to Myers at once.
    private static let smallGap = 96
    /// Edits after which Myers settles for the furthest path.
    private static let editCap = 192
    /// So many elements are looked for one by one on the other side.
    private static let fewElements = 8
    /// Edits that are tried first.
    private static let fewEdits = 24

    let old: UnsafeBufferPointer<UInt32>
    let new: UnsafeBufferPointer<UInt32>
    var tables: EditTables
    private(set) var matches: [EditScript.Match] = []

    init(old: UnsafeBufferPointer<UInt32>, new: UnsafeBufferPointer<UInt32>, tables: EditTables) {
        self.old = old
        self.new = new
        self.tables = tables
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
        // The gaps of later rounds lie within that of the first.
        if round == 0 { tables.grams.read(old: old, oldGap, new: new, newGap) }
        let found = tables.grams.anchors(old: old, oldGap, new: new, newGap, length: length)
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
        if alignThin(oldGap, newGap) { return }
        while o < oldGap.upperBound, n < newGap.upperBound {
            (o, n) = advance(o..<oldGap.upperBound, n..<newGap.upperBound)
        }
    }

    /// Aligns a few elements with many, where a look at each pair tells what the shortest script is; false where it
    /// does not. One old element is kept where the new side first has it, as the furthest path does.
    private mutating func alignThin(_ oldGap: Range<Int>, _ newGap: Range<Int>) -> Bool {
        if oldGap.count == 1 {
            if let n = newGap.first(where: { new[$0] == old[oldGap.lowerBound] }) {
                emit(oldGap.lowerBound, n, 1)
            }
            return true
        }
        guard min(oldGap.count, newGap.count) <= Self.fewElements else { return false }
        let (oldPart, newPart) = (
            UnsafeBufferPointer(rebasing: old[oldGap]), UnsafeBufferPointer(rebasing: new[newGap])
        )
        let (few, many) = oldPart.count < newPart.count ? (oldPart, newPart) : (newPart, oldPart)
        return few.allSatisfy { element in
            // Without a way out, so that the compiler makes it wide.
            var count: UInt32 = 0
            for other in many { count &+= other == element ? 1 : 0 }
            return count == 0
        }
    }

    /// Follows the shortest script to the end of the gap, or to where it stands after `editCap` edits.
    private mutating func advance(_ oldGap: Range<Int>, _ newGap: Range<Int>) -> (Int, Int) {
        let cap = min(oldGap.count + newGap.count, Self.editCap)
        // Most gaps need few edits, and few need little room.
        let few = min(cap, Self.fewEdits)
        let end =
            search(oldGap, newGap, edits: 0...few)
            ?? (cap > few ? search(oldGap, newGap, edits: few + 1...cap) : nil)
        let best = end ?? furthestPlace(oldGap.count, newGap.count, cap: cap)
        trace(best, oldGap, newGap)
        return (oldGap.lowerBound + best.x, newGap.lowerBound + best.x - best.diagonal)
    }

    /// A point of the edit graph: where a path with so many edits stands on a diagonal.
    private struct Place {
        var edits: Int
        var diagonal: Int
        var x: Int
    }

    /// The end of both sides, where a path with so many edits comes to it; those with fewer have been followed.
    private mutating func search(
        _ oldGap: Range<Int>, _ newGap: Range<Int>, edits: ClosedRange<Int>
    ) -> Place? {
        if tables.furthest.isEmpty { tables.furthest = [Int32](repeating: 0, count: 2 * Self.editCap + 3) }
        let room = (edits.upperBound + 1) * (edits.upperBound + 1)
        if tables.history.count < room {
            tables.history.append(contentsOf: repeatElement(0, count: room - tables.history.count))
        }
        return tables.furthest.withUnsafeMutableBufferPointer { furthest in
            tables.history.withUnsafeMutableBufferPointer { history in
                Self.search(
                    .init(rebasing: old[oldGap]), .init(rebasing: new[newGap]), edits: edits, furthest,
                    history)
            }
        }
    }

    /// Follows the paths, each with one edit more in every round, until one comes to the end.
    ///
    /// `history` keeps the places of all paths, those with n edits from n·n on. Only the diagonals that cross the gap
    /// are followed: a path that left them never comes back further than one that stayed.
    private static func search(
        _ old: UnsafeBufferPointer<UInt32>, _ new: UnsafeBufferPointer<UInt32>, edits: ClosedRange<Int>,
        _ furthest: UnsafeMutableBufferPointer<Int32>, _ history: UnsafeMutableBufferPointer<Int32>
    ) -> Place? {
        let (width, height) = (old.count, new.count)
        let middle = editCap + 1
        let (leftmost, rightmost) = (-min(height, editCap), min(width, editCap))
        if edits.lowerBound == 0 { furthest[middle + 1] = 0 }
        // Paths may leave the rectangle: nothing matches there, so they never come to the end first.
        for edits in edits {
            let row = edits * edits + edits
            let low = max(-edits, leftmost + (leftmost + edits) & 1)
            let high = min(edits, rightmost - (rightmost + edits) & 1)
            // Nothing comes from beyond the outermost diagonals.
            if low == -edits || low == leftmost { furthest[middle + low - 1] = -1 }
            if edits > 0, high == edits || high == rightmost { furthest[middle + high + 1] = -1 }
            var deleted = furthest[middle &+ low &- 1]
            var diagonal = low
            while diagonal <= high {
                // By an insertion from the diagonal above, or by a deletion from the one below.
                let inserted = furthest[middle &+ diagonal &+ 1]
                var x = Int(deleted < inserted ? inserted : deleted &+ 1)
                let limit = min(width, height &+ diagonal)
                while x < limit, old[x] == new[x &- diagonal] { x &+= 1 }
                furthest[middle &+ diagonal] = Int32(truncatingIfNeeded: x)
                history[row &+ diagonal] = Int32(truncatingIfNeeded: x)
                if x == width, diagonal == width &- height {
                    return Place(edits: edits, diagonal: diagonal, x: x)
                }
                deleted = inserted
                diagonal &+= 2
            }
        }
        return nil
    }

    /// The place within both sides that a path with at most `cap` edits came to and none came further.
    private func furthestPlace(_ width: Int, _ height: Int, cap: Int) -> Place {
        var best = Place(edits: 0, diagonal: 0, x: 0)
        var sum = -1
        tables.history.withUnsafeBufferPointer { history in
            for edits in 0...cap {
                let row = edits * edits + edits
                var diagonal = max(-edits, -height + (edits - height) & 1)
                let last = min(edits, width)
                while diagonal <= last {
                    let x = Int(history[row &+ diagonal])
                    if x <= width, x &- diagonal <= height, 2 &* x &- diagonal > sum {
                        best = Place(edits: edits, diagonal: diagonal, x: x)
                        sum = 2 &* x &- diagonal
                    }
                    diagonal &+= 2
                }
            }
        }
        return best
    }

    /// Walks the path back from its end and emits its matches in order.
    private mutating func trace(_ end: Place, _ oldGap: Range<Int>, _ newGap: Range<Int>) {
        tables.path.removeAll(keepingCapacity: true)
        let (leftmost, rightmost) = (-newGap.count, oldGap.count)
        var (diagonal, x) = (end.diagonal, end.x)
        tables.history.withUnsafeBufferPointer { history in
            for step in stride(from: end.edits, to: 0, by: -1) {
                let row = (step - 1) * (step - 1) + step - 1
                let down =
                    diagonal == max(-step, leftmost)
                    || (diagonal != min(step, rightmost)
                        && history[row + diagonal - 1] < history[row + diagonal + 1])
                let previous = down ? diagonal + 1 : diagonal - 1
                let from = Int(history[row + previous])
                let start = down ? from : from + 1
                if x > start {
                    tables.path.append(.init(old: start, new: start - diagonal, count: x - start))
                }
                (diagonal, x) = (previous, from)
            }
        }
        if x > 0 { tables.path.append(.init(old: 0, new: 0, count: x)) }
        for match in tables.path.reversed() {
            emit(oldGap.lowerBound + match.old, newGap.lowerBound + match.new, match.count)
        }
    }
}
