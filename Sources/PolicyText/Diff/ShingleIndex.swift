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

    /// What is known of a shingle.
    private struct Shingle {
        /// The passage filed last; later the last question that had it, counted on from the passages.
        var last: UInt32 = .max
        /// How many passages have it; one more than the limit marks it as common.
        var count: UInt32 = 0
        /// Where its passages begin in `passages`; while they are filed, where the next one goes.
        var start: UInt32 = 0

        var isCommon: Bool { count > commonness }
    }

    /// Those who ask, and the shingles of each.
    private let askers: ShingleNumbers
    private var shingles: [Shingle]
    /// Of each shingle that is not common.
    private let passages: [UInt32]
    private var question: UInt32
    private var votes: [Int32]
    /// The passages with votes, the first ones of these.
    private var touched: [UInt32]

    /// Files the passages with these indices.
    ///
    /// - Parameter helper: files the second half of them, where there is one.
    init(
        _ side: ComparedPassages, _ indices: [Int], askedBy askers: ShingleNumbers,
        with helper: (any WorkSharing)?
    ) {
        self.askers = askers
        question = UInt32(side.entries.count)
        votes = .init(repeating: 0, count: side.entries.count)
        touched = .init(repeating: 0, count: side.entries.count)
        let middle = helper == nil ? indices.count : indices.count / 2
        let halves = [Array(indices[..<middle]), Array(indices[middle...])]
        let filings =
            helper?.results(of: halves) { Filing(side, $0, askedBy: askers) }
            ?? [Filing(side, indices, askedBy: askers)]
        (shingles, passages) = Self.sorted(filings)
    }

    /// The shingles of some passages, each once in a passage.
    private struct Filing {
        var shingles: [Shingle]
        var filed: [(shingle: UInt32, passage: UInt32)]

        init(_ side: ComparedPassages, _ indices: [Int], askedBy askers: ShingleNumbers) {
            var shingles = [Shingle](repeating: .init(), count: askers.count)
            var filed: [(shingle: UInt32, passage: UInt32)] = []
            filed.reserveCapacity(indices.reduce(0) { $0 + 2 * side.entries[$1].body.count })
            shingles.withUnsafeMutableBufferPointer { shingles in
                for index in indices {
                    let passage = UInt32(index)
                    askers.forEachShingle(of: side, index) { shingle in
                        let place = Int(shingle)
                        guard shingles[place].last != passage, !shingles[place].isCommon else { return }
                        shingles[place].last = passage
                        shingles[place].count += 1
                        filed.append((shingle, passage))
                    }
                }
            }
            (self.shingles, self.filed) = (shingles, filed)
        }
    }

    /// The passages of one shingle after those of another, and where they begin; filings are in the order of their
    /// passages.
    private static func sorted(_ filings: [Filing]) -> ([Shingle], [UInt32]) {
        var shingles = filings[0].shingles
        let passages = shingles.withUnsafeMutableBufferPointer { shingles in
            for filing in filings.dropFirst() {
                filing.shingles.withUnsafeBufferPointer { others in
                    // Past the limit each more is the same.
                    for place in shingles.indices { shingles[place].count += others[place].count }
                }
            }
            var total: UInt32 = 0
            for place in shingles.indices where !shingles[place].isCommon {
                shingles[place].start = total
                total += shingles[place].count
            }
            return [UInt32](unsafeUninitializedCapacity: Int(total)) { passages, count in
                for filing in filings {
                    for (shingle, passage) in filing.filed where !shingles[Int(shingle)].isCommon {
                        passages[Int(shingles[Int(shingle)].start)] = passage
                        shingles[Int(shingle)].start += 1
                    }
                }
                for place in shingles.indices where !shingles[place].isCommon {
                    shingles[place].start -= shingles[place].count
                }
                count = Int(total)
            }
        }
        return (shingles, passages)
    }

    /// The passages that share most with each of the askers, best first.
    ///
    /// - Parameter helper: answers the second half of them, where there is one.
    func candidates(with helper: (any WorkSharing)?) -> [(asker: Int, passages: [Int])] {
        let count = askers.indices.count
        guard let helper else { return candidates(of: 0..<count) }
        return helper.results(of: [0..<count / 2, count / 2..<count]) { candidates(of: $0) }.flatMap { $0 }
    }

    private func candidates(of places: Range<Int>) -> [(asker: Int, passages: [Int])] {
        var copy = self
        return places.map { (askers.indices[$0], copy.candidates(for: askers.shingles(of: $0))) }
    }

    private mutating func candidates(for asked: ArraySlice<UInt32>) -> [Int] {
        question += 1
        let question = question
        return shingles.withUnsafeMutableBufferPointer { shingles in
            votes.withUnsafeMutableBufferPointer { votes in
                touched.withUnsafeMutableBufferPointer { touched in
                    passages.withUnsafeBufferPointer { passages in
                        var count = 0
                        for place in asked {
                            let shingle = shingles[Int(place)]
                            guard !shingle.isCommon, shingle.last != question else { continue }
                            shingles[Int(place)].last = question
                            let vote = 2 * Int32(Self.commonness) / Int32(shingle.count + 1)
                            let start = Int(shingle.start)
                            for index in start..<start + Int(shingle.count) {
                                let passage = passages[index]
                                if votes[Int(passage)] == 0 {
                                    touched[count] = passage
                                    count += 1
                                }
                                votes[Int(passage)] += vote
                            }
                        }
                        let touched = UnsafeBufferPointer(rebasing: touched[..<count])
                        let best = Self.best(of: touched, .init(votes))
                        for passage in touched { votes[Int(passage)] = 0 }
                        return best
                    }
                }
            }
        }
    }

    /// Those with the most votes, of equal ones the first.
    private static func best(
        of touched: UnsafeBufferPointer<UInt32>, _ votes: UnsafeBufferPointer<Int32>
    ) -> [Int] {
        func isBetter(_ first: Int, _ second: Int) -> Bool {
            (votes[second], first) < (votes[first], second)
        }
        var best: [Int] = []
        best.reserveCapacity(candidateLimit)
        // What the last of the best has, once there are enough.
        var least: Int32 = 0
        for passage in touched where votes[Int(passage)] >= least {
            let passage = Int(passage)
            var place = best.count
            while place > 0, isBetter(passage, best[place - 1]) { place -= 1 }
            guard place < candidateLimit else { continue }
            if best.count == candidateLimit { best.removeLast() }
            best.insert(passage, at: place)
            if best.count == candidateLimit { least = votes[best[candidateLimit - 1]] }
        }
        return best
    }
}
