/// Lead-ins that serve as headings: « Initiatives : » before the list that closes each part of a plan.
///
/// A lead-in of few words that comes back in several parts, each time in the last passage of its part, heads that
/// passage; what it heads belongs to the part, not to the sub-heading that happens to stand before it.
struct RunInHeadings {
    /// A longer lead-in is a sentence.
    static let longestLeadIn_words = 4

    private let outline: Outline
    /// Of passages that a lead-in heads, its words.
    private var leadIns: [Int: String] = [:]

    init(_ outline: Outline) {
        self.outline = outline
        var found: [String: [(passage: Int, words: String)]] = [:]
        for index in outline.passages.indices {
            guard let words = Self.leadIn(of: outline.passages[index]), closesPart(index) else { continue }
            found[Folding.folded(words), default: []].append((index, words))
        }
        for heads in found.values where Set(heads.map { part(of: $0.passage) }).count > 1 {
            for head in heads { leadIns[head.passage] = head.words }
        }
    }

    /// The headings above a passage, a lead-in that heads it last.
    func section(of index: Int) -> [String] {
        let section = outline.section(of: index)
        guard let leadIn = leadIns[index] else { return section }
        return section.dropLast(section.count > 1 ? 1 : 0) + [leadIn]
    }

    /// The words before the first item of an inline list, without the colon.
    private static func leadIn(of passage: Passage) -> String? {
        guard passage.kind == .paragraph, let first = passage.sentences.first, first.lowerBound > 1,
            passage.sentences.count > 1
        else { return nil }
        var text = passage.text.bytes(0..<first.lowerBound)[...]
        while let last = text.last, last.isWhitespace { text.removeLast() }
        guard text.popLast() == ":" else { return nil }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        let words = Tokenizer().tokens(in: String(text)).count
        return (1...longestLeadIn_words).contains(words) ? String(text) : nil
    }

    /// Whether nothing of the part that the passage stands in follows it.
    private func closesPart(_ index: Int) -> Bool {
        guard let heading = outline.passages[index].heading, index + 1 < outline.passages.count else {
            return outline.passages[index].heading != nil
        }
        let next = outline.passages[index + 1]
        guard next.kind == .heading else { return false }
        let isSub = outline.passages[heading].heading != nil
        return isSub
            ? next.level < outline.passages[heading].level : next.level <= outline.passages[heading].level
    }

    /// The outermost heading that the passage stands under and that is not the document's title.
    private func part(of index: Int) -> Int {
        guard let heading = outline.passages[index].heading else { return -1 }
        return outline.passages[heading].heading ?? heading
    }
}
