/// Numbers for words: equal bytes have one number, counted from 0 in the order they are first met.
///
/// An open-addressing table over one arena of bytes, several times as fast as a dictionary of strings. Numbers depend
/// on the order of words alone, so that the seed of the hash, which changes with each start to make floods of
/// colliding words useless, never shows in a result.
struct WordTable {
    /// Half of the hash stands beside the number, so that words are told apart without looking at them.
    private struct Slot {
        var tag: UInt32
        /// `.max` in an empty slot.
        var number: UInt32
        /// Where the word stands in the arena.
        var start: UInt32
        var count: UInt32

        static let empty = Slot(tag: 0, number: .max, start: 0, count: 0)
    }

    private struct Entry {
        var hash: UInt64
        var start: UInt32
        var count: UInt32
    }

    private static let startSeed: UInt64 = {
        var hasher = Hasher()
        hasher.combine(0)
        return UInt64(truncatingIfNeeded: hasher.finalize())
    }()

    private let seed = Self.startSeed
    private var entries: [Entry] = []
    private var arena: [UInt8] = []
    private var slots: [Slot]

    /// How many words have a number.
    var count: Int { entries.count }

    /// An empty table with room for about so many words.
    init(capacity: Int = 64) {
        var size = 64
        while size < 2 * capacity { size *= 2 }
        slots = [Slot](repeating: .empty, count: size)
        entries.reserveCapacity(capacity)
        arena.reserveCapacity(8 * capacity)
    }

    /// The number of a word, given on its first appearance.
    @inline(__always)
    mutating func number(of word: UnsafeBufferPointer<UInt8>) -> UInt32 {
        let hash = hash(of: word)
        return known(word, hash) ?? add(word, hash)
    }

    @inline(__always)
    private func known(_ word: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> UInt32? {
        let tag = UInt32(truncatingIfNeeded: hash >> 32)
        return slots.withUnsafeBufferPointer { slots in
            arena.withUnsafeBufferPointer { arena in
                var index = Int(truncatingIfNeeded: hash) & (slots.count &- 1)
                while slots[index].number != .max {
                    let slot = slots[index]
                    if slot.tag == tag, Int(slot.count) == word.count,
                        EightBytes.areEqual(
                            .init(rebasing: arena[Int(slot.start)..<Int(slot.start) + word.count]), word)
                    {
                        return slot.number
                    }
                    index = (index &+ 1) & (slots.count &- 1)
                }
                return nil
            }
        }
    }

    @inline(never)
    private mutating func add(_ word: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> UInt32 {
        var index = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[index].number != .max { index = (index + 1) & (slots.count - 1) }
        let number = UInt32(entries.count)
        let (start, count) = (UInt32(arena.count), UInt32(word.count))
        slots[index] = Slot(
            tag: UInt32(truncatingIfNeeded: hash >> 32), number: number, start: start, count: count)
        entries.append(.init(hash: hash, start: start, count: count))
        arena.append(contentsOf: word)
        if 2 * entries.count > slots.count { grow() }
        return number
    }

    /// The bytes of a word.
    func bytes(of number: UInt32) -> ArraySlice<UInt8> {
        let entry = entries[Int(number)]
        return arena[Int(entry.start)..<Int(entry.start + entry.count)]
    }

    /// How many bytes a word has.
    func length(of number: UInt32) -> Int { Int(entries[Int(number)].count) }

    private mutating func grow() {
        slots = [Slot](repeating: .empty, count: slots.count * 2)
        for (number, entry) in entries.enumerated() {
            var index = Int(truncatingIfNeeded: entry.hash) & (slots.count - 1)
            while slots[index].number != .max { index = (index + 1) & (slots.count - 1) }
            slots[index] = Slot(
                tag: UInt32(truncatingIfNeeded: entry.hash >> 32), number: UInt32(number), start: entry.start,
                count: entry.count)
        }
    }

    /// A hash of bytes, of any length, that changes with each start: eight bytes a step.
    @inline(__always)
    func hash(of bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var value = seed ^ (UInt64(truncatingIfNeeded: bytes.count) &* 0x9E37_79B9_7F4A_7C15)
        guard bytes.count >= 8 else { return Self.mixed(value ^ EightBytes.packed(bytes)) }
        var place = 0
        while place + 8 < bytes.count {
            value = Self.mixed(value ^ EightBytes(bytes, at: place).value)
            place += 8
        }
        // The last eight may overlap those before them.
        return Self.mixed(value ^ EightBytes(bytes, at: bytes.count - 8).value)
    }

    @inline(__always)
    private static func mixed(_ value: UInt64) -> UInt64 {
        let (high, low) = value.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
        return high ^ low
    }
}
