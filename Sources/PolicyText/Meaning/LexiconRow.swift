/// What a row of the lexicon says about its words: the classes of strength, of cues and of plain words.
package enum CueClass: String, CaseIterable, Sendable {
    // Classes of strength.
    case modal, duty, prohibition, performative = "perf", future = "futur", plan, ongoing, aim, conative, wish
    case recommend, priority, exploratory = "explor", permit, head, negated = "neg", refrain, status, exclude
    // Classes of cues.
    case condition, negation
    case scopeWide = "scope_wide"
    case scopeNarrow = "scope_narrow"
    case frequency, deadline
    case firmFrame = "list_frame_firm"
    case aimFrame = "list_frame_aim"
    case boilerplate
    case statusDone = "status_done"
    case amount
    // Classes of words.
    case subordinate, indirect, coordinator, determiner, demonstrative, indefinite, preposition, clitic,
        adverb
    case connective
    case pronounFirst = "pronoun_first"
    case pronounSecond = "pronoun_second"
    case pronounThird = "pronoun_third"
    case pronounThing = "pronoun_thing"
    case actor, thing, stative
    case passiveStative = "passive_stative"
    case organizationNoun = "organization_noun"
    case instrumentNoun = "instrument_noun"
    case with, within
    case planWord = "plan_word"
    case front
    case notInfinitive = "not_infinitive"
    case auxiliary, participle, copula
    case passiveAuxiliary = "passive_auxiliary"

    /// Whether rows of this class carry a strength.
    package var isStrength: Bool { order < Self.condition.order }

    /// Whether rows of this class are verbs that say how far another verb binds: "must", "will", "should", "may".
    var saysHowFar: Bool { [.modal, .duty, .recommend, .permit].contains(self) }

    /// Its place in the list of classes; also its bit in a word's set of classes.
    ///
    /// An enum without payload is one byte, the number of its case; asking `allCases` for it on every word would cost
    /// more than all other reading.
    @inline(__always)
    var order: Int { Int(unsafeBitCast(self, to: UInt8.self)) }
}

/// A row of the lexicon.
package struct LexiconRow: Hashable, Sendable {
    package var language: Language
    /// The words, as the file has them.
    package var cue: String
    package var cueClass: CueClass
    /// 0 to 5; nil where the class has none.
    package var strength: Int?
    package var note: String
    /// The file and line it comes from.
    package var source: String

    package init(
        language: Language, cue: String, cueClass: CueClass, strength: Int?, note: String, source: String
    ) {
        self.language = language
        self.cue = cue
        self.cueClass = cueClass
        self.strength = strength
        self.note = note
        self.source = source
    }
}

/// A row of a glossary: one thing's name in both languages.
package struct GlossaryRow: Hashable, Sendable {
    package var english: String
    package var french: String
    package var kind: String
}

/// A line of a lexicon file that cannot be read.
package struct LexiconError: Error, Equatable, CustomStringConvertible {
    package var file: String
    package var line: Int
    package var reason: String

    package init(file: String, line: Int, reason: String) {
        self.file = file
        self.line = line
        self.reason = reason
    }

    package var description: String { "\(file):\(line): \(reason)" }
}

/// Reads the rows of a lexicon file; the format is described in `Sources/CLexicon/README.md`.
enum LexiconFile {
    /// The longest file that is read; a longer one is refused.
    static let largestFile_bytes = 16 << 20
    /// The most words of one cue.
    static let longestCue_words = 16

    /// Whether the first line names the columns of a glossary.
    static func isGlossary(_ text: String) -> Bool { text.utf8.starts(with: "en\tfr\t".utf8) }

    static func rows(of text: String, named name: String) throws(LexiconError) -> [LexiconRow] {
        var rows: [LexiconRow] = []
        try forEachLine(of: text, named: name) { (line, number) throws(LexiconError) in
            if number == 1, line.utf8.starts(with: "lang\t".utf8) { return }
            rows.append(try row(of: line, at: number, in: name))
        }
        return rows
    }

