extension SentenceComparison {
    // Conditions

    /// Conditions and hedges that came or went: cues of the lexicon, and clauses with if, unless, where.
    func conditions(_ explained: inout Explained) -> [ChangeFacet] {
        // "Subject to" in the place of "exempt from" is told as its opposite.
        let left = conditionRanges(old, \.old).filter { range in
            !explained.old.contains { $0.overlaps(range) }
        }
        let right = conditionRanges(new, \.new).filter { range in
            !explained.new.contains { $0.overlaps(range) }
        }
        var facets: [ChangeFacet] = []
        let (before, after) = (
            left.map { Folding.folded(old.verbatim($0)) }, right.map { Folding.folded(new.verbatim($0)) }
        )
        if let range = right.first(where: { !before.contains(Folding.folded(new.verbatim($0))) }) {
            let text = clause(from: range, of: new, \.new)
            facets.append(
                ChangeFacet(
                    .conditionAdded, told: summary.conditionAdded(text),
                    reasons: ["rule condition_added: '\(new.verbatim(range))'"]))
        }
        if let range = left.first(where: { !after.contains(Folding.folded(old.verbatim($0))) }),
            facets.isEmpty || right.count < left.count
        {
            let text = clause(from: range, of: old, \.old)
            facets.append(
                ChangeFacet(
                    .conditionRemoved, told: summary.conditionRemoved(text),
                    reasons: ["rule condition_removed: '\(old.verbatim(range))'"]))
        }
        explained.old += left.map { hunkReach($0, of: old, \.old) }
        explained.new += right.map { hunkReach($0, of: new, \.new) }
        return facets
    }

    private func conditionRanges(_ unit: WeighedUnit, _ side: KeyPath<WordHunk, Range<Int>>) -> [Range<Int>] {
        var ranges = unit.cues(.condition).map(\.range)
        ranges += permittingClauses(unit)
        // Where both sides need a consent, no condition came.
        if old.consents.isEmpty || new.consents.isEmpty { ranges += unit.consents }
        for hunk in hunks where contentCount(unit, hunk[keyPath: side]) >= 2 {
            let words = unit.meanings[hunk[keyPath: side]]
            // "only if", « uniquement lorsque ».
            guard let first = words.first,
                case let opener = Self.restrictions.contains(first.key)
                    ? words.dropFirst().first : first, let opener, Self.conditionOpeners.contains(opener.key),
                !ranges.contains(where: { $0.overlaps(first.range) })
            else { continue }
            // « s'il » supposes, « s'efforcera » does not.
            if opener.key == "s'", !words.contains(where: { $0.key == "il" || $0.key == "ils" }) { continue }
            ranges.append(first.range)
        }
        return ranges.filter { overlapsHunk(unit, side, $0) }
    }

    /// "weather permitting", « le budget le permettant »: a few words, the participle and then a mark.
    private func permittingClauses(_ unit: WeighedUnit) -> [Range<Int>] {
        let tokens = unit.tokens
        return tokens.indices.compactMap { index in
            guard ["permitting", "permettant"].contains(tokens[index].text),
                index + 1 == tokens.count || tokens[index + 1].kind == .sign
            else { return nil }
            let phrase = tokens[..<index].reversed().prefix { $0.kind == .word }
            guard let first = phrase.last, phrase.count <= Self.longestPermitting_words else { return nil }
            return first.range.lowerBound..<tokens[index].range.upperBound
        }
    }

    private static let longestPermitting_words = 5

    private static let conditionOpeners: Set<String> = [
        "if", "unless", "where", "provided", "except", "si", "s'", "sauf", "lorsque", "lorsqu'", "pourvu",
        "moins", "when", "once", "quand",
    ]
    private static let restrictions: Set<String> = ["only", "even", "seulement", "uniquement", "que", "sauf"]

    /// The changed words from a cue on.
    private func clause(from range: Range<Int>, of unit: WeighedUnit, _ side: KeyPath<WordHunk, Range<Int>>)
        -> String
    {
        let reach = hunkReach(range, of: unit, side)
        return unit.verbatim(
            min(range.lowerBound, reach.lowerBound)..<max(range.upperBound, reach.upperBound))
    }

    private func hunkReach(_ range: Range<Int>, of unit: WeighedUnit, _ side: KeyPath<WordHunk, Range<Int>>)
        -> Range<Int>
    {
        for hunk in hunks {
            let words = unit.meanings[hunk[keyPath: side]]
            guard words.contains(where: { $0.range.overlaps(range) }), let last = words.last,
                let first = words.first
            else { continue }
            return min(
                first.range.lowerBound, range.lowerBound)..<max(last.range.upperBound, range.upperBound)
        }
        return range
    }

