/// Finds the grams that occur exactly once in each of two ranges.
///
/// The grams of an alignment are numbered once, those of twice the length from two halves, and serve all its gaps; so
/// does what is known of elements that only one side has, which most long grams of an edited text hold. One
/// open-addressing table serves every gap; a slot whose stamp is not the present one is empty.
struct GramTable {
    private struct Slot {
        var gram: UInt64
        var stamp: UInt32
        /// Where the gram stands in the old range, or `repeated`.
        var old: Int32
    }

    private static let absent: Int32 = -1
    private static let repeated: Int32 = -2
    /// The longest gram has 1 << 3 elements.
    private static let levels = 4
    /// The most that `seen` tells apart of either side.
    private static let mostSeen = 1 << 14

    private var slots: [Slot] = []
    private var stamp: UInt32 = 0
    /// The grams that begin at each element of the old range and then of the new one, single elements first, then
    /// those of twice the length, and so on. Equal for equal grams; for others, next to never.
    private var grams: [UInt64] = []
    /// How many elements from each of the old range and then of the new one on the other range may have too; not counted
    /// further than the longest gram.
    private var shared: [UInt8] = []
    /// The last reading in which the old range had an element, and then the new one; several share a place.
    private var seen: [UInt32] = []
    private var reading: UInt32 = 0
    /// For each gram of the old range, where it stands in the new one, or `absent` or `repeated`.
    private var partners: [Int32] = []
    /// The ranges whose grams are known.
    private var oldRange = 0..<0
    private var newRange = 0..<0

    /// Numbers the grams of two ranges, for any number of questions about parts of them.
    mutating func read(
        old: UnsafeBufferPointer<UInt32>, _ oldRange: Range<Int>, new: UnsafeBufferPointer<UInt32>,
        _ newRange: Range<Int>
    ) {
        (self.oldRange, self.newRange) = (oldRange, newRange)
        let count = oldRange.count + newRange.count
        if grams.count < Self.levels * count {
            grams = [UInt64](repeating: 0, count: Self.levels * count)
            shared = [UInt8](repeating: 0, count: count)
        }
        grams.withUnsafeMutableBufferPointer { grams in
            Self.fill(.init(rebasing: grams[..<oldRange.count]), old, oldRange, step: count)
            Self.fill(.init(rebasing: grams[oldRange.count..<count]), new, newRange, step: count)
        }
        findShared()
    }

    private mutating func findShared() {
        let (oldCount, newCount) = (oldRange.count, newRange.count)
        var size = 64
        while size < Self.mostSeen, size < 4 * max(oldCount, newCount) { size *= 2 }
        if seen.count < 2 * size {
            seen = [UInt32](repeating: 0, count: 2 * size)
            reading = 0
        }
        reading += 1
        let (reading, half) = (reading, seen.count / 2)
        grams.withUnsafeBufferPointer { grams in
            seen.withUnsafeMutableBufferPointer { seen in
                shared.withUnsafeMutableBufferPointer { shared in
                    func place(_ index: Int) -> Int {
                        Int(truncatingIfNeeded: grams[index] >> 20) & (half &- 1)
                    }
                    for index in 0..<oldCount { seen[place(index)] = reading }
                    for index in oldCount..<oldCount + newCount { seen[half + place(index)] = reading }
                    let longest = UInt8(1 << (Self.levels - 1))
                    var run: UInt8 = 0
                    for index in (0..<oldCount).reversed() {
                        run = seen[half + place(index)] == reading ? min(run + 1, longest) : 0
                        shared[index] = run
                    }
                    run = 0
                    for index in (oldCount..<oldCount + newCount).reversed() {
                        run = seen[place(index)] == reading ? min(run + 1, longest) : 0
                        shared[index] = run
                    }
                }
            }
        }
    }

