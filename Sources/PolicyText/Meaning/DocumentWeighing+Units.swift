/// A sentence, an item or a lead-in with its place in a document.
struct PlacedUnit {
    let unit: WeighedUnit
    let passage: Int
    /// Bytes of the passage's text.
    let range: Range<Int>
    /// The words before a list (« Initiatives : »), which are no sentence.
    let isLeadIn: Bool
    /// Whether the passage came or went whole.
    let isWhole: Bool
    /// 1-based line on which it begins.
    let line: Int
}

/// A text of one or more passages and where it begins.
struct PlacedText {
    let passage: Int
    /// 1-based.
    let line: Int
    let text: String
}

extension PlacedText {
    init(_ placed: PlacedUnit) {
        self.init(passage: placed.passage, line: placed.line, text: placed.unit.text)
    }
}

/// Tells the lines of places in a passage, in ascending order, in one walk.
struct LineCounter {
    private let text: String
    private var line: Int
    private var place = 0

    init(_ passage: Passage) {
        text = passage.text
        line = passage.line
    }

    /// The 1-based line of a byte at or after the last one asked for.
    mutating func line(at byte: Int) -> Int {
        guard byte > place else { return line }
        let bytes = text.utf8
        let from = bytes.index(bytes.startIndex, offsetBy: place)
        line += bytes[from..<bytes.index(from, offsetBy: byte - place)].count { $0 == UInt8(ascii: "\n") }
        place = byte
        return line
    }
}

extension DocumentWeighing {
    /// The sentences of a passage and the words between them, in order.
    func units(of index: Int, in outline: Outline, _ forms: SentenceForms, isWhole: Bool = false)
        -> [PlacedUnit]
    {
        let passage = outline.passages[index]
        let language = outline.language(of: passage)
        var result: [PlacedUnit] = []
        var covered = 0
        let due = LabelledCells.due(in: passage.text, heading: columnHeadings(of: index, in: outline))
        var lines = LineCounter(passage)
        func append(_ range: Range<Int>, form: SentenceForm = .sentence, isLeadIn: Bool) {
            let text = passage.text.bytes(range)
            let line = lines.line(at: range.lowerBound)
            if isLeadIn, !Self.saysSomething(text) { return }
            let unit = WeighedUnit(
                text, language: language, form: form, lexicon: lexicon, acronyms: acronyms,
                sentence: range.count == passage.text.utf8.count ? forms.words[index] : nil,
                due: due.map { $0.lowerBound - range.lowerBound..<$0.upperBound - range.lowerBound })
            result.append(
                PlacedUnit(
                    unit: unit, passage: index, range: range, isLeadIn: isLeadIn, isWhole: isWhole, line: line
                ))
        }
        for (number, sentence) in passage.sentences.enumerated() where sentence.lowerBound >= covered {
            if sentence.lowerBound > covered { append(covered..<sentence.lowerBound, isLeadIn: true) }
            append(sentence, form: forms.form(passage: index, sentence: number), isLeadIn: false)
            covered = sentence.upperBound
        }
        let end = passage.text.utf8.count
        if end > covered { append(covered..<end, isLeadIn: true) }
        return result
    }

    /// Whether the text between two sentences is more than a separator.
    private static func saysSomething(_ text: String) -> Bool {
        ValueToken.tokens(of: text).contains {
            $0.kind != .sign && !WeighingWords.coordinators.contains($0.text)
        }
    }
}
