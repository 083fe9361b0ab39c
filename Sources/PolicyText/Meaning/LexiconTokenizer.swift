/// Splits text into the words of a vocabulary, folding as it goes.
///
/// Case, apostrophes, ligatures, soft hyphens and combining accents are folded; accents stay, because « signe » is
/// not « signé ». An elided or contracted word takes the number of the full word: `d'` is « de », `'ll` is "will",
/// `n't` is "not".
struct LexiconTokenizer {
    /// The longest word that is looked up; of a longer one only the beginning counts.
    static let longestWord_bytes = 64

    private let vocabulary: LexiconVocabulary
    private let elided: [Int32]
    private let contracted: [Int32]
    private let will: Int32
    private let not: Int32
    private let can: Int32

    /// The full words that short forms stand for; a vocabulary holds them all.
    static let fullWords = elisions.map(\.long) + contractions.map(\.word) + ["not", "can"]

    private static let elisions: [(short: String, long: String)] = [
        ("d", "de"), ("l", "le"), ("s", "se"), ("n", "ne"), ("qu", "que"), ("j", "je"), ("c", "ce"),
        ("m", "me"),
        ("t", "te"), ("jusqu", "jusque"), ("lorsqu", "lorsque"), ("puisqu", "puisque"), ("quoiqu", "quoique"),
    ]
    private static let contractions: [(tail: String, word: String)] = [
        ("ll", "will"), ("re", "are"), ("ve", "have"), ("m", "am"), ("d", "would"),
    ]

    init(_ vocabulary: LexiconVocabulary) {
        self.vocabulary = vocabulary
        elided = Self.elisions.map { vocabulary.id(of: Array($0.long.utf8)) }
        contracted = Self.contractions.map { vocabulary.id(of: Array($0.word.utf8)) }
        will = vocabulary.id(of: Array("will".utf8))
        not = vocabulary.id(of: Array("not".utf8))
        can = vocabulary.id(of: Array("can".utf8))
    }

