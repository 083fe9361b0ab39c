/// The infinitive at the head of a list item or of a sentence.
extension SentenceReader {
    /// How many commas a fronted adverbial may hold.
    private static let mostFrontedCommas = 4
    /// The longest label before a colon (« Minéraux critiques : Développer… »).
    private static let longestLabel_words = 8

    /// Whether the sentence opens with an infinitive, or with an adverbial and an infinitive.
    func opensWithInfinitive(isListed: Bool) -> Bool {
        var reader = self
        reader.measureDepths()
        return reader.headWord(isListed: isListed) != nil
    }

    /// Whether a sentence can open so, by its first words alone.
    static func mayOpenWithInfinitive(_ sentence: LexiconSentence, _ span: Range<Int>) -> Bool {
        guard let first = span.first else { return false }
        let heads = CueClass.head.bit | CueClass.conative.bit | CueClass.preposition.bit | CueClass.front.bit
        let word = sentence.words[first]
        return sentence.classes(first) & heads != 0 || word.has(.infinitive) || word.kind == .quote
            || sentence.has(first, .clitic) || sentence.matcher.isAdverb(word, sentence.tongue)
            || span.prefix(longestLabel_words).contains { sentence.words[$0].kind == .colon }
            || sentence.matcher.opens(word.id, sentence.tongue)
    }

    /// Whether the words name a subject with a cue of their own, as a whole sentence does.
    static func hasOwnSubject(_ sentence: LexiconSentence, _ span: Range<Int>, _ rows: [LexiconRow]) -> Bool {
        let reading = SentenceReader(sentence, span, rows: rows).readings(.sentence)[0]
        guard reading.cue != nil, !reading.isSubordinate else { return false }
        return reading.subject == .first || reading.subject == .actor || reading.subject == .anaphor
    }

    /// The reading by the item's head, nil where no infinitive opens it.
    func itemReading(_ form: SentenceForm) -> SentenceReading? {
        guard let (index, hit) = headWord(isListed: form != .sentence) else {
            if case .governed(let strength) = form { return governed(strength) }
            return nil
        }
        var row = hit.map { rows[Int($0.row)] }
        var cue = hit.map { $0.first...$0.last } ?? index...index
        var strength = row?.strength ?? 3
        if strength == 3, let means = means(after: cue.upperBound) {
            row = rows[Int(means.row)]
            cue = means.first...means.last
            strength = row?.strength ?? strength
        }
        var cap: LexiconRow?
        switch form {
        case .sentence, .item: break
        case .aim: strength = min(2, strength)
        case .governed(let governing):
            let isCap = row.map { $0.cueClass == .conative || $0.strength ?? 0 <= 1 } ?? false
            cap = isCap ? row : nil
            strength = isCap ? min(governing, strength) : governing
        }
        let denied =
            sentence.isIn(index, .ne) || index > span.lowerBound && sentence.isIn(index - 1, .not)
        return SentenceReading(
            range: wholeRange(), strength: denied ? 0 : strength, isNegative: denied,
            cue: sentence.range(from: cue.lowerBound, through: cue.upperBound), row: row, cap: cap,
            subject: .none,
            subjectRange: nil, condition: condition(in: span), isResult: false, isSubordinate: false,
            isPassive: false)
    }

    private func wholeRange() -> Range<Int> { blank().range }

    private func governed(_ strength: Int) -> SentenceReading {
        var reading = blank()
        reading.strength = strength
        reading.isNegative = false
        reading.condition = condition(in: span)
        return reading
    }

    // MARK: The head

    private func headWord(isListed: Bool) -> (Int, LexiconMatcher.Hit?)? {
        var from = span.lowerBound
        if let label = labelEnd() { from = label }
        if let head = head(at: from, isListed: isListed) { return head }
        guard opensAdverbial(from) else { return nil }
        var commas = 0
        for index in from..<span.upperBound where sentence.words[index].kind == .comma {
            commas += 1
            if commas > Self.mostFrontedCommas || index + 1 >= span.upperBound { return nil }
            if let head = head(at: index + 1, isListed: isListed) {
                return hasVerb(from..<index) ? nil : head
            }
            // A subject of its own begins here: no infinitive governs the sentence.
            if sentence.has(index + 1, .determiner) || sentence.has(index + 1, .pronounFirst)
                || sentence.has(index + 1, .pronounThird) || sentence.words[index + 1].has(.capitalized)
            {
                return nil
            }
        }
        return nil
    }

