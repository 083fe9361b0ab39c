/// Finds the grams that occur exactly once in each of two ranges.
///
/// One open-addressing table serves every gap of an alignment; a slot whose stamp is not the present one is empty.
struct GramTable {
    private struct Slot {
        var hash: UInt64
        var stamp: UInt32
        /// Where the gram stands in the old range, or `repeated`.
        var old: Int32
    }

    private static let absent: Int32 = -1
    private static let repeated: Int32 = -2

    private var slots: [Slot] = []
    private var stamp: UInt32 = 0
    private var hashes: [UInt64] = []
    /// For each gram of the old range, where it stands in the new one, or `absent` or `repeated`.
    private var partners: [Int32] = []

    /// The grams of `length` elements, a power of two, unique to both ranges, ascending by their place in the old one.
    mutating func anchors(
        old: UnsafeBufferPointer<UInt32>, _ oldRange: Range<Int>, new: UnsafeBufferPointer<UInt32>,
        _ newRange: Range<Int>, length: Int
    ) -> [IncreasingSubsequence.Point] {
        let oldCount = oldRange.count - length + 1
        let newCount = newRange.count - length + 1
        guard oldCount > 0, newCount > 0 else { return [] }
        let mask = prepare(for: oldCount)
        hash(old[oldRange], length)
        for index in 0..<oldCount { file(hashes[index], Int32(index), mask) }
        partners.removeAll(keepingCapacity: true)
        partners.append(contentsOf: repeatElement(Self.absent, count: oldCount))
        hash(new[newRange], length)
        for index in 0..<newCount {
            guard let place = place(of: hashes[index], mask), place >= 0 else { continue }
            partners[place] = partners[place] == Self.absent ? Int32(index) : Self.repeated
        }
        var points: [IncreasingSubsequence.Point] = []
        for index in 0..<oldCount where partners[index] >= 0 {
            let o = oldRange.lowerBound + index
            let n = newRange.lowerBound + Int(partners[index])
            // Two grams may share a hash: only equal elements make an anchor.
            guard (0..<length).allSatisfy({ old[o + $0] == new[n + $0] }) else { continue }
            points.append(.init(old: o, new: n))
        }
        return points
    }

    /// Empties the table and makes room; gives the mask that takes a hash to its slot.
    private mutating func prepare(for count: Int) -> Int {
        var capacity = 16
        while capacity < 2 * count { capacity *= 2 }
        if slots.count < capacity {
            slots = [Slot](repeating: .init(hash: 0, stamp: 0, old: Self.absent), count: capacity)
            stamp = 0
        }
        stamp += 1
        return capacity - 1
    }

    private mutating func file(_ hash: UInt64, _ index: Int32, _ mask: Int) {
        var slot = Int(truncatingIfNeeded: hash >> 20) & mask
        while slots[slot].stamp == stamp {
            if slots[slot].hash == hash {
                slots[slot].old = Self.repeated
                return
            }
            slot = (slot + 1) & mask
        }
        slots[slot] = .init(hash: hash, stamp: stamp, old: index)
    }

    /// Where a gram stands in the old range, below 0 where more than once; nil where it does not.
    private func place(of hash: UInt64, _ mask: Int) -> Int? {
        var slot = Int(truncatingIfNeeded: hash >> 20) & mask
        while slots[slot].stamp == stamp {
            if slots[slot].hash == hash { return Int(slots[slot].old) }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// Hashes the grams of a range: single elements first, then two halves together.
    private mutating func hash(_ elements: Slice<UnsafeBufferPointer<UInt32>>, _ length: Int) {
        hashes.removeAll(keepingCapacity: true)
        hashes.append(contentsOf: elements.lazy.map { Self.mixed(UInt64($0) ^ 0x9E37_79B9_7F4A_7C15) })
        var half = 1
        while half < length {
            for index in 0..<hashes.count - half {
                hashes[index] = Self.mixed(hashes[index] &+ (hashes[index + half] >> 7))
            }
            hashes.removeLast(half)
            half *= 2
        }
    }

    @inline(__always)
    private static func mixed(_ value: UInt64) -> UInt64 {
        let product = value &* 0xD6E8_FEB8_6659_FD93
        return product ^ product >> 32
    }
}
