/// A call as it stands on the wire.
package struct CallMessage: Sendable {
    /// The interface and the method, such as `org.varlink.service.GetInfo`.
    package var method: String
    /// An object; empty where the call has none.
    package var parameters: JSONValue
    /// The client takes several replies.
    package var more = false
    /// The client wants no reply.
    package var oneway = false

    package init(method: String, parameters: JSONValue = .emptyObject, more: Bool = false) {
        self.method = method
        self.parameters = parameters
        self.more = more
    }

    /// Why a message is no call.
    package enum Refusal: Error {
        /// No JSON, or no object: nothing on this connection can be trusted.
        case notJSON
        /// A well-formed message with this part wrong.
        case invalid(VarlinkError)
    }

    /// Reads a message; members that the protocol does not know are left out.
    package init(reading bytes: ArraySlice<UInt8>) throws(Refusal) {
        self = try bytes.withUnsafeBufferPointer { buffer throws(Refusal) in
            try CallMessage(reading: buffer)
        }
    }

    /// Reads a message where it stands.
    init(reading bytes: UnsafeBufferPointer<UInt8>) throws(Refusal) {
        do throws(JSONError) {
            self = try Self.read(bytes)
        } catch {
            switch error {
            case .malformed, .notUnicode: throw .notJSON
            case .tooDeep: throw .invalid(.invalidParameter("parameters"))
            case .duplicateName(let name): throw .invalid(.invalidParameter(name))
            }
        }
        if let wrong = wrongPart { throw .invalid(.invalidParameter(wrong)) }
    }

    // What was read with a wrong type: told once the whole message has proved to be JSON.
    private var wrongPart: String?

    private static func read(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONError) -> CallMessage {
        var call = CallMessage(method: "")
        var method: String?
        var parser = JSONParser(bytes)
        try parser.members { name, parser throws(JSONError) in
            let value = try parser.value()
            let isWrong: Bool
            switch name {
            case "method":
                method = value.text
                isWrong = method == nil
            case "parameters":
                isWrong = !value.isObject && !value.isNull
                if !isWrong && !value.isNull { call.parameters = value }
            case "more": isWrong = !value.read(into: &call.more)
            case "oneway": isWrong = !value.read(into: &call.oneway)
            case "upgrade":
                // Nothing served here turns into another protocol.
                var upgrade = false
                isWrong = !value.read(into: &upgrade) || upgrade
            default: isWrong = false
            }
            if isWrong { call.wrongPart = call.wrongPart ?? name }
        }
        try parser.end()
        if let method { call.method = method } else { call.wrongPart = "method" }
        if call.more && call.oneway { call.wrongPart = call.wrongPart ?? "more" }
        return call
    }

    /// The message, with its NUL; `parameters` are left out where there are none.
    package static func bytes(
        method: String, parameters: some Encodable, more: Bool = false, oneway: Bool = false
    ) throws -> [UInt8] {
        let writer = JSONWriter()
        writer.write(raw: "{\"method\":")
        writer.write(text: method)
        writer.write(raw: ",\"parameters\":")
        try writer.write(parameters)
        if more { writer.write(raw: ",\"more\":true") }
        if oneway { writer.write(raw: ",\"oneway\":true") }
        writer.write(raw: "}\0")
        return writer.bytes
    }
}

/// A reply as it stands on the wire.
package struct ReplyMessage: Sendable {
    /// The reply's parameters, or the error's.
    package let parameters: JSONValue
    /// The same, byte for byte as they came.
    package let parameterBytes: [UInt8]
    /// The full name of the error; nil where the call was answered.
    package let error: String?
    /// Another reply follows.
    package let continues: Bool

    /// Reads a message; nil where it is none.
    package init?(reading bytes: ArraySlice<UInt8>) {
        do throws(JSONError) {
            guard let reply = try bytes.withUnsafeBufferPointer(Self.read) else { return nil }
            self = reply
        } catch {
            return nil
        }
    }

    private init(parameters: JSONValue, bytes: [UInt8], error: String?, continues: Bool) {
        self.parameters = parameters
        self.parameterBytes = bytes
        self.error = error
        self.continues = continues
    }

    private static func read(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONError) -> ReplyMessage? {
        var parameters = JSONValue.emptyObject
        var range = 0..<0
        var error: String?
        var continues = false
        var isWrong = false
        var parser = JSONParser(bytes)
        try parser.members { name, parser throws(JSONError) in
            parser.skipSpace()
            let start = parser.position
            let value = try parser.value()
            switch (name, value) {
            case ("parameters", .object):
                parameters = value
                range = start..<parser.position
            case ("error", .string(let text)): error = text
            case ("continues", .bool(let flag)): continues = flag
            case ("parameters", .null), ("error", .null), ("continues", .null): break
            case ("parameters", _), ("error", _), ("continues", _): isWrong = true
            default: break
            }
        }
        try parser.end()
        guard !isWrong else { return nil }
        let raw = range.isEmpty ? Array("{}".utf8) : Array(bytes[range])
        return ReplyMessage(parameters: parameters, bytes: raw, error: error, continues: continues)
    }

    /// The message, with its NUL, that answers a call.
    package static func bytes(_ parameters: some Encodable, continues: Bool) throws -> [UInt8] {
        let writer = JSONWriter()
        writer.write(raw: "{\"parameters\":")
        try writer.write(parameters)
        writer.write(raw: continues ? ",\"continues\":true}\0" : "}\0")
        return writer.bytes
    }

    /// The message, with its NUL, that refuses a call.
    package static func bytes(_ error: VarlinkError) -> [UInt8] {
        let writer = JSONWriter()
        writer.write(raw: "{\"error\":")
        writer.write(text: error.name)
        writer.write(raw: ",\"parameters\":")
        writer.write(json: error.parameters)
        writer.write(raw: "}\0")
        return writer.bytes
    }
}

extension JSONValue {
    fileprivate var isObject: Bool {
        if case .object = self { true } else { false }
    }

    fileprivate var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// Reads a flag; null leaves it as it is. False where the value is no flag.
    fileprivate func read(into flag: inout Bool) -> Bool {
        if case .bool(let value) = self { flag = value } else { return isNull }
        return true
    }
}
