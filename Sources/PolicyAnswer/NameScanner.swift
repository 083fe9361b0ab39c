import PolicyText

/// Finds the names that a sentence gives: who, and where.
///
/// A name is a run of words with capitals, joined by the small words names have (« Office of the Auditor General »,
/// « Bureau de la concurrence »). A French body is written with one capital, so one that begins with a noun of bodies
/// goes on through its complements (« Bureau de la sécurité de l'information »). Where nothing is capitalised, a noun
/// of bodies or offices begins a name too (« le conseil d'administration »).
struct NameScanner {
    struct Name {
        /// Places among the words.
        var words: Range<Int>
        var isCapitalised: Bool
        /// What stands before it: "in", « à »; and "by", « par ».
        var followsPlaceWord: Bool
        var followsAgentWord: Bool
        /// "In", "near", « dans »: where something is, and never who it is.
        var followsWhereWord: Bool
    }

    struct Word {
        var folded: String
        /// Bytes of the sentence.
        var range: Range<Int>
        var isCapital: Bool
        var isWord: Bool
        /// One capital with a full stop: "J. R. Hartley".
        var isInitial = false
        /// Capitals only, two or more.
        var isAcronym = false
        /// No sign but white space and apostrophes stands between it and the word before.
        var isJoined: Bool
    }

    private let words: [Word]
    private let language: Language

    init(_ words: [Word], language: Language) {
        self.words = words
        self.language = language
    }

    /// The names in order; they do not overlap.
    func names() -> [Name] {
        var result: [Name] = []
        var place = 0
        while place < words.count {
            guard let end = end(ofNameAt: place) else {
                place += 1
                continue
            }
            result.append(
                Name(
                    words: place..<end, isCapitalised: words[place].isCapital,
                    followsPlaceWord: follows(Self.placeWords, place),
                    followsAgentWord: words[max(0, place - 3)..<place].contains {
                        ["by", "par"].contains($0.folded)
                    }, followsWhereWord: follows(Self.whereWords, place)))
            place = end
        }
        return result
    }

    /// Words as the scanner takes them.
    static func words(of text: String) -> [Word] {
        let bytes = Array(text.utf8)
        var end = 0
        return Tokenizer().tokens(in: text).map { token in
            let between = bytes[end..<max(end, token.range.lowerBound)]
            end = token.range.upperBound
            // White space, no-break spaces and apostrophes; a hyphen joins the parts of a name too.
            let isJoined = between.allSatisfy {
                $0 <= 0x20 || $0 == UInt8(ascii: "'") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
                    || [0xC2, 0xA0, 0xE2, 0x80, 0x99, 0xAF].contains($0)
            }
            return Word(
                folded: token.text, range: token.range,
                isCapital: Capitals.isCapital(at: token.range.lowerBound, in: bytes),
                isWord: token.kind != .number,
                isInitial: token.range.count == 1 && (0x41...0x5A).contains(bytes[token.range.lowerBound])
                    && token.range.upperBound < bytes.count
                    && bytes[token.range.upperBound] == UInt8(ascii: "."),
                isAcronym: token.range.count > 1
                    && bytes[token.range].allSatisfy { (0x41...0x5A).contains($0) },
                isJoined: isJoined)
        }
    }

    private func end(ofNameAt start: Int) -> Int? {
        let first = words[start]
        guard first.isWord, !Self.calendar.contains(first.folded),
            !Self.isSmall(first.folded) || opensWithInitial(start)
        else { return nil }
        let isBody = Self.bodies.contains(first.folded)
        // The first word of a sentence has a capital whatever it is.
        guard isBody || (first.isCapital && (start > 0 || isNameAtStart())) else { return nil }
        var end = start + 1
        while end < words.count {
            if let next = next(after: end, isBody: isBody) { end = next } else { break }
        }
        return end
    }

    /// Whether the first word is a name: what follows is one too, or it is an acronym, or a verb follows it.
    private func isNameAtStart() -> Bool {
        guard words.count > 1 else { return false }
        return words[1].isCapital || Self.verbs.contains(words[1].folded)
            || particleEnd(at: 1).map { words[$0].isCapital } ?? false
    }

    /// Whether an initial begins a name; "A. The owner" begins a list.
    private func opensWithInitial(_ place: Int) -> Bool {
        guard words[place].isInitial else { return false }
        let rest = words[(place + 1)...].drop { $0.isInitial && $0.isJoined }
        guard let next = rest.first else { return false }
        return next.isCapital && next.isJoined && next.isWord && !Self.isSmall(next.folded)
    }

