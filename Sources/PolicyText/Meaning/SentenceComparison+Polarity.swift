/// Counts what denies in a sentence, so that two sentences can be told to say the opposite.
///
/// « ne … pas » is one denial and "not … nor" two; « ne … que » restricts, "no later than" bounds and « à moins que … ne »
/// denies nothing. An even difference is a litotes and no reversal.
enum Denials {
    /// The denials of a text, as ranges of UTF-8 bytes.
    static func ranges(in text: String, language: Language, lexicon: Lexicon) -> [Range<Int>] {
        let matches = lexicon.cues([.negation], in: text, language: language)
        let tokens = ValueToken.tokens(of: text).filter { $0.kind != .sign }
        let places = Dictionary(
            tokens.indices.map { (tokens[$0].range.lowerBound, $0) }, uniquingKeysWith: { first, _ in first })
        var result: [Range<Int>] = []
        var lastNe = -100
        var lastSecond = -100
        for match in matches.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            guard let place = places[match.range.lowerBound], !(result.last?.overlaps(match.range) ?? false)
            else { continue }
            let next = { (offset: Int) in
                tokens.indices.contains(place + offset) ? tokens[place + offset].text : ""
            }
            let word = tokens[place].text
            switch language {
            case .french:
                let isNear = { (other: Int) in place - other <= reach }
                guard let denial = french(word, next: next, isAfterNe: isNear(lastNe)) else { continue }
                // « aucun employé ne peut » denies once.
                if denial == .ne {
                    lastNe = place
                    if isNear(lastSecond) { continue }
                } else {
                    lastSecond = place
                }
            default:
                guard !isBound(word, next) else { continue }
            }
            result.append(match.range)
        }
        return result
    }

    private enum FrenchDenial { case ne, alone }

    /// How far « pas » may stand from its « ne ».
    private static let reach = 8

    private static func french(_ word: String, next: (Int) -> String, isAfterNe: Bool) -> FrenchDenial? {
        switch word {
        case "ne", "n'", "n":
            return isExpletiveOrRestrictive(next) ? nil : .ne
        case "plus", "peu", "non", "guere": return nil
        default: return isAfterNe ? nil : .alone
        }
    }

    /// « ne … que »; « avant que … ne » and « à moins que … ne » have no second word and a verb at once.
    private static func isExpletiveOrRestrictive(_ next: (Int) -> String) -> Bool {
        let seconds: Set<String> = [
            "pas", "plus", "jamais", "aucun", "aucune", "ni", "nul", "nulle", "guere", "rien", "personne",
            "nullement", "point",
        ]
        for offset in 1...7 {
            if seconds.contains(next(offset)) { return false }
            if ["que", "qu'"].contains(next(offset)) { return offset > 1 }
        }
        // « nul ne peut », « aucun employé ne peut » come before; « ne peut » alone denies too.
        return false
    }

    private static func isBound(_ word: String, _ next: (Int) -> String) -> Bool {
        if word == "no" || word == "not" {
            if ["later", "more", "less", "fewer", "earlier"].contains(next(1)), next(2) == "than" {
                return true
            }
            if word == "not", ["exceed", "exceeding", "only", "limited"].contains(next(1)) { return true }
        }
        return false
    }
}

extension SentenceComparison {
    /// A change of sign: an odd number of denials came or went, or a word became its opposite.
    func reversal(_ before: SentenceReading, _ after: SentenceReading) -> ChangeFacet? {
        let left = Denials.ranges(in: old.text, language: old.language, lexicon: lexicon)
        let right = Denials.ranges(in: new.text, language: new.language, lexicon: lexicon)
        let isOdd = (left.count - right.count) % 2 != 0
        // An interdiction without a denying word: "is prohibited from" against "may".
        let isForbidden =
            before.isNegative != after.isNegative && left.isEmpty && right.isEmpty
            && [before, after].contains { $0.row?.cueClass == .prohibition }
        let opposite = opposites()
        // "must not" for "is prohibited from" denies twice and changes nothing.
        if isOdd, before.isNegative == after.isNegative, before.isNegative,
            [before, after].contains(where: { $0.row?.cueClass == .prohibition })
        {
            return nil
        }
        guard isOdd || isForbidden || opposite != nil, !(isOdd && opposite != nil) else { return nil }
        let (from, to) = opposite ?? signs(left, right)
        return ChangeFacet(
            .negationFlipped, told: summary.reversed(from, to),
            reasons: ["rule negation_flipped: \(left.count) denials → \(right.count)", "'\(from)' → '\(to)'"])
    }

