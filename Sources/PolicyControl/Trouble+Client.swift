internal import LinuxSystem
internal import PolicyAPI
internal import Varlink

extension Trouble {
    /// Why the task, a verb with its object, has no answer.
    init(_ error: VarlinkClientError, task: String) {
        let cannot = "cannot " + task + ": "
        switch error {
        case .system(let error):
            guard let object = error.object else {
                self = .failure(cannot + error.reason, nil)
                return
            }
            self = .failure(
                "cannot connect to \(SafeText.line(object)): \(error.reason)", error.connectionHint)
        case .closed: self = .failure(cannot + "policyd closed the connection", "try again")
        case .notUnderstood, .tooLong:
            self = .failure(cannot + "policyd's reply is not understood", "is it another version?")
        case .refused(let refusal): self = Self.refused(refusal, task, cannot)
        }
    }

    private static func refused(_ refusal: VarlinkError, _ task: String, _ cannot: String) -> Trouble {
        guard let error = PolicyError(refusal) else { return protocolError(refusal, cannot) }
        switch error {
        case .notFound(let path): return .nothing("no document named \(quoted(path))", "see policyctl list")
        case .noSuchVersion(let path, let version):
            return .nothing(
                "no version \(version) of \(quoted(path))", "see policyctl history \(SafeText.line(path))")
        case .invalidArgument(let parameter, let reason):
            return .failure(cannot + "\(quoted(parameter)): " + SafeText.line(reason), nil)
        case .invalidQuery(let query, let reason):
            return .failure("cannot search for \(quoted(query)): " + SafeText.line(reason), nil)
        case .notPermitted(let reason): return .failure(cannot + SafeText.line(reason), nil)
        case .timedOut:
            return .failure(
                cannot + "its time is up", task.hasPrefix("sync") ? "more with --timeout" : nil)
        case .busy(let reason):
            return .failure(cannot + "policyd is busy: " + SafeText.line(reason), "try again")
        }
    }

    private static func protocolError(_ error: VarlinkError, _ cannot: String) -> Trouble {
        let name = error.name.split(separator: ".").last.map(String.init) ?? ""
        let reasons = [
            "InterfaceNotFound": "what answers at the socket is not policyd",
            "MethodNotFound": "policyd does not know how",
            "MethodNotImplemented": "policyd does not know how",
            "PermissionDenied": "policyd does not permit it",
        ]
        if name == "InvalidParameter", let parameter = error.parameters["parameter"]?.text {
            return .failure(cannot + "policyd does not accept \(quoted(parameter))", nil)
        }
        return .failure(
            cannot + (reasons[name] ?? "policyd answers \(quoted(error.name))"), "is it another version?")
    }
}
