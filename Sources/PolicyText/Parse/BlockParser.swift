/// Cuts a text into blocks: paragraphs, list items, table rows, code, and the headings that are marked as such.
///
/// One pass over the lines. Markdown's marks are understood in plain text too, since texts saved from the web or made
/// from PDF carry them; what differs is the meaning of a line break (`WrapWidth`), of an indentation (code in
/// Markdown, layout in plain text) and of an HTML tag (text in plain text). Text that no rule knows is a paragraph: a
/// block may be cut strangely but nothing said is ever left out.
struct BlockParser {
    let source: SourceText
    let lines: [SourceLine]
    let format: DocumentFormat
    private let wrap: WrapWidth
    private var blocks: [Block] = []
    var index = 0
    var hasGapBefore = true
    private var nesting = ListNesting()
    /// From how long a fence on none is closed below, by its character: what was sought once is not sought again.
    private var unclosedFence: [UInt8: Int] = [:]
    private var hasUnclosedComment = false

    static func blocks(of source: SourceText, lines: [SourceLine], format: DocumentFormat) -> [Block] {
        var parser = BlockParser(source: source, lines: lines, format: format)
        parser.parse()
        return parser.blocks
    }

    private init(source: SourceText, lines: [SourceLine], format: DocumentFormat) {
        self.source = source
        self.lines = lines
        self.format = format
        wrap = WrapWidth(source: source, lines: lines)
        blocks.reserveCapacity(lines.count / 2)
    }

    private mutating func parse() {
        parseFrontMatter()
        while index < lines.count {
            let line = lines[index]
            if line.isBlank || line.startsPage { markGap() }
            if line.isBlank {
                index += 1
            } else if let level = atxLevel(line) {
                parseATXHeading(line, level: level)
            } else if parseFence(line) || parseTable(line) || parseHTML(line) || parseIndentedCode(line)
                || parseDefinition(line)
            {
                continue
            } else if isRule(line) {
                closeParagraphs()
                index += 1
            } else if let marker = ListMarker.read(line, in: source), opensItem(marker, line) {
                parseItem(line, marker)
            } else {
                parseText(from: line.textStart)
            }
        }
        markGap()
    }

    // MARK: Blocks

    mutating func append(
        _ kind: Block.Kind, _ range: Range<Int>, lines covered: ClosedRange<Int>, marker: ListMarker? = nil
    ) {
        guard !range.isEmpty else { return }
        var block = Block(kind: kind, range: range, lines: covered, hasGapBefore: hasGapBefore)
        block.quoteDepth = lines[covered.lowerBound].quoteDepth
        block.marker = marker
        if kind == .paragraph, let inner = boldText(range) {
            block.range = inner
            block.isBold = true
        }
        blocks.append(block)
        hasGapBefore = false
    }

    mutating func markGap() {
        hasGapBefore = true
        if !blocks.isEmpty { blocks[blocks.count - 1].hasGapAfter = true }
    }

    private mutating func closeParagraphs() {
        markGap()
        nesting.close()
    }

    /// The text between the asterisks, where they hold the whole of it.
    private func boldText(_ range: Range<Int>) -> Range<Int>? {
        guard range.count > 4, range.count < 400, source[range.lowerBound] == UInt8(ascii: "*"),
            source.matches("**", at: range.lowerBound, before: range.upperBound),
            source.matches("**", at: range.upperBound - 2, before: range.upperBound)
        else { return nil }
        let inner = source.trimmed(range.lowerBound + 2..<range.upperBound - 2)
        guard !inner.isEmpty, !source.contains(UInt8(ascii: "*"), in: inner) else { return nil }
        return inner
    }

    // MARK: Front matter

    /// The lines between `---` at the very top: metadata, kept verbatim, a passage a line.
    private mutating func parseFrontMatter() {
        guard let first = lines.first, isExactly("---", first), first.start == first.textStart else { return }
        let limit = min(lines.count, 400)
        guard
            let close = (1..<max(1, limit)).first(where: {
                isExactly("---", lines[$0]) || isExactly("...", lines[$0])
            }),
            close > 1, isKeyed(lines[1])
        else { return }
        for number in 1..<close where !lines[number].isBlank {
            append(.code, lines[number].textStart..<lines[number].textEnd, lines: number...number)
        }
        index = close + 1
        markGap()
    }

    private func isExactly(_ text: StaticString, _ line: SourceLine) -> Bool {
        line.text.count == text.utf8CodeUnitCount
            && source.matches(text, at: line.textStart, before: line.textEnd)
    }

