internal import PolicyText

/// A digest as one self-contained page: no script, no network, readable on paper and by a screen reader.
///
/// Source text is escaped, and the page's own Content-Security-Policy forbids everything but its style sheet, so that
/// nothing a document says can become markup or be fetched.
package struct HTMLRenderer {
    private let words: DigestWords
    private let digest: Digest

    package static func text(of digest: Digest) -> String {
        HTMLRenderer(words: DigestWords(language: digest.language), digest: digest).render()
    }

    private func render() -> String {
        let body = [headline(), digest.changed.map(section).joined(), deadlines(), problems(), unchanged()]
        return htmlPage(
            title: words.heading(digest.date), language: digest.language,
            body: "<header><h1>\(htmlEscaped(words.heading(digest.date)))</h1></header>\n<main>\n"
                + body.joined() + "</main>\n<footer><p>\(htmlEscaped(words.footer))</p></footer>")
    }

    private func headline() -> String {
        guard !digest.changed.isEmpty else {
            let line = words.headline(digest) + " " + words.registerLine(digest.register)
            return "<p class=\"headline\">\(htmlEscaped(line))</p>\n"
        }
        let rest = [words.commitmentCounts(digest), words.registerLine(digest.register)].compactMap { $0 }
        return "<p class=\"headline\">\(htmlEscaped(words.headline(digest)))</p>\n"
            + rest.map { "<p>\(htmlEscaped($0))</p>\n" }.joined()
    }

    private func section(_ document: DigestDocument) -> String {
        let language = document.language == .undetermined ? "" : " lang=\"\(document.language.rawValue)\""
        let versions = [document.from, document.to].compactMap { $0 }
            .map { "v\($0.number) \($0.ingested.date.iso) \($0.ingested.clock)" }.joined(separator: " · ")
        var html = "<section>\n<h2><span\(language)>\(htmlEscaped(document.name))</span> "
        html += "<small>\(htmlEscaped(words.version(document)))</small></h2>\n"
        html += "<p class=\"origin\"><code>\(htmlEscaped(document.path.text))</code> · \(versions)</p>\n"
        for (level, name) in [(Significance.high, words.high), (.medium, words.medium)] {
            let changes = document.changes(level)
            guard !changes.isEmpty else { continue }
            html += "<h3>\(name)</h3>\n<ol class=\"\(level.name)\">\n"
            html += changes.map { item($0, language: language) }.joined() + "</ol>\n"
        }
        let quiet = document.changes(.low)
        if !quiet.isEmpty {
            html +=
                "<details><summary>\(htmlEscaped(words.quiet(quiet.count)))</summary>\n<ol class=\"low\">\n"
            html += quiet.map { item($0, language: language) }.joined() + "</ol>\n</details>\n"
        }
        return html + "</section>\n"
    }

    private func item(_ recorded: RecordedChange, language: String) -> String {
        let change = recorded.change
        let isGone = change.after == nil && change.operation != .documentAdded
        let version = isGone ? recorded.fromVersion : recorded.toVersion
        let section = change.section.map { htmlEscaped(shortened(singleLine($0), to: 80)) }.joined(
            separator: " › ")
        var html =
            "<li id=\"c\(recorded.id)\">\n<p class=\"told\"><strong>\(htmlEscaped(words.label(change)))</strong> "
        html += "<span\(language)>\(htmlEscaped(singleLine(change.summary)))</span></p>\n"
        html += "<p class=\"place\">"
        html += section.isEmpty ? "" : "<span\(language)>\(section)</span>, "
        html += "\(words.place(version: version, line: change.line))</p>\n"
        html += redline(change, language: language)
        if !change.reasons.isEmpty {
            let reasons = change.reasons.map { htmlEscaped(singleLine($0)) }.joined(separator: "; ")
            html += "<p class=\"why\">\(words.why): \(reasons)</p>\n"
        }
        return html + "</li>\n"
    }

    private func redline(_ change: Change, language: String) -> String {
        let runs = Redline.runs(of: change)
        guard !runs.isEmpty else { return "" }
        let inner = runs.map { run in
            switch run {
            case .equal(let text): htmlEscaped(text)
            case .delete(let text): "<del>\(htmlEscaped(text))</del>"
            case .insert(let text): "<ins>\(htmlEscaped(text))</ins>"
            case .gap: "…"
            }
        }.joined()
        return "<blockquote\(language)><p>\(inner)</p></blockquote>\n"
    }

    private func deadlines() -> String {
        guard !digest.register.deadlines.isEmpty else { return "" }
        let rows = digest.register.deadlines.map { deadline in
            let commitment = deadline.commitment.commitment
            let written =
                commitment.period.map { " " + words.quote.open + singleLine($0) + words.quote.close } ?? ""
            return "<tr><td>\(deadline.due.iso)\(htmlEscaped(written))</td>"
                + "<td>\(htmlEscaped(shortened(singleLine(commitment.text), to: 240)))</td>"
                + "<td><code>\(htmlEscaped(deadline.commitment.path.text)):\(commitment.line)</code></td>"
                + "<td>\(deadline.isPassed ? words.state(deadline, on: digest.date) : words.state(deadline, on: digest.date))</td></tr>\n"
        }.joined()
        let head = [words.due, words.commitment, words.document, words.state].map {
            "<th scope=\"col\">\($0)</th>"
        }
        return
            "<section>\n<h2>\(words.deadlines(within: 0))</h2>\n<div class=\"table\"><table>\n<thead><tr>\(head.joined())</tr></thead>\n"
            + "<tbody>\n\(rows)</tbody>\n</table></div>\n</section>\n"
    }

    private func problems() -> String {
        guard !digest.problems.isEmpty else { return "" }
        let items = digest.problems.map { problem in
            let path = problem.path.map { "<code>\(htmlEscaped($0.text))</code>: " } ?? ""
            return
                "<li>\(path)\(htmlEscaped(singleLine(problem.reason + (problem.advice.map { " (\($0))" } ?? ""))))</li>\n"
        }.joined()
        return "<section>\n<h2>\(words.problems)</h2>\n<ul>\n\(items)</ul>\n</section>\n"
    }

    private func unchanged() -> String {
        guard !digest.unchanged.isEmpty else { return "" }
        let items = digest.unchanged.map { document in
            let title = document.title.map { " " + htmlEscaped(singleLine($0)) } ?? ""
            return "<li><code>\(htmlEscaped(document.path.text))</code>\(title)</li>\n"
        }.joined()
        return "<section>\n<h2>\(words.unchanged)</h2>\n<ul>\n\(items)</ul>\n</section>\n"
    }
}

