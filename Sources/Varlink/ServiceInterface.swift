/// What a server says about itself.
package struct ServiceInfo: Sendable {
    package let vendor: String
    package let product: String
    package let version: String
    package let url: String

    package init(vendor: String, product: String, version: String, url: String) {
        self.vendor = vendor
        self.product = product
        self.version = version
        self.url = url
    }
}

/// `org.varlink.service`, which every server answers itself.
package enum ServiceInterface {
    package static let name = "org.varlink.service"

    /// The interface; its text is the protocol's own.
    package static let description: InterfaceDescription = {
        do throws(InterfaceSyntaxError) {
            return try InterfaceDescription(parsing: text)
        } catch {
            preconditionFailure("org.varlink.service: \(error)")
        }
    }()

    static let getInfo = name + ".GetInfo"
    static let getInterfaceDescription = name + ".GetInterfaceDescription"

    struct Info: Encodable {
        let vendor: String
        let product: String
        let version: String
        let url: String
        let interfaces: [String]

        init(_ info: ServiceInfo, interfaces: [String]) {
            vendor = info.vendor
            product = info.product
            version = info.version
            url = info.url
            self.interfaces = interfaces
        }
    }

    struct Description: Encodable {
        let description: String
    }

    private static let text = """
        # The Varlink Service Interface is provided by every varlink service. It
        # describes the service and the interfaces it implements.
        interface org.varlink.service

        # Get a list of all the interfaces a service provides and information
        # about the implementation.
        method GetInfo() -> (
          vendor: string,
          product: string,
          version: string,
          url: string,
          interfaces: []string
        )

        # Get the description of an interface that is implemented by this service.
        method GetInterfaceDescription(interface: string) -> (description: string)

        # The requested interface was not found.
        error InterfaceNotFound (interface: string)

        # The requested method was not found
        error MethodNotFound (method: string)

        # The interface defines the requested method, but the service does not
        # implement it.
        error MethodNotImplemented (method: string)

        # One of the passed parameters is invalid.
        error InvalidParameter (parameter: string)

        # Client is denied access
        error PermissionDenied ()

        # Method is expected to be called with 'more' set to true, but wasn't
        error ExpectedMore ()

        """
}
