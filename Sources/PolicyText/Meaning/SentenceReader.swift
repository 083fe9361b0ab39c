/// Reads how far each clause of a sentence commits.
///
/// The order of the rules: rows of class `exclude` and the longest match first; a denied cue gives 0 and negative
/// polarity; in an infinitive list item the verb at its head decides; else the governing cue of the main clause, and
/// a cue of a subordinate clause only where there is nothing else; an exploratory verb after the cue caps the
/// strength at 1, a conative one at 2, a list of aims at 2; a future whose subject does not act, or whose verb tells
/// a state, is a forecast: 0. Conditions are told and leave the strength.
struct SentenceReader {
    let sentence: LexiconSentence
    /// The sentence's words among those of `sentence`.
    let span: Range<Int>
    let rows: [LexiconRow]
    let traits: [RowTraits]
    /// The rows of cues and words found in the sentence.
    private(set) var cuesInSpan: [Cue] = []
    /// How deep each word stands, by its place in `span`.
    private(set) var depths: [Depth] = []

    enum Depth: UInt8 {
        case main
        /// In a clause that something else governs.
        case subordinate
        /// In a supposition or an indirect question: never commits.
        case supposed
        /// In parentheses.
        case aside
    }

    /// A row of cues or words where it stands.
    struct Cue {
        var hit: LexiconMatcher.Hit
        var row: RowTraits
    }

    /// A cue with what it comes to.
    struct Candidate {
        var hit: LexiconMatcher.Hit
        var row: RowTraits
        var strength: Int
        var isNegative = false
        var isResult = false
        var isSubordinate: Bool
        var isPassive = false
        /// The row that lowered the strength.
        var cap: Int32?
        var subject: SentenceReading.Subject
        var subjectWords: Range<Int>?
    }

    init(_ sentence: LexiconSentence, _ span: Range<Int>, rows: [LexiconRow]) {
        self.sentence = sentence
        self.span = span
        self.rows = rows
        traits = sentence.matcher.traits
    }

    /// The readings of the clauses, at least one.
    func readings(_ form: SentenceForm) -> [SentenceReading] {
        var reader = self
        guard !span.isEmpty else { return [reader.blank()] }
        reader.measureDepths()
        if form != .sentence, let item = reader.itemReading(form) { return [item] }
        return reader.clauseReadings(form)
    }

    // MARK: Depth

    mutating func measureDepths() {
        cuesInSpan = Self.slice(sentence.cues, in: span).map { Cue(hit: $0, row: traits[Int($0.row)]) }
        depths = [Depth](repeating: .main, count: span.count)
        var current = Depth.main
        var parentheses = 0
        var openers: [Int: (last: Int, depth: Depth)] = [:]
        for cue in cuesInSpan where cue.row.cueClass == .subordinate || cue.row.cueClass == .indirect {
            // « Rappelons que », "Note that": what is recalled governs.
            if cue.hit.first == cue.hit.last, recalls(cue.hit.first) { continue }
            let depth: Depth =
                cue.row.cueClass == .indirect || cue.row.has(.opensSupposition) || isFronted(cue.hit.first)
                ? .supposed : .subordinate
            if openers[cue.hit.first]?.depth != .supposed { openers[cue.hit.first] = (cue.hit.last, depth) }
        }
        for index in span {
            switch sentence.words[index].kind {
            case .open: parentheses += 1
            case .close: parentheses = max(0, parentheses - 1)
            // « qui, soit…, »: the clause has only begun.
            case .comma where index > span.lowerBound && openers.contains { $0.value.last == index - 1 }:
                break
            case .comma, .semicolon, .colon, .dash: current = .main
            default: break
            }
            if let opener = openers[index], parentheses == 0, current != .supposed { current = opener.depth }
            depths[index - span.lowerBound] = parentheses > 0 ? .aside : current
        }
    }

