/// What a cue comes to where it stands: negation, caps, and whether its subject can act.
extension SentenceReader {
    /// How many words after a French cue « pas », « plus », « jamais » may stand.
    private static let negationReach_words = 4

    private static let mayNot = "may not"

    /// The cue as a candidate, nil where it is no cue after all.
    func candidate(_ hit: LexiconMatcher.Hit, after previous: Candidate?) -> Candidate? {
        let row = traits[Int(hit.row)]
        let depth = depth(hit.first)
        guard row.cueClass != .exclude, depth == .main || depth == .subordinate else { return nil }
        let isSubordinate = depth == .subordinate || row.has(.isAdverbial)
        guard !isSubordinate || Self.commitsWithin(row) else { return nil }
        var (subject, subjectWords) = subject(before: hit.first, isWithin: depth == .subordinate)
        // « Le ministre dépose … et doit »: the verb after a coordinator has the subject of the one before.
        if subject == .none, let previous, isCoordinated(hit.first) {
            (subject, subjectWords) = (previous.subject, previous.subjectWords)
        }
        var candidate = Candidate(
            hit: hit, row: row, strength: row.strength, isSubordinate: isSubordinate, subject: subject,
            subjectWords: subjectWords)
        guard isVerb(candidate) else { return nil }
        settle(&candidate)
        deny(&candidate)
        cap(&candidate)
        return candidate
    }

    /// Whether a cue of a subordinate clause may count where there is nothing else: what goes on, may be, or is aimed
    /// at in passing is told, not undertaken.
    private static func commitsWithin(_ row: RowTraits) -> Bool {
        switch row.cueClass {
        case .ongoing, .status, .permit, .wish, .aim, .conative: false
        case .modal: row.strength != 1
        case .plan: !row.has(.isAdverbial)
        case .duty: !row.has(.assigns) && !row.has(.isAboutThings)
        default: true
        }
    }

    private func isCoordinated(_ verb: Int) -> Bool {
        var index = verb - 1
        while index >= span.lowerBound, isTransparent(index), sentence.words[index].kind == .word {
            index -= 1
        }
        return index >= span.lowerBound
            && (sentence.has(index, .coordinator) || sentence.words[index].kind == .comma)
    }

    // MARK: Is it a verb with a subject?

    /// Refuses nouns that look like the verb of a cue (« une offre », "the supports").
    private func isVerb(_ candidate: Candidate) -> Bool {
        let hit = candidate.hit
        switch candidate.row.cueClass {
        case .future:
            if sentence.words[hit.first].last == UInt8(ascii: "s") { return followsNous(hit.first) }
            return hit.first == span.lowerBound || !opensNounPhrase(hit.first - 1)
        case .ongoing, .recommend, .wish, .plan, .exploratory, .conative:
            if candidate.row.has(.isAdverbial) || candidate.row.has(.isImpersonal) { return true }
            guard candidate.subject != .none || candidate.isSubordinate else { return false }
            if candidate.row.has(.wantsObject), candidate.subject != .actor || !hasObject(hit.last + 1) {
                return false
            }
            return hit.first == span.lowerBound || !opensNounPhrase(hit.first - 1)
        case .status:
            if candidate.row.has(.wantsObject), !hasObject(hit.last + 1) { return false }
            return candidate.subject != .none || candidate.isSubordinate
        case .modal: return !isMonth(hit)
        default: return true
        }
    }

    /// "3 May 2026", "May 4", "in May": the month.
    private func isMonth(_ hit: LexiconMatcher.Hit) -> Bool {
        guard sentence.tongue == 0, hit.first == hit.last, sentence.words[hit.first].has(.capitalized) else {
            return false
        }
        let (before, after) = (hit.first - 1, hit.first + 1)
        if after < span.upperBound, sentence.words[after].kind == .number { return true }
        return before >= span.lowerBound
            && (sentence.words[before].kind == .number || sentence.has(before, .preposition))
    }

    /// Whether an object follows a verb that is as often a noun or a participle ("needs", "provided").
    private func hasObject(_ index: Int) -> Bool {
        guard index < span.upperBound,
            sentence.words[index].kind == .word || sentence.words[index].kind == .number
        else { return false }
        return !sentence.isIn(index, .object) && !sentence.has(index, .preposition)
    }

    private func opensNounPhrase(_ index: Int) -> Bool {
        if sentence.tongue == 0 {
            return sentence.has(index, .determiner) || sentence.has(index, .preposition)
        }
        if sentence.has(index, .clitic) { return false }
        return sentence.has(index, .determiner) || sentence.has(index, .preposition)
    }

    private func followsNous(_ index: Int) -> Bool {
        (max(span.lowerBound, index - 6)..<index).contains { sentence.has($0, .pronounFirst) }
    }

    // MARK: Can the subject act?

