/// What is wrong with a text that should be JSON.
package enum JSONError: Error, Hashable {
    /// Not JSON, at this byte.
    case malformed(at: Int)
    /// A string that is not valid UTF-8 or has half a surrogate pair.
    case notUnicode(at: Int)
    /// Arrays and objects nested deeper than `JSONParser.maximumDepth`.
    case tooDeep
    /// An object that gives a name twice: which one is meant cannot be told.
    case duplicateName(String)
}

/// A strict reader of JSON (RFC 8259) that never trusts what it reads.
///
/// It refuses what parsers disagree about: duplicate names, invalid UTF-8, half surrogate pairs, text after the
/// value. Its recursion is bounded by `maximumDepth`, its memory by the length of the text.
package struct JSONParser {
    /// The deepest nesting of arrays and objects; deeper is refused.
    package static let maximumDepth = 64
    private static let blockBytes = 32

    private let bytes: UnsafeBufferPointer<UInt8>
    private var depth = 0
    /// The byte that is read next.
    private(set) var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// The value that the bytes hold, with nothing after it but white space.
    package static func value(of bytes: some Sequence<UInt8>) throws(JSONError) -> JSONValue {
        try ContiguousArray(bytes).withUnsafeBufferPointer { buffer throws(JSONError) in
            var parser = JSONParser(buffer)
            let value = try parser.value()
            try parser.end()
            return value
        }
    }

    /// Reads one value and the white space before it.
    mutating func value() throws(JSONError) -> JSONValue {
        skipSpace()
        switch peek {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"):
            var found: [JSONValue.Member] = []
            try members { name, parser throws(JSONError) in
                found.append(JSONValue.Member(name, try parser.value()))
            }
            return .object(found)
        case UInt8(ascii: "["): return .array(try elements())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    /// Reads an object; `member` must read the value that follows each name.
    mutating func members(
        _ member: (String, inout JSONParser) throws(JSONError) -> Void
    ) throws(JSONError) {
        skipSpace()
        try open(UInt8(ascii: "{"))
        var names = SeenNames()
        skipSpace()
        if take(UInt8(ascii: "}")) { return close() }
        repeat {
            skipSpace()
            guard peek == UInt8(ascii: "\"") else { throw .malformed(at: position) }
            let name = try string()
            guard names.insert(name) else { throw .duplicateName(name) }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw .malformed(at: position) }
            try member(name, &self)
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw .malformed(at: position) }
        close()
    }

    /// Refuses anything but white space from here on.
    mutating func end() throws(JSONError) {
        skipSpace()
        guard position == bytes.count else { throw .malformed(at: position) }
    }

    mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            position += 1
        }
    }

    // MARK: - The parts of a value

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    private mutating func open(_ bracket: UInt8) throws(JSONError) {
        guard take(bracket) else { throw .malformed(at: position) }
        depth += 1
        guard depth <= Self.maximumDepth else { throw .tooDeep }
    }

    private mutating func close() {
        depth -= 1
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        let length = word.utf8CodeUnitCount
        let text = UnsafeBufferPointer(start: word.utf8Start, count: length)
        guard position + length <= bytes.count, bytes[position..<position + length].elementsEqual(text) else {
            throw .malformed(at: position)
        }
        position += length
        return value
    }

    private mutating func elements() throws(JSONError) -> [JSONValue] {
        try open(UInt8(ascii: "["))
        defer { close() }
        skipSpace()
        if take(UInt8(ascii: "]")) { return [] }
        var found: [JSONValue] = []
        repeat {
            found.append(try value())
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw .malformed(at: position) }
        return found
    }

    private mutating func digits() throws(JSONError) {
        guard let first = peek, isDigit(first) else { throw .malformed(at: position) }
        while let byte = peek, isDigit(byte) { position += 1 }
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    private mutating func number() throws(JSONError) -> JSONValue {
        let start = position
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits() }
        var isWhole = true
        if take(UInt8(ascii: ".")) {
            isWhole = false
            try digits()
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isWhole = false
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let number = Int64(text) { return .integer(number) }
        guard let number = Double(text) else { throw .malformed(at: start) }
        return .float(number)
    }

    private mutating func string() throws(JSONError) -> String {
        let start = position
        position += 1
        let first = position
        try skipPlain()
        if peek == UInt8(ascii: "\"") {
            let plain = UnsafeBufferPointer(rebasing: bytes[first..<position])
            guard let text = Self.text(plain) else { throw .notUnicode(at: start) }
            position += 1
            return text
        }
        return try stringWithEscapes(from: first)
    }

    /// Nil where the bytes are not UTF-8.
    private static func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        // Most names and words are ASCII, for which the general way costs more than the rest of the reading.
        var seen: UInt8 = 0
        for byte in bytes { seen |= byte }
        return seen < 0x80 ? String(decoding: bytes, as: UTF8.self) : String(validating: bytes, as: UTF8.self)
    }

    /// Moves to the next quote or backslash.
    private mutating func skipPlain() throws(JSONError) {
        // Whole blocks first: the inner loop has no branch, so that the compiler makes vector instructions of it.
        while position + Self.blockBytes <= bytes.count {
            var found: UInt8 = 0
            for byte in UnsafeBufferPointer(rebasing: bytes[position..<position + Self.blockBytes]) {
                found |= (byte < 0x20 ? 1 : 0) | (byte == 0x22 ? 1 : 0) | (byte == 0x5C ? 1 : 0)
            }
            if found != 0 { break }
            position += Self.blockBytes
        }
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return }
            guard byte >= 0x20 else { throw .malformed(at: position) }
            position += 1
        }
        throw .malformed(at: position)
    }

    private mutating func stringWithEscapes(from first: Int) throws(JSONError) -> String {
        var text = Array(bytes[first..<position])
        while take(UInt8(ascii: "\\")) {
            try escape(into: &text)
            let plain = position
            try skipPlain()
            text.append(contentsOf: bytes[plain..<position])
        }
        position += 1
        guard let valid = String(validating: text, as: UTF8.self) else { throw .notUnicode(at: first) }
        return valid
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        guard let byte = peek else { throw .malformed(at: position) }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: Array(String(try scalar()).utf8))
        default: throw .malformed(at: position - 1)
        }
    }

    private mutating func scalar() throws(JSONError) -> Unicode.Scalar {
        let start = position
        var code = UInt32(try unit())
        if code & 0xFC00 == 0xD800, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
            let low = UInt32(try unit())
            guard low & 0xFC00 == 0xDC00 else { throw .notUnicode(at: start) }
            code = 0x10000 + ((code & 0x3FF) << 10) + (low & 0x3FF)
        }
        guard let scalar = Unicode.Scalar(code) else { throw .notUnicode(at: start) }
        return scalar
    }

    private mutating func unit() throws(JSONError) -> UInt16 {
        guard position + 4 <= bytes.count else { throw .malformed(at: position) }
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue,
                bytes[position] < 0x80
            else { throw .malformed(at: position) }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }
}

/// The names that an object has given so far.
private struct SeenNames {
    // Beyond this many a list is slower than a set; a hostile object may have a hundred thousand.
    private static let longestList = 12

    private var list: [String] = []
    private var set: Set<[UInt8]> = []

    /// Whether the name is new.
    mutating func insert(_ name: String) -> Bool {
        if set.isEmpty {
            guard !list.contains(where: { $0.hasSameBytes(as: name) }) else { return false }
            list.append(name)
            if list.count > Self.longestList { set = Set(list.map { Array($0.utf8) }) }
            return true
        }
        return set.insert(Array(name.utf8)).inserted
    }
}
