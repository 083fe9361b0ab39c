/// A tag of HTML within Markdown.
struct HTMLTag {
    /// Bytes a tag may have; what is longer is text.
    private static let longest = 2000

    private let name: String
    /// Past its `>`.
    let end: Int

    /// Whether it begins or ends a block of text rather than standing in a sentence.
    var isBlock: Bool { Self.blockNames.contains(name) }
    var isItem: Bool { name == "li" }
    var isRow: Bool { name == "tr" }
    var headingLevel: Int? {
        guard name.utf8.count == 2, name.utf8.first == UInt8(ascii: "h"), let level = name.utf8.last,
            (0x31...0x36).contains(level)
        else { return nil }
        return Int(level) - 0x30
    }

    private static let blockNames: Set<String> = [
        "address", "article", "aside", "blockquote", "br", "button", "caption", "center", "col", "colgroup",
        "dd",
        "details", "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
        "h2", "h3",
        "h4", "h5", "h6", "header", "hr", "iframe", "img", "li", "link", "main", "menu", "meta", "nav", "ol",
        "p",
        "pre", "script", "section", "style", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
        "ul",
    ]

    /// The tag that begins at `index`, where one does.
    static func read(at index: Int, before end: Int, in source: SourceText) -> HTMLTag? {
        guard index < end, source[index] == UInt8(ascii: "<") else { return nil }
        var start = index + 1
        if start < end, source[start] == UInt8(ascii: "/") { start += 1 }
        var position = start
        while position < end, SourceText.isAlphanumeric(source[position]), position - start < 16 {
            position += 1
        }
        guard position > start, SourceText.isLetter(source[start]) else { return nil }
        let name = source.string(start..<position).lowercased()
        let limit = min(end, index + longest)
        while position < limit, source[position] != UInt8(ascii: ">") {
            if source[position] == UInt8(ascii: "<") { return nil }
            position += 1
        }
        guard position < limit else { return nil }
        return HTMLTag(name: name, end: position + 1)
    }

    /// Past the tags and white space from `index` on.
    static func skipTags(from index: Int, before end: Int, in source: SourceText) -> Int {
        var position = index
        while position < end {
            if let tag = read(at: position, before: end, in: source) {
                position = tag.end
            } else if source.spaceLength(at: position) > 0 {
                position += source.spaceLength(at: position)
            } else {
                break
            }
        }
        return min(position, end)
    }

    /// The range without block tags and line breaks at its end.
    static func trimTags(_ range: Range<Int>, in source: SourceText) -> Range<Int> {
        var range = range
        while range.count > 2, source[range.upperBound - 1] == UInt8(ascii: ">") {
            let lowest = max(range.lowerBound, range.upperBound - longest)
            var open = range.upperBound - 2
            while open > lowest, source[open] != UInt8(ascii: "<"), source[open] != UInt8(ascii: ">") {
                open -= 1
            }
            guard open > range.lowerBound, let tag = read(at: open, before: range.upperBound, in: source),
                tag.isBlock
            else { break }
            range = source.trimmed(range.lowerBound..<open)
        }
        return range
    }
}
