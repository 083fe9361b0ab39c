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
        let (left, right) = (one.passages.map(shape), other.passages.map(shape))
        guard mayCorrespond(left.count, right.count), one.language != other.language else { return 0 }
        let shared = EditScript.matches(old: left, new: right).reduce(0) { $0 + $1.count }
        let shapes = Double(2 * shared) / Double(left.count + right.count)
        // Whatever values they share, it would not be enough.
        guard (shapes + 1) / 2 >= sameStructure else { return shapes / 2 }
        let (mine, theirs) = (anchors(one), anchors(other))
        guard min(mine.count, theirs.count) >= fewestAnchors else { return 0 }
        let both = mine.intersection(theirs).count
        return (shapes + Double(2 * both) / Double(mine.count + theirs.count)) / 2
    }

    /// The kind and level of a passage as one number.
    static func shape(_ passage: Passage) -> UInt32 {
        UInt32(passage.kind.rawValue * 16 + min(passage.level, 15))
    }

    /// The values that a document names, whatever its language.
    private static func anchors(_ outline: Outline) -> Set<String> {
        Set(
            outline.passages.prefix(mostPassages).flatMap { passage in
                ValueReader.values(in: passage.text, language: passage.language).filter {
                    $0.kind != .ordinal
                }.map(\.canonical)
            })
    }

    /// The beginning tells enough.
    private static let mostPassages = 400
}

/// The mark of a language in a path, and the path without it.
private struct LanguageMark {
    var stem: String
    var language: Language

    /// Each way to read a mark into a path; most paths have none or one.
    static func marks(in path: String) -> [LanguageMark] {
        var marks: [LanguageMark] = []
        var parts = path.lowercased().split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let name = parts.popLast() else { return [] }
        for index in parts.indices {
            guard let language = words[parts[index]] else { continue }
            var other = parts
            other[index] = "*"
            marks.append(LanguageMark(stem: (other + [name]).joined(separator: "/"), language: language))
        }
        let dot = name.lastIndex(of: ".") ?? name.endIndex
        let (base, ending) = (String(name[..<dot]), String(name[dot...]))
        for (rest, language) in namedMarks(in: base) {
            marks.append(
                LanguageMark(stem: (parts + [rest + ending]).joined(separator: "/"), language: language))
        }
        return marks
    }

    /// Marks at the beginning or the end of a name, set off by a hyphen, an underscore, a dot or a space.
    private static func namedMarks(in base: String) -> [(rest: String, language: Language)] {
        let separators: Set<Character> = ["-", "_", ".", " "]
        var found: [(String, Language)] = []
        if let cut = base.lastIndex(where: separators.contains),
            let language = words[String(base[base.index(after: cut)...])]
        {
            found.append((String(base[..<cut]) + "\(base[cut])*", language))
        }
        if let cut = base.firstIndex(where: separators.contains), let language = words[String(base[..<cut])] {
            found.append(("*" + String(base[cut...]), language))
        }
        if let language = words[base], base.utf8.count > 1 { found.append(("*", language)) }
        return found
    }

    private static let words: [String: Language] = [
        "en": .english, "e": .english, "eng": .english, "english": .english, "anglais": .english,
        "en-ca": .english,
        "fr": .french, "f": .french, "fra": .french, "fre": .french, "french": .french, "francais": .french,
        "français": .french, "fr-ca": .french,
    ]
}
