/// Tells which pairs moved: those that are not in the heaviest set of pairs that keep one order.
enum MoveFinder {
    struct Place {
        /// The first passage on either side.
        var old: Int
        var new: Int
        /// What it would cost to tell it as moved.
        var weight: Int
    }

    /// For each place, the number of the group it moved with, nil where it stayed. Places that follow each other on
    /// both sides and moved together share a number, counted from 0 in the order of the new version.
    static func moveGroups(of places: [Place]) -> [Int?] {
        let byOld = places.indices.sorted { places[$0].old < places[$1].old }
        let stayed = IncreasingSubsequence.heaviest(
            of: byOld.map { places[$0].new }, weights: byOld.map { places[$0].weight })
        var hasMoved = [Bool](repeating: true, count: places.count)
        for index in stayed { hasMoved[byOld[index]] = false }

        var oldRank = [Int](repeating: 0, count: places.count)
        for (rank, index) in byOld.enumerated() { oldRank[index] = rank }
        var groups = [Int?](repeating: nil, count: places.count)
        var count = 0
        var previous: Int?
        for index in places.indices.sorted(by: { places[$0].new < places[$1].new }) {
            defer { previous = index }
            guard hasMoved[index] else { continue }
            if let previous, let group = groups[previous], oldRank[previous] + 1 == oldRank[index] {
                groups[index] = group
            } else {
                groups[index] = count
                count += 1
            }
        }
        return groups
    }
}
