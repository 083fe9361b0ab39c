/// Who stands before the verb of a cue.
extension SentenceReader {
    /// How far before its verb a subject is sought.
    private static let subjectReach_words = 60

    /// The subject's kind and words without article; `none` where the clause names nobody.
    func subject(before verb: Int, isWithin: Bool) -> (SentenceReading.Subject, Range<Int>?) {
        // « nous nous engageons à »: the cue brings its own subject.
        if sentence.has(verb, .pronounFirst) {
            let isDoubled = verb > span.lowerBound && sentence.has(verb - 1, .pronounFirst)
            return (.first, isDoubled ? (verb - 1)..<verb : verb..<(verb + 1))
        }
        guard verb > span.lowerBound else { return (.none, nil) }
        var end = verb
        while end > span.lowerBound, isBeforeVerb(end - 1, verb) { end -= 1 }
        guard let phrase = phrase(endingAt: end, before: verb) else { return (.none, nil) }
        var noun = withoutVerb(isWithin ? withinClause(phrase, verb) : withoutOpening(phrase))
        guard let last = noun.last else { return (.none, nil) }
        // A clause that hangs on the noun without a pronoun: "the address you have provided".
        if noun.count > 1,
            sentence.has(last, .pronounSecond) || sentence.has(last, .pronounFirst)
                || sentence.has(last, .pronounThird), !sentence.words[last].has(.allCapitals)
        {
            noun = last..<(last + 1)
        }
        return (kind(of: noun), noun)
    }

    /// The subject inside a subordinate clause: after the word that opens it, or before it where that word itself
    /// is the subject (« les fournisseurs qui doivent »).
    private func withinClause(_ phrase: Range<Int>, _ verb: Int) -> Range<Int> {
        let openers = cuesInSpan.filter { cue in
            (cue.row.cueClass == .subordinate || cue.row.cueClass == .indirect)
                && phrase.contains(cue.hit.first)
        }
        guard let opener = openers.last else { return withoutOpening(phrase) }
        var from = opener.hit.last + 1
        while from < phrase.upperBound, isEmptyOpening(from..<(from + 1)) { from += 1 }
        if from < phrase.upperBound { return from..<phrase.upperBound }
        guard isRelative(opener.hit.first), opener.hit.first > phrase.lowerBound else {
            return phrase.upperBound..<phrase.upperBound
        }
        return withoutOpening(phrase.lowerBound..<opener.hit.first)
    }

    /// The phrase up to a verb that stands in it: "Canada is a leader and".
    private func withoutVerb(_ phrase: Range<Int>) -> Range<Int> {
        var to = phrase.upperBound
        if let copula = phrase.dropFirst().first(where: { sentence.has($0, .copula) }) { to = copula }
        if to > phrase.lowerBound, sentence.has(to - 1, .coordinator) {
            // The subject of the verb before: its noun and what hangs on it by « de », "of".
            to = phrase.lowerBound + 1
            while to < phrase.upperBound, sentence.words[to].kind == .word,
                isOf(to) || isOf(to - 1) || sentence.words[to].has(.capitalized)
                    || sentence.has(to, .determiner) && isOf(to - 1)
            {
                to += 1
            }
        }
        return phrase.lowerBound..<to
    }

    private func isOf(_ index: Int) -> Bool {
        sentence.isIn(index, .of)
    }

    /// Adverbs and object pronouns between a subject and its verb.
    private func isBeforeVerb(_ index: Int, _ verb: Int) -> Bool {
        let word = sentence.words[index]
        guard word.kind == .word else { return false }
        if sentence.matcher.isAdverb(word, sentence.tongue),
            !word.has(.capitalized) || index > span.lowerBound
        {
            return true
        }
        guard sentence.tongue == 1, sentence.has(index, .clitic), index > span.lowerBound else {
            return false
        }
        // « nous nous engageons », « qui le publiera »: the word before is the subject, unless this one is.
        if sentence.has(index, .pronounFirst) {
            return sentence.has(index - 1, .pronounFirst) || !sentence.endsInOns(verb)
        }
        let before = sentence.words[index - 1]
        return before.kind == .word && !sentence.has(index - 1, .preposition)
    }

    // MARK: The phrase

    private func phrase(endingAt end: Int, before verb: Int) -> Range<Int>? {
        guard end > span.lowerBound else { return nil }
        let last = sentence.words[end - 1]
        if last.kind == .comma || last.kind == .close || last.kind == .dash {
            return phraseBeforeAside(end)
        }
        guard last.kind != .semicolon, last.kind != .colon else { return nil }
        var from = start(of: end, before: verb)
        // A list of subjects: "Canada, Mexico and the United States will".
        while from - 1 > span.lowerBound, sentence.words[from - 1].kind == .comma,
            (from..<end).contains(where: { sentence.has($0, .coordinator) })
        {
            let earlier = start(of: from - 1, before: verb)
            guard from - 1 - earlier <= 8, earlier < from - 1, isNamePhrase(earlier..<(from - 1)) else {
                break
            }
            from = earlier
        }
        return from < end ? from..<end : nil
    }

