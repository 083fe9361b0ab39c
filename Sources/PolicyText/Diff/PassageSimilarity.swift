/// How alike two passages are: the share of their words that both have, long and rare words counting most.
///
/// Words are shared in any order, or kept in order. The first takes a walk over the words of both; the second takes an
/// alignment, so it is asked for only where it decides. A range is of passages that follow each other.
struct PassageSimilarity {
    private let old: ComparedPassages
    private let new: ComparedPassages
    private struct Word {
        var weight: Int32
        /// How often the new passages in `held` have it.
        var count: Int32 = 0
    }

    /// By the number of the word.
    private var words: [Word]
    private let oldWeights: [Int]
    private let newWeights: [Int]
    private var held = 0..<0
    private var aligner = EditAligner()

    init(old: ComparedPassages, new: ComparedPassages, table: WordTable) {
        self.old = old
        self.new = new
        let words = Self.words(old.keys, new.keys, table)
        self.words = words
        oldWeights = old.entries.map { old.keys[$0.body].reduce(0) { $0 + Int(words[Int($1)].weight) } }
        newWeights = new.entries.map { new.keys[$0.body].reduce(0) { $0 + Int(words[Int($1)].weight) } }
    }

    /// A word weighs its length, a sign one; from its 16th occurrence on a word weighs less and less.
    private static func words(_ old: [UInt32], _ new: [UInt32], _ table: WordTable) -> [Word] {
        var occurrences = [Int](repeating: 0, count: table.count)
        for key in old { occurrences[Int(key)] += 1 }
        for key in new { occurrences[Int(key)] += 1 }
        return occurrences.enumerated().map { number, count in
            let length = min(table.length(of: UInt32(number)), 12)
            let isSign = table.bytes(of: UInt32(number)).allSatisfy {
                $0 < 0x30 || (0x3A...0x40).contains($0)
            }
            let rarity = max(1, Int.bitWidth - (count / 16).leadingZeroBitCount + 1)
            return Word(weight: Int32(max(1, (isSign ? 8 : 16 * length) / rarity)))
        }
    }

    /// The weight of a passage's words, its label left out.
    func weight(old index: Int) -> Int { oldWeights[index] }
    func weight(new index: Int) -> Int { newWeights[index] }

    /// The most that the share of words can be that two passages have in common; `shared` is the most that these weigh.
    func mostLikeness(old o: Int, new n: Int, shared: Int) -> Double {
        let total = oldWeights[o] + newWeights[n]
        guard total > 0 else { return 0 }
        return 2 * Double(min(shared, oldWeights[o], newWeights[n])) / Double(total)
    }

    /// The share of words that two passages have in common, in any order; 0 where it is below `least`.
    mutating func likeness(old o: Int, new n: Int, atLeast least: Double) -> Double {
        let total = oldWeights[o] + newWeights[n]
        guard total > 0, 2 * Double(min(oldWeights[o], newWeights[n])) >= least * Double(total) else {
            return 0
        }
        let likeness = 2 * Double(sharedWords(old: o..<o + 1, new: n..<n + 1)) / Double(total)
        return likeness >= least ? likeness : 0
    }

    /// Sketches of passages.
    func sketches(old indices: [Int]) -> PassageSketches {
        .init(old, indices) { words[Int($0)].weight }
    }
    func sketches(new indices: [Int]) -> PassageSketches {
        .init(new, indices) { words[Int($0)].weight }
    }

    /// The weight of the words that both have in common, in any order.
    mutating func sharedWords(old: Range<Int>, new: Range<Int>) -> Int {
        hold(new)
        let body = self.old.body(of: old)
        return body.withUnsafeBufferPointer { body in
            words.withUnsafeMutableBufferPointer { words in
                var sum = 0
                for key in body {
                    let word = words[Int(key)]
                    let left = word.count &- 1
                    words[Int(key)].count = left
                    sum &+= left >= 0 ? Int(word.weight) : 0
                }
                for key in body { words[Int(key)].count &+= 1 }
                return sum
            }
        }
    }

    /// Counts the words of new passages, for any number of questions about them.
    private mutating func hold(_ passages: Range<Int>) {
        guard passages != held else { return }
        let (before, now) = (new.body(of: held), new.body(of: passages))
        words.withUnsafeMutableBufferPointer { words in
            for key in before { words[Int(key)].count = 0 }
            for key in now { words[Int(key)].count += 1 }
        }
        held = passages
    }

    /// The weight of the words that both have in the same order.
    mutating func keptWords(old: Range<Int>, new: Range<Int>) -> Int {
        let (left, right) = (self.old.body(of: old), self.new.body(of: new))
        let matches = left.withUnsafeBufferPointer { left in
            right.withUnsafeBufferPointer { right in aligner.matches(old: left, new: right) }
        }
        return matches.reduce(0) { sum, match in
            left.dropFirst(match.old).prefix(match.count).reduce(sum) { $0 + Int(words[Int($1)].weight) }
        }
    }

    /// From 0, nothing in common, to 1, the same words in the same order; another order alone costs little.
    mutating func similarity(old: Range<Int>, new: Range<Int>) -> Double {
        let total = total(old, new)
        guard total > 0 else { return 1 }
        let kept = 2 * Double(keptWords(old: old, new: new)) / total
        return max(kept, inAnyOrder(share(old, new)))
    }

    /// Whether `similarity` is at least this.
    mutating func areSimilar(old: Range<Int>, new: Range<Int>, atLeast least: Double) -> Bool {
        // Words kept are among those shared.
        let shared = share(old, new)
        if inAnyOrder(shared) >= least { return true }
        return shared >= least && similarity(old: old, new: new) >= least
    }

    /// Whether one pair is more alike than another by more than `margin`.
    mutating func isMoreAlike(
        old: Range<Int>, new: Range<Int>, than other: (old: Range<Int>, new: Range<Int>), by margin: Double
    ) -> Bool {
        let (shared, otherShared) = (share(old, new), share(other.old, other.new))
        // Most often what is shared in any order decides.
        if inAnyOrder(shared) > otherShared + margin { return true }
        if shared <= inAnyOrder(otherShared) + margin { return false }
        return similarity(old: old, new: new) > similarity(old: other.old, new: other.new) + margin
    }

    /// The share of words that both have, in any order.
    private mutating func share(_ old: Range<Int>, _ new: Range<Int>) -> Double {
        let total = total(old, new)
        return total > 0 ? 2 * Double(sharedWords(old: old, new: new)) / total : 1
    }

    private func inAnyOrder(_ shared: Double) -> Double { 0.85 * shared }

    private func total(_ old: Range<Int>, _ new: Range<Int>) -> Double {
        Double(oldWeights[old].reduce(0, +) + newWeights[new].reduce(0, +))
    }
}
