/// The UTF-8 bytes of a text, and questions the parser asks about them.
struct SourceText {
    let bytes: UnsafeBufferPointer<UInt8>

    @inline(__always) var count: Int { bytes.count }
    @inline(__always) subscript(index: Int) -> UInt8 { bytes[index] }

    /// The length of the white space character at `index`, 0 where there is none: ASCII white space, no-break and
    /// typographic spaces, next line, line and paragraph separators, zero-width space and byte order mark.
    @inline(__always)
    func spaceLength(at index: Int) -> Int {
        let byte = bytes[index]
        if byte < 0x80 { return byte == 0x20 || (0x09...0x0D).contains(byte) ? 1 : 0 }
        if byte == 0xC2 {
            guard index + 1 < count else { return 0 }
            return bytes[index + 1] == 0xA0 || bytes[index + 1] == 0x85 ? 2 : 0
        }
        guard byte == 0xE2 || byte == 0xE3 || byte == 0xEF, index + 2 < count else { return 0 }
        switch (byte, bytes[index + 1], bytes[index + 2]) {
        case (0xE2, 0x80, 0x80...0x8B), (0xE2, 0x80, 0xA8), (0xE2, 0x80, 0xA9), (0xE2, 0x80, 0xAF),
            (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80), (0xEF, 0xBB, 0xBF):
            return 3
        default: return 0
        }
    }

    /// The range without the white space at its ends.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        while start < range.upperBound {
            let length = spaceLength(at: start)
            if length == 0 { break }
            start += length
        }
        var end = range.upperBound
        while end > start {
            let length = spaceLength(before: end, notBefore: start)
            if length == 0 { break }
            end -= length
        }
        return min(start, end)..<end
    }

    @inline(__always)
    func spaceLength(before end: Int, notBefore start: Int) -> Int {
        let byte = bytes[end - 1]
        if byte < 0x80 { return byte == 0x20 || (0x09...0x0D).contains(byte) ? 1 : 0 }
        if end - 2 >= start, bytes[end - 2] == 0xC2, spaceLength(at: end - 2) == 2 { return 2 }
        if end - 3 >= start, spaceLength(at: end - 3) == 3 { return 3 }
        return 0
    }

    /// Whether the bytes from `index` on, before `end`, are these.
    func matches(_ text: StaticString, at index: Int, before end: Int) -> Bool {
        let length = text.utf8CodeUnitCount
        guard index >= 0, index + length <= end else { return false }
        for offset in 0..<length where bytes[index + offset] != text.utf8Start[offset] { return false }
        return true
    }

    /// Where `text` first stands at or after `index`.
    func firstIndex(of text: StaticString, from index: Int, before end: Int) -> Int? {
        let first = text.utf8Start[0]
        var position = index
        while position < end {
            if bytes[position] == first, matches(text, at: position, before: end) { return position }
            position += 1
        }
        return nil
    }

    func contains(_ byte: UInt8, in range: Range<Int>) -> Bool {
        var index = range.lowerBound
        while index + 8 <= range.upperBound {
            if EightBytes(bytes, at: index).equal(to: byte) != 0 { return true }
            index += 8
        }
        return bytes[index..<range.upperBound].contains(byte)
    }

    func string(_ range: Range<Int>) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }

    /// Characters (not graphemes) in the range.
    func width(_ range: Range<Int>) -> Int {
        var width = 0
        for index in range where bytes[index] & 0xC0 != 0x80 { width += 1 }
        return width
    }

    /// Words in the range, by white space, counted up to `limit`.
    func wordCount(_ range: Range<Int>, limit: Int = .max) -> Int {
        var words = 0
        var isInside = false
        var index = range.lowerBound
        while index < range.upperBound, words < limit {
            if isInside, index + 8 <= range.upperBound {
                let letters = EightBytes.leading(EightBytes(bytes, at: index).letters)
                if letters > 0 {
                    index += letters
                    continue
                }
            }
            let length = spaceLength(at: index)
            if length > 0 {
                isInside = false
                index += length
            } else {
                // Signs of French punctuation standing alone are no words.
                if !isInside, bytes[index] >= 0x80 || Self.isAlphanumeric(bytes[index]) {
                    isInside = true
                    words += 1
                }
                index += 1
            }
        }
        return words
    }

    enum LetterCase {
        case upper
        case lower
        /// A letter of a script without case, or no letter.
        case none
    }

    /// The case of the character at `index`.
    func letterCase(at index: Int) -> LetterCase {
        let byte = bytes[index]
        if byte < 0x80 {
            if byte &- 0x41 < 26 { return .upper }
            return byte &- 0x61 < 26 ? .lower : .none
        }
        if byte == 0xC3, index + 1 < count {
            let second = bytes[index + 1]
            if second == 0x97 || second == 0xB7 { return .none }
            return second < 0x9F ? .upper : .lower
        }
        guard let value = UTF8Reader.scalar(in: bytes, at: index).scalar, let scalar = Unicode.Scalar(value)
        else {
            return .none
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .titlecaseLetter: return .upper
        case .lowercaseLetter: return .lower
        default: return .none
        }
    }

    @inline(__always) static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
    @inline(__always) static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    @inline(__always) static func isAlphanumeric(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) }
}
