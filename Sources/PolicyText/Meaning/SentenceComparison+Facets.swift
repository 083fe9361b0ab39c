extension SentenceComparison {
    /// Everything that the edit did, weightiest first; at least one.
    func facets() -> [ChangeFacet] {
        if let quiet = equivalence() { return [quiet] }
        var found: [ChangeFacet] = []
        let (before, after) = comparedReadings()
        var explained = Explained()
        let polarity = reversal(before, after, &explained)
        if let polarity { found.append(polarity) }
        if polarity == nil, let strength = strength(before, after) { found.append(strength) }
        let isDone = found.contains { $0.kind == .statusChanged }
        if !isDone,
            let actor = actor(before, after) ?? role(before, after, &explained) ?? agent(&explained)
        {
            found.append(actor)
        }
        let acting = explained
        found += values(before, after, &explained)
        found += conditions(&explained)
        if !isDone { found += participants(before, after, acting, &explained) }
        // What a cue of strength or polarity replaced is told already.
        let isTold = found.contains {
            [.negationFlipped, .commitmentWeakened, .commitmentStrengthened, .statusChanged].contains($0.kind)
        }
        found += scope(isTold: isTold, before, after, explained)
        if found.isEmpty { found.append(rest()) }
        return found.sorted { $0.kind < $1.kind }
    }

    /// Nothing that is looked for differs: new wording, or a clause that came or went.
    private func rest() -> ChangeFacet {
        let (left, right) = changedWords(hunks)
        let inserted = hunks.filter { $0.old.isEmpty }.map { contentCount(new, $0.new) }.reduce(0, +)
        let deleted = hunks.filter { $0.new.isEmpty }.map { contentCount(old, $0.old) }.reduce(0, +)
        let replaced = hunks.filter { !$0.old.isEmpty && !$0.new.isEmpty }.count
        if replaced == 0, inserted >= Self.clause_words, deleted == 0 {
            return ChangeFacet(
                .contentAdded, told: summary.contentAdded(right),
                reasons: ["rule content_added: a clause of \(inserted) words"])
        }
        if replaced == 0, deleted >= Self.clause_words, inserted == 0 {
            return ChangeFacet(
                .contentRemoved, told: summary.contentRemoved(left),
                reasons: ["rule content_removed: a clause of \(deleted) words"])
        }
        return ChangeFacet(
            .reworded, told: summary.reworded(left, right),
            reasons: [
                "rule reworded: no rule for strength, polarity, actor, partners, values, conditions or scope sees "
                    + "a difference"
            ])
    }

    /// From so many content words on, an insertion is a clause of its own.
    static let clause_words = 5

    func contentCount(_ unit: WeighedUnit, _ range: Range<Int>) -> Int {
        unit.meanings[range].filter { !WeighingWords.isEmpty($0.key) }.count
    }

    // Strength

    /// The clauses that are compared: those that commit most, or, where these say the same, those whose cue changed.
    private func comparedReadings() -> (SentenceReading, SentenceReading) {
        let (before, after) = (old.reading, new.reading)
        let isTold =
            (before.strength != after.strength || before.isNegative != after.isNegative
                || before.isResult != after.isResult) && isChanged(before, after)
        guard !isTold, old.form == .sentence, new.form == .sentence else { return (before, after) }
        let left = lexicon.cueReadings(of: old.sentence)
        let right = lexicon.cueReadings(of: new.sentence)
        guard left.count > 1 || right.count > 1 else { return (before, after) }
        var pairs: [(SentenceReading, SentenceReading)] = []
        for hunk in hunks {
            let from = left.first { touches(old, hunk.old, $0.cue) }
            let to = right.first { touches(new, hunk.new, $0.cue) }
            if let from, let to, from.strength != to.strength { pairs.append((from, to)) }
        }
        func distance(_ pair: (SentenceReading, SentenceReading)) -> Int {
            abs(pair.0.strength - pair.1.strength)
        }
        // The first of those that changed most.
        return pairs.reduce(nil) { best, next in
            guard let best, distance(best) >= distance(next) else { return next }
            return best
        } ?? (before, after)
    }

    func touches(_ unit: WeighedUnit, _ words: Range<Int>, _ cue: Range<Int>?) -> Bool {
        guard let cue else { return false }
        return unit.meanings[words].contains { $0.range.overlaps(cue) }
    }

    private func strength(_ before: SentenceReading, _ after: SentenceReading) -> ChangeFacet? {
        let isDone =
            after.isResult || isReported(new, \.new, after)
            || tells(after, new, \.new, asDone: before, old, \.old)
        if isDone, !before.isResult, before.strength >= 1 {
            return ChangeFacet(
                .statusChanged, told: summary.done(new.text),
                reasons: ["rule status_changed: open (\(before.strength)) → reported"] + before.reasons
                    + after.reasons)
        }
        let wasDone =
            before.isResult || isReported(old, \.old, before)
            || tells(before, old, \.old, asDone: after, new, \.new)
        if wasDone, !after.isResult, after.strength >= 1 {
            return ChangeFacet(
                .statusChanged, told: summary.reopened(new.text),
                reasons: ["rule status_changed: reported → open (\(after.strength))"] + before.reasons
                    + after.reasons)
        }
        guard isChanged(before, after) else { return nil }
        let standing = (
            standing(of: before, old, \.old, beside: after, new, \.new),
            standing(of: after, new, \.new, beside: before, old, \.old)
        )
        let levels = (standing.0?.level ?? before.strength, standing.1?.level ?? after.strength)
        guard levels.0 != levels.1 else { return nil }
        func reasons(_ reading: SentenceReading, _ standing: Standing?) -> [String] {
            reading.reasons + (standing.map { ["\($0.reason): \($0.level)"] } ?? [])
        }
        let (left, right) = (cueText(before, of: old), cueText(after, of: new))
        let isWeaker = levels.1 < levels.0
        let kind: ChangeKind = isWeaker ? .commitmentWeakened : .commitmentStrengthened
        let told =
            isWeaker ? summary.weakened(left, right, levels) : summary.strengthened(left, right, levels)
        return ChangeFacet(
            kind, abs(levels.0 - levels.1) >= 2 ? .high : .medium, told: told,
            reasons: ["rule \(kind.rawValue): \(levels.0) → \(levels.1)"]
                + reasons(before, standing.0).map { "before: \($0)" }
                + reasons(after, standing.1).map { "after: \($0)" })
    }

    /// Whether changed words say that something has been done, where the lexicon knows the participle alone.
    private func isReported(
        _ unit: WeighedUnit, _ side: KeyPath<WordHunk, Range<Int>>, _ reading: SentenceReading
    ) -> Bool {
        guard reading.strength == 0, !reading.isNegative else { return false }
        if hasPerfectPassive(unit, side) { return true }
        let perfects: Set<String> = ["been", "ete", "was", "were", "now"]
        return unit.cues(.statusDone).contains { cue in
            guard overlapsHunk(unit, side, cue.range),
                let index = unit.words.firstIndex(where: { $0.range.overlaps(cue.range) })
            else { return false }
            return unit.words[max(0, index - 2)..<index].contains { perfects.contains($0.key) }
        }
    }

    /// "has been opened", « a été mis en place » among the changed words; "was opened" where "will be opened" stood.
    private func hasPerfectPassive(_ unit: WeighedUnit, _ side: KeyPath<WordHunk, Range<Int>>) -> Bool {
        let words = unit.words
        return words.indices.dropFirst().dropLast().contains { index in
            let (isAuxiliaryNew, isVerbNew) = (
                overlapsHunk(unit, side, words[index].range), overlapsHunk(unit, side, words[index + 1].range)
            )
            guard isAuxiliaryNew || isVerbNew else { return false }
            if ["was", "were"].contains(words[index].key), unit.language == .english {
                return !isVerbNew && !WeighingWords.determiners.contains(words[index + 1].key)
            }
            guard ["been", "ete"].contains(words[index].key) else { return false }
            let perfect = unit.words[max(0, index - 3)..<index]
            return perfect.contains { ["has", "have", "a", "ont", "was", "were"].contains($0.key) }
        }
    }

    /// Whether a clause tells as done what the other undertakes, with the same verb: « a construit » for « construira »,
    /// "opened" for "will open".
    private func tells(
        _ done: SentenceReading, _ unit: WeighedUnit, _ side: KeyPath<WordHunk, Range<Int>>,
        asDone open: SentenceReading, _ other: WeighedUnit, _ otherSide: KeyPath<WordHunk, Range<Int>>
    ) -> Bool {
        guard done.strength == 0, !done.isNegative, !open.isNegative, let cue = open.cue,
            let hunk = hunks.first(where: { touches(other, $0[keyPath: otherSide], cue) })
        else { return false }
        let told = unit.meanings[hunk[keyPath: side]].filter {
            $0.kind == .word && !Self.perfects.contains($0.key)
        }
        guard told.count == 1, let verb = told.first, isPast(verb, in: unit),
            let undertaken = other.meanings[hunk[keyPath: otherSide]].last(where: { $0.kind == .word })
        else { return false }
        return VerbForms.isPast(verb.key, of: undertaken.key, language: unit.language)
    }

    private static let perfects: Set<String> = ["has", "have", "a", "ont", "avons", "avez", "ai"]

    /// Whether a word may be a past: a French participle after « avoir », an English one that no article makes an
    /// adjective and no form of "be" a passive.
    private func isPast(_ word: NormalWord, in unit: WeighedUnit) -> Bool {
        guard let index = unit.words.firstIndex(where: { $0.range == word.range }) else { return false }
        let before = unit.words[max(0, index - 3)..<index].last {
            !$0.key.hasSuffix("ment") && !$0.key.hasSuffix("ly")
        }
        guard let before else { return false }
        if unit.language == .french { return Self.perfects.contains(before.key) }
        return before.key == "has" || before.key == "have"
            || !Self.auxiliaries.contains(before.key) && !WeighingWords.determiners.contains(before.key)
    }

    /// Whether the words that decide the strength are among those that changed: a reading that differs over equal
    /// words is a misreading.
    private func isChanged(_ before: SentenceReading, _ after: SentenceReading) -> Bool {
        let oldCue = before.cue.map { overlapsHunk(old, \.old, $0) } ?? false
        let newCue = after.cue.map { overlapsHunk(new, \.new, $0) } ?? false
        if oldCue || newCue { return true }
        // The cap is a verb after the cue, and the subject decides too: either may be what changed.
        guard before.cue != nil, after.cue != nil else { return false }
        return before.cap != after.cap || before.row != after.row
    }

    func overlapsHunk(_ unit: WeighedUnit, _ side: KeyPath<WordHunk, Range<Int>>, _ range: Range<Int>) -> Bool
    {
        hunks.contains { hunk in unit.meanings[hunk[keyPath: side]].contains { $0.range.overlaps(range) } }
    }

    /// The cue with the changed words beside it: « étudier les possibilités d'accroître », not « étudier » alone.
    private func cueText(_ reading: SentenceReading, of unit: WeighedUnit) -> String {
        guard let cue = reading.cue else { return "" }
        return unit.verbatim(cue)
    }
}

/// What the facets found so far account for, so that it is not told again as scope.
struct Explained {
    var old: [Range<Int>] = []
    var new: [Range<Int>] = []
}
