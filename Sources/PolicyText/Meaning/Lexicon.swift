internal import CLexicon

/// The words that commit, hedge, deny and bound, with what each says: data of `Sources/CLexicon` and of the
/// administrator's own files, made ready for matching.
package struct Lexicon: Sendable {
    /// Rises when the rules that read the rows change, so that old changes can be told from a new weighing.
    package static let rulesVersion = 4

    /// The rows that policyd carries.
    package static let builtIn = Lexicon(builtInRows())

    /// Every row, in the order read.
    package let rows: [LexiconRow]
    /// The organizations, programs and places that have several names.
    package let names: AcronymTable
    /// Names rules and rows: equal versions read every text alike.
    package let version: String

    let matcher: LexiconMatcher
    private let addedNames: [GlossaryRow]

    init(_ rows: [LexiconRow], names: [GlossaryRow] = []) {
        self.rows = rows
        self.names = names.isEmpty ? .builtIn : AcronymTable.builtIn.adding(names)
        self.addedNames = names
        self.matcher = LexiconMatcher(rows)
        self.version = "\(Self.rulesVersion)-\(Self.digest(of: rows, names))"
    }

    /// The lexicon with the rows of a file after its own; `name` stands in errors and reasons.
    package func adding(_ tsv: String, named name: String) throws(LexiconError) -> Lexicon {
        if LexiconFile.isGlossary(tsv) {
            return Lexicon(rows, names: addedNames + (try LexiconFile.names(of: tsv, named: name)))
        }
        return Lexicon(rows + (try LexiconFile.rows(of: tsv, named: name)), names: addedNames)
    }

    /// What a change says of the rules and rows that weighed it.
    var stamp: String { "\(Self.stampOpening) \(version)" }

    /// How the reason begins that names the rules and words a change was weighed by.
    package static let stampOpening = "weighed by rules and words"

    /// FNV-1a over what each row says.
    private static func digest(of rows: [LexiconRow], _ names: [GlossaryRow]) -> String {
        var hash = LexiconVocabulary.emptyHash
        for row in rows {
            for part in [row.language.rawValue, row.cue, row.cueClass.rawValue, "\(row.strength ?? -1)"] {
                for byte in part.utf8 { hash = LexiconVocabulary.hash(hash, adding: byte) }
                hash = LexiconVocabulary.hash(hash, adding: 0x09)
            }
        }
        for byte in names.lazy.flatMap({ Array("\($0.english)\t\($0.french)\t\($0.kind)\n".utf8) }) {
            hash = LexiconVocabulary.hash(hash, adding: byte)
        }
        return String(hash, radix: 16)
    }

    private static func builtInRows() -> [LexiconRow] {
        let tables = [
            ("modality.tsv", clexicon_modality()), ("cues-extra.tsv", clexicon_cues()),
            ("words.tsv", clexicon_words()),
        ]
        do throws(LexiconError) {
            var rows: [LexiconRow] = []
            for (name, table) in tables {
                let text = String(
                    decoding: UnsafeBufferPointer(start: table.bytes, count: table.count), as: UTF8.self)
                rows += try LexiconFile.rows(of: text, named: name)
            }
            return rows
        } catch {
            preconditionFailure("the built-in lexicon is broken: \(error)")
        }
    }
}

/// A cue found in a text.
package struct CueMatch: Hashable, Sendable {
    /// Where it stands, in UTF-8 bytes of the text.
    package var range: Range<Int>
    package var row: LexiconRow
}

extension Lexicon {
    /// Whether a word by itself is a cue of any class.
    func isCue(_ word: String, language: Language) -> Bool {
        !LexiconSentence(word, language: language, lexicon: self).cues.isEmpty
    }

    /// The cues of some classes in a text, in order; the longest of each class at a place.
    package func cues(_ classes: Set<CueClass>, in text: String, language: Language) -> [CueMatch] {
        cues(classes, in: LexiconSentence(text, language: language, lexicon: self))
    }

    func cues(_ classes: Set<CueClass>, in sentence: LexiconSentence) -> [CueMatch] {
        let wanted = classes.reduce(0) { $0 | $1.bit }
        return sentence.cues.filter { matcher.traits[Int($0.row)].cueClass.bit & wanted != 0 }.map {
            CueMatch(range: sentence.range(from: $0.first, through: $0.last), row: rows[Int($0.row)])
        }
    }
}
