/// Writes an `Encodable` value as JSON: fields in the order in which they are declared, nothing that is nil, slashes
/// as they are.
///
/// It takes a fraction of the time of Foundation's encoder, keeps the order, and lets a program do without
/// Foundation. Control characters are always escaped, DEL and those from U+0080 to U+009F too, so that a line of
/// JSON is safe on a terminal.
package final class JSONWriter {
    /// What has been written.
    private(set) package var bytes: [UInt8] = []
    // The brackets that are still to be closed, outermost first.
    private var open: [UInt8] = []

    package init() {}

    /// The value as JSON.
    package static func bytes(of value: some Encodable) throws -> [UInt8] {
        let writer = JSONWriter()
        try writer.write(value)
        return writer.bytes
    }

    /// Appends a value.
    package func write(_ value: some Encodable) throws {
        switch value {
        case let value as String: write(text: value)
        case let value as JSONValue: write(json: value)
        default: try writeEncoding(value)
        }
    }

    /// Appends what stands for itself: a bracket, a colon, JSON made elsewhere.
    package func write(raw text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    func write(raw more: some Sequence<UInt8>) {
        bytes.append(contentsOf: more)
    }

    /// Empties it and keeps its memory.
    package func clear() {
        bytes.removeAll(keepingCapacity: true)
    }

    /// Appends a text in quotes.
    func write(text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { writeEscaped($0) }
        bytes.append(UInt8(ascii: "\""))
    }

    func write(json value: JSONValue) {
        switch value {
        case .null: write(raw: "null")
        case .bool(let value): write(raw: value ? "true" : "false")
        case .integer(let value): bytes.append(contentsOf: String(value).utf8)
        case .float(let value): bytes.append(contentsOf: (value.isFinite ? value : 0).description.utf8)
        case .string(let value): write(text: value)
        case .array(let values):
            bytes.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                write(json: value)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                write(text: member.name)
                bytes.append(UInt8(ascii: ":"))
                write(json: member.value)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    // MARK: - Encoding

    private func writeEncoding(_ value: some Encodable) throws {
        let depth = open.count
        let start = bytes.count
        try value.encode(to: WritingEncoder(writer: self))
        close(to: depth)
        // A type without fields asks for no container.
        if bytes.count == start { write(raw: "{}") }
    }

    fileprivate func begin(_ opening: UInt8, _ closing: UInt8) -> Int {
        bytes.append(opening)
        open.append(closing)
        return open.count
    }

    /// Closes what a nested container left open.
    fileprivate func close(to depth: Int) {
        while open.count > depth, let bracket = open.popLast() { bytes.append(bracket) }
    }

    /// Goes to the place of the next member or element.
    fileprivate func separate(at depth: Int) {
        close(to: depth)
        // No value ends in an opening bracket, so one that stands last was just opened.
        if let last = bytes.last, last != UInt8(ascii: "{"), last != UInt8(ascii: "[") {
            bytes.append(UInt8(ascii: ","))
        }
    }

    fileprivate func name(_ name: String, at depth: Int) {
        separate(at: depth)
        write(text: name)
        bytes.append(UInt8(ascii: ":"))
    }

    fileprivate func write(number: Double, at path: [any CodingKey]) throws {
        guard number.isFinite else {
            throw EncodingError.invalidValue(
                number, EncodingError.Context(codingPath: path, debugDescription: "JSON has no \(number)"))
        }
        bytes.append(contentsOf: number.description.utf8)
    }

    fileprivate func write(whole number: some BinaryInteger) {
        bytes.append(contentsOf: String(number).utf8)
    }

    // MARK: - Text

    private func writeEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        var plain = 0
        var index = 0
        while index < text.count {
            index = Self.firstSpecial(in: text, from: index)
            guard index < text.count else { break }
            let isSecondByte = text[index] == 0xC2
            // U+0080 to U+009F are 0xC2 and the code itself; any other 0xC2 is plain.
            if isSecondByte && (index + 1 == text.count || text[index + 1] >= 0xA0) {
                index += 1
                continue
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[plain..<index]))
            if isSecondByte { index += 1 }
            writeEscape(of: text[index])
            index += 1
            plain = index
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[plain...]))
    }

    private static let blockBytes = 32

    /// Where the next byte stands that may need an escape.
    private static func firstSpecial(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start
        // Whole blocks first: the inner loop has no branch, so that the compiler makes vector instructions of it.
        while index + blockBytes <= text.count {
            var found: UInt8 = 0
            for byte in UnsafeBufferPointer(rebasing: text[index..<index + blockBytes]) {
                found |= (byte < 0x20 ? 1 : 0) | (byte == 0x22 ? 1 : 0) | (byte == 0x5C ? 1 : 0)
                found |= (byte == 0x7F ? 1 : 0) | (byte == 0xC2 ? 1 : 0)
            }
            if found != 0 { break }
            index += blockBytes
        }
        while index < text.count {
            switch text[index] {
            case 0..<0x20, 0x22, 0x5C, 0x7F, 0xC2: return index
            default: index += 1
            }
        }
        return index
    }

    private func writeEscape(of byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): write(raw: "\\\"")
        case UInt8(ascii: "\\"): write(raw: "\\\\")
        case 0x0A: write(raw: "\\n")
        case 0x0D: write(raw: "\\r")
        case 0x09: write(raw: "\\t")
        default:
            let digits = Array("0123456789abcdef".utf8)
            write(raw: "\\u00")
            bytes.append(digits[Int(byte >> 4)])
            bytes.append(digits[Int(byte & 15)])
        }
    }
}

