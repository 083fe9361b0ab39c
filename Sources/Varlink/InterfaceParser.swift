/// Why a text is no interface definition.
package struct InterfaceSyntaxError: Error, Hashable, CustomStringConvertible {
    /// 1-based.
    package let line: Int
    package let reason: String

    package var description: String { "line \(line): \(reason)" }
}

/// Reads the Varlink interface definition language by recursive descent.
struct InterfaceParser {
    // Deeper than any interface written by hand.
    private static let maximumDepth = 32

    private(set) var name = ""
    private(set) var types: [InterfaceDescription.DeclaredType] = []
    private(set) var methods: [InterfaceDescription.Method] = []
    private(set) var errors: [InterfaceDescription.DeclaredError] = []

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0
    // Names used as types, and where.
    private var used: [(name: String, position: Int)] = []

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    mutating func parse() throws(InterfaceSyntaxError) {
        try keyword("interface")
        name = word { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
        guard Self.isInterfaceName(name) else { throw wrong("'\(name)' is no interface name") }
        skip()
        while position < bytes.count {
            try member()
            skip()
        }
        let declared = Set(types.map(\.name))
        if let unknown = used.first(where: { !declared.contains($0.name) }) {
            throw InterfaceSyntaxError(
                line: line(at: unknown.position), reason: "type '\(unknown.name)' is not declared")
        }
    }

    // MARK: - Members

    private mutating func member() throws(InterfaceSyntaxError) {
        let kind = word { isLetter($0) }
        skip()
        let name = word { isLetter($0) || isDigit($0) }
        guard let first = name.utf8.first, first >= UInt8(ascii: "A"), first <= UInt8(ascii: "Z") else {
            throw wrong("'\(name)' is no name of a type, method or error")
        }
        let isTaken =
            types.contains { $0.name == name } || methods.contains { $0.name == name }
            || errors.contains { $0.name == name }
        guard !isTaken else { throw wrong("'\(name)' is declared twice") }
        skip()
        switch kind {
        case "type": types.append(.init(name: name, type: try structureOrEnumeration()))
        case "error": errors.append(.init(name: name, parameters: try structure()))
        case "method":
            let parameters = try structure()
            skip()
            try expect("->")
            skip()
            methods.append(.init(name: name, parameters: parameters, reply: try structure()))
        default: throw wrong("'\(kind)' is none of type, method and error")
        }
    }

    // MARK: - Types

    private mutating func structure() throws(InterfaceSyntaxError) -> [InterfaceField] {
        guard case .structure(let fields) = try structureOrEnumeration() else {
            throw wrong("fields need types")
        }
        return fields
    }

    /// `(name: type, ...)` or `(name, ...)`; `()` is a structure.
    private mutating func structureOrEnumeration() throws(InterfaceSyntaxError) -> InterfaceType {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { throw wrong("nested too deep") }
        try expect("(")
        skip()
        if take(")") { return .structure([]) }
        var fields: [InterfaceField] = []
        var names: [String] = []
        repeat {
            skip()
            let name = try fieldName()
            guard !names.contains(name) else { throw wrong("'\(name)' is given twice") }
            names.append(name)
            skip()
            if take(":") {
                skip()
                fields.append(InterfaceField(name: name, type: try type()))
                skip()
            }
        } while take(",")
        try expect(")")
        if fields.isEmpty { return .enumeration(names) }
        guard fields.count == names.count else { throw wrong("some fields have a type and some have none") }
        return .structure(fields)
    }

    private mutating func type() throws(InterfaceSyntaxError) -> InterfaceType {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { throw wrong("nested too deep") }
        if take("?") {
            let inner = try type()
            if case .optional = inner { throw wrong("a type is optional once") }
            return .optional(inner)
        }
        if take("[string]") { return .map(try type()) }
        if take("[]") { return .array(try type()) }
        if peek == UInt8(ascii: "(") { return try structureOrEnumeration() }
        let start = position
        let name = word { isLetter($0) || isDigit($0) }
        switch name {
        case "bool": return .bool
        case "int": return .int
        case "float": return .float
        case "string": return .string
        case "object": return .object
        case "any": return .any
        default:
            guard let first = name.utf8.first, first >= UInt8(ascii: "A"), first <= UInt8(ascii: "Z") else {
                throw wrong("'\(name)' is no type")
            }
            used.append((name, start))
            return .named(name)
        }
    }

    private mutating func fieldName() throws(InterfaceSyntaxError) -> String {
        let name = word { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
        guard let first = name.utf8.first, isLetter(first), !name.hasSuffix("_"), !name.contains("__") else {
            throw wrong("'\(name)' is no name of a field")
        }
        return name
    }

    /// At least two parts of letters, digits and inner hyphens, the first beginning with a letter.
    private static func isInterfaceName(_ name: String) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count >= 2, name.utf8.count <= 255, let first = name.utf8.first, first > UInt8(ascii: "9")
        else { return false }
        return parts.allSatisfy { !$0.isEmpty && !$0.hasPrefix("-") && !$0.hasSuffix("-") }
    }

    // MARK: - Bytes

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func line(at position: Int) -> Int { 1 + bytes[..<position].count { $0 == 0x0A } }

    private func wrong(_ reason: String) -> InterfaceSyntaxError {
        InterfaceSyntaxError(line: line(at: position), reason: reason)
    }

    /// Skips white space and comments.
    private mutating func skip() {
        while let byte = peek {
            if byte == UInt8(ascii: "#") {
                while let byte = peek, byte != 0x0A { position += 1 }
            } else if byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
                position += 1
            } else {
                return
            }
        }
    }

    private mutating func word(_ belongs: (UInt8) -> Bool) -> String {
        let start = position
        while let byte = peek, belongs(byte) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func take(_ text: String) -> Bool {
        guard bytes[position...].starts(with: text.utf8) else { return false }
        position += text.utf8.count
        return true
    }

    private mutating func expect(_ text: String) throws(InterfaceSyntaxError) {
        guard take(text) else { throw wrong("'\(text)' is missing") }
    }

    private mutating func keyword(_ text: String) throws(InterfaceSyntaxError) {
        skip()
        try expect(text)
        let before = position
        skip()
        guard position > before else { throw wrong("'\(text)' needs a name") }
    }
}

private func isLetter(_ byte: UInt8) -> Bool {
    let lower = byte | 0x20
    return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")
}

private func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
