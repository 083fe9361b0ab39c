/// A JSON value as it came from the other side, checked but not yet given a type.
///
/// The members of an object keep their order. Names are compared byte for byte: two names that Unicode calls
/// equivalent are two names here.
package enum JSONValue: Sendable, Hashable {
    /// A member of an object.
    package struct Member: Sendable, Hashable {
        package let name: String
        package let value: JSONValue

        package init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    case null
    case bool(Bool)
    case integer(Int64)
    /// A number with a fraction or exponent, or too large for an integer; infinite where it is too large for both.
    case float(Double)
    case string(String)
    case array([JSONValue])
    case object([Member])

    /// An object without members.
    package static let emptyObject = JSONValue.object([])

    /// The member of that name; nil where this is no object or has none.
    package subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name.hasSameBytes(as: name) }?.value
    }

    /// The whole number that this is, also where it is written as `2.0` or `2e0`; nil beyond 64 bits.
    package var wholeNumber: Int64? {
        switch self {
        case .integer(let number): number
        case .float(let number): Int64(exactly: number)
        default: nil
        }
    }

    /// The finite number that this is.
    package var number: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .float(let number) where number.isFinite: number
        default: nil
        }
    }

    /// The text that this is.
    package var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }
}

extension String {
    /// Whether both are the same bytes; `==` takes what Unicode calls equivalent for equal.
    func hasSameBytes(as other: String) -> Bool {
        // Nearly every name differs in length or, for `==`, in its first bytes.
        utf8.count == other.utf8.count && self == other && utf8.elementsEqual(other.utf8)
    }
}
