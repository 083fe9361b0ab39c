/// Pairs the English and the French of one document, by name.
///
/// `privacy-en.md` and `privacy-fr.md`, `en/privacy.md` and `fr/privacy.md`, `privacy_e.txt` and `privacy_f.txt`,
/// `privacy.en.md` and `privacy.fr.md`, `policy-english.txt` and `politique` stay apart: a name is paired with the one
/// that differs from it by the mark of the language alone. Where the names themselves are translated, structure tells:
/// see `structuralLikeness`.
package struct LanguagePairs: Sendable {
    /// The English document of each French one and the other way about.
    private let partners: [DocumentPath: DocumentPath]

    /// Reads the pairs out of the names of a folder's documents; where a name fits several, none is paired.
    package init(_ paths: some Sequence<DocumentPath>) {
        var byStem: [String: [(path: DocumentPath, language: Language)]] = [:]
        for path in paths {
            for mark in LanguageMark.marks(in: path.text) {
                byStem[mark.stem, default: []].append((path, mark.language))
            }
        }
        var found: [DocumentPath: Set<DocumentPath>] = [:]
        for members in byStem.values {
            let english = members.filter { $0.language == .english }
            let french = members.filter { $0.language == .french }
            guard english.count == 1, french.count == 1 else { continue }
            found[english[0].path, default: []].insert(french[0].path)
            found[french[0].path, default: []].insert(english[0].path)
        }
        partners = found.compactMapValues { $0.count == 1 ? $0.first : nil }
    }

    /// The same document in the other language.
    package func counterpart(of path: DocumentPath) -> DocumentPath? { partners[path] }

    /// The same document in the other language, for who can ask whether a document stands but has no list of them all:
    /// what `counterpart` finds, where both names are written in the same case.
    package static func counterpart(
        of path: DocumentPath, where stands: (DocumentPath) throws -> Bool
    ) rethrows -> DocumentPath? {
        var found: Set<DocumentPath> = []
        for mark in LanguageMark.marks(in: path.text) {
            var others: [DocumentPath] = []
            var isAlone = true
            for (word, language) in LanguageMark.words where isAlone {
                guard let named = DocumentPath(text: mark.path(with: word)), named != path, try stands(named)
                else { continue }
                if language == mark.language { isAlone = false } else { others.append(named) }
            }
            if isAlone, others.count == 1 { found.insert(others[0]) }
        }
        return found.count == 1 ? found.first : nil
    }

    /// From this likeness on two documents are taken for one in two languages.
    package static let sameStructure = 0.8
    /// Shorter documents, and those that name fewer values, are alike by chance.
    static let fewestPassages = 8
    static let fewestAnchors = 4

    /// Whether two documents of so many passages may be one in two languages at all.
    package static func mayCorrespond(_ one: Int, _ other: Int) -> Bool {
        min(one, other) >= fewestPassages && abs(one - other) * 5 <= max(one, other)
    }

    /// How alike two documents of different languages are by structure alone, 0 to 1: the kinds of their passages in
    /// order, and the numbers, dates and sums that both name; 0 where they name too few of them to tell.
    package static func structuralLikeness(_ one: Outline, _ other: Outline) -> Double {
        guard one.language != other.language else { return 0 }
        return likeness(one.passages.map(shape), other.passages.map(shape)) {
            (anchors(one), anchors(other))
        }
    }

    /// The same of documents whose passages were read one by one.
    package static func structuralLikeness(_ one: Structure, _ other: Structure) -> Double {
        guard one.language != other.language else { return 0 }
        return likeness(one.shapes, other.shapes) { (one.anchors, other.anchors) }
    }

    private static func likeness(
        _ left: [UInt32], _ right: [UInt32], anchors: () -> (Set<String>, Set<String>)
    ) -> Double {
        guard mayCorrespond(left.count, right.count) else { return 0 }
        let shared = EditScript.matches(old: left, new: right).reduce(0) { $0 + $1.count }
        let shapes = Double(2 * shared) / Double(left.count + right.count)
        // Whatever values they share, it would not be enough.
        guard (shapes + 1) / 2 >= sameStructure else { return shapes / 2 }
        let (mine, theirs) = anchors()
        guard min(mine.count, theirs.count) >= fewestAnchors else { return 0 }
        let both = mine.intersection(theirs).count
        return (shapes + Double(2 * both) / Double(mine.count + theirs.count)) / 2
    }

    /// What is compared of a document whose passages are read one by one.
    package struct Structure: Sendable {
        let language: Language
        private(set) var shapes: [UInt32] = []
        private(set) var anchors: Set<String> = []

        package init(language: Language) {
            self.language = language
        }

        /// Takes the next passage.
        package mutating func add(kind: Int, level: Int, text: UnsafeRawBufferPointer) {
            if shapes.count < mostPassages { addAnchors(in: text, to: &anchors) }
            shapes.append(shape(kind, level))
        }

        /// Whether there can be a document like it: one that names few values is like none.
        package var mayCorrespond: Bool {
            shapes.count >= fewestPassages && anchors.count >= fewestAnchors
        }
    }

    /// The kind and level of a passage as one number.
    static func shape(_ passage: Passage) -> UInt32 { shape(passage.kind.rawValue, passage.level) }

    private static func shape(_ kind: Int, _ level: Int) -> UInt32 { UInt32(kind * 16 + min(level, 15)) }

    /// The numbers of two digits and more that a document names, whatever its language: of dates, sums and shares; but
    /// for those at the head of a passage, which number it.
    private static func anchors(_ outline: Outline) -> Set<String> {
        var found: Set<String> = []
        for passage in outline.passages.prefix(mostPassages) {
            var text = passage.text
            text.withUTF8 { addAnchors(in: UnsafeRawBufferPointer($0), to: &found) }
        }
        return found
    }

    private static func addAnchors(in bytes: UnsafeRawBufferPointer, to found: inout Set<String>) {
        var place = 0
        while place < bytes.count {
            let start = place
            while place < bytes.count, (0x30...0x39).contains(bytes[place]) { place += 1 }
            if start > 0, place - start >= 2 {
                found.insert(String(decoding: bytes[start..<place], as: UTF8.self))
            }
            if place == start { place += 1 }
        }
    }

    /// The beginning tells enough.
    private static let mostPassages = 400
}

