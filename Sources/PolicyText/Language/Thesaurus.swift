internal import CLexicon

/// Tells words that say nearly the same (« superficie », « étendue ») or belong to one family whose stems differ
/// (« mourir », « décès »), in English and in French.
///
/// A hand-made table of groups; a word is known by its stem, so inflected forms find it, and may stand in several
/// groups. It is used for finding only: nothing is ever told in another word than the document's.
package struct Thesaurus: Sendable {
    /// The table that comes with the program.
    package static let builtIn = Thesaurus(clexicon_thesaurus())

    private var groups: [[String]] = []
    private var places: [Language: [String: [Int32]]] = [:]

    /// The stems of the words that stand in a group with a stem, each once, in the order of the table.
    package func related(to stem: String, in language: Language) -> [String] {
        var result: [String] = []
        for place in places[language]?[stem] ?? [] {
            for other in groups[Int(place)] where other != stem && !result.contains(other) {
                result.append(other)
            }
        }
        return result
    }

    /// - Parameter table: after a heading line, a group a line: the language, a tab, its words with spaces between.
    private init(_ table: clexicon_table) {
        let bytes = UnsafeBufferPointer(start: table.bytes, count: table.count)
        for line in bytes.split(separator: UInt8(ascii: "\n")).dropFirst() {
            let columns = line.split(separator: UInt8(ascii: "\t"))
            guard columns.count == 2,
                let language = Language(rawValue: String(decoding: columns[0], as: UTF8.self))
            else { continue }
            add(String(decoding: columns[1], as: UTF8.self), language)
        }
    }

    private mutating func add(_ words: String, _ language: Language) {
        let tokenizer = Tokenizer(stemming: language)
        var stems: [String] = []
        for word in words.split(separator: " ") {
            // Of « Royaume-Uni » neither half says what the whole does.
            let tokens = tokenizer.tokens(in: word)
            if tokens.count == 1, !stems.contains(tokens[0].text) { stems.append(tokens[0].text) }
        }
        guard stems.count > 1 else { return }
        for stem in stems { places[language, default: [:]][stem, default: []].append(Int32(groups.count)) }
        groups.append(stems)
    }
}
