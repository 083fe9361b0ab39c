/// Finds the grams that occur exactly once in each of two ranges.
///
/// One open-addressing table serves every gap of an alignment; a slot whose stamp is not the present one is empty.
struct GramTable {
    private struct Slot {
        var hash: UInt64
        var stamp: UInt32
        /// Where the gram stands, or `absent` or `repeated`.
        var old: Int32
        var new: Int32
    }

    private static let absent: Int32 = -1
    private static let repeated: Int32 = -2

    private var slots: [Slot] = []
    private var stamp: UInt32 = 0

    /// The grams of `length` elements unique to both ranges, ascending by their place in the old one.
    mutating func anchors(
        old: UnsafeBufferPointer<UInt32>, _ oldRange: Range<Int>, new: UnsafeBufferPointer<UInt32>,
        _ newRange: Range<Int>, length: Int
    ) -> [IncreasingSubsequence.Point] {
        let oldCount = oldRange.count - length + 1
        let newCount = newRange.count - length + 1
        guard oldCount > 0, newCount > 0 else { return [] }
        let mask = prepare(for: oldCount)
        for index in 0..<oldCount {
            let slot = slot(of: hash(old, at: oldRange.lowerBound + index, length), mask: mask, adding: true)
            guard let slot else { continue }
            slots[slot].old = slots[slot].old == Self.absent ? Int32(index) : Self.repeated
        }
        for index in 0..<newCount {
            let slot = slot(of: hash(new, at: newRange.lowerBound + index, length), mask: mask, adding: false)
            guard let slot, slots[slot].old >= 0 else { continue }
            slots[slot].new = slots[slot].new == Self.absent ? Int32(index) : Self.repeated
        }
        var points: [IncreasingSubsequence.Point] = []
        for index in 0..<oldCount {
            let o = oldRange.lowerBound + index
            guard let slot = slot(of: hash(old, at: o, length), mask: mask, adding: false),
                slots[slot].old == Int32(index), slots[slot].new >= 0
            else { continue }
            let n = newRange.lowerBound + Int(slots[slot].new)
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
            slots = [Slot](
                repeating: .init(hash: 0, stamp: 0, old: Self.absent, new: Self.absent), count: capacity)
            stamp = 0
        }
        stamp += 1
        return capacity - 1
    }

    private mutating func slot(of hash: UInt64, mask: Int, adding: Bool) -> Int? {
        var index = Int(truncatingIfNeeded: hash >> 20) & mask
        while slots[index].stamp == stamp {
            if slots[index].hash == hash { return index }
            index = (index + 1) & mask
        }
        guard adding else { return nil }
        slots[index] = .init(hash: hash, stamp: stamp, old: Self.absent, new: Self.absent)
        return index
    }

    @inline(__always)
    private func hash(_ elements: UnsafeBufferPointer<UInt32>, at start: Int, _ length: Int) -> UInt64 {
        var value: UInt64 = 0x9E37_79B9_7F4A_7C15
        for offset in 0..<length {
            value = (value ^ UInt64(elements[start + offset])) &* 0xD6E8_FEB8_6659_FD93
            value ^= value >> 32
        }
        return value
    }
}
