/// What each sentence of the passages asked for is read as: a sentence, an item, an aim (see `ListFrames`).
struct SentenceForms {
    /// Of passages that hold anything but plain sentences.
    private var forms: [Int: [SentenceForm]] = [:]

    init(_ outline: Outline, _ lexicon: Lexicon, of passages: some Sequence<Int>) {
        var frames = ListFrames(outline, lexicon)
        let isAskedFor = outline.stretches(holding: passages)
        for (index, passage) in outline.passages.enumerated()
        where isAskedFor[index] || !frames.sawUndertaking {
            switch passage.kind {
            case .heading: frames.enterHeading(passage)
            case .code: break
            case .paragraph, .listItem, .tableRow: read(passage, at: index, in: outline, &frames, lexicon)
            }
        }
    }

    func form(passage: Int, sentence: Int) -> SentenceForm {
        guard let known = forms[passage], known.indices.contains(sentence) else { return .sentence }
        return known[sentence]
    }

    private mutating func read(
        _ passage: Passage, at index: Int, in outline: Outline, _ frames: inout ListFrames, _ lexicon: Lexicon
    ) {
        let language = passage.language == .undetermined ? outline.language : passage.language
        let words = LexiconSentence(passage.text, language: language, lexicon: lexicon)
        frames.enter(passage, words)
        var found: [SentenceForm] = []
        var next = 0
        for (number, sentence) in passage.sentences.enumerated() {
            while next < words.words.count, Int(words.words[next].start) < sentence.lowerBound { next += 1 }
            let first = next
            while next < words.words.count, Int(words.words[next].end) <= sentence.upperBound { next += 1 }
            guard first < next else {
                found.append(.sentence)
                continue
            }
            let form = frames.form(of: passage, words, first..<next, isFirst: number == 0) ?? .sentence
            found.append(form)
            if !frames.sawUndertaking {
                let readings = SentenceReader(words, first..<next, rows: lexicon.rows).readings(form)
                frames.sawUndertaking = readings.contains { $0.strength >= 3 }
            }
        }
        frames.leave(passage, words)
        if found.contains(where: { $0 != .sentence }) { forms[index] = found }
    }
}
