extension SentenceComparison {
    /// Everything that the edit did, weightiest first; at least one.
    func facets() -> [ChangeFacet] {
        if let quiet = equivalence() { return [quiet] }
        var found: [ChangeFacet] = []
        let (before, after) = (reading(of: old), reading(of: new))
        let polarity = reversal(before, after)
        if let polarity { found.append(polarity) }
        if polarity == nil, let strength = strength(before, after) { found.append(strength) }
        let isDone = found.contains { $0.kind == .statusChanged }
        if !isDone, let actor = actor(before, after) { found.append(actor) }
        var explained = Explained()
        found += values(before, after, &explained)
        found += conditions(&explained)
        if !isDone { found += participants(before, after, &explained) }
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
                "rule reworded: strength, polarity, actor, partners, values, conditions and scope compare equal"
            ])
    }

    /// From so many content words on, an insertion is a clause of its own.
    static let clause_words = 5

    func contentCount(_ unit: WeighedUnit, _ range: Range<Int>) -> Int {
        unit.meanings[range].filter { !WeighingWords.isEmpty($0.key) }.count
    }

    // Strength

    private func strength(_ before: SentenceReading, _ after: SentenceReading) -> ChangeFacet? {
        if after.isResult || isReported(new, \.new, after), !before.isResult, before.strength >= 1 {
            return ChangeFacet(
                .statusChanged, told: summary.done(new.text),
                reasons: ["rule status_changed: open (\(before.strength)) → reported"] + before.reasons
                    + after.reasons)
        }
        if before.isResult || isReported(old, \.old, before), !after.isResult, after.strength >= 1 {
            return ChangeFacet(
                .statusChanged, told: summary.reopened(new.text),
                reasons: ["rule status_changed: reported → open (\(after.strength))"] + before.reasons
                    + after.reasons)
        }
        guard before.strength != after.strength, isChanged(before, after) else { return nil }
        let levels = (before.strength, after.strength)
        let (left, right) = (cueText(before, of: old), cueText(after, of: new))
        let isWeaker = levels.1 < levels.0
        let kind: ChangeKind = isWeaker ? .commitmentWeakened : .commitmentStrengthened
        let told =
            isWeaker ? summary.weakened(left, right, levels) : summary.strengthened(left, right, levels)
        return ChangeFacet(
            kind, abs(levels.0 - levels.1) >= 2 ? .high : .medium, told: told,
            reasons: ["rule \(kind.rawValue): \(levels.0) → \(levels.1)"]
                + before.reasons.map { "before: \($0)" }
                + after.reasons.map { "after: \($0)" })
    }

    /// Whether changed words say that something has been done, where the lexicon knows the participle alone.
    private func isReported(
        _ unit: WeighedUnit, _ side: KeyPath<WordHunk, Range<Int>>, _ reading: SentenceReading
    ) -> Bool {
        guard reading.strength == 0, !reading.isNegative else { return false }
        if hasPerfectPassive(unit, side) { return true }
        let perfects: Set<String> = ["been", "ete", "was", "were", "now"]
        return lexicon.cues([.statusDone], in: unit.text, language: unit.language).contains { cue in
            guard overlapsHunk(unit, side, cue.range),
                let index = unit.words.firstIndex(where: { $0.range.overlaps(cue.range) })
            else { return false }
            return unit.words[max(0, index - 2)..<index].contains { perfects.contains($0.key) }
        }
    }

    /// "has been opened", « a été mis en place » among the changed words.
    private func hasPerfectPassive(_ unit: WeighedUnit, _ side: KeyPath<WordHunk, Range<Int>>) -> Bool {
        let words = unit.words
        return words.indices.dropFirst().dropLast().contains { index in
            guard ["been", "ete"].contains(words[index].key), overlapsHunk(unit, side, words[index + 1].range)
            else { return false }
            let perfect = unit.words[max(0, index - 3)..<index]
            return perfect.contains { ["has", "have", "a", "ont", "was", "were"].contains($0.key) }
        }
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

    // Actor

    private func actor(_ before: SentenceReading, _ after: SentenceReading) -> ChangeFacet? {
        guard max(before.strength, after.strength) >= 1, let left = before.subjectRange,
            let right = after.subjectRange,
            [.actor, .unknown].contains(before.subject), [.actor, .unknown].contains(after.subject)
        else { return nil }
        let oldWords = contentKeys(old, left)
        let newWords = contentKeys(new, right)
        guard !oldWords.isEmpty, !newWords.isEmpty, !oldWords.isSubset(of: newWords),
            !newWords.isSubset(of: oldWords),
            overlapsHunk(old, \.old, left), overlapsHunk(new, \.new, right)
        else { return nil }
        // « Conclure les négociations » is no one who acts.
        guard !isHeaded(old.verbatim(left), old), !isHeaded(new.verbatim(right), new) else { return nil }
        let sameName = hunks.contains { $0.old.count > 0 && $0.new.count > 0 && isSpelledOut($0) }
        guard !sameName else { return nil }
        let (from, to) = (old.verbatim(left), new.verbatim(right))
        return ChangeFacet(
            .actorChanged, told: summary.actor(from, to), reasons: ["rule actor_changed: '\(from)' → '\(to)'"]
        )
    }

    /// Whether a text begins with the verb of an item.
    private func isHeaded(_ text: String, _ unit: WeighedUnit) -> Bool {
        lexicon.reading(of: text, language: unit.language, form: .item).row?.cueClass == .head
    }

    private func contentKeys(_ unit: WeighedUnit, _ range: Range<Int>) -> Set<String> {
        Set(
            unit.meanings.filter {
                $0.range.overlaps(range) && $0.kind != .value && !WeighingWords.coordinators.contains($0.key)
            }
            .map(\.key))
    }
}

/// What the facets found so far account for, so that it is not told again as scope.
struct Explained {
    var old: [Range<Int>] = []
    var new: [Range<Int>] = []
}
