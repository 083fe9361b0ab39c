/// Finds the sentences of a passage, in English and French alike.
///
/// A sentence ends at a full stop, question or exclamation mark or ellipsis, with the quotation marks and brackets
/// that close after it, where white space and something that can begin a sentence follow; not after an
/// abbreviation, an initial or an enumerator. A list in running text (`… : a; b; c`) is its items: each a sentence,
/// without their separators. What leads in to them is a sentence where it is a clause (« La politique vise
/// à : … ») and in none where it is a mere label (« Initiatives : … »). A longer sentence without a list is cut at
/// its semicolons.
package enum SentenceSplitter {
    /// Sentences of more words are cut at semicolons.
    package static let longestUncut = 60

    /// The sentences of a passage's text, as ranges of its UTF-8 bytes.
    package static func sentences(in text: some StringProtocol) -> [Range<Int>] {
        var copy = String(text)
        return copy.withUTF8 { bytes in sentences(in: SourceText(bytes: bytes), 0..<bytes.count) }
    }

    /// The sentences within a range of a source, as ranges of the source.
    static func sentences(in source: SourceText, _ range: Range<Int>) -> [Range<Int>] {
        var scanner = SentenceScanner(source: source, passage: range)
        scanner.scan()
        return scanner.sentences
    }
}

private struct SentenceScanner {
    let source: SourceText
    let passage: Range<Int>
    private(set) var sentences: [Range<Int>] = []
    private var hasSemicolon = false

    init(source: SourceText, passage: Range<Int>) {
        self.source = source
        self.passage = passage
    }

    mutating func scan() {
        var start = passage.lowerBound
        var index = start
        while index < passage.upperBound {
            if index + 8 <= passage.upperBound, EightBytes(source.bytes, at: index).areLettersAndSpaces {
                index += 8
                continue
            }
            let byte = source[index]
            switch byte {
            case UInt8(ascii: ";"):
                hasSemicolon = true
                index += 1
            case UInt8(ascii: "."), UInt8(ascii: "?"), UInt8(ascii: "!"), 0xE2, 0xE3, 0xEF:
                let after = endOfMarks(from: index)
                guard after > index else {
                    index += 1
                    continue
                }
                if let end = sentenceEnd(marks: index..<after, sentence: start) {
                    append(start..<end)
                    start = end
                    index = end
                } else {
                    index = after
                }
            default: index += 1
            }
        }
        append(start..<passage.upperBound)
    }

    // MARK: Ends

    /// The end of the run of final marks at `index`; `index` itself where there is none.
    private func endOfMarks(from index: Int) -> Int {
        var end = index
        while end < passage.upperBound {
            switch source[end] {
            case UInt8(ascii: "."), UInt8(ascii: "?"), UInt8(ascii: "!"): end += 1
            case 0xE2 where source.matches("…", at: end, before: passage.upperBound): end += 3
            case 0xE3 where source.matches("。", at: end, before: passage.upperBound): end += 3
            case 0xEF
            where source.matches("？", at: end, before: passage.upperBound)
                || source.matches("！", at: end, before: passage.upperBound):
                end += 3
            default: return end
            }
        }
        return end
    }

    /// Where the sentence ends whose final marks these are; nil where they end none.
    private func sentenceEnd(marks: Range<Int>, sentence start: Int) -> Int? {
        if source[marks.lowerBound] >= 0xE3 { return marks.upperBound }
        let end = endOfClosers(from: marks.upperBound, isAfterLetter: isLetter(before: marks.lowerBound))
        guard end < passage.upperBound else { return end }
        var next = end
        while next < passage.upperBound {
            let length = source.spaceLength(at: next)
            if length == 0 { break }
            next += length
        }
        guard next > end else { return nil }
        guard next < passage.upperBound else { return end }
        let opened = endOfOpeners(from: next)
        guard opened < passage.upperBound, source.letterCase(at: opened) != .lower else { return nil }
        let isOneStop = marks.count == 1 && source[marks.lowerBound] == UInt8(ascii: ".")
        if isOneStop, end == marks.upperBound,
            isAbbreviation(stop: marks.lowerBound, sentence: start, next: opened)
        {
            return nil
        }
        return end
    }

    private func isLetter(before index: Int) -> Bool {
        index > passage.lowerBound && (source[index - 1] >= 0x80 || SourceText.isLetter(source[index - 1]))
    }

