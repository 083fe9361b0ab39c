/// Chooses which words of a passage stay and which are told as deleted and inserted.
///
/// The longest common subsequence is not what a reader wants: between two rewritten clauses it keeps each stray
/// « de » and comma. Here a kept run must be worth the break it makes. Each kept word brings its weight (little for
/// a sign or a common word, more for a content word), each change costs: a deletion or an insertion 2, a rewrite,
/// which is both, 6. The best sum is found exactly by dynamic programming over the words, in one of four states:
/// kept, deleting, inserting, rewriting. Texts of more than a few lines are first cut at long common runs; where what
/// lies between two of them is too large still, it is aligned by `EditScript` alone.
struct WordAlignment {
    /// Tables of at most so many cells are filled; a cell takes a byte.
    private static let cellLimit = 1 << 18
    /// Tables of at most so many cells are filled at once, without looking for long common runs first.
    private static let smallTable = 1 << 11
    /// A common run of so many words may cut a large text.
    private static let solidRun = 6
    /// After so many words without a long run, any common run cuts a large text.
    private static let stretch = 96

    private let old: [Weighed]
    private let new: [Weighed]
    private var matches: [EditScript.Match] = []
    private var trace: [UInt8] = []
    private var row: [Scores] = []
    /// Of each word, the last table whose old or new words it was among.
    private var seenInOld: [Int32] = []
    private var seenInNew: [Int32] = []
    private var tables: Int32 = 0

    /// A word and what keeping it is worth.
    struct Weighed {
        var key: UInt32
        var weight: Int32
    }

    /// The runs of words that stay.
    static func matches(old: [Weighed], new: [Weighed]) -> [EditScript.Match] {
        var alignment = WordAlignment(old: old, new: new)
        alignment.align()
        return alignment.matches
    }

    private init(old: [Weighed], new: [Weighed]) {
        self.old = old
        self.new = new
    }

    private mutating func align() {
        var start = 0
        while start < min(old.count, new.count), old[start].key == new[start].key { start += 1 }
        var end = 0
        while end < min(old.count, new.count) - start,
            old[old.count - 1 - end].key == new[new.count - 1 - end].key
        {
            end += 1
        }
        keep(0, 0, start)
        let (oldGap, newGap) = (start..<old.count - end, start..<new.count - end)
        if fits(oldGap, newGap, in: Self.smallTable) {
            fill(oldGap, newGap)
        } else {
            alignInParts(oldGap, newGap)
        }
        keep(old.count - end, new.count - end, end)
    }

    private func fits(_ oldGap: Range<Int>, _ newGap: Range<Int>, in limit: Int = cellLimit) -> Bool {
        let (cells, isTooLarge) = (oldGap.count + 1).multipliedReportingOverflow(by: newGap.count + 1)
        return !isTooLarge && cells <= limit
    }

    private mutating func keep(_ o: Int, _ n: Int, _ count: Int) {
        guard count > 0 else { return }
        if let last = matches.last, last.old + last.count == o, last.new + last.count == n {
            matches[matches.count - 1].count += count
        } else {
            matches.append(.init(old: o, new: n, count: count))
        }
    }

    private mutating func alignInParts(_ oldGap: Range<Int>, _ newGap: Range<Int>) {
        let script = EditScript.matches(old: old[oldGap].map(\.key), new: new[newGap].map(\.key))
        var (o, n) = (oldGap.lowerBound, newGap.lowerBound)
        for match in script {
            let (from, to) = (oldGap.lowerBound + match.old, newGap.lowerBound + match.new)
            guard match.count >= Self.solidRun || from - o + to - n > Self.stretch else { continue }
            if fits(o..<from, n..<to) { fill(o..<from, n..<to) }
            keep(from, to, match.count)
            (o, n) = (from + match.count, to + match.count)
        }
        if fits(o..<oldGap.upperBound, n..<newGap.upperBound) {
            fill(o..<oldGap.upperBound, n..<newGap.upperBound)
        }
    }

    // MARK: Dynamic programming

    private enum State: UInt8, CaseIterable {
        case kept
        case deleting
        case inserting
        case rewriting
    }

    private struct Scores {
        var kept: Int32
        var deleting: Int32
        var inserting: Int32
        var rewriting: Int32

        static let none: Int32 = -1 << 28
        static let impossible = Scores(kept: none, deleting: none, inserting: none, rewriting: none)
    }

    private static let breakCost: Int32 = 2
    private static let mixCost: Int32 = 4

    /// Fills the table of one gap and keeps the words of its best path.
    ///
    /// Words that only one side has are never kept, and a change costs the same however many words it has: a second
    /// such word in a row would repeat the row of the first. So a run of them has one row or column.
    private mutating func fill(_ oldGap: Range<Int>, _ newGap: Range<Int>) {
        guard !oldGap.isEmpty, !newGap.isEmpty else { return }
        see(oldGap, newGap)
        let rows = keepable(old, oldGap, beside: seenInNew)
        let columns = keepable(new, newGap, beside: seenInOld)
        if trace.count < (rows.count + 1) * (columns.count + 1) {
            trace = [UInt8](repeating: 0, count: (rows.count + 1) * (columns.count + 1))
        }
        if row.count <= columns.count {
            row = [Scores](repeating: .impossible, count: columns.count + 1)
        }
        let ending = trace.withUnsafeMutableBufferPointer { trace in
            row.withUnsafeMutableBufferPointer { row in
                rows.withUnsafeBufferPointer { rows in
                    columns.map(\.word.key).withUnsafeBufferPointer { Self.fill(trace, row, rows, $0) }
                }
            }
        }
        walkBack(ending: ending, rows, columns)
    }

