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
        // The weightiest first; as they stand in the document where they weigh the same.
        let changes = Wire.Significance.allCases.reversed().flatMap { level in
            reply.changes.filter { $0.significance == level }
        }
        if !session.printsJSON { try print(changes, session.printer) }
        return nil
    }

    private static func version(_ text: String) throws(Trouble) -> Int {
        guard let version = Int(text), version >= 0 else {
            throw .usage("a version must be a number, not \(quoted(text))", "see policyctl diff --help")
        }
        return version
    }

    /// Changes under a heading for each run of them that one version brought. What two languages say alike is told
    /// once, where it comes first, with both texts.
    static func print(_ all: [Wire.Change], _ printer: Printer) throws(Trouble) {
        let twins = twins(among: all)
        let second = Set(twins.values.map(\.id))
        let changes = all.filter { !second.contains($0.id) }
        var rest = changes[...]
        while let first = rest.first {
            if rest.count < changes.count { try printer.line() }
            let run = rest.prefix { change in
                change.path == first.path && change.fromVersion == first.fromVersion
                    && change.toVersion == first.toVersion
            }
            rest = rest.dropFirst(run.count)
            let shared = sharedHeading(run)
            try printHeading(run, shared, printer)
            for var change in run {
                if shared != nil { change.section.removeFirst() }
                try printer.line()
                try print(change, with: twins[change.id], printer, isUnderHeading: true)
            }
        }
    }

    /// The change of the other language by the id of the one that comes before it.
    private static func twins(among changes: [Wire.Change]) -> [Int: Wire.Change] {
        var known: [Int: Wire.Change] = [:]
        var twins: [Int: Wire.Change] = [:]
        for change in changes where change.id > 0 {
            known[change.id] = change
            if let first = change.counterpart.flatMap({ known[$0] }), first.counterpart == change.id {
                twins[first.id] = change
            }
        }
        return twins
    }

    /// The outermost heading that all of several changes stand under: as a rule the document's title.
    private static func sharedHeading(_ run: ArraySlice<Wire.Change>) -> String? {
        guard run.count > 1, let first = run.first?.section.first else { return nil }
        let isShared = run.allSatisfy { $0.section.first.map { $0.utf8.elementsEqual(first.utf8) } ?? false }
        return isShared ? first : nil
    }

    /// Which version of which document, and how much it changed.
    private static func printHeading(
        _ run: ArraySlice<Wire.Change>, _ shared: String?, _ printer: Printer
    ) throws(Trouble) {
        guard let first = run.first else { return }
        let counts = Wire.Significance.allCases.reversed().compactMap { level in
            let count = run.count { $0.significance == level }
            return count == 0 ? nil : "\(Phrases.grouped(count)) \(level.rawValue)"
        }
        let title = shared.map { [Phrases.section([$0])] } ?? []
        let parts = title + [versions(first), Phrases.minute(first.time), counts.joined(separator: ", ")]
        try printer.paragraph(
            [Span(first.path, .strong), Span(" · " + parts.joined(separator: " · "), .faint)])
    }

    /// What it means, where it is, what it did, why it is told so.
    static func print(
        _ change: Wire.Change, with twin: Wire.Change? = nil, _ printer: Printer, isUnderHeading: Bool = false
    ) throws(Trouble) {
        let kinds = change.kinds.isEmpty ? change.operation.rawValue : change.kinds.joined(separator: ", ")
        try printer.paragraph(
            [
                Span(change.significance.rawValue.uppercased(), Phrases.mark(change.significance)),
                Span(" "), Span(change.summary, .strong),
            ])
        let place = place(change, isUnderHeading: isUnderHeading, namesTwin: twin == nil)
        try printer.paragraph(
            [Span((place.isEmpty ? "" : place + " · ") + kinds, .faint)], indent: 2, hanging: 4)
        try printRedline(change, printer)
        let reasons = change.reasons.filter { !$0.hasPrefix(stampOpening) }
        if !reasons.isEmpty {
            try printer.paragraph(
                [Span("why: " + reasons.joined(separator: "; "), .faint)], indent: 2, hanging: 4)
        }
        guard let twin else { return }
        try printer.paragraph([Span("also: ", .faint), Span(twin.summary)], indent: 2, hanging: 4)
        try printer.paragraph(
            [Span(self.place(twin, isUnderHeading: false, namesTwin: false), .faint)], indent: 2, hanging: 4)
        try printRedline(twin, printer)
    }

    /// The reason that names the rules and words a change was weighed by: the same for all, it is told by `--json`.
    private static let stampOpening = "weighed by rules and words"

    private static func printRedline(_ change: Wire.Change, _ printer: Printer) throws(Trouble) {
        let redline = Redline(change, printer.style).spans
        if !redline.isEmpty { try printer.paragraph(redline, indent: 4) }
    }

    private static func place(_ change: Wire.Change, isUnderHeading: Bool, namesTwin: Bool) -> String {
        // What was done to the document whole has no line.
        let isWhole = change.operation.rawValue.hasPrefix("document_")
        var parts = isUnderHeading ? [] : [isWhole ? change.path : Phrases.place(change.path, change.line)]
        if isUnderHeading, !isWhole { parts.append("line \(change.line)") }
        if !change.section.isEmpty { parts.append(Phrases.section(change.section)) }
        if !isUnderHeading { parts += [versions(change), Phrases.minute(change.time)] }
        if let other = change.elsewhere { parts.append("with \(other)") }
        // A comparison that is not on record has no change to cite.
        if change.id > 0 { parts.append("#\(change.id)") }
        if namesTwin, let twin = change.counterpart { parts.append("as #\(twin) in the other language") }
        return parts.joined(separator: " · ")
    }

    private static func versions(_ change: Wire.Change) -> String {
        change.fromVersion == 0
            ? "version \(change.toVersion)" : "version \(change.fromVersion) → \(change.toVersion)"
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
