/// The number or letter a passage begins with: « 1.2 », `(a)`, `Article 12`, « Pilier 5 : », « 3° », `IV.`
///
/// It is told apart from the text so that one inserted clause does not make two hundred others look edited. A
/// word such as « Section » makes a label only where something closes it (a colon, a stop, a dash, the end of the
/// line) or the passage is a heading: “Section 4 applies to …” is a sentence.
package struct PassageLabel: Hashable, Sendable {
    /// Where the label stands in the passage's text, in UTF-8 bytes, without the punctuation that closes it.
    package var range: Range<Int>
    /// Where the text after it begins, in UTF-8 bytes.
    package var end: Int
    /// Equal for labels that say the same, however written: `Article 12.` and `article 12`.
    package var value: String

    /// The label at the head of a passage; nil where there is none.
    package static func read(_ text: String, kind: Passage.Kind) -> PassageLabel? {
        var text = text
        return text.withUTF8 { read($0, kind: kind) }
    }

    static func read(_ bytes: UnsafeBufferPointer<UInt8>, kind: Passage.Kind) -> PassageLabel? {
        guard kind != .code, kind != .tableRow else { return nil }
        var reader = LabelReader(bytes: bytes, kind: kind)
        return reader.read()
    }
}

private struct LabelReader {
    /// Labels are short; nothing beyond this is looked at.
    private static let reach = 80

    let bytes: UnsafeBufferPointer<UInt8>
    let kind: Passage.Kind
    private var place = 0

    init(bytes: UnsafeBufferPointer<UInt8>, kind: Passage.Kind) {
        self.bytes = bytes
        self.kind = kind
    }

    mutating func read() -> PassageLabel? {
        skipMarkup()
        let start = place
        guard let first = namedLabel() ?? bareLabel() else { return nil }
        var labelEnd = first
        // « 1. (a) »: a second, narrower label may follow at once.
        while place < Self.reach, let next = narrowerLabel() { labelEnd = next }
        guard labelEnd > start else { return nil }
        return PassageLabel(range: start..<labelEnd, end: place, value: value(of: start..<labelEnd))
    }

    // MARK: « Article 12 », « Pilier 5 : »

    private mutating func namedLabel() -> Int? {
        let start = place
        guard let name = name() else { return nil }
        skipSpaces()
        guard let end = number() else {
            place = start
            return nil
        }
        let isClosed = close()
        let isArticle = name == "article" || name == "art" || name == "§"
        if isClosed || place >= bytes.count || kind == .heading || (isArticle && startsUpper) { return end }
        place = start
        return nil
    }

    /// The word before the number, in lower case, where it is one that numbers parts of a text.
    private mutating func name() -> String? {
        let start = place
        if holds([0xC2, 0xA7]) {
            place += 2
            return "§"
        }
        while place < bytes.count, place - start < 20, isLetter(bytes[place]) || bytes[place] >= 0xC3 {
            place += 1
        }
        let word = String(decoding: bytes[start..<place], as: UTF8.self).lowercased()
        guard Self.names.contains(word) else {
            place = start
            return nil
        }
        if place < bytes.count, bytes[place] == UInt8(ascii: ".") { place += 1 }
        return word
    }

    private static let names: Set<String> = [
        "article", "art", "articles", "section", "sec", "part", "partie", "chapitre", "chapter", "titre",
        "title",
        "livre", "book", "pilier", "pillar", "annexe", "annex", "appendix", "appendice", "schedule",
        "paragraphe",
        "paragraph", "clause", "point", "objectif", "objective", "goal", "but", "mesure", "measure",
        "priorité",
        "priority", "étape", "step", "phase", "volet", "axe", "thème", "theme", "principe", "principle",
        "règle",
        "rule", "recommandation", "recommendation", "engagement", "commitment", "action", "question",
        "module",
        "standard", "norme", "orientation", "stratégie", "strategy", "division", "subdivision",
        "sous-section",
        "subsection", "subpart", "partie", "tableau", "table", "figure", "guideline", "directive", "item",
    ]

    /// The end of a number after a name: `12`, `L. 123-4`, `1er`, `III`, `B`, « préliminaire », `12 bis`.
    private mutating func number() -> Int? {
        let start = place
        passCode()
        if place < bytes.count, isDigit(bytes[place]) {
            passNumber()
            passSuffix()
            return place
        }
        place = start
        if let end = romanEnd(at: place) ?? letterEnd(at: place) {
            place = end
            if place + 1 < bytes.count, isDash(at: place) != nil, isDigit(bytes[place + 1]) { passNumber() }
            passSuffix()
            return place
        }
        for word in [
            "préliminaire", "premier", "première", "premiere", "unique", "one", "two", "three", "four",
            "five",
        ]
        where holds(Array(word.utf8)) && !isWord(at: place + word.utf8.count) {
            place += word.utf8.count
            return place
        }
        place = start
        return nil
    }

