import PolicyText

/// Recognises, among the stemmed words of a passage, the terms of a plan and the words that tell kinds of answer.
///
/// A passage has a hundred words and a question is asked of two hundred passages, so a word must be known or
/// dismissed in a few nanoseconds: the table is addressed by a hash of the word's bytes, which stand in one array.
struct TermTable {
    /// What a word can be besides a term.
    struct Mark: OptionSet {
        let rawValue: UInt8
        static let month = Mark(rawValue: 1)
        static let numberWord = Mark(rawValue: 2)
        static let moneyWord = Mark(rawValue: 4)
        static let timeWord = Mark(rawValue: 8)
        static let reasonWord = Mark(rawValue: 16)
    }

    struct Entry {
        var hits: [(group: Int, quality: Float)] = []
        var mark: Mark = []
        fileprivate var start: Int
        fileprivate var count: Int
    }

    private var bytes: [UInt8] = []
    private(set) var entries: [Entry] = []
    private var slots: [Int16]
    private let mask: Int

    /// A power of two. Half of it may be filled: some two hundred marked words, and the terms of any question that
    /// people ask; of others the last terms are not known.
    private static let slotCount = 2_048

    init(plan: LanguagePlan) {
        self = Self.marked[plan.language] ?? TermTable(marking: [])
        for (number, group) in plan.groups.enumerated() {
            for term in group.terms {
                guard let place = insert(term.token) else { continue }
                entries[place].hits.append((number, Float(term.quality)))
            }
        }
    }

    private init(marking words: [(Mark, [String])]) {
        slots = Array(repeating: -1, count: Self.slotCount)
        mask = Self.slotCount - 1
        for (mark, words) in words {
            for word in words { if let place = insert(word) { entries[place].mark.insert(mark) } }
        }
    }

    /// The table of each language before any term is in it.
    private static let marked = AnswerWords.stems.mapValues { TermTable(marking: $0) }

    /// The entry of a word, nil where it is neither a term nor marked.
    @inline(__always)
    func entry(of word: UnsafeBufferPointer<UInt8>) -> Int? { entry(of: word, hash: Self.hash(word)) }

    /// The same where the word's hash is known.
    @inline(__always)
    func entry(of word: UnsafeBufferPointer<UInt8>, hash: UInt32) -> Int? {
        var slot = Int(hash) & mask
        while slots[slot] >= 0 {
            let place = Int(slots[slot])
            if isEqual(place, word) { return place }
            slot = (slot + 1) & mask
        }
        return nil
    }

    private func isEqual(_ place: Int, _ word: UnsafeBufferPointer<UInt8>) -> Bool {
        let entry = entries[place]
        guard entry.count == word.count else { return false }
        for index in 0..<word.count where bytes[entry.start + index] != word[index] { return false }
        return true
    }

    /// The entry of a word; nil where the table is full.
    private mutating func insert(_ token: String) -> Int? {
        let key = Array(token.utf8)
        return key.withUnsafeBufferPointer { word in
            if let known = entry(of: word) { return known }
            guard entries.count < mask / 2 else { return nil }
            var slot = Int(Self.hash(word)) & mask
            while slots[slot] >= 0 { slot = (slot + 1) & mask }
            slots[slot] = Int16(entries.count)
            entries.append(Entry(start: bytes.count, count: key.count))
            bytes += key
            return entries.count - 1
        }
    }

    /// Of the bytes of a stem.
    @inline(__always)
    static func hash(_ word: UnsafeBufferPointer<UInt8>) -> UInt32 {
        var hash: UInt32 = 0x811C_9DC5
        for byte in word { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
        return hash ^ (hash >> 15)
    }
}

/// Words that tell what kind of answer stands in a sentence, folded, in both languages.
enum AnswerWords {
    /// As each language stems them.
    static let stems: [Language: [(TermTable.Mark, [String])]] = {
        var result: [Language: [(TermTable.Mark, [String])]] = [:]
        for language in [Language.english, .french, .undetermined] {
            result[language] = marks.map { mark, words in (mark, words.map { Question.stem($0, language) }) }
        }
        return result
    }()

    private static let marks: [(TermTable.Mark, [String])] = [
        (
            .month,
            words(
                """
                january february march april may june july august september october november december
                janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
                monday tuesday wednesday thursday friday saturday sunday spring summer autumn winter
                lundi mardi mercredi jeudi vendredi samedi dimanche printemps ete automne hiver
                century siecle
                """)
        ),
        (
            .numberWord,
            words(
                """
                two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen twenty thirty
                forty fifty sixty seventy eighty ninety hundred thousand million billion dozen half third quarter
                deux trois quatre cinq sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante
                cinquante soixante cent mille milliard dizaine douzaine centaine millier moitie tiers quart plusieurs
                vingtaine trentaine quarantaine cinquantaine
                """)
        ),
        (
            .moneyWord,
            words(
                "dollar dollars euro euros cent cents franc francs pound pounds livres percent pourcent usd cad"
            )
        ),
        (
            .timeWord,
            words(
                """
                second seconds minute minutes hour hours day days week weeks month months year years decade decades
                seconde secondes heure heures jour jours semaine semaines mois an ans annee annees decennie decennies
                annual annually yearly monthly weekly daily annuel annuellement mensuel hebdomadaire quotidien fois trimestre
                """)
        ),
        (
            .reasonWord,
            words(
                "because since therefore due cause reason car parce afin cause raison grace puisque ainsi permet"
            )
        ),
    ]

    private static func words(_ text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).map(String.init)
    }
}
