/// A type of the interface definition language.
package indirect enum InterfaceType: Hashable, Sendable {
    case bool, int, float, string
    /// Any object.
    case object
    /// Any value.
    case any
    /// A type that the interface declares.
    case named(String)
    case optional(InterfaceType)
    case array(InterfaceType)
    /// An object whose names are free.
    case map(InterfaceType)
    case structure([InterfaceField])
    case enumeration([String])
}

/// A named part of a structure, of a method's parameters or of its reply.
package struct InterfaceField: Hashable, Sendable {
    package let name: String
    package let type: InterfaceType

    package init(name: String, type: InterfaceType) {
        self.name = name
        self.type = type
    }

    /// Whether it may be left out.
    package var isOptional: Bool {
        if case .optional = type { true } else { false }
    }
}

/// An interface as its definition tells it: its types, methods and errors, in order.
package struct InterfaceDescription: Sendable {
    /// A declared type.
    package struct DeclaredType: Hashable, Sendable {
        package let name: String
        package let type: InterfaceType
    }

    /// A method with what it takes and what it gives.
    package struct Method: Hashable, Sendable {
        package let name: String
        package let parameters: [InterfaceField]
        package let reply: [InterfaceField]
    }

    /// An error with what it tells.
    package struct DeclaredError: Hashable, Sendable {
        package let name: String
        package let parameters: [InterfaceField]
    }

    /// The reverse domain name, such as `org.varlink.service`.
    package let name: String
    /// The definition, byte for byte.
    package let text: String
    package let types: [DeclaredType]
    package let methods: [Method]
    package let errors: [DeclaredError]
    private let typesByName: [String: InterfaceType]
    private let methodsByName: [String: Method]

    /// Reads a definition; throws where it is not one, a name is declared twice or a type is not declared.
    package init(parsing text: String) throws(InterfaceSyntaxError) {
        var parser = InterfaceParser(text)
        try parser.parse()
        name = parser.name
        self.text = text
        types = parser.types
        methods = parser.methods
        errors = parser.errors
        typesByName = Dictionary(types.map { ($0.name, $0.type) }) { first, _ in first }
        methodsByName = Dictionary(methods.map { ($0.name, $0) }) { first, _ in first }
    }

    /// The method of that name, without the interface's.
    package func method(named name: some StringProtocol) -> Method? { methodsByName[String(name)] }

    /// What the declared name stands for.
    package func type(named name: String) -> InterfaceType? { typesByName[name] }

    /// The error of that name, without the interface's.
    package func error(named name: String) -> DeclaredError? { errors.first { $0.name == name } }

    // MARK: - Does a value fit?

    /// The first part of the object that does not fit the fields, as a path such as `changes.edits.text`; nil where
    /// all fits. A field that may be left out may also be null; one that the interface does not know does not fit.
    package func firstMisfit(in object: JSONValue, of fields: [InterfaceField]) -> String? {
        guard case .object(let members) = object else { return "parameters" }
        for member in members {
            guard let field = fields.first(where: { $0.name.hasSameBytes(as: member.name) }) else {
                return member.name
            }
            if let misfit = firstMisfit(in: member.value, of: field.type) {
                return misfit.isEmpty ? field.name : field.name + "." + misfit
            }
        }
        // An object with as many members as there are fields has them all: no name comes twice.
        guard members.count < fields.count else { return nil }
        return fields.first { field in
            !field.isOptional && !members.contains { $0.name.hasSameBytes(as: field.name) }
        }?.name
    }

    /// Nil where the value fits, else the path below it, which is empty for the value itself.
    private func firstMisfit(in value: JSONValue, of type: InterfaceType) -> String? {
        switch (type, value) {
        case (.optional, .null), (.any, _), (.object, .object), (.bool, .bool), (.string, .string): return nil
        case (.optional(let inner), _): return firstMisfit(in: value, of: inner)
        case (.int, _): return value.wholeNumber == nil ? "" : nil
        case (.float, _): return value.number == nil ? "" : nil
        case (.named(let name), _):
            guard let declared = typesByName[name] else { return "" }
            return firstMisfit(in: value, of: declared)
        case (.array(let element), .array(let values)):
            return firstMisfit(in: values, of: element)
        case (.map(let element), .object(let members)):
            return firstMisfit(in: members.map(\.value), of: element)
        case (.structure(let fields), .object): return firstMisfit(in: value, of: fields)
        case (.enumeration(let names), .string(let name)):
            return names.contains { $0.hasSameBytes(as: name) } ? nil : ""
        default: return ""
        }
    }

    private func firstMisfit(in values: [JSONValue], of type: InterfaceType) -> String? {
        for value in values {
            if let misfit = firstMisfit(in: value, of: type) { return misfit }
        }
        return nil
    }
}
