/// Decides which passages of the old version became which of the new one.
///
/// In this order, because each step leaves less doubt to the next:
/// 1. equal text from the start and from the end, also where its paragraphs are broken elsewhere;
/// 2. passages that are equal but for their labels, aligned in order;
/// 3. equal ones among the rest, which moved: next to what is paired already first, then the unique ones;
/// 4. similar ones, best first: nearby ones may differ more than moved ones; candidates come from the same gap and
///    from an index of rare words, never from all pairs;
/// 5. passages whose words lie within a neighbour's counterpart: splits and merges;
/// 6. headings and bare labels, by what stands under them.
///
/// Labels count for nothing until the last step: a clause that was renumbered is still the same clause.
struct PassageMatcher {
    struct Group {
        /// Passages that follow each other on either side; none where the group was dissolved.
        var old: [Int]
        var new: [Int]

        var oldRange: Range<Int> { Self.range(old) }
        var newRange: Range<Int> { Self.range(new) }

        private static func range(_ indices: [Int]) -> Range<Int> {
            guard let first = indices.first, let last = indices.last else { return 0..<0 }
            return first..<last + 1
        }
    }

    let old: ComparedPassages
    let new: ComparedPassages
    var similarity: PassageSimilarity
    /// How many words have a number.
    let words: Int
    /// Takes a part of the work, where the texts are long.
    let helper: (any WorkSharing)?
    /// The group of each passage, -1 where it has none yet.
    var groupOfOld: [Int]
    var groupOfNew: [Int]
    var groups: [Group] = []
    /// Groups that came of the alignment in order; they divide the rest into gaps.
    private var anchors: [(old: Int, new: Int)] = []
    private(set) var oldGap: [Int] = []
    private(set) var newGap: [Int] = []

    init(
        old: ComparedPassages, new: ComparedPassages, table: WordTable, with helper: (any WorkSharing)?
    ) {
        self.old = old
        self.new = new
        self.helper = helper
        similarity = PassageSimilarity(old: old, new: new, table: table)
        words = table.count
        groupOfOld = [Int](repeating: -1, count: old.entries.count)
        groupOfNew = [Int](repeating: -1, count: new.entries.count)
    }

    /// The groups of all passages that have a counterpart.
    mutating func match() -> [Group] {
        let (oldRest, newRest) = matchEqualEnds()
        alignIdentical(oldRest, newRest)
        numberGaps()
        pairMovedIdentical()
        pairSimilar()
        joinParts()
        pairHeads()
        return groups.filter { !$0.old.isEmpty }
    }

    mutating func group(_ oldIndices: [Int], _ newIndices: [Int]) {
        for index in oldIndices { groupOfOld[index] = groups.count }
        for index in newIndices { groupOfNew[index] = groups.count }
        groups.append(.init(old: oldIndices, new: newIndices))
    }

    mutating func dissolve(_ number: Int) {
        for index in groups[number].old { groupOfOld[index] = -1 }
        for index in groups[number].new { groupOfNew[index] = -1 }
        groups[number] = .init(old: [], new: [])
    }

    // MARK: Equal text

    /// Pairs from both ends while the words are the same, labels included; gives the ranges that are left.
    private mutating func matchEqualEnds() -> (Range<Int>, Range<Int>) {
        var (o, n) = (0, 0)
        while let (oEnd, nEnd) = equalStep(from: o, n) {
            anchor(Array(o..<oEnd), Array(n..<nEnd))
            (o, n) = (oEnd, nEnd)
        }
        var (oEnd, nEnd) = (old.entries.count, new.entries.count)
        while let (oStart, nStart) = equalStep(before: oEnd, nEnd, notBefore: o, n) {
            anchor(Array(oStart..<oEnd), Array(nStart..<nEnd))
            (oEnd, nEnd) = (oStart, nStart)
        }
        return (o..<oEnd, n..<nEnd)
    }

    private mutating func anchor(_ oldIndices: [Int], _ newIndices: [Int]) {
        group(oldIndices, newIndices)
        anchors.append((oldIndices[0], newIndices[0]))
    }

    /// The fewest passages from here on that hold the same words on both sides; nil where the words differ first.
    private func equalStep(from oStart: Int, _ nStart: Int) -> (Int, Int)? {
        var (o, n) = (oStart, nStart)
        var (oCount, nCount, same) = (0, 0, 0)
        let (oFirst, nFirst) = (firstWord(old, oStart), firstWord(new, nStart))
        while o == oStart || n == nStart || oCount != nCount {
            if o == oStart || (n > nStart && oCount < nCount) {
                guard o < old.entries.count else { return nil }
                oCount += old.entries[o].words.count
                o += 1
            } else {
                guard n < new.entries.count else { return nil }
                nCount += new.entries[n].words.count
                n += 1
            }
            while same < min(oCount, nCount) {
                guard old.keys[oFirst + same] == new.keys[nFirst + same] else { return nil }
                same += 1
            }
        }
        return (o, n)
    }

