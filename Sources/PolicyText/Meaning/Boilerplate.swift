/// Recognises page furniture: date stamps, navigation, share links, counters, file sizes, cookie banners.
enum Boilerplate {
    /// A text of more words than this is never furniture because of a cue in it.
    static let longestFurniture_words = 14

    /// Why an edit touches furniture only; nil where it does not.
    static func reason(from old: String, to new: String, language: Language, lexicon: Lexicon) -> String? {
        if let before = reason(for: old, language: language, lexicon: lexicon),
            reason(for: new, language: language, lexicon: lexicon) != nil
        {
            return before
        }
        let (left, right) = (withoutFileSizes(old), withoutFileSizes(new))
        if left != old || right != new, Folding.folded(left) == Folding.folded(right) {
            return "file size or format"
        }
        return nil
    }

    /// Why a passage is furniture; nil where it is not.
    static func reason(for text: String, language: Language, lexicon: Lexicon) -> String? {
        let tokens = ValueToken.tokens(of: text)
        let words = tokens.filter { $0.kind != .sign }
        guard !words.isEmpty, words.count <= longestFurniture_words * 2 else { return nil }
        if isStamp(text, words, language) { return "date stamp" }
        if text.contains("©") || words.prefix(2).map(\.text) == ["all", "rights"] { return "copyright line" }
        if isFileSize(text) { return "file size or format" }
        if isLabelledStamp(text, words, language) { return "labelled date stamp" }
        if isCounter(words.map(\.text)) { return "counter" }
        if isCookieBanner(words.map(\.text)) { return "cookie banner" }
        guard words.count <= longestFurniture_words else { return nil }
        // A stamp is too short to tell its language.
        for language in [Language.english, .french] {
            if let cue = cue(
                in: text, tokens: tokens, wordCount: words.count, language: language, lexicon: lexicon)
            {
                return cue
            }
        }
        return nil
    }

    /// A text that is a date and nothing more.
    private static func isStamp(_ text: String, _ words: [ValueToken], _ language: Language) -> Bool {
        guard words.count <= 6 else { return false }
        let values = ValueReader.values(in: text, language: language)
        guard values.count == 1, let value = values.first, value.kind == .date, value.due != nil,
            value.canonical.utf8.prefix(10).elementsEqual(value.canonical.utf8.suffix(10))
        else { return false }
        let rest = words.filter { !value.range.contains($0.range.lowerBound) }
        return rest.allSatisfy {
            ["le", "on", "du", "the"].contains($0.text) || Self.weekdays.contains($0.text)
        }
    }

    /// « Révisé le 3 mai 2023 », "Page last reviewed: 3 May 2023": a label and a date, no sentence.
    private static func isLabelledStamp(_ text: String, _ words: [ValueToken], _ language: Language) -> Bool {
        guard words.count <= 9, let first = words.first, stampOpeners.contains(first.text) else {
            return false
        }
        let values = ValueReader.values(in: text, language: language)
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
    private static func cue(
        in text: String, tokens: [ValueToken], wordCount: Int, language: Language, lexicon: Lexicon
    ) -> String? {
        let start = tokens.first { $0.kind != .sign }?.range.lowerBound ?? 0
        for match in lexicon.cues([.boilerplate], in: text, language: language) {
            let cueWords = ValueToken.tokens(of: match.row.cue).filter { $0.kind != .sign }.count
            let opens = match.range.lowerBound <= start
            let isLong = cueWords >= 2 && (opens || wordCount <= cueWords + 4)
            let allowed = cueWords >= 3 ? longestFurniture_words : cueWords == 2 ? 10 : 2
            guard isLong || (opens && cueWords == 1), wordCount <= allowed else { continue }
            // "Contact us within 30 days" and "Terms and conditions must be accepted" commit somebody.
            let reading = lexicon.reading(of: text, language: language)
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

    private static func isFileSize(_ text: String) -> Bool {
        withoutFileSizes(text).allSatisfy { !$0.isLetter } && withoutFileSizes(text) != text
    }

    /// The text without "(PDF, 1,2 Mo)" and the like.
    private static func withoutFileSizes(_ text: String) -> String {
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
