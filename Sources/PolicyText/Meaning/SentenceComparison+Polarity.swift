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
    func reversal(
        _ before: SentenceReading, _ after: SentenceReading, _ explained: inout Explained
    ) -> ChangeFacet? {
        let left = denials(of: old, \.old)
        let right = denials(of: new, \.new)
        let isOdd = (left.count - right.count) % 2 != 0
        // An interdiction without a denying word: "is prohibited from" against "may".
        let isForbidden =
            before.isNegative != after.isNegative && left.isEmpty && right.isEmpty
            && [before, after].contains { $0.row?.cueClass == .prohibition }
        // "Is on schedule" against "has been cancelled": neither commits, and only one drops something.
        let isDropped =
            before.isNegative != after.isNegative && before.strength == after.strength && left.isEmpty
            && right.isEmpty
            && [(before, old, \WordHunk.old), (after, new, \WordHunk.new)].contains { reading, unit, side in
                reading.row?.cueClass == .negated && reading.cue.map { overlapsHunk(unit, side, $0) } ?? false
            }
        let words = opposites(before, after)
        let opposite =
            words.map { (old.verbatim($0.old), new.verbatim($0.new)) } ?? bounds() ?? turnedCondition()
            ?? turnedConsent() ?? turnedException()
        // "must not" for "is prohibited from" denies twice and changes nothing.
        if isOdd, before.isNegative == after.isNegative, before.isNegative,
            [before, after].contains(where: { $0.row?.cueClass == .prohibition })
        {
            return nil
        }
        guard isOdd || isForbidden || isDropped || opposite != nil, !(isOdd && opposite != nil) else {
            return nil
        }
        if let words {
            explained.old.append(words.old)
            explained.new.append(words.new)
        }
        let (from, to) = opposite ?? (isDropped ? changedWords(hunks) : signs(left, right))
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

    /// Asking beforehand became an objection afterwards, or the other way about: "with your consent" and "unless you
    /// object", « si vous y consentez » and « sauf opposition ».
    private func turnedConsent() -> (String, String)? {
        // "your" stands in both, so that the phrases are hunks apart.
        guard let first = hunks.first, let last = hunks.last else { return nil }
        let (from, to) = (
            old.meanings[first.old.lowerBound..<last.old.upperBound],
            new.meanings[first.new.lowerBound..<last.new.upperBound]
        )
        guard max(from.count, to.count) <= Self.longestConsent_words, let left = from.first,
            let right = to.first,
            Self.asks(from) && Self.bowsToObjection(to) || Self.bowsToObjection(from) && Self.asks(to)
        else { return nil }
        return (
            old.verbatim(left.range.lowerBound..<from[from.endIndex - 1].range.upperBound),
            new.verbatim(right.range.lowerBound..<to[to.endIndex - 1].range.upperBound)
        )
    }

    private static let longestConsent_words = 10

    /// "with your consent", "if you agree": nothing is done before somebody says yes.
    private static func asks(_ words: ArraySlice<NormalWord>) -> Bool {
        words.contains { ["with", "if", "only", "avec", "si", "moyennant"].contains($0.key) }
            && words.contains { word in
                ConsentClauses.nouns.contains(word.key)
                    || ["agree", "agreed", "consented", "consentez", "acceptez", "accord"].contains(word.key)
            }
    }

    /// "unless you object", « sauf refus de votre part »: it is done until somebody says no.
    private static func bowsToObjection(_ words: ArraySlice<NormalWord>) -> Bool {
        words.contains { ["unless", "except", "sauf", "moins"].contains($0.key) }
            && words.contains { word in
                ["object", "oppos", "opt", "declin", "refus"].contains { word.key.hasPrefix($0) }
            }
    }

    /// What was included stands behind an exception now, or no longer does: "on Sundays" and "except on Sundays";
    /// likewise "refundable" and "non-refundable".
    private func turnedException() -> (String, String)? {
        for hunk in hunks where hunk.old.count + hunk.new.count == 1 {
            let isAdded = hunk.old.isEmpty
            let (unit, at) = isAdded ? (new, hunk.new.lowerBound) : (old, hunk.old.lowerBound)
            guard
                ["except", "excepting", "sauf", "excepte", "exception", "hormis", "non"].contains(
                    unit.meanings[at].key),
                at > 0, unit.meanings.indices.contains(hunk.new.upperBound),
                old.meanings.indices.contains(hunk.old.upperBound)
            else { continue }
            let (left, right) = (
                old.meanings[hunk.old.upperBound].range, new.meanings[hunk.new.upperBound].range
            )
            let exception = unit.meanings[at].range.lowerBound
            return (
                old.verbatim((isAdded ? left.lowerBound : exception)..<left.upperBound),
                new.verbatim((isAdded ? exception : right.lowerBound)..<right.upperBound)
            )
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
    private func opposites(
        _ before: SentenceReading, _ after: SentenceReading
    ) -> (old: Range<Int>, new: Range<Int>)? {
        for hunk in hunks where !hunk.old.isEmpty && !hunk.new.isEmpty {
            let right = hunk.new.flatMap { Opposites.sides(of: Self.key(new.meanings, $0), at: $0) }
            guard !right.isEmpty else { continue }
            let isShort = max(hunk.old.count, hunk.new.count) <= Self.shortHunk_words
            for left in hunk.old.flatMap({ Opposites.sides(of: Self.key(old.meanings, $0), at: $0) }) {
                // "Mandatory" made "optional" is a weaker duty where the readings say how far each binds.
                if left.scale == .degree, before.strength != after.strength { continue }
                if left.scale == .course, !isShort { continue }
                if let opposite = right.first(where: left.isOpposite(to:)) {
                    return (phrase(old, left.place), phrase(new, opposite.place))
                }
            }
        }
        return nil
    }

    /// The word with the one that belongs to it.
    private func phrase(_ unit: WeighedUnit, _ index: Int) -> Range<Int> {
        let word = unit.meanings[index]
        guard Self.key(unit.meanings, index) != word.key else { return word.range }
        return unit.meanings[index - 1].range.lowerBound..<word.range.upperBound
    }

    private static let shortHunk_words = 4

    /// The word, with the one before it where only both together say what is done: "opt out", « mettre fin ».
    private static func key(_ words: [NormalWord], _ index: Int) -> String {
        guard index > 0 else { return words[index].key }
        let (before, word) = (words[index - 1].key, words[index].key)
        switch word {
        case "in", "out": return before.hasPrefix("opt") ? "opt-\(word)" : word
        case "on", "off":
            return ["turned", "switched", "turn", "switch"].contains(before) ? "turn-\(word)" : word
        case "fin": return ["met", "mis"].contains { before.hasPrefix($0) } ? "cesser" : word
        default: return word
        }
    }
}
