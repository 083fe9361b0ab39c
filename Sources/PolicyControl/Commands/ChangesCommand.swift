internal import LinuxSystem
internal import PolicyAPI

/// `policyctl changes` and `diff`: changes as redlines.
enum ChangesCommand {
    static func run(_ session: Session) throws(Trouble) -> String? {
        let invocation = session.invocation
        let parameters = Wire.Changes.Parameters(
            since: try session.when(.since)?.beginning, until: try session.when(.until)?.end,
            path: try session.documentOption(),
            significance: try invocation.word(.significance, Wire.Significance.self),
            limit: try invocation.number(.limit, from: 1))
        let reply = try session.call(Wire.Changes.self, parameters, to: "tell the changes")
        guard !reply.changes.isEmpty else { return "no changes" }
        if !session.printsJSON { try print(reply.changes, session.printer) }
        return nil
    }

    static func runDiff(_ session: Session) throws(Trouble) -> String? {
        let operands = session.invocation.operands
        let operand = DocumentOperand(path: operands[0], version: nil, whole: operands[0])
        let versions = try operands.dropFirst().map { text throws(Trouble) in try version(text) }
        let reply = try session.call(Wire.Diff.self, about: operand, to: "compare the versions of") {
            .init(path: $0.path, from: versions.first, to: versions.count > 1 ? versions[1] : nil)
        }
        guard !reply.changes.isEmpty else { return "no difference" }
        if !session.printsJSON { try print(reply.changes, session.printer) }
        return nil
    }

    private static func version(_ text: String) throws(Trouble) -> Int {
        guard let version = Int(text), version >= 0 else {
            throw .usage("a version must be a number, not \(quoted(text))", "see policyctl diff --help")
        }
        return version
    }

    static func print(_ changes: [Wire.Change], _ printer: Printer) throws(Trouble) {
        for (index, change) in changes.enumerated() {
            if index > 0 { try printer.line() }
            try print(change, printer)
        }
    }

    /// What it means, where it is, what it did, why it is told so.
    static func print(_ change: Wire.Change, _ printer: Printer) throws(Trouble) {
        let kinds = change.kinds.isEmpty ? change.operation.rawValue : change.kinds.joined(separator: ", ")
        try printer.paragraph(
            [
                Span(change.significance.rawValue.uppercased(), Phrases.mark(change.significance)),
                Span(" "), Span(change.summary, .strong),
            ])
        try printer.paragraph([Span(place(change) + " · " + kinds, .faint)], indent: 2, hanging: 4)
        let redline = Redline(change, printer.style).spans
        if !redline.isEmpty { try printer.paragraph(redline, indent: 4) }
        if !change.reasons.isEmpty {
            try printer.paragraph(
                [Span("why: " + change.reasons.joined(separator: "; "), .faint)], indent: 2, hanging: 4)
        }
    }

    private static func place(_ change: Wire.Change) -> String {
        var parts = [Phrases.place(change.path, change.line)]
        if !change.section.isEmpty { parts.append(Phrases.section(change.section)) }
        switch (change.fromVersion, change.toVersion) {
        case (0, let to): parts.append("version \(to)")
        case (let from, let to): parts.append("version \(from) → \(to)")
        }
        if let other = change.elsewhere { parts.append("with \(other)") }
        parts.append(Phrases.minute(change.time))
        parts.append("#\(change.id)")
        return parts.joined(separator: " · ")
    }
}

/// `policyctl follow`: each change as it is durable.
enum FollowCommand {
    static func run(_ session: Session) throws(Trouble) -> String? {
        let parameters = Wire.Follow.Parameters(
            after: try session.invocation.number(.after, from: 0),
            significance: try session.invocation.word(.significance, Wire.Significance.self))
        var last: Int?
        do throws(Trouble) {
            try session.stream(Wire.Follow.self, parameters, to: "follow the changes") {
                reply throws(Trouble) in
                if session.printsJSON {
                    try session.printLines()
                } else {
                    if last != nil { try session.printer.line() }
                    try ChangesCommand.print(reply.change, session.printer)
                }
                last = reply.change.id
            }
        } catch {
            // Nothing need be missed: the next run goes on where this one ended.
            guard case .failure(let text, _) = error, let last else { throw error }
            throw .failure(text, "go on with --after \(last)")
        }
        return nil
    }
}