/// The text with the characters escaped that mean something in HTML and XML, and those that neither may hold left out.
func htmlEscaped(_ text: some StringProtocol) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        case "'": result += "&#39;"
        case "\t", "\n", "\r": result.unicodeScalars.append(scalar)
        case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}

/// A whole page around a body.
func htmlPage(title: String, language: Language, body: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="\(language.rawValue)">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="referrer" content="no-referrer">
    <title>\(htmlEscaped(title))</title>
    <style>
    \(htmlStyle)
    </style>
    </head>
    <body>
    \(body)
    </body>
    </html>

    """
}

private let htmlStyle = """
    :root { color-scheme: light dark; --text: #1b1b1f; --soft: #5a5a66; --ground: #fff; --rule: #d8d8e0;
      --ins: #0b5d2a; --ins-ground: #def5e5; --del: #8c1d18; --del-ground: #fbe3e1; --high: #8c1d18; --medium: #7a5200; }
    @media (prefers-color-scheme: dark) { :root { --text: #e6e6ea; --soft: #a3a3b0; --ground: #16161a; --rule: #3a3a44;
      --ins: #8fe0a8; --ins-ground: #12351f; --del: #ffb4ab; --del-ground: #4a1512; --high: #ffb4ab; --medium: #f0c36a; } }
    body { margin: 0 auto; max-width: 60rem; padding: 1rem; color: var(--text); background: var(--ground);
      font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
    h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; border-top: 1px solid var(--rule); padding-top: 1rem; }
    h2 small, .origin, .place, .why, footer { color: var(--soft); font-weight: normal; font-size: .875rem; }
    .headline { font-size: 1.125rem; font-weight: 600; }
    li { margin-block: .75rem; } li p { margin: .15rem 0; }
    ol.high > li::marker { color: var(--high); font-weight: bold; }
    ol.medium > li::marker { color: var(--medium); font-weight: bold; }
    blockquote { margin: .4rem 0; padding: .2rem .8rem; border-inline-start: 3px solid var(--rule); }
    ins { color: var(--ins); background: var(--ins-ground); text-decoration: underline; text-decoration-thickness: 2px; }
    del { color: var(--del); background: var(--del-ground); text-decoration: line-through; }
    .table { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
    th, td { text-align: start; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid var(--rule); }
    @media print { body { max-width: none; } section, li { break-inside: avoid-page; } }
    """
