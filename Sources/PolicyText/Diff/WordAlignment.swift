/// Chooses which words of a passage stay and which are told as deleted and inserted.
///
/// The longest common subsequence is not what a reader wants: between two rewritten clauses it keeps each stray
/// « de » and comma. Here a kept run must be worth the break it makes. Each kept word brings its weight (little for
/// a sign or a common word, more for a content word), each change costs: a deletion or an insertion 2, a rewrite,
/// which is both, 6. The best sum is found exactly, by `WordPaths`. Texts of more than a few lines are first cut at
/// long common runs; where what lies between two of them is too large still, it is aligned by `EditScript` alone.
struct WordAlignment {
    /// Tables of at most so many cells are filled.
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
    private var room: WordRoom

    /// A word and what keeping it is worth.
    struct Weighed {
        var key: UInt32
        var weight: Int32
    }

    /// The runs of words that stay; all have numbers below `words`.
    static func matches(
        old: [Weighed], new: [Weighed], words: Int, in room: inout WordRoom
    ) -> [EditScript.Match] {
        var alignment = WordAlignment(old: old, new: new, room: room)
        // So that the alignment alone has it and nothing is copied.
        room = WordRoom()
        alignment.room.paths.makeRoom(for: words)
        alignment.align()
        room = alignment.room
        return alignment.matches
    }

    private init(old: [Weighed], new: [Weighed], room: WordRoom) {
        self.old = old
        self.new = new
        self.room = room
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
        let script = room.matches(old: old[oldGap].map(\.key), new: new[newGap].map(\.key))
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

    /// Aligns one gap exactly.
    private mutating func fill(_ oldGap: Range<Int>, _ newGap: Range<Int>) {
        guard !oldGap.isEmpty, !newGap.isEmpty else { return }
        for word in room.paths.best(old: old[oldGap], new: new[newGap]).reversed() {
            keep(oldGap.lowerBound + word.old, newGap.lowerBound + word.new, 1)
        }
    }
}

/// The room that alignments of words work in, one after another.
struct WordRoom {
    fileprivate var paths = WordPaths()
    private var aligner = EditAligner()

    fileprivate mutating func matches(old: [UInt32], new: [UInt32]) -> [EditScript.Match] {
        old.withUnsafeBufferPointer { old in
            new.withUnsafeBufferPointer { new in aligner.matches(old: old, new: new) }
        }
    }
}
