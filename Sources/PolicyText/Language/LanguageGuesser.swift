/// How much in a text speaks for each language.
struct LanguageEvidence {
    var english = 0
    var french = 0
    /// For any other language.
    var other = 0

    static func += (left: inout LanguageEvidence, right: LanguageEvidence) {
        left.english += right.english
        left.french += right.french
        left.other += right.other
    }

    /// What the evidence shows; nil where it is too little or too mixed to tell.
    var verdict: Language? {
        if other >= 4, other > english, other > french { return .undetermined }
        if english >= 3, 2 * english >= 3 * french { return .english }
        if french >= 3, 2 * french >= 3 * english { return .french }
        return nil
    }
}

/// Tells English from French, and both from other languages, by their commonest words and letters.
package enum LanguageGuesser {
    /// How much of a text is looked at, in bytes: enough to be sure.
    static let longestSample = 4096

    /// The language of a text; undetermined where the text does not show it.
    package static func language(of text: some StringProtocol) -> Language {
        var copy = String(text)
        return copy.withUTF8 { evidence(in: SourceText(bytes: $0), 0..<$0.count).verdict } ?? .undetermined
    }

    /// What speaks for each language in a range of a source.
    static func evidence(in source: SourceText, _ range: Range<Int>) -> LanguageEvidence {
        let table = LanguageWords.shared
        var evidence = LanguageEvidence()
        let end = min(range.upperBound, range.lowerBound + longestSample)
        var index = range.lowerBound
        while index < end {
            // No word begins here.
            if source[index] < 0x80, !SourceText.isLetter(source[index]) {
                index += 1
                continue
            }
            if let word = asciiWord(in: source, at: index, end) {
                if word.length <= 8 { table.add(word.key, to: &evidence) }
                index += word.length
                if index < end { addApostrophe(word.key, word.length, at: index, end, source, &evidence) }
                continue
            }
            var key: UInt64 = 0
            var length = 0
            var accents = 0
            var foreign = 0
            word: while index < end {
                let byte = source[index]
                if SourceText.isLetter(byte) {
                    key = key << 8 | UInt64(byte | 0x20)
                    length += 1
                    index += 1
                    continue
                }
                guard byte >= 0xC3 else { break }
                switch byte {
                case 0xC3:
                    guard index + 1 < end else { break word }
                    let second = source[index + 1] | 0x20
                    key = key << 16 | 0xC300 | UInt64(second)
                    length += 2
                    index += 2
                    switch second {
                    // à â ç è é ê ë î ï ô ù û
                    case 0xA0, 0xA2, 0xA7...0xAB, 0xAE, 0xAF, 0xB4, 0xB9, 0xBB: accents += 1
                    default: foreign += 1
                    }
                case 0xC5:
                    guard index + 1 < end else { break word }
                    if source[index + 1] == 0x93 || source[index + 1] == 0x92 {
                        accents += 2
                    } else {
                        foreign += 1
                    }
                    length += 9
                    index += 2
                case 0xC4, 0xC6...0xDF:
                    // Another script, or letters of the North and the East.
                    foreign += 1
                    length += 9
                    index += 2
                case 0xE0...0xE1, 0xE3...0xED:
                    foreign += 1
                    length += 9
                    index += 3
                default: break word
                }
            }
            guard length > 0 else {
                index += 1
                continue
            }
            if foreign > 0 {
                evidence.other += 2
                continue
            }
            if length <= 8 { table.add(key, to: &evidence) }
            if accents > 0 { evidence.french += 1 }
            if index < end, length <= 2 || accents == 0 {
                addApostrophe(key, length, at: index, end, source, &evidence)
            }
        }
        return evidence
    }

    /// A word of ASCII letters alone, with its bytes where they are eight at most; nil where the word is another, or
    /// too near to the end of the text to tell.
    @inline(__always)
    private static func asciiWord(
        in source: SourceText, at start: Int, _ end: Int
    ) -> (key: UInt64, length: Int)? {
        guard start + 8 < end else { return nil }
        let bytes = EightBytes(source.bytes, at: start)
        let first = EightBytes.leading(bytes.letters)
        guard first > 0 else { return nil }
        var next = start + first
        if first == 8 {
            while next + 8 <= end {
                let more = EightBytes.leading(EightBytes(source.bytes, at: next).letters)
                next += more
                if more < 8 { break }
            }
            while next < end, SourceText.isLetter(source[next]) { next += 1 }
        }
        guard next == end || source[next] < 0xC3 || source[next] == 0xE2 else { return nil }
        return (bytes.lowerCased(first: first), next - start)
    }

    /// « l’ » speaks for French, "'s" for English.
    private static func addApostrophe(
        _ key: UInt64, _ length: Int, at index: Int, _ end: Int, _ source: SourceText,
        _ evidence: inout LanguageEvidence
    ) {
        let isPlain = source[index] == UInt8(ascii: "'")
        guard isPlain || source.matches("’", at: index, before: end) else { return }
        let after = index + (isPlain ? 1 : 3)
        guard after < end else { return }
        if length == 1,
            "ldjmnstc".utf8.contains(UInt8(truncatingIfNeeded: key)) || length == 2 && key == 0x7175
        {
            evidence.french += 2
        } else if source[after] | 0x20 == UInt8(ascii: "s"),
            after + 1 >= end || !SourceText.isLetter(source[after + 1])
        {
            evidence.english += 1
        }
    }
}