    /// The rows of a glossary: English, French, kind.
    static func names(of text: String, named name: String) throws(LexiconError) -> [GlossaryRow] {
        var rows: [GlossaryRow] = []
        try forEachLine(of: text, named: name) { (line, number) throws(LexiconError) in
            guard number > 1 else { return }
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard columns.count == 3 else {
                throw LexiconError(
                    file: name, line: number,
                    reason: "a row of a glossary has three columns separated by tabs, not \(columns.count)")
            }
            for column in columns.prefix(2) where Tokenizer().tokens(in: column).isEmpty {
                throw LexiconError(file: name, line: number, reason: "'\(column)' holds no word")
            }
            guard glossaryKinds.contains(columns[2]) else {
                throw LexiconError(
                    file: name, line: number,
                    reason:
                        "the kind must be one of \(glossaryKinds.joined(separator: ", ")), not '\(columns[2])'"
                )
            }
            rows.append(GlossaryRow(english: columns[0], french: columns[1], kind: columns[2]))
        }
        return rows
    }

    private static let glossaryKinds = [
        "acronym", "organization", "role", "instrument", "program", "event", "concept", "verb", "place",
    ]

    private static func forEachLine(
        of text: String, named name: String, _ body: (String, Int) throws(LexiconError) -> Void
    ) throws(LexiconError) {
        guard text.utf8.count <= largestFile_bytes else {
            throw LexiconError(file: name, line: 1, reason: "is longer than \(largestFile_bytes) bytes")
        }
        var number = 0
        for bytes in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            var line = String(Substring(bytes))
            if line.utf8.last == UInt8(ascii: "\r") { line.unicodeScalars.removeLast() }
            if line.utf8.first == UInt8(ascii: "#") || line.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) {
                continue
            }
            guard !line.unicodeScalars.contains("\u{FFFD}") else {
                throw LexiconError(file: name, line: number, reason: "is not valid UTF-8")
            }
            try body(line, number)
        }
    }

    private static func row(of line: String, at number: Int, in name: String) throws(LexiconError)
        -> LexiconRow
    {
        func refused(_ reason: String) -> LexiconError {
            LexiconError(file: name, line: number, reason: reason)
        }
        let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard (3...4).contains(columns.count) else {
            throw refused("a row has three or four columns separated by tabs, not \(columns.count)")
        }
        guard let language = Language(rawValue: columns[0]), language != .undetermined else {
            throw refused("the language must be 'en' or 'fr', not '\(columns[0])'")
        }
        let cue = columns[1]
        guard !cue.utf8.allSatisfy({ $0 == 0x20 }) else { throw refused("the cue is empty") }
        let note = columns.count == 4 ? columns[3] : ""
        let source = "\(name):\(number)"
        guard let strength = Int(columns[2]) else {
            guard let cueClass = CueClass(rawValue: columns[2]), !cueClass.isStrength else {
                throw refused(
                    "'\(columns[2])' is neither a strength from 0 to 5 nor a class of cues or words")
            }
            return LexiconRow(
                language: language, cue: cue, cueClass: cueClass, strength: nil, note: note, source: source)
        }
        guard (0...5).contains(strength) else {
            throw refused("the strength must be 0 to 5, not \(strength)")
        }
        let word = note.prefix { $0 != ";" && $0 != " " }
        guard let cueClass = CueClass(rawValue: String(word)), cueClass.isStrength else {
            throw refused("the note must begin with a class of strength, not '\(word)'")
        }
        return LexiconRow(
            language: language, cue: cue, cueClass: cueClass, strength: strength, note: note, source: source)
    }
}

/// What the rules ask of a row, without its words: small, and copied without counting references.
struct RowTraits {
    struct Flags: OptionSet {
        let rawValue: UInt16
        /// A participle or an adverbial, which never governs a main clause.
        static let isAdverbial = Flags(rawValue: 1)
        /// could, would, pourrait, serait: says what is possible, not what someone may do.
        static let isHypothetical = Flags(rawValue: 2)
        /// « est prévu », "under consideration", "should": true of things as of people.
        static let isAboutThings = Flags(rawValue: 4)
        /// A condition that words follow ("subject to", « sous réserve de »).
        static let opensPhrase = Flags(rawValue: 8)
        /// if, unless, si: what follows is supposed, not undertaken.
        static let opensSupposition = Flags(rawValue: 16)
        /// must, shall, may, doit, peut: denied, they forbid.
        static let forbidsWhenDenied = Flags(rawValue: 32)
        /// « il est recommandé de », "it is recommended that": no subject is wanted.
        static let isImpersonal = Flags(rawValue: 64)
        /// "will ensure": a future spelled out.
        static let startsWithWill = Flags(rawValue: 128)
        /// "will" alone.
        static let isWill = Flags(rawValue: 256)
        /// « en lançant »: a means, no head.
        static let startsWithEn = Flags(rawValue: 512)
        /// A verb that is as often a noun or a participle ("needs", "provided").
        static let wantsObject = Flags(rawValue: 1024)
        /// "is responsible for": a duty of who acts, a cause of what does not, and a description in a clause within.
        static let assigns = Flags(rawValue: 2048)
    }

