import Varlink

/// Tells the interface type of a `Decodable` type by watching what it decodes.
enum ShapeReader {
    static func shape(of type: any Decodable.Type) throws -> InterfaceType {
        if let word = words(of: type) { return .enumeration(word) }
        switch type {
        case is Int.Type: return .int
        case is Double.Type: return .float
        case is Bool.Type: return .bool
        case is String.Type: return .string
        case let array as any ArrayShape.Type: return .array(try shape(of: array.element))
        default:
            let recorder = Recorder()
            _ = try make(type, recorder)
            return .structure(recorder.fields)
        }
    }

    fileprivate static func make<Value: Decodable>(_ type: Value.Type, _ recorder: Recorder) throws -> Value {
        try Value(from: RecordingDecoder(recorder: recorder))
    }

    /// A value of the type, so that decoding goes on.
    fileprivate static func sample<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let value: any Decodable
        switch type {
        case is Int.Type: value = 0
        case is Double.Type: value = 0.0
        case is Bool.Type: value = false
        case is String.Type: value = ""
        case let array as any ArrayShape.Type: value = array.empty
        default:
            if let first = firstCase(of: type) {
                value = first
            } else {
                value = try make(type, Recorder())
            }
        }
        return value as! Value
    }

    private static func words(of type: any Decodable.Type) -> [String]? {
        (type as? any (CaseIterable & RawRepresentable).Type).flatMap { names($0) }
    }

    private static func names<Word: CaseIterable & RawRepresentable>(_: Word.Type) -> [String]? {
        let names = Word.allCases.compactMap { $0.rawValue as? String }
        return names.isEmpty ? nil : names
    }

    private static func firstCase(of type: any Decodable.Type) -> (any Decodable)? {
        (type as? any CaseIterable.Type).flatMap { first($0) } as? any Decodable
    }

    private static func first<Word: CaseIterable>(_: Word.Type) -> Any? { Word.allCases.first }
}

private protocol ArrayShape {
    static var element: any Decodable.Type { get }
    static var empty: any Decodable { get }
}

extension Array: ArrayShape where Element: Decodable {
    static var element: any Decodable.Type { Element.self }
    static var empty: any Decodable { [Element]() }
}

private final class Recorder {
    var fields: [InterfaceField] = []
}

private struct RecordingDecoder: Decoder {
    let recorder: Recorder
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(RecordingContainer<Key>(recorder: recorder))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw NotRecorded() }
    func singleValueContainer() throws -> any SingleValueDecodingContainer { throw NotRecorded() }
}

private struct NotRecorded: Error {}

private struct RecordingContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let recorder: Recorder
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { [] }

    private func note<Value: Decodable>(_ type: Value.Type, _ key: Key, isOptional: Bool) throws -> Value {
        let shape = try ShapeReader.shape(of: type)
        recorder.fields.append(
            InterfaceField(name: key.stringValue, type: isOptional ? .optional(shape) : shape))
        return try ShapeReader.sample(type)
    }

    func contains(_ key: Key) -> Bool { true }
    func decodeNil(forKey key: Key) -> Bool { true }
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try note(type, key, isOptional: false) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String {
        try note(type, key, isOptional: false)
    }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
        try note(type, key, isOptional: false)
    }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { throw NotRecorded() }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try note(type, key, isOptional: false) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { throw NotRecorded() }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { throw NotRecorded() }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { throw NotRecorded() }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { throw NotRecorded() }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { throw NotRecorded() }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { throw NotRecorded() }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { throw NotRecorded() }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { throw NotRecorded() }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { throw NotRecorded() }
    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try note(type, key, isOptional: false)
    }

    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
        _ = try note(type, key, isOptional: true)
        return nil
    }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        _ = try note(type, key, isOptional: true)
        return nil
    }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
        _ = try note(type, key, isOptional: true)
        return nil
    }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
        _ = try note(type, key, isOptional: true)
        return nil
    }
    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        _ = try note(type, key, isOptional: true)
        return nil
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> { throw NotRecorded() }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        throw NotRecorded()
    }
    func superDecoder() throws -> any Decoder { throw NotRecorded() }
    func superDecoder(forKey key: Key) throws -> any Decoder { throw NotRecorded() }
}
