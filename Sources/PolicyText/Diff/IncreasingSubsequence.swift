/// The points that keep one order on both sides.
enum IncreasingSubsequence {
    /// A place in the old sequence and the place in the new one that belongs to it.
    struct Point {
        var old: Int
        var new: Int
    }

    /// The longest subsequence of points, ascending by `old`, whose `new` ascends too (patience sorting).
    static func longest(of points: [Point]) -> [Point] {
        // Most often all of them do.
        if points.indices.dropFirst().allSatisfy({ points[$0 - 1].new < points[$0].new }) { return points }
        var tails: [Int] = []
        var before = [Int](repeating: -1, count: points.count)
        for (index, point) in points.enumerated() {
            var low = tails.count
            // Most points continue the longest run there is.
            if let last = tails.last, points[last].new >= point.new {
                low = 0
                var high = tails.count
                while low < high {
                    let middle = (low + high) / 2
                    if points[tails[middle]].new < point.new { low = middle + 1 } else { high = middle }
                }
            }
            if low > 0 { before[index] = tails[low - 1] }
            if low == tails.count { tails.append(index) } else { tails[low] = index }
        }
        var result: [Point] = []
        result.reserveCapacity(tails.count)
        var next = tails.last ?? -1
        while next >= 0 {
            result.append(points[next])
            next = before[next]
        }
        return result.reversed()
    }

    /// The indices of the heaviest subsequence of `positions` that strictly ascends, by a Fenwick tree of maxima.
    static func heaviest(of positions: [Int], weights: [Int]) -> [Int] {
        let order = positions.indices.sorted { (positions[$0], $0) < (positions[$1], $1) }
        var rank = [Int](repeating: 0, count: positions.count)
        var next = 0
        for (place, index) in order.enumerated() {
            if place > 0, positions[order[place - 1]] != positions[index] { next = place }
            rank[index] = next
        }
        // tree[i] holds the index that ends the heaviest chain among ranks below i.
        var tree = [Int](repeating: -1, count: positions.count + 1)
        var total = [Int](repeating: 0, count: positions.count)
        var before = [Int](repeating: -1, count: positions.count)
        var best = -1
        for index in positions.indices {
            var place = rank[index]
            while place > 0 {
                let candidate = tree[place]
                if candidate >= 0, before[index] < 0 || total[candidate] > total[before[index]] {
                    before[index] = candidate
                }
                place -= place & -place
            }
            total[index] = weights[index] + (before[index] >= 0 ? total[before[index]] : 0)
            if best < 0 || total[index] > total[best] { best = index }
            place = rank[index] + 1
            while place <= positions.count {
                if tree[place] < 0 || total[index] > total[tree[place]] { tree[place] = index }
                place += place & -place
            }
        }
        var result: [Int] = []
        while best >= 0 {
            result.append(best)
            best = before[best]
        }
        return result.reversed()
    }
}
