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

    /// Whether rows of this class carry a strength.
    package var isStrength: Bool { order < Self.condition.order }

    /// Its place in the list of classes; also its bit in a word's set of classes.
    var order: Int { Self.orders[self] ?? 0 }

    private static let orders = Dictionary(uniqueKeysWithValues: zip(allCases, 0...))
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

/// A line of a lexicon file that cannot be read.
package struct LexiconError: Error, Equatable, CustomStringConvertible {
    package var file: String
    package var line: Int
    package var reason: String

    package var description: String { "\(file):\(line): \(reason)" }
}

/// Reads the rows of a lexicon file; the format is described in `Sources/CLexicon/README.md`.
enum LexiconFile {
    /// The longest file that is read; a longer one is refused.
    static let largestFile_bytes = 16 << 20
    /// The most words of one cue.
    static let longestCue_words = 16

    static func rows(of text: String, named name: String) throws(LexiconError) -> [LexiconRow] {
        guard text.utf8.count <= largestFile_bytes else {
            throw LexiconError(file: name, line: 1, reason: "is longer than \(largestFile_bytes) bytes")
        }
        var rows: [LexiconRow] = []
        var number = 0
        for bytes in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            var line = String(Substring(bytes))
            if line.utf8.last == UInt8(ascii: "\r") { line.unicodeScalars.removeLast() }
            if number == 1, line.utf8.starts(with: "lang\t".utf8) { continue }
            if line.utf8.first == UInt8(ascii: "#") || line.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) {
                continue
            }
            rows.append(try row(of: line, at: number, in: name))
        }
        return rows
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
