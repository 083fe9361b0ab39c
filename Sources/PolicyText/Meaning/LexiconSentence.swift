/// A text split into the lexicon's words, with the rows found in it.
struct LexiconSentence {
    let language: Language
    /// 0 for English, 1 for French.
    let tongue: Int
    let matcher: LexiconMatcher
    private(set) var words: [LexiconWord] = []
    /// Rows of strength, in order, none inside another; heads of list items are not among them.
    private(set) var strengths: [LexiconMatcher.Hit] = []
    /// Rows of cues and of words.
    private(set) var cues: [LexiconMatcher.Hit] = []

    /// Reads `range` of `text` (UTF-8 bytes), or all of it.
    init(_ text: String, _ range: Range<Int>? = nil, language: Language, lexicon: Lexicon) {
        self.language = language
        self.tongue = LexiconMatcher.index(of: language)
        self.matcher = lexicon.matcher
        var text = text
        text.withUTF8 { bytes in
            let range = (range ?? 0..<bytes.count).clamped(to: 0..<bytes.count)
            words.reserveCapacity(range.count / 5 + 4)
            matcher.tokenize(bytes, range, into: &words)
            matcher.match(words, of: bytes, tongue, strengths: &strengths, cues: &cues)
        }
    }

    /// The words of a sentence given in bytes; `next` is where the one before ended.
    func span(of sentence: Range<Int>, from next: inout Int) -> Range<Int> {
        while next < words.count, words[next].start < sentence.lowerBound { next += 1 }
        let first = next
        while next < words.count, words[next].end <= sentence.upperBound { next += 1 }
        return first..<next
    }

    /// The bytes from one word through another.
    func range(from first: Int, through last: Int) -> Range<Int> {
        Int(words[first].start)..<Int(words[last].end)
    }

    @inline(__always)
    func classes(_ index: Int) -> UInt64 { matcher.classes(of: words[index].id, tongue) }

    @inline(__always)
    func has(_ index: Int, _ cueClass: CueClass) -> Bool { classes(index) & cueClass.bit != 0 }

    /// Whether the word at an index is in a group.
    @inline(__always)
    func isIn(_ index: Int, _ group: WordGroup) -> Bool { matcher.isIn(words[index].id, group) }

    /// Whether a French verb has the ending of « nous ».
    func endsInOns(_ index: Int) -> Bool {
        let word = words[index]
        return word.last == UInt8(ascii: "s") && !word.has(.participle)
    }
}
