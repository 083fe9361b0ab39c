/// What is in a search index cannot be read, or does not belong together.
struct IndexDamage: Error {}

/// Reads a block of `<index>_data` from some byte on, never beyond its end.
struct IndexBlock {
    let bytes: UnsafeRawBufferPointer
    var position: Int

    init(_ bytes: UnsafeRawBufferPointer, at position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    var isAtEnd: Bool { position >= bytes.count }

    /// The next number: SQLite's varint, seven bits a byte, highest first, and eight in a ninth byte.
    @inline(__always)
    mutating func number(before end: Int) throws(IndexDamage) -> UInt64 {
        if position < end, bytes[position] < 0x80 {
            position += 1
            return UInt64(bytes[position - 1])
        }
        return try longNumber(before: end)
    }

    mutating func number() throws(IndexDamage) -> UInt64 { try number(before: bytes.count) }

    private mutating func longNumber(before end: Int) throws(IndexDamage) -> UInt64 {
        var value: UInt64 = 0
        for count in 1...9 {
            guard position < end else { throw IndexDamage() }
            let byte = bytes[position]
            position += 1
            if count == 9 { return value << 8 | UInt64(byte) }
            value = value << 7 | UInt64(byte & 0x7F)
            if byte < 0x80 { break }
        }
        return value
    }

    /// The next number as a count of bytes or the number of a page: what is larger than a block or a page can be is
    /// damage.
    mutating func small() throws(IndexDamage) -> Int {
        let value = try number()
        guard value <= UInt64(Int32.max) else { throw IndexDamage() }
        return Int(value)
    }

    /// The two bytes at an offset.
    func short(at offset: Int) throws(IndexDamage) -> Int {
        guard offset + 2 <= bytes.count else { throw IndexDamage() }
        return Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
    }
}

/// The segments of an index: each the pages of a sorted run of words.
struct IndexStructure {
    struct Segment {
        var id: Int
        var pages: ClosedRange<Int>
    }

    private(set) var segments: [Segment] = []

    /// Reads the structure record: a cookie, then for each level its segments.
    init(_ record: UnsafeRawBufferPointer) throws(IndexDamage) {
        var block = IndexBlock(record, at: 4)
        let levels = try block.small()
        _ = try block.small()
        _ = try block.number()
        for _ in 0..<levels {
            _ = try block.small()
            for _ in 0..<(try block.small()) {
                let (id, first, last) = (try block.small(), try block.small(), try block.small())
                // A segment that is merged into another, to its end, has no pages any more.
                if first == 0 { continue }
                guard id > 0, id <= Int(UInt16.max), first <= last else { throw IndexDamage() }
                segments.append(Segment(id: id, pages: first...last))
            }
        }
        guard block.isAtEnd else { throw IndexDamage() }
    }
}
