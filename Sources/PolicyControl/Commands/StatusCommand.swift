internal import LinuxSystem
internal import PolicyAPI

/// `policyctl status`: what the daemon is doing, as `systemctl status` would tell it.
enum StatusCommand {
    static func run(_ session: Session) throws(Trouble) -> String? {
        let status = try session.call(Wire.Status.self, .init(), to: "tell the status")
        guard !session.printsJSON else { return nil }
        try printHead(status, session.printer)
        let rows: [(String, String?)] = [
            ("Documents", documents(status)),
            ("Changes", Phrases.grouped(status.changes)),
            ("Progress", try progress(status, session)),
            ("Waiting", status.pending == 0 ? "nothing" : Phrases.count(status.pending, "file")),
            ("Database", Phrases.size(status.databaseBytes)),
            ("Started", Phrases.minute(status.started)),
            ("Last scan", status.lastScan.map(Phrases.minute) ?? "not yet"),
            ("Repaired", repaired(status.repaired)),
            ("Head", status.head),
        ]
        for case (let name, let value?) in rows { try row(name, [Span(value)], session.printer) }
        try printProblems(status.problems, session.printer)
        return nil
    }

    private static func printHead(_ status: Wire.Status.Reply, _ printer: Printer) throws(Trouble) {
        let mark: Mark =
            switch status.state {
            case .watching: status.problems.isEmpty ? .good : .warning
            case .starting, .scanning, .polling, .stopping: .warning
            case .waitingForFolder: .bad
            }
        try printer.line([Span("●", mark), Span(" policyd \(status.version)", .strong)])
        try row("Folder", [Span(status.folder)], printer)
        try row("State", [Span(words(status.state), mark)], printer)
    }

    private static func words(_ state: Wire.ServiceState) -> String {
        switch state {
        case .starting: "starting"
        case .scanning: "scanning: comparing the folder with what is recorded"
        case .watching: "watching"
        case .polling: "polling: the file system does not report changes"
        case .waitingForFolder: "waiting for the folder: it is not there, or empty all at once"
        case .stopping: "stopping"
        }
    }

    private static func documents(_ status: Wire.Status.Reply) -> String {
        Phrases.grouped(status.documents) + " in " + Phrases.count(status.versions, "version") + ", "
            + Phrases.count(status.passages, "passage")
    }

    /// How far a scan has come; of the first one also how fast it goes and what is left.
    private static func progress(_ status: Wire.Status.Reply, _ session: Session) throws(Trouble) -> String? {
        guard status.state == .scanning || status.state == .starting, status.pending > 0 else { return nil }
        let total = status.documents + status.pending
        let part = "\(Phrases.grouped(status.documents)) of \(Phrases.count(total, "document"))"
        let isFirst = status.lastScan == nil && status.versions == status.documents
        let now = session.surroundings.now()
        guard isFirst, status.documents > 0, let started = When.seconds(rfc3339: status.started),
            now > started
        else { return part }
        let seconds = Double(now - started)
        let left = Int((Double(status.pending) / (Double(status.documents) / seconds)).rounded(.up))
        // Of a first scan, what is recorded is what was read: a version a document.
        let documents = try session.call(Wire.List.self, .init(), to: "tell the status").documents
        let speed = Double(documents.reduce(0) { $0 + $1.size }) / 1e6 / seconds
        return part + ", \(tenths(speed)) MB/s, about \(Phrases.duration(seconds: left)) left"
    }

    private static func tenths(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    private static func repaired(_ count: Int) -> String? {
        count == 0 ? nil : Phrases.count(count, "change") + " that only a comparison found"
    }

    private static func row(_ name: String, _ value: [Span], _ printer: Printer) throws(Trouble) {
        let label = String(repeating: " ", count: max(0, 11 - name.count)) + name + ": "
        try printer.write(label)
        // One line: a hash or a path that is cut is no use.
        try printer.line(value)
    }

    static func printProblems(_ problems: [Wire.Problem], _ printer: Printer) throws(Trouble) {
        guard !problems.isEmpty else { return }
        try printer.line()
        for problem in problems {
            let path = problem.path.map { quoted($0) + ": " } ?? ""
            let advice = problem.advice.map { " (\($0))" } ?? ""
            try printer.paragraph(
                [
                    Span("● ", .bad), Span(path + problem.reason + advice),
                    Span(" since " + Phrases.minute(problem.since), .faint),
                ], hanging: 2)
        }
    }
}

/// The commands that make the daemon do something.
enum ServiceCommands {
    static func sync(_ session: Session) throws(Trouble) -> String? {
        let parameters = Wire.Sync.Parameters(timeoutSeconds: try session.invocation.seconds(.timeout))
        let reply = try session.call(Wire.Sync.self, parameters, to: "sync")
        guard !session.printsJSON else { return nil }
        // What cannot be seen is on disk as well, perhaps otherwise than it was recorded.
        let status = try session.call(Wire.Status.self, .init(), to: "tell its status")
        let isHidden = status.state == .waitingForFolder
        try say(
            isHidden || !status.problems.isEmpty
                ? "what can be read is recorded, up to change \(reply.cursor)"
                : "all that is on disk is recorded, up to change \(reply.cursor)", session)
        if isHidden { try say("the folder \(quoted(status.folder)) is not there", session) }
        try StatusCommand.printProblems(status.problems, session.printer)
        return nil
    }

    static func rescan(_ session: Session) throws(Trouble) -> String? {
        _ = try session.call(Wire.Rescan.self, .init(), to: "rescan")
        try say("reading every file again", session)
        return nil
    }

    static func reload(_ session: Session) throws(Trouble) -> String? {
        _ = try session.call(Wire.Reload.self, .init(), to: "reload")
        try say("the configuration is read again", session)
        return nil
    }

    static func verify(_ session: Session) throws(Trouble) -> String? {
        let reply = try session.call(Wire.Verify.self, .init(), to: "verify")
        let checked =
            Phrases.count(reply.documents, "document") + ", " + Phrases.count(reply.versions, "version")
            + ", " + Phrases.count(reply.passages, "passage")
        try say("checked \(checked)", session)
        if !session.printsJSON { try StatusCommand.printProblems(reply.problems, session.printer) }
        guard reply.problems.isEmpty else {
            try session.printLines()
            try session.printer.flush()
            throw .failure("what is recorded has \(Phrases.count(reply.problems.count, "problem"))", nil)
        }
        return nil
    }

    static func backup(_ session: Session) throws(Trouble) -> String? {
        let parameters = Wire.Backup.Parameters(name: session.invocation.operands.first)
        let reply = try session.call(Wire.Backup.self, parameters, to: "back up")
        try say("\(reply.path)  \(Phrases.size(reply.bytes))", session)
        return nil
    }

    private static func say(_ text: String, _ session: Session) throws(Trouble) {
        if !session.printsJSON { try session.printer.line([Span(text)]) }
    }
}
