/// The language of a text, as far as policyd tells languages apart.
package enum Language: String, CaseIterable, Sendable {
    case english = "en"
    case french = "fr"
    /// Neither English nor French is recognised.
    case undetermined = "und"
}

/// The unit of storage, comparison and retrieval: a heading line, a paragraph, a list item, a table row.
package struct Passage: Hashable, Sendable {
    package enum Kind: Int, Sendable {
        case heading = 0
        case paragraph = 1
        case listItem = 2
        case tableRow = 3
        /// Verbatim text: a fenced or indented code block.
        case code = 4
    }

    package var kind: Kind
    /// 1 to 6 for a heading, the nesting depth from 1 for a list item, else 0.
    package var level: Int
    /// Verbatim from the decoded source: without the Markdown marker before it (`##`, `-`, `•`, `>`), which lies
    /// between passages, but with its number or letter (`1.`, `(a)`, `Pilier 1 :`), which is part of what it says.
    package var text: String
    /// Where `text` stands in the decoded source, in UTF-8 bytes.
    package var range: Range<Int>
    /// 1-based line of the decoded source on which `text` begins.
    package var line: Int
    /// Index into `Outline.passages` of the nearest heading above, nil before the first.
    /// For a heading: the heading it stands under.
    package var heading: Int?
    package var language: Language
    /// The sentences in order, as ranges of UTF-8 bytes within `text`, without the white space around them.
    /// The items of an inline list (« Initiatives : a; b; c ») are sentences, their separators left out; the
    /// lead-in before them (« Initiatives : ») is in none. A heading is one sentence.
    package var sentences: [Range<Int>]

    package init(
        kind: Kind, level: Int, text: String, range: Range<Int>, line: Int, heading: Int?, language: Language,
        sentences: [Range<Int>]
    ) {
        self.kind = kind
        self.level = level
        self.text = text
        self.range = range
        self.line = line
        self.heading = heading
        self.language = language
        self.sentences = sentences
    }

    /// The sentence's own words.
    package func sentence(_ range: Range<Int>) -> String {
        let bytes = text.utf8
        let from = bytes.index(bytes.startIndex, offsetBy: range.lowerBound)
        let to = bytes.index(from, offsetBy: range.count)
        return String(text[from..<to])
    }
}

/// What a document says, in order: its passages, and the headings they stand under.
///
/// The passages are ascending and disjoint ranges of `text`; what lies between them is white space, markers and
/// rules, so that passages and gaps together give the decoded source back exactly.
package struct Outline: Sendable {
    /// The decoded source, whole.
    package var text: String
    package var title: String?
    /// The language most of the text is in.
    package var language: Language
    package var passages: [Passage]

    package init(text: String, title: String?, language: Language, passages: [Passage]) {
        self.text = text
        self.title = title
        self.language = language
        self.passages = passages
    }

    /// The language that a passage is read as.
    func language(of passage: Passage) -> Language {
        passage.language == .undetermined ? language : passage.language
    }

    /// Texts of the headings above a passage, outermost first; without a heading's own text.
    package func section(of index: Int) -> [String] {
        var path: [String] = []
        var next = passages[index].heading
        while let heading = next {
            path.append(passages[heading].text)
            next = passages[heading].heading
        }
        return path.reversed()
    }
}
