/// The methods that a server knows, and what it answers about itself.
struct ServiceTable: Sendable {
    struct Entry: Sendable {
        let interface: InterfaceDescription
        let method: InterfaceDescription.Method
    }

    private let product: ServiceInfo
    private let interfaces: [InterfaceDescription]
    private let entries: [String: Entry]

    init(product: ServiceInfo, interfaces: [InterfaceDescription]) {
        self.product = product
        self.interfaces = [ServiceInterface.description] + interfaces
        let named = self.interfaces.flatMap { interface in
            interface.methods.map {
                (interface.name + "." + $0.name, Entry(interface: interface, method: $0))
            }
        }
        entries = Dictionary(named) { first, _ in first }
    }

    /// Refuses a call to what is not served, or whose parameters do not fit.
    func check(_ call: CallMessage) throws(VarlinkError) {
        guard let entry = entries[call.method] else { throw notFound(call.method) }
        if let misfit = entry.interface.firstMisfit(in: call.parameters, of: entry.method.parameters) {
            throw .invalidParameter(misfit)
        }
    }

    private func notFound(_ method: String) -> VarlinkError {
        guard let dot = method.lastIndex(of: ".") else { return .invalidParameter("method") }
        let interface = String(method[..<dot])
        let isServed = interfaces.contains { $0.name.hasSameBytes(as: interface) }
        return isServed ? .methodNotFound(method) : .interfaceNotFound(interface)
    }

    /// The reply to a call that the server answers itself; nil for any other.
    func ownReply(to call: CallMessage) -> [UInt8]? {
        switch call.method {
        case ServiceInterface.getInfo:
            return try? ReplyMessage.bytes(
                ServiceInterface.Info(product, interfaces: interfaces.map(\.name)), continues: false)
        case ServiceInterface.getInterfaceDescription:
            let name = call.parameters["interface"]?.text ?? ""
            guard let interface = interfaces.first(where: { $0.name.hasSameBytes(as: name) }) else {
                return ReplyMessage.bytes(.interfaceNotFound(name))
            }
            return try? ReplyMessage.bytes(
                ServiceInterface.Description(description: interface.text), continues: false)
        default: return nil
        }
    }
}