    // Partners

    /// Organisations and named partners that came or went.
    func participants(
        _ before: SentenceReading, _ after: SentenceReading, _ acting: Explained,
        _ explained: inout Explained
    ) -> [ChangeFacet] {
        // "rests with the carrier": who acts is no partner.
        let gone = partners(old, without: new, subject: before.subjectRange).filter { name in
            !acting.old.contains { $0.overlaps(name) }
        }
        let come = partners(new, without: old, subject: after.subjectRange).filter { name in
            !acting.new.contains { $0.overlaps(name) }
        }
        explained.old += gone
        explained.new += come
        var facets: [ChangeFacet] = []
        if !gone.isEmpty {
            let names = gone.map(old.verbatim)
            facets.append(
                ChangeFacet(
                    .partnerRemoved, told: summary.partnerRemoved(names),
                    reasons: ["rule partner_removed: \(names.joined(separator: ", "))"]))
        }
        if !come.isEmpty {
            let names = come.map(new.verbatim)
            facets.append(
                ChangeFacet(
                    .partnerAdded, told: summary.partnerAdded(names),
                    reasons: ["rule partner_added: \(names.joined(separator: ", "))"]))
        }
        return facets
    }

    private func partners(_ unit: WeighedUnit, without other: WeighedUnit, subject: Range<Int>?) -> [Range<
        Int
    >] {
        let reader = ParticipantReader(lexicon, acronyms: acronyms)
        let actor = subject.map(unit.verbatim)
        let theirs = Set(other.meanings.map(\.key))
        let known = Set(reader.partners(in: other).map(\.key))
        let side: KeyPath<WordHunk, Range<Int>> = unit === old ? \.old : \.new
        return reader.partners(in: unit, except: actor).filter { partner in
            let words = unit.meanings.filter { $0.range.overlaps(partner.range) }
            // A partner described in other words is still that partner.
            let isGone = words.contains { !theirs.contains($0.key) && !WeighingWords.isEmpty($0.key) }
            return !known.contains(partner.key) && isGone && overlapsHunk(unit, side, partner.range)
        }.map(\.range)
    }

    private static let placePrepositions: Set<String> = [
        "in", "across", "throughout", "at", "from", "into", "under", "within", "by", "on", "for", "dans",
        "en", "a", "par", "pour",
        "sur", "travers", "sous", "chez", "vers",
    ]

    private static let possessives: Set<String> = [
        "our", "your", "my", "with", "notre", "nos", "votre", "vos", "mon", "ma", "mes", "avec",
    ]

    // Scope

    /// Enumerations, places and cues of scope that came or went.
    func scope(
        isTold: Bool, _ before: SentenceReading, _ after: SentenceReading, _ explained: Explained
    ) -> [ChangeFacet] {
        let wide = cueDifference(.scopeWide)
        let narrow = cueDifference(.scopeNarrow)
        let items = itemDifference(explained, isTold: isTold, before, after)
        let choice = isTold ? .zero : choiceDifference(after)
        let (left, right) = changedWords(hunks)
        var facets: [ChangeFacet] = []
        let isNarrower = wide < 0 || narrow > 0 || items.removed || choice < 0
        let isWider = wide > 0 || narrow < 0 || items.added || choice > 0
        // Where a universal cue became a restrictive one, the items between tell nothing more.
        let isNarrowerByCue = wide < 0 || narrow > 0
        let isWiderByCue = wide > 0 || narrow < 0
        if isNarrower, !(isWiderByCue && !isNarrowerByCue) {
            facets.append(
                ChangeFacet(
                    .scopeNarrowed, told: summary.narrowed(left, right),
                    reasons: ["rule scope_narrowed: '\(left)' → '\(right)'"]))
        }
        if isWider, !(isNarrowerByCue && !isWiderByCue) {
            facets.append(
                ChangeFacet(
                    .scopeWidened, told: summary.widened(left, right),
                    reasons: ["rule scope_widened: '\(left)' → '\(right)'"]))
        }
        return facets
    }

