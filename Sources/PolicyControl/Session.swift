internal import LinuxSystem
internal import PolicyAPI
internal import Varlink

/// One run of policyctl: what was asked, where, and the connection to the daemon.
final class Session {
    // In the order in which they are looked for; the user's own socket stands between them.
    private static let systemSocket = "/run/policyd.sock"
    private static let checkoutSocket = "./.policyd/policyd.sock"

    let invocation: Invocation
    let surroundings: Surroundings
    let printer: Printer
    private var connected: VarlinkClient?

    init(_ invocation: Invocation, _ surroundings: Surroundings, _ printer: Printer) {
        self.invocation = invocation
        self.surroundings = surroundings
        self.printer = printer
    }

    var style: Style { printer.style }
    var printsJSON: Bool { invocation.has(.json) }

    // MARK: - Calls

    /// Calls a method; with `--json`, prints the reply's parameters as they came.
    func call<Method: PolicyMethod>(
        _ method: Method.Type, _ parameters: Method.Parameters, to task: String
    ) throws(Trouble) -> Method.Reply {
        do throws(VarlinkClientError) {
            return try read(method, try client().call(Method.name, parameters))
        } catch {
            throw Trouble(error, task: task)
        }
    }

    /// Calls a method about a document. Where no document bears the name exactly, one is looked for that begins
    /// or ends with it.
    func call<Method: PolicyMethod>(
        _ method: Method.Type, about operand: DocumentOperand, to task: String,
        _ parameters: (DocumentOperand) -> Method.Parameters
    ) throws(Trouble) -> Method.Reply {
        do throws(VarlinkClientError) {
            do throws(VarlinkClientError) {
                return try read(method, try client().call(Method.name, parameters(operand)))
            } catch {
                guard case .refused(let refusal) = error, case .notFound = PolicyError(refusal) else {
                    throw error
                }
            }
        } catch {
            throw Trouble(error, task: task + " " + quoted(operand.path))
        }
        let found = try document(operand)
        return try call(method, parameters(found), to: task + " " + quoted(found.path))
    }

    /// Calls a method with many replies and hands each on, until the daemon ends them.
    func stream<Method: PolicyMethod>(
        _ method: Method.Type, _ parameters: Method.Parameters, to task: String,
        _ each: (Method.Reply) throws(Trouble) -> Void
    ) throws(Trouble) {
        var isLast = false
        var hasBegun = false
        while !isLast {
            let reply: Method.Reply
            do throws(VarlinkClientError) {
                let client = try client()
                if !hasBegun { try client.send(Method.name, parameters, more: true) }
                hasBegun = true
                let message = try client.nextReply()
                isLast = !message.continues
                reply = try read(method, message)
            } catch {
                throw Trouble(error, task: task)
            }
            try each(reply)
            try printer.flush()
        }
    }

    private func read<Method: PolicyMethod>(
        _: Method.Type, _ message: ReplyMessage
    ) throws(VarlinkClientError) -> Method.Reply {
        let reply = try message.parameters(Method.Reply.self)
        if printsJSON { lines.append(message.parameterBytes) }
        return reply
    }

    // Replies to be printed by `printLines`; those of calls that only look for a path are dropped.
    private var lines: [[UInt8]] = []

    /// Prints the replies of the calls so far, one on a line.
    func printLines() throws(Trouble) {
        let waiting = lines
        lines = []
        for line in waiting {
            // A line break can only stand between tokens.
            try printer.write(line.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 } + [0x0A])
        }
    }

    // MARK: - Documents

    /// The document that `--document` means.
    func documentOption() throws(Trouble) -> String? {
        guard let name = invocation.options[.document] else { return nil }
        return try document(DocumentOperand(path: name, version: nil, whole: name)).path
    }

    private func document(_ operand: DocumentOperand) throws(Trouble) -> DocumentOperand {
        let before = lines
        defer { lines = before }
        let present = try paths(deleted: nil)
        if let found = try PathMatcher(present).match(operand) { return found }
        let all = try paths(deleted: true)
        if let found = try PathMatcher(all).match(operand) { return found }
        throw PathMatcher(present + all).notFound(operand)
    }

    private func paths(deleted: Bool?) throws(Trouble) -> [String] {
        let reply = try call(Wire.List.self, .init(deleted: deleted), to: "list the documents")
        return reply.documents.map(\.path)
    }

    // MARK: - Values

    /// The point in time that an option means.
    func when(_ option: Option) throws(Trouble) -> When? {
        try invocation.options[option].map { text throws(Trouble) in try when(text, option.name) }
    }

    func when(_ text: String, _ name: String) throws(Trouble) -> When {
        guard let when = When(text, now: surroundings.now()) else {
            let example = "a time such as 2026-11-21, yesterday or '3 days ago'"
            throw .usage("'\(name)' must be \(example), not \(quoted(text))", nil)
        }
        return when
    }

    /// The day that an option or operand means.
    func day(_ text: String, _ name: String) throws(Trouble) -> String {
        guard case .day(let day) = try when(text, name) else {
            throw .usage("'\(name)' must be a day such as 2026-11-21, not \(quoted(text))", nil)
        }
        return day
    }

    /// The operands as one text; `-` alone is standard input.
    func words() throws(Trouble) -> String {
        guard invocation.operands == ["-"] else { return invocation.operands.joined(separator: " ") }
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try surroundings.readInput()
        } catch {
            throw .failure("cannot read standard input: \(error.reason)", nil)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .failure("cannot read standard input: it is not UTF-8", nil)
        }
        return String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }

    // MARK: - The connection

    private func client() throws(VarlinkClientError) -> VarlinkClient {
        if let connected { return connected }
        let path = socketPath()
        do throws(SystemError) {
            let client = try VarlinkClient(path: path)
            connected = client
            return client
        } catch {
            throw .system(SystemError("connect to", path, code: error.code))
        }
    }

    /// Where the daemon is asked.
    func socketPath() -> String {
        if let path = invocation.options[.socket] { return path }
        if let path = surroundings.environment("POLICYD_SOCKET"), !path.isEmpty { return path }
        let own = surroundings.environment("XDG_RUNTIME_DIR").flatMap {
            $0.isEmpty ? nil : $0 + "/policyd.sock"
        }
        let candidates = [Self.systemSocket, own, Self.checkoutSocket].compactMap { $0 }
        return candidates.first(where: surroundings.fileExists) ?? Self.systemSocket
    }
}
