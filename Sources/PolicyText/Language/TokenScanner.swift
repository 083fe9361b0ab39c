/// One pass of a `Tokenizer` over a text: the position, and the word being folded.
struct TokenScanner {
    private let text: UnsafeBufferPointer<UInt8>
    private let buffer: UnsafeMutableBufferPointer<UInt8>
    private let stemming: Language
    private let memo: StemMemo?
    private let table = FoldingTable.shared
    private var index = 0
    /// Bytes of the present word in the buffer.
    private(set) var count = 0
    private var isPlain = true

    init(
        text: UnsafeBufferPointer<UInt8>, buffer: UnsafeMutableBufferPointer<UInt8>, stemming: Language,
        memo: StemMemo? = nil
    ) {
        self.text = text
        self.buffer = buffer
        self.stemming = stemming
        self.memo = memo
    }

    /// Moves to the next word: its bytes are then the first `count` of the buffer.
    mutating func next() -> (Range<Int>, Tokenizer.Kind)? {
        while index < text.count {
            let byte = text[index]
            if Self.isLetter(byte) { return word() }
            if Self.isDigit(byte) { return number() }
            guard byte >= 0x80 else {
                index += 1
                continue
            }
            let (scalar, length) = UTF8Reader.scalar(in: text, at: index)
            guard let scalar else {
                index += 1
                continue
            }
            switch table.entry(of: scalar).kind {
            case .letters, .digits: return word()
            case .ideograph:
                count = 0
                isPlain = false
                append(text[index..<index + length])
                index += length
                return (index - length..<index, .ideograph)
            default: index += length
            }
        }
        return nil
    }

    // MARK: Words

    private mutating func word() -> (Range<Int>, Tokenizer.Kind) {
        let start = index
        count = 0
        isPlain = true
        if mayBeAcronym, let end = dottedAcronymEnd() ?? joinedAcronymEnd() {
            for position in start..<end where Self.isLetter(text[position]) || Self.isDigit(text[position]) {
                append(Self.lowercased(text[position]))
            }
            index = end
            return (start..<end, .word)
        }
        return restOfWord(from: start)
    }

    private var mayBeAcronym: Bool {
        guard index + 1 < text.count else { return false }
        let second = text[index + 1]
        return second == UInt8(ascii: ".") || second == UInt8(ascii: "-") || second == UInt8(ascii: "&")
    }

    /// Passes the letters of ASCII, which most words are all made of.
    @inline(__always)
    private mutating func passLetters() {
        var index = index
        var count = count
        // The buffer has room beyond the longest word.
        while index + 8 <= text.count, count + 8 <= Tokenizer.longestToken {
            let eight = EightBytes(text, at: index)
            let letters = EightBytes.leading(eight.letters)
            UnsafeMutableRawPointer(buffer.baseAddress!).storeBytes(
                of: eight.lowerCased.littleEndian, toByteOffset: count, as: UInt64.self)
            index += letters
            count += letters
            if letters < 8 {
                self.index = index
                self.count = count
                return
            }
        }
        let end = min(text.count, index + Tokenizer.longestToken - count)
        while index < end {
            let letter = text[index] | 0x20
            guard letter &- 0x61 < 26 else { break }
            buffer[count] = letter
            count += 1
            index += 1
        }
        self.index = index
        self.count = count
    }

