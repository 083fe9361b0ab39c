/// An error as it stands on the wire: its full name and its parameters.
package struct VarlinkError: Error, Hashable, Sendable {
    /// The interface and the name, such as `org.varlink.service.InvalidParameter`.
    package let name: String
    /// An object.
    package let parameters: JSONValue

    package init(name: String, parameters: JSONValue = .emptyObject) {
        self.name = name
        self.parameters = parameters
    }

    /// The interface is not served here.
    package static func interfaceNotFound(_ interface: String) -> VarlinkError {
        service("InterfaceNotFound", "interface", interface)
    }

    /// The interface has no such method.
    package static func methodNotFound(_ method: String) -> VarlinkError {
        service("MethodNotFound", "method", method)
    }

    /// The method is described but nothing answers it.
    package static func methodNotImplemented(_ method: String) -> VarlinkError {
        service("MethodNotImplemented", "method", method)
    }

    /// A parameter is missing, unknown, of the wrong type or out of range.
    package static func invalidParameter(_ parameter: String) -> VarlinkError {
        service("InvalidParameter", "parameter", parameter)
    }

    /// The method gives a stream and must be called with `more`.
    package static let expectedMore = VarlinkError(name: ServiceInterface.name + ".ExpectedMore")

    private static func service(_ error: String, _ parameter: String, _ value: String) -> VarlinkError {
        VarlinkError(
            name: ServiceInterface.name + "." + error,
            parameters: .object([JSONValue.Member(parameter, .string(value))]))
    }
}