/// The face of the writer that `Encodable` types know.
private struct WritingEncoder: Encoder, SingleValueEncodingContainer {
    let writer: JSONWriter
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(
            MemberWriter<Key>(
                writer: writer, depth: writer.begin(UInt8(ascii: "{"), UInt8(ascii: "}"))))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        ElementWriter(writer: writer, depth: writer.begin(UInt8(ascii: "["), UInt8(ascii: "]")))
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    func encodeNil() { writer.write(raw: "null") }
    func encode(_ value: Bool) { writer.write(raw: value ? "true" : "false") }
    func encode(_ value: String) { writer.write(text: value) }
    func encode(_ value: Double) throws { try writer.write(number: value, at: codingPath) }
    func encode(_ value: Float) throws { try writer.write(number: Double(value), at: codingPath) }
    func encode(_ value: Int) { writer.write(whole: value) }
    func encode(_ value: Int8) { writer.write(whole: value) }
    func encode(_ value: Int16) { writer.write(whole: value) }
    func encode(_ value: Int32) { writer.write(whole: value) }
    func encode(_ value: Int64) { writer.write(whole: value) }
    func encode(_ value: UInt) { writer.write(whole: value) }
    func encode(_ value: UInt8) { writer.write(whole: value) }
    func encode(_ value: UInt16) { writer.write(whole: value) }
    func encode(_ value: UInt32) { writer.write(whole: value) }
    func encode(_ value: UInt64) { writer.write(whole: value) }
    func encode(_ value: some Encodable) throws { try writer.write(value) }
}

private struct MemberWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let writer: JSONWriter
    let depth: Int
    var codingPath: [any CodingKey] { [] }

    private func at(_ key: Key) -> WritingEncoder {
        writer.name(key.stringValue, at: depth)
        return WritingEncoder(writer: writer)
    }

    func encodeNil(forKey key: Key) { at(key).encodeNil() }
    func encode(_ value: Bool, forKey key: Key) { at(key).encode(value) }
    func encode(_ value: String, forKey key: Key) { at(key).encode(value) }
    func encode(_ value: Double, forKey key: Key) throws {
        writer.name(key.stringValue, at: depth)
        try writer.write(number: value, at: [key])
    }
    func encode(_ value: Float, forKey key: Key) throws { try encode(Double(value), forKey: key) }
    func encode(_ value: Int, forKey key: Key) { at(key).encode(value) }
    func encode(_ value: Int8, forKey key: Key) { at(key).encode(value) }
    func encode(_ value: Int16, forKey key: Key) { at(key).encode(value) }
    func encode(_ value: Int32, forKey key: Key) { at(key).encode(value) }
    func encode(_ value: Int64, forKey key: Key) { at(key).encode(value) }
    func encode(_ value: UInt, forKey key: Key) { at(key).encode(value) }
    func encode(_ value: UInt8, forKey key: Key) { at(key).encode(value) }
    func encode(_ value: UInt16, forKey key: Key) { at(key).encode(value) }
    func encode(_ value: UInt32, forKey key: Key) { at(key).encode(value) }
    func encode(_ value: UInt64, forKey key: Key) { at(key).encode(value) }
    func encode(_ value: some Encodable, forKey key: Key) throws { try at(key).encode(value) }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        at(key).container(keyedBy: type)
    }
    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        at(key).unkeyedContainer()
    }
    func superEncoder() -> any Encoder {
        writer.name("super", at: depth)
        return WritingEncoder(writer: writer)
    }
    func superEncoder(forKey key: Key) -> any Encoder { at(key) }
}

private struct ElementWriter: UnkeyedEncodingContainer {
    let writer: JSONWriter
    let depth: Int
    var count = 0
    var codingPath: [any CodingKey] { [] }

    private mutating func next() -> WritingEncoder {
        writer.separate(at: depth)
        count += 1
        return WritingEncoder(writer: writer)
    }

    mutating func encodeNil() { next().encodeNil() }
    mutating func encode(_ value: Bool) { next().encode(value) }
    mutating func encode(_ value: String) { next().encode(value) }
    mutating func encode(_ value: Double) throws { try next().encode(value) }
    mutating func encode(_ value: Float) throws { try next().encode(value) }
    mutating func encode(_ value: Int) { next().encode(value) }
    mutating func encode(_ value: Int8) { next().encode(value) }
    mutating func encode(_ value: Int16) { next().encode(value) }
    mutating func encode(_ value: Int32) { next().encode(value) }
    mutating func encode(_ value: Int64) { next().encode(value) }
    mutating func encode(_ value: UInt) { next().encode(value) }
    mutating func encode(_ value: UInt8) { next().encode(value) }
    mutating func encode(_ value: UInt16) { next().encode(value) }
    mutating func encode(_ value: UInt32) { next().encode(value) }
    mutating func encode(_ value: UInt64) { next().encode(value) }
    mutating func encode(_ value: some Encodable) throws { try next().encode(value) }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) -> KeyedEncodingContainer<Nested> {
        next().container(keyedBy: type)
    }
    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { next().unkeyedContainer() }
    mutating func superEncoder() -> any Encoder { next() }
}

extension JSONValue: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self)
    }
}