/// The mark of a language in a path: `fr` in `fr/privacy.md` and in `privacy-fr.md`.
private struct LanguageMark {
    /// What stands before and after the mark.
    var head: Substring
    var word: Substring
    var tail: Substring
    var language: Language

    /// The path without its mark, by which two languages of one document are alike.
    var stem: String { head.lowercased() + "*" + tail.lowercased() }

    /// The path with another mark in the place and the case of its own.
    func path(with other: String) -> String {
        if word == word.lowercased() { return head + other + tail }
        if word == word.uppercased() { return head + other.uppercased() + tail }
        return head + other.prefix(1).uppercased() + other.dropFirst() + tail
    }

    /// Each way to read a mark into a path; most paths have none or one.
    static func marks(in path: String) -> [LanguageMark] {
        var marks: [LanguageMark] = []
        func add(_ word: Substring) {
            guard let language = words[word.lowercased()] else { return }
            marks.append(
                LanguageMark(
                    head: path[..<word.startIndex], word: word, tail: path[word.endIndex...],
                    language: language))
        }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard let name = parts.last else { return [] }
        for folder in parts.dropLast() { add(folder) }
        // At the end or the beginning of a name, set off by a hyphen, an underscore, a dot or a space.
        let base = name[..<(name.lastIndex(of: ".") ?? name.endIndex)]
        let separators: Set<Character> = ["-", "_", ".", " "]
        if let cut = base.lastIndex(where: separators.contains) { add(base[base.index(after: cut)...]) }
        if let cut = base.firstIndex(where: separators.contains) { add(base[..<cut]) }
        if base.utf8.count > 1, !base.contains(where: separators.contains) { add(base) }
        return marks
    }

    static let words: [String: Language] = [
        "en": .english, "e": .english, "eng": .english, "english": .english, "anglais": .english,
        "en-ca": .english,
        "fr": .french, "f": .french, "fra": .french, "fre": .french, "french": .french, "francais": .french,
        "français": .french, "fr-ca": .french,
    ]
}
