package import Varlink

/// The errors of `org.policyd`.
package enum PolicyError: Error, Hashable, Sendable {
    case notFound(path: String)
    case noSuchVersion(path: String, version: Int)
    case invalidArgument(parameter: String, reason: String)
    case invalidQuery(query: String, reason: String)
    case notPermitted(reason: String)
    case timedOut
    case busy(reason: String)

    /// What a client is told that the server refuses, whatever it asked.
    package init(_ refusal: VarlinkRefusal) {
        switch refusal {
        case .tooManyConnections(let limit): self = .busy(reason: "all \(limit) connections are taken")
        case .tooManyCalls(let limit): self = .busy(reason: "\(limit) calls are waiting already")
        case .timedOut: self = .timedOut
        case .fellBehind(let limit):
            self = .busy(
                reason: "the client left more than \(limit) bytes unread; it can go on from its cursor")
        case .readNothing(let limit):
            self = .busy(
                reason:
                    "the client read nothing for \(Int(limit / .seconds(1))) s; it can go on from its cursor")
        case .stopping: self = .busy(reason: "policyd is stopping")
        }
    }

    /// The error as it stands on the wire.
    package var varlinkError: VarlinkError {
        switch self {
        case .notFound(let path): error("NotFound", [.init("path", .string(path))])
        case .noSuchVersion(let path, let version):
            error(
                "NoSuchVersion", [.init("path", .string(path)), .init("version", .integer(Int64(version)))])
        case .invalidArgument(let parameter, let reason):
            error(
                "InvalidArgument", [.init("parameter", .string(parameter)), .init("reason", .string(reason))])
        case .invalidQuery(let query, let reason):
            error("InvalidQuery", [.init("query", .string(query)), .init("reason", .string(reason))])
        case .notPermitted(let reason): error("NotPermitted", [.init("reason", .string(reason))])
        case .timedOut: error("TimedOut", [])
        case .busy(let reason): error("Busy", [.init("reason", .string(reason))])
        }
    }

    /// Reads an error from the wire; nil where it is not one of these.
    package init?(_ error: VarlinkError) {
        let prefix = PolicyInterface.name + "."
        guard error.name.hasPrefix(prefix) else { return nil }
        let told = error.parameters
        switch String(error.name.dropFirst(prefix.count)) {
        case "NotFound":
            guard let path = told["path"]?.text else { return nil }
            self = .notFound(path: path)
        case "NoSuchVersion":
            guard let path = told["path"]?.text,
                let version = told["version"]?.wholeNumber.flatMap({ Int(exactly: $0) })
            else { return nil }
            self = .noSuchVersion(path: path, version: version)
        case "InvalidArgument":
            guard let parameter = told["parameter"]?.text, let reason = told["reason"]?.text else {
                return nil
            }
            self = .invalidArgument(parameter: parameter, reason: reason)
        case "InvalidQuery":
            guard let query = told["query"]?.text, let reason = told["reason"]?.text else { return nil }
            self = .invalidQuery(query: query, reason: reason)
        case "NotPermitted":
            guard let reason = told["reason"]?.text else { return nil }
            self = .notPermitted(reason: reason)
        case "TimedOut": self = .timedOut
        case "Busy":
            guard let reason = told["reason"]?.text else { return nil }
            self = .busy(reason: reason)
        default: return nil
        }
    }

    private func error(_ name: String, _ parameters: [JSONValue.Member]) -> VarlinkError {
        VarlinkError(name: PolicyInterface.name + "." + name, parameters: .object(parameters))
    }
}