    /// « Le ministre, après consultation, doit », « nous, les ministres …, avons »: the words before the aside,
    /// or the aside itself where it says who "we" are.
    private func phraseBeforeAside(_ end: Int) -> Range<Int>? {
        let closing = end - 1
        if sentence.words[closing].kind == .close {
            var open = closing
            while open > span.lowerBound, sentence.words[open].kind != .open { open -= 1 }
            return open > span.lowerBound ? phrase(endingAt: open, before: closing) : nil
        }
        guard closing > span.lowerBound else { return nil }
        let from = start(of: closing, before: closing)
        guard from > span.lowerBound, sentence.words[from - 1].kind == sentence.words[closing].kind else {
            return from < closing ? from..<closing : nil
        }
        let before = start(of: from - 1, before: from - 1)
        let outer = withoutOpening(before..<(from - 1))
        if outer.count == 1, sentence.has(outer.lowerBound, .pronounFirst) { return from..<closing }
        if !outer.isEmpty, kind(of: outer) != .none, !startsWithPreposition(before..<(from - 1)) {
            return before..<(from - 1)
        }
        return from..<closing
    }

    /// Where the run of words that ends at `end` begins: after a mark or an earlier clause.
    private func start(of end: Int, before verb: Int) -> Int {
        var from = end
        let floor = max(span.lowerBound, end - Self.subjectReach_words)
        while from > floor {
            let index = from - 1
            let word = sentence.words[index]
            switch word.kind {
            case .comma, .semicolon, .colon, .dash: return from
            // Another cell of a table.
            case .mark where word.last == UInt8(ascii: "|"): return from
            case .close:
                var open = index
                while open > floor, sentence.words[open].kind != .open { open -= 1 }
                if open == floor { return from }
                from = open
                continue
            case .open: return from
            default: break
            }
            if sentence.has(index, .coordinator), endsEarlierClause(index) { return from }
            from = index
        }
        return from
    }

    /// Whether a verb stands before a coordinator, so that a new clause begins after it.
    private func endsEarlierClause(_ coordinator: Int) -> Bool {
        guard coordinator + 1 < span.upperBound else { return false }
        let next = coordinator + 1
        if sentence.has(next, .pronounFirst) || sentence.has(next, .pronounThird) { return true }
        let earlier = Self.slice(sentence.strengths, in: span.lowerBound..<coordinator)
        return earlier.contains { traits[Int($0.row)].cueClass != .exclude }
    }

    private func isNamePhrase(_ words: Range<Int>) -> Bool {
        guard let first = words.first else { return false }
        if startsWithPreposition(words) || sentence.has(first, .connective) { return false }
        return sentence.has(first, .determiner) || sentence.words[first].has(.capitalized)
            || sentence.has(first, .actor)
    }

    private func startsWithPreposition(_ words: Range<Int>) -> Bool {
        guard let first = words.first else { return false }
        return sentence.has(first, .preposition) || sentence.has(first, .subordinate)
            || cuesInSpan.contains { $0.hit.first == first && $0.row.cueClass == .front }
    }

    // MARK: Its head

    /// The phrase from its noun on: without article, conjunction, connective and fronted adverbial, and without the
    /// clause that hangs on it.
    private func withoutOpening(_ phrase: Range<Int>) -> Range<Int> {
        var from = phrase.lowerBound
        var to = phrase.upperBound
        if let opener = cuesInSpan.first(where: {
            $0.row.cueClass == .subordinate && $0.hit.first >= from && $0.hit.first < to
        }) {
            if opener.hit.first == from || isEmptyOpening(from..<opener.hit.first) {
                from = opener.hit.last + 1
            } else if isRelative(opener.hit.first), namesSomething(from..<opener.hit.first) {
                to = opener.hit.first
            } else {
                from = min(to, opener.hit.last + 1)
            }
        }
        if from < to, sentence.has(from, .preposition), !sentence.has(from, .determiner) {
            from = nounAfterAdverbial(from..<to)
        }
        // "1.1 The Registrar", "2. **Canada**": the clause's number and the marks around it are no part of who acts.
        if from == span.lowerBound {
            while from + 1 < to, sentence.words[from].kind == .number || sentence.words[from].kind == .mark {
                from += 1
            }
        }
        while from < to, isEmptyOpening(from..<(from + 1)) || sentence.words[from].kind == .mark { from += 1 }
        while to > from, [.quote, .comma, .mark].contains(sentence.words[to - 1].kind) {
            to -= 1
        }
        return from..<max(from, to)
    }