    /// « L. », « R*. »: the part of a code that an article belongs to.
    private mutating func passCode() {
        let start = place
        guard place + 1 < bytes.count, "LRDA".utf8.contains(bytes[place]) else { return }
        place += 1
        while place < bytes.count, bytes[place] == UInt8(ascii: ".") || bytes[place] == UInt8(ascii: "*") {
            place += 1
        }
        skipSpaces()
        if place >= bytes.count || !isDigit(bytes[place]) { place = start }
    }

    /// Digits and letters joined by dots and dashes: `12`, `1.2.3`, `123-4`, `1er`, `12bis`.
    private mutating func passNumber() {
        while place < bytes.count {
            if isDigit(bytes[place]) || isLetter(bytes[place]) {
                place += 1
            } else if bytes[place] == UInt8(ascii: "."), place + 1 < bytes.count, isDigit(bytes[place + 1]) {
                place += 1
            } else if let width = isDash(at: place), place + width < bytes.count,
                isDigit(bytes[place + width])
                    || (isLetter(bytes[place + width]) && !isWord(at: place + width + 1))
            {
                place += width
            } else {
                return
            }
        }
    }

    /// « bis », « ter », « quater » after a space.
    private mutating func passSuffix() {
        guard place < bytes.count, bytes[place] == 0x20 else { return }
        for suffix in [" bis", " ter", " quater", " quinquies", " sexies"]
        where holds(Array(suffix.utf8)) && !isWord(at: place + suffix.utf8.count) {
            place += suffix.utf8.count
            return
        }
    }

    // MARK: « 1.2 », `(a)`, « 3° », `IV.`

    private mutating func bareLabel() -> Int? {
        narrowerLabel() ?? numericLabel() ?? letterLabel()
    }

    /// `(a)`, `(iv)`, `(12)`; also `a)`.
    private mutating func narrowerLabel() -> Int? {
        let start = place
        if place < bytes.count, bytes[place] == UInt8(ascii: "(") { place += 1 }
        let inner = place
        while place < bytes.count, place - inner < 5, isDigit(bytes[place]) || isLetter(bytes[place]) {
            place += 1
        }
        let isShort =
            place - inner == 1 || romanEnd(at: inner) == place
            || (place - inner <= 3 && place > inner && isDigit(bytes[inner]))
        guard isShort, place < bytes.count, bytes[place] == UInt8(ascii: ")"), !isWord(at: place + 1) else {
            place = start
            return nil
        }
        place += 1
        let end = place
        skipMarkup()
        return end
    }

    /// `1.`, `1.2`, `1.2.3.`, « 3° », `4 –`.
    private mutating func numericLabel() -> Int? {
        let start = place
        var parts = 0
        while place < bytes.count, isDigit(bytes[place]) {
            let part = place
            while place < bytes.count, isDigit(bytes[place]) { place += 1 }
            guard place - part <= 3 else { break }
            parts += 1
            guard place + 1 < bytes.count, bytes[place] == UInt8(ascii: "."), isDigit(bytes[place + 1]) else {
                break
            }
            place += 1
        }
        guard parts > 0, place - start <= 3 || parts > 1 else {
            place = start
            return nil
        }
        if place < bytes.count, isLetter(bytes[place]), !isWord(at: place + 1) { place += 1 }
        let end = place
        // A bare « 1.2 » labels a heading or what begins like a sentence; a bare « 12 » labels nothing.
        let isClosed = closeNumber()
        if isClosed
            || (parts > 1 && place > end && (startsUpper || (kind == .heading && place < bytes.count)))
        {
            return end
        }
        place = start
        return nil
    }

    /// `a.`, `IV.`, « I. – », `B -`.
    private mutating func letterLabel() -> Int? {
        let start = place
        guard let end = romanEnd(at: place) ?? letterEnd(at: place) else { return nil }
        place = end
        let isStopped = place < bytes.count && bytes[place] == UInt8(ascii: ".")
        if isStopped { place += 1 }
        let afterStop = place
        skipSpaces()
        let isDashed = passDash()
        let isSure = kind == .heading || kind == .listItem || isDashed || end - start > 1
        let isSpaced = afterStop < bytes.count && place > afterStop
        if isSure, isStopped || (isDashed && afterStop < place), isSpaced || isDashed {
            skipMarkup()
            return end
        }
        if isStopped, isSpaced, bytes[start] >= UInt8(ascii: "a") {
            skipMarkup()
            return end
        }
        place = start
        return nil
    }