    /// Whether "that" or « que » follows a verb that opens its phrase and has no subject.
    private func recalls(_ index: Int) -> Bool {
        guard sentence.isIn(index, .que), index > span.lowerBound else {
            return false
        }
        var from = index
        while from > span.lowerBound, sentence.words[from - 1].kind == .word { from -= 1 }
        return index - from <= 3 && from < index && !namesSomething(from..<index)
            && !(from..<index).contains { sentence.has($0, .pronounFirst) || sentence.has($0, .pronounThird) }
    }

    func depth(_ index: Int) -> Depth { depths[index - span.lowerBound] }

    /// Whether a clause that says when or why stands before the main one and ends with a comma: « Lorsque …, le
    /// juge », "While …, the". A relative pronoun opens no such clause.
    private func isFronted(_ index: Int) -> Bool {
        guard !sentence.isIn(index, .relative), !sentence.isIn(index, .purpose) else { return false }
        var from = index
        while from > span.lowerBound, sentence.has(from - 1, .coordinator) { from -= 1 }
        let opens = from == span.lowerBound || sentence.words[from - 1].kind == .semicolon
        return opens && (index..<span.upperBound).contains { sentence.words[$0].kind == .comma }
    }

    /// The hits that lie in a span of words; hits are in order of their first word.
    static func slice(_ hits: [LexiconMatcher.Hit], in span: Range<Int>) -> [LexiconMatcher.Hit] {
        var low = 0
        var high = hits.count
        while low < high {
            let middle = (low + high) / 2
            if hits[middle].first < span.lowerBound { low = middle + 1 } else { high = middle }
        }
        var result: [LexiconMatcher.Hit] = []
        while low < hits.count, hits[low].first < span.upperBound {
            if hits[low].last < span.upperBound { result.append(hits[low]) }
            low += 1
        }
        return result
    }

    // MARK: Clauses

    private func candidates() -> [Candidate] {
        var candidates: [Candidate] = []
        for hit in Self.slice(sentence.strengths, in: span) {
            if let next = candidate(hit, after: candidates.last) { candidates.append(next) }
        }
        return candidates
    }

    /// A reading for each cue of the main clauses, also for one that another governs ("will inspect and will publish").
    func cueReadings() -> [SentenceReading] {
        var reader = self
        guard !span.isEmpty else { return [] }
        reader.measureDepths()
        return reader.candidates().filter { !$0.isSubordinate }.map { reader.reading($0, words: span) }
    }

    private func clauseReadings(_ form: SentenceForm) -> [SentenceReading] {
        let candidates = candidates()
        let main = candidates.filter { !$0.isSubordinate }
        guard let first = main.first else { return [subordinateReading(candidates)] }
        var readings: [SentenceReading] = []
        var from = span.lowerBound
        var governing = first
        for next in main.dropFirst() {
            guard let boundary = boundary(between: governing, and: next) else {
                // Of two cues with one subject the first governs, unless it says nothing.
                if governing.isSilent, !next.isSilent { governing = next }
                continue
            }
            readings.append(reading(governing, words: from..<boundary))
            from = boundary + 1
            governing = next
        }
        readings.append(reading(governing, words: from..<span.upperBound))
        let telling = readings.filter { $0.strength > 0 || $0.isNegative || $0.isResult }
        return telling.isEmpty ? [readings[0]] : telling
    }

    /// Where nothing governs in the main clause, a cue of a clause within counts, unless the main clause denies.
    private func subordinateReading(_ candidates: [Candidate]) -> SentenceReading {
        let firstIsAntecedent = candidates.count > 1 && opensWithRelative(before: candidates[0].hit.first)
        guard var chosen = firstIsAntecedent ? candidates[1] : candidates.first else { return blank() }
        if isDeniedBefore(chosen.hit.first) {
            chosen.strength = 0
            chosen.isNegative = true
        }
        return reading(chosen, words: span)
    }

    /// Whether a relative clause hangs on the words that open the sentence ("Suppliers who wish to bid must…").
    private func opensWithRelative(before index: Int) -> Bool {
        let near = span.prefix(6)
        return near.contains { $0 < index && depth($0) == .subordinate && $0 > span.lowerBound }
    }

