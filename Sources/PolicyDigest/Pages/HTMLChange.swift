internal import PolicyText

/// A change as an item of a list: what, where, the words themselves, and why.
struct HTMLChange {
    /// Words kept around an edit: a page has more room than a line of Markdown.
    private static let contextWords = 30
    private static let sectionCharacters = 80

    let words: DigestWords

    /// The list of some changes of one weight; nothing where there are none.
    ///
    /// - Parameter first: the number of the first; nil for 1.
    func list(
        _ changes: some Collection<RecordedChange>, _ level: Significance, first: Int?, language: Language,
        twins: [Int64: DigestTwin] = [:], section: (Change) -> [String]
    ) -> String {
        guard !changes.isEmpty else { return "" }
        let items = changes.map { item($0, twins[$0.id], language: language, section: section($0.change)) }
        let start = first.map { $0 == 1 ? "" : " start=\"\($0)\"" } ?? ""
        return "<ol class=\"changes \(level.name)\"\(start)>\n\(items.joined())</ol>\n"
    }

    private func item(
        _ recorded: RecordedChange, _ twin: DigestTwin?, language: Language, section: [String]
    ) -> String {
        let change = recorded.change
        let lang = languageAttribute(language)
        var html = "<li id=\"c\(recorded.id)\">\n<p class=\"told\">"
        html +=
            "<strong class=\"kind \(change.significance.name)\">\(htmlEscaped(words.label(change)))</strong> "
        html += "<span\(lang)>\(htmlEscaped(singleLine(change.summary)))</span></p>\n"
        if DigestDocument.hasPlace(change) {
            html += "<p class=\"place\">\(place(of: recorded, lang: lang, section: section))</p>\n"
        }
        html += redline(change, lang: lang)
        let reasons = words.reasons(change).map { htmlEscaped($0) }.joined(separator: words.semicolon)
        if !reasons.isEmpty { html += "<p class=\"why\">\(words.why)\(words.colon)\(reasons)</p>\n" }
        return html + (twin.map(other) ?? "") + "</li>\n"
    }

    /// The same change as the document in the other language makes it. A link to that change leads here.
    private func other(_ twin: DigestTwin) -> String {
        let change = twin.change.change
        let lang = languageAttribute(twin.language)
        var html = "<div class=\"twin\" id=\"c\(twin.change.id)\">\n"
        html += "<p class=\"told\">\(htmlEscaped(words.also(in: twin.language)))\(words.colon)"
        html += "<span\(lang)>\(htmlEscaped(singleLine(change.summary)))</span></p>\n"
        html += "<p class=\"place\">\(htmlPath(twin.path)) · "
        html += "\(place(of: twin.change, lang: lang, section: twin.section))</p>\n"
        return html + redline(change, lang: lang) + "</div>\n"
    }

    private func place(of recorded: RecordedChange, lang: String, section: [String]) -> String {
        let isGone = recorded.change.after == nil
        let path = section.map { htmlEscaped(shortened(singleLine($0), to: Self.sectionCharacters)) }
        var parts = path.isEmpty ? [] : ["<span\(lang)>\(path.joined(separator: " › "))</span>"]
        let version = isGone ? recorded.fromVersion : recorded.toVersion
        parts.append(htmlEscaped(words.place(version: version, line: recorded.change.line)))
        if let other = recorded.change.elsewhere {
            parts.append("\(htmlEscaped(words.movedWith("")))\(htmlPath(other))")
        }
        return parts.joined(separator: " · ")
    }

    /// The words within the line, and, where there are two sides, beside each other: a page shows one of the two.
    private func redline(_ change: Change, lang: String) -> String {
        let runs = Redline.runs(of: change, contextWords: Self.contextWords)
        guard runs.contains(where: \.isEdit) else { return "" }
        let inline = "<p class=\"inline\">\(html(runs))</p>\n"
        guard change.before != nil, change.after != nil else {
            return "<div class=\"redline\"\(lang)>\n\(inline)</div>\n"
        }
        let sides = [(words.before, Edit.Operation.delete), (words.after, .insert)].map { name, side in
            "<p><b\(languageAttribute(words.language))>\(name)</b>\(html(Redline.side(side, of: runs)))</p>"
        }
        return
            "<div class=\"redline both\"\(lang)>\n\(inline)<div class=\"sides\">\(sides.joined())</div>\n</div>\n"
    }

    private func html(_ runs: [Redline.Run]) -> String {
        runs.map { run in
            switch run {
            case .equal(let text): htmlEscaped(text)
            case .delete(let text): "<del>\(htmlEscaped(text))</del>"
            case .insert(let text): "<ins>\(htmlEscaped(text))</ins>"
            case .gap: "…"
            }
        }.joined()
    }
}

extension Redline.Run {
    fileprivate var isEdit: Bool {
        switch self {
        case .delete, .insert: true
        case .equal, .gap: false
        }
    }
}