    /// The words and marks of `text` between two offsets, appended to `words`.
    func tokenize(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, into words: inout [LexiconWord]) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.longestWord_bytes + 8) { buffer in
            var scan = Scan(text: text, at: range.lowerBound, end: range.upperBound, folded: buffer)
            while scan.at < scan.end { step(&scan, into: &words) }
        }
    }

    /// The folded words of `text` that the vocabulary lacks.
    func unknownWords(of text: String) -> [[UInt8]] {
        let bytes = Array(text.utf8)
        return bytes.withUnsafeBufferPointer { bytes in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.longestWord_bytes + 8) { buffer in
                var words: [LexiconWord] = []
                var scan = Scan(text: bytes, at: 0, end: bytes.count, folded: buffer)
                scan.collects = true
                while scan.at < scan.end { step(&scan, into: &words) }
                return scan.unknown
            }
        }
    }

    private func step(_ scan: inout Scan, into words: inout [LexiconWord]) {
        let (letter, length) = scan.letter(at: scan.at)
        switch letter {
        case .space, .nothing: scan.at += length
        case .plain, .other, .digit: readWord(&scan, into: &words)
        case .apostrophe: append(.quote, length, &scan, &words)
        case .hyphen: append(.dash, length, &scan, &words)
        case .mark(let kind): append(kind, length, &scan, &words)
        }
    }

    private func append(
        _ kind: LexiconWord.Kind, _ length: Int, _ scan: inout Scan, _ words: inout [LexiconWord]
    ) {
        words.append(
            LexiconWord(
                id: -1, kind: kind, shape: [], last: scan.text[scan.at], start: Int32(scan.at),
                end: Int32(scan.at + length)))
        scan.at += length
    }

    private func readWord(_ scan: inout Scan, into words: inout [LexiconWord]) {
        let start = scan.at
        scan.begin()
        var capitals = 0
        var letters = 0
        var isNumber = true
        reading: while scan.at < scan.end {
            let (letter, length) = scan.letter(at: scan.at)
            switch letter {
            case .plain(let byte, let isCapital):
                isNumber = isNumber && false
                letters += 1
                if isCapital { capitals += 1 }
                scan.push(byte)
            case .other(let first, let second, let isCapital):
                isNumber = false
                letters += 1
                if isCapital { capitals += 1 }
                scan.push(first)
                if second != 0 { scan.push(second) } else { scan.pushRest(from: scan.at, length) }
            case .digit(let byte): scan.push(byte)
            case .nothing: scan.combine(at: scan.at, length)
            case .hyphen where scan.continuesWord(at: scan.at + length): scan.push(UInt8(ascii: "-"))
            case .apostrophe:
                if let elision = elision(&scan) {
                    scan.at += length
                    emit(.word, elision, start, capitals, letters, &scan, &words)
                    words[words.count - 1].shape.insert(.elided)
                    return
                }
                guard scan.continuesWord(at: scan.at + length) else { break reading }
                if let tail = contraction(scan, after: length) {
                    finish(isNumber, start, capitals, letters, &scan, &words)
                    appendContraction(tail.id, tail.length + length, &scan, &words)
                    return
                }
                scan.push(UInt8(ascii: "'"))
            case .mark:
                guard isNumber, scan.isDigit(at: scan.at + length), length == 1,
                    scan.text[scan.at] == UInt8(ascii: ".") || scan.text[scan.at] == UInt8(ascii: ",")
                else { break reading }
                scan.push(scan.text[scan.at])
            case .hyphen, .space: break reading
            }
            scan.at += length
        }
        finish(isNumber, start, capitals, letters, &scan, &words)
    }

    private func finish(
        _ isNumber: Bool, _ start: Int, _ capitals: Int, _ letters: Int, _ scan: inout Scan,
        _ words: inout [LexiconWord]
    ) {
        guard let negated = splitNegation(scan) else {
            emit(isNumber ? .number : .word, nil, start, capitals, letters, &scan, &words)
            return
        }
        // « won't », « can't », « doesn't »: the verb and « not », each with its own bytes.
        let middle = scan.at - negated.tail
        words.append(
            LexiconWord(
                id: negated.verb, kind: .word, shape: capitals > 0 ? .capitalized : [], last: 0,
                start: Int32(start), end: Int32(middle)))
        words.append(
            LexiconWord(id: not, kind: .word, shape: [], last: 0, start: Int32(middle), end: Int32(scan.at)))
    }

    private func emit(
        _ kind: LexiconWord.Kind, _ id: Int32?, _ start: Int, _ capitals: Int, _ letters: Int,
        _ scan: inout Scan, _ words: inout [LexiconWord]
    ) {
        let folded = UnsafeBufferPointer(rebasing: scan.folded[..<scan.count])
        var shape = LexiconShape.shape(of: folded)
        if capitals > 0, scan.startsWithCapital(start) { shape.insert(.capitalized) }
        if letters > 1, capitals == letters { shape.insert(.allCapitals) }
        let number = id ?? vocabulary.id(of: folded, hash: scan.hash)
        if scan.collects, number < 0 { scan.unknown.append(Array(folded)) }
        words.append(
            LexiconWord(
                id: number, kind: kind, shape: shape, last: folded.last ?? 0, start: Int32(start),
                end: Int32(scan.at)))
    }

    private func elision(_ scan: inout Scan) -> Int32? {
        for (index, elision) in Self.elisions.enumerated() where scan.isFolded(elision.short) {
            return elided[index]
        }
        return nil
    }

    /// The contraction after an apostrophe; the possessive `'s` is no word (id -1).
    private func contraction(_ scan: Scan, after length: Int) -> (id: Int32, length: Int)? {
        let from = scan.at + length
        if scan.hasWord("s", at: from) { return (-1, 1) }
        for (index, contraction) in Self.contractions.enumerated()
        where scan.hasWord(contraction.tail, at: from) {
            return (contracted[index], contraction.tail.utf8.count)
        }
        return nil
    }

    private func appendContraction(
        _ id: Int32, _ length: Int, _ scan: inout Scan, _ words: inout [LexiconWord]
    ) {
        words.append(
            LexiconWord(
                id: id, kind: id < 0 ? .quote : .word, shape: [], last: 0, start: Int32(scan.at),
                end: Int32(scan.at + length)))
        scan.at += length
    }

    private func splitNegation(_ scan: Scan) -> (verb: Int32, tail: Int)? {
        let count = scan.count
        if scan.isFolded("cannot") { return (can, 3) }
        guard count > 3, scan.folded[count - 1] == UInt8(ascii: "t"),
            scan.folded[count - 2] == UInt8(ascii: "'"),
            scan.folded[count - 3] == UInt8(ascii: "n")
        else { return nil }
        let apostrophe_bytes = scan.text[scan.at - 2] == UInt8(ascii: "'") ? 1 : 3
        let tail = 2 + apostrophe_bytes
        if scan.isFolded("won't") { return (will, tail) }
        if scan.isFolded("can't") { return (can, tail - 1) }
        let verb = UnsafeBufferPointer(rebasing: scan.folded[..<(count - 3)])
        let hash = verb.reduce(LexiconVocabulary.emptyHash) { LexiconVocabulary.hash($0, adding: $1) }
        return (vocabulary.id(of: verb, hash: hash), tail)
    }
}