    private func isKeyed(_ line: SourceLine) -> Bool {
        guard !line.isBlank, SourceText.isLetter(source[line.textStart]) else { return false }
        return line.text.contains { source[$0] == UInt8(ascii: ":") }
    }

    // MARK: Headings

    private func atxLevel(_ line: SourceLine) -> Int? {
        guard !line.isBlank, source[line.textStart] == UInt8(ascii: "#"),
            line.indent < 4 || format == .plainText
        else { return nil }
        var index = line.textStart
        while index < line.textEnd, source[index] == UInt8(ascii: "#") { index += 1 }
        let level = index - line.textStart
        guard level <= 6, index == line.textEnd || source.spaceLength(at: index) > 0 else { return nil }
        return level
    }

    private mutating func parseATXHeading(_ line: SourceLine, level: Int) {
        var range = source.trimmed(line.textStart + level..<line.textEnd)
        // A closing run of number signs, and an identifier in braces.
        if range.count > 1, source[range.upperBound - 1] == UInt8(ascii: "#") {
            var end = range.upperBound
            while end > range.lowerBound, source[end - 1] == UInt8(ascii: "#") { end -= 1 }
            if end == range.lowerBound || source.spaceLength(before: end, notBefore: range.lowerBound) > 0 {
                range = source.trimmed(range.lowerBound..<end)
            }
        }
        if !range.isEmpty, source[range.upperBound - 1] == UInt8(ascii: "}"), range.count < 2000,
            let brace = source.firstIndex(of: "{#", from: range.lowerBound, before: range.upperBound)
        {
            range = source.trimmed(range.lowerBound..<brace)
        }
        appendHeading(range, level: level, lines: index...index)
        index += 1
        markGap()
    }

    private mutating func appendHeading(_ range: Range<Int>, level: Int, lines covered: ClosedRange<Int>) {
        nesting.close()
        append(.heading(level), boldText(range) ?? range, lines: covered)
    }

    /// The level that an underline gives to the text above it.
    private func underlineLevel(_ line: SourceLine, above: SourceLine) -> Int? {
        guard !line.isBlank, line.quoteDepth == above.quoteDepth else { return nil }
        let mark = source[line.textStart]
        guard mark == UInt8(ascii: "=") || mark == UInt8(ascii: "-"),
            line.text.allSatisfy({ source[$0] == mark })
        else { return nil }
        if format == .plainText, line.text.count < 3 { return nil }
        return mark == UInt8(ascii: "=") ? 1 : 2
    }

    // MARK: Code

    private mutating func parseFence(_ line: SourceLine) -> Bool {
        guard let (mark, length) = fence(line), unclosedFence[mark, default: .max] > length else {
            return false
        }
        if mark == UInt8(ascii: "`"), source.contains(mark, in: line.textStart + length..<line.textEnd) {
            return false
        }
        var close = index + 1
        while close < lines.count {
            if let (other, otherLength) = fence(lines[close]), other == mark, otherLength >= length,
                otherLength == lines[close].text.count
            {
                break
            }
            close += 1
        }
        if close == lines.count {
            unclosedFence[mark] = length
            if format == .plainText { return false }
        }
        markGap()
        let inner = (index + 1..<close).filter { !lines[$0].isBlank }
        if let first = inner.first, let last = inner.last {
            append(.code, lines[first].textStart..<lines[last].textEnd, lines: first...last)
        }
        markGap()
        index = min(close + 1, lines.count)
        return true
    }

    private func fence(_ line: SourceLine) -> (UInt8, Int)? {
        guard !line.isBlank else { return nil }
        let mark = source[line.textStart]
        guard mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else { return nil }
        var end = line.textStart
        while end < line.textEnd, source[end] == mark { end += 1 }
        return end - line.textStart >= 3 ? (mark, end - line.textStart) : nil
    }

    private mutating func parseIndentedCode(_ line: SourceLine) -> Bool {
        guard format == .markdown, line.indent >= 4, hasGapBefore, nesting.isEmpty, line.quoteDepth == 0
        else {
            return false
        }
        var last = index
        var next = index + 1
        while next < lines.count,
            lines[next].isBlank || lines[next].indent >= 4 && lines[next].quoteDepth == 0
        {
            if !lines[next].isBlank { last = next }
            next += 1
        }
        append(.code, line.textStart..<lines[last].textEnd, lines: index...last)
        index = last + 1
        return true
    }

