internal import CLexicon

/// The names that mean the same: acronyms and long forms, of the glossary and of one document.
///
/// A document defines an acronym where it writes "Long Form (ACR)"; what stands before the parenthesis is the long
/// form as far as the acronym's letters reach back, or else as far as its capitals do.
package struct AcronymTable: Sendable {
    /// What a name is, as far as the glossary tells.
    package enum Kind: String, Sendable {
        case acronym, organization, role, instrument, program, event, concept, place, defined
    }

    /// A name found in a text.
    package struct Match: Hashable, Sendable {
        /// In UTF-8 bytes.
        package var range: Range<Int>
        /// Equal for all names of one thing.
        package var key: String
        package var kind: Kind
    }

    /// The most acronyms that one document defines; more are not folded.
    package static let mostDefinitions = 4_096
    /// The most words of a long form.
    static let longestName_words = 14

    /// The glossary alone.
    package static let builtIn = AcronymTable(glossary: glossaryText())

    private struct Entry {
        var words: [String]
        var group: Int
        var kind: Kind
        /// Matches only where it is written in capitals: « un » is no acronym, "UN" is.
        var isAcronym: Bool
    }

    private var entries: [String: [Entry]] = [:]
    /// For each group the one it was joined to.
    private var groups: [Int] = []
    private var kinds: [Kind] = []

    /// The names known with the definitions of some documents, or versions of one.
    package init(_ outlines: Outline..., known: AcronymTable = .builtIn) {
        self = known
        for outline in outlines {
            var definitions = 0
            for passage in outline.passages where definitions < Self.mostDefinitions {
                definitions += define(in: passage.text)
            }
        }
    }

    // MARK: Using it

    /// The names in a text, the longest at each place.
    package func matches(in text: String) -> [Match] {
        let tokens = Tokenizer().tokens(in: text)
        let bytes = Array(text.utf8)
        var result: [Match] = []
        var index = 0
        while index < tokens.count {
            guard let (entry, count) = longest(tokens, at: index, bytes) else {
                index += 1
                continue
            }
            let range = tokens[index].range.lowerBound..<tokens[index + count - 1].range.upperBound
            result.append(Match(range: range, key: key(of: entry.group), kind: kinds[root(entry.group)]))
            index += count
        }
        return result
    }

    /// The words of a text with each known name as one word: equal for two texts that differ in the form of names.
    package func words(of text: String) -> [String] {
        let tokens = Tokenizer().tokens(in: text)
        let bytes = Array(text.utf8)
        var result: [String] = []
        var index = 0
        while index < tokens.count {
            guard let (entry, count) = longest(tokens, at: index, bytes) else {
                result.append(tokens[index].text)
                index += 1
                continue
            }
            // "Long Form (ACR)" says one name twice.
            let key = key(of: entry.group)
            if result.last != key { result.append(key) }
            index += count
        }
        return result
    }

    /// A name in the form in which equal names are equal: known names by their key, others folded, without articles.
    package func key(of name: String) -> String {
        words(of: name).filter { !Self.articles.contains($0) }.joined(separator: " ")
    }

    private static let articles: Set<String> = [
        "the", "le", "la", "les", "l", "d", "de", "des", "du", "of", "et", "and", "a", "an",
    ]

    private func longest(_ tokens: [Tokenizer.Token], at index: Int, _ bytes: [UInt8]) -> (Entry, Int)? {
        guard let candidates = entries[tokens[index].text] else { return nil }
        for entry in candidates {
            let end = index + entry.words.count
            guard end <= tokens.count, zip(tokens[index..<end], entry.words).allSatisfy({ $0.text == $1 })
            else {
                continue
            }
            if entry.isAcronym, !Self.isCapital(bytes[tokens[index].range]) { continue }
            return (entry, entry.words.count)
        }
        return nil
    }

    private static func isCapital(_ bytes: ArraySlice<UInt8>) -> Bool {
        let capitals = bytes.count { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) || $0 == 0xC3 }
        return capitals >= 2 || capitals == 1 && bytes.contains { (0x30...0x39).contains($0) }
    }

    private func root(_ group: Int) -> Int {
        var group = group
        while groups[group] != group { group = groups[group] }
        return group
    }

    private func key(of group: Int) -> String { "#\(root(group))" }

    // MARK: Building it

    private init(glossary: String) {
        let rows = glossary.split(separator: "\n").dropFirst().compactMap { line -> GlossaryRow? in
            let columns = line.split(separator: "\t").map(String.init)
            guard columns.count == 3 else { return nil }
            return GlossaryRow(english: columns[0], french: columns[1], kind: columns[2])
        }
        self = Self().adding(rows)
    }

    private init() {}

    /// The table with more names; those of roles and concepts are no names.
    func adding(_ rows: [GlossaryRow]) -> AcronymTable {
        var table = self
        var known: [String: Int] = [:]
        var acronyms: [(text: String, group: Int)] = []
        for row in rows {
            guard let kind = Kind(rawValue: row.kind), kind != .concept, kind != .role else { continue }
            let english = table.group(of: row.english, kind, &known)
            table.join(english, table.group(of: row.french, kind, &known))
            if kind == .acronym { acronyms += [row.english, row.french].map { ($0, english) } }
        }
        table.joinInitials(acronyms)
        return table
    }

    private mutating func group(of name: String, _ kind: Kind, _ known: inout [String: Int]) -> Int {
        let words = Tokenizer().tokens(in: name).map(\.text)
        // An English and a French acronym may have the same letters; the first keeps them.
        let id = words.joined(separator: " ")
        if let group = known[id] { return group }
        let earlier = words.first.flatMap { entries[$0] }?.first { $0.words == words }?.group
        if let earlier {
            known[id] = earlier
            return earlier
        }
        let group = newGroup(kind)
        known[id] = group
        // Ordinary nouns of the glossary ("report") are no names.
        if kind == .acronym || name.utf8.contains(where: { (0x41...0x5A).contains($0) }) {
            add(words, group, kind, isAcronym: kind == .acronym)
        }
        return group
    }

    private mutating func newGroup(_ kind: Kind) -> Int {
        groups.append(groups.count)
        kinds.append(kind)
        return groups.count - 1
    }

    private mutating func add(_ words: [String], _ group: Int, _ kind: Kind, isAcronym: Bool) {
        guard let first = words.first else { return }
        var list = entries[first] ?? []
        list.removeAll { $0.words == words }
        list.append(Entry(words: words, group: group, kind: kind, isAcronym: isAcronym))
        list.sort { $0.words.count > $1.words.count }
        entries[first] = list
    }

    private mutating func join(_ one: Int, _ other: Int) {
        let first = root(one)
        let second = root(other)
        guard first != second else { return }
        let (kept, joined) = first < second ? (first, second) : (second, first)
        groups[joined] = kept
        if kinds[kept] == .acronym { kinds[kept] = kinds[joined] }
    }

    /// Joins each acronym to the long forms whose initials it is.
    private mutating func joinInitials(_ acronyms: [(text: String, group: Int)]) {
        let byLetters = Dictionary(acronyms.map { (Self.letters($0.text), $0.group) }) { first, _ in first }
        let names = entries.values.joined().filter { !$0.isAcronym && $0.words.count > 1 }
        for entry in names.sorted(by: { ($0.group, $0.words.count) < ($1.group, $1.words.count) }) {
            for initials in Self.initials(of: entry.words) {
                if let group = byLetters[initials] { join(group, entry.group) }
            }
        }
    }

    private static func letters(_ acronym: String) -> String {
        Tokenizer().tokens(in: acronym).map(\.text).joined()
    }

    /// The initials of all words, and of those that are no articles or prepositions.
    private static func initials(of words: [String]) -> [String] {
        let all = String(words.compactMap(\.first))
        let heavy = String(
            words.filter { !StopWords.contains($0) && $0 != "l" && $0 != "d" }.compactMap(\.first))
        // « est » ends « Asie du Sud-Est » and is a stop word all the same: leave out articles and prepositions only.
        let named = String(words.filter { !smallWords.contains($0) }.compactMap(\.first))
        return [heavy, named, all]
    }

    private static let smallWords: Set<String> = [
        "the", "of", "and", "for", "in", "on", "to", "a", "an", "de", "des", "du", "d", "la", "le", "les",
        "l", "et", "en",
        "pour", "sur", "au", "aux",
    ]

    /// Whether an acronym in brackets can stand in a text.
    private static func mayDefine(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while let open = rest.firstIndex(of: UInt8(ascii: "(")) {
            rest = rest[(open + 1)...]
            let close = rest.prefix(longestAcronym_bytes + 1).firstIndex(of: UInt8(ascii: ")"))
            if let close, isCapital(rest[..<close]) { return true }
        }
        return false
    }

    private static let longestAcronym_bytes = 12

    /// Reads the definitions of a text; how many there are.
    private mutating func define(in text: String) -> Int {
        let bytes = Array(text.utf8)
        guard Self.mayDefine(bytes) else { return 0 }
        let tokens = Tokenizer().tokens(in: text)
        var count = 0
        for (index, token) in tokens.enumerated() where index > 0 {
            guard token.range.lowerBound > 0, bytes[token.range.lowerBound - 1] == UInt8(ascii: "("),
                token.range.upperBound < bytes.count, bytes[token.range.upperBound] == UInt8(ascii: ")"),
                token.range.count <= Self.longestAcronym_bytes, Self.isCapital(bytes[token.range]),
                token.kind == .word
            else { continue }
            guard let words = longForm(of: token, before: index, tokens, bytes) else { continue }
            let group = entries[token.text]?.first { $0.isAcronym }?.group ?? newGroup(.defined)
            add([token.text], group, .defined, isAcronym: true)
            if let known = entries[words[0]]?.first(where: { $0.words == words })?.group {
                join(group, known)
            } else {
                add(words, group, .defined, isAcronym: false)
            }
            count += 1
        }
        return count
    }

    private func longForm(
        of acronym: Tokenizer.Token, before index: Int, _ tokens: [Tokenizer.Token], _ bytes: [UInt8]
    ) -> [String]? {
        let floor = Swift.max(0, index - Self.longestName_words)
        var start: Int?
        var from = index - 1
        var plain = 0
        while from >= floor {
            let range = tokens[from].range
            let gap = bytes[range.upperBound..<tokens[from + 1].range.lowerBound]
            if gap.contains(where: {
                [0x2C, 0x2E, 0x3A, 0x3B, 0x28, 0x29, 0x0A].contains($0) && from + 1 < index
            }) {
                break
            }
            let words = tokens[from..<index].map(\.text)
            if Self.initials(of: words).contains(acronym.text), !StopWords.contains(words[0]) { return words }
            let isCapital = (0x41...0x5A).contains(bytes[range.lowerBound]) || bytes[range.lowerBound] == 0xC3
            if isCapital {
                if start == nil || plain <= 3 { start = from }
                plain = 0
            } else {
                plain += 1
            }
            from -= 1
        }
        guard let start, index - start >= 2, start > 0 || tokens[start].text.utf8.count > 3 else {
            return nil
        }
        return tokens[start..<index].map(\.text)
    }

    private static func glossaryText() -> String {
        let table = clexicon_glossary()
        return String(decoding: UnsafeBufferPointer(start: table.bytes, count: table.count), as: UTF8.self)
    }
}
