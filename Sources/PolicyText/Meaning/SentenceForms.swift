/// What each sentence of the passages asked for is read as: a sentence, an item, an aim (see `ListFrames`).
struct SentenceForms {
    /// Of passages that hold anything but plain sentences.
    private var forms: [Int: [SentenceForm]] = [:]
    /// The words of the passages that were needed.
    private(set) var words: [Int: LexiconSentence] = [:]

    init(_ outline: Outline, _ lexicon: Lexicon, of passages: some Sequence<Int>) {
        var frames = ListFrames(outline, lexicon)
        let isNeeded = Self.needed(in: outline, for: passages)
        for index in isNeeded.indices where isNeeded[index] && outline.passages[index].kind != .heading {
            words[index] = Self.words(of: outline.passages[index], in: outline, lexicon)
        }
        // What the passages before undertake matters to some only.
        let heedsUndertakings =
            !frames.documentPlans
            && words.contains { frames.heedsUndertakings(outline.passages[$0.key], $0.value) }
        for (index, passage) in outline.passages.enumerated()
        where isNeeded[index] || heedsUndertakings && !frames.sawUndertaking {
            switch passage.kind {
            case .heading: frames.enterHeading(passage)
            case .code: break
            case .paragraph, .listItem, .tableRow:
                let words = words[index] ?? Self.words(of: passage, in: outline, lexicon)
                read(passage, words, at: index, &frames, lexicon.rows)
            }
        }
    }

    func form(passage: Int, sentence: Int) -> SentenceForm {
        guard let known = forms[passage], known.indices.contains(sentence) else { return .sentence }
        return known[sentence]
    }

    /// Of each passage, whether it makes one of these what it is: itself, the list before it with the paragraph that
    /// leads it, and the heading above.
    private static func needed(in outline: Outline, for wanted: some Sequence<Int>) -> [Bool] {
        var result = [Bool](repeating: false, count: outline.passages.count)
        for index in wanted { result[index] = true }
        var (isInList, isUnderHeading) = (false, false)
        for index in result.indices.reversed() {
            let kind = outline.passages[index].kind
            switch kind {
            case .heading:
                result[index] = isUnderHeading
                (isInList, isUnderHeading) = (false, false)
            case .code: result[index] = false
            case .paragraph, .listItem, .tableRow:
                result[index] = result[index] || isInList
                isInList = result[index] && kind != .paragraph
                isUnderHeading = isUnderHeading || result[index]
            }
        }
        return result
    }

    private static func words(of passage: Passage, in outline: Outline, _ lexicon: Lexicon) -> LexiconSentence
    {
        LexiconSentence(passage.text, language: outline.language(of: passage), lexicon: lexicon)
    }

    private mutating func read(
        _ passage: Passage, _ words: LexiconSentence, at index: Int, _ frames: inout ListFrames,
        _ rows: [LexiconRow]
    ) {
        frames.enter(passage, words)
        var found: [SentenceForm] = []
        var next = 0
        for (number, sentence) in passage.sentences.enumerated() {
            let span = words.span(of: sentence, from: &next)
            guard !span.isEmpty else {
                found.append(.sentence)
                continue
            }
            let form = frames.form(of: passage, words, span, isFirst: number == 0) ?? .sentence
            found.append(form)
            if !frames.sawUndertaking {
                let readings = SentenceReader(words, span, rows: rows).readings(form)
                frames.sawUndertaking = readings.contains { $0.strength >= 3 }
            }
        }
        frames.leave(passage, words)
        if found.contains(where: { $0 != .sentence }) { forms[index] = found }
    }
}
