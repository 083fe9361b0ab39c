/// Chooses which words of a passage stay and which are told as deleted and inserted.
///
/// The longest common subsequence is not what a reader wants: between two rewritten clauses it keeps each stray
/// « de » and comma. Here a kept run must be worth the break it makes. Each kept word brings its weight (little for
/// a sign or a common word, more for a content word), each change costs: a deletion or an insertion 2, a rewrite,
/// which is both, 6. The best sum is found exactly by dynamic programming over the words, in one of four states:
/// kept, deleting, inserting, rewriting. Texts too large for that are first cut at long common runs and, where there
/// are none, aligned by `EditScript` alone.
struct WordAlignment {
    /// Tables of at most so many cells are filled; a cell takes four bytes.
    private static let cellLimit = 1 << 18
    /// A common run of so many words may cut a large text.
    private static let solidRun = 6
    /// After so many words without a long run, any common run cuts a large text.
    private static let stretch = 96

    private let old: [Weighed]
    private let new: [Weighed]
    private var matches: [EditScript.Match] = []

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
        if fits(oldGap, newGap) {
            fill(oldGap, newGap)
        } else {
            alignInParts(oldGap, newGap)
        }
        keep(old.count - end, new.count - end, end)
    }

    private func fits(_ oldGap: Range<Int>, _ newGap: Range<Int>) -> Bool {
        (oldGap.count + 1).multipliedReportingOverflow(by: newGap.count + 1).partialValue <= Self.cellLimit
            && max(oldGap.count, newGap.count) < Self.cellLimit
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
    private mutating func fill(_ oldGap: Range<Int>, _ newGap: Range<Int>) {
        let (rows, columns) = (oldGap.count, newGap.count)
        guard rows > 0, columns > 0 else { return }
        // Two bits a state: the state that it came from.
        var trace = [UInt8](repeating: 0, count: (rows + 1) * (columns + 1))
        var above = [Scores](repeating: .impossible, count: columns + 1)
        var row = above
        for i in 0...rows {
            for j in 0...columns {
                var scores = Scores.impossible
                var from: UInt8 = 0
                if i == 0, j == 0 {
                    scores.kept = 0
                } else {
                    if i > 0 {
                        let up = above[j]
                        // A deletion goes on, or begins.
                        if up.kept - Self.breakCost >= up.deleting {
                            scores.deleting = up.kept - Self.breakCost
                        } else {
                            scores.deleting = up.deleting
                            from |= 1
                        }
                        let mixed = max(up.inserting - Self.mixCost, up.rewriting)
                        scores.rewriting = mixed
                        from |= mixed == up.rewriting ? 3 << 4 : 2 << 4
                    }
                    if j > 0 {
                        let left = row[j - 1]
                        if left.kept - Self.breakCost >= left.inserting {
                            scores.inserting = left.kept - Self.breakCost
                        } else {
                            scores.inserting = left.inserting
                            from |= 1 << 2
                        }
                        let mixed = max(left.deleting - Self.mixCost, left.rewriting)
                        if mixed > scores.rewriting {
                            scores.rewriting = mixed
                            from = from & 0x0F | (mixed == left.rewriting ? 1 << 4 : 0)
                        }
                    }
                    if i > 0, j > 0, old[oldGap.lowerBound + i - 1].key == new[newGap.lowerBound + j - 1].key
                    {
                        let diagonal = above[j - 1]
                        let (best, state) = Self.best(of: diagonal)
                        scores.kept = best + old[oldGap.lowerBound + i - 1].weight
                        from |= state.rawValue << 6
                    }
                }
                row[j] = scores
                trace[i * (columns + 1) + j] = from
            }
            swap(&above, &row)
        }
        walkBack(trace, ending: Self.best(of: above[columns]).1, oldGap, newGap)
    }

    @inline(__always)
    private static func best(of scores: Scores) -> (Int32, State) {
        var best = (scores.kept, State.kept)
        if scores.deleting > best.0 { best = (scores.deleting, .deleting) }
        if scores.inserting > best.0 { best = (scores.inserting, .inserting) }
        if scores.rewriting > best.0 { best = (scores.rewriting, .rewriting) }
        return best
    }

    private mutating func walkBack(
        _ trace: [UInt8], ending: State, _ oldGap: Range<Int>, _ newGap: Range<Int>
    ) {
        var (i, j, state) = (oldGap.count, newGap.count, ending)
        var kept: [(Int, Int)] = []
        while i > 0 || j > 0 {
            let from = trace[i * (newGap.count + 1) + j]
            switch state {
            case .kept:
                kept.append((oldGap.lowerBound + i - 1, newGap.lowerBound + j - 1))
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