/// Where a tokenizer stands.
private struct Scan {
    enum Letter {
        case plain(UInt8, isCapital: Bool)
        /// A letter beyond ASCII, folded to two bytes; 0 as the second means the bytes of the text as they are.
        case other(UInt8, UInt8, isCapital: Bool)
        case digit(UInt8)
        case apostrophe, hyphen, space
        /// A soft hyphen, a combining accent or a zero-width mark.
        case nothing
        case mark(LexiconWord.Kind)
    }

    let text: UnsafeBufferPointer<UInt8>
    var at: Int
    let end: Int
    var folded: UnsafeMutableBufferPointer<UInt8>
    var count = 0
    var hash = LexiconVocabulary.emptyHash
    var collects = false
    var unknown: [[UInt8]] = []

    init(text: UnsafeBufferPointer<UInt8>, at: Int, end: Int, folded: UnsafeMutableBufferPointer<UInt8>) {
        self.text = text
        self.at = at
        self.end = end
        self.folded = folded
    }

    mutating func begin() {
        count = 0
        hash = LexiconVocabulary.emptyHash
    }

    @inline(__always)
    mutating func push(_ byte: UInt8) {
        guard count < LexiconTokenizer.longestWord_bytes else { return }
        folded[count] = byte
        count += 1
        hash = LexiconVocabulary.hash(hash, adding: byte)
    }

    mutating func pushRest(from index: Int, _ length: Int) {
        for offset in 1..<max(1, length) { push(text[index + offset]) }
    }

    /// Joins a combining accent to the vowel before it.
    mutating func combine(at index: Int, _ length: Int) {
        guard length == 2, text[index] == 0xCC, count > 0 else { return }
        guard let composed = LexiconShape.composed(folded[count - 1], accent: text[index + 1]) else { return }
        count -= 1
        hash = LexiconVocabulary.emptyHash
        for position in 0..<count { hash = LexiconVocabulary.hash(hash, adding: folded[position]) }
        push(0xC3)
        push(composed)
    }

    func isFolded(_ word: String) -> Bool {
        let bytes = word.utf8
        guard bytes.count == count else { return false }
        return zip(folded, bytes).allSatisfy { $0 == $1 }
    }

    /// Whether exactly this ASCII word stands at `index`.
    func hasWord(_ word: String, at index: Int) -> Bool {
        let bytes = word.utf8
        guard index + bytes.count <= end else { return false }
        for (offset, byte) in bytes.enumerated() where text[index + offset] | 0x20 != byte { return false }
        return !continuesWord(at: index + bytes.count)
    }

    func isDigit(at index: Int) -> Bool { index < end && (0x30...0x39).contains(text[index]) }

    func startsWithCapital(_ index: Int) -> Bool {
        switch letter(at: index).0 {
        case .plain(_, let isCapital), .other(_, _, let isCapital): isCapital
        default: false
        }
    }

    func continuesWord(at index: Int) -> Bool {
        guard index < end else { return false }
        switch letter(at: index).0 {
        case .plain, .other, .digit: return true
        default: return false
        }
    }

    @inline(__always)
    func letter(at index: Int) -> (Letter, Int) {
        let byte = text[index]
        if byte < 0x80 { return (Self.ascii[Int(byte)], 1) }
        return beyondASCII(at: index, byte)
    }