    var cueClass: CueClass
    var strength: Int
    var flags: Flags

    init(_ row: LexiconRow) {
        cueClass = row.cueClass
        strength = row.strength ?? 0
        let note = row.note
        let cue = row.cue
        var flags: Flags = []
        if note.holds("; subordinate") { flags.insert(.isAdverbial) }
        if note.holds("; hypothetical") { flags.insert(.isHypothetical) }
        if note.holds("; of things") { flags.insert(.isAboutThings) }
        if note.holds("; with an object") { flags.insert(.wantsObject) }
        if note.holds("; assigns") { flags.insert(.assigns) }
        if note.holds("opens a phrase") { flags.insert(.opensPhrase) }
        if note.holds("supposes") { flags.insert(.opensSupposition) }
        if note.holds("; denied forbids") { flags.insert(.forbidsWhenDenied) }
        if cue.hasPrefix("il ") || cue.hasPrefix("it ") { flags.insert(.isImpersonal) }
        if cue.hasPrefix("will ") { flags.insert(.startsWithWill) }
        if cue == "will" { flags.insert(.isWill) }
        if cue.hasPrefix("en ") { flags.insert(.startsWithEn) }
        self.flags = flags
    }

    @inline(__always)
    func has(_ flag: Flags) -> Bool { flags.contains(flag) }
}

extension String {
    /// Whether it holds a text, byte for byte.
    fileprivate func holds(_ part: StaticString) -> Bool {
        let part = UnsafeBufferPointer(start: part.utf8Start, count: part.utf8CodeUnitCount)
        var text = self
        return text.withUTF8 { bytes in
            guard bytes.count >= part.count else { return false }
            return (0...bytes.count - part.count).contains { start in
                bytes[start] == part[0] && bytes[start..<start + part.count].elementsEqual(part)
            }
        }
    }
}

/// Words that the rules name themselves, whatever the lexicon says of them.
enum WordGroup: Int, CaseIterable {
    case of, ne, que, relative, purpose, englishDenial, frenchDenial, negativeSubject, person, infinitiveMark,
        to, not
    case frenchArticle, nounFollows, nameLink, pour, how, between, leadEnd, vague, object

    var words: [String] {
        switch self {
        case .of: ["of", "de", "du", "des"]
        case .ne: ["ne"]
        case .que: ["que", "that"]
        case .relative: ["who", "whom", "whose", "which", "that", "qui", "que", "dont", "où", "lequel"]
        case .purpose: ["afin", "pour", "so", "comme", "as", "to"]
        case .englishDenial: ["not", "never", "nor", "neither"]
        case .frenchDenial:
            ["pas", "plus", "jamais", "aucun", "aucune", "nullement", "rien", "ni", "personne", "guère"]
        case .negativeSubject:
            ["no", "none", "neither", "nobody", "aucun", "aucune", "nul", "nulle", "personne"]
        case .person: ["personne"]
        case .infinitiveMark: ["to", "de", "à"]
        case .to: ["to"]
        case .not: ["not"]
        case .frenchArticle: ["en", "the"]
        case .nounFollows:
            [
                "of", "for", "from", "is", "are", "was", "were", "will", "must", "may", "shall", "should",
                "has",
            ]
        case .nameLink: ["of", "de", "du", "des", "and", "et", "the", "le", "la"]
        case .pour: ["pour", "for"]
        case .how: ["how", "comment"]
        case .between: ["entre", "between"]
        case .leadEnd: ["to", "de", "à", "ce", "qui", "suit", "following", "the", "as", "follows"]
        case .vague:
            [
                "partner", "partners", "partenaire", "partenaires", "organisation", "organization", "parties",
                "members", "membres", "programme", "groupe",
            ]
        case .object: ["for", "of", "by", "and", "to", "that", "in", "under", "or"]
        }
    }
}