    /// The place after the small words of a family name: van der, di, von.
    private func particleEnd(at start: Int) -> Int? {
        var place = start
        while place < words.count, place - start < 3, words[place].isJoined, !words[place].isCapital,
            Self.particles.contains(words[place].folded)
        {
            place += 1
        }
        return place > start && place < words.count && words[place].isJoined ? place : nil
    }

    private func next(after end: Int, isBody: Bool) -> Int? {
        guard words[end].isJoined else { return nil }
        if words[end].isCapital, words[end].isWord, !Self.calendar.contains(words[end].folded) {
            return end + 1
        }
        if let name = particleEnd(at: end), words[name].isCapital, words[name].isWord { return name + 1 }
        var place = end
        while place < words.count, place - end < 3, words[place].isJoined,
            Self.joints.contains(words[place].folded)
        {
            place += 1
        }
        guard place > end, place < words.count, words[place].isJoined, words[place].isWord else {
            // « conseil municipal », « Jardin botanique de … »
            let goesOn = end + 1 < words.count && Self.complements.contains(words[end + 1].folded)
            let isQuality =
                isBody && words[end].isWord
                && (Self.qualities.contains(words[end].folded)
                    || (goesOn && !Self.isSmall(words[end].folded)))
            return isQuality ? end + 1 : nil
        }
        // "Anna Cruz for the WHO", « Jean Roy à Lyon »: only a body's name goes on so.
        guard isBody || !["for", "a"].contains(words[end].folded) else { return nil }
        let opens = Self.complements.contains(words[end].folded)
        if words[place].isCapital { return place + 1 }
        return isBody && opens && !Self.isSmall(words[place].folded) ? place + 1 : nil
    }

    /// Whether one of `wanted` stands before, an article between at most.
    private func follows(_ wanted: Set<String>, _ place: Int) -> Bool {
        var before = place - 1
        if before >= 0, ["the", "la", "le", "l", "les"].contains(words[before].folded) { before -= 1 }
        return before >= 0 && wanted.contains(words[before].folded)
    }

    private static func isSmall(_ word: String) -> Bool {
        StopWords.contains(word, language: .english) || StopWords.contains(word, language: .french)
            || word.utf8.count == 1
    }

    private static let placeWords: Set<String> = [
        "in", "at", "near", "to", "from", "a", "en", "au", "aux", "dans", "vers", "depuis", "pres", "de", "d",
        "chez", "sur", "on", "du",
    ]
    private static let whereWords: Set<String> = [
        "in", "at", "near", "en", "dans", "pres", "inside", "outside", "around", "across",
    ]
    private static let joints: Set<String> = [
        "of", "the", "for", "de", "du", "des", "d", "la", "le", "les", "l", "a",
    ]
    private static let particles: Set<String> = [
        "van", "von", "der", "den", "ter", "ten", "vom", "zu", "zum", "zur", "di", "da", "del", "della",
        "dello",
        "degli", "dos", "das", "al", "ibn", "bin", "bint", "ben", "el", "af", "av",
    ]
    private static let complements: Set<String> = ["de", "du", "des", "d", "of", "for"]
    private static let verbs: Set<String> = [
        "is", "was", "has", "will", "may", "must", "shall", "est", "a", "sera", "fut", "doit", "peut",
        "etait",
        "approves", "administers", "approuve", "dirige",
    ]
    private static let calendar = Set(
        """
        january february march april may june july august september october november december monday tuesday
        wednesday thursday friday saturday sunday janvier fevrier mars avril mai juin juillet aout septembre octobre
        novembre decembre lundi mardi mercredi jeudi vendredi samedi dimanche
        """.split(whereSeparator: \.isWhitespace).map(String.init))
    private static let bodies = Set(
        """
        ministre ministere minister ministry directeur directrice director board council conseil comite committee
        commission commissaire commissioner bureau office agence agency service direction department departement
        gouvernement government president presidente secretaire secretary gouverneur governor chef chief officer agent
        gestionnaire manager police parlement parliament assemblee assembly tribunal court centre center fonds fund
        societe company corporation fondation foundation archives caserne mairie jardin universite university institut
        institute ecole school organisation organization association federation union
        """.split(whereSeparator: \.isWhitespace).map(String.init))
    private static let qualities = Set(
        """
        general generale generaux executif executive municipal municipale national nationale regional regionale
        federal federale provincial provinciale principal principale public publique
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