    // MARK: What closes a label

    /// Passes spaces and a closing sign; false where there is no sign.
    private mutating func close() -> Bool {
        skipMarkup()
        var isClosed = false
        while place < bytes.count {
            if ":.)".utf8.contains(bytes[place]) {
                place += 1
            } else if !passDash() {
                break
            }
            isClosed = true
            skipMarkup()
        }
        return isClosed
    }

    private mutating func closeNumber() -> Bool {
        var isClosed = false
        if place < bytes.count, bytes[place] == UInt8(ascii: ".") || bytes[place] == UInt8(ascii: ")") {
            place += 1
            isClosed = !(place < bytes.count && isDigit(bytes[place]))
        } else if holds([0xC2, 0xB0]) || holds([0xC2, 0xBA]) {
            place += 2
            isClosed = true
        }
        let before = place
        skipMarkup()
        if place > before || isClosed, passDash() {
            skipMarkup()
            isClosed = isClosed || place > before
        }
        return isClosed
    }

    /// A dash with space or text after it, as between a label and its text.
    private mutating func passDash() -> Bool {
        guard place < bytes.count, let width = isDash(at: place) else { return false }
        place += width
        skipSpaces()
        return true
    }

    // MARK: Bytes

    private mutating func skipSpaces() {
        while place < bytes.count {
            if bytes[place] <= 0x20 {
                place += 1
            } else if holds([0xC2, 0xA0]) {
                place += 2
            } else if holds([0xE2, 0x80, 0xAF]) {
                place += 3
            } else {
                return
            }
        }
    }

    /// Passes emphasis, and the bracket of a link that begins with its number.
    private mutating func skipMarkup() {
        while true {
            skipSpaces()
            guard place < bytes.count, "*_#\\[".utf8.contains(bytes[place]) else { return }
            place += 1
        }
    }

    private func holds(_ word: [UInt8]) -> Bool {
        place + word.count <= bytes.count && bytes[place..<place + word.count].elementsEqual(word)
    }

    private func isDash(at place: Int) -> Int? {
        guard place < bytes.count else { return nil }
        if bytes[place] == UInt8(ascii: "-") { return 1 }
        guard place + 2 < bytes.count, bytes[place] == 0xE2, bytes[place + 1] == 0x80,
            (0x90...0x95).contains(bytes[place + 2])
        else { return nil }
        return 3
    }

    private func romanEnd(at start: Int) -> Int? {
        guard start < bytes.count else { return nil }
        let digits = bytes[start] < UInt8(ascii: "a") ? "IVXLC".utf8 : "ivxlc".utf8
        var end = start
        while end < bytes.count, end - start < 8, digits.contains(bytes[end]) { end += 1 }
        guard end > start else { return nil }
        if bytes[start] < UInt8(ascii: "a"), end + 2 <= bytes.count, bytes[end] == UInt8(ascii: "e"),
            bytes[end + 1] == UInt8(ascii: "r")
        {
            end += 2
        }
        return isWord(at: end) ? nil : end
    }

    private func letterEnd(at start: Int) -> Int? {
        guard start < bytes.count, isLetter(bytes[start]), !isWord(at: start + 1) else { return nil }
        // « l’ », « d' »: an elided word, no label.
        if start + 1 < bytes.count, bytes[start + 1] == UInt8(ascii: "'") || bytes[start + 1] == 0xE2 {
            return isDash(at: start + 1) == nil ? nil : start + 1
        }
        return start + 1
    }

    private var startsUpper: Bool {
        guard place < bytes.count else { return false }
        if (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(bytes[place]) { return true }
        return place + 1 < bytes.count && bytes[place] == 0xC3 && (0x80...0x9E).contains(bytes[place + 1])
    }

    private func isWord(at place: Int) -> Bool {
        guard place < bytes.count else { return false }
        return isDigit(bytes[place]) || isLetter(bytes[place]) || (0xC3...0xDF).contains(bytes[place])
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
    private func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

    private func value(of range: Range<Int>) -> String {
        let kept = bytes[range].filter { !" ()*_\\".utf8.contains($0) && $0 != 0xC2 && $0 != 0xA0 }
        let isNumber = kept.last.map { isDigit($0) || isLetter($0) } ?? false
        return String(decoding: isNumber ? kept[...] : kept.dropLast(), as: UTF8.self).lowercased()
    }
}
