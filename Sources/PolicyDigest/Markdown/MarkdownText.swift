/// The text with every character escaped that CommonMark, or GitHub's extensions to it, would read as markup where it
/// stands; the rest is left as it is, since a digest is read in a terminal too.
///
/// The text must be on one line. It may stand anywhere on its own line, and in a cell of a table.
func markdownEscaped(_ text: some StringProtocol) -> String {
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    // More than one may be a formula to GitHub.
    let escapesDollar = scalars.count { $0 == "$" } > 1
    var isBegin = true
    for (index, scalar) in scalars.enumerated() {
        let next = index + 1 < scalars.count ? scalars[index + 1] : nil
        let previous = index > 0 ? scalars[index - 1] : nil
        if isSpecial(scalar, previous, next, isBegin: isBegin, scalars[..<index])
            || (scalar == "$" && escapesDollar)
        {
            result.append("\\")
        }
        result.append(scalar)
        if scalar != " " && !isDigit(scalar) { isBegin = false }
    }
    return String(result)
}

private func isSpecial(
    _ scalar: Unicode.Scalar, _ previous: Unicode.Scalar?, _ next: Unicode.Scalar?, isBegin: Bool,
    _ before: ArraySlice<Unicode.Scalar>
) -> Bool {
    switch scalar {
    case "\\", "`", "*", "[", "]", "<", "~", "|", "@": return true
    // Within a word it is no mark.
    case "_": return !(isWordPart(previous) && isWordPart(next))
    // An entity.
    case "&": return next == "#" || next.map { isLetter($0) } ?? false
    // A heading's mark, before it or after.
    case "#": return previous == nil || previous == " " || previous == "#"
    case "+", "-", "=", ">": return before.allSatisfy { $0 == " " }
    case ":": return isScheme(before, next)
    // A list's number, or `www.`.
    case ".", ")":
        return isBegin && before.contains(where: isDigit)
            || (scalar == "." && before.suffix(3).map { $0.properties.lowercaseMapping } == ["w", "w", "w"])
    default: return false
    }
}

/// Whether a colon would make a link of what stands before it.
private func isScheme(_ before: ArraySlice<Unicode.Scalar>, _ next: Unicode.Scalar?) -> Bool {
    if next == "/" { return true }
    let word = before.suffix(6).map { $0.properties.lowercaseMapping }.joined()
    return word == "mailto" || word.hasSuffix("xmpp")
}

private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

private func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
}

private func isWordPart(_ scalar: Unicode.Scalar?) -> Bool {
    scalar.map { isLetter($0) || isDigit($0) } ?? false
}

/// A code span, fenced by more backticks than the text holds.
func markdownCode(_ text: String) -> String {
    let line = singleLine(text)
    guard !line.isEmpty else { return "" }
    let longest = line.split(whereSeparator: { $0 != "`" }).map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: longest + 1)
    let pad = longest > 0 ? " " : ""
    return fence + pad + line + pad + fence
}

/// A code span in a cell of a table, where a bar must be escaped even in code.
func markdownCellCode(_ text: String) -> String {
    markdownCode(text).split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
}
