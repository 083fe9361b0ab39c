/// What a character beyond ASCII is to a reader of words, and the ASCII or lower-case form it folds to.
struct FoldingEntry {
    enum Kind: UInt8 {
        case unknown = 0
        case letters
        case digits
        case raisedDigit
        case dropped
        case space
        case apostrophe
        case dash
        case quote
        case ideograph
        case sign
    }

    var kind: Kind
    /// Where the folded form stands in the table's pool; empty where the character stays as it is.
    var start: UInt16
    var count: UInt8
}

/// The folding of single characters: a two-level table made once from `FoldingData`.
///
/// What the table does not list falls back on the standard library's Unicode properties, so every character has
/// an answer. The one table lives as long as the program and never changes once made, hence the bare pointers:
/// words are looked up without counting references.
struct FoldingTable: @unchecked Sendable {
    static let shared = FoldingTable()

    private let pageOf: UnsafePointer<UInt8>
    private let entries: UnsafePointer<FoldingEntry>
    private let pool: UnsafePointer<UInt8>

    /// The entry of a character beyond ASCII.
    @inline(__always)
    func entry(of scalar: UInt32) -> FoldingEntry {
        if scalar < 0x10000 {
            let found = entries[Int(pageOf[Int(scalar >> 6)]) << 6 | Int(scalar & 63)]
            if found.kind != .unknown { return found }
        }
        return FoldingEntry(kind: Self.kind(ofUnlisted: scalar), start: 0, count: 0)
    }

    /// The folded form of an entry.
    func form(of entry: FoldingEntry) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: pool + Int(entry.start), count: Int(entry.count))
    }

    /// One byte of the folded form of an entry.
    func formByte(of entry: FoldingEntry, at offset: Int) -> UInt8 { pool[Int(entry.start) + offset] }

    private static func kind(ofUnlisted scalar: UInt32) -> FoldingEntry.Kind {
        switch scalar {
        case 0x3040...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF,
            0x20000...0x3FFFF:
            return .ideograph
        default: break
        }
        guard let scalar = Unicode.Scalar(scalar) else { return .sign }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber, .spacingMark:
            return .letters
        case .nonspacingMark, .enclosingMark, .format: return .dropped
        case .spaceSeparator, .lineSeparator, .paragraphSeparator, .control: return .space
        default: return .sign
        }
    }

    private init() {
        var pageOf = [UInt8](repeating: 0, count: 1024)
        var entries = [FoldingEntry](repeating: FoldingEntry(kind: .unknown, start: 0, count: 0), count: 64)
        var pool: [UInt8] = []
        let text = UnsafeBufferPointer(
            start: FoldingData.lines.utf8Start, count: FoldingData.lines.utf8CodeUnitCount)
        for line in text.split(separator: UInt8(ascii: "\n")) {
            let words = line.split(separator: UInt8(ascii: " "))
            guard let base = words.first.flatMap(Self.hexNumber) else { continue }
            if pageOf[base >> 6] == 0 {
                pageOf[base >> 6] = UInt8(entries.count >> 6)
                entries.append(contentsOf: entries[0..<64])
            }
            let row = Int(pageOf[base >> 6]) << 6 | base & 63
            let isRun = words.count == 2
            for column in 0..<16 {
                let word = isRun ? words[1].dropFirst() : words[1 + column]
                entries[row + column] = Self.entry(word, pool: &pool)
            }
        }
        self.pageOf = Self.immortal(pageOf)
        self.entries = Self.immortal(entries)
        self.pool = Self.immortal(pool)
    }

    private static func immortal<Element>(_ elements: [Element]) -> UnsafePointer<Element> {
        let copy = UnsafeMutableBufferPointer<Element>.allocate(capacity: max(1, elements.count))
        _ = copy.initialize(from: elements)
        return UnsafeBufferPointer(copy).baseAddress.unsafelyUnwrapped
    }

    private static func entry(_ word: Slice<UnsafeBufferPointer<UInt8>>, pool: inout [UInt8]) -> FoldingEntry
    {
        var form = word.dropFirst()
        let kind: FoldingEntry.Kind
        switch word.first {
        case UInt8(ascii: "="): kind = .letters
        case UInt8(ascii: "X"): kind = .dropped
        case UInt8(ascii: "S"): kind = .space
        case UInt8(ascii: "A"): kind = .apostrophe
        case UInt8(ascii: "D"): kind = .dash
        case UInt8(ascii: "Q"): kind = .quote
        case UInt8(ascii: "I"): kind = .ideograph
        case UInt8(ascii: "^"): kind = .raisedDigit
        case UInt8(ascii: "P"): kind = .sign
        default:
            form = word
            kind = word.allSatisfy { (0x30...0x39).contains($0) } ? .digits : .letters
        }
        let start = UInt16(pool.count)
        pool.append(contentsOf: form)
        return FoldingEntry(kind: kind, start: start, count: UInt8(form.count))
    }

    private static func hexNumber(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        Int(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}

/// Reads one character of UTF-8.
enum UTF8Reader {
    /// The scalar at `index` and its length; a byte that starts no valid sequence gives `nil` scalar and length 1.
    @inline(__always)
    static func scalar(
        in bytes: UnsafeBufferPointer<UInt8>, at index: Int
    ) -> (scalar: UInt32?, length: Int) {
        let first = bytes[index]
        let left = bytes.count - index
        switch first {
        case 0..<0x80: return (UInt32(first), 1)
        case 0xC2...0xDF where left >= 2:
            let second = bytes[index + 1]
            guard second & 0xC0 == 0x80 else { return (nil, 1) }
            return (UInt32(first & 0x1F) << 6 | UInt32(second & 0x3F), 2)
        case 0xE0...0xEF where left >= 3:
            let second = bytes[index + 1]
            let third = bytes[index + 2]
            guard second & 0xC0 == 0x80, third & 0xC0 == 0x80 else { return (nil, 1) }
            let scalar = UInt32(first & 0x0F) << 12 | UInt32(second & 0x3F) << 6 | UInt32(third & 0x3F)
            return scalar < 0x800 || (0xD800...0xDFFF).contains(scalar) ? (nil, 1) : (scalar, 3)
        case 0xF0...0xF4 where left >= 4:
            let second = bytes[index + 1]
            let third = bytes[index + 2]
            let fourth = bytes[index + 3]
            guard second & 0xC0 == 0x80, third & 0xC0 == 0x80, fourth & 0xC0 == 0x80 else { return (nil, 1) }
            let high = UInt32(first & 0x07) << 18 | UInt32(second & 0x3F) << 12
            let scalar = high | UInt32(third & 0x3F) << 6 | UInt32(fourth & 0x3F)
            return (0x10000...0x10FFFF).contains(scalar) ? (scalar, 4) : (nil, 1)
        default: return (nil, 1)
        }
    }
}
