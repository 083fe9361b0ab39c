package import PolicyText

/// The feed: one entry a day and one a high change (RFC 4287), newest first.
package struct AtomRenderer {
    /// Days kept in the feed; older ones stay in the folder.
    package static let maximumDays = 30

    private let baseURL: String?
    /// Identifies this daemon's feed: constant over its life, made when the record was begun.
    private let feedID: String
    private let language: Language
    private let moment: (Timestamp) -> ZonedTime

    package init(
        baseURL: String?, feedID: String, language: Language, moment: @escaping (Timestamp) -> ZonedTime
    ) {
        self.baseURL = baseURL.map { $0.hasSuffix("/") ? $0 : $0 + "/" }
        self.feedID = feedID
        self.language = language
        self.moment = moment
    }

    /// - Parameter days: digests with changes, newest first, each with the time of its last change.
    package func text(of days: [Digest], updated: Timestamp) -> String {
        let words = DigestWords(language: language)
        var xml = """
            <?xml version="1.0" encoding="utf-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="\(language.rawValue)">
            <id>urn:uuid:\(feedID)</id>
            <title>\(htmlEscaped(words.title))</title>
            <updated>\(moment(updated).rfc3339)</updated>
            <author><name>policyd</name></author>
            <generator>policyd</generator>

            """
        if let baseURL { xml += "<link rel=\"self\" href=\"\(htmlEscaped(baseURL))feed.atom\"/>\n" }
        for digest in days.prefix(Self.maximumDays) {
            xml += day(digest, words)
            xml += digest.changed.flatMap { document in
                document.changes(.high).map { entry($0, in: document, words) }
            }
            .joined()
        }
        return xml + "</feed>\n"
    }

    private func day(_ digest: Digest, _ words: DigestWords) -> String {
        guard let last = digest.changes.map(\.time).max() else { return "" }
        let items = digest.changed.map { document in
            "<li><b>\(htmlEscaped(document.name))</b>: "
                + (document.changes(.high) + document.changes(.medium)).map {
                    htmlEscaped(singleLine($0.change.summary))
                }
                .joined(separator: "<br/>") + "</li>"
        }.joined()
        return entry(
            id: "day/\(digest.date.iso)", title: words.heading(digest.date), updated: last,
            page: "\(digest.date.iso).html",
            content: "<p>\(htmlEscaped(words.headline(digest)))</p><ul>\(items)</ul>")
    }

    private func entry(_ recorded: RecordedChange, in document: DigestDocument, _ words: DigestWords)
        -> String
    {
        let change = recorded.change
        let redline = Redline.runs(of: change).map { run in
            switch run {
            case .equal(let text): htmlEscaped(text)
            case .delete(let text): "<del>\(htmlEscaped(text))</del>"
            case .insert(let text): "<ins>\(htmlEscaped(text))</ins>"
            case .gap: "…"
            }
        }.joined()
        let reasons = change.reasons.map { htmlEscaped(singleLine($0)) }.joined(separator: "; ")
        let place =
            "\(htmlEscaped(document.path.text)), \(words.place(version: recorded.toVersion, line: change.line))"
        return entry(
            id: "change/\(recorded.id)", title: "\(words.label(change)): \(singleLine(change.summary))",
            updated: recorded.time, page: "\(moment(recorded.time).date.iso).html#c\(recorded.id)",
            content: "<p>\(place)</p><blockquote>\(redline)</blockquote><p>\(reasons)</p>")
    }

    private func entry(id: String, title: String, updated: Timestamp, page: String, content: String) -> String
    {
        // A name-based address: the feed's own id with the entry's place in it stays the same for ever.
        """
        <entry>
        <id>tag:policyd,2026:\(feedID)/\(id)</id>
        <title>\(htmlEscaped(title))</title>
        <updated>\(moment(updated).rfc3339)</updated>
        <link rel="alternate" type="text/html" href="\(htmlEscaped((baseURL ?? "") + page))"/>
        <content type="html">\(htmlEscaped(content))</content>
        </entry>

        """
    }
}
