/// Counts what denies in a sentence, so that two sentences can be told to say the opposite.
///
/// « ne … pas » is one denial and "not … nor" two; « ne … que » restricts, "no later than" bounds and « à moins que … ne »
/// denies nothing. An even difference is a litotes and no reversal.
enum Denials {
    /// The denials of a unit, as ranges of UTF-8 bytes.
    static func ranges(in unit: WeighedUnit) -> [Range<Int>] {
        let matches = unit.cues(.negation)
        guard !matches.isEmpty else { return [] }
        let tokens = unit.tokens.filter { $0.kind != .sign }
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
            switch unit.language {
            case .french:
                let isNear = { (other: Int) in place - other <= reach }
                guard let denial = french(word, next: next, isAfterNe: isNear(lastNe)),
                    !(denial == .ne && isExpletive(tokens[..<place], next)), !isBound(word, next)
                else { continue }
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
            return isRestrictive(next) ? nil : .ne
        case "plus", "peu", "non", "guere": return nil
        default: return isAfterNe ? nil : .alone
        }
    }

    /// The second words of « ne ».
    private static let seconds: Set<String> = [
        "pas", "plus", "jamais", "aucun", "aucune", "ni", "nul", "nulle", "guere", "rien", "personne",
        "nullement", "point",
    ]

    /// « ne … que ».
    private static func isRestrictive(_ next: (Int) -> String) -> Bool {
        for offset in 1...10 {
            if seconds.contains(next(offset)) { return false }
            if ["que", "qu'"].contains(next(offset)) { return offset > 1 }
        }
        // « nul ne peut », « aucun employé ne peut » come before; « ne peut » alone denies too.
        return false
    }

    /// « avant que le service ne commence », « à moins qu'il n'y renonce », « de crainte qu'il ne parte »: no second
    /// word, and what it hangs on a few words before.
    private static func isExpletive(_ before: ArraySlice<ValueToken>, _ next: (Int) -> String) -> Bool {
        guard !(1...4).contains(where: { seconds.contains(next($0)) }) else { return false }
        let near = before.suffix(reach + 2).map(\.text)
        return zip(near, near.dropFirst()).contains { opener, that in
            ["avant", "moins", "crainte", "peur"].contains(opener) && ["que", "qu'", "qu"].contains(that)
        }
    }

    private static func isBound(_ word: String, _ next: (Int) -> String) -> Bool {
        // They hurry or reserve, and deny nothing.
        if word == "without" {
            return ["delay", "undue", "unreasonable", "unnecessary", "prejudice", "limitation", "exception"]
                .contains(next(1))
        }
        if word == "sans" {
            return [
                "delai", "delais", "tarder", "retard", "attendre", "prejudice", "exception", "limitation",
            ]
            .contains(next(1))
        }
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
        let left = denials(of: old, \.old)
        let right = denials(of: new, \.new)
        let isOdd = (left.count - right.count) % 2 != 0
        // An interdiction without a denying word: "is prohibited from" against "may".
        let isForbidden =
            before.isNegative != after.isNegative && left.isEmpty && right.isEmpty
            && [before, after].contains { $0.row?.cueClass == .prohibition }
        let opposite = opposites() ?? bounds() ?? turnedCondition()
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

    /// What a sentence denies, without what is denied in a condition or an exception that came or went whole: that
    /// narrows what is said, and does not turn it over.
    private func denials(of unit: WeighedUnit, _ side: KeyPath<WordHunk, Range<Int>>) -> [Range<Int>] {
        guard !unit.denials.isEmpty else { return [] }
        let tokens = unit.tokens
        return unit.denials.filter { denial in
            let before = tokens.prefix { $0.range.lowerBound < denial.lowerBound }
            let start = before.lastIndex { ",;:".contains($0.text) }.map { $0 + 1 } ?? 0
            let clause = before[max(start, before.count - Self.conditionReach)...]
            guard let opener = clause.lastIndex(where: { Self.suppositions.contains($0.text) }) else {
                return true
            }
            // « s'il » supposes, « s'engage » does not; « à moins que », and not « au moins ».
            let next = tokens[opener + 1].text
            let isOpening =
                switch tokens[opener].text {
                case "s'": next == "il" || next == "ils"
                case "moins", "tant", "pourvu": next == "que" || next == "qu'"
                default: true
                }
            return !isOpening || !overlapsHunk(unit, side, tokens[opener].range)
        }
    }

    /// How many words a condition may have before what it denies.
    private static let conditionReach = 12
    private static let suppositions: Set<String> = [
        "if", "unless", "when", "where", "except", "until", "si", "s'", "sauf", "moins", "lorsque", "lorsqu'",
        "quand", "tant", "pourvu",
    ]

    /// A condition became an exception, or an exception a condition: "if" and "unless", « si » and « sauf si ».
    private func turnedCondition() -> (String, String)? {
        let exceptions: Set<String> = ["unless", "sauf", "except"]
        let conditions: Set<String> = ["if", "si", "s'"]
        for hunk in hunks {
            let (from, to) = (old.meanings[hunk.old], new.meanings[hunk.new])
            if from.count == 1, to.count == 1, let before = from.first, let after = to.first,
                (conditions.contains(before.key) && exceptions.contains(after.key))
                    || (exceptions.contains(before.key) && conditions.contains(after.key))
            {
                return (old.verbatim(before.range), new.verbatim(after.range))
            }
            guard from.count + to.count == 1, let word = from.first ?? to.first,
                exceptions.contains(word.key), old.meanings.indices.contains(hunk.old.upperBound),
                new.meanings.indices.contains(hunk.new.upperBound)
            else { continue }
            let (before, after) = (old.meanings[hunk.old.upperBound], new.meanings[hunk.new.upperBound])
            guard conditions.contains(before.key), before.key == after.key else { continue }
            let (left, right) = (old.verbatim(before.range), new.verbatim(after.range))
            let exception = (from.isEmpty ? new : old).verbatim(word.range)
            return from.isEmpty ? (left, exception + " " + right) : (exception + " " + left, right)
        }
        return nil
    }

    /// A floor became a ceiling: "at least four" and "at most four", « plus de » and « moins de ».
    private func bounds() -> (String, String)? {
        for hunk in hunks where hunk.old.count == 1 && hunk.new.count == 1 {
            let (before, after) = (old.meanings[hunk.old.lowerBound], new.meanings[hunk.new.lowerBound])
            guard Opposites.areOppositeBounds(before.key, after.key),
                let next = new.meanings.dropFirst(hunk.new.upperBound).first,
                next.kind == .value || ["than", "que", "qu'"].contains(next.key)
                    || next.key.first?.isNumber == true
            else { continue }
            return (old.verbatim(before.range), new.verbatim(after.range))
        }
        return nil
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

    /// Words that bound a number from below and from above.
    static func areOppositeBounds(_ a: String, _ b: String) -> Bool {
        bounds.contains { ($0.0 == a && $0.1 == b) || ($0.0 == b && $0.1 == a) }
    }

    private static let bounds = [
        ("more", "less"), ("more", "fewer"), ("least", "most"), ("above", "below"), ("over", "under"),
        ("greater", "less"), ("greater", "smaller"), ("longer", "shorter"), ("higher", "lower"),
        ("older", "younger"), ("exceeding", "under"), ("plus", "moins"), ("superieur", "inferieur"),
        ("superieure", "inferieure"), ("superieurs", "inferieurs"), ("superieures", "inferieures"),
    ]

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
