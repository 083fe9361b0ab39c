/// The comparison of two texts word by word.
///
/// What always holds: runs come in the order of the texts, no two of one operation follow each other, a delete
/// comes before the insert beside it, and every byte of either text is in exactly one run, so that the equal and
/// delete runs give the old text and the equal and insert runs the new one. A run begins and ends between words,
/// never inside a word or a number.
package enum WordDiff {
    /// A run of bytes that both texts have, or one of them.
    package struct Run: Hashable, Sendable {
        package var operation: Edit.Operation
        /// Bytes of the old text; empty for an insert, at the place where it goes.
        package var old: Range<Int>
        /// Bytes of the new text; empty for a delete.
        package var new: Range<Int>
        /// No word, number, sign or link target changes here: only spaces, quotes, apostrophes, dashes, markup.
        /// Together with the run beside it, where a delete and an insert stand side by side.
        package var isTypographic: Bool
    }

    /// The runs that turn `before` into `after`, each with its words.
    package static func edits(from before: String, to after: String) -> [Edit] {
        edits(from: before, to: after, runs: runs(before: before, after: after))
    }

    /// Fewer bytes are compared sooner than another thread begins with a part of them.
    private static let fewestShared_bytes = 64 << 10
    /// Pairs are shared in so many parts, so that both threads are done at about the same time.
    private static let sharedParts = 16

    /// As `edits(from:to:)`, of each of the pairs.
    ///
    /// - Parameter helper: takes a part of the work, where the texts are long.
    package static func edits(
        of pairs: [(before: String, after: String)], with helper: (any WorkSharing)?
    ) -> [[Edit]] {
        let length = pairs.reduce(0) { $0 + $1.before.utf8.count + $1.after.utf8.count }
        guard let helper, length >= fewestShared_bytes else {
            return edits(of: pairs[...])
        }
        var parts: [ArraySlice<(before: String, after: String)>] = []
        var (start, room) = (0, length / sharedParts)
        for (index, pair) in pairs.enumerated() {
            room -= pair.before.utf8.count + pair.after.utf8.count
            guard room <= 0 || index == pairs.count - 1 else { continue }
            parts.append(pairs[start...index])
            (start, room) = (index + 1, length / sharedParts)
        }
        return helper.results(of: parts) { edits(of: $0) }.flatMap { $0 }
    }

    private static func edits(of pairs: ArraySlice<(before: String, after: String)>) -> [[Edit]] {
        var room = WordRoom()
        return pairs.map { before, after in
            edits(from: before, to: after, runs: runs(before: before, after: after, in: &room))
        }
    }

    /// Known runs with their words.
    package static func edits(from before: String, to after: String, runs: [Run]) -> [Edit] {
        var (before, after) = (before, after)
        return before.withUTF8 { old in
            after.withUTF8 { new in
                runs.map { run in
                    let bytes = run.operation == .insert ? new[run.new] : old[run.old]
                    return Edit(run.operation, String(decoding: bytes, as: UTF8.self))
                }
            }
        }
    }

    /// The runs that turn `before` into `after`, as ranges of UTF-8 bytes.
    package static func runs(before: String, after: String) -> [Run] {
        var room = WordRoom()
        return runs(before: before, after: after, in: &room)
    }

    private static func runs(before: String, after: String, in room: inout WordRoom) -> [Run] {
        var (before, after) = (before, after)
        return before.withUTF8 { old in
            after.withUTF8 { new in
                // So that it rarely grows: few texts have a new word every twenty bytes.
                var table = WordTable(capacity: (old.count + new.count) / 20)
                let oldText = TokenizedText(old, table: &table)
                let newText = TokenizedText(new, table: &table)
                return runs(old: old, oldText, new: new, newText, table: table, in: &room)
            }
        }
    }

    /// Whether two texts differ in spaces, quotes, apostrophes, dashes, soft hyphens or markup at most.
    package static func isTypographic(_ deleted: String, _ inserted: String) -> Bool {
        var table = WordTable()
        let old = TokenizedText(deleted, table: &table)
        let new = TokenizedText(inserted, table: &table)
        return old.tokens.lazy.map(\.key).elementsEqual(new.tokens.lazy.map(\.key)) && old.links == new.links
    }

    private static func runs(
        old: UnsafeBufferPointer<UInt8>, _ oldText: TokenizedText, new: UnsafeBufferPointer<UInt8>,
        _ newText: TokenizedText, table: WordTable, in room: inout WordRoom
    ) -> [Run] {
        let weights = KeepingWeights(table)
        let matches = WordAlignment.matches(
            old: oldText.tokens.map { .init(key: $0.key, weight: weights[$0]) },
            new: newText.tokens.map { .init(key: $0.key, weight: weights[$0]) }, words: table.count,
            in: &room)
        let slid = EditSlider(old: old, oldText, new: new, newText, table: table).slide(matches)
        var writer = RunWriter(old: old, oldText, new: new, newText)
        writer.write(slid)
        return writer.runs
    }
}

/// What keeping a word equal is worth to `WordAlignment`.
private struct KeepingWeights {
    /// Of each word, by its number.
    private let weights: [Int32]

    init(_ table: WordTable) {
        weights = (0..<UInt32(table.count)).map { number in
            CommonWords.contains(table.bytes(of: number)) ? 2 : 6 + Int32(min(table.length(of: number), 10))
        }
    }

    subscript(token: TokenizedText.Token) -> Int32 {
        switch token.kind {
        case .symbol: 1
        case .number: 10
        case .word: weights[Int(token.key)]
        }
    }
}

