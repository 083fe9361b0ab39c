/// How two clauses compare where the cues alone would mislead.
extension SentenceComparison {
    /// What a clause comes to beside the other, where that is not what its own cue says.
    struct Standing {
        var level: Int
        var reason: String
    }

    /// What a clause comes to beside another; nil where its strength says it.
    func standing(
        of reading: SentenceReading, _ unit: WeighedUnit, _ side: KeyPath<WordHunk, Range<Int>>,
        beside cued: SentenceReading, _ other: WeighedUnit, _ otherSide: KeyPath<WordHunk, Range<Int>>
    ) -> Standing? {
        guard cued.strength > 0 else { return nil }
        if isStatedPractice(reading, unit, side, beside: cued, other, otherSide) {
            // As a programme under way.
            return Standing(level: 3, reason: "stated in the present, as what is done")
        }
        if isForecast(reading, beside: cued), let row = reading.row, let strength = row.strength {
            return Standing(level: strength, reason: "the cue by itself, as the other's counts")
        }
        if isInstruction(reading, unit, beside: cued, other) {
            // "You will send it" asks no less than "Send it".
            return Standing(
                level: cued.strength >= 4 ? cued.strength : 5,
                reason: "an imperative, as what the reader must do")
        }
        if isGrantedRight(reading, unit, beside: cued, other) {
            return Standing(level: 3, reason: "a right to something, as what is given")
        }
        return nil
    }

    /// Whether a cue counts for nothing because of what its clause tells, where the same clause with the other cue does
    /// count: "will include" beside "should include".
    private func isForecast(_ reading: SentenceReading, beside cued: SentenceReading) -> Bool {
        reading.strength == 0 && !reading.isNegative && !cued.isNegative
            && !reading.isResult
            && reading.cap == nil && cued.cap == nil && reading.subject == cued.subject
            && [reading, cued].allSatisfy { $0.row?.cueClass.saysHowFar == true && !$0.isSubordinate }
    }

    /// Whether a clause without a subject begins with the verb that the other asks of somebody: "Send the form" beside
    /// "You must send the form" or "The form must be sent", « Envoyez » beside « Vous devez envoyer ».
    private func isInstruction(
        _ plain: SentenceReading, _ unit: WeighedUnit, beside cued: SentenceReading, _ other: WeighedUnit
    ) -> Bool {
        guard cued.subject != .none || cued.isPassive, let cue = cued.cue, unit.form == .sentence,
            plain.subject == .none
        else { return false }
        if plain.row?.cueClass == .refrain { return cued.isNegative }
        // "Do not feed", « Ne donnez pas ».
        let words = unit.words.prefix(3).map(\.key)
        let denial =
            words.starts(with: ["do", "not"]) ? 2 : ["ne", "n'"].contains(words.first ?? "") ? 1 : 0
        guard denial == 0 ? !plain.isNegative : cued.isNegative,
            plain.row == nil || plain.row?.cueClass == .head,
            let verb = words.dropFirst(denial).first, !WeighingWords.isEmpty(verb),
            let asked = other.words.first(where: { word in
                word.range.lowerBound >= cue.upperBound && !["be", "etre"].contains(word.key)
            })
        else { return false }
        return verb == asked.key
            || (cued.isPassive || unit.language == .french && verb.hasSuffix("ez"))
                && Self.areFormsOfOneVerb(verb, asked.key)
    }

    /// Whether a clause gives a right to something that the other only lets somebody hope for: "is entitled to" beside
    /// "may be considered for", but not beside "may" with the same verb.
    private func isGrantedRight(
        _ right: SentenceReading, _ unit: WeighedUnit, beside cued: SentenceReading, _ other: WeighedUnit
    ) -> Bool {
        guard right.row?.cueClass == .permit, let cue = right.cue, Self.isRight(unit.verbatim(cue)),
            cued.strength == 1, let hoped = cued.cue, !Self.isRight(other.verbatim(hoped))
        else { return false }
        let (given, asked) = (
            unit.words.first { $0.range.lowerBound >= cue.upperBound },
            other.words.first { $0.range.lowerBound >= hoped.upperBound }
        )
        return asked.map { Self.hopes.contains($0.key) && $0.key != given?.key } ?? false
    }

    private static func isRight(_ cue: String) -> Bool {
        Folding.folded(cue).split(separator: " ").contains { ["entitled", "right", "droit"].contains($0) }
    }

    /// What one may do who has no right: be considered, apply, ask.
    private static let hopes: Set<String> = [
        "be", "apply", "ask", "request", "seek", "receive", "obtain", "qualify", "get", "etre", "demander",
        "solliciter",
        "recevoir", "obtenir", "beneficier", "presenter", "se",
    ]

    /// Whether a clause without a cue states in the present what the other says with one: "We respond" beside "We aim
    /// to respond", « Le ministre approuve » beside « Le ministre peut approuver ».
    private func isStatedPractice(
        _ plain: SentenceReading, _ unit: WeighedUnit, _ side: KeyPath<WordHunk, Range<Int>>,
        beside cued: SentenceReading, _ other: WeighedUnit, _ otherSide: KeyPath<WordHunk, Range<Int>>
    ) -> Bool {
        guard plain.row == nil, plain.strength == 0, !plain.isNegative, !plain.isResult,
            let row = cued.row, let cue = cued.cue, !cued.isNegative, !cued.isResult,
            let hunk = hunks.first(where: { touches(other, $0[keyPath: otherSide], cue) })
        else { return false }
        let isClause = cued.subject != .none || cued.isPassive
        guard isClause || unit.form == .sentence else { return false }
        let cueWords = Set(Folding.folded(row.cue).split { " '’".contains($0) }.map(String.init))
        let theirs = other.meanings[hunk[keyPath: otherSide]].map(\.key).filter {
            !cueWords.contains($0.filter { $0 != "'" })
        }
        let ours = unit.meanings[hunk[keyPath: side]].map(\.key)
        // A verb of the present in another's place tells what is done as well, whichever of them the lexicon knows.
        if row.cueClass == .ongoing, !ours.allSatisfy(Self.auxiliaries.contains) {
            return true
        }
        guard isClause else { return false }
        // Nothing but the cue came: the verb after it stood there before.
        if theirs.isEmpty, ours.isEmpty { return true }
        guard theirs.count == 1, ours.count == 1 else { return false }
        return Self.areFormsOfOneVerb(ours[0], theirs[0])
    }

    static let auxiliaries: Set<String> = [
        "be", "is", "are", "am", "est", "sont", "etre", "sera", "seront", "have", "has",
    ]

    private static func areFormsOfOneVerb(_ a: String, _ b: String) -> Bool {
        if auxiliaries.contains(a), auxiliaries.contains(b) { return true }
        let shared = zip(a, b).prefix { $0 == $1 }.count
        return shared >= 3 && shared + 2 >= min(a.count, b.count)
    }
}
