/// Recognises page furniture: date stamps, navigation, share links, counters, file sizes, cookie banners.
enum Boilerplate {
    /// A text of more words than this is never furniture because of a cue in it.
    static let longestFurniture_words = 14

    /// Why an edit touches furniture only; nil where it does not.
    static func reason(from old: WeighedUnit, to new: WeighedUnit) -> String? {
        if let before = reason(for: old), reason(for: new) != nil { return before }
        let (left, right) = (old.withoutFileSizes, new.withoutFileSizes)
        if left != old.text || right != new.text, Folding.folded(left) == Folding.folded(right) {
            return "file size or format"
        }
        return nil
    }

    /// Why a passage is furniture; nil where it is not.
    static func reason(for unit: WeighedUnit) -> String? {
        let text = unit.text
        let words = unit.tokens.filter { $0.kind != .sign }
        guard !words.isEmpty, words.count <= longestFurniture_words * 2 else { return nil }
        if isStamp(unit, words) { return "date stamp" }
        if text.unicodeScalars.contains("©") || words.prefix(2).map(\.text) == ["all", "rights"] {
            return "copyright line"
        }
        if isFileSize(unit) { return "file size or format" }
        if isLabelledStamp(unit, words) { return "labelled date stamp" }
        if isCounter(words.map(\.text)) { return "counter" }
        if isCookieBanner(words.map(\.text)) { return "cookie banner" }
        guard words.count <= longestFurniture_words else { return nil }
        // A stamp is too short to tell its language.
        for language in [Language.english, .french] {
            if let cue = cue(in: unit, as: language, wordCount: words.count) { return cue }
        }
        return nil
    }

    /// A text that is a date and nothing more.
    private static func isStamp(_ unit: WeighedUnit, _ words: [ValueToken]) -> Bool {
        guard words.count <= 6 else { return false }
        let values = unit.values
        guard values.count == 1, let value = values.first, value.kind == .date, value.due != nil,
            value.canonical.utf8.prefix(10).elementsEqual(value.canonical.utf8.suffix(10))
        else { return false }
        let rest = words.filter { !value.range.contains($0.range.lowerBound) }
        return rest.allSatisfy {
            ["le", "on", "du", "the"].contains($0.text) || Self.weekdays.contains($0.text)
        }
    }

    /// « Révisé le 3 mai 2023 », "Page last reviewed: 3 May 2023": a label and a date, no sentence.
    private static func isLabelledStamp(_ unit: WeighedUnit, _ words: [ValueToken]) -> Bool {
        guard words.count <= 9, let first = words.first, stampOpeners.contains(first.text) else {
            return false
        }
        let values = unit.values
        guard values.count == 1, let value = values.first, value.kind == .date else { return false }
        let label = words.filter { !value.range.contains($0.range.lowerBound) }
        return label.contains { stampWords.contains($0.text) }
            && label.allSatisfy { stampWords.contains($0.text) || stampOpeners.contains($0.text) }
            && value.range.upperBound >= (words.last?.range.upperBound ?? 0)
    }

    private static let stampOpeners: Set<String> = [
        "last", "page", "date", "updated", "reviewed", "published", "posted", "modified", "revised",
        "printed", "derniere",
        "mise", "mis", "publie", "publiee", "revise", "revisee", "modifie", "modifiee", "imprime", "version",
        "this", "on",
        "le", "la", "a", "jour", "du", "of", "de", "the",
    ]
    private static let stampWords: Set<String> = [
        "updated", "reviewed", "published", "posted", "modified", "revised", "printed", "update", "review",
        "revision", "mise",
        "jour", "publie", "publiee", "revise", "revisee", "modifie", "modifiee", "imprime", "modification",
        "publication",
        "version", "generated",
    ]

    /// A cue of the lexicon that opens the text; one short word must be most of it.
    private static func cue(in unit: WeighedUnit, as language: Language, wordCount: Int) -> String? {
        let start = unit.tokens.first { $0.kind != .sign }?.range.lowerBound ?? 0
        let isOwn = language == unit.language
        let sentence =
            isOwn ? unit.sentence : LexiconSentence(unit.text, language: language, lexicon: unit.lexicon)
        for match in unit.lexicon.cues([.boilerplate], in: sentence) {
            let cueWords = ValueToken.tokens(of: match.row.cue).filter { $0.kind != .sign }.count
            let opens = match.range.lowerBound <= start
            let isLong = cueWords >= 2 && (opens || wordCount <= cueWords + 4)
            let allowed = cueWords >= 3 ? longestFurniture_words : cueWords == 2 ? 10 : 2
            guard isLong || (opens && cueWords == 1), wordCount <= allowed else { continue }
            // "Contact us within 30 days" and "Terms and conditions must be accepted" commit somebody.
            let reading = isOwn ? unit.plainReading : unit.lexicon.reading(of: sentence, form: .sentence)
            guard reading.strength == 0 else { return nil }
            return "'\(match.row.cue)', \(match.row.source)"
        }
        return nil
    }

    private static func isCounter(_ words: [String]) -> Bool {
        guard words.count <= 6 else { return false }
        if words.count >= 2, words[0] == "page", words[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            return true
        }
        let counted: Set<String> = [
            "views", "viewed", "consulte", "consultee", "consultations", "visits", "visitors", "downloads",
            "vues", "visites", "visiteurs", "telechargements",
            "shares",
            "partages", "hits",
        ]
        return words.contains { counted.contains($0) }
            && words.contains { $0.utf8.first.map { (0x30...0x39).contains($0) } ?? false }
            && words.count <= 5
    }

    private static func isCookieBanner(_ words: [String]) -> Bool {
        guard words.contains("cookies") || words.contains("temoins") else { return false }
        let banner: Set<String> = [
            "accept", "decline", "refuser", "accepter", "acceptez", "website", "site", "browsing",
            "navigation",
        ]
        return words.count <= 24 && words.filter { banner.contains($0) }.count >= 2
    }

    private static func isFileSize(_ unit: WeighedUnit) -> Bool {
        unit.withoutFileSizes != unit.text && unit.withoutFileSizes.allSatisfy { !$0.isLetter }
    }

    /// The text without "(PDF, 1,2 Mo)" and the like.
    static func withoutFileSizes(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "(")) else { return text }
        var result = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "("), let close = rest[open...].firstIndex(of: ")") {
            let inner = ValueToken.tokens(of: String(rest[open..<close])).map(\.text)
            result += rest[..<open]
            if !(inner.contains { formats.contains($0) } && inner.count <= 10) {
                result += rest[open...close]
            }
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    private static let formats: Set<String> = [
        "pdf", "ko", "mo", "kb", "mb", "docx", "xlsx", "rtf", "epub", "csv",
    ]
    private static let weekdays: Set<String> = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "lundi", "mardi",
        "mercredi",
        "jeudi", "vendredi", "samedi", "dimanche",
    ]
}
