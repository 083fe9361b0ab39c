/// The words of some passages and the pairs of words that follow each other, numbered from 0.
struct ShingleNumbers {
    private struct Slot {
        /// The numbers of the two words.
        var pair: UInt64
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
        slots = .init(repeating: .init(pair: 0, number: Self.none), count: capacity)
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
        let mask = slots.count - 1
        words.withUnsafeBufferPointer { words in
            slots.withUnsafeBufferPointer { slots in
                side.keys.withUnsafeBufferPointer { keys in
                    var before = Self.none
                    for place in side.entries[index].body {
                        let word = words[Int(keys[place])]
                        if word != Self.none {
                            body(word)
                            if before != Self.none {
                                let pair = Self.pair(before, word)
                                var slot = Self.hash(pair) & mask
                                while slots[slot].number != Self.none, slots[slot].pair != pair {
                                    slot = (slot &+ 1) & mask
                                }
                                if slots[slot].number != Self.none { body(slots[slot].number) }
                            }
                        }
                        before = word
                    }
                }
            }
        }
    }

    private mutating func add(_ keys: ArraySlice<UInt32>) {
        let mask = slots.count - 1
        var count = UInt32(count)
        words.withUnsafeMutableBufferPointer { words in
            slots.withUnsafeMutableBufferPointer { slots in
                var before = Self.none
                for key in keys {
                    if words[Int(key)] == Self.none {
                        words[Int(key)] = count
                        count += 1
                    }
                    let word = words[Int(key)]
                    shingles.append(word)
                    if before != Self.none {
                        let pair = Self.pair(before, word)
                        var slot = Self.hash(pair) & mask
                        while slots[slot].number != Self.none, slots[slot].pair != pair {
                            slot = (slot &+ 1) & mask
                        }
                        if slots[slot].number == Self.none {
                            slots[slot] = .init(pair: pair, number: count)
                            count += 1
                        }
                        shingles.append(slots[slot].number)
                    }
                    before = word
                }
            }
        }
        self.count = Int(count)
    }

    private static func pair(_ first: UInt32, _ second: UInt32) -> UInt64 {
        UInt64(first) << 32 | UInt64(second)
    }

    /// Where a pair is looked for first, in a table of any size.
    @inline(__always)
    private static func hash(_ pair: UInt64) -> Int {
        let (high, low) = (pair ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        return Int(truncatingIfNeeded: high ^ low)
    }
}
