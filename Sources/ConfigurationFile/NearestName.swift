/// Guesses which name was meant by one that does not exist.
package enum NearestName {
    // Comparing takes time in the product of the lengths; nobody mistypes a longer name by hand.
    private static let longestName = 256

    /// The name that takes the fewest edits, where these are few for its length; the first of several.
    package static func nearest(to name: String, among names: [String]) -> String? {
        let typed = folded(name)
        guard typed.count <= longestName else { return nil }
        var best: (name: String, distance: Int)?
        for candidate in names {
            let other = folded(candidate)
            guard abs(other.count - typed.count) <= allowed(typed.count), other.count <= longestName else {
                continue
            }
            let distance = distance(typed, other)
            if distance <= allowed(max(typed.count, other.count)), distance < best?.distance ?? Int.max {
                best = (candidate, distance)
            }
        }
        return best?.name
    }

    private static func allowed(_ length: Int) -> Int { length <= 4 ? 1 : max(2, length / 4) }

    private static func folded(_ name: String) -> [Character] { Array(name.lowercased()) }

    /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in 1...left.count {
            var current = [row]
            for column in 1...right.count {
                let same = left[row - 1] == right[column - 1]
                var best = min(
                    last[column] + 1, current[column - 1] + 1, last[column - 1] + (same ? 0 : 1))
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1]
                {
                    best = min(best, beforeLast[column - 2] + 1)
                }
                current.append(best)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
