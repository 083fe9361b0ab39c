/// Finds passages that may be alike without comparing all with all: by the rare words and pairs of words they share.
///
/// An open-addressing table leads from a shingle to a chain of the passages that have it; passages are told apart by
/// the chain's last one and questions by a stamp, so that no set is made of any passage's shingles.
struct ShingleIndex {
    /// Shingles found in more passages than this say nothing and are passed over.
    private static let commonness = 24
    /// How many candidates are worth a closer look.
    private static let candidateLimit = 8

    private struct Slot {
        var shingle: UInt64
        /// The last link of its chain; -1 in an empty slot.
        var last: Int32
        var count: Int32
        /// The last question that had it.
        var stamp: Int32
    }

    private struct Link {
        var passage: Int32
        var before: Int32
    }

    private var slots: [Slot]
    private var links: [Link] = []
    private var votes: [Int32]
    private var stamp: Int32 = 0

    /// Files the passages with these indices.
    init(_ passages: ComparedPassages, _ indices: some Collection<Int>) {
        let words = indices.reduce(0) { $0 + passages.entries[$1].body.count }
        var capacity = 16
        while capacity < 3 * words { capacity *= 2 }
        slots = .init(repeating: .init(shingle: 0, last: -1, count: 0, stamp: 0), count: capacity)
        links.reserveCapacity(2 * words)
        votes = .init(repeating: 0, count: passages.entries.count)
        for index in indices {
            Self.forEachShingle(of: passages, index) { file($0, Int32(index)) }
        }
    }

    private mutating func file(_ shingle: UInt64, _ index: Int32) {
        let place = place(of: shingle)
        if slots[place].last >= 0, links[Int(slots[place].last)].passage == index { return }
        // One more than the limit marks a shingle as common.
        guard slots[place].count <= Self.commonness else { return }
        links.append(.init(passage: index, before: slots[place].last))
        slots[place].shingle = shingle
        slots[place].last = Int32(links.count - 1)
        slots[place].count += 1
    }

    /// Where a shingle is, or would be.
    private func place(of shingle: UInt64) -> Int {
        let mask = slots.count - 1
        let (high, low) = (shingle ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        var place = Int(truncatingIfNeeded: high ^ low) & mask
        while slots[place].last >= 0, slots[place].shingle != shingle { place = (place + 1) & mask }
        return place
    }

    /// The passages that share most with one of the other side, best first.
    mutating func candidates(for index: Int, of passages: ComparedPassages) -> [Int] {
        stamp += 1
        var touched: [Int32] = []
        Self.forEachShingle(of: passages, index) { shingle in
            let place = place(of: shingle)
            guard slots[place].last >= 0, slots[place].count <= Self.commonness, slots[place].stamp != stamp
            else { return }
            slots[place].stamp = stamp
            let vote = 2 * Int32(Self.commonness) / (slots[place].count + 1)
            var link = slots[place].last
            while link >= 0 {
                let passage = links[Int(link)].passage
                if votes[Int(passage)] == 0 { touched.append(passage) }
                votes[Int(passage)] += vote
                link = links[Int(link)].before
            }
        }
        defer { for passage in touched { votes[Int(passage)] = 0 } }
        return best(of: touched)
    }

    /// Those with the most votes, of equal ones the first.
    private func best(of touched: [Int32]) -> [Int] {
        var best: [Int32] = []
        for passage in touched {
            var place = best.count
            while place > 0, isBetter(passage, best[place - 1]) { place -= 1 }
            guard place < Self.candidateLimit else { continue }
            if best.count == Self.candidateLimit { best.removeLast() }
            best.insert(passage, at: place)
        }
        return best.map { Int($0) }
    }

    private func isBetter(_ first: Int32, _ second: Int32) -> Bool {
        (votes[Int(second)], first) < (votes[Int(first)], second)
    }

    /// The words of a passage, and each two that follow each other.
    @inline(__always)
    private static func forEachShingle(
        of passages: ComparedPassages, _ index: Int, _ body: (UInt64) -> Void
    ) {
        let range = passages.entries[index].body
        for place in range {
            let key = UInt64(passages.keys[place]) << 32
            body(key | 0xFFFF_FFFF)
            if place + 1 < range.upperBound { body(key | UInt64(passages.keys[place + 1])) }
        }
    }
}
