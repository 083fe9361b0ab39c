internal import LinuxSystem
internal import PolicyAPI

/// `policyctl list`: the documents, a line each.
enum ListCommand {
    static func run(_ session: Session) throws(Trouble) -> String? {
        let parameters = Wire.List.Parameters(
            deleted: session.invocation.has(.deleted) ? true : nil, asOf: try session.when(.asOf)?.text)
        let reply = try session.call(Wire.List.self, parameters, to: "list the documents")
        guard !reply.documents.isEmpty else { return "no documents" }
        if !session.printsJSON { try session.printer.table(table(reply.documents)) }
        return nil
    }

    private static func table(_ documents: [Wire.Document]) -> Table {
        var table = Table([
            .init("PATH", .middle), .init("VERSION", .number), .init("LANGUAGE"), .init("PASSAGES", .number),
            .init("SIZE", .number), .init("RECORDED"), .init("TITLE", .end),
        ])
        for document in documents {
            let title = document.title ?? ""
            table.add([
                Span(document.path, document.deleted ? .faint : .strong), Span(String(document.version)),
                Span(document.language), Span(Phrases.grouped(document.passages)),
                Span(Phrases.size(document.size)), Span(Phrases.minute(document.ingested)),
                document.deleted ? Span("deleted", .warning) : Span(title),
            ])
        }
        return table
    }
}

/// `policyctl history`: the versions of a document, a line each.
enum HistoryCommand {
    private static let shownHash = 12

    static func run(_ session: Session) throws(Trouble) -> String? {
        let operand = DocumentOperand(
            path: session.invocation.operands[0], version: nil, whole: session.invocation.operands[0])
        let reply = try session.call(Wire.History.self, about: operand, to: "tell the history of") {
            .init(path: $0.path)
        }
        guard !reply.versions.isEmpty else { return "no versions of \(quoted(operand.path))" }
        if !session.printsJSON { try session.printer.table(table(reply.versions)) }
        return nil
    }

    private static func table(_ versions: [Wire.Version]) -> Table {
        var table = Table([
            .init("VERSION", .number), .init("EVENT"), .init("RECORDED"), .init("FILE'S TIME"),
            .init("SIZE", .number), .init("SHA-256"), .init("", .end),
        ])
        for version in versions {
            table.add([
                Span(String(version.number)), Span(version.event.rawValue),
                Span(Phrases.minute(version.ingested)), Span(version.modified.map(Phrases.minute) ?? ""),
                Span(version.size.map(Phrases.size) ?? ""),
                Span(String((version.sha256 ?? "").prefix(shownHash)), .faint), Span(note(version)),
            ])
        }
        return table
    }

    private static func note(_ version: Wire.Version) -> String {
        if let from = version.renamedFrom { return "renamed from \(from)" }
        if let earlier = version.returnsTo { return "as in version \(earlier)" }
        return ""
    }
}

/// `policyctl show`: a version's text, or its file's bytes.
enum ShowCommand {
    static func run(_ session: Session) throws(Trouble) -> String? {
        let wantsSource = session.invocation.has(.source)
        let asOf = try session.when(.asOf)?.text
        let operand = DocumentOperand(session.invocation.operands[0])
        if operand.version != nil, asOf != nil {
            throw .usage("'--as-of' and a version exclude each other", "see policyctl show --help")
        }
        let reply = try session.call(Wire.Show.self, about: operand, to: "show") {
            .init(path: $0.path, version: $0.version, asOf: asOf, source: wantsSource ? true : nil)
        }
        guard !session.printsJSON else { return nil }
        if wantsSource {
            guard let bytes = reply.source.flatMap(Base64.decode) else {
                throw .failure("cannot show \(quoted(reply.path)): policyd sent no source", nil)
            }
            try session.printer.write(bytes)
        } else {
            let text = SafeText.text(reply.text)
            try session.printer.write(text.isEmpty || text.hasSuffix("\n") ? text : text + "\n")
        }
        return nil
    }
}

/// `policyctl blame`: each passage with the version that brought it in.
enum BlameCommand {
    static func run(_ session: Session) throws(Trouble) -> String? {
        let operand = DocumentOperand(session.invocation.operands[0])
        let reply = try session.call(Wire.Blame.self, about: operand, to: "blame") {
            .init(path: $0.path, version: $0.version)
        }
        guard !reply.passages.isEmpty else { return "no passages in \(quoted(operand.path))" }
        guard !session.printsJSON else { return nil }
        var table = Table([
            .init("VERSION", .number), .init("SINCE"), .init("LINE", .number), .init("PASSAGE", .wrap),
        ])
        for passage in reply.passages {
            table.add([
                Span(String(passage.sinceVersion), .strong), Span(String(passage.since.prefix(10)), .faint),
                Span(String(passage.line), .faint), Span(passage.text),
            ])
        }
        try session.printer.table(table)
        return nil
    }
}

/// `policyctl digest`: a day's digest as the daemon writes it.
enum DigestCommand {
    static func run(_ session: Session) throws(Trouble) -> String? {
        let date = try session.invocation.operands.first.map { text throws(Trouble) in
            try session.day(text, "DATE")
        }
        let format = try session.invocation.word(.format, Wire.DigestFormat.self)
        let reply = try session.call(
            Wire.Digest.self, .init(date: date, format: format), to: "show the digest")
        guard !session.printsJSON else { return nil }
        let text = SafeText.text(reply.content)
        try session.printer.write(text.isEmpty || text.hasSuffix("\n") ? text : text + "\n")
        return nil
    }
}
