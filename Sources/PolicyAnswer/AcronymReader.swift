import PolicyText

/// Finds the long form of an acronym where a text gives both: "Long Form (LF)", "LF (Long Form)".
enum AcronymReader {
    /// Words skipped inside a long form, small ones not counted: they have no letter in the acronym.
    private static let mostSkipped = 1
    /// No long form has more words.
    private static let longest = 24

    /// The long form given for the acronym at `place`, as places among the words; nil where none is.
    static func longForm(
        of place: Int, in words: [NameScanner.Word], _ bytes: [UInt8]
    ) -> Range<Int>? {
        let acronym = words[place].folded
        guard isAcronym(bytes[words[place].range]) else { return nil }
        if place > 0, opens(before: words[place].range.lowerBound, bytes) {
            guard let start = start(of: acronym, endingBefore: place, in: words) else { return nil }
            return start..<place
        }
        // "LF (Long Form)" only where the letters say so: much else stands in parentheses after a name.
        guard place + 1 < words.count, opens(before: words[place + 1].range.lowerBound, bytes) else {
            return nil
        }
        let nearest = words[(place + 1)...].prefix(longest)
        let close = bytes[words[place].range.upperBound...].firstIndex(of: UInt8(ascii: ")")) ?? bytes.count
        let end = nearest.firstIndex { $0.range.lowerBound > close } ?? nearest.endIndex
        return byLetters(acronym, end, place + 1, words) == place + 1 ? place + 1..<end : nil
    }

    /// The place of the first word of the long form that ends before `end`: as far back as the acronym's letters reach.
    ///
    /// A name keeps the acronym of its other language, whose letters say nothing here (« Cadre régional global de
    /// protection et de solutions (MIRPS) »): then the capital after an article from which there are about as many words
    /// as letters.
    static func start(of acronym: String, endingBefore end: Int, in words: [NameScanner.Word]) -> Int? {
        let nearest = max(0, end - longest)
        if let start = byLetters(acronym, end, nearest, words) { return start }
        let letters = acronym.utf8.count
        var best: (place: Int, distance: Int)?
        var count = 0
        for place in (nearest..<end).reversed() {
            if !isSmall(words[place].folded) { count += 1 }
            let isBeginning =
                words[place].isCapital && place > 0 && articles.contains(words[place - 1].folded)
            if isBeginning, abs(count - letters) < best?.distance ?? Int.max {
                best = (place, abs(count - letters))
            }
            // A long form has no comma or full stop in it that the letters do not account for.
            guard words[place].isJoined else { break }
        }
        return best?.place
    }

    /// Whether a parenthesis opens before a byte, a quotation mark between at most.
    private static func opens(before byte: Int, _ bytes: [UInt8]) -> Bool {
        var place = byte - 1
        while place >= 0, byte - place < 6 {
            if bytes[place] == UInt8(ascii: "(") { return true }
            // « and “ take two and three bytes, a no-break space too.
            guard bytes[place] >= 0x80 || bytes[place] == UInt8(ascii: "\"") || bytes[place] == 0x20 else {
                return false
            }
            place -= 1
        }
        return false
    }

    private static func isAcronym(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.count { (0x41...0x5A).contains($0) } * 2 > bytes.count && bytes.count >= 2
    }

    private static let articles: Set<String> = [
        "l", "le", "la", "les", "the", "du", "des", "un", "une", "a", "an", "au",
    ]
    private static func isSmall(_ word: String) -> Bool {
        word.utf8.count <= 2 || StopWords.contains(word, language: .english)
            || StopWords.contains(word, language: .french)
    }

    private static func byLetters(
        _ acronym: String, _ end: Int, _ nearest: Int, _ words: [NameScanner.Word]
    ) -> Int? {
        var letters = Array(acronym.utf8)
        var place = end
        var skipped = 0
        while let letter = letters.last, place > nearest {
            place -= 1
            let word = words[place].folded
            if word.utf8.first == letter {
                letters.removeLast()
                if letters.isEmpty { return place }
            } else if !isSmall(word) {
                skipped += 1
                if skipped > mostSkipped { return nil }
            }
        }
        return nil
    }
}