/// Writes the runs that a list of equal words means, gaps of white space and markup included.
private struct RunWriter {
    private let old: UnsafeBufferPointer<UInt8>
    private let new: UnsafeBufferPointer<UInt8>
    private let oldText: TokenizedText
    private let newText: TokenizedText
    private let hasLinks: Bool
    private(set) var runs: [WordDiff.Run] = []

    // Bytes before these places are in a run. What lies between them and `o` and `n` is pending: deleted and
    // inserted.
    private var oldDone = 0
    private var newDone = 0
    private var o = 0
    private var n = 0
    private var isTypographic = true

    init(
        old: UnsafeBufferPointer<UInt8>, _ oldText: TokenizedText, new: UnsafeBufferPointer<UInt8>,
        _ newText: TokenizedText
    ) {
        self.old = old
        self.new = new
        self.oldText = oldText
        self.newText = newText
        hasLinks = !oldText.links.isEmpty || !newText.links.isEmpty
    }

    mutating func write(_ matches: [EditScript.Match]) {
        var (i, j) = (0, 0)
        for match in matches {
            change(i..<match.old, j..<match.new)
            keep(match)
            (i, j) = (match.old + match.count, match.new + match.count)
        }
        change(i..<oldText.tokens.count, j..<newText.tokens.count)
        gap(to: old.count, new.count, before: oldText.tokens.count, newText.tokens.count)
        flush()
    }

    /// Words that are not the same. The white space that both have before them stays.
    private mutating func change(_ i: Range<Int>, _ j: Range<Int>) {
        if let firstOld = i.first, let firstNew = j.first {
            let (oldToken, newToken) = (oldText.tokens[firstOld], newText.tokens[firstNew])
            gap(to: oldToken.start, newToken.start, before: firstOld, firstNew)
        }
        if let last = i.last {
            o = oldText.tokens[last].end
            isTypographic = false
        }
        if let last = j.last {
            n = newText.tokens[last].end
            isTypographic = false
        }
    }

    /// Words that both have; at once where all between them is the same as well.
    private mutating func keep(_ match: EditScript.Match) {
        keep(match.old, match.new)
        let oldEnd = oldText.tokens[match.old + match.count - 1].end
        let newEnd = newText.tokens[match.new + match.count - 1].end
        if areEqual(o..<oldEnd, n..<newEnd) { return advance(to: oldEnd, newEnd) }
        for offset in 1..<match.count { keep(match.old + offset, match.new + offset) }
    }

    private func areEqual(_ oldRange: Range<Int>, _ newRange: Range<Int>) -> Bool {
        EightBytes.areEqual(.init(rebasing: old[oldRange]), .init(rebasing: new[newRange]))
    }

    /// One word that both have, and the gap before it.
    private mutating func keep(_ i: Int, _ j: Int) {
        let (oldToken, newToken) = (oldText.tokens[i], newText.tokens[j])
        gap(to: oldToken.start, newToken.start, before: i, j)
        advance(to: oldToken.end, newToken.end)
    }

    /// What stands before two words, or before the ends of the texts.
    private mutating func gap(to oldEnd: Int, _ newEnd: Int, before i: Int, _ j: Int) {
        let differs =
            hasLinks && !oldText.links(beforeToken: i).elementsEqual(newText.links(beforeToken: j))
        // Spaces at either end of both gaps are kept, so that a change of markup or a word before them does not take
        // them along.
        if oldDone == o, newDone == n { advance(bySpaces: spaces(o, n, 1, oldEnd, newEnd)) }
        let kept = spaces(oldEnd - 1, newEnd - 1, -1, o - 1, n - 1)
        let isEqual = areEqual(o..<oldEnd, n..<newEnd)
        advance(to: isEqual ? oldEnd : oldEnd - kept, isEqual ? newEnd : newEnd - kept)
        if differs { isTypographic = false }
        if !isEqual { advance(bySpaces: kept) }
    }

    /// How many spaces both texts have from two places on, going up or down to where the gaps end.
    private func spaces(_ i: Int, _ j: Int, _ step: Int, _ iEnd: Int, _ jEnd: Int) -> Int {
        let space = UInt8(ascii: " ")
        var count = 0
        while i + step * count != iEnd, j + step * count != jEnd, old[i + step * count] == space,
            new[j + step * count] == space
        {
            count += 1
        }
        return count
    }

    private mutating func advance(bySpaces count: Int) { advance(to: o + count, n + count) }

    /// Goes on to these places: as equal where the bytes are, else as a change.
    private mutating func advance(to oldEnd: Int, _ newEnd: Int) {
        if areEqual(o..<oldEnd, n..<newEnd) {
            guard oldEnd > o else { return }
            flush()
            equal(oldEnd - o)
        } else {
            (o, n) = (oldEnd, newEnd)
        }
    }

    private mutating func equal(_ count: Int) {
        if let last = runs.last, last.operation == .equal {
            runs[runs.count - 1].old = last.old.lowerBound..<o + count
            runs[runs.count - 1].new = last.new.lowerBound..<n + count
        } else {
            runs.append(
                .init(operation: .equal, old: o..<o + count, new: n..<n + count, isTypographic: false))
        }
        o += count
        n += count
        (oldDone, newDone) = (o, n)
    }

    private mutating func flush() {
        if oldDone < o {
            runs.append(
                .init(
                    operation: .delete, old: oldDone..<o, new: newDone..<newDone, isTypographic: isTypographic
                ))
        }
        if newDone < n {
            runs.append(.init(operation: .insert, old: o..<o, new: newDone..<n, isTypographic: isTypographic))
        }
        (oldDone, newDone) = (o, n)
        isTypographic = true
    }
}