    private func hasVerb(_ words: Range<Int>) -> Bool {
        let hits = Self.slice(sentence.strengths, in: words)
        return hits.contains { hit in
            let row = traits[Int(hit.row)]
            return row.cueClass != .exclude && !row.has(.isAdverbial) && depth(hit.first) == .main
        }
    }

    /// "Finance Department": a name, of which the verb is the first word.
    private func opensName(_ hit: LexiconMatcher.Hit) -> Bool {
        let next = hit.last + 1
        return next < span.upperBound && sentence.words[hit.first].has(.capitalized)
            && sentence.words[next].has(.capitalized) && sentence.has(next, .organizationNoun)
    }

    private func head(at index: Int, isListed: Bool) -> (Int, LexiconMatcher.Hit?)? {
        var index = index
        while index < span.upperBound, sentence.words[index].kind == .quote { index += 1 }
        if sentence.tongue == 0, index < span.upperBound, sentence.isIn(index, .to), isListed {
            index += 1
        }
        while index < span.upperBound, sentence.matcher.isAdverb(sentence.words[index], sentence.tongue) {
            index += 1
        }
        guard index < span.upperBound, sentence.words[index].kind == .word else { return nil }
        if let hit = sentence.matcher.head(
            at: index, in: sentence.words, sentence.tongue, classes: [.head, .conative]),
            hit.last < span.upperBound, !traits[Int(hit.row)].has(.startsWithEn), !opensName(hit)
        {
            return isNoun(after: hit.last) ? nil : (index, hit)
        }
        return isUnlistedInfinitive(index, isListed) ? (index, nil) : nil
    }

    /// "Support for families", "Use of force", "Exchange programs": the verb is a noun here.
    private func isNoun(after index: Int) -> Bool {
        guard sentence.tongue == 0, index + 1 < span.upperBound else { return index + 1 >= span.upperBound }
        return sentence.isIn(index + 1, .nounFollows) || sentence.words[index + 1].kind == .quote
    }

    private func isUnlistedInfinitive(_ index: Int, _ isListed: Bool) -> Bool {
        let next = index + 1
        guard next < span.upperBound, sentence.words[next].kind == .word else { return false }
        if sentence.tongue == 1 {
            guard sentence.matcher.isInfinitive(sentence.words, at: index, 1) else { return false }
            if sentence.has(index, .clitic) { return true }
            return sentence.has(next, .determiner) || sentence.has(next, .preposition)
                || sentence.matcher.isAdverb(sentence.words[next], 1)
        }
        guard isListed, sentence.classes(index) & (CueClass.actor.bit | CueClass.thing.bit) == 0 else {
            return false
        }
        let isPlain =
            sentence.classes(index) == 0 && !sentence.words[index].has(.adverb)
            && !sentence.words[index].has(.allCapitals)
        return isPlain && sentence.has(next, .determiner)
    }

    private func labelEnd() -> Int? {
        let near = span.prefix(Self.longestLabel_words)
        guard let colon = near.first(where: { sentence.words[$0].kind == .colon }),
            colon + 1 < span.upperBound
        else { return nil }
        return colon + 1
    }

    private func opensAdverbial(_ index: Int) -> Bool {
        guard index < span.upperBound else { return false }
        return cuesInSpan.contains { $0.hit.first == index && $0.row.cueClass == .front }
            || sentence.has(index, .preposition)
    }

    /// « en lançant une Réunion »: a means that is a deliverable, in the head's own clause.
    private func means(after index: Int) -> LexiconMatcher.Hit? {
        var next = index + 1
        while next < span.upperBound, sentence.words[next].kind != .comma, depth(next) == .main {
            if let hit = sentence.matcher.head(
                at: next, in: sentence.words, sentence.tongue, classes: [.head]), hit.first < hit.last,
                traits[Int(hit.row)].has(.startsWithEn)
            {
                return hit
            }
            next += 1
        }
        return nil
    }
}
