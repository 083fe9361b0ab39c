/// Eight bytes of a text looked at together, as one number: most of a text is letters and spaces, of which scanners
/// need know no more.
///
/// A mask has the top bit of each byte that it is about, and no other.
struct EightBytes {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let tops: UInt64 = 0x8080_8080_8080_8080

    /// The first byte lowest.
    let value: UInt64

    /// The bytes from a place on, of which there must be eight.
    @inline(__always)
    init(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) {
        value =
            UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: place, as: UInt64.self)
            .littleEndian
    }

    /// The ASCII letters.
    @inline(__always) var letters: UInt64 {
        // In lower case and below 0x80, so that no sum reaches into the next byte; its top bit tells "a or more",
        // "more than z".
        let lower = (value | (0x20 * Self.ones)) & (0x7F * Self.ones)
        return (lower + 0x1F * Self.ones) & ~(lower + 0x05 * Self.ones) & ~value & Self.tops
    }

    /// Those that are this byte.
    @inline(__always)
    func equal(to byte: UInt8) -> UInt64 {
        let other = value ^ (UInt64(byte) * Self.ones)
        let low = 0x7F * Self.ones
        return ~(((other & low) + low) | other | low)
    }

    /// Whether all are letters or spaces.
    @inline(__always) var areLettersAndSpaces: Bool { letters | equal(to: 0x20) == Self.tops }

    /// Whether three spaces stand in a row, or a tab.
    @inline(__always) var hasGap: Bool {
        let spaces = equal(to: 0x20)
        return spaces & spaces >> 8 & spaces >> 16 | equal(to: 0x09) != 0
    }

    /// Whether any may end a line: a control character, or the first byte of a separator beyond ASCII.
    @inline(__always) var mayEndLine: Bool {
        let controls = ~((value & (0x7F * Self.ones)) + 0x72 * Self.ones) & ~value & Self.tops
        // 0xC2 or 0xE2.
        let separators = EightBytes(value | (0x20 * Self.ones)).equal(to: 0xE2)
        return controls | separators != 0
    }

    /// How many of the first bytes are in a mask.
    @inline(__always)
    static func leading(_ mask: UInt64) -> Int { (mask ^ tops).trailingZeroBitCount / 8 }

    /// The bytes, each with the bit that makes a letter small.
    @inline(__always) var lowerCased: UInt64 { value | (0x20 * Self.ones) }

    /// The first of these as a number, the first the highest.
    @inline(__always)
    func lowerCased(first count: Int) -> UInt64 { lowerCased.byteSwapped >> UInt64(64 - 8 * count) }

    /// Whether two runs are the same.
    @inline(__always)
    static func areEqual(_ first: UnsafeBufferPointer<UInt8>, _ second: UnsafeBufferPointer<UInt8>) -> Bool {
        guard first.count == second.count else { return false }
        guard first.count >= 8 else { return packed(first) == packed(second) }
        var place = 0
        while place + 8 < first.count {
            guard EightBytes(first, at: place).value == EightBytes(second, at: place).value else {
                return false
            }
            place += 8
        }
        // The last eight may overlap those before them.
        return EightBytes(first, at: first.count - 8).value == EightBytes(second, at: second.count - 8).value
    }

    /// Fewer than eight bytes as a number; different ones of one length have different numbers.
    @inline(__always)
    static func packed(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let (count, raw) = (bytes.count, UnsafeRawBufferPointer(bytes))
        if count >= 4 {
            return UInt64(raw.loadUnaligned(fromByteOffset: 0, as: UInt32.self)) << 32
                | UInt64(raw.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self))
        }
        guard count > 0 else { return 0 }
        return UInt64(bytes[0]) << 16 | UInt64(bytes[count / 2]) << 8 | UInt64(bytes[count - 1])
    }

    @inline(__always)
    private init(_ bytes: UInt64) { value = bytes }
}