/// The words that tell a language, in an open-addressing table by their bytes.
private struct LanguageWords: Sendable {
    static let shared = LanguageWords()

    private static let slots = 2048
    private var keys = [UInt64](repeating: 0, count: slots)
    /// The weight in the low four bits, the language above.
    private var values = [UInt8](repeating: 0, count: slots)

    @inline(__always)
    func add(_ key: UInt64, to evidence: inout LanguageEvidence) {
        let value = keys.withUnsafeBufferPointer { keys in
            values.withUnsafeBufferPointer { values in
                var slot = Self.slot(of: key)
                while keys[slot] != key {
                    if keys[slot] == 0 { return UInt8(0) }
                    slot = (slot &+ 1) & (Self.slots &- 1)
                }
                return values[slot]
            }
        }
        let weight = Int(value & 15)
        switch value >> 4 {
        case 0: evidence.english += weight
        case 1: evidence.french += weight
        default: evidence.other += weight
        }
    }

    private static func slot(of key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 53)
    }

    private init() {
        let english = """
            3 the of and shall should would could which their these those been
            2 to is that for with by must not this are be from have has we our you your they its it at any were was but
            2 will under who what how when where into than about between through during each if also other such more
            2 does do did his her there being while upon within without whether because against both only can
            1 in a i or as an all may may my no so
            """
        let french = """
            3 le les des du et à une dans pour sur qui au aux avec cette ces ses leur leurs nous vous elle ils elles
            3 pas où être sont ont doit doivent peut peuvent sera seront dont selon chaque afin ainsi votre vos notre
            3 nos toute toutes tous très même aussi notamment lorsque fait faire avoir était été sous entre
            2 la de un par est que ce ne ou mais sans comme tout si lors mise autres autre donc non car
            1 en il son sa plus se y on
            """
        let other = """
            4 und der nicht los las het een não della degli sono
            3 el del y das ist mit für von dem eine werden auf por para con una como che di gli dei nel em uma com
            3 voor zijn niet worden och att för som på av til ikke ale nie jest się w z na że är
            2 die den ein zu auch sich im op van os ao da es su lo
            """
        for (language, text) in [english, french, other].enumerated() {
            for line in text.split(separator: "\n") {
                let words = line.split(separator: " ")
                guard let weight = words.first.flatMap({ UInt8($0) }) else { continue }
                for word in words.dropFirst() { insert(word, UInt8(language) << 4 | weight) }
            }
        }
    }

    private mutating func insert(_ word: Substring, _ value: UInt8) {
        guard let key = Abbreviations.key(word.utf8) else { return }
        var slot = Self.slot(of: key)
        while keys[slot] != 0 {
            // A word of two languages speaks for the first that lists it.
            if keys[slot] == key { return }
            slot = (slot + 1) & (Self.slots - 1)
        }
        keys[slot] = key
        values[slot] = value
    }
}
