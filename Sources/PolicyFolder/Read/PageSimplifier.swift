/// Makes an HTML page such that a program can write all of it as Markdown, whose cells of tables hold one line and no
/// table: a cell with a break, a list or two paragraphs would be lost, and with it what it says.
///
/// In a cell, what parts blocks becomes white space. A table that holds another is there for the layout of the page: its
/// cells become blocks. The raised ending of an ordinal (« 1<sup>er</sup> ») is part of its word.
enum PageSimplifier {
    /// More tables within each other are left as they are.
    private static let maximumDepth = 64
    /// Of a page with more tags that matter, the rest is left as it is.
    private static let maximumTags = 1 << 20

    private struct Tag {
        var range: Range<Int>
        var name: String
        var isEnd: Bool
    }

    /// The simple page; the same bytes where nothing needs it.
    static func simplified(_ page: [UInt8]) -> [UInt8] {
        let tags = tags(of: page)
        let layout = layoutTags(tags)
        var result: [UInt8] = []
        var copied = 0
        var cells = 0
        for (index, tag) in tags.enumerated() {
            let replacement: String?
            if layout.contains(index) {
                replacement =
                    tag.name == "td" || tag.name == "th" || tag.name == "caption"
                    ? (tag.isEnd ? "</div>" : "<div>") : " "
            } else if tag.name == "sup" {
                replacement = isOrdinal(index, tags, page) ? "" : nil
            } else if tag.name == "td" || tag.name == "th" {
                cells = tag.isEnd ? max(0, cells - 1) : 1
                replacement = nil
            } else if tag.name == "table" || tag.name == "tr" {
                cells = 0
                replacement = nil
            } else {
                replacement = cells > 0 && blocks.contains(tag.name) ? " " : nil
            }
            guard let replacement else { continue }
            result += page[copied..<tag.range.lowerBound]
            result += replacement.utf8
            copied = tag.range.upperBound
        }
        guard copied > 0 else { return page }
        return result + page[copied...]
    }

    /// Whether a `sup` or its end holds the ending of an ordinal and stands after a digit or a letter.
    private static func isOrdinal(_ index: Int, _ tags: [Tag], _ page: [UInt8]) -> Bool {
        let first = tags[index].isEnd ? index - 1 : index
        guard tags.indices.contains(first), tags.indices.contains(first + 1), tags[first].name == "sup",
            !tags[first].isEnd, tags[first + 1].name == "sup", tags[first + 1].isEnd
        else { return false }
        let start = tags[first].range.lowerBound
        let inside = page[tags[first].range.upperBound..<tags[first + 1].range.lowerBound]
        let text = String(decoding: inside, as: UTF8.self).lowercased()
        guard start > 0, ordinalEndings.contains(text) else { return false }
        let before = page[start - 1]
        return before >= UInt8(ascii: "0") && before <= UInt8(ascii: "9")
            || ["X", "V", "I", "i", "v", "x"].contains { before == $0.utf8.first }
    }

    private static let ordinalEndings: Set<String> = [
        "er", "re", "ère", "e", "ème", "eme", "o", "st", "nd", "rd", "th", "d", "nde",
    ]

    private static let tableParts: Set<String> = [
        "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "colgroup", "col",
    ]
    private static let blocks: Set<String> = [
        "br", "p", "div", "ul", "ol", "li", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6",
        "blockquote",
        "pre", "hr", "section", "article", "center", "address", "figure", "figcaption",
    ]

    /// The tags of the tables that hold a table, by their number.
    private static func layoutTags(_ tags: [Tag]) -> Set<Int> {
        var open: [(tags: [Int], holdsTable: Bool)] = []
        var found: Set<Int> = []
        for (index, tag) in tags.enumerated() where tableParts.contains(tag.name) {
            if tag.name == "table", !tag.isEnd {
                if !open.isEmpty { open[open.count - 1].holdsTable = true }
                guard open.count < maximumDepth else { return [] }
                open.append(([index], false))
                continue
            }
            guard !open.isEmpty else { continue }
            open[open.count - 1].tags.append(index)
            if tag.name == "table", let table = open.popLast(), table.holdsTable {
                found.formUnion(table.tags)
            }
        }
        for table in open where table.holdsTable { found.formUnion(table.tags) }
        return found
    }

    /// The tags of a page that matter, without those in comments, scripts and styles; up to one that does not close.
    private static func tags(of page: [UInt8]) -> [Tag] {
        var tags: [Tag] = []
        var at = 0
        while tags.count < maximumTags, let open = page[at...].firstIndex(of: UInt8(ascii: "<")) {
            if page[open...].starts(with: "<!--".utf8) {
                at = end(of: "-->", in: page, from: open + 4)
                continue
            }
            let isEnd = open + 1 < page.count && page[open + 1] == UInt8(ascii: "/")
            let start = open + (isEnd ? 2 : 1)
            let letters = page[start...].prefix {
                ($0 | 0x20) >= UInt8(ascii: "a") && ($0 | 0x20) <= UInt8(ascii: "z")
                    || $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")
            }
            guard !letters.isEmpty, letters.count <= 16 else {
                at = open + 1
                continue
            }
            guard let close = close(of: page, from: letters.endIndex) else { break }
            let name = String(decoding: letters, as: UTF8.self).lowercased()
            if name == "sup" || tableParts.contains(name) || blocks.contains(name) {
                tags.append(Tag(range: open..<(close + 1), name: name, isEnd: isEnd))
            }
            at = close + 1
            if !isEnd, name == "script" || name == "style" { at = end(of: "</" + name, in: page, from: at) }
        }
        return tags
    }

    /// Where a tag closes: its `>` outside quoted values.
    private static func close(of page: [UInt8], from start: Int) -> Int? {
        var quote: UInt8?
        for index in start..<page.count {
            let byte = page[index]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                return index
            }
        }
        return nil
    }

    /// Where the next such text stands, or where it ends if it is a mark; the end of the page where there is none.
    private static func end(of mark: String, in page: [UInt8], from start: Int) -> Int {
        let wanted = Array(mark.utf8)
        var index = start
        while index + wanted.count <= page.count {
            if zip(page[index...], wanted).allSatisfy({ $0 == $1 || $0 | 0x20 == $1 }) {
                return mark.hasPrefix("<") ? index : index + wanted.count
            }
            index += 1
        }
        return page.count
    }
}
