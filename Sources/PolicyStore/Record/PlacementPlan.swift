/// Which placements of a document's latest version the next one keeps, and where the new ones stand.
///
/// A placement is kept where the same passage stands in the same order with the same gap after it: then the new
/// version costs nothing for it. Both ends are compared first; between them, the k-th occurrence of a passage before
/// is paired with its k-th occurrence after, and the longest ascending run of the pairs is kept.
struct PlacementPlan {
    /// A passage and what follows it, as far as keeping it matters.
    struct Place: Hashable {
        var passage: Int64
        var lines: Int
        var gap: String

        static func == (left: Place, right: Place) -> Bool {
            left.passage == right.passage && left.lines == right.lines
                && left.gap.utf8.elementsEqual(right.gap.utf8)
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(passage)
            hasher.combine(lines)
        }
    }

    /// Room left between neighbours, so that passages can be inserted between them.
    static let spacing: Int64 = 1 << 20

    /// For each new place, the index of the old one that it keeps; ascending.
    let kept: [Int?]

    init(from old: [Place], to new: [Place]) {
        var kept = [Int?](repeating: nil, count: new.count)
        var start = 0
        while start < old.count, start < new.count, old[start] == new[start] {
            kept[start] = start
            start += 1
        }
        var tail = 0
        while tail < old.count - start, tail < new.count - start,
            old[old.count - 1 - tail] == new[new.count - 1 - tail]
        {
            kept[new.count - 1 - tail] = old.count - 1 - tail
            tail += 1
        }
        let oldMiddle = start..<old.count - tail
        let newMiddle = start..<new.count - tail
        if !oldMiddle.isEmpty, !newMiddle.isEmpty {
            let pairs = Self.pairs(old, oldMiddle, new, newMiddle)
            for (after, before) in Self.longestAscending(pairs) { kept[after] = before }
        }
        self.kept = kept
    }

    /// Pairs of new and old indices, ascending by the new.
    private static func pairs(
        _ old: [Place], _ oldRange: Range<Int>, _ new: [Place], _ newRange: Range<Int>
    ) -> [(after: Int, before: Int)] {
        var occurrences: [Place: [Int]] = [:]
        for index in oldRange.reversed() { occurrences[old[index], default: []].append(index) }
        return newRange.compactMap { index in
            occurrences[new[index]]?.popLast().map { (index, $0) }
        }
    }

    /// The longest run of the pairs in which the old indices ascend too (patience sorting).
    private static func longestAscending(
        _ pairs: [(after: Int, before: Int)]
    ) -> [(after: Int, before: Int)] {
        var tops: [Int] = []
        var previous = [Int](repeating: -1, count: pairs.count)
        for (index, pair) in pairs.enumerated() {
            var (low, high) = (0, tops.count)
            while low < high {
                let middle = (low + high) / 2
                if pairs[tops[middle]].before < pair.before { low = middle + 1 } else { high = middle }
            }
            if low > 0 { previous[index] = tops[low - 1] }
            if low == tops.count { tops.append(index) } else { tops[low] = index }
        }
        var result: [(after: Int, before: Int)] = []
        var next = tops.last ?? -1
        while next >= 0 {
            result.append(pairs[next])
            next = previous[next]
        }
        return result.reversed()
    }

    /// The ordinals of the new places, given those of the old; nil where there is no room left between two.
    func ordinals(from old: [Int64]) -> [Int64]? {
        var result: [Int64] = []
        result.reserveCapacity(kept.count)
        var index = 0
        while index < kept.count {
            if let before = kept[index] {
                result.append(old[before])
                index += 1
                continue
            }
            var end = index
            while end < kept.count, kept[end] == nil { end += 1 }
            let below = result.last
            let above = end < kept.count ? kept[end].map { old[$0] } : nil
            guard Self.appendOrdinals(end - index, above: below, below: above, to: &result) else {
                return nil
            }
            index = end
        }
        return result
    }

    private static func appendOrdinals(
        _ count: Int, above low: Int64?, below high: Int64?, to result: inout [Int64]
    ) -> Bool {
        // Half the range of numbers, so that no sum below overflows.
        let bound = Int64.max / 2
        let width = spacing.multipliedReportingOverflow(by: Int64(count) + 1)
        guard !width.overflow, width.partialValue < bound else { return false }
        let start: Int64
        let step: Int64
        switch (low, high) {
        case (nil, nil): (start, step) = (0, spacing)
        case (let low?, nil): (start, step) = (low, spacing)
        case (nil, let high?): (start, step) = (high - width.partialValue, spacing)
        case (let low?, let high?): (start, step) = (low, min(spacing, (high - low) / (Int64(count) + 1)))
        }
        guard step > 0, abs(start) < bound - width.partialValue else { return false }
        for position in 1...Int64(count) { result.append(start + step * position) }
        return true
    }
}