    /// Goes on with a word whose first part is in the buffer.
    private mutating func restOfWord(from start: Int) -> (Range<Int>, Tokenizer.Kind) {
        var end = index
        scan: while index < text.count {
            let byte = text[index]
            if Self.isLetter(byte) {
                passLetters()
                // A letter that has no room any more.
                if index < text.count, count == Tokenizer.longestToken, Self.isLetter(text[index]) {
                    index += 1
                }
                end = index
                continue
            }
            if Self.isDigit(byte) {
                isPlain = false
                append(byte)
                index += 1
                end = index
                continue
            }
            if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`") {
                guard let kind = passApostrophe(length: 1) else { break scan }
                if kind == .elision { return (start..<end, kind) }
                continue
            }
            guard byte >= 0x80 else { break }
            let (scalar, length) = UTF8Reader.scalar(in: text, at: index)
            guard let scalar else { break }
            let entry = table.entry(of: scalar)
            switch entry.kind {
            case .letters, .digits:
                appendForm(of: entry, scalar, at: index, length: length)
                index += length
                end = index
            case .raisedDigit:
                // « m² » is a unit, « droits¹ » a word with a note's number.
                guard end - start <= 3 else { break scan }
                isPlain = false
                append(table.formByte(of: entry, at: 0))
                index += length
                end = index
            case .dropped: index += length
            case .apostrophe:
                guard let kind = passApostrophe(length: length) else { break scan }
                if kind == .elision { return (start..<end, kind) }
            default: break scan
            }
        }
        if index == start { index += 1 }
        stem()
        return (start..<max(end, start + 1), .word)
    }

    /// Decides what an apostrophe within a word means: the end of an elision, a part of the word (appended), or
    /// the end of the word (nil). Moves past it unless it ends the word.
    private mutating func passApostrophe(length: Int) -> Tokenizer.Kind? {
        let after = index + length
        guard after < text.count, startsWord(at: after) else { return nil }
        if Self.isElision(buffer, count) {
            index = after
            return .elision
        }
        if Self.lowercased(text[after]) == UInt8(ascii: "s"), !startsWord(at: after + 1) {
            // The possessive's `s` is passed, or it would come out as a word.
            index = after + 1
            return nil
        }
        isPlain = false
        append(UInt8(ascii: "'"))
        index = after
        return .word
    }

    private static func isElision(_ word: UnsafeMutableBufferPointer<UInt8>, _ count: Int) -> Bool {
        switch count {
        case 1: return "ldjmnstc".utf8.contains(word[0])
        case 2: return word[0] == UInt8(ascii: "q") && word[1] == UInt8(ascii: "u")
        case 5...8:
            let word = word.prefix(count)
            return word.elementsEqual("jusqu".utf8) || word.elementsEqual("lorsqu".utf8)
                || word.elementsEqual("puisqu".utf8) || word.elementsEqual("quoiqu".utf8)
                || word.elementsEqual("quelqu".utf8)
        default: return false
        }
    }

    // MARK: Acronyms

    /// The end of `U.S.` or `e.g.`, where such a word begins here.
    private func dottedAcronymEnd() -> Int? {
        var position = index
        var letters = 0
        while position + 1 < text.count, Self.isLetter(text[position]),
            text[position + 1] == UInt8(ascii: ".")
        {
            letters += 1
            position += 2
        }
        guard letters > 0 else { return nil }
        if position < text.count, Self.isLetter(text[position]), !startsWord(at: position + 1) {
            letters += 1
            position += 1
        } else if position < text.count, startsWord(at: position) {
            return nil
        }
        return letters >= 2 ? position : nil
    }

    /// The end of `G-7`, `C-11`, `R&D` or `R-D`, where such a word begins here.
    private func joinedAcronymEnd() -> Int? {
        guard index + 2 < text.count, Self.isUpper(text[index]) else { return nil }
        let joint = text[index + 1]
        guard joint == UInt8(ascii: "-") || joint == UInt8(ascii: "&") else { return nil }
        var end = index + 2
        if joint == UInt8(ascii: "-"), Self.isDigit(text[end]) {
            while end < text.count, Self.isDigit(text[end]), end < index + 6 { end += 1 }
        } else if Self.isUpper(text[end]) {
            end += 1
        } else {
            return nil
        }
        guard end == text.count || !startsWord(at: end) else { return nil }
        return end < text.count && text[end] == UInt8(ascii: "-") ? nil : end
    }

    // MARK: Numbers

    private mutating func number() -> (Range<Int>, Tokenizer.Kind) {
        let start = index
        count = 0
        isPlain = false
        passDigits()
        if startsWord(at: index) {
            return restOfWord(from: start)
        }
        if index - start <= 3, let separator = groupSeparator(at: index) {
            while let length = groupLength(at: index, separator: separator) {
                index += length
                passDigits()
            }
        }
        passDecimals(of: start)
        if index < text.count, index - start <= 24, startsWord(at: index) { return restOfWord(from: start) }
        return (start..<index, .number)
    }

    private mutating func passDigits() {
        while index < text.count, Self.isDigit(text[index]) {
            append(text[index])
            index += 1
        }
    }

    /// What may stand between groups of three digits: any space, or the comma.
    private enum GroupSeparator {
        case space
        case comma
    }

    private func groupSeparator(at position: Int) -> GroupSeparator? {
        guard position < text.count else { return nil }
        switch UTF8Reader.scalar(in: text, at: position).scalar {
        case 0x20, 0xA0, 0x2007, 0x2009, 0x202F: return .space
        case 0x2C: return .comma
        default: return nil
        }
    }

    /// The length of the separator at `position`, where exactly three digits follow it.
    private func groupLength(at position: Int, separator: GroupSeparator) -> Int? {
        guard groupSeparator(at: position) == separator else { return nil }
        let length = UTF8Reader.scalar(in: text, at: position).length
        let digits = position + length
        guard digits + 3 <= text.count, text[digits..<digits + 3].allSatisfy(Self.isDigit),
            digits + 3 == text.count || !startsWord(at: digits + 3)
        else { return nil }
        return length
    }

    /// A decimal part after a point or comma; after a point any number of parts, as in a section number.
    private mutating func passDecimals(of start: Int) {
        guard index + 1 < text.count else { return }
        if text[index] == UInt8(ascii: ","), Self.isDigit(text[index + 1]) {
            let mark = (index, count)
            append(UInt8(ascii: "."))
            index += 1
            passDigits()
            // « 1,2,3 » is a list.
            let followsComma =
                start >= 2 && text[start - 1] == UInt8(ascii: ",") && Self.isDigit(text[start - 2])
            let precedesComma =
                index + 1 < text.count && text[index] == UInt8(ascii: ",") && Self.isDigit(text[index + 1])
            if followsComma || precedesComma {
                (index, count) = mark
            }
            return
        }
        while index + 1 < text.count, text[index] == UInt8(ascii: "."), Self.isDigit(text[index + 1]) {
            append(UInt8(ascii: "."))
            index += 1
            passDigits()
        }
    }

    // MARK: Bytes

    private func startsWord(at position: Int) -> Bool {
        guard position < text.count else { return false }
        let byte = text[position]
        guard byte >= 0x80 else { return Self.isLetter(byte) || Self.isDigit(byte) }
        guard let scalar = UTF8Reader.scalar(in: text, at: position).scalar else { return false }
        let kind = table.entry(of: scalar).kind
        return kind == .letters || kind == .digits
    }

    private mutating func append(_ byte: UInt8) {
        guard count < Tokenizer.longestToken else { return }
        buffer[count] = byte
        count += 1
    }

    private mutating func append(_ bytes: some Collection<UInt8>) {
        guard count + bytes.count <= Tokenizer.longestToken else { return }
        for byte in bytes {
            buffer[count] = byte
            count += 1
        }
    }

    private mutating func appendForm(of entry: FoldingEntry, _ scalar: UInt32, at position: Int, length: Int)
    {
        if entry.count > 0 {
            if entry.kind == .digits { isPlain = false }
            if entry.count == 1 { return append(table.formByte(of: entry, at: 0)) }
            let form = table.form(of: entry)
            if form.contains(where: { $0 >= 0x80 }) { isPlain = false }
            append(form)
            return
        }
        isPlain = false
        if scalar > 0x590, let known = Unicode.Scalar(scalar), known.properties.changesWhenLowercased {
            append(Array(known.properties.lowercaseMapping.utf8))
        } else {
            append(text[position..<position + length])
        }
    }

    private mutating func stem() {
        guard isPlain, count > 3 else { return }
        switch stemming {
        case .english: count = stemmed(EnglishStemmer.stem)
        case .french: count = stemmed(FrenchStemmer.stem)
        case .undetermined: break
        }
    }

    @inline(__always)
    private func stemmed(_ stem: (UnsafeMutableBufferPointer<UInt8>, Int) -> Int) -> Int {
        memo?.stem(buffer, count: count, language: stemming, stem) ?? stem(buffer, count)
    }

    @inline(__always) private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
    @inline(__always) private static func isUpper(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }
    @inline(__always) private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    @inline(__always) private static func lowercased(_ byte: UInt8) -> UInt8 {
        isUpper(byte) ? byte | 0x20 : byte
    }
}
