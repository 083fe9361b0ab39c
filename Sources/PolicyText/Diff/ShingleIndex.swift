/// Finds passages that may be alike without comparing all with all: by the rare words and pairs of words they share.
///
/// It is made for those who will ask: only what they have is filed, so that a few questions about a long text cost
/// little more than a walk over its words. Passages are told apart by the last one filed and questions by a stamp, so
/// that no set is made of any passage's shingles.
struct ShingleIndex {
    /// Shingles found in more passages than this say nothing and are passed over.
    private static let commonness = 24
    /// How many candidates are worth a closer look.
    private static let candidateLimit = 8

    /// Those who ask, and the shingles of each.
    private let askers: ShingleNumbers
    /// Of each shingle, how many passages have it; one more than the limit marks it as common.
    private let counts: [UInt8]
    /// Of each shingle that is not common, where its passages begin in `passages`.
    private let starts: [UInt32]
    private let passages: [UInt32]
    /// Of each shingle, the last question that had it.
    private var asked: [Int32]
    private var stamp: Int32 = 0
    private var votes: [Int32]

    /// Files the passages with these indices.
    init(_ side: ComparedPassages, _ indices: [Int], askedBy askers: ShingleNumbers) {
        self.askers = askers
        asked = .init(repeating: 0, count: askers.count)
        votes = .init(repeating: 0, count: side.entries.count)
        var counts = [UInt8](repeating: 0, count: askers.count)
        var last = [UInt32](repeating: .max, count: askers.count)
        // Each shingle of each passage, once.
        var filed: [(shingle: UInt32, passage: UInt32)] = []
        for index in indices {
            let passage = UInt32(index)
            askers.forEachShingle(of: side, index) { shingle in
                let place = Int(shingle)
                guard last[place] != passage, counts[place] <= Self.commonness else { return }
                last[place] = passage
                counts[place] += 1
                filed.append((shingle, passage))
            }
        }
        var starts = [UInt32](repeating: 0, count: askers.count)
        var total: UInt32 = 0
        for place in counts.indices where counts[place] <= Self.commonness {
            starts[place] = total
            total += UInt32(counts[place])
        }
        var passages = [UInt32](repeating: 0, count: Int(total))
        var ends = starts
        for (shingle, passage) in filed where counts[Int(shingle)] <= Self.commonness {
            passages[Int(ends[Int(shingle)])] = passage
            ends[Int(shingle)] += 1
        }
        self.counts = counts
        self.starts = starts
        self.passages = passages
    }

    /// The passages that share most with each of the askers, best first.
    mutating func candidates() -> [(asker: Int, passages: [Int])] {
        askers.indices.enumerated().map { ($1, candidates(for: askers.shingles(of: $0))) }
    }

    private mutating func candidates(for shingles: ArraySlice<UInt32>) -> [Int] {
        stamp += 1
        var touched: [UInt32] = []
        votes.withUnsafeMutableBufferPointer { votes in
            for shingle in shingles {
                let place = Int(shingle)
                let count = Int(counts[place])
                guard count > 0, count <= Self.commonness, asked[place] != stamp else { continue }
                asked[place] = stamp
                let vote = 2 * Int32(Self.commonness) / Int32(count + 1)
                let start = Int(starts[place])
                for passage in passages[start..<start + count] {
                    if votes[Int(passage)] == 0 { touched.append(passage) }
                    votes[Int(passage)] += vote
                }
            }
        }
        defer { for passage in touched { votes[Int(passage)] = 0 } }
        return best(of: touched)
    }

    /// Those with the most votes, of equal ones the first.
    private func best(of touched: [UInt32]) -> [Int] {
        var best: [UInt32] = []
        for passage in touched {
            var place = best.count
            while place > 0, isBetter(passage, best[place - 1]) { place -= 1 }
            guard place < Self.candidateLimit else { continue }
            if best.count == Self.candidateLimit { best.removeLast() }
            best.insert(passage, at: place)
        }
        return best.map { Int($0) }
    }

    private func isBetter(_ first: UInt32, _ second: UInt32) -> Bool {
        (votes[Int(second)], first) < (votes[Int(first)], second)
    }
}
