package import PolicyText

/// The feed: one entry a day and one a high change (RFC 4287), newest first.
package struct AtomRenderer {
    /// Days kept in the feed; older ones stay in the folder.
    package static let maximumDays = 30
    /// More high changes of a day than this are in the day's entry only.
    package static let maximumEntries = 100
    /// More changes than this, and more documents, are counted in a day's entry.
    private static let maximumLines = 200

    private let baseURL: String?
    /// Identifies this daemon's feed: constant over its life, made when the record was begun.
    private let feedID: String
    private let language: Language
    private let words: DigestWords
    private let moment: (Timestamp) -> ZonedTime

    package init(
        baseURL: String?, feedID: String, language: Language, moment: @escaping (Timestamp) -> ZonedTime
    ) {
        self.baseURL = baseURL.map { $0.hasSuffix("/") ? $0 : $0 + "/" }
        self.feedID = feedID
        self.language = language
        self.moment = moment
        words = DigestWords(language: language)
    }

    /// - Parameters:
    ///   - days: each day's entries, newest first.
    ///   - updated: when the newest of them last changed.
    package func text(of days: [String], updated: Timestamp) -> String {
        let selfLink = baseURL.map {
            "<link rel=\"self\" type=\"application/atom+xml\" href=\"\(htmlEscaped($0))feed.atom\"/>\n"
        }
        return """
            <?xml version="1.0" encoding="utf-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="\(language == .french ? "fr" : "en")">
            <id>urn:uuid:\(feedID)</id>
            <title>\(htmlEscaped(words.indexTitle))</title>
            <updated>\(moment(updated).rfc3339)</updated>
            <author><name>policyd</name></author>
            <generator>policyd</generator>
            \(selfLink ?? "")<link rel="alternate" type="text/html" href="\(htmlEscaped(baseURL ?? ""))\(PageAddress.index)"/>
            \(days.prefix(Self.maximumDays).joined())</feed>

            """
    }

    /// A day's own entry, and its high changes', newest first; nothing for a day without changes.
    package func entries(of digest: Digest) -> String {
        let all = digest.changes
        guard let last = digest.lastChange, let first = all.lazy.map(\.time).min() else { return "" }
        let day = Entry(
            id: "day/\(digest.date.iso)", title: words.heading(digest.date), published: first, updated: last,
            page: PageAddress.day(digest.date), content: content(of: digest))
        let pages = DayPages(digest, limit: HTMLRenderer.maximumChanges)
        let changes = digest.told.flatMap { document in document.changes(.high).map { (document, $0) } }
            .sorted { $0.1.id > $1.1.id }
        let ids = Set(all.lazy.map(\.id))
        return text(day)
            + changes.prefix(Self.maximumEntries).map { document, recorded in
                text(entry(recorded, in: document, of: ids, page: page(of: recorded, digest.date, pages)))
            }.joined()
    }

    private func page(of recorded: RecordedChange, _ date: CalendarDate, _ pages: DayPages) -> String {
        let address = pages.address(of: recorded.id)
        return address.hasPrefix("#") ? PageAddress.day(date) + address : address
    }

    private func content(of digest: Digest) -> String {
        var left = Self.maximumLines
        let documents = digest.told
        let told = documents.prefix(Self.maximumLines).map { document -> String in
            let changes = document.changes(.high) + document.changes(.medium)
            let lines = changes.prefix(left).map { recorded in
                "<li><b>\(htmlEscaped(words.label(recorded.change)))</b> \(htmlEscaped(singleLine(recorded.change.summary)))</li>"
            }
            left -= lines.count
            let more =
                changes.count > lines.count
                ? "<li>\(htmlEscaped(words.more(changes.count - lines.count)))</li>" : ""
            return "<h3>\(htmlEscaped(document.name))</h3><p>\(htmlEscaped(words.weights(of: document)))</p>"
                + (lines.isEmpty && more.isEmpty ? "" : "<ul>\(lines.joined())\(more)</ul>")
        }
        let arrivals = digest.arrivals.prefix(Self.maximumLines).compactMap { $0.changes.first }.map {
            "<li>\(htmlEscaped(singleLine($0.change.summary)))</li>"
        }
        let counts = [words.headline(digest), words.commitmentCounts(digest)].compactMap { $0 }
        let rest =
            documents.count > told.count
            ? "<p>\(htmlEscaped(words.more(documents.count - told.count)))</p>" : ""
        return counts.map { "<p>\(htmlEscaped($0))</p>" }.joined() + told.joined() + rest
            + (arrivals.isEmpty ? "" : "<h3>\(words.newDocuments)</h3><ul>\(arrivals.joined())</ul>")
    }

    /// - Parameter day: the ids of the day's changes.
    private func entry(
        _ recorded: RecordedChange, in document: DigestDocument, of day: Set<Int64>, page: String
    ) -> Entry {
        let change = recorded.change
        let reasons = words.reasons(change).map { htmlEscaped($0) }.joined(separator: words.semicolon)
        let why = reasons.isEmpty ? "" : "<p>\(words.why)\(words.colon)\(reasons)</p>"
        let twin = document.twins[recorded.id]
        // The event keeps its entry when the other language follows within the day.
        let both = [recorded, twin?.change].compactMap { $0 }.filter { day.contains($0.id) }
        return Entry(
            id: "change/\(both.map(\.id).min() ?? recorded.id)",
            title: "\(words.label(change)): \(singleLine(change.summary))",
            published: both.map(\.time).min() ?? recorded.time,
            updated: both.map(\.time).max() ?? recorded.time,
            page: page,
            content: text(recorded, document.name, document.section(of: change)) + why
                + (twin.map { text($0.change, $0.title ?? $0.path.name, $0.section) } ?? ""))
    }

    /// Where a change stands, and its words.
    private func text(_ recorded: RecordedChange, _ name: String, _ section: [String]) -> String {
        let change = recorded.change
        let redline = Redline.runs(of: change).map { run in
            switch run {
            case .equal(let text): htmlEscaped(text)
            case .delete(let text): "<del>\(htmlEscaped(text))</del>"
            case .insert(let text): "<ins>\(htmlEscaped(text))</ins>"
            case .gap: "…"
            }
        }.joined()
        let version = change.after == nil ? recorded.fromVersion : recorded.toVersion
        let place = [singleLine(name)] + section + [words.place(version: version, line: change.line)]
        return
            "<p>\(htmlEscaped(place.joined(separator: " › ")))</p><blockquote><p>\(redline)</p></blockquote>"
    }

    private struct Entry {
        let id: String
        let title: String
        let published: Timestamp
        let updated: Timestamp
        let page: String
        let content: String
    }

    // The address is made of the feed's own id and the entry's place in it, and so stays the same for ever (RFC 4151).
    private func text(_ entry: Entry) -> String {
        """
        <entry>
        <id>tag:policyd.invalid,2026:\(feedID)/\(entry.id)</id>
        <title>\(htmlEscaped(singleLine(entry.title)))</title>
        <published>\(moment(entry.published).rfc3339)</published>
        <updated>\(moment(entry.updated).rfc3339)</updated>
        <link rel="alternate" type="text/html" href="\(htmlEscaped((baseURL ?? "") + entry.page))"/>
        <content type="html">\(htmlEscaped(entry.content))</content>
        </entry>

        """
    }
}
