internal import PolicyText

/// Lists of small numbers and of texts as compact values of one column.
enum Packed {
    /// Appends an unsigned number, seven bits a byte, lowest first (LEB128).
    static func append(_ number: Int, to bytes: inout [UInt8]) {
        var rest = UInt(bitPattern: number)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Takes the next number; nil where there is none.
    static func number(from bytes: inout ArraySlice<UInt8>) -> Int? {
        var result: UInt = 0
        var shift: UInt = 0
        while let byte = bytes.popFirst() {
            guard shift < 63 else { return nil }
            result |= UInt(byte & 0x7F) << shift
            if byte < 0x80 { return Int(bitPattern: result) }
            shift += 7
        }
        return nil
    }

    // MARK: Texts

    private static let separator: UInt8 = 0x1F
    private static let escape: UInt8 = 0x1B

    /// Texts as one: each ended by the unit separator; a separator or an escape within one follows an escape.
    static func text(of texts: [String]) -> String {
        var bytes: [UInt8] = []
        for text in texts {
            for byte in text.utf8 {
                if byte == separator || byte == escape { bytes.append(escape) }
                bytes.append(byte)
            }
            bytes.append(separator)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The texts that `text(of:)` made one.
    static func texts(in text: String) -> [String] {
        var texts: [String] = []
        var current: [UInt8] = []
        var isEscaped = false
        for byte in text.utf8 {
            if !isEscaped, byte == escape {
                isEscaped = true
            } else if !isEscaped, byte == separator {
                texts.append(String(decoding: current, as: UTF8.self))
                current.removeAll(keepingCapacity: true)
            } else {
                current.append(byte)
                isEscaped = false
            }
        }
        return texts
    }

    // MARK: Sentences

    /// Sentences as pairs of bytes skipped and bytes taken; nil where the one sentence is the text of `count` bytes.
    static func sentences(_ sentences: [Range<Int>], in count: Int) -> [UInt8]? {
        if sentences == [0..<count] { return nil }
        var bytes: [UInt8] = []
        var end = 0
        for sentence in sentences where sentence.lowerBound >= end {
            append(sentence.lowerBound - end, to: &bytes)
            append(sentence.count, to: &bytes)
            end = sentence.upperBound
        }
        return bytes
    }

    static func sentences(from packed: [UInt8]?, in count: Int) -> [Range<Int>] {
        guard let packed else { return [0..<count] }
        var bytes = packed[...]
        var sentences: [Range<Int>] = []
        var end = 0
        while let skipped = number(from: &bytes), let taken = number(from: &bytes),
            skipped >= 0, taken >= 0, skipped <= count - end, taken <= count - end - skipped
        {
            sentences.append(end + skipped..<end + skipped + taken)
            end += skipped + taken
        }
        return sentences
    }
}
