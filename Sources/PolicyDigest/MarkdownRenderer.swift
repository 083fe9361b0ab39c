internal import PolicyText

/// A digest as CommonMark: what a reader opens with coffee.
///
/// Source text is escaped whole, so that it can never become markup, a link or HTML, also where a reader's program
/// knows GitHub's extensions.
package struct MarkdownRenderer {
    /// More passed deadlines than this are counted, not listed.
    package static let maximumPassedDeadlines = 50
    /// More quiet changes of one document than this are counted by kind only.
    package static let maximumQuietLines = 100

    private let words: DigestWords
    private let digest: Digest

    package static func text(of digest: Digest) -> String {
        MarkdownRenderer(words: DigestWords(language: digest.language), digest: digest).render()
    }

    private func render() -> String {
        var parts = ["# \(words.heading(digest.date))", headline()]
        parts += digest.changed.map(section)
        parts += [deadlines(), problems(), unchanged()].compactMap { $0 }
        parts.append("*\(words.footer)*")
        return parts.joined(separator: "\n\n") + "\n"
    }

    private func headline() -> String {
        guard !digest.changed.isEmpty else {
            return words.nothingChanged(digest.documents) + " " + words.registerLine(digest.register)
        }
        let lines = [
            "**\(words.headline(digest))**", words.commitmentCounts(digest),
            words.registerLine(digest.register),
        ]
        return lines.compactMap { $0 }.joined(separator: "\n")
    }

    // MARK: One document

    private func section(_ document: DigestDocument) -> String {
        var parts = [
            "## \(markdownEscaped(document.name)) (\(document.language.rawValue)) — \(words.version(document))"
        ]
        parts.append(origin(of: document))
        let high = document.changes(.high)
        let medium = document.changes(.medium)
        if !high.isEmpty {
            parts.append("### \(words.high)")
            parts += high.enumerated().map { numbered($0.offset + 1, full($0.element)) }
        }
        if !medium.isEmpty {
            parts.append("### \(words.medium)")
            parts.append(
                medium.enumerated().map { numbered($0.offset + high.count + 1, brief($0.element)) }
                    .joined(separator: "\n"))
        }
        if let quiet = quiet(document.changes(.low)) { parts.append(quiet) }
        return parts.joined(separator: "\n\n")
    }

    private func origin(of document: DigestDocument) -> String {
        let versions = [document.from, document.to].compactMap { $0 }.map { version in
            "v\(version.number) \(version.ingested.date.iso) \(version.ingested.clock)"
        }
        let command = document.from.map {
            "policyctl diff \(document.path.text) \($0.number) \(document.to.number)"
        }
        let parts = [code(document.path.text)] + versions + [command.map(code)].compactMap { $0 }
        return parts.joined(separator: " · ")
    }

    /// A change in full: what, where, why, and the words themselves.
    private func full(_ recorded: RecordedChange) -> String {
        let change = recorded.change
        var lines = ["**\(words.label(change))** — \(markdownEscaped(singleLine(change.summary)))"]
        lines.append(place(of: recorded))
        if !change.reasons.isEmpty {
            lines.append(
                "\(words.why): "
                    + change.reasons.map { markdownEscaped(singleLine($0)) }.joined(separator: "; "))
        }
        let redline = redline(change)
        if !redline.isEmpty { lines.append("> " + redline) }
        return lines.joined(separator: "\n\n")
    }

    /// A change on one line.
    private func brief(_ recorded: RecordedChange) -> String {
        let change = recorded.change
        let parts = [
            "**\(words.label(change))** — \(markdownEscaped(singleLine(change.summary)))",
            place(of: recorded),
            redline(change),
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: " · ")
    }

    /// Section path, line to cite and version.
    private func place(of recorded: RecordedChange) -> String {
        let isGone = recorded.change.after == nil && recorded.change.operation != .documentAdded
        let version = isGone ? recorded.fromVersion : recorded.toVersion
        let path = recorded.change.section.map { markdownEscaped(shortened(singleLine($0), to: 60)) }
        let section = path.isEmpty ? "" : "*\(path.joined(separator: " › "))*, "
        return section + "\(words.line) \(recorded.change.line), v\(version)"
    }

    private func redline(_ change: Change) -> String {
        Redline.runs(of: change).map { run in
            switch run {
            case .equal(let text): markdownEscaped(text)
            case .delete(let text): marked(text, with: "~~")
            case .insert(let text): marked(text, with: "**")
            case .gap: "…"
            }
        }.joined()
    }

    /// Emphasis may not begin or end with a space, and two runs may not touch.
    private func marked(_ text: String, with mark: String) -> String {
        let inner = text.drop(while: { $0 == " " })
        guard let last = inner.lastIndex(where: { $0 != " " }) else { return text }
        let lead = inner.startIndex > text.startIndex ? " " : ""
        let tail = inner.index(after: last) < inner.endIndex ? " " : ""
        return lead + mark + markdownEscaped(inner[...last]) + mark + tail
    }

    private func quiet(_ changes: [RecordedChange]) -> String? {
        guard !changes.isEmpty else { return nil }
        let counts = Dictionary(grouping: changes) { words.label($0.change) }.mapValues(\.count)
            .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) ×\(words.number($0.value))" }
        var lines = ["\(words.quiet(changes.count)): \(counts.joined(separator: ", "))"]
        if changes.count <= Self.maximumQuietLines {
            lines.append("")
            lines += changes.map { "- " + brief($0) }
        }
        return lines.joined(separator: "\n")
    }

    // MARK: Register, problems, the rest

    private func deadlines() -> String? {
        let passed = digest.register.deadlines.filter(\.isPassed)
        let listed =
            passed.suffix(Self.maximumPassedDeadlines) + digest.register.deadlines.filter { !$0.isPassed }
        guard !listed.isEmpty else { return nil }
        var lines = [
            "## \(words.deadlines)", "",
            "| \(words.due) | \(words.commitment) | \(words.document) | \(words.state) |",
            "| --- | --- | --- | --- |",
        ]
        lines += listed.map { deadline in
            let commitment = deadline.commitment.commitment
            let written =
                commitment.period.map { words.quote.open + singleLine($0) + words.quote.close } ?? ""
            let text = shortened(singleLine(commitment.text), to: 160)
            return "| \(deadline.due.iso) \(markdownEscaped(written)) | \(markdownEscaped(text)) "
                + "| \(markdownEscaped(deadline.commitment.path.text)):\(commitment.line) "
                + "| \(deadline.isPassed ? words.passed : words.coming) |"
        }
        let left = digest.register.deadlines.count - listed.count
        if left > 0 { lines += ["", words.moreDeadlines(left)] }
        return lines.joined(separator: "\n")
    }

    private func problems() -> String? {
        guard !digest.problems.isEmpty else { return nil }
        let lines = digest.problems.map { problem in
            let path = problem.path.map { code($0.text) + ": " } ?? ""
            let advice = problem.advice.map { " (\($0))" } ?? ""
            return "- " + path + markdownEscaped(singleLine(problem.reason + advice))
        }
        return "## \(words.problems)\n\n" + lines.joined(separator: "\n")
    }

    private func unchanged() -> String? {
        guard !digest.unchanged.isEmpty else { return nil }
        let names = digest.unchanged.map { document in
            "- \(code(document.path.text))"
                + (document.title.map { " " + markdownEscaped(singleLine($0)) } ?? "")
        }
        return "## \(words.unchanged)\n\n" + names.joined(separator: "\n")
    }

    private func numbered(_ number: Int, _ text: String) -> String {
        let indent = String(repeating: " ", count: String(number).count + 2)
        return "\(number). "
            + text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated().map {
                $0.offset == 0 || $0.element.isEmpty ? String($0.element) : indent + $0.element
            }
            .joined(separator: "\n")
    }

    /// A code span, fenced by more backticks than the text holds.
    private func code(_ text: String) -> String {
        let line = singleLine(text)
        let longest = line.split(whereSeparator: { $0 != "`" }).map(\.count).max() ?? 0
        let fence = String(repeating: "`", count: longest + 1)
        let pad = longest > 0 ? " " : ""
        return fence + pad + line + pad + fence
    }
}

/// The text with every character escaped that CommonMark or GitHub's extensions would read as markup.
func markdownEscaped(_ text: some StringProtocol) -> String {
    var result = ""
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\\", "`", "*", "_", "{", "}", "[", "]", "<", ">", "(", ")", "#", "!", "|", "~", "&", "@", "$",
            "=":
            result += "\\"
        case "+", "-":
            if result.isEmpty || result.allSatisfy({ $0 == " " }) { result += "\\" }
        case ".":
            // `www.` would become a link, `1.` a list.
            if previous == "w" || previous == "W" || ("0"..."9").contains(previous) { result += "\\" }
        case ":":
            // `https:` would become a link.
            if ("a"..."z").contains(previous) || ("A"..."Z").contains(previous) { result += "\\" }
        default: break
        }
        result.unicodeScalars.append(scalar)
        previous = scalar
    }
    return result
}

/// The text cut at a word before `limit` characters, with an ellipsis where it was cut.
func shortened(_ text: String, to limit: Int) -> String {
    guard text.count > limit else { return text }
    let head = text.prefix(limit)
    let cut = head.lastIndex(of: " ") ?? head.endIndex
    return head[..<cut] + "…"
}