    /// The coordinator or semicolon between two main clauses, each with its own subject or strength.
    private func boundary(between governing: Candidate, and next: Candidate) -> Int? {
        let gap = (governing.hit.last + 1)..<next.hit.first
        guard !gap.isEmpty else { return nil }
        let marks = gap.reversed().filter { index in
            sentence.words[index].kind == .semicolon || sentence.has(index, .coordinator)
        }
        for mark in marks {
            let between = (mark + 1)..<next.hit.first
            if let subject = next.subjectWords, subject.lowerBound > mark,
                subject.upperBound <= next.hit.first
            {
                return mark
            }
            let hasSubject = between.contains { !isTransparent($0) }
            if !hasSubject, next.strength != governing.strength || next.isResult != governing.isResult {
                return mark
            }
            return nil
        }
        return nil
    }

    /// Whether a word may stand between a coordinator and its verb without being the subject.
    func isTransparent(_ index: Int) -> Bool {
        let word = sentence.words[index]
        return word.kind != .word || sentence.matcher.isAdverb(word, sentence.tongue)
            || sentence.has(index, .clitic)
    }

    // MARK: Readings

    func blank() -> SentenceReading {
        SentenceReading(
            range: trimmed(span) ?? 0..<0, strength: 0, isNegative: isDeniedBefore(span.upperBound), cue: nil,
            row: nil, cap: nil, subject: .none, subjectRange: nil, condition: nil, isResult: false,
            isSubordinate: false, isPassive: false)
    }

    func reading(_ candidate: Candidate, words: Range<Int>) -> SentenceReading {
        let hit = candidate.hit
        return SentenceReading(
            range: trimmed(words) ?? sentence.range(from: hit.first, through: hit.last),
            strength: candidate.strength, isNegative: candidate.isNegative,
            cue: sentence.range(from: hit.first, through: cueEnd(candidate)), row: rows[Int(hit.row)],
            cap: candidate.cap.map { rows[Int($0)] }, subject: candidate.subject,
            subjectRange: candidate.subjectWords.map {
                sentence.range(from: $0.lowerBound, through: $0.upperBound - 1)
            },
            condition: condition(in: words), isResult: candidate.isResult,
            isSubordinate: candidate.isSubordinate, isPassive: candidate.isPassive)
    }

    /// "will" and its verb are told together.
    private func cueEnd(_ candidate: Candidate) -> Int {
        let hit = candidate.hit
        guard candidate.row.cueClass == .modal, sentence.tongue == 0, hit.first == hit.last else {
            return hit.last
        }
        let verb = verbIndex(after: hit.last)
        guard verb < span.upperBound, sentence.words[verb].kind == .word, candidate.row.has(.isWill) else {
            return hit.last
        }
        return verb
    }

    /// The bytes of words without the marks and opening connective around them.
    private func trimmed(_ words: Range<Int>) -> Range<Int>? {
        var from = words.lowerBound
        var to = words.upperBound
        while from < to, isTrimmedMark(from) || sentence.has(from, .coordinator) { from += 1 }
        if let connective = cuesInSpan.first(where: { $0.hit.first == from && $0.row.cueClass == .connective }
        ),
            connective.hit.last + 1 < to, sentence.words[connective.hit.last + 1].kind == .comma
        {
            from = connective.hit.last + 2
        }
        while to > from, isTrimmedMark(to - 1) { to -= 1 }
        return from < to ? sentence.range(from: from, through: to - 1) : nil
    }

    private func isTrimmedMark(_ index: Int) -> Bool {
        let word = sentence.words[index]
        switch word.kind {
        case .comma, .semicolon, .colon, .dash: return true
        case .mark:
            return [UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: "*")].contains(
                word.last)
        default: return false
        }
    }
}

extension SentenceReader.Candidate {
    /// Whether it neither commits nor denies nor reports.
    fileprivate var isSilent: Bool { strength == 0 && !isNegative && !isResult }
}