    /// Past closing quotation marks, brackets, emphasis and the numbers of notes.
    private func endOfClosers(from index: Int, isAfterLetter: Bool) -> Int {
        let limit = passage.upperBound
        var end = index
        while end < limit {
            switch source[end] {
            case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ")"), UInt8(ascii: "]"),
                UInt8(ascii: "*"),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                end += 1
                continue
            case UInt8(ascii: "["):
                // A note's number: [12] or [^a].
                var close = end + 1
                while close < limit, close < end + 6, source[close] != UInt8(ascii: "]") { close += 1 }
                guard close < limit, source[close] == UInt8(ascii: "]"), close > end + 1 else { return end }
                end = close + 1
                continue
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                // A note's number set plain, as it comes out of PDF: « droits.12 Le ».
                var close = end
                while close < limit, SourceText.isDigit(source[close]) { close += 1 }
                guard isAfterLetter, end == index, close - end <= 3, close < limit,
                    source.spaceLength(at: close) > 0
                else { return end }
                end = close
                continue
            default: break
            }
            if source.matches("”", at: end, before: limit) || source.matches("’", at: end, before: limit) {
                end += 3
            } else if source.matches("»", at: end, before: limit) {
                end += 2
            } else if source.matches("¹", at: end, before: limit)
                || source.matches("²", at: end, before: limit)
                || source.matches("³", at: end, before: limit)
            {
                end += 2
            } else {
                // The space before a closing guillemet.
                let space = source.spaceLength(at: end)
                guard space > 0, source.matches("»", at: end + space, before: limit) else { return end }
                end += space + 2
            }
        }
        return end
    }

    private func endOfOpeners(from index: Int) -> Int {
        let limit = passage.upperBound
        var start = index
        while start < limit {
            switch source[start] {
            case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: "["),
                UInt8(ascii: "*"),
                UInt8(ascii: "_"):
                start += 1
            default:
                if source.matches("«", at: start, before: limit) {
                    start += 2
                    while start < limit, source.spaceLength(at: start) > 0 {
                        start += source.spaceLength(at: start)
                    }
                } else if source.matches("“", at: start, before: limit)
                    || source.matches("‘", at: start, before: limit)
                {
                    start += 3
                } else {
                    return start
                }
            }
        }
        return start
    }

    // MARK: Abbreviations

    private func isAbbreviation(stop: Int, sentence start: Int, next: Int) -> Bool {
        var begin = stop
        while begin > start, stop - begin < 16, isWordByte(source[begin - 1]), !isPunctuation(before: begin) {
            begin -= 1
        }
        let word = source.bytes[begin..<stop]
        guard !word.isEmpty else { return false }
        // « [6. Evaluate tools](…) » begins with its number too.
        let isAtStart = endOfOpeners(from: source.trimmed(start..<stop).lowerBound) >= begin
        if word.allSatisfy(SourceText.isDigit) { return isAtStart }
        if word.count == 1 { return isInitial(begin, isAtStart: isAtStart, sentence: start) }
        guard let key = Abbreviations.key(word) else { return isRomanEnumerator(word, isAtStart) }
        switch Abbreviations.habit(of: key) {
        case .never: return true
        case .beforeNumber: return SourceText.isDigit(source[next]) || isSingleLetter(at: next)
        case .sometimes: return !beginsSentence(at: next) && source[begin] != UInt8(ascii: "e")
        case nil: break
        }
        if word.contains(UInt8(ascii: ".")) {
            // U.S., p.m., J.-C.: letters with stops between them.
            return isDotted(word) && !beginsSentence(at: next)
        }
        return isRomanEnumerator(word, isAtStart)
    }

    private func isWordByte(_ byte: UInt8) -> Bool {
        byte >= 0x80 && byte != 0xAB && byte != 0xA0 || SourceText.isAlphanumeric(byte)
            || byte == UInt8(ascii: ".")
            || byte == UInt8(ascii: "-")
    }

    /// Whether a typographic apostrophe, quotation mark or dash ends right before `index`.
    private func isPunctuation(before index: Int) -> Bool {
        index - 3 >= passage.lowerBound && source[index - 3] == 0xE2 && source[index - 2] == 0x80
    }

    private func isInitial(_ index: Int, isAtStart: Bool, sentence start: Int) -> Bool {
        if isAtStart { return true }
        let byte = source[index]
        if byte &- 0x61 < 26 { return "pscvnrld".utf8.contains(byte) }
        guard byte &- 0x41 < 26 else { return false }
        var end = index
        while end > start, source.spaceLength(before: end, notBefore: start) > 0 {
            end -= source.spaceLength(before: end, notBefore: start)
        }
        var begin = end
        while begin > start, end - begin < 10, isWordByte(source[begin - 1]), !isPunctuation(before: begin) {
            begin -= 1
        }
        guard let key = Abbreviations.key(source.bytes[begin..<end]) else { return true }
        return !Abbreviations.isNumberedByLetter(key)
    }

    private func isRomanEnumerator(_ word: Slice<UnsafeBufferPointer<UInt8>>, _ isAtStart: Bool) -> Bool {
        guard isAtStart else { return false }
        return word.allSatisfy {
            "IVXivx".utf8.contains($0) || SourceText.isDigit($0) || $0 == UInt8(ascii: ".")
        }
    }

    private func isDotted(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        var run = 0
        for byte in word {
            if byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") { run = 0 } else { run += 1 }
            if run > 1 && byte < 0x80 { return false }
        }
        return true
    }

    private func isSingleLetter(at index: Int) -> Bool {
        let after = index + 1
        return SourceText.isLetter(source[index])
            && (after >= passage.upperBound || !isWordByte(source[after])
                || source[after] == UInt8(ascii: "."))
    }

    private func beginsSentence(at index: Int) -> Bool {
        var end = index
        while end < passage.upperBound, end - index < 12,
            source[end] >= 0x80 || SourceText.isLetter(source[end]),
            !source.matches("’", at: end, before: passage.upperBound)
        {
            end += 1
        }
        return Abbreviations.key(source.bytes[index..<end]).map(Abbreviations.beginsSentences) ?? false
    }

    // MARK: Lists

    private mutating func append(_ range: Range<Int>) {
        defer { hasSemicolon = false }
        let range = withoutQuoteMarks(source.trimmed(range))
        guard !range.isEmpty else { return }
        guard hasSemicolon else { return sentences.append(range) }
        let (colon, semicolons) = listMarks(in: range)
        if let colon {
            let items = pieces(of: colon + 1..<range.upperBound, at: semicolons)
            if items.count > 1 {
                let lead = source.trimmed(range.lowerBound..<colon + 1)
                if !isLabel(lead) { sentences.append(lead) }
                return sentences.append(contentsOf: items)
            }
        }
        if source.wordCount(range, limit: SentenceSplitter.longestUncut + 1) > SentenceSplitter.longestUncut {
            sentences.append(contentsOf: pieces(of: range, at: semicolons))
        } else {
            sentences.append(range)
        }
    }

    /// Without the `>` that begins a quoted line within the passage.
    private func withoutQuoteMarks(_ range: Range<Int>) -> Range<Int> {
        var range = range
        while !range.isEmpty, range.lowerBound > passage.lowerBound,
            source[range.lowerBound] == UInt8(ascii: ">")
        {
            range = source.trimmed(range.lowerBound + 1..<range.upperBound)
        }
        return range
    }

    /// The colon that leads in to a list, and the semicolons outside brackets.
    private func listMarks(in range: Range<Int>) -> (colon: Int?, semicolons: [Int]) {
        var colon: Int?
        var semicolons: [Int] = []
        var depth = 0
        var lastOpening = range.lowerBound
        for index in range {
            switch source[index] {
            case UInt8(ascii: "("), UInt8(ascii: "["):
                depth += 1
                lastOpening = index
            case UInt8(ascii: ")"), UInt8(ascii: "]"): depth = max(0, depth - 1)
            case UInt8(ascii: ";"):
                // A bracket left open long ago is a slip of the pen.
                if depth > 0, index - lastOpening > 400 { depth = 0 }
                if depth == 0, !isEntity(endingAt: index, from: range.lowerBound) { semicolons.append(index) }
            case UInt8(ascii: ":"):
                if colon == nil, depth == 0, semicolons.isEmpty,
                    index + 1 == range.upperBound || source.spaceLength(at: index + 1) > 0
                {
                    colon = index
                }
            default: break
            }
        }
        return (colon, semicolons)
    }

    private func isEntity(endingAt semicolon: Int, from start: Int) -> Bool {
        var index = semicolon
        while index > start, semicolon - index < 10,
            SourceText.isAlphanumeric(source[index - 1])
                || source[index - 1] == UInt8(ascii: "#")
        {
            index -= 1
        }
        return index < semicolon && index > start && source[index - 1] == UInt8(ascii: "&")
    }

    private func pieces(of range: Range<Int>, at semicolons: [Int]) -> [Range<Int>] {
        var pieces: [Range<Int>] = []
        var start = range.lowerBound
        for semicolon in semicolons where semicolon >= start {
            let piece = source.trimmed(start..<semicolon)
            if !piece.isEmpty { pieces.append(piece) }
            start = semicolon + 1
        }
        let last = source.trimmed(start..<range.upperBound)
        guard !last.isEmpty else {
            // A semicolon that separates nothing belongs to what it ends.
            if pieces.count == 1 { return [source.trimmed(range)] }
            return pieces
        }
        if let before = pieces.last, isConjunction(last) {
            pieces[pieces.count - 1] = before.lowerBound..<last.upperBound
        } else {
            pieces.append(last)
        }
        return pieces
    }

    private func isConjunction(_ range: Range<Int>) -> Bool {
        guard range.count <= 6 else { return false }
        return ["and", "or", "et", "ou", "and/or", "et/ou", "and,", "or,"].contains(
            source.string(range).lowercased())
    }

    /// Whether what stands before a list is only its name: few words, none that an undertaking hangs on.
    private func isLabel(_ range: Range<Int>) -> Bool {
        guard range.count <= 60, source.wordCount(range, limit: 5) <= 4 else { return false }
        return !Tokenizer().tokens(in: source.string(range)).contains { Self.verbs.contains($0.text) }
    }

    /// Words that make a clause of a short lead-in (« Nous allons : », "The Minister shall:").
    private static let verbs: Set<String> = Set(
        """
        shall will must may should can could would is are was were be been has have had do does to we you they he
        she it i not that which who if when by
        doit doivent devra devront peut peuvent pourra pourront est sont sera seront a ont aura auront avons avez
        etes sommes va vont allons faut convient vise visent nous vous il elle ils elles on je ne pas que qui si se
        s y afin
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
