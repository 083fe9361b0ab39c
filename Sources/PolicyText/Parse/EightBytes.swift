/// Eight bytes of a text looked at together, as one number: most of a text is letters and spaces, of which scanners
/// need know no more.
///
/// A mask has the top bit of each byte that it is about, and no other.
struct EightBytes {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let tops: UInt64 = 0x8080_8080_8080_8080

    private let bytes: UInt64

    /// The bytes from a place on, of which there must be eight.
    @inline(__always)
    init(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) {
        self.bytes =
            UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: place, as: UInt64.self)
            .littleEndian
    }

    /// The ASCII letters.
    @inline(__always) var letters: UInt64 {
        // In lower case and below 0x80, so that no sum reaches into the next byte; its top bit tells "a or more",
        // "more than z".
        let lower = (bytes | (0x20 * Self.ones)) & (0x7F * Self.ones)
        return (lower + 0x1F * Self.ones) & ~(lower + 0x05 * Self.ones) & ~bytes & Self.tops
    }

    /// Those that are this byte.
    @inline(__always)
    func equal(to byte: UInt8) -> UInt64 {
        let other = bytes ^ (UInt64(byte) * Self.ones)
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
        let controls = ~((bytes & (0x7F * Self.ones)) + 0x72 * Self.ones) & ~bytes & Self.tops
        // 0xC2 or 0xE2.
        let separators = EightBytes(bytes | (0x20 * Self.ones)).equal(to: 0xE2)
        return controls | separators != 0
    }

    /// How many of the first bytes are in a mask.
    @inline(__always)
    static func leading(_ mask: UInt64) -> Int { (mask ^ tops).trailingZeroBitCount / 8 }

    /// The first bytes as a number, the first the highest, each with the bit that makes a letter small.
    @inline(__always)
    func lowerCased(first count: Int) -> UInt64 {
        (bytes | (0x20 * Self.ones)).byteSwapped >> UInt64(64 - 8 * count)
    }

    /// Whether two runs are the same.
    @inline(__always)
    static func areEqual(_ first: UnsafeBufferPointer<UInt8>, _ second: UnsafeBufferPointer<UInt8>) -> Bool {
        guard first.count == second.count else { return false }
        guard first.count >= 8 else { return first.elementsEqual(second) }
        var place = 0
        while place + 8 < first.count {
            guard EightBytes(first, at: place).bytes == EightBytes(second, at: place).bytes else {
                return false
            }
            place += 8
        }
        // The last eight may overlap those before them.
        return EightBytes(first, at: first.count - 8).bytes == EightBytes(second, at: first.count - 8).bytes
    }

    @inline(__always)
    private init(_ bytes: UInt64) { self.bytes = bytes }
}