    /// A link's definition or a template's instruction: verbatim text that says nothing to a reader.
    private mutating func parseDefinition(_ line: SourceLine) -> Bool {
        guard format == .markdown else { return false }
        let isInstruction =
            source.matches("{%", at: line.textStart, before: line.textEnd)
            && source.matches("%}", at: line.textEnd - 2, before: line.textEnd)
            || source.matches("{:", at: line.textStart, before: line.textEnd)
                && source[line.textEnd - 1] == UInt8(ascii: "}")
        guard isInstruction || hasGapBefore && isLinkDefinition(line) else { return false }
        append(.code, line.text, lines: index...index)
        // Definitions stand in a row without blank lines.
        hasGapBefore = true
        index += 1
        return true
    }

    private func isLinkDefinition(_ line: SourceLine) -> Bool {
        guard source[line.textStart] == UInt8(ascii: "["),
            !source.matches("[^", at: line.textStart, before: line.textEnd)
        else { return false }
        let end = min(line.textEnd, line.textStart + 200)
        guard let close = source.firstIndex(of: "]", from: line.textStart, before: end) else { return false }
        return source.matches("]: ", at: close, before: line.textEnd)
    }

    // MARK: Rules

    /// A line that only draws: `---`, `=====`, `+---+---+`, `_____`.
    func isRule(_ line: SourceLine) -> Bool {
        var marks = 0
        var index = line.textStart
        while index < line.textEnd {
            switch source[index] {
            case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "="), UInt8(ascii: "*"),
                UInt8(ascii: "~"),
                UInt8(ascii: "+"), UInt8(ascii: "#"), UInt8(ascii: "|"):
                marks += 1
                index += 1
            case 0x20, 0x09: index += 1
            case 0xE2:
                // Box drawing, dashes.
                let isDrawn =
                    index + 2 < line.textEnd
                    && (source[index + 1] == 0x94 || source[index + 1] == 0x95
                        || source[index + 1] == 0x80 && (0x92...0x95).contains(source[index + 2]))
                guard isDrawn else { return false }
                marks += 1
                index += 3
            default: return false
            }
        }
        return marks > 0
    }

    // MARK: HTML

    /// A line that begins with a tag of HTML: the tag is a mark, what it holds is text.
    private mutating func parseHTML(_ line: SourceLine) -> Bool {
        guard format == .markdown, source[line.textStart] == UInt8(ascii: "<") else { return false }
        if source.matches("<!--", at: line.textStart, before: line.textEnd) { return parseComment(line) }
        guard let tag = HTMLTag.read(at: line.textStart, before: line.textEnd, in: source), tag.isBlock else {
            return false
        }
        let start = HTMLTag.skipTags(from: line.textStart, before: line.textEnd, in: source)
        markGap()
        if start >= line.textEnd {
            index += 1
            hasGapBefore = true
            return true
        }
        let level = tag.headingLevel
        let end = HTMLTag.trimTags(start..<line.textEnd, in: source).upperBound
        if let level {
            appendHeading(start..<end, level: level, lines: index...index)
            index += 1
            markGap()
        } else if tag.isItem {
            append(.listItem(1), start..<end, lines: index...index)
            index += 1
        } else if tag.isRow {
            append(.tableRow, start..<end, lines: index...index)
            index += 1
        } else {
            parseText(from: start)
        }
        return true
    }

    private mutating func parseComment(_ line: SourceLine) -> Bool {
        guard !hasUnclosedComment else { return false }
        guard let close = source.firstIndex(of: "-->", from: line.textStart, before: source.count) else {
            hasUnclosedComment = true
            return false
        }
        while index < lines.count, lines[index].end < close + 3 { index += 1 }
        guard index < lines.count else { return true }
        let rest = source.trimmed(
            max(close + 3, lines[index].textStart)..<max(close + 3, lines[index].textEnd))
        hasGapBefore = true
        if rest.isEmpty { index += 1 } else { parseText(from: rest.lowerBound) }
        return true
    }

    // MARK: Lists

    /// Whether a mark begins an item here, where a line of text could begin.
    private func opensItem(_ marker: ListMarker, _ line: SourceLine) -> Bool {
        if marker.textStart >= line.textEnd { return marker.isBullet }
        guard marker.isDoubtful else { return true }
        return nesting.continues(with: marker)
    }

    /// Whether a mark begins an item in the middle of a paragraph, right below `above`.
    private func interrupts(_ marker: ListMarker, below above: SourceLine, isInItem: Bool) -> Bool {
        if isInItem, nesting.continues(with: marker) { return true }
        let endsPhrase = ".:;,!?".utf8.contains(source[above.textEnd - 1]) || endsWithConjunction(above)
        if marker.isBullet {
            if format == .markdown, !marker.isDash { return true }
            return endsPhrase || (!marker.isDash && marker.style != .bullet(0x2D)) || isInItem
        }
        guard !marker.isDoubtful else { return false }
        if case .decimal(1, _, false) = marker.style, marker.ordinal != 1, !isInItem { return false }
        return endsPhrase || isInItem
    }

    private func endsWithConjunction(_ line: SourceLine) -> Bool {
        let end = line.textEnd
        return source.matches(" and", at: end - 4, before: end)
            || source.matches(" or", at: end - 3, before: end)
            || source.matches(" et", at: end - 3, before: end)
            || source.matches(" ou", at: end - 3, before: end)
    }

    private mutating func parseItem(_ line: SourceLine, _ marker: ListMarker) {
        let nestsBullets = format == .plainText
        let level = nesting.place(
            marker, indent: line.indent, isApart: hasGapBefore, nestsBullets: nestsBullets)
        var start = marker.isBullet ? marker.textStart : line.textStart
        if marker.isBullet { start = pastCheckBox(start, line.textEnd) }
        parseText(from: start, item: (level, marker))
    }

    /// Past the box of a task list.
    private func pastCheckBox(_ start: Int, _ end: Int) -> Int {
        let isBox =
            source.matches("[ ] ", at: start, before: end) || source.matches("[x] ", at: start, before: end)
            || source.matches("[X] ", at: start, before: end)
        return isBox ? start + 4 : start
    }

    // MARK: Text

    /// Reads a paragraph or an item from `start` in the present line on, over as many lines as belong to it.
    private mutating func parseText(from start: Int, item: (level: Int, marker: ListMarker)? = nil) {
        let first = index
        let firstLine = lines[first]
        if item == nil, !nesting.isEmpty, hasGapBefore, firstLine.indent < nesting.outerIndent + 2 {
            nesting.close()
        }
        guard start < firstLine.textEnd else {
            index += 1
            return
        }
        var run = RunWrap()
        var last = first
        var underline: Int?
        while last + 1 < lines.count {
            let line = lines[last]
            let next = lines[last + 1]
            if next.isBlank || next.startsPage { break }
            if item == nil, last == first || format == .markdown,
                let level = underlineLevel(next, above: line)
            {
                underline = level
                break
            }
            index = last + 1
            if startsBlock(next, below: line, isInItem: item != nil) { break }
            guard goesOn(from: line, to: next, first: firstLine, item: item != nil, run: &run) else { break }
            last += 1
        }
        let covered = first...last
        var range = start..<lines[last].textEnd
        if format == .markdown { range = HTMLTag.trimTags(range, in: source) }
        if let underline {
            markGap()
            appendHeading(range, level: underline, lines: covered)
            markGap()
            index = last + 2
            return
        }
        index = last + 1
        append(item.map { .listItem($0.level) } ?? .paragraph, range, lines: covered, marker: item?.marker)
    }

    /// Whether a run of lines shows a margin of its own, told once for the run.
    private struct RunWrap {
        var end = 0
        var isWrapped = false
    }

    private func goesOn(
        from line: SourceLine, to next: SourceLine, first: SourceLine, item: Bool, run: inout RunWrap
    ) -> Bool {
        if format == .markdown { return next.quoteDepth <= line.quoteDepth }
        guard next.quoteDepth == line.quoteDepth else { return false }
        // An item's text goes on below its own beginning.
        if item, next.indent >= first.indent + 2, next.indent <= first.indent + 12 { return true }
        if run.end == 0 {
            var end = index
            while end < lines.count, !lines[end].isBlank, end - index < 400 { end += 1 }
            run.end = end
            run.isWrapped = wrap.isWrapped(lines[max(0, index - 1)..<end])
        }
        return wrap.joins(line, next, runIsWrapped: run.isWrapped)
    }

    private func startsBlock(_ line: SourceLine, below above: SourceLine, isInItem: Bool) -> Bool {
        if line.quoteDepth > above.quoteDepth || atxLevel(line) != nil { return true }
        if let (mark, length) = fence(line), unclosedFence[mark, default: .max] > length { return true }
        if isRule(line) { return true }
        if isDelimited(line), index + 1 < lines.count, isDelimiterRow(lines[index + 1]) { return true }
        if format == .markdown, source[line.textStart] == UInt8(ascii: "<") {
            if source.matches("<!--", at: line.textStart, before: line.textEnd) { return !hasUnclosedComment }
            if let tag = HTMLTag.read(at: line.textStart, before: line.textEnd, in: source), tag.isBlock {
                return true
            }
        }
        guard let marker = ListMarker.read(line, in: source) else { return false }
        return interrupts(marker, below: above, isInItem: isInItem)
    }
}
