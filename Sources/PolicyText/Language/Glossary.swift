internal import CLexicon

/// Translates words and phrases between English and French, both ways, for finding across languages.
///
/// Built from the glossary (terms of policy), the dictionary (general and administrative words), the words that are
/// the same in both languages, and the false friends, whose look-alike is forbidden and whose right translation
/// counts as a row of the dictionary. A term is known by the stems of its words, the stop words left out
/// (« qualité de l'air » is `qualit air`), so inflected forms find it; so are irregular participles (« commis »,
/// "taken"), through `IrregularForms`.
package struct Glossary: Sendable {
    /// A word or phrase of the other language: its stems, the stop words left out, and how usual it is.
    package struct Translation: Hashable, Sendable {
        package var stems: [String]
        /// 1 for the usual translation, 0.5 for a second one.
        package var weight: Double

        package init(stems: [String], weight: Double) {
            self.stems = stems
            self.weight = weight
        }
    }

    /// The tables that come with the program.
    package static let builtIn = Glossary(tables: .builtIn)

    /// No term has more words than this, stop words not counted; longer ones are left out.
    package static let maximumWords = 8

    private var toFrench: [String: [Translation]] = [:]
    private var toEnglish: [String: [Translation]] = [:]
    /// French stems that look like an English one and mean something else.
    private var falseFriends: [String: Set<String>] = [:]

    /// The translations of a term given by its stems, stop words left out; empty where it is not known.
    package func translations(of stems: ArraySlice<String>, from language: Language) -> [Translation] {
        let key = stems.joined(separator: " ")
        return switch language {
        case .english: toFrench[key] ?? []
        case .french: toEnglish[key] ?? []
        case .undetermined: []
        }
    }

    /// Whether two stems look alike and mean different things.
    package func areFalseFriends(english: String, french: String) -> Bool {
        falseFriends[english]?.contains(french) ?? false
    }

    /// Adds a pair of terms; whatever is known of either stays.
    package mutating func add(english: String, french: String, weight: Double) {
        let left = Self.stems(of: english, .english)
        let right = Self.stems(of: french, .french)
        guard (1...Self.maximumWords).contains(left.count), (1...Self.maximumWords).contains(right.count)
        else { return }
        let isFalse =
            left.count == 1 && right.count == 1 && areFalseFriends(english: left[0], french: right[0])
        guard !isFalse else { return }
        Self.add(Translation(stems: right, weight: weight), to: left, in: &toFrench)
        Self.add(Translation(stems: left, weight: weight), to: right, in: &toEnglish)
    }

    /// The glossary with words learned from documents; each is added to what is known of it.
    package func adding(_ pairs: [TranslationLearner.Pair]) -> Glossary {
        var result = self
        for pair in pairs where !areFalseFriends(english: pair.english, french: pair.french) {
            let weight = pair.association >= Self.usualAssociation ? 1 : 0.5
            Self.add(
                Translation(stems: [pair.french], weight: weight), to: [pair.english], in: &result.toFrench)
            Self.add(
                Translation(stems: [pair.english], weight: weight), to: [pair.french], in: &result.toEnglish)
        }
        return result
    }

    /// Words this seldom apart are taken for the usual translation.
    private static let usualAssociation = 0.8

    /// The stems of a term's words, the stop words left out; of a term that is all stop words, those.
    ///
    /// The infinitive's "to", what stands in parentheses, and the « se » of a reflexive verb are no part of a term.
    package static func stems(of term: String, _ language: Language) -> [String] {
        let bare = term.utf8.firstIndex(of: UInt8(ascii: "(")).map { term[..<$0] } ?? term[...]
        let tokens = Tokenizer(stemming: language).tokens(in: bare)
        guard tokens.count > 1 else { return tokens.map(\.text) }
        let words = Tokenizer().tokens(in: bare)
        guard tokens.count == words.count else { return tokens.map(\.text) }
        let isAcronym = bare.utf8.allSatisfy { (0x41...0x5A).contains($0) }
        let content = tokens.indices.filter {
            isAcronym
                || !(words[$0].kind == .elision || StopWords.contains(words[$0].text, language: language))
        }
        return (content.isEmpty ? Array(tokens.indices) : content).map { tokens[$0].text }
    }

    private static func add(
        _ translation: Translation, to stems: [String], in terms: inout [String: [Translation]]
    ) {
        let key = stems.count == 1 ? stems[0] : stems.joined(separator: " ")
        add(translation, to: &terms[key, default: []])
    }

    private static func add(_ translation: Translation, to known: inout [Translation]) {
        if let place = known.firstIndex(where: { $0.stems == translation.stems }) {
            known[place].weight = max(known[place].weight, translation.weight)
        } else {
            known.append(translation)
        }
    }

    private init(tables: LexiconTables) {
        toFrench.reserveCapacity(tables.dictionary.count)
        toEnglish.reserveCapacity(tables.dictionary.count)
        for row in tables.falseFriends where row.count >= 5 && row[4] == "full" {
            let left = Self.stems(of: row[0], .english)
            let right = Self.stems(of: row[1], .french)
            if left.count == 1, right.count == 1 { falseFriends[left[0], default: []].insert(right[0]) }
        }
        for row in tables.glossary where row.count >= 2 { add(english: row[0], french: row[1], weight: 1) }
        for row in tables.dictionary where row.count >= 4 {
            add(english: row[0], french: row[1], weight: row[3] == "1.0" ? 1 : 0.5)
        }
        for row in tables.sameWords where row.count >= 2 { add(english: row[0], french: row[1], weight: 1) }
        for row in tables.falseFriends where row.count >= 5 {
            for right in row[2].split(separator: ",") {
                add(english: row[0], french: String(right), weight: 1)
            }
            for left in row[3].split(separator: ",") { add(english: String(left), french: row[1], weight: 1) }
        }
    }
}

/// The rows of the built-in tables, without their heading lines.
private struct LexiconTables {
    var glossary: [[String]]
    var dictionary: [[String]]
    var sameWords: [[String]]
    var falseFriends: [[String]]

    static var builtIn: LexiconTables {
        LexiconTables(
            glossary: rows(clexicon_glossary()), dictionary: rows(clexicon_dictionary()),
            sameWords: rows(clexicon_same_words()), falseFriends: rows(clexicon_false_friends()))
    }

    private static func rows(_ table: clexicon_table) -> [[String]] {
        let bytes = UnsafeBufferPointer(start: table.bytes, count: table.count)
        return bytes.split(separator: UInt8(ascii: "\n")).dropFirst().map { line in
            line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
                .map { String(decoding: $0, as: UTF8.self) }
        }
    }
}
