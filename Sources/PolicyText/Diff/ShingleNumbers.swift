/// The words of some passages and the pairs of words that follow each other, numbered from 0.
struct ShingleNumbers {
    private struct Slot {
        /// What tells the two words, or in a comparison of very many words only the second.
        var words: UInt32
        /// `none` in an empty slot.
        var number: UInt32
    }

    private static let none = UInt32.max

    /// The passages whose shingles these are.
    let indices: [Int]
    /// How many shingles there are.
    private(set) var count = 0
    /// Of each word of the comparison, its number here.
    private var words: [UInt32]
    private var slots: [Slot]
    /// The first word of the pair in each slot, where one number has no room for two words.
    private var firsts: [UInt32]
    /// The shingles of the passages, one after another, and where those of each end.
    private var shingles: [UInt32] = []
    private var ends: [Int] = []

    /// Numbers what the passages with these indices have; `words` is how many words the comparison has.
    init(_ side: ComparedPassages, _ indices: [Int], words: Int) {
        self.indices = indices
        self.words = .init(repeating: Self.none, count: words)
        let total = indices.reduce(0) { $0 + side.entries[$1].body.count }
        var capacity = 16
        while capacity < 2 * total { capacity *= 2 }
        slots = .init(repeating: .init(words: 0, number: Self.none), count: capacity)
        firsts = words <= 1 << 16 ? [] : .init(repeating: 0, count: capacity)
        shingles.reserveCapacity(2 * total)
        for index in indices {
            add(side.keys[side.entries[index].body])
            ends.append(shingles.count)
        }
    }

    /// The shingles of the passage at a place in `indices`.
    func shingles(of place: Int) -> ArraySlice<UInt32> {
        shingles[(place > 0 ? ends[place - 1] : 0)..<ends[place]]
    }

    /// Those of a passage's shingles that have a number.
    @inline(__always)
    func forEachShingle(of side: ComparedPassages, _ index: Int, _ body: (UInt32) -> Void) {
        words.withUnsafeBufferPointer { words in
            slots.withUnsafeBufferPointer { slots in
                firsts.withUnsafeBufferPointer { firsts in
                    side.keys.withUnsafeBufferPointer { keys in
                        var before = Self.none
                        for place in side.entries[index].body {
                            let key = keys[place]
                            let word = words[Int(key)]
                            guard word != Self.none else {
                                before = Self.none
                                continue
                            }
                            body(word)
                            if before != Self.none {
                                let pair = slots[Self.slot(of: before, key, slots, firsts)].number
                                if pair != Self.none { body(pair) }
                            }
                            before = key
                        }
                    }
                }
            }
        }
    }

    private mutating func add(_ keys: ArraySlice<UInt32>) {
        var before = Self.none
        for key in keys {
            if words[Int(key)] == Self.none { words[Int(key)] = next() }
            shingles.append(words[Int(key)])
            if before != Self.none {
                let slot = slots.withUnsafeBufferPointer { slots in
                    firsts.withUnsafeBufferPointer { Self.slot(of: before, key, slots, $0) }
                }
                if slots[slot].number == Self.none {
                    slots[slot] = .init(words: Self.packed(before, key, firsts.isEmpty), number: next())
                    if !firsts.isEmpty { firsts[slot] = before }
                }
                shingles.append(slots[slot].number)
            }
            before = key
        }
    }

    private mutating func next() -> UInt32 {
        defer { count += 1 }
        return UInt32(count)
    }

    @inline(__always)
    private static func packed(_ first: UInt32, _ second: UInt32, _ areBoth: Bool) -> UInt32 {
        areBoth ? first << 16 | second : second
    }

    /// Where a pair is, or would be.
    @inline(__always)
    private static func slot(
        of first: UInt32, _ second: UInt32, _ slots: UnsafeBufferPointer<Slot>,
        _ firsts: UnsafeBufferPointer<UInt32>
    ) -> Int {
        let pair = (UInt64(first) << 32 | UInt64(second)) ^ 0x9E37_79B9_7F4A_7C15
        let (high, low) = pair.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        let mask = slots.count &- 1
        let words = packed(first, second, firsts.isEmpty)
        var slot = Int(truncatingIfNeeded: high ^ low) & mask
        while slots[slot].number != none,
            slots[slot].words != words || (!firsts.isEmpty && firsts[slot] != first)
        {
            slot = (slot &+ 1) & mask
        }
        return slot
    }
}
