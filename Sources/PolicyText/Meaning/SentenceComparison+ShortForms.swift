/// One name or noun written shorter or longer.
extension SentenceComparison {
    /// Each hunk writes out a word that was cut short, or cuts it: "Dept." for "Department".
    func abbreviated() -> ChangeFacet? {
        guard !hunks.isEmpty, hunks.allSatisfy({ isAbbreviated($0) }) else { return nil }
        let (left, right) = changedWords(hunks)
        return ChangeFacet(
            .editorial, told: summary.editorial(left, right),
            reasons: ["rule editorial: one is short for the other"])
    }

    func isAbbreviated(_ hunk: WordHunk) -> Bool {
        guard hunk.old.count == 1, hunk.new.count == 1 else { return false }
        let (before, after) = (old.meanings[hunk.old.lowerBound], new.meanings[hunk.new.lowerBound])
        guard before.kind == .word, after.kind == .word else { return false }
        return old.isCutShort(before) && Spelling.shortens(before.key, after.key)
            || new.isCutShort(after) && Spelling.shortens(after.key, before.key)
    }

    /// « Les employées et les employés » for « Les employés »: both genders are named where one stood for both.
    func doublet() -> ChangeFacet? {
        guard new.language == .french, !hunks.isEmpty,
            hunks.allSatisfy({ isDoublet($0.old, of: old, $0.new) || isDoublet($0.new, of: new, $0.old) })
        else { return nil }
        let (left, right) = changedWords(hunks)
        return ChangeFacet(
            .editorial, told: summary.editorial(left, right),
            reasons: ["rule editorial: both genders of one noun"])
    }

    /// Whether words say in the other gender what stands beside them, the other side having nothing there.
    private func isDoublet(_ words: Range<Int>, of unit: WeighedUnit, _ other: Range<Int>) -> Bool {
        guard other.isEmpty, !words.isEmpty else { return false }
        let nouns = unit.meanings[words].filter { !Self.besideNouns.contains($0.key) }
        guard !nouns.isEmpty, nouns.count < words.count,
            unit.meanings[words].contains(where: { ["et", "ou"].contains($0.key) })
        else { return false }
        let reach = words.count
        let near = unit.meanings.indices.filter {
            !words.contains($0) && $0 >= words.lowerBound - reach && $0 < words.upperBound + reach
        }
        let actors = unit.cues(.actor).map(\.range)
        return nouns.allSatisfy { noun in
            near.contains { index in
                let word = unit.meanings[index]
                let isSomeone = [noun, word].contains { word in actors.contains { $0.overlaps(word.range) } }
                return FrenchGenders.areForms(noun.key, word.key, ofSomeone: isSomeone)
            }
        }
    }

    /// What stands beside the nouns of a doublet: « tous les citoyens et toutes les citoyennes ».
    private static let besideNouns: Set<String> = ["et", "ou", "tous", "toutes", "celles", "ceux"]
}

extension WeighedUnit {
    /// Whether a full stop cuts a word short, with text behind it.
    func isCutShort(_ word: NormalWord) -> Bool {
        let rest = verbatim(word.range.upperBound..<text.utf8.count)
        return rest.hasPrefix(".") && rest.dropFirst().contains { $0.isLetter || $0.isNumber }
    }
}

/// The genders of one French noun.
enum FrenchGenders {
    /// Whether two folded words are the masculine and the feminine of one noun; those that only an e tells apart must
    /// be of someone (« étudiant » and « étudiante », not « port » and « porte »).
    static func areForms(_ a: String, _ b: String, ofSomeone isSomeone: Bool) -> Bool {
        let (left, right) = (singular(a), singular(b))
        guard a != b, min(left.utf8.count, right.utf8.count) > 3 else { return false }
        if isSomeone, left + "e" == right || right + "e" == left { return true }
        return endings.contains { masculine, feminine in
            pairs(left, masculine, right, feminine) || pairs(right, masculine, left, feminine)
        }
    }

    private static func singular(_ word: String) -> String {
        word.hasSuffix("s") ? String(word.dropLast()) : word
    }

    private static func pairs(_ a: String, _ masculine: String, _ b: String, _ feminine: String) -> Bool {
        a.hasSuffix(masculine) && b.hasSuffix(feminine)
            && a.dropLast(masculine.count) == b.dropLast(feminine.count)
    }

    private static let endings = [
        ("er", "ere"), ("eur", "euse"), ("teur", "trice"), ("eur", "eure"), ("if", "ive"), ("ien", "ienne"),
        ("yen", "yenne"), ("on", "onne"), ("el", "elle"),
    ]
}