    private static let ascii: [Letter] = (0..<128).map { code in
        let byte = UInt8(code)
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): return .plain(byte, isCapital: false)
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): return .plain(byte | 0x20, isCapital: true)
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return .digit(byte)
        case UInt8(ascii: "'"), UInt8(ascii: "`"): return .apostrophe
        case UInt8(ascii: "-"): return .hyphen
        case UInt8(ascii: ","): return .mark(.comma)
        case UInt8(ascii: ";"): return .mark(.semicolon)
        case UInt8(ascii: ":"): return .mark(.colon)
        case UInt8(ascii: "("), UInt8(ascii: "["): return .mark(.open)
        case UInt8(ascii: ")"), UInt8(ascii: "]"): return .mark(.close)
        case UInt8(ascii: "\""): return .mark(.quote)
        case 0...0x20, 0x7F: return .space
        default: return .mark(.mark)
        }
    }

    private func beyondASCII(at index: Int, _ byte: UInt8) -> (Letter, Int) {
        let length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
        guard index + length <= end else { return (.mark(.mark), 1) }
        let next = text[index + 1]
        switch byte {
        case 0xC2: return (LexiconShape.latinMark(next), 2)
        case 0xC3:
            if next == 0x97 || next == 0xB7 { return (.mark(.mark), 2) }
            let isCapital = next < 0x9F
            return (.other(0xC3, isCapital ? next + 0x20 : next, isCapital: isCapital), 2)
        case 0xC5 where next == 0x92 || next == 0x93:
            return (.other(UInt8(ascii: "o"), UInt8(ascii: "e"), isCapital: next == 0x92), 2)
        case 0xCC, 0xCD: return (.nothing, 2)
        case 0xE2: return (LexiconShape.punctuation(next, text[index + 2]), 3)
        case 0xE3 where next == 0x80 && text[index + 2] == 0x80: return (.space, 3)
        case 0xEF where next == 0xBB && text[index + 2] == 0xBF: return (.nothing, 3)
        default: return (.other(byte, 0, isCapital: false), length)
        }
    }
}

/// What bytes alone tell: marks beyond ASCII, accents, endings.
private enum LexiconShape {
    /// U+0080 to U+00BF.
    static func latinMark(_ byte: UInt8) -> Scan.Letter {
        switch byte {
        case 0xA0: .space
        case 0xAD: .nothing
        case 0xB4: .apostrophe
        case 0xAB, 0xBB: .mark(.quote)
        case 0xAA, 0xB5, 0xBA: .other(0xC2, byte, isCapital: false)
        default: .mark(.mark)
        }
    }

    /// U+2000 to U+2FFF.
    static func punctuation(_ second: UInt8, _ third: UInt8) -> Scan.Letter {
        switch (second, third) {
        case (0x80, 0x80...0x8A), (0x80, 0xAF), (0x80, 0xA8...0xA9), (0x81, 0x9F): .space
        case (0x80, 0x8B...0x8F), (0x81, 0xA0): .nothing
        case (0x80, 0x90), (0x80, 0x91): .hyphen
        case (0x80, 0x92...0x95), (0x88, 0x92): .mark(.dash)
        case (0x80, 0x98...0x9B), (0x80, 0xB2): .apostrophe
        case (0x80, 0x9C...0x9F): .mark(.quote)
        default: .mark(.mark)
        }
    }

    /// The second byte of the letter that `base` and a combining accent (0xCC `accent`) make after 0xC3.
    static func composed(_ base: UInt8, accent: UInt8) -> UInt8? {
        switch (base, accent) {
        case (UInt8(ascii: "a"), 0x80): 0xA0
        case (UInt8(ascii: "a"), 0x82): 0xA2
        case (UInt8(ascii: "c"), 0xA7): 0xA7
        case (UInt8(ascii: "e"), 0x80): 0xA8
        case (UInt8(ascii: "e"), 0x81): 0xA9
        case (UInt8(ascii: "e"), 0x82): 0xAA
        case (UInt8(ascii: "e"), 0x88): 0xAB
        case (UInt8(ascii: "i"), 0x82): 0xAE
        case (UInt8(ascii: "i"), 0x88): 0xAF
        case (UInt8(ascii: "o"), 0x82): 0xB4
        case (UInt8(ascii: "u"), 0x80): 0xB9
        case (UInt8(ascii: "u"), 0x82): 0xBB
        case (UInt8(ascii: "u"), 0x88): 0xBC
        default: nil
        }
    }

