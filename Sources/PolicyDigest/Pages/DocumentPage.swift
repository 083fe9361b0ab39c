package import PolicyText

/// One document: its versions, what each changed, and what it commits whom to.
package struct DocumentPage: Sendable {
    /// More versions than this are listed without their changes.
    package static let maximumRedlines = 100
    /// More changes of one version than this are counted.
    package static let maximumChanges = 300

    /// One version, with the first of its changes, weightiest first.
    package struct Entry: Sendable {
        package var version: Version
        package var ingested: ZonedTime
        package var changes: [RecordedChange]

        package init(version: Version, ingested: ZonedTime, changes: [RecordedChange]) {
            self.version = version
            self.ingested = ingested
            self.changes = changes
        }
    }

    package var path: DocumentPath
    package var title: String?
    package var language: Language
    package var isDeleted: Bool
    /// Newest first.
    package var entries: [Entry]
    /// The dropped ones too.
    package var commitments: [RegisteredCommitment]
    /// The language of headings.
    package var wordLanguage: Language

    package init(
        path: DocumentPath, title: String?, language: Language, isDeleted: Bool, entries: [Entry],
        commitments: [RegisteredCommitment], wordLanguage: Language
    ) {
        self.path = path
        self.title = title
        self.language = language
        self.isDeleted = isDeleted
        self.entries = entries
        self.commitments = commitments
        self.wordLanguage = wordLanguage
    }

    package var text: String { DocumentPageRenderer(page: self).render() }
}

private struct DocumentPageRenderer {
    let page: DocumentPage
    let words: DigestWords

    init(page: DocumentPage) {
        self.page = page
        words = DigestWords(language: page.wordLanguage)
    }

    func render() -> String {
        let title = page.title.map { singleLine($0) } ?? ""
        let removed = page.isDeleted ? " · \(htmlEscaped(words.removed))" : ""
        let main =
            "<p class=\"origin\">\(htmlPath(page.path))\(removed)</p>\n" + timeline() + redlines()
            + commitments()
        return HTMLPage(
            title: title.isEmpty ? page.path.name : title, language: page.wordLanguage,
            navigation: [(words.allDays, "../" + PageAddress.index)], main: main,
            footer: words.footer(page.entries.prefix(DocumentPage.maximumRedlines).flatMap(\.changes))
        ).text
    }

    private func timeline() -> String {
        var table = HTMLTable(
            caption: nil, columns: [words.version, words.recorded, words.event, words.changes, words.size],
            numbers: [0, 4], stacks: true)
        for (index, entry) in page.entries.enumerated() {
            let number = words.number(entry.version.number)
            let hasRedline = index < DocumentPage.maximumRedlines && !told(entry).isEmpty
            let link = hasRedline ? "<a href=\"#v\(entry.version.number)\">\(number)</a>" : number
            let day = "<a href=\"../\(PageAddress.day(entry.ingested.date))\">\(entry.ingested.date.iso)</a>"
            table.add([
                link, "\(day) \(entry.ingested.clock)", htmlEscaped(words.event(entry.version)),
                told(entry).isEmpty ? "" : htmlEscaped(weights(entry)),
                entry.version.size.map { htmlEscaped(words.bytes($0)) } ?? "",
            ])
        }
        return "<section>\n<h2>\(words.timeline)</h2>\n\(table.text)</section>\n"
    }

    /// The changes that are told: that the document came is in the table.
    private func told(_ entry: DocumentPage.Entry) -> [RecordedChange] {
        entry.changes.filter { $0.change.operation != .documentAdded }
    }

    private func weights(_ entry: DocumentPage.Entry) -> String {
        let count = { (level: Significance) in
            self.told(entry).count { $0.change.significance == level }
        }
        return words.weights(high: count(.high), medium: count(.medium), low: count(.low))
    }

