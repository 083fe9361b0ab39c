/// Whether somebody else acts.
extension SentenceComparison {
    /// Another subject of the clause that commits.
    func actor(_ before: SentenceReading, _ after: SentenceReading) -> ChangeFacet? {
        guard max(before.strength, after.strength) >= 1, let left = before.subjectRange,
            let right = after.subjectRange,
            [.actor, .unknown].contains(before.subject), [.actor, .unknown].contains(after.subject),
            // "Members shall be notified by the secretary" and "The secretary shall notify members" say the same.
            before.isPassive == after.isPassive
        else { return nil }
        let oldWords = contentKeys(old, left)
        let newWords = contentKeys(new, right)
        guard !oldWords.isEmpty, !newWords.isEmpty else { return nil }
        let isOther =
            !oldWords.isSubset(of: newWords) && !newWords.isSubset(of: oldWords)
            && overlapsHunk(old, \.old, left) && overlapsHunk(new, \.new, right)
        // "Deputy Minister" is another than "Minister".
        let isOfOtherRank = !oldWords.symmetricDifference(newWords).isDisjoint(with: Self.ranks)
        guard isOther || isOfOtherRank else { return nil }
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

    /// Words before or after a title that make it another's.
    static let ranks: Set<String> = [
        "deputy", "vice", "assistant", "associate", "acting", "advisory", "interim", "sub", "junior",
        "former",
        "adjoint", "adjointe", "adjoints", "adjointes", "delegue", "deleguee", "interimaire", "suppleant",
        "suppleante", "consultatif", "consultative", "sous", "associe", "associee",
    ]

    // A role without a cue

    /// One who acts in another's place where no cue says how far: as subject that opens the sentence, as agent ("by
    /// the Ombudsman"), or as who is responsible.
    func role(_ before: SentenceReading, _ after: SentenceReading) -> ChangeFacet? {
        guard hunks.count == 1, let hunk = hunks.first, !hunk.old.isEmpty, !hunk.new.isEmpty,
            let (left, right) = Self.both(role(hunk.old, of: old), role(hunk.new, of: new)),
            !isSpelledOut(hunk)
        else { return nil }
        let opens =
            hunk.old.lowerBound == 0 && hunk.new.lowerBound == 0 && before.cue == nil && after.cue == nil
            && hunk.old.upperBound < old.meanings.count
        guard opens || isLed(hunk.old, of: old) && isLed(hunk.new, of: new) else { return nil }
        let (from, to) = (old.verbatim(left), new.verbatim(right))
        guard !Synonyms.areSame(from, to, language: new.language) else { return nil }
        return ChangeFacet(
            .actorChanged, told: summary.actor(from, to), reasons: ["rule actor_changed: '\(from)' → '\(to)'"]
        )
    }

    private static func both<A, B>(_ a: A?, _ b: B?) -> (A, B)? {
        guard let a, let b else { return nil }
        return (a, b)
    }

    /// The words, where they name someone who can act: a name, or a phrase that ends in such a noun.
    private func role(_ words: Range<Int>, of unit: WeighedUnit) -> Range<Int>? {
        guard words.count <= Self.longestRole_words, let first = unit.meanings[words].first,
            let last = unit.meanings[words].last, unit.meanings[words].allSatisfy({ $0.kind != .value })
        else { return nil }
        let actors = lexicon.cues([.actor, .organizationNoun], in: unit.text, language: unit.language)
        // The noun stands last in English, first in French.
        let isRole = [first, last].contains { word in
            word.kind == .name || actors.contains { $0.range.overlaps(word.range) }
        }
        return isRole ? first.range.lowerBound..<last.range.upperBound : nil
    }

    private static let longestRole_words = 6

    /// Whether words before say that what follows acts or answers for something.
    private func isLed(_ words: Range<Int>, of unit: WeighedUnit) -> Bool {
        let start = unit.meanings[words.lowerBound].range.lowerBound
        let before = unit.words.prefix { $0.range.upperBound <= start }.suffix(4).map(\.key)
        let last = before.last { !WeighingWords.determiners.contains($0) && $0 != "a" }
        guard let last else { return false }
        return Self.agentWords.contains(last)
    }

    private static let agentWords: Set<String> = [
        "by", "par", "responsibility", "responsabilite", "duty", "incombe", "appartient", "revient",
    ]
}