    @inline(__always)
    static func shape(of word: UnsafeBufferPointer<UInt8>) -> LexiconWord.Shape {
        let count = word.count
        guard count > 3 else { return [] }
        switch word[count - 1] {
        case UInt8(ascii: "r"): return endsInR(word, count)
        case UInt8(ascii: "e"): return endsInE(word, count)
        case UInt8(ascii: "y"): return ends(word, "ly") ? .adverb : ends(word, "ity") ? .abstract : []
        case UInt8(ascii: "t"):
            if ends(word, "ment") { return .adverb }
            return ends(word, "ant") ? .agent : ends(word, "it") || ends(word, "ert") ? .participle : []
        case UInt8(ascii: "d"), UInt8(ascii: "n"):
            if ends(word, "ed") || ends(word, "en") { return .participle }
            return ends(word, "tion") || ends(word, "sion") ? .abstract : ends(word, "ien") ? .agent : []
        case UInt8(ascii: "s"): return endsInS(word, count)
        case 0xA9: return ends(word, "ité") ? [.participle, .abstract] : .participle
        case UInt8(ascii: "i"), UInt8(ascii: "u"): return .participle
        case UInt8(ascii: "l"), UInt8(ascii: "f"), UInt8(ascii: "x"):
            return ends(word, "al") || ends(word, "el") || ends(word, "if") || ends(word, "aux")
                ? .adjective : []
        default: return []
        }
    }

    private static func endsInR(_ word: UnsafeBufferPointer<UInt8>, _ count: Int) -> LexiconWord.Shape {
        var shape: LexiconWord.Shape = []
        if ends(word, "er") || ends(word, "ir") { shape.insert(.infinitive) }
        if ends(word, "er") || ends(word, "or") || ends(word, "eur") { shape.insert(.agent) }
        return shape
    }

    private static func endsInE(_ word: UnsafeBufferPointer<UInt8>, _ count: Int) -> LexiconWord.Shape {
        if ends(word, "aire") { return [.infinitive, .adjective] }
        if ends(word, "re") { return .infinitive }
        if ends(word, "ale") || ends(word, "ique") || ends(word, "ive") || ends(word, "elle")
            || ends(word, "enne")
            || ends(word, "aine") || ends(word, "able")
        {
            return .adjective
        }
        if ends(word, "ée") || ends(word, "ie") || ends(word, "ue") || ends(word, "ise") || ends(word, "ite")
        {
            return .participle
        }
        if ends(word, "ee") || ends(word, "rice") || ends(word, "iste") { return .agent }
        return ends(word, "ance") || ends(word, "ence") ? .abstract : []
    }

    private static func endsInS(_ word: UnsafeBufferPointer<UInt8>, _ count: Int) -> LexiconWord.Shape {
        if ends(word, "és") || ends(word, "ées") || ends(word, "is") || ends(word, "us") || ends(word, "ies")
        {
            return .participle
        }
        if ends(word, "ers") || ends(word, "ors") || ends(word, "eurs") || ends(word, "ees")
            || ends(word, "ants")
            || ends(word, "ists") || ends(word, "istes") || ends(word, "iens") || ends(word, "ians")
        {
            return .agent
        }
        if ends(word, "ales") || ends(word, "iques") || ends(word, "ives") || ends(word, "elles")
            || ends(word, "aires")
            || ends(word, "els") || ends(word, "ifs")
        {
            return .adjective
        }
        return ends(word, "tions") || ends(word, "ness") || ends(word, "ités") || ends(word, "ings")
            ? .abstract : []
    }

    @inline(__always)
    private static func ends(_ word: UnsafeBufferPointer<UInt8>, _ tail: StaticString) -> Bool {
        let length = tail.utf8CodeUnitCount
        guard word.count > length else { return false }
        let from = word.count - length
        for index in 0..<length where word[from + index] != tail.utf8Start[index] { return false }
        return true
    }
}