    private func firstWord(_ side: ComparedPassages, _ index: Int) -> Int {
        index < side.entries.count ? side.entries[index].words.lowerBound : side.keys.count
    }

    /// The same, backwards.
    private func equalStep(before oEnd: Int, _ nEnd: Int, notBefore oLeast: Int, _ nLeast: Int) -> (Int, Int)?
    {
        var (o, n) = (oEnd, nEnd)
        var (oCount, nCount, same) = (0, 0, 0)
        let (oLast, nLast) = (firstWord(old, oEnd), firstWord(new, nEnd))
        while o == oEnd || n == nEnd || oCount != nCount {
            if o == oEnd || (n < nEnd && oCount < nCount) {
                guard o > oLeast else { return nil }
                o -= 1
                oCount += old.entries[o].words.count
            } else {
                guard n > nLeast else { return nil }
                n -= 1
                nCount += new.entries[n].words.count
            }
            while same < min(oCount, nCount) {
                guard old.keys[oLast - 1 - same] == new.keys[nLast - 1 - same] else { return nil }
                same += 1
            }
        }
        return (o, n)
    }

    /// Aligns the passages that are equal but for their labels. Bare labels wait for what stands under them.
    private mutating func alignIdentical(_ oldRest: Range<Int>, _ newRest: Range<Int>) {
        let oldIndices = oldRest.filter { !old.entries[$0].isLabelOnly }
        let newIndices = newRest.filter { !new.entries[$0].isLabelOnly }
        let matches = EditScript.matches(
            old: oldIndices.map { old.identities[$0] }, new: newIndices.map { new.identities[$0] })
        for match in matches {
            for offset in 0..<match.count {
                anchor([oldIndices[match.old + offset]], [newIndices[match.new + offset]])
            }
        }
    }

    /// Numbers the gaps between anchors, so that one comparison tells whether two passages are in the same.
    private mutating func numberGaps() {
        oldGap = gapNumbers(old.entries.count, starts: anchors.map(\.old).sorted())
        newGap = gapNumbers(new.entries.count, starts: anchors.map(\.new).sorted())
    }

    private func gapNumbers(_ count: Int, starts: [Int]) -> [Int] {
        var result = [Int](repeating: 0, count: count)
        var next = 0
        for index in 0..<count {
            while next < starts.count, starts[next] <= index { next += 1 }
            result[index] = next
        }
        return result
    }

    // MARK: Moved

    /// Texts lighter than this are told as moved only beside others that moved.
    private static let movableWeight = 16 * 20
    /// A text of so many words that stands once in either version moved, however common its words.
    private static let movableWords = 7

    private mutating func pairMovedIdentical() {
        for number in groups.indices { extend(from: number) }
        var places: [UInt32: (old: [Int], new: [Int])] = [:]
        for index in old.entries.indices where groupOfOld[index] < 0 && !old.entries[index].isLabelOnly {
            places[old.identities[index], default: ([], [])].old.append(index)
        }
        for index in new.entries.indices where groupOfNew[index] < 0 && !new.entries[index].isLabelOnly {
            places[new.identities[index]]?.new.append(index)
        }
        let found = places.values.filter { !$0.new.isEmpty }.sorted { $0.old[0] < $1.old[0] }
        // The unique ones first: what stands beside them decides about texts that occur several times.
        for place in found where place.old.count == 1 && place.new.count == 1 {
            pairMoved(place.old[0], place.new[0], isUnique: true)
        }
        for place in found where place.old.count > 1 || place.new.count > 1 {
            let oldLeft = place.old.filter { groupOfOld[$0] < 0 }
            let newLeft = place.new.filter { groupOfNew[$0] < 0 }
            for (o, n) in zip(oldLeft, newLeft) { pairMoved(o, n) }
        }
    }

    private mutating func pairMoved(_ o: Int, _ n: Int, isUnique: Bool = false) {
        guard groupOfOld[o] < 0, groupOfNew[n] < 0,
            oldGap[o] == newGap[n] || similarity.weight(old: o) >= Self.movableWeight
                || (isUnique && old.entries[o].body.count >= Self.movableWords)
        else { return }
        group([o], [n])
        extend(from: groups.count - 1)
    }

    /// Pairs equal passages that stand beside a pair, on either side, as far as they go.
    private mutating func extend(from number: Int) {
        for step in [1, -1] {
            var o = (step > 0 ? groups[number].old.last : groups[number].old.first) ?? 0
            var n = (step > 0 ? groups[number].new.last : groups[number].new.first) ?? 0
            while true {
                (o, n) = (o + step, n + step)
                guard old.entries.indices.contains(o), new.entries.indices.contains(n), groupOfOld[o] < 0,
                    groupOfNew[n] < 0, old.identities[o] == new.identities[n], !old.entries[o].isLabelOnly
                else { break }
                group([o], [n])
            }
        }
    }
}
