/// What a short line without a heading's mark looks like.
enum HeadingLook: Equatable {
    /// Text, or too long, or ended like a sentence.
    case body
    /// A line that neither is a heading nor stands for text below one: a date, a page number, a link of a web page.
    case neutral
    /// It begins with a word of structure and a number: « Pilier 1 : … », "Article 5", "PART II".
    case labelled(rank: Int, ordinal: Int)
    /// It begins with a number: `1.2 Scope`, `IV. Duties`, `B. Aims`; the depth of a decimal one.
    case numbered(series: Series, depth: Int, ordinal: Int)
    case capitals
    case question
    case plain
    /// A short line ended by a colon.
    case lead

    enum Series: Equatable {
        case decimal
        case roman
        case letter
    }

    var isCandidate: Bool { self != .body && self != .neutral }
}

/// Tells what a block looks like by its words alone; `HeadingFinder` decides by what stands around it.
struct HeadingLooks {
    static let longestPlain = 110
    static let mostPlainWords = 14
    static let longestTitle = 200
    static let mostTitleWords = 30
    static let longestLabelled = 330

    let source: SourceText
    /// Whether the document marks its headings: then only words of structure and bold lines are looked at.
    let isMarked: Bool

    /// The look of a block. `mayBeTitle` where nothing but neutral lines stands before it.
    func look(of block: Block, mayBeTitle: Bool) -> HeadingLook {
        guard block.quoteDepth == 0, block.lines.count <= 3, block.range.count <= 2 * Self.longestLabelled
        else {
            return .body
        }
        switch block.kind {
        case .paragraph: return paragraphLook(block, mayBeTitle: mayBeTitle)
        case .listItem: return isMarked ? .body : numberedLook(block)
        default: return .body
        }
    }

    private func paragraphLook(_ block: Block, mayBeTitle: Bool) -> HeadingLook {
        let range = block.range
        // The cheapest test first: most text ends like text.
        if endsLikeText(range, isLabelled: true) { return .body }
        let words = source.wordCount(range, limit: 64)
        guard words > 0 else { return .neutral }
        let label = StructureLabel.read(range, in: source)
        if isMarked, label == nil, !block.isBold { return .body }
        if label == nil, isNeutral(range, words: words) { return .neutral }
        guard !endsLikeText(range, isLabelled: label != nil) else { return .body }
        if let label, words <= 50 {
            if label.isBare || label.hasSeparator || words <= Self.mostPlainWords {
                return hasLeader(range) ? .neutral : .labelled(rank: label.rank, ordinal: label.ordinal)
            }
        }
        guard beginsLikeHeading(range) else { return .body }
        if hasLeader(range) || hasGap(range) { return .neutral }
        let width = source.width(range)
        let isTitle = mayBeTitle && words <= Self.mostTitleWords && width <= Self.longestTitle
        guard isTitle || words <= Self.mostPlainWords && width <= Self.longestPlain else { return .body }
        if block.lines.count > 1, !isTitle, !isCapitals(range) { return .body }
        if source[range.upperBound - 1] == UInt8(ascii: ":") { return words <= 6 ? .lead : .body }
        if source[range.upperBound - 1] == UInt8(ascii: "?") { return .question }
        return isCapitals(range) ? .capitals : .plain
    }

    private func numberedLook(_ block: Block) -> HeadingLook {
        guard let marker = block.marker, !marker.isBullet, marker.textStart < block.range.upperBound,
            block.lines.count <= 2
        else { return .body }
        let text = marker.textStart..<block.range.upperBound
        let words = source.wordCount(text, limit: 32)
        let endsInColon = source[text.upperBound - 1] == UInt8(ascii: ":")
        guard words > 0, words <= (endsInColon ? 5 : Self.mostPlainWords),
            source.width(text) <= Self.longestPlain,
            !endsLikeText(text, isLabelled: true), beginsLikeHeading(text), !hasLeader(text),
            block.lines.count == 1 || isCapitals(text)
        else { return .body }
        switch marker.style {
        case .decimal(let depth, _, false):
            return .numbered(series: .decimal, depth: depth, ordinal: marker.ordinal)
        case .roman(true, UInt8(ascii: "."), false):
            return .numbered(series: .roman, depth: 1, ordinal: marker.ordinal)
        case .letter(true, UInt8(ascii: "."), false):
            return .numbered(series: .letter, depth: 1, ordinal: marker.ordinal)
        default: return .body
        }
    }

    // MARK: Words