    private func settle(_ candidate: inout Candidate) {
        switch candidate.row.cueClass {
        case .status:
            candidate.isResult = candidate.subject != .second
            candidate.isPassive = holdsAuxiliary(candidate.hit)
        case .negated, .refrain: candidate.isNegative = true
        case .prohibition:
            candidate.isNegative = true
            let verb = verbIndex(after: candidate.hit.last)
            candidate.isPassive = isPassive(verb)
            // "those features may not be available" forbids nothing.
            if rows[Int(candidate.hit.row)].cue == Self.mayNot, isStative(verb), !candidate.isPassive,
                candidate.subject != .actor
            {
                candidate.strength = 0
            }
        case .future:
            candidate.isPassive = isPassive(candidate.hit.last)
            if isForecast(candidate, verb: candidate.hit.last) { candidate.strength = 0 }
        case .modal: settleModal(&candidate)
        case .ongoing, .wish:
            if candidate.subject == .thing || candidate.subject == .second { candidate.strength = 0 }
        case .plan, .exploratory, .recommend:
            if candidate.subject == .thing, !candidate.row.has(.isAboutThings) { candidate.strength = 0 }
            if candidate.isSubordinate, candidate.subject != .actor, candidate.subject != .first {
                candidate.strength = 0
            }
        case .duty:
            if candidate.row.has(.assigns), !isAssigned(candidate) { candidate.strength = 0 }
        case .permit:
            if candidate.subject == .thing || candidate.subject == .none, candidate.row.has(.isHypothetical) {
                candidate.strength = 0
            }
        case .performative:
            if candidate.row.has(.startsWithWill), candidate.subject == .thing {
                candidate.strength = 0
            }
        default: break
        }
    }

    /// Whether somebody answers for something: "the rot is responsible for 200 claims" names a cause.
    private func isAssigned(_ candidate: Candidate) -> Bool {
        let next = candidate.hit.last + 1
        switch candidate.subject {
        case .thing, .none: return false
        case .unknown: return !(next < span.upperBound && sentence.words[next].kind == .number)
        default: return true
        }
    }

    private func settleModal(_ candidate: inout Candidate) {
        let verb = verbIndex(after: candidate.hit.last)
        candidate.isPassive = isPassive(verb)
        switch candidate.strength {
        case 4: if isForecast(candidate, verb: verb) { candidate.strength = 0 }
        case 1:
            let acts: Bool
            switch candidate.subject {
            case .actor, .first, .second, .anaphor: acts = !isIndefinite(candidate.subjectWords)
            case .unknown: acts = !candidate.row.has(.isHypothetical) && !isIndefinite(candidate.subjectWords)
            case .thing, .none: acts = isPassive(verb) && !candidate.row.has(.isHypothetical)
            }
            if !acts || isStative(verb) && !isPassive(verb) { candidate.strength = 0 }
        default: break
        }
    }

    /// A future that foretells: its subject does not act, or its verb tells a state.
    private func isForecast(_ candidate: Candidate, verb: Int) -> Bool {
        if isPassive(verb) { return false }
        if isStative(verb) { return true }
        switch candidate.subject {
        case .thing, .second: return true
        case .none: return !candidate.isSubordinate && sentence.tongue == 0
        default: return false
        }
    }

    private func isStative(_ verb: Int) -> Bool {
        guard verb < span.upperBound else { return false }
        return cuesInSpan.contains { $0.hit.first == verb && $0.row.cueClass == .stative }
    }

    /// "be published", « sera publié »: an agent stands behind it though none is named.
    private func isPassive(_ verb: Int) -> Bool {
        guard verb < span.upperBound, isAuxiliary(verb) else { return false }
        let participle = verbIndex(after: verb)
        guard participle < span.upperBound, sentence.words[participle].kind == .word else { return false }
        if sentence.has(participle, .passiveStative) || sentence.has(participle, .preposition) {
            return false
        }
        return sentence.words[participle].has(.participle) || sentence.has(participle, .participle)
    }

    /// "was adopted", « a été signé »: a passive among reported results.
    private func holdsAuxiliary(_ hit: LexiconMatcher.Hit) -> Bool {
        (hit.first...hit.last).contains { sentence.has($0, .passiveAuxiliary) }
    }

    private func isAuxiliary(_ index: Int) -> Bool {
        sentence.has(index, .auxiliary)
    }

    private func isIndefinite(_ words: Range<Int>?) -> Bool {
        guard let first = words?.lowerBound, first > span.lowerBound else { return false }
        return sentence.has(first - 1, .indefinite)
    }

    /// The next word that is no adverb.
    func verbIndex(after index: Int) -> Int {
        var next = index + 1
        while next < span.upperBound, sentence.words[next].kind == .word,
            sentence.matcher.isAdverb(sentence.words[next], sentence.tongue)
        {
            next += 1
        }
        return next
    }