    /// The words around the denial, on both sides.
    private func signs(_ left: [Range<Int>], _ right: [Range<Int>]) -> (String, String) {
        let touched = hunks.filter { hunk in
            old.meanings[hunk.old].contains { word in left.contains { $0.overlaps(word.range) } }
                || new.meanings[hunk.new].contains { word in right.contains { $0.overlaps(word.range) } }
        }
        guard let first = touched.first, let last = touched.last else { return (old.text, new.text) }
        // One word of context on each side makes « ne s'est pas engagé » readable.
        func text(_ unit: WeighedUnit, _ range: Range<Int>) -> String {
            let from = max(0, range.lowerBound - 1)
            let to = min(unit.meanings.count, range.upperBound + 1)
            guard from < to else { return "" }
            return unit.verbatim(
                unit.meanings[from].range.lowerBound..<unit.meanings[to - 1].range.upperBound)
        }
        return (
            text(old, first.old.lowerBound..<last.old.upperBound),
            text(new, first.new.lowerBound..<last.new.upperBound)
        )
    }

    /// One word that became its opposite: include and exclude, augmenter and réduire.
    private func opposites() -> (String, String)? {
        for hunk in hunks where !hunk.old.isEmpty && !hunk.new.isEmpty {
            for before in old.meanings[hunk.old] where before.kind == .word {
                for after in new.meanings[hunk.new]
                where after.kind == .word && Opposites.areOpposite(before.key, after.key) {
                    return (old.verbatim(before.range), new.verbatim(after.range))
                }
            }
        }
        return nil
    }
}

/// Verbs and adjectives that say the contrary of each other; matched by their beginnings.
enum Opposites {
    static func areOpposite(_ a: String, _ b: String) -> Bool {
        pairs.contains { pair in
            (begins(a, pair.0) && begins(b, pair.1)) || (begins(a, pair.1) && begins(b, pair.0))
        }
    }

    /// The stem and an ending of inflection, so that "lower" is no form of "low".
    private static func begins(_ word: String, _ stem: String) -> Bool {
        word.hasPrefix(stem) && word.utf8.count - stem.utf8.count <= 6
    }

    private static let pairs: [(String, String)] = [
        ("includ", "exclud"), ("inclu", "exclu"), ("increas", "decreas"), ("increas", "reduc"),
        ("augment", "redui"),
        ("augment", "dimin"), ("permit", "prohibit"), ("allow", "prohibit"), ("allow", "forbid"),
        ("permit", "forbid"),
        ("autoris", "interdi"), ("permet", "interdi"), ("permis", "interdi"), ("accept", "reject"),
        ("accept", "refus"),
        ("accept", "rejet"), ("approv", "reject"), ("approuv", "rejet"), ("mandator", "option"),
        ("mandator", "volunt"),
        ("obligatoir", "facultati"), ("obligatoir", "volontair"), ("public", "confidenti"),
        ("renforc", "affaibl"),
        ("strengthen", "weaken"), ("support", "oppos"), ("appu", "oppos"), ("expand", "restrict"),
        ("lawful", "unlawful"),
        ("legal", "illegal"), ("eligib", "ineligib"), ("admissib", "inadmissib"), ("maximum", "minimum"),
        ("maximal", "minimal"),
        ("before", "after"), ("avant", "apres"), ("enabl", "disabl"), ("favorabl", "defavorabl"),
        ("exempt", "subject"),
        ("open", "clos"), ("ouvr", "ferm"), ("hauss", "baiss"), ("paid", "unpaid"), ("opt-in", "opt-out"),
    ]
}
