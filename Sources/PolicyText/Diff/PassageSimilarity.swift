/// How alike two passages are: the share of their words that both have, long and rare words counting most.
struct PassageSimilarity {
    private let old: ComparedPassages
    private let new: ComparedPassages
    /// Of each word, by its number.
    private let weights: [Int]
    let oldWeights: [Int]
    let newWeights: [Int]
    /// The words of passages that are compared with many others, sorted.
    private var oldSorted: [[UInt32]?]
    private var newSorted: [[UInt32]?]

    init(old: ComparedPassages, new: ComparedPassages, table: WordTable) {
        self.old = old
        self.new = new
        oldSorted = .init(repeating: nil, count: old.entries.count)
        newSorted = .init(repeating: nil, count: new.entries.count)
        weights = Self.weights(old.keys, new.keys, table)
        let weights = weights
        oldWeights = old.entries.map { old.keys[$0.body].reduce(0) { $0 + weights[Int($1)] } }
        newWeights = new.entries.map { new.keys[$0.body].reduce(0) { $0 + weights[Int($1)] } }
    }

    /// A word weighs its length, a sign one; from its 16th occurrence on a word weighs less and less.
    private static func weights(_ old: [UInt32], _ new: [UInt32], _ table: WordTable) -> [Int] {
        var occurrences = [Int](repeating: 0, count: table.count)
        for key in old { occurrences[Int(key)] += 1 }
        for key in new { occurrences[Int(key)] += 1 }
        return occurrences.enumerated().map { number, count in
            let length = min(table.length(of: UInt32(number)), 12)
            let isSign = table.bytes(of: UInt32(number)).allSatisfy {
                $0 < 0x30 || (0x3A...0x40).contains($0)
            }
            let rarity = max(1, Int.bitWidth - (count / 16).leadingZeroBitCount + 1)
            return max(1, (isSign ? 8 : 16 * length) / rarity)
        }
    }

    /// The weight of a passage's words, its label left out.
    func weight(old index: Int) -> Int { oldWeights[index] }
    func weight(new index: Int) -> Int { newWeights[index] }

    /// Sorts the words of passages that are about to be compared with many others.
    mutating func prepare(old oldIndices: [Int], new newIndices: [Int]) {
        for index in oldIndices where oldSorted[index] == nil {
            oldSorted[index] = old.keys[old.entries[index].body].sorted()
        }
        for index in newIndices where newSorted[index] == nil {
            newSorted[index] = new.keys[new.entries[index].body].sorted()
        }
    }

    /// The share of words that two prepared passages have in common, in any order; 0 where it is below `least`.
    func likeness(old o: Int, new n: Int, atLeast least: Double) -> Double {
        let total = oldWeights[o] + newWeights[n]
        guard total > 0, 2 * Double(min(oldWeights[o], newWeights[n])) >= least * Double(total) else {
            return 0
        }
        let likeness = 2 * Double(sharedWords(old: o, new: n)) / Double(total)
        return likeness >= least ? likeness : 0
    }

    /// The weight of the words that two prepared passages have in common, in any order.
    func sharedWords(old o: Int, new n: Int) -> Int {
        guard let left = oldSorted[o], let right = newSorted[n] else { return 0 }
        return sharedWeight(left, right)
    }

    private func sharedWeight(_ left: [UInt32], _ right: [UInt32]) -> Int {
        var (i, j, sum) = (0, 0, 0)
        while i < left.count, j < right.count {
            if left[i] == right[j] {
                sum += weights[Int(left[i])]
                i += 1
                j += 1
            } else if left[i] < right[j] {
                i += 1
            } else {
                j += 1
            }
        }
        return sum
    }

    /// The weight of the words that both have in the same order.
    func keptWords(old: [Int], new: [Int]) -> Int {
        let left = old.flatMap { self.old.keys[self.old.entries[$0].body] }
        let right = new.flatMap { self.new.keys[self.new.entries[$0].body] }
        return EditScript.matches(old: left, new: right).reduce(0) { sum, match in
            left[match.old..<match.old + match.count].reduce(sum) { $0 + weights[Int($1)] }
        }
    }

    /// From 0, nothing in common, to 1, the same words in the same order; another order alone costs little.
    func similarity(old: [Int], new: [Int]) -> Double {
        let total = old.reduce(0) { $0 + oldWeights[$1] } + new.reduce(0) { $0 + newWeights[$1] }
        guard total > 0 else { return 1 }
        let left = old.flatMap { self.old.keys[self.old.entries[$0].body] }.sorted()
        let right = new.flatMap { self.new.keys[self.new.entries[$0].body] }.sorted()
        let shared = 2 * Double(sharedWeight(left, right)) / Double(total)
        let kept = 2 * Double(keptWords(old: old, new: new)) / Double(total)
        return max(kept, 0.85 * shared)
    }
}
