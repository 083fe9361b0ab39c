/// Reads what a document says from its text: passages with their sentences and languages, under their headings.
///
/// Lossless: passages are ascending, disjoint ranges of the text, and what lies between is the gaps. Every text has an
/// outline, and the time is linear in its length.
package enum OutlineParser {
    /// The outline of a document's text.
    package static func parse(_ text: String, format: DocumentFormat) -> Outline {
        var text = text
        text.makeContiguousUTF8()
        var (language, passages) = text.withUTF8 { bytes in
            OutlineBuilder(source: SourceText(bytes: bytes), format: format).build()
        }
        let utf8 = text.utf8
        for index in passages.indices {
            let range = passages[index].range
            let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
            // A slice of the text needs no validation.
            passages[index].text = String(text[start..<utf8.index(start, offsetBy: range.count)])
        }
        return Outline(text: text, title: title(of: passages), language: language, passages: passages)
    }

    /// The first heading of level 1, the title in the front matter, or the first heading.
    private static func title(of passages: [Passage]) -> String? {
        if let top = passages.first(where: { $0.kind == .heading && $0.level == 1 }) { return top.text }
        for passage in passages.prefix(while: { $0.kind == .code }) {
            guard passage.text.utf8.starts(with: "title:".utf8) else { continue }
            let value = passage.text.dropFirst(6).drop(while: \.isWhitespace)
            let quote = value.first
            let isQuoted = value.count > 1 && (quote == "\"" || quote == "'") && value.last == quote
            let title = isQuoted ? value.dropFirst().dropLast() : value
            if !title.isEmpty { return String(title) }
        }
        return passages.first { $0.kind == .heading }?.text
    }
}

private struct OutlineBuilder {
    let source: SourceText
    let format: DocumentFormat

    func build() -> (Language, [Passage]) {
        let lines = LineScanner.lines(of: source)
        let blocks = BlockParser.blocks(of: source, lines: lines, format: format)
        let places = HeadingFinder.places(of: blocks, source: source, format: format)
        let (language, languages) = PassageLanguages.languages(of: blocks, places: places, in: source)
        var passages: [Passage] = []
        passages.reserveCapacity(blocks.count)
        // The passage that each block begins with.
        var firsts: [Int] = []
        for index in blocks.indices {
            let block = blocks[index]
            let place = places[index]
            firsts.append(passages.count)
            let kind = place.isHeading ? Passage.Kind.heading : block.passageKind
            for part in parts(of: block, kind: kind) {
                let start = part.range.lowerBound
                passages.append(
                    Passage(
                        kind: kind, level: place.isHeading ? place.level : block.listLevel, text: "",
                        range: part.range, line: line(at: start, of: block, lines),
                        heading: place.parent.map { firsts[$0] }, language: languages[index],
                        sentences: part.sentences.map { $0.lowerBound - start..<$0.upperBound - start }))
            }
        }
        return (language, passages)
    }

    private func parts(of block: Block, kind: Passage.Kind) -> [PassageCutter.Part] {
        let found: [Range<Int>]
        switch kind {
        case .heading: return [PassageCutter.Part(range: block.range, sentences: [block.range])]
        case .paragraph, .listItem: found = SentenceSplitter.sentences(in: source, block.range)
        case .tableRow: found = rowSentences(block.range)
        case .code: found = lineSentences(block.range)
        }
        return PassageCutter.parts(of: block.range, sentences: found, in: source)
    }

    /// The number of the line of a block that a byte stands in.
    private func line(at index: Int, of block: Block, _ lines: [SourceLine]) -> Int {
        guard index > block.range.lowerBound else { return lines[block.lines.lowerBound].number }
        var (low, high) = (block.lines.lowerBound, block.lines.upperBound + 1)
        while low + 1 < high {
            let middle = (low + high) / 2
            if lines[middle].start <= index { low = middle } else { high = middle }
        }
        return lines[low].number
    }

    /// A short row is one sentence; a long one is its cells' sentences.
    private func rowSentences(_ range: Range<Int>) -> [Range<Int>] {
        let limit = SentenceSplitter.longestUncut
        guard source.wordCount(range, limit: limit + 1) > limit else { return [range] }
        var sentences: [Range<Int>] = []
        var start = range.lowerBound
        for index in range where source[index] == UInt8(ascii: "|") {
            sentences += SentenceSplitter.sentences(in: source, start..<index)
            start = index + 1
        }
        return sentences + SentenceSplitter.sentences(in: source, start..<range.upperBound)
    }

    private func lineSentences(_ range: Range<Int>) -> [Range<Int>] {
        var sentences: [Range<Int>] = []
        var start = range.lowerBound
        for index in range where source[index] == 0x0A || source[index] == 0x0D {
            let line = source.trimmed(start..<index)
            if !line.isEmpty { sentences.append(line) }
            start = index + 1
        }
        let last = source.trimmed(start..<range.upperBound)
        if !last.isEmpty { sentences.append(last) }
        return sentences
    }
}

extension Block {
    fileprivate var passageKind: Passage.Kind {
        switch kind {
        case .heading: .heading
        case .paragraph: .paragraph
        case .listItem: .listItem
        case .tableRow: .tableRow
        case .code: .code
        }
    }

    fileprivate var listLevel: Int {
        if case .listItem(let level) = kind { return level }
        return 0
    }
}
