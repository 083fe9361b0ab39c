internal import PolicyText

/// A digest as CommonMark: what a reader opens with coffee, in a viewer or a terminal.
///
/// Source text is escaped whole, so that it can never become markup, a link or HTML.
package struct MarkdownRenderer {
    /// More high changes of a day than this are told in a line each.
    package static let maximumFull = 200
    /// More lines of a day than this are not written: the changes are counted by kind.
    package static let maximumBrief = 1000
    /// More quiet changes of a day than this are counted by kind only.
    package static let maximumQuietLines = 500
    /// More quiet changes of one document than this are counted by kind only.
    package static let maximumQuietOfDocument = 50
    /// More passed deadlines than this are counted, not listed.
    package static let maximumPassedDeadlines = 50
    /// More documents that came or stayed as they were than this are counted, not named.
    package static let maximumNames = 50
    private static let sectionCharacters = 60

    private let words: DigestWords
    private let digest: Digest
    private let told: ArraySlice<DigestDocument>
    /// The number of each change to report, by its id: they run through the whole digest.
    private let numbers: [Int64: Int]
    /// The changes that are told in full, in a line, and in a line within what is folded; others are counted.
    private let inFull: Set<Int64>
    private let inBrief: Set<Int64>
    private let inQuiet: Set<Int64>

    package static func text(of digest: Digest) -> String {
        MarkdownRenderer(digest).render()
    }

    private init(_ digest: Digest) {
        words = DigestWords(language: digest.language)
        self.digest = digest
        let told = digest.told
        self.told = told
        let reported = told.flatMap { $0.changes(.high) + $0.changes(.medium) }
        numbers = Dictionary(
            uniqueKeysWithValues: reported.enumerated().map { ($0.element.id, $0.offset + 1) })
        let ids = { (level: Significance) in told.flatMap { $0.changes(level) }.map(\.id) }
        let high = ids(.high)
        inFull = Set(high.prefix(Self.maximumFull))
        inBrief = Set((high.dropFirst(Self.maximumFull) + ids(.medium)).prefix(Self.maximumBrief))
        let quiet = told.map { $0.changes(.low) }.filter { $0.count <= Self.maximumQuietOfDocument }
        inQuiet = Set(quiet.joined().map(\.id).prefix(Self.maximumQuietLines))
    }

    private func render() -> String {
        var parts = ["# \(words.heading(digest.date))", headline()]
        parts += told.map(section)
        let isQuiet = digest.changed.isEmpty
        parts += [arrivals(), commitments(), deadlines(), problems(), isQuiet ? nil : unchanged()].compactMap
        { $0 }
        if !isQuiet { parts.append("*\(markdownEscaped(words.footer(digest.changes)))*") }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private func headline() -> String {
        let register = digest.documents > 0 ? words.registerLine(digest.register) : nil
        let problems = digest.problems.isEmpty ? nil : words.problemCount(digest.problems.count)
        guard !digest.changed.isEmpty else {
            return [words.headline(digest), register, problems].compactMap { $0 }.joined(separator: " ")
        }
        return ["**\(words.headline(digest))**", words.commitmentCounts(digest), register, problems]
            .compactMap { $0 }.joined(separator: hardBreak)
    }

    private let hardBreak = "  \n"

    // MARK: One document

    private func section(_ document: DigestDocument) -> String {
        let language = document.language == .undetermined ? "" : " (\(document.language.rawValue))"
        var parts = [
            "## \(markdownEscaped(document.name))\(language), \(words.version(document))",
            origin(of: document),
        ]
        let elsewhere = document.toldElsewhere.map {
            words.toldElsewhere($0.count, with: markdownCode($0.path.text))
        }
        if !elsewhere.isEmpty { parts.append(elsewhere.joined(separator: words.semicolon) + ".") }
        for (level, name) in [(Significance.high, words.high), (.medium, words.medium)] {
            let changes = document.changes(level)
            guard !changes.isEmpty else { continue }
            parts.append("### \(name)")
            parts += changes.filter { inFull.contains($0.id) }.map { numbered($0, full($0, in: document)) }
            let brief = changes.filter { inBrief.contains($0.id) }.map {
                numbered($0, self.brief($0, in: document))
            }
            if !brief.isEmpty { parts.append(brief.joined(separator: "\n")) }
            let rest = changes.filter { !inFull.contains($0.id) && !inBrief.contains($0.id) }
            if !rest.isEmpty {
                let count =
                    rest.count < changes.count ? words.more(rest.count) : words.changeCount(rest.count)
                parts.append("\(count)\(words.colon)\(words.kinds(of: rest)).")
            }
        }
        if let quiet = quiet(document.changes(.low), in: document) { parts.append(quiet) }
        return parts.joined(separator: "\n\n")
    }

    /// The path, when its versions were recorded, and what shows the whole comparison.
    private func origin(of document: DigestDocument) -> String {
        let versions = [document.from, document.to].compactMap { $0 }.map { version in
            "v\(version.number) \(words.minute(version.ingested))"
        }
        let from = document.from?.number ?? document.changes.map(\.toVersion).min() ?? document.to.number
        let command =
            from < document.to.number
            ? ["policyctl diff \(shellQuoted(document.path.text)) \(from) \(document.to.number)"] : []
        let parts = [markdownCode(document.path.text)] + versions + command.map(markdownCode)
        return parts.joined(separator: " · ")
    }

    /// A change in full: what, where, why, and the words themselves.
    private func full(_ recorded: RecordedChange, in document: DigestDocument) -> String {
        let change = recorded.change
        var lines = [told(change), place(of: recorded, document.section(of: change))]
        let reasons = words.reasons(change).map { markdownEscaped($0) }
        if !reasons.isEmpty {
            lines.append(words.why + words.colon + reasons.joined(separator: words.semicolon))
        }
        let text = quoted(lines, redline(change))
        guard let twin = document.twins[recorded.id] else { return text }
        let other = [
            words.also(in: twin.language) + words.colon
                + markdownEscaped(singleLine(twin.change.change.summary)),
            markdownCode(twin.path.text) + " · " + place(of: twin.change, twin.section),
        ]
        return text + "\n\n" + quoted(other, redline(twin.change.change))
    }

    /// Lines under each other, and below them the words themselves.
    private func quoted(_ lines: [String], _ redline: String) -> String {
        lines.filter { !$0.isEmpty }.joined(separator: hardBreak) + (redline.isEmpty ? "" : "\n> " + redline)
    }

    /// A change on one line.
    private func brief(_ recorded: RecordedChange, in document: DigestDocument) -> String {
        var parts = [
            told(recorded.change), place(of: recorded, document.section(of: recorded.change)),
            redline(recorded.change),
        ]
        if let twin = document.twins[recorded.id] {
            parts += [
                words.also(in: twin.language) + words.colon + markdownCode(twin.path.text),
                place(of: twin.change, twin.section), redline(twin.change.change),
            ]
        }
        return parts.filter { !$0.isEmpty }.joined(separator: " · ")
    }

    private func told(_ change: Change) -> String {
        "**\(words.label(change))** — \(markdownEscaped(singleLine(change.summary)))"
    }

    /// Section path, and version and line to cite.
    private func place(of recorded: RecordedChange, _ section: [String]) -> String {
        guard DigestDocument.hasPlace(recorded.change) else { return "" }
        let isGone = recorded.change.after == nil
        let path = section.map {
            markdownEscaped(shortened($0, to: Self.sectionCharacters))
        }
        var parts = path.isEmpty ? [] : ["*\(path.joined(separator: " › "))*"]
        parts.append(
            words.place(
                version: isGone ? recorded.fromVersion : recorded.toVersion, line: recorded.change.line))
        if let other = recorded.change.elsewhere { parts.append(words.movedWith(markdownCode(other.text))) }
        return parts.joined(separator: " · ")
    }

    private func redline(_ change: Change) -> String {
        // What changed in print only cannot be seen; the summary says where.
        guard change.kinds.first != .typographic else { return "" }
        return Redline.runs(of: change).map { run in
            switch run {
            case .equal(let text): markdownEscaped(text)
            case .delete(let text): "~~\(markdownEscaped(text))~~"
            case .insert(let text): "**\(markdownEscaped(text))**"
            case .gap: "…"
            }
        }.joined()
    }

    private func quiet(_ changes: [RecordedChange], in document: DigestDocument) -> String? {
        guard !changes.isEmpty else { return nil }
        let summary = "\(words.quiet(changes.count))\(words.colon)\(words.kinds(of: changes))"
        guard changes.allSatisfy({ inQuiet.contains($0.id) }) else { return summary }
        let lines = changes.map { "- " + brief($0, in: document) }
        return "<details><summary>\(summary)</summary>\n\n\(lines.joined(separator: "\n"))\n\n</details>"
    }

    // MARK: The rest

    private func arrivals() -> String? {
        let arrivals = digest.arrivals
        guard !arrivals.isEmpty else { return nil }
        var lines = arrivals.prefix(Self.maximumNames).map { document in
            let summary = document.changes.first.map { markdownEscaped(singleLine($0.change.summary)) }
            return "- "
                + [markdownCode(document.path.text), summary].compactMap { $0 }.joined(separator: " · ")
        }
        if arrivals.count > lines.count {
            lines.append("- " + words.more(arrivals.count - lines.count) + " · `policyctl list`")
        }
        return "## \(words.newDocuments)\n\n" + lines.joined(separator: "\n")
    }

    /// Commitments stated, weakened, strengthened and dropped, and those that came and went with whole documents.
    private func commitments() -> String? {
        let events = CommitmentEvents(digest)
        var parts: [String] = []
        if !events.rows.isEmpty {
            let head = [
                "| \(words.what) | \(words.commitment) | \(words.strength) | \(words.due) | \(words.document) |",
                "| --- | --- | --- | --- | --- |",
            ]
            parts.append((head + events.rows.map(row)).joined(separator: "\n"))
        }
        if events.left > 0 { parts.append(words.more(events.left) + ".") }
        let register = digest.register
        for (tallies, words) in [(register.arrived, words.arrived), (register.departed, words.departed)]
        where !tallies.isEmpty {
            parts.append(
                words(tallies.reduce(0) { $0 + $1.count }) + self.words.colon + names(of: tallies) + ".")
        }
        guard !parts.isEmpty else { return nil }
        return "## \(words.commitments)\n\n" + parts.joined(separator: "\n\n")
    }

    private func row(_ row: CommitmentEvents.Row) -> String {
        let change = row.change.change
        var places = [markdownCellCode("\(row.document.path.text):\(change.line)")]
        if let twin = row.twin {
            places.append(markdownCellCode("\(twin.path.text):\(twin.change.change.line)"))
        }
        let cells = [
            words.became(row.kind, number: numbers[row.change.id]), markdownEscaped(row.text), row.strength,
            markdownEscaped(row.due), places.joined(separator: ", "),
        ]
        return "| " + cells.joined(separator: " | ") + " |"
    }

    private func names(of tallies: [DigestTally]) -> String {
        var names = tallies.prefix(Self.maximumNames).map {
            "\(markdownCode($0.path.text)) (\(words.number($0.count)))"
        }
        if tallies.count > names.count { names.append(words.more(tallies.count - names.count)) }
        return names.joined(separator: ", ")
    }

    private func deadlines() -> String? {
        let listed = digest.listedDeadlines
        let passed = listed.filter(\.isPassed).suffix(Self.maximumPassedDeadlines)
        let rows = passed + listed.filter { !$0.isPassed }
        guard !rows.isEmpty else { return nil }
        var lines = [
            "## \(words.deadlines(within: digest.upcomingDays))", "",
            "| \(words.due) | \(words.commitment) | \(words.document) | \(words.state) |",
            "| --- | --- | --- | --- |",
        ]
        lines += rows.map(row)
        let left = listed.count - rows.count
        if left > 0 {
            lines += [
                "",
                "\(words.more(left))\(words.colon)`policyctl commitments --due-before \(digest.date.iso)`",
            ]
        }
        return lines.joined(separator: "\n")
    }

    private func row(_ deadline: DigestDeadline) -> String {
        let commitment = deadline.commitment.commitment
        let written =
            commitment.period.map { " (\(words.quote.open)\(singleLine($0))\(words.quote.close))" } ?? ""
        let text = shortened(singleLine(commitment.text), to: 160)
        let place = "\(deadline.commitment.path.text):\(commitment.line)"
        return "| \(deadline.due.iso)\(markdownEscaped(written)) | \(markdownEscaped(text)) "
            + "| \(markdownCellCode(place)) | \(words.state(deadline, on: digest.date)) |"
    }

    private func problems() -> String? {
        guard !digest.problems.isEmpty else { return nil }
        let lines = digest.problems.map { problem in
            let path = problem.path.map { markdownCode($0.text) + words.colon } ?? ""
            return "- " + path + markdownEscaped(words.problem(problem))
        }
        return "## \(words.problems)\n\n" + lines.joined(separator: "\n")
    }

    private func unchanged() -> String? {
        guard digest.unchanged.count > 0 else { return nil }
        var names = digest.unchanged.named.prefix(Self.maximumNames).map { document in
            let title = document.title.map { shortened(singleLine($0), to: Self.sectionCharacters) } ?? ""
            return markdownCode(document.path.text) + (title.isEmpty ? "" : " " + markdownEscaped(title))
        }
        if digest.unchanged.count > names.count {
            names.append(words.more(digest.unchanged.count - names.count))
        }
        return "## \(words.unchanged)\n\n" + names.joined(separator: " · ")
    }

    private func numbered(_ change: RecordedChange, _ text: String) -> String {
        let number = String(numbers[change.id] ?? 0)
        let indent = String(repeating: " ", count: number.count + 2)
        return "\(number). "
            + text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated().map { $0.offset == 0 || $0.element.isEmpty ? "\($0.element)" : indent + $0.element }
            .joined(separator: "\n")
    }

    /// A word of a shell's command line.
    private func shellQuoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            byte >= 0x80 || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
                || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
                || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "._-/+,@%".utf8.contains(byte)
        }
        if isPlain, !text.hasPrefix("-") { return text }
        return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
            + "'"
    }
}