    /// Whether words hold a noun that a relative clause can hang on (« Rappelons » holds none).
    func namesSomething(_ words: Range<Int>) -> Bool {
        words.contains { index in
            sentence.has(index, .determiner) || sentence.has(index, .actor) || sentence.has(index, .thing)
                || index > span.lowerBound && sentence.words[index].has(.capitalized)
                || sentence.words[index].has(.agent)
        }
    }

    private func isRelative(_ index: Int) -> Bool {
        sentence.isIn(index, .relative)
    }

    private func isEmptyOpening(_ words: Range<Int>) -> Bool {
        words.allSatisfy { index in
            let word = sentence.words[index]
            if word.kind != .word { return word.kind != .number }
            if sentence.has(index, .pronounFirst) || sentence.has(index, .pronounThird) { return false }
            if sentence.has(index, .pronounThing), index + 1 == words.upperBound,
                !sentence.has(index, .determiner)
            {
                return false
            }
            return sentence.has(index, .determiner) || sentence.has(index, .coordinator)
                || sentence.matcher.isAdverb(word, sentence.tongue) && !sentence.has(index, .actor)
        }
    }

    /// "In 2026 the Council": the last article that no preposition governs opens the subject.
    private func nounAfterAdverbial(_ words: Range<Int>) -> Int {
        let articles = words.dropFirst(2).filter { index in
            sentence.has(index, .determiner) && !sentence.has(index - 1, .preposition)
                && !sentence.has(index - 1, .coordinator) || sentence.has(index, .pronounFirst)
                || sentence.has(index, .pronounThird)
        }
        if let article = articles.last { return article }
        let names = words.dropFirst(2).filter { index in
            sentence.words[index].has(.capitalized) && !sentence.has(index - 1, .preposition)
                && !sentence.words[index - 1].has(.capitalized)
        }
        return names.last ?? words.lowerBound
    }

    func kind(of noun: Range<Int>) -> SentenceReading.Subject {
        let first = noun.lowerBound
        // An acronym in capitals is no pronoun ("IT", "US").
        if sentence.words[first].has(.allCapitals), noun.count > 1,
            !sentence.words[first + 1].has(.allCapitals)
        {
            return kindByHead(noun)
        }
        if sentence.has(first, .pronounFirst) { return .first }
        if sentence.has(first, .pronounSecond) { return .second }
        if sentence.has(first, .pronounThird) { return .anaphor }
        if sentence.has(first, .pronounThing), noun.count == 1 { return .thing }
        if sentence.has(first, .preposition), !sentence.words[first].has(.capitalized) { return .none }
        return kindByHead(noun)
    }

    private func kindByHead(_ noun: Range<Int>) -> SentenceReading.Subject {
        let chunk = noun.prefix { index in
            !(sentence.has(index, .preposition) && index > noun.lowerBound)
                && !sentence.has(index, .coordinator)
                && sentence.words[index].kind != .comma
        }
        if isNameOfService(noun) { return .actor }
        // In English the last noun of a chunk is its head, in French the first.
        let ordered = sentence.tongue == 0 ? Array(chunk.reversed()) : Array(chunk)
        // "Regional Health Unit": in a name written with capitals throughout, what is no head makes it no thing.
        let isName = chunk.count > 1 && chunk.allSatisfy { sentence.words[$0].has(.capitalized) }
        for index in ordered {
            let classes = sentence.classes(index)
            let acts = classes & (CueClass.actor.bit | CueClass.organizationNoun.bit) != 0
            let isThing = classes & (CueClass.thing.bit | CueClass.instrumentNoun.bit) != 0
            if acts { return isThing && !sentence.words[index].has(.capitalized) ? .unknown : .actor }
            if isThing, !isName || index == ordered.first { return .thing }
        }
        return kindByShape(ordered, noun)
    }

    /// "Environment and Climate Change Canada", « Santé Canada »: capitals throughout, and who acts comes last.
    private func isNameOfService(_ noun: Range<Int>) -> Bool {
        guard noun.count > 1, let last = noun.last, sentence.has(last, .actor) else { return false }
        return noun.allSatisfy { index in
            sentence.words[index].has(.capitalized) || sentence.has(index, .coordinator)
                || sentence.words[index].kind == .comma
        }
    }

    private func kindByShape(_ ordered: [Int], _ noun: Range<Int>) -> SentenceReading.Subject {
        guard let head = ordered.first else { return .none }
        let isDemonstrative =
            noun.lowerBound > span.lowerBound && sentence.has(noun.lowerBound - 1, .demonstrative)
        if isDemonstrative { return .thing }
        let word = sentence.words[head]
        if word.kind == .number { return .thing }
        let opensSentence = head == span.lowerBound
        if word.has(.allCapitals) || word.has(.capitalized) && !opensSentence { return .actor }
        if word.has(.abstract) { return .thing }
        if word.has(.agent) { return .actor }
        return .unknown
    }
}