    /// Whether "and" became "or" or the other way about: positive where more is covered now, negative where less is, 0
    /// where neither changed.
    ///
    /// Whoever must do one thing or the other must do less than both; who may, and what is asked of a case for it to
    /// count, are more with "or".
    private func choiceDifference(_ after: SentenceReading) -> Int {
        let (all, any): (Set<String>, Set<String>) = (["and", "et", "&"], ["or", "ou"])
        for hunk in hunks where hunk.old.count == 1 && hunk.new.count == 1 {
            let (from, to) = (old.meanings[hunk.old.lowerBound], new.meanings[hunk.new.lowerBound])
            let loosens = all.contains(from.key) && any.contains(to.key)
            guard loosens || (any.contains(from.key) && all.contains(to.key)) else { continue }
            let cue = after.cue?.lowerBound ?? .max
            let isDuty =
                after.strength >= 3 && !after.isNegative && cue < to.range.lowerBound
                && !new.meanings.contains {
                    Self.conditionOpeners.contains($0.key) && $0.range.lowerBound > cue
                        && $0.range.upperBound <= to.range.lowerBound
                }
            return loosens != isDuty ? 1 : -1
        }
        return 0
    }

    /// How many cues of a class came (positive) or went (negative) with the words that changed.
    private func cueDifference(_ cueClass: CueClass) -> Int {
        let left = old.cues(cueClass).filter { overlapsHunk(old, \.old, $0.range) }
        let right = new.cues(cueClass).filter { overlapsHunk(new, \.new, $0.range) }
        return right.count - left.count
    }

    /// Whether content words left or joined without any taking their place.
    private func itemDifference(
        _ explained: Explained, isTold: Bool, _ before: SentenceReading, _ after: SentenceReading
    ) -> (removed: Bool, added: Bool) {
        let actors = boundsSubject(before, after) ? [] : [before.subjectRange, after.subjectRange]
        let gone = lone(
            old, without: new, side: \.old,
            explained.old + [before.cue, actors.first ?? nil].compactMap { $0 })
        let come = lone(
            new, without: old, side: \.new,
            explained.new + [after.cue, actors.last ?? nil].compactMap { $0 })
        // A verb in the place of a cue is told with it.
        let replaced = replacements(
            Explained(
                old: explained.old + [before.cue].compactMap { $0 },
                new: explained.new + [after.cue].compactMap { $0 }))
        let lost = gone.filter { word in !replaced.old.contains { $0.overlaps(word.range) } }
        let won = come.filter { word in !replaced.new.contains { $0.overlaps(word.range) } }
        if !lost.isEmpty, come.isEmpty, isLimiting(lost, of: old, isTold) {
            return isItem(lost, of: old) ? (true, false) : (false, true)
        }
        if !won.isEmpty, gone.isEmpty, isLimiting(won, of: new, isTold) {
            return isItem(won, of: new) ? (false, true) : (true, false)
        }
        return (false, false)
    }

    /// Whether words joined or left the subject that are no part of its name: "trucks" and "trucks from the county".
    private func boundsSubject(_ before: SentenceReading, _ after: SentenceReading) -> Bool {
        guard let left = before.subjectRange, let right = after.subjectRange else { return false }
        let oldWords = old.meanings.filter { $0.range.overlaps(left) }
        let newWords = new.meanings.filter { $0.range.overlaps(right) }
        let (more, less, unit) =
            oldWords.count > newWords.count ? (oldWords, newWords, old) : (newWords, oldWords, new)
        var kept: [String: Int] = [:]
        for word in less { kept[word.key, default: 0] += 1 }
        let rest = more.filter { word in
            kept[word.key, default: 0] -= 1
            return kept[word.key, default: 0] < 0
        }
        guard more.count - less.count == rest.count, !rest.isEmpty, !less.isEmpty else { return false }
        // "The Port and Parks Canada" are two, "the Minister of Transport" is one.
        let isList = rest.contains { WeighingWords.coordinators.contains($0.key) }
        return isList
            || rest.allSatisfy { word in
                word.kind == .word && unit.verbatim(word.range).first?.isLowercase == true
            }
    }

    /// The few words that stood in the place of what is told already, or beside it: "simple majority" for "two thirds".
    private func replacements(_ explained: Explained) -> Explained {
        func others(_ unit: WeighedUnit, _ words: Range<Int>, _ told: [Range<Int>]) -> [NormalWord] {
            unit.meanings[words].filter { word in
                !WeighingWords.isEmpty(word.key) && !told.contains { $0.overlaps(word.range) }
            }
        }
        var result = Explained()
        for hunk in hunks where !hunk.old.isEmpty && !hunk.new.isEmpty {
            let isTold =
                old.meanings[hunk.old].contains { word in explained.old.contains { $0.overlaps(word.range) } }
                || new.meanings[hunk.new].contains { word in
                    explained.new.contains { $0.overlaps(word.range) }
                }
            guard isTold else { continue }
            let (before, after) = (others(old, hunk.old, explained.old), others(new, hunk.new, explained.new))
            if before.count <= Self.replaced_words { result.old += before.map(\.range) }
            if after.count <= Self.replaced_words { result.new += after.map(\.range) }
        }
        return result
    }