    // MARK: Negation

    private func deny(_ candidate: inout Candidate) {
        switch candidate.row.cueClass {
        case .negated, .refrain, .prohibition: return
        default: break
        }
        guard isDenied(candidate.hit) || hasNegativeSubject(candidate.subjectWords) else { return }
        candidate.isNegative = true
        candidate.isResult = false
        // What nobody may or must do is forbidden; what nobody will do is undertaken by nobody.
        let forbids = candidate.row.cueClass == .modal && candidate.row.has(.forbidsWhenDenied)
        candidate.strength = forbids ? 5 : 0
    }

    private func isDenied(_ hit: LexiconMatcher.Hit) -> Bool {
        sentence.tongue == 0 ? isDeniedInEnglish(hit) : isDeniedInFrench(hit)
    }

    private func isDeniedInEnglish(_ hit: LexiconMatcher.Hit) -> Bool {
        if isEnglishNegation(hit.last + 1) || isEnglishNegation(hit.first - 1) { return true }
        // "is not committed to", "does not support": inside, or one auxiliary before.
        return (hit.first...hit.last).contains { isEnglishNegation($0) }
            && traits[Int(hit.row)].cueClass != .recommend
    }

    private func isEnglishNegation(_ index: Int) -> Bool {
        guard span.contains(index), sentence.has(index, .negation) else { return false }
        return sentence.isIn(index, .englishDenial)
    }

    private func isDeniedInFrench(_ hit: LexiconMatcher.Hit) -> Bool {
        let before = max(span.lowerBound, hit.first - 3)..<min(hit.last + 1, span.upperBound)
        guard let ne = before.first(where: { sentence.isIn($0, .ne) }) else { return false }
        let after = (ne + 1)..<min(span.upperBound, hit.first + 1 + Self.negationReach_words)
        return after.contains { index in
            sentence.isIn(index, .frenchDenial)
        }
    }

    /// "No person", « aucun fournisseur », « nul ».
    private func hasNegativeSubject(_ words: Range<Int>?) -> Bool {
        guard let words else { return false }
        let from = max(span.lowerBound, words.lowerBound - 1)
        return (from..<min(from + 2, words.upperBound)).contains { index in
            sentence.isIn(index, .negativeSubject) && sentence.has(index, .negation)
                && !(index > from && sentence.isIn(index, .person))
        }
    }

    /// Whether the main clause before a word denies something.
    func isDeniedBefore(_ index: Int) -> Bool {
        for word in span where word < index && depth(word) == .main {
            if isEnglishNegation(word), sentence.tongue == 0 { return true }
            if sentence.tongue == 1, sentence.isIn(word, .ne),
                isDeniedInFrench(
                    LexiconMatcher.Hit(row: 0, first: word, last: word))
            {
                return true
            }
        }
        return false
    }

    // MARK: Caps

    /// An exploratory or conative verb after the cue lowers it.
    private func cap(_ candidate: inout Candidate) {
        guard candidate.strength > 1, !candidate.isNegative else { return }
        var next = candidate.hit.last + 1
        while next < span.upperBound,
            isTransparent(next) || sentence.isIn(next, .infinitiveMark)
        {
            guard sentence.words[next].kind == .word else { return }
            next += 1
        }
        guard let row = cappingRow(at: next), traits[Int(row)].strength < candidate.strength else { return }
        candidate.cap = row
        candidate.strength = traits[Int(row)].strength
    }

    /// The exploratory head or conative verb at a word.
    func cappingRow(at index: Int) -> Int32? {
        guard index < span.upperBound,
            let hit = sentence.matcher.head(
                at: index, in: sentence.words, sentence.tongue, classes: [.head, .conative, .exploratory])
        else { return nil }
        let row = traits[Int(hit.row)]
        let isCap = row.cueClass != .head || row.strength <= 1
        return isCap && hit.last < span.upperBound ? hit.row : nil
    }

    // MARK: Conditions

    /// The first condition in some words, to the end of its phrase.
    func condition(in words: Range<Int>) -> Range<Int>? {
        let conditions = cuesInSpan.filter { $0.row.cueClass == .condition && words.contains($0.hit.first) }
        guard let first = conditions.min(by: { $0.hit.first < $1.hit.first }) else { return nil }
        var last = first.hit.last
        guard first.row.has(.opensPhrase) else { return sentence.range(from: first.hit.first, through: last) }
        while last + 1 < words.upperBound {
            let kind = sentence.words[last + 1].kind
            if kind == .comma || kind == .semicolon || kind == .colon { break }
            if kind == .mark, sentence.words[last + 1].last == UInt8(ascii: ".") { break }
            last += 1
        }
        return sentence.range(from: first.hit.first, through: last)
    }
}
