/// Finds the words of two gaps that are best kept, as `WordAlignment` values them.
///
/// The table of two gaps has a row for each old word and a column for each new one, and a path through it, from corner
/// to corner, goes on by a kept word, a deletion or an insertion. Most cells join different words, and there a path
/// only passes. So the cells of equal words alone are looked at, row by row and each row from its end (J. W. Hunt and
/// T. G. Szymanski, "A Fast Algorithm for Computing Longest Common Subsequences", 1977). Of the paths to such a cell
/// one came from the cell diagonally before it, which is no break; others from the column before it (a deletion), from
/// the row before it (an insertion), and from all that lies before both (a rewrite), whose best is in a tree of maxima
/// over the columns.
///
/// Of paths that are worth the same, the one is followed that breaks least; then of deletions and insertions the one
/// that kept a word last, of rewrites the one whose last word stands first in the old text and last in the new one.
struct WordPaths {
    /// A kept word, at the end of the best path to it.
    private struct Node {
        /// What the path is worth.
        var sum: Int32
        /// The node before it; -1 at the beginning.
        var before: Int32
        var row: Int32
        var column: Int32
        /// The best node of its row up to its column.
        var bestOfRow: Int32
    }

    /// The new words that are one word: the last of them, and how many they are, in the gap that has this number.
    private struct Places {
        var gap: Int32 = 0
        var last: Int32 = -1
        var count: Int32 = 0
    }

    private static let breakCost: Int32 = 2
    private static let rewriteCost: Int32 = 6
    private static let nothing: Int32 = -1 << 28

    private var gap: Int32 = 0
    /// By the number of the word.
    private var places: [Places] = []
    /// Of each new word, the place of the same word before it; -1 where there is none.
    private var earlier: [Int32] = []
    private var nodes: [Node] = []
    /// Of each column, the best node, of equal ones the last.
    private var bestOfColumn: [Int32] = []
    /// A Fenwick tree over the columns of the best node in all of them up to each: its sum above, and below its number
    /// counted backwards, so that of equal ones the first is the greatest.
    private var tree: [Int64] = []

    /// From here on, words have numbers below `words`.
    mutating func makeRoom(for words: Int) {
        if places.count < words { places = [Places](repeating: .init(), count: words) }
    }

    /// The places in the gaps of the words that are kept, the last first.
    mutating func best(
        old: ArraySlice<WordAlignment.Weighed>, new: ArraySlice<WordAlignment.Weighed>
    ) -> [(old: Int, new: Int)] {
        let cells = prepare(old, new)
        guard cells > 0 else { return [] }
        let end = old.withUnsafeBufferPointer { old in
            places.withUnsafeBufferPointer { places in
                earlier.withUnsafeBufferPointer { earlier in
                    nodes.withUnsafeMutableBufferPointer { nodes in
                        bestOfColumn.withUnsafeMutableBufferPointer { bestOfColumn in
                            tree.withUnsafeMutableBufferPointer { tree in
                                var table = Table(
                                    nodes: nodes, bestOfColumn: bestOfColumn, tree: tree, width: new.count)
                                return table.fill(old, places, earlier, gap: gap)
                            }
                        }
                    }
                }
            }
        }
        var kept: [(old: Int, new: Int)] = []
        var node = Int(end)
        while node > 0 {
            kept.append((Int(nodes[node].row) - 1, Int(nodes[node].column) - 1))
            node = Int(nodes[node].before)
        }
        return kept
    }

    /// Lists the new words and makes room; gives how many cells join equal words.
    private mutating func prepare(
        _ old: ArraySlice<WordAlignment.Weighed>, _ new: ArraySlice<WordAlignment.Weighed>
    ) -> Int {
        gap += 1
        if earlier.count < new.count { earlier = [Int32](repeating: -1, count: new.count) }
        for (column, word) in new.enumerated() {
            let key = Int(word.key)
            if places[key].gap != gap { places[key] = .init(gap: gap) }
            earlier[column] = places[key].last
            places[key].last = Int32(truncatingIfNeeded: column)
            places[key].count += 1
        }
        var cells = 0
        for word in old where places[Int(word.key)].gap == gap { cells += Int(places[Int(word.key)].count) }
        guard cells > 0 else { return 0 }
        if nodes.count <= cells {
            let none = Node(sum: 0, before: -1, row: 0, column: 0, bestOfRow: 0)
            nodes = [Node](repeating: none, count: cells + 1)
        }
        if bestOfColumn.count <= new.count {
            bestOfColumn = [Int32](repeating: -1, count: new.count + 1)
            tree = [Int64](repeating: .min, count: new.count + 2)
        }
        return cells
    }