    private static let replaced_words = 3

    /// Content words of the hunks that the other side lacks and no facet explains.
    private func lone(
        _ unit: WeighedUnit, without other: WeighedUnit, side: KeyPath<WordHunk, Range<Int>>,
        _ explained: [Range<Int>]
    ) -> [NormalWord] {
        var theirs: [String: Int] = [:]
        for stem in other.meaningStems(as: unit.language) { theirs[stem, default: 0] += 1 }
        var result: [NormalWord] = []
        for (word, stem) in zip(unit.meanings, unit.meaningStems(as: unit.language)) {
            if let left = theirs[stem], left > 0 {
                theirs[stem] = left - 1
                continue
            }
            guard !WeighingWords.isEmpty(word.key), !explained.contains(where: { $0.overlaps(word.range) })
            else { continue }
            result.append(word)
        }
        return result
    }

    /// Adverbs of manner and what stands in a clause of its own bound nothing.
    private func isLimiting(_ words: [NormalWord], of unit: WeighedUnit, _ isTold: Bool) -> Bool {
        // "in person or orally" is one way more, "all new buildings" are fewer than all.
        let isAlternative = words.count == 1 && words.contains { isAfter(Self.alternatives, $0, of: unit) }
        let content = words.filter { word in
            let isManner = word.key.hasSuffix("ly") || word.key.hasSuffix("ment")
            let isNewOfAll = Self.recent.contains(word.key) && isAfter(Self.universals, word, of: unit)
            return isManner && isAlternative || isNewOfAll || !isManner && !Self.fillers.contains(word.key)
        }
        // Whoever is addressed is named by the sentence, and bounds nothing by himself.
        guard !isTold, content.contains(where: { !Self.addressed.contains($0.key) }) else { return false }
        return isItem(words, of: unit) || content.count < Self.clause_words
    }

    private func isAfter(_ openers: Set<String>, _ word: NormalWord, of unit: WeighedUnit) -> Bool {
        let before = unit.words.prefix { $0.range.upperBound <= word.range.lowerBound }
        let last = before.last { !["the", "les"].contains($0.key) }
        return last.map { openers.contains($0.key) } ?? false
    }

    private static let alternatives: Set<String> = ["or", "ou"]
    private static let universals: Set<String> = [
        "all", "every", "each", "any", "tous", "toutes", "tout", "toute", "chaque",
    ]
    private static let recent: Set<String> = [
        "new", "newly", "nouveau", "nouveaux", "nouvelle", "nouvelles", "nouvellement",
    ]
    private static let addressed: Set<String> = ["you", "your", "vous", "votre", "vos"]
    private static let fillers: Set<String> = [
        "also", "further", "continue", "together", "both", "aussi", "egalement", "ensemble", "encore", "thus",
        "therefore",
        "ainsi", "donc", "more", "new", "nouveau", "nouveaux", "nouvelle", "very", "tres", "bien", "well",
        "such", "own", "key", "ne", "please", "itself", "themselves",
        "meme", "memes",
    ]

    /// Whether the words are items of an enumeration: a comma or a coordinator stands beside them.
    private func isItem(_ words: [NormalWord], of unit: WeighedUnit) -> Bool {
        guard let first = words.first, let last = words.last else { return false }
        let tokens = unit.tokens
        var before = tokens.lastIndex { $0.range.upperBound <= first.range.lowerBound } ?? -1
        while before >= 0,
            WeighingWords.determiners.contains(tokens[before].text)
                || Self.placePrepositions.contains(tokens[before].text)
                || Self.possessives.contains(tokens[before].text)
        {
            before -= 1
        }
        var after = tokens.firstIndex { $0.range.lowerBound >= last.range.upperBound } ?? tokens.count
        let separates = after < tokens.count && tokens[after].text == ","
        // "charged with or convicted of".
        while after < tokens.count,
            Self.placePrepositions.contains(tokens[after].text)
                || Self.possessives.contains(tokens[after].text)
                || ["of", "to", "de", "d'"].contains(tokens[after].text)
        {
            after += 1
        }
        let opens =
            before >= 0
            && (tokens[before].text == "," || WeighingWords.coordinators.contains(tokens[before].text))
        let closes = after < tokens.count && WeighingWords.coordinators.contains(tokens[after].text)
        return opens || closes || (separates && before >= 0)
    }
}
