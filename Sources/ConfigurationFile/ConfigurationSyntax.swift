/// The syntax of systemd's own files (systemd.syntax(7)): sections, assignments, comments, and lines continued by a
/// backslash.
package enum ConfigurationSyntax {
    /// A longer file is refused: nobody writes one by hand.
    package static let maximumBytes = 1 << 20

    /// The assignments of a file, in order.
    package static func entries(in text: String, file: String) throws(ConfigurationIssue)
        -> [ConfigurationEntry]
    {
        var entries: [ConfigurationEntry] = []
        var section: String?
        for (number, line) in logicalLines(of: text) {
            let content = trimmed(line)
            if content.isEmpty || content.hasPrefix("#") || content.hasPrefix(";") { continue }
            if content.hasPrefix("[") {
                guard content.hasSuffix("]"), content.utf8.count > 2 else {
                    throw ConfigurationIssue(
                        file: file, line: number,
                        message: "'\(printable(content))' must be a section such as [Watch]")
                }
                section = String(content.dropFirst().dropLast())
                continue
            }
            guard let equals = content.firstIndex(of: "="), equals > content.startIndex else {
                throw ConfigurationIssue(
                    file: file, line: number,
                    message: "'\(printable(content))' must be Key=value, a [Section] or a comment")
            }
            guard let section else {
                throw ConfigurationIssue(
                    file: file, line: number, message: "'\(printable(content))' stands before any [Section]")
            }
            entries.append(
                ConfigurationEntry(
                    section: section, key: trimmed(content[..<equals]),
                    value: trimmed(content[content.index(after: equals)...]), file: file, line: number))
        }
        return entries
    }

    /// Lines with their numbers; one that ends in a backslash goes on in the next, comments in between left out.
    private static func logicalLines(of text: String) -> [(Int, String)] {
        var lines: [(Int, String)] = []
        var pending: (number: Int, text: String)?
        for (index, slice) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .enumerated()
        {
            let line = String(slice)
            let isComment = line.first(where: { !$0.isWhitespace }).map { $0 == "#" || $0 == ";" } ?? false
            if pending != nil, isComment { continue }
            let whole = (pending?.text ?? "") + line
            let number = pending?.number ?? index + 1
            if whole.hasSuffix("\\"), !isComment {
                pending = (number, String(whole.dropLast()) + " ")
            } else {
                lines.append((number, whole))
                pending = nil
            }
        }
        if let pending { lines.append((pending.number, pending.text)) }
        return lines
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        let start = text.drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }

    /// The text with control characters escaped, as it may stand in a message.
    package static func printable(_ text: some StringProtocol) -> String {
        text.unicodeScalars.map {
            $0.properties.generalCategory == .control ? $0.escaped(asASCII: true) : String($0)
        }
        .joined()
    }
}
