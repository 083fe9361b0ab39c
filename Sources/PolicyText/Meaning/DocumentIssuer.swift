/// Who a document is between, or who "we" is in it.
struct DocumentIssuer {
    /// How many passages are looked at for the parties, and for a definition of "we".
    private static let partyPassages = 6
    private static let definitionPassages = 60

    /// Without articles: « Canada et République de Corée ».
    let name: String?

    init(_ outline: Outline, _ lexicon: Lexicon) {
        var found: String?
        if let title = outline.title { found = Self.parties(in: title, outline.language, lexicon) }
        for passage in outline.passages.prefix(Self.partyPassages) where found == nil {
            found = Self.parties(in: passage.text, outline.language, lexicon)
        }
        for passage in outline.passages.prefix(Self.definitionPassages) where found == nil {
            guard passage.text.utf8.contains(UInt8(ascii: "(")) else { continue }
            found = Self.definition(in: passage.text, outline.language, lexicon)
        }
        name = found
    }

    /// « entre le Canada et la République de Corée ».
    private static func parties(in text: String, _ language: Language, _ lexicon: Lexicon) -> String? {
        let sentence = LexiconSentence(text, language: language, lexicon: lexicon)
        for index in sentence.words.indices
        where sentence.isIn(index, .between) {
            guard let first = name(from: index + 1, sentence), first.upperBound < sentence.words.count,
                sentence.has(first.upperBound, .coordinator),
                let second = name(from: first.upperBound + 1, sentence)
            else { continue }
            let bytes = Array(text.utf8)
            func written(_ words: Range<Int>) -> String {
                let range = sentence.range(from: words.lowerBound, through: words.upperBound - 1)
                return String(decoding: bytes[range], as: UTF8.self)
            }
            return "\(written(first)) \(sentence.tongue == 0 ? "and" : "et") \(written(second))"
        }
        return nil
    }

    /// A name in capitals, `of` and articles inside it allowed.
    private static func name(from start: Int, _ sentence: LexiconSentence) -> Range<Int>? {
        var from = start
        while from < sentence.words.count, sentence.has(from, .determiner) { from += 1 }
        guard from < sentence.words.count, sentence.words[from].has(.capitalized) else { return nil }
        var end = from + 1
        var index = end
        while index < sentence.words.count, index - from < 10, sentence.words[index].kind == .word {
            if sentence.words[index].has(.capitalized) {
                end = index + 1
            } else if !sentence.isIn(index, .nameLink) || sentence.has(index, .coordinator) {
                break
            }
            index += 1
        }
        return from..<end
    }

    /// 'Acme Inc. ("we", "us")', « la Ville de Laval (« nous ») ».
    private static func definition(in text: String, _ language: Language, _ lexicon: Lexicon) -> String? {
        let sentence = LexiconSentence(text, language: language, lexicon: lexicon)
        for index in sentence.words.indices.dropFirst(2)
        where sentence.has(index, .pronounFirst) && sentence.words[index - 1].kind == .quote {
            var open = index - 1
            while open > 0, index - open < 12, sentence.words[open].kind != .open { open -= 1 }
            guard sentence.words[open].kind == .open, open > 0 else { continue }
            var from = open
            var plain = 0
            while from > 0, open - from < 10 {
                let word = sentence.words[from - 1]
                guard word.kind == .word || word.kind == .mark else { break }
                let links =
                    word.kind == .mark
                    || sentence.isIn(from - 1, .nameLink)
                if !word.has(.capitalized) {
                    guard links, plain < 2 else { break }
                    plain += 1
                } else {
                    plain = 0
                }
                from -= 1
            }
            while from < open, !sentence.words[from].has(.capitalized) || sentence.has(from, .determiner) {
                from += 1
            }
            guard from < open else { continue }
            let range = sentence.range(from: from, through: open - 1)
            return text.bytes(range)
        }
        return nil
    }
}