    private mutating func see(_ oldGap: Range<Int>, _ newGap: Range<Int>) {
        if tables == 0 {
            let words = 1 + Int(max(old.lazy.map(\.key).max() ?? 0, new.lazy.map(\.key).max() ?? 0))
            seenInOld = [Int32](repeating: 0, count: words)
            seenInNew = seenInOld
        }
        tables += 1
        for word in old[oldGap] { seenInOld[Int(word.key)] = tables }
        for word in new[newGap] { seenInNew[Int(word.key)] = tables }
    }

    /// A word with its place, or the first of a run that the other side has none of.
    private struct Line {
        var word: Weighed
        var place: Int
    }

    private func keepable(_ words: [Weighed], _ gap: Range<Int>, beside other: [Int32]) -> [Line] {
        var lines: [Line] = []
        lines.reserveCapacity(gap.count)
        var isInRun = false
        for place in gap {
            let isShared = other[Int(words[place].key)] == tables
            if isShared || !isInRun { lines.append(.init(word: words[place], place: place)) }
            isInRun = !isShared
        }
        return lines
    }

    /// Fills the table row by row and gives the state that the best path ends in.
    ///
    /// A cell of the trace has two bits a state, from the lowest: deleting, inserting, rewriting, kept; they tell the
    /// state that it came from. `row` holds the row above until its cells are overwritten. Sums need no check: a
    /// table is too small for any to come near to what an `Int32` holds.
    private static func fill(
        _ trace: UnsafeMutableBufferPointer<UInt8>, _ row: UnsafeMutableBufferPointer<Scores>,
        _ old: UnsafeBufferPointer<Line>, _ new: UnsafeBufferPointer<UInt32>
    ) -> State {
        let width = new.count + 1
        row[0] = .impossible
        row[0].kept = 0
        trace[0] = 0
        for j in 1..<width { (row[j], trace[j]) = cell(up: .impossible, left: row[j - 1]) }
        for i in 1...old.count {
            let word = old[i - 1].word
            let trace = UnsafeMutableBufferPointer(rebasing: trace[i * width..<(i + 1) * width])
            var diagonal = row[0]
            var left: Scores
            (left, trace[0]) = cell(up: row[0], left: .impossible)
            row[0] = left
            for j in 1..<width {
                let up = row[j]
                var from: UInt8
                (left, from) = cell(up: up, left: left)
                if word.key == new[j &- 1] {
                    let (best, state) = best(of: diagonal)
                    left.kept = best &+ word.weight
                    from |= state.rawValue << 6
                }
                row[j] = left
                trace[j] = from
                diagonal = up
            }
        }
        return best(of: row[width - 1]).1
    }

    /// The scores of a cell where no word is kept, and where each came from.
    @inline(__always)
    private static func cell(up: Scores, left: Scores) -> (Scores, UInt8) {
        var scores = Scores.impossible
        // A deletion or an insertion begins, or goes on.
        let beginsDeleting = up.kept &- breakCost >= up.deleting
        scores.deleting = beginsDeleting ? up.kept &- breakCost : up.deleting
        let beginsInserting = left.kept &- breakCost >= left.inserting
        scores.inserting = beginsInserting ? left.kept &- breakCost : left.inserting
        let down = max(up.inserting &- mixCost, up.rewriting)
        let across = max(left.deleting &- mixCost, left.rewriting)
        scores.rewriting = max(down, across)
        let rewritten: UInt8 =
            across > down ? (across == left.rewriting ? 1 : 0) : (down == up.rewriting ? 3 : 2)
        return (scores, (beginsDeleting ? 0 : 1) | (beginsInserting ? 0 : 1 << 2) | rewritten << 4)
    }

    @inline(__always)
    private static func best(of scores: Scores) -> (Int32, State) {
        var best = (scores.kept, State.kept)
        if scores.deleting > best.0 { best = (scores.deleting, .deleting) }
        if scores.inserting > best.0 { best = (scores.inserting, .inserting) }
        if scores.rewriting > best.0 { best = (scores.rewriting, .rewriting) }
        return best
    }

    private mutating func walkBack(ending: State, _ rows: [Line], _ columns: [Line]) {
        var (i, j, state) = (rows.count, columns.count, ending)
        var kept: [(Int, Int)] = []
        while i > 0 || j > 0 {
            let from = trace[i * (columns.count + 1) + j]
            switch state {
            case .kept:
                kept.append((rows[i - 1].place, columns[j - 1].place))
                state = State(rawValue: from >> 6) ?? .kept
                (i, j) = (i - 1, j - 1)
            case .deleting:
                state = from & 1 == 0 ? .kept : .deleting
                i -= 1
            case .inserting:
                state = from >> 2 & 1 == 0 ? .kept : .inserting
                j -= 1
            case .rewriting:
                switch from >> 4 & 3 {
                case 0: (j, state) = (j - 1, .deleting)
                case 1: j -= 1
                case 2: (i, state) = (i - 1, .inserting)
                default: i -= 1
                }
            }
        }
        for (o, n) in kept.reversed() { keep(o, n, 1) }
    }
}