    private func beginsLikeHeading(_ range: Range<Int>) -> Bool {
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = source[index]
            if SourceText.isDigit(byte) { return true }
            switch source.letterCase(at: index) {
            case .upper: return true
            case .lower: return isLowerPrefix(index, range.upperBound)
            case .none: break
            }
            // Quotation marks and brackets may open a heading; a letter without case begins one.
            if byte >= 0x80, byte != 0xC2, byte != 0xE2 { return true }
            index += 1
            if index - range.lowerBound > 8 { return false }
        }
        return false
    }

    /// `eHealth`, `l’État`: a small letter before a capital one.
    private func isLowerPrefix(_ index: Int, _ end: Int) -> Bool {
        guard index + 1 < end else { return false }
        return source.letterCase(at: index + 1) == .upper
    }

    private func endsLikeText(_ range: Range<Int>, isLabelled: Bool) -> Bool {
        let end = range.upperBound
        switch source[end - 1] {
        case UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "!"), UInt8(ascii: "\\"): return true
        case UInt8(ascii: ")"): return source[range.lowerBound] == UInt8(ascii: "(")
        case UInt8(ascii: "."):
            // « Article 5. » and "1.1 Term." are headings still; a sentence with a number before it is none.
            return !(isLabelled && source.wordCount(range, limit: 8) <= 6)
        default:
            return source.matches("…", at: end - 3, before: end)
                || source.matches("–", at: end - 3, before: end)
        }
    }

    /// Whether it is written in capitals: two letters or more and no small one.
    private func isCapitals(_ range: Range<Int>) -> Bool {
        var capitals = 0
        var index = range.lowerBound
        while index < range.upperBound {
            switch source.letterCase(at: index) {
            case .upper: capitals += 1
            case .lower: return false
            case .none: break
            }
            index += 1
        }
        return capitals >= 2
    }

    /// The dots that lead to a page number, or a tab.
    private func hasLeader(_ range: Range<Int>) -> Bool {
        source.firstIndex(of: "....", from: range.lowerBound, before: range.upperBound) != nil
            || source.firstIndex(of: ". . .", from: range.lowerBound, before: range.upperBound) != nil
            || source.firstIndex(of: "……", from: range.lowerBound, before: range.upperBound) != nil
            || source.contains(0x09, in: range)
    }

    /// Cells set apart by spaces: a row of a table, or a page's running header.
    private func hasGap(_ range: Range<Int>) -> Bool {
        source.firstIndex(of: "   ", from: range.lowerBound, before: range.upperBound) != nil
    }

    // MARK: Neutral lines

    private func isNeutral(_ range: Range<Int>, words: Int) -> Bool {
        guard words <= 16, range.count <= 160 else { return false }
        let tokens = Tokenizer().tokens(in: source.string(range))
        guard let first = tokens.first else { return true }
        if !tokens.contains(where: { $0.kind == .word && $0.text.utf8.count >= 2 || $0.kind == .ideograph }) {
            return source.letterCase(at: range.lowerBound) != .upper
        }
        if source.contains(UInt8(ascii: "@"), in: range)
            || source.firstIndex(of: "://", from: range.lowerBound, before: range.upperBound) != nil
            || first.text == "www"
        {
            return true
        }
        let texts = tokens.map(\.text)
        if isDate(tokens, texts) || isPageNumber(texts) || isFileSize(range, tokens) { return true }
        if Self.captions.contains(first.text), tokens.count > 1, tokens[1].kind == .number { return true }
        if isMetadata(range, texts) { return true }
        return isWebChrome(texts)
    }

    private func isDate(_ tokens: [Tokenizer.Token], _ texts: [String]) -> Bool {
        guard tokens.count <= 8, tokens.contains(where: { $0.kind == .number }) else { return false }
        if tokens.allSatisfy({ $0.kind == .number }) { return true }
        guard texts.contains(where: Self.months.contains) else { return false }
        let rest = zip(tokens, texts).filter { token, text in
            token.kind != .number && !Self.months.contains(text) && !Self.dateWords.contains(text)
        }
        return rest.count <= 1
    }

    private func isPageNumber(_ texts: [String]) -> Bool {
        texts.count <= 4 && texts.first == "page"
            && texts.dropFirst().allSatisfy {
                $0.first?.isNumber == true || $0 == "of" || $0 == "de" || $0 == "sur"
            }
            && texts.count > 1
    }

    /// A link to a file, with its size: « Rapport d’étape (2 Mo) ».
    private func isFileSize(_ range: Range<Int>, _ tokens: [Tokenizer.Token]) -> Bool {
        guard source[range.upperBound - 1] == UInt8(ascii: ")"), let last = tokens.last else { return false }
        return ["mo", "ko", "mb", "kb", "pdf", "html", "octets", "docx", "xlsx"].contains(last.text)
    }

    /// « Date de modification : », "From: …": a field of a form, not a heading.
    private func isMetadata(_ range: Range<Int>, _ texts: [String]) -> Bool {
        guard let colon = range.first(where: { source[$0] == UInt8(ascii: ":") }), let first = texts.first
        else {
            return false
        }
        let key = Tokenizer().tokens(in: source.string(range.lowerBound..<colon)).map(\.text)
        guard key.count <= 4 else { return false }
        return Self.metadata.contains(first) && (key.count <= 1 || first != "date" && key.count <= 2)
            || first == "date" && key.count <= 4
    }

    private func isWebChrome(_ texts: [String]) -> Bool {
        guard texts.count <= 5 else { return false }
        return texts.last == "logo" || Self.webChrome.contains(texts.joined(separator: " "))
    }

    private static let captions: Set<String> = [
        "figure", "fig", "table", "tableau", "photo", "image", "graphique", "chart", "encadre", "box",
        "source",
    ]

    private static let months: Set<String> = Set(
        """
        january february march april may june july august september october november december jan feb mar apr jun
        jul aug sep sept oct nov dec janvier fevrier mars avril mai juin juillet aout septembre octobre novembre
        decembre janv fevr avr juill
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    private static let dateWords: Set<String> = Set(
        """
        monday tuesday wednesday thursday friday saturday sunday lundi mardi mercredi jeudi vendredi samedi dimanche
        le la the of de du on at a as updated modified published date last effective version revised dated en vigueur
        mise jour derniere modification publie 1er 1st 2nd 3rd h am pm
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    private static let metadata: Set<String> = Set(
        """
        date from to cc bcc subject objet re de a tel telephone telec fax email e courriel adresse address contact
        source ref reference author auteur version status statut chair president presents present absents absent
        published publie updated location lieu time heure attendees participants regrets phone file dossier
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    private static let webChrome: Set<String> = [
        "menu", "search", "rechercher", "home", "accueil", "francais", "english", "share", "partager",
        "print",
        "imprimer", "share this page", "partager cette page", "skip to main content", "skip to content",
        "passer au contenu principal", "aller au contenu principal", "aller au contenu", "back to top",
        "haut de la page", "top of page", "retour en haut", "previous", "next", "precedent", "suivant",
        "previous page", "next page", "page precedente", "page suivante", "read more", "lire la suite",
        "sign in",
        "log in", "se connecter", "table of contents", "table des matieres", "contents", "sommaire",
        "vous etes ici",
        "you are here", "main menu", "menu principal", "language selection", "selection de la langue",
        "fermer",
        "close", "follow us", "suivez nous", "cookies settings",
    ]
}

/// A word of structure with its number at the beginning of a line.
struct StructureLabel {
    /// How high it stands: the lower the higher.
    let rank: Int
    let ordinal: Int
    /// Whether nothing follows the number.
    let isBare: Bool
    /// Whether a colon, dash or stop follows the number.
    let hasSeparator: Bool

    static let articleRank = 60
    static let sectionRank = 40

    /// The label at the beginning of the range, where it has one.
    static func read(_ range: Range<Int>, in source: SourceText) -> StructureLabel? {
        if source.matches("§", at: range.lowerBound, before: range.upperBound) {
            return number(after: range.lowerBound + 2, rank: articleRank, range, source)
        }
        guard source.letterCase(at: range.lowerBound) == .upper else { return nil }
        let limit = min(range.upperBound, range.lowerBound + 20)
        var end = range.lowerBound
        while end < limit, isWordByte(source[end]) { end += 1 }
        guard end - range.lowerBound >= 3, end < range.upperBound, !isWordByte(source[end]) else {
            return nil
        }
        let word = Folding.folded(UnsafeBufferPointer(rebasing: source.bytes[range.lowerBound..<end]))
        guard let rank = ranks[String(decoding: word, as: UTF8.self)] else { return nil }
        return number(after: end, rank: rank, range, source)
    }

    /// Letters, and the hyphen of « Sous-section ».
    private static func isWordByte(_ byte: UInt8) -> Bool {
        SourceText.isLetter(byte) || byte == 0xC3 || (0x80...0xBF).contains(byte) && byte != 0xA0
            || byte == UInt8(ascii: "-")
    }

    /// Reads the number after a label's word: `5`, `6-1`, `L. 123-4`, `II`, `Ier`, `A`, `premier`.
    private static func number(after index: Int, rank: Int, _ range: Range<Int>, _ source: SourceText)
        -> StructureLabel?
    {
        var position = index
        let end = range.upperBound
        func skipSpaces() {
            while position < end, source.spaceLength(at: position) > 0 {
                position += source.spaceLength(at: position)
            }
        }
        // « Art. »
        if position < end, source[position] == UInt8(ascii: ".") { position += 1 }
        guard position == index || source[position - 1] == UInt8(ascii: ".") else { return nil }
        guard position < end, source.spaceLength(at: position) > 0 || source[index - 1] == 0xA7 else {
            return nil
        }
        skipSpaces()
        let start = position
        while position < end, source.spaceLength(at: position) == 0, isNumberByte(source[position]) {
            position += 1
        }
        var word = source.bytes[start..<position]
        // « L. 123-4 », « R123-4 »: the code's letter.
        if word.count == 2, word.last == UInt8(ascii: "."), "LRDA".utf8.contains(source[start]),
            position < end
        {
            skipSpaces()
            guard position < end, SourceText.isDigit(source[position]) else { return nil }
            while position < end, isNumberByte(source[position]) { position += 1 }
            word = source.bytes[start..<position]
        }
        while let last = word.last, last == UInt8(ascii: ".") || last == UInt8(ascii: "-") {
            word = word.dropLast()
            position -= 1
        }
        guard let ordinal = ordinal(of: word) else { return nil }
        skipSpaces()
        if position >= end {
            return StructureLabel(rank: rank, ordinal: ordinal, isBare: true, hasSeparator: false)
        }
        let isSeparated =
            ":.-|(".utf8.contains(source[position]) || source.matches("–", at: position, before: end)
            || source.matches("—", at: position, before: end)
        let rest = source.trimmed(min(position + 1, end)..<end)
        if !isSeparated, source.letterCase(at: position) == .lower { return nil }
        return StructureLabel(
            rank: rank, ordinal: ordinal, isBare: isSeparated && rest.isEmpty, hasSeparator: isSeparated)
    }

    private static func isNumberByte(_ byte: UInt8) -> Bool {
        SourceText.isAlphanumeric(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
            || byte == 0xC3
            || byte == 0xA8
    }

    private static func ordinal(of word: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        guard let first = word.first, word.count <= 16 else { return nil }
        if let digits = word.firstIndex(where: SourceText.isDigit) {
            guard digits - word.startIndex <= 4 else { return nil }
            let number = word[digits...].prefix { SourceText.isDigit($0) }.reduce(0) {
                min($0 * 10 + Int($1) - 0x30, 9999)
            }
            return number
        }
        let letters = String(decoding: word, as: UTF8.self).lowercased()
        if let spelled = spelledNumbers[letters] { return spelled }
        guard first < 0x61 else { return nil }
        let roman = letters.hasSuffix("er") ? word.dropLast(2) : word
        if let value = ListMarker.romanValue(roman) { return value }
        return word.count == 1 ? Int((first | 0x20) - 0x60) : nil
    }

    private static let spelledNumbers: [String: Int] = [
        "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
        "ten": 10,
        "un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "neuf": 9, "dix": 10,
        "premier": 1, "première": 1, "unique": 1, "préliminaire": 0, "liminaire": 0,
    ]

    private static let ranks: [String: Int] = {
        let rows: [(Int, String)] = [
            (8, "tome volume"), (10, "livre book"),
            (12, "annex annexe appendix appendice schedule exhibit attachment addendum"),
            (14, "part partie"), (18, "titre title"),
            (
                20,
                "pilier pillar volet axe goal objectif objective priority priorite orientation theme module phase etape step stage strand pilar"
            ),
            (24, "division"), (26, "chapitre chapter"), (28, "subdivision"), (40, "section"),
            (44, "subsection subchapter subpart sub-section sub-chapter sous-section sous-partie"),
            (48, "paragraphe paragraph"),
            (
                60,
                "article art clause rule regle regulation mesure measure action recommandation recommendation question principle principe"
            ),
        ]
        var ranks: [String: Int] = [:]
        for (rank, words) in rows {
            for word in words.split(separator: " ") { ranks[String(word)] = rank }
        }
        return ranks
    }()
}
