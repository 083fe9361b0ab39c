internal import PolicyText

/// A digest as self-contained pages: no script, no network, readable on paper and by a screen reader.
///
/// A day stands on one page. One with more changes than a browser shows at once is told there in counts, with the
/// weightiest changes, and has the rest on part pages, document by document. Source text is escaped, and each page's
/// own Content-Security-Policy forbids everything but its style sheet.
package struct HTMLRenderer {
    /// More changes than this are split over part pages.
    package static let maximumChanges = 500
    /// Of a day that is split, this many high changes stand on the first page.
    package static let maximumHighlights = 100
    /// Of those more than this are folded.
    private static let maximumUnfolded = 20
    /// More names than this are counted.
    private static let maximumNames = UnchangedDocuments.maximumNamed

    private let words: DigestWords
    private let digest: Digest
    private let told: ArraySlice<DigestDocument>
    private let pages: DayPages
    private let footer: String

    /// The day on one page, however long.
    package static func text(of digest: Digest) -> String {
        HTMLRenderer(digest, DayPages(digest, limit: .max)).mainPage()
    }

    /// Renders the day's pages one after the other, its own first, each by its address in the folder; gives how many.
    @discardableResult
    package static func forEachPage(
        of digest: Digest, _ body: (_ address: String, _ text: String) throws -> Void
    ) rethrows -> Int {
        let renderer = HTMLRenderer(digest, DayPages(digest, limit: maximumChanges))
        try body(PageAddress.day(digest.date), renderer.mainPage())
        guard renderer.pages.isSplit else { return 1 }
        for number in renderer.pages.parts.indices {
            try body(PageAddress.part(number + 1, of: digest.date), renderer.partPage(number))
        }
        return 1 + renderer.pages.parts.count
    }

    private init(_ digest: Digest, _ pages: DayPages) {
        words = DigestWords(language: digest.language)
        self.digest = digest
        told = digest.told
        self.pages = pages
        footer = words.footer(digest.changes)
    }

    // MARK: Pages

    private func mainPage() -> String {
        var body = [headline()]
        if pages.isSplit {
            body += [highlights(), contents()]
        } else {
            if told.count > 1 { body.append(contents()) }
            body += pages.parts.flatMap { $0 }.map(section)
        }
        body += [arrivals(), commitments(), deadlines(), problems(), unchanged()]
        return page(words.heading(digest.date), body.joined(), above: "")
    }

    private func partPage(_ number: Int) -> String {
        let title = words.part(number + 1, of: pages.parts.count, digest.date)
        var main = pages.parts[number].map(section).joined()
        if number + 1 < pages.parts.count {
            main += "<p><a href=\"\(number + 2).html\">\(htmlEscaped(words.nextPart))</a></p>\n"
        }
        return page(title, main, above: "../")
    }

    private func page(_ title: String, _ main: String, above: String) -> String {
        var ways = [(words.allDays, above + PageAddress.index)]
        if !above.isEmpty { ways.append((words.longDate(digest.date), above + PageAddress.day(digest.date))) }
        return HTMLPage(
            title: title, language: digest.language, navigation: ways, main: main,
            footer: footer
        ).text
    }

    private func headline() -> String {
        let rest = [
            words.commitmentCounts(digest), digest.documents > 0 ? words.registerLine(digest.register) : nil,
            digest.problems.isEmpty ? nil : words.problemCount(digest.problems.count),
        ]
        return "<p class=\"headline\">\(htmlEscaped(words.headline(digest)))</p>\n"
            + rest.compactMap { $0 }.map { "<p class=\"counts\">\(htmlEscaped($0))</p>\n" }.joined()
    }

    // MARK: Documents

    private func contents() -> String {
        let items = told.indices.map { index in
            let document = told[index]
            return "<li><a href=\"\(pages.address(ofDocument: index))\""
                + "\(languageAttribute(document.language))>\(htmlEscaped(document.name))</a> "
                + "<span class=\"note\">\(note(of: document))</span></li>\n"
        }
        return
            "<nav aria-label=\"\(htmlEscaped(words.contents))\">\n<h2>\(htmlEscaped(words.contents))</h2>\n"
            + "<ol>\n\(items.joined())</ol>\n</nav>\n"
    }

    /// How many changes a document has to tell, and with which document others are told.
    private func note(of document: DigestDocument) -> String {
        let elsewhere = document.toldElsewhere.map {
            htmlEscaped(words.toldElsewhere($0.count, with: "")) + htmlPath($0.path)
        }
        let own = document.events.isEmpty ? [] : [htmlEscaped(words.weights(of: document))]
        return (own + elsewhere).joined(separator: words.semicolon)
    }

    /// The weightiest changes of a day that is split.
    private func highlights() -> String {
        let lines = told.flatMap { document in
            document.changes(.high).map { (document, $0) }
        }
        guard !lines.isEmpty else { return "" }
        let items = lines.prefix(Self.maximumHighlights).map { document, recorded in
            "<li><a href=\"\(pages.address(of: recorded.id))\"><strong class=\"kind high\">"
                + "\(htmlEscaped(words.label(recorded.change)))</strong></a> "
                + "<span\(languageAttribute(document.language))>\(htmlEscaped(singleLine(recorded.change.summary)))</span>"
                + "<p class=\"place\">\(htmlPath(document.path)) · "
                + "\(htmlEscaped(words.place(version: recorded.toVersion, line: recorded.change.line)))</p></li>\n"
        }
        let left = lines.count - items.count
        let more = left > 0 ? "<p class=\"note\">\(htmlEscaped(words.more(left)))</p>\n" : ""
        let (first, rest) = (items.prefix(Self.maximumUnfolded), items.dropFirst(Self.maximumUnfolded))
        var html = "<section>\n<h2>\(words.high)</h2>\n<ol class=\"changes high\">\n\(first.joined())</ol>\n"
        if !rest.isEmpty {
            html += "<details>\n<summary>\(htmlEscaped(words.more(rest.count)))</summary>\n"
            html +=
                "<ol class=\"changes high\" start=\"\(first.count + 1)\">\n\(rest.joined())</ol>\n</details>\n"
        }
        return html + more + "</section>\n"
    }

    private func section(_ piece: DayPages.Piece) -> String {
        let document = told[piece.document]
        var html = "<section class=\"long\">\n"
        html +=
            "<h2 id=\"\(piece.anchor)\"><span\(languageAttribute(document.language))>\(htmlEscaped(document.name))</span> "
        html +=
            "<small>\(htmlEscaped(words.version(document)))\(piece.isContinued ? words.continued : "")</small></h2>\n"
        html += "<p class=\"origin\">\(origin(of: document))</p>\n"
        if !piece.isContinued {
            for (path, count) in document.toldElsewhere {
                html +=
                    "<p class=\"note\">\(htmlEscaped(words.toldElsewhere(count, with: "")))\(htmlPath(path)).</p>\n"
            }
        }
        let list = HTMLChange(words: words)
        for (level, name) in [(Significance.high, words.high), (.medium, words.medium)] {
            guard let first = piece.changes(level).first else { continue }
            html += "<h3>\(name)</h3>\n"
            html += list.list(
                piece.changes(level), level, first: pages.numbers[first.id], language: document.language,
                twins: document.twins, section: document.section)
        }
        let quiet = piece.changes(.low)
        if !quiet.isEmpty {
            html += "<details>\n<summary>\(htmlEscaped(words.quiet(quiet.count)))\(words.colon)"
            html += "\(htmlEscaped(words.kinds(of: quiet)))</summary>\n"
            html += list.list(
                quiet, .low, first: 1, language: document.language, twins: document.twins,
                section: document.section)
            html += "</details>\n"
        }
        return html + "</section>\n"
    }

    private func origin(of document: DigestDocument) -> String {
        let versions = [document.from, document.to].compactMap { $0 }
            .map { "v\($0.number) \(words.minute($0.ingested))" }
        let above = pages.isSplit ? "../" : ""
        let link = "<a href=\"\(above)\(PageAddress.document(document.path))\">\(htmlPath(document.path))</a>"
        return ([link] + versions).joined(separator: " · ")
    }

    private func arrivals() -> String {
        let arrivals = digest.arrivals
        guard !arrivals.isEmpty else { return "" }
        let items = arrivals.prefix(Self.maximumNames).map { document in
            let summary = document.changes.first.map {
                " <span\(languageAttribute(document.language))>\(htmlEscaped(singleLine($0.change.summary)))</span>"
            }
            return "<li><a href=\"\(PageAddress.document(document.path))\">\(htmlPath(document.path))</a>"
                + "\(summary ?? "")</li>\n"
        }
        return list(words.newDocuments, items, arrivals.count)
    }

    private func list(_ heading: String, _ items: [String], _ count: Int) -> String {
        let more =
            count > items.count
            ? "<li class=\"note\">\(htmlEscaped(words.more(count - items.count)))</li>\n" : ""
        return
            "<section>\n<h2>\(htmlEscaped(heading))</h2>\n<ul>\n\(items.joined())\(more)</ul>\n</section>\n"
    }

    // MARK: The rest

    /// Commitments stated, weakened, strengthened and dropped, and those that came and went with whole documents.
    private func commitments() -> String {
        let events = CommitmentEvents(digest)
        var parts: [String] = []
        if !events.rows.isEmpty {
            var table = HTMLTable(
                caption: nil,
                columns: [words.what, words.commitment, words.strength, words.due, words.document],
                stacks: true)
            for row in events.rows { table.add(cells(row)) }
            parts.append(table.text)
        }
        if events.left > 0 { parts.append("<p class=\"note\">\(htmlEscaped(words.more(events.left)))</p>\n") }
        let register = digest.register
        for (tallies, sentence) in [(register.arrived, words.arrived), (register.departed, words.departed)]
        where !tallies.isEmpty {
            var names = tallies.prefix(Self.maximumNames).map { tally in
                "<a href=\"\(PageAddress.document(tally.path))\">\(htmlPath(tally.path))</a> (\(words.number(tally.count)))"
            }
            if tallies.count > names.count {
                names.append(htmlEscaped(words.more(tallies.count - names.count)))
            }
            let count = tallies.reduce(0) { $0 + $1.count }
            parts.append(
                "<p>\(htmlEscaped(sentence(count)))\(words.colon)\(names.joined(separator: ", ")).</p>\n")
        }
        guard !parts.isEmpty else { return "" }
        return "<section>\n<h2>\(htmlEscaped(words.commitments))</h2>\n\(parts.joined())</section>\n"
    }

    private func cells(_ row: CommitmentEvents.Row) -> [String] {
        let change = row.change.change
        var places = ["\(htmlPath(row.document.path)), \(words.line) \(change.line)"]
        if let twin = row.twin {
            places.append("\(htmlPath(twin.path)), \(words.line) \(twin.change.change.line)")
        }
        let became = htmlEscaped(words.became(row.kind, number: pages.numbers[row.change.id]))
        let lang = languageAttribute(row.document.language)
        return [
            "<a href=\"\(pages.address(of: row.change.id))\">\(became)</a>",
            "<span\(lang)>\(htmlEscaped(row.text))</span>", htmlEscaped(row.strength),
            row.due.isEmpty ? "" : "<span\(lang)>\(htmlEscaped(row.due))</span>",
            places.joined(separator: "; "),
        ]
    }

    private func deadlines() -> String {
        let listed = digest.listedDeadlines
        guard !listed.isEmpty else { return "" }
        var table = HTMLTable(
            caption: nil, columns: [words.due, words.commitment, words.document, words.state], stacks: true)
        for deadline in listed.prefix(Self.maximumNames) {
            let commitment = deadline.commitment.commitment
            let written =
                commitment.period.map {
                    " <span class=\"note\"\(languageAttribute(commitment.language))>\(htmlEscaped(words.quote.open + singleLine($0) + words.quote.close))</span>"
                } ?? ""
            table.add([
                "\(deadline.due.iso)\(written)",
                "<span\(languageAttribute(commitment.language))>\(htmlEscaped(shortened(singleLine(commitment.text), to: 240)))</span>",
                "\(htmlPath(deadline.commitment.path)), \(words.line) \(commitment.line)",
                htmlEscaped(words.state(deadline, on: digest.date)),
            ])
        }
        let left = listed.count - Self.maximumNames
        let more = left > 0 ? "<p class=\"note\">\(htmlEscaped(words.more(left)))</p>\n" : ""
        return
            "<section>\n<h2>\(htmlEscaped(words.deadlines(within: digest.upcomingDays)))</h2>\n\(table.text)\(more)</section>\n"
    }

    private func problems() -> String {
        guard !digest.problems.isEmpty else { return "" }
        let items = digest.problems.map { problem in
            let path = problem.path.map { htmlPath($0) + words.colon } ?? ""
            return "<li>\(path)\(htmlEscaped(words.problem(problem)))</li>\n"
        }
        return list(words.problems, items, items.count)
    }

    private func unchanged() -> String {
        guard digest.unchanged.count > 0, !digest.changed.isEmpty else { return "" }
        let items = digest.unchanged.named.map { document in
            let title = document.title.map { singleLine($0) } ?? ""
            return "<li><a href=\"\(PageAddress.document(document.path))\">\(htmlPath(document.path))</a> "
                + "<span\(languageAttribute(document.language))>\(htmlEscaped(title))</span></li>\n"
        }
        return list(words.unchanged, items, digest.unchanged.count)
    }
}