    /// The grams of `length` elements, a power of two, unique to parts of both ranges, ascending by their place in the
    /// old one.
    mutating func anchors(
        old: UnsafeBufferPointer<UInt32>, _ oldPart: Range<Int>, new: UnsafeBufferPointer<UInt32>,
        _ newPart: Range<Int>, length: Int
    ) -> [IncreasingSubsequence.Point] {
        let oldCount = oldPart.count - length + 1
        let newCount = newPart.count - length + 1
        guard oldCount > 0, newCount > 0 else { return [] }
        let mask = prepare(for: oldCount)
        let count = oldRange.count + newRange.count
        let level = length.trailingZeroBitCount * count
        let oldStart = oldPart.lowerBound - oldRange.lowerBound
        let newStart = oldRange.count + newPart.lowerBound - newRange.lowerBound
        let (stamp, length) = (stamp, UInt8(length))
        let found = grams.withUnsafeBufferPointer { grams in
            shared.withUnsafeBufferPointer { shared in
                slots.withUnsafeMutableBufferPointer { slots in
                    partners.withUnsafeMutableBufferPointer { partners in
                        func part(_ start: Int, _ count: Int) -> Part {
                            Part(
                                grams: .init(rebasing: grams[level + start..<level + start + count]),
                                shared: .init(rebasing: shared[start..<start + count]), length: length)
                        }
                        Self.file(part(oldStart, oldCount), slots, mask, stamp)
                        for index in 0..<oldCount { partners[index] = Self.absent }
                        return Self.findPartners(of: part(newStart, newCount), slots, mask, stamp, partners)
                    }
                }
            }
        }
        guard found > 0 else { return [] }
        var points: [IncreasingSubsequence.Point] = []
        points.reserveCapacity(found)
        for index in 0..<oldCount where partners[index] >= 0 {
            let o = oldPart.lowerBound + index
            let n = newPart.lowerBound + Int(partners[index])
            // Two grams may share a number: only equal elements make an anchor.
            var same = 0
            while same < Int(length), old[o + same] == new[n + same] { same += 1 }
            if same == Int(length) { points.append(.init(old: o, new: n)) }
        }
        return points
    }

    /// Empties the table and makes room; gives the mask that takes a gram to its slot.
    private mutating func prepare(for count: Int) -> Int {
        var capacity = 16
        while capacity < 2 * count { capacity *= 2 }
        if slots.count < capacity {
            slots = [Slot](repeating: .init(gram: 0, stamp: 0, old: Self.absent), count: capacity)
            partners = [Int32](repeating: Self.absent, count: capacity)
            stamp = 0
        }
        stamp += 1
        return capacity - 1
    }

    /// The grams of one length in a part of one range.
    private struct Part {
        let grams: UnsafeBufferPointer<UInt64>
        let shared: UnsafeBufferPointer<UInt8>
        let length: UInt8

        /// Whether the other range may have the gram.
        @inline(__always) func isShared(_ index: Int) -> Bool { shared[index] >= length }
    }

    /// Files the grams of the old range.
    private static func file(
        _ part: Part, _ slots: UnsafeMutableBufferPointer<Slot>, _ mask: Int,
        _ stamp: UInt32
    ) {
        for index in 0..<part.grams.count where part.isShared(index) {
            let gram = part.grams[index]
            var slot = Int(truncatingIfNeeded: gram >> 20) & mask
            while slots[slot].stamp == stamp, slots[slot].gram != gram { slot = (slot &+ 1) & mask }
            let isFirst = slots[slot].stamp != stamp
            slots[slot] = .init(
                gram: gram, stamp: stamp, old: isFirst ? Int32(truncatingIfNeeded: index) : repeated)
        }
    }

    /// Finds where the new range has the grams that the old one has once; gives how many it was found for, of which
    /// some may be repeated.
    private static func findPartners(
        of part: Part, _ slots: UnsafeMutableBufferPointer<Slot>, _ mask: Int,
        _ stamp: UInt32, _ partners: UnsafeMutableBufferPointer<Int32>
    ) -> Int {
        var found = 0
        for index in 0..<part.grams.count where part.isShared(index) {
            let gram = part.grams[index]
            var slot = Int(truncatingIfNeeded: gram >> 20) & mask
            while slots[slot].stamp == stamp, slots[slot].gram != gram { slot = (slot &+ 1) & mask }
            guard slots[slot].stamp == stamp, slots[slot].old >= 0 else { continue }
            let place = Int(slots[slot].old)
            let isFirst = partners[place] == absent
            partners[place] = isFirst ? Int32(truncatingIfNeeded: index) : repeated
            found &+= isFirst ? 1 : 0
        }
        return found
    }

    /// Numbers the grams of one range, whose single elements stand in `singles` and whose grams of twice the length
    /// stand `step` further on.
    private static func fill(
        _ singles: UnsafeMutableBufferPointer<UInt64>, _ elements: UnsafeBufferPointer<UInt32>,
        _ range: Range<Int>, step: Int
    ) {
        guard var level = singles.baseAddress else { return }
        for index in 0..<range.count {
            level[index] = mixed(UInt64(elements[range.lowerBound + index]) ^ 0x9E37_79B9_7F4A_7C15)
        }
        var half = 1
        for _ in 1..<levels {
            let next = level + step
            for index in 0..<max(0, range.count - 2 * half + 1) {
                next[index] = mixed(level[index] &+ (level[index + half] >> 7))
            }
            (level, half) = (next, 2 * half)
        }
    }

    @inline(__always)
    private static func mixed(_ value: UInt64) -> UInt64 {
        let product = value &* 0xD6E8_FEB8_6659_FD93
        return product ^ product >> 32
    }
}