    private struct Table {
        let nodes: UnsafeMutableBufferPointer<Node>
        let bestOfColumn: UnsafeMutableBufferPointer<Int32>
        let tree: UnsafeMutableBufferPointer<Int64>
        /// How many new words there are.
        let width: Int
        private var count = 0
        /// The most that any path is worth.
        private var most: Int32 = 0

        init(
            nodes: UnsafeMutableBufferPointer<Node>, bestOfColumn: UnsafeMutableBufferPointer<Int32>,
            tree: UnsafeMutableBufferPointer<Int64>, width: Int
        ) {
            self.nodes = nodes
            self.bestOfColumn = bestOfColumn
            self.tree = tree
            self.width = width
        }

        /// Gives the node that the best path ends with.
        mutating func fill(
            _ old: UnsafeBufferPointer<WordAlignment.Weighed>, _ places: UnsafeBufferPointer<Places>,
            _ earlier: UnsafeBufferPointer<Int32>, gap: Int32
        ) -> Int32 {
            for column in 0...width { bestOfColumn[column] = -1 }
            for index in 0...width + 1 { tree[index] = .min }
            // All paths begin before the first words of both.
            append(.init(sum: 0, before: -1, row: 0, column: 0, bestOfRow: 0))
            var above = 0..<1
            for row in 1...old.count {
                let start = count
                let place = places[Int(old[row - 1].key)]
                var column = place.gap == gap ? place.last : -1
                while column >= 0 {
                    // The cell before this one on both sides: words are counted from 0, columns from 1.
                    while !above.isEmpty, nodes[above.lowerBound].column > column { above.removeFirst() }
                    let (sum, before) = best(atColumn: Int(column), above)
                    append(
                        .init(
                            sum: sum &+ old[row - 1].weight, before: before,
                            row: Int32(truncatingIfNeeded: row), column: column &+ 1, bestOfRow: -1))
                    column = earlier[Int(column)]
                }
                above = start..<count
                var best = Int32(truncatingIfNeeded: count - 1)
                for node in above.reversed() {
                    if nodes[node].sum >= nodes[Int(best)].sum { best = Int32(truncatingIfNeeded: node) }
                    nodes[node].bestOfRow = best
                }
            }
            return best(atColumn: width, above).node
        }

        private mutating func append(_ node: Node) {
            let (number, column) = (Int32(truncatingIfNeeded: count), Int(node.column))
            nodes[count] = node
            count += 1
            most = max(most, node.sum)
            let last = bestOfColumn[column]
            if last < 0 || node.sum >= nodes[Int(last)].sum { bestOfColumn[column] = number }
            let reached = Int64(node.sum) << 32 | Int64(Int32.max - number)
            var index = column + 1
            while index <= width + 1, tree[index] < reached {
                tree[index] = reached
                index += index & -index
            }
        }

        /// The best path to a cell where no word is kept or, at its end, one of the first node `above`: the nodes of its
        /// row up to its column, from the last.
        ///
        /// What is said to come by a deletion, an insertion or a rewrite may have come more cheaply. It does no harm:
        /// then it is found by that way too.
        private func best(atColumn column: Int, _ above: Range<Int>) -> (sum: Int32, node: Int32) {
            var best = (sum: nothing, node: Int32(-1))
            if !above.isEmpty, Int(nodes[above.lowerBound].column) == column {
                best = (nodes[above.lowerBound].sum, Int32(truncatingIfNeeded: above.lowerBound))
            }
            let deleting = bestOfColumn[column]
            if deleting >= 0, nodes[Int(deleting)].sum &- breakCost > best.sum {
                best = (nodes[Int(deleting)].sum &- breakCost, deleting)
            }
            if !above.isEmpty {
                let inserting = nodes[above.lowerBound].bestOfRow
                if nodes[Int(inserting)].sum &- breakCost > best.sum {
                    best = (nodes[Int(inserting)].sum &- breakCost, inserting)
                }
            }
            guard most &- rewriteCost > best.sum else { return best }
            var reached = Int64.min
            var index = column + 1
            while index > 0 {
                reached = max(reached, tree[index])
                index &= index - 1
            }
            let sum = Int32(truncatingIfNeeded: reached >> 32) &- rewriteCost
            if sum > best.sum { best = (sum, Int32.max - Int32(truncatingIfNeeded: reached)) }
            return best
        }
    }
}