    private func redlines() -> String {
        let entries = page.entries.prefix(DocumentPage.maximumRedlines).filter { !told($0).isEmpty }
        guard !entries.isEmpty else { return "" }
        let parts = entries.enumerated().map { index, entry in redline(entry, isOpen: index == 0) }
        return "<section>\n<h2>\(htmlEscaped(words.redlines))</h2>\n\(parts.joined())</section>\n"
    }

    private func redline(_ entry: DocumentPage.Entry, isOpen: Bool) -> String {
        let changes = told(entry).sorted { left, right in
            left.change.significance != right.change.significance
                ? left.change.significance > right.change.significance : left.id < right.id
        }
        let shown = changes.prefix(DocumentPage.maximumChanges)
        var html =
            "<details id=\"v\(entry.version.number)\"\(isOpen ? " open=\"\"" : "") class=\"document\">\n"
        html +=
            "<summary>version \(words.number(entry.version.number)), \(entry.ingested.date.iso)\(words.colon)"
        html += "\(htmlEscaped(weights(entry)))</summary>\n"
        let list = HTMLChange(words: words)
        for (level, name) in [(Significance.high, words.high), (.medium, words.medium)] {
            let some = shown.filter { $0.change.significance == level }
            guard !some.isEmpty else { continue }
            html += "<h3>\(name)</h3>\n"
            html += list.list(some, level, first: 1, language: page.language, section: section)
        }
        let quiet = shown.filter { $0.change.significance == .low }
        if !quiet.isEmpty {
            html += "<h3>\(htmlEscaped(words.quiet(quiet.count)))</h3>\n"
            html += list.list(quiet, .low, first: 1, language: page.language, section: section)
        }
        if changes.count > shown.count {
            html += "<p class=\"note\">\(htmlEscaped(words.more(changes.count - shown.count)))</p>\n"
        }
        return html + "</details>\n"
    }

    private func section(of change: Change) -> [String] {
        let section = change.section.map(singleLine).filter { !$0.isEmpty }
        return section.first == page.title.map({ singleLine($0) }) ? Array(section.dropFirst()) : section
    }

    private func commitments() -> String {
        let stated = page.commitments.filter { $0.status != .dropped && !$0.commitment.isResult }
        let dropped = page.commitments.filter { $0.status == .dropped }
        var html = "<section>\n<h2>\(words.commitments)</h2>\n"
        // A document that is gone holds nobody to anything: what it said last is told, folded.
        let open = page.isDeleted ? [] : stated
        html += open.isEmpty ? "<p>\(htmlEscaped(words.noCommitments))</p>\n" : table(open)
        if page.isDeleted, !stated.isEmpty {
            html +=
                "<details>\n<summary>\(htmlEscaped(words.goneCommitments)) (\(words.number(stated.count)))</summary>\n"
            html += table(stated) + "</details>\n"
        }
        if !dropped.isEmpty {
            html +=
                "<details>\n<summary>\(words.droppedCommitments) (\(words.number(dropped.count)))</summary>\n"
            html += table(dropped) + "</details>\n"
        }
        return html + "</section>\n"
    }

    private func table(_ commitments: [RegisteredCommitment]) -> String {
        var table = HTMLTable(
            caption: nil,
            columns: [
                words.due, words.strength, words.state, words.actor, words.commitment, words.lineColumn,
            ],
            numbers: [1, 5], stacks: true)
        for registered in commitments {
            let commitment = registered.commitment
            let lang = languageAttribute(commitment.language)
            let due = commitment.due?.iso ?? ""
            let period = commitment.period.map { "<span\(lang)>\(htmlEscaped(singleLine($0)))</span>" } ?? ""
            table.add([
                [due, period].filter { !$0.isEmpty }.joined(separator: " "), String(commitment.strength),
                htmlEscaped(
                    page.isDeleted && registered.status != .dropped
                        ? words.removedWithDocument : words.status(registered.status)),
                commitment.actor.map { "<span\(lang)>\(htmlEscaped(singleLine($0)))</span>" } ?? "",
                "<span\(lang)>\(htmlEscaped(singleLine(commitment.text)))</span>",
                words.number(commitment.line),
            ])
        }
        return table.text
    }
}
