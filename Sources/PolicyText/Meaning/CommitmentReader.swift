/// Reads the commitments of a document: who undertakes what, how firmly, by when, for how much and with whom.
///
/// Sentences commit by their governing cue, items of lists by the infinitive at their head and by what stands before
/// the list. Who is not named is inherited: "it" is the actor before, "we" and the items of a list are whoever the
/// document says it is between or by.
package struct CommitmentReader: Sendable {
    /// The most commitments read from one document; what follows is not read.
    package static let mostCommitments = 100_000

    let lexicon: Lexicon

    package init(_ lexicon: Lexicon = .builtIn) {
        self.lexicon = lexicon
    }

    /// The commitments and reported results of a document, in order.
    package func commitments(in outline: Outline) -> [Commitment] {
        commitments(in: outline) { _, _ in true }
    }

    /// Those of the parts of a document that stand between the same two headings as one of these 1-based lines; others
    /// may be among them.
    package func commitments(in outline: Outline, near lines: some Sequence<Int>) -> [Commitment] {
        var passages: Set<Int> = []
        for line in lines {
            // The last passage that begins on the line or above.
            var (low, high) = (0, outline.passages.count)
            while low < high {
                let middle = (low + high) / 2
                if outline.passages[middle].line <= line { low = middle + 1 } else { high = middle }
            }
            passages.insert(max(0, low - 1))
        }
        let isAskedFor = outline.stretches(holding: passages)
        // What the first undertaking changes holds for the rest of the document.
        return commitments(in: outline) { index, frames in isAskedFor[index] || !frames.sawUndertaking }
    }

    private func commitments(
        in outline: Outline, where isRead: (Int, ListFrames) -> Bool
    ) -> [Commitment] {
        var reading = DocumentReading(outline, lexicon)
        for index in outline.passages.indices where isRead(index, reading.frames) {
            guard reading.commitments.count < Self.mostCommitments else { break }
            reading.read(index)
        }
        return reading.commitments
    }
}

/// One walk through a document.
private struct DocumentReading {
    let outline: Outline
    let lexicon: Lexicon
    private(set) var commitments: [Commitment] = []
    /// Who the document is between or by, once asked for.
    private var issuer: DocumentIssuer
    private(set) var frames: ListFrames
    private var partners: ParticipantReader?
    private var lastActor: String?
    private let headings: RunInHeadings
    private var lines: (passage: Int, last: Int, counter: LineCounter)?

    init(_ outline: Outline, _ lexicon: Lexicon) {
        self.outline = outline
        self.lexicon = lexicon
        headings = RunInHeadings(outline)
        issuer = DocumentIssuer(outline, lexicon)
        frames = ListFrames(outline, lexicon)
    }

    mutating func read(_ index: Int) {
        let passage = outline.passages[index]
        switch passage.kind {
        case .heading:
            frames.enterHeading(passage)
            lastActor = nil
        case .code: break
        case .paragraph, .listItem, .tableRow: readSentences(of: passage, at: index)
        }
    }

    private mutating func readSentences(of passage: Passage, at index: Int) {
        let words = LexiconSentence(
            passage.text, language: outline.language(of: passage), lexicon: lexicon)
        frames.enter(passage, words)
        var next = 0
        var previous: Range<Int>?
        for (number, sentence) in passage.sentences.enumerated() {
            let span = words.span(of: sentence, from: &next)
            guard !span.isEmpty else { continue }
            let form = frames.form(of: passage, words, span, isFirst: number == 0)
            if let form { read(words, span, form, passage, at: index, after: previous) }
            frames.pass(span, words, passage)
            previous = span
        }
        frames.leave(passage, words)
    }

    private mutating func read(
        _ words: LexiconSentence, _ span: Range<Int>, _ form: SentenceForm, _ passage: Passage, at index: Int,
        after previous: Range<Int>?
    ) {
        for clause in SentenceReader(words, span, rows: lexicon.rows).readings(form) {
            let actor = actor(of: clause, form, passage, words, previous)
            if clause.subject == .actor, let actor { lastActor = actor }
            guard clause.strength > 0 || clause.isResult, !clause.isLeaveToReader,
                !Self.text(clause.range, of: passage).isEmpty
            else { continue }
            commitments.append(commitment(clause, actor, passage, at: index, words, span))
            if clause.strength >= 3 { frames.sawUndertaking = true }
        }
    }

    // MARK: A commitment

    private mutating func commitment(
        _ clause: SentenceReading, _ actor: String?, _ passage: Passage, at index: Int,
        _ words: LexiconSentence, _ span: Range<Int>
    ) -> Commitment {
        let language = words.language
        let text = Self.text(clause.range, of: passage)
        let values = ValueReader.values(in: text, language: language)
        let cue = (clause.cue?.lowerBound ?? 0) - clause.range.lowerBound
        let period = CommitmentPeriod(values, cue: cue)
        let partners =
            partners ?? ParticipantReader(lexicon, acronyms: AcronymTable(outline, known: lexicon.names))
        self.partners = partners
        let named = partners.partners(
            in: text, language: language, except: actor, mayName: partners.mayName(span, words))
        let strength = clause.isResult ? 0 : clause.strength
        return Commitment(
            text: text, section: headings.section(of: index),
            line: line(of: clause.range, of: passage, at: index),
            language: language, actor: actor, cue: clause.cue.map { Self.text($0, of: passage) },
            strength: strength,
            period: period.text, due: clause.isResult ? nil : period.due,
            amount: values.first { $0.kind == .money || $0.kind == .share }?.text,
            partners: named.map(\.name), condition: clause.condition.map { Self.text($0, of: passage) },
            isResult: clause.isResult && clause.strength == 0)
    }

    private static func text(_ range: Range<Int>, of passage: Passage) -> String {
        passage.text.bytes(range)
    }

    /// The line of a clause; clauses are mostly asked for in order.
    private mutating func line(of range: Range<Int>, of passage: Passage, at index: Int) -> Int {
        if lines?.passage != index || range.lowerBound < (lines?.last ?? 0) {
            lines = (index, 0, LineCounter(passage))
        }
        lines?.last = range.lowerBound
        return lines?.counter.line(at: range.lowerBound) ?? passage.line
    }

    // MARK: Who

    private mutating func actor(
        of clause: SentenceReading, _ form: SentenceForm, _ passage: Passage, _ words: LexiconSentence,
        _ previous: Range<Int>?
    ) -> String? {
        switch clause.subject {
        case .actor, .unknown:
            if clause.isPassive { return nil }
            return clause.subjectRange.map { Self.text($0, of: passage) }
        case .first:
            return issuer.name ?? clause.subjectRange.map { Self.text($0, of: passage).lowercased() }
        case .second:
            if clause.isPassive { return nil }
            return clause.subjectRange.map { Self.text($0, of: passage).lowercased() }
        case .anaphor:
            return previous.flatMap { name(in: words, $0, passage) } ?? lastActor
        case .thing: return nil
        case .none:
            guard form != .sentence else { return nil }
            return frames.actor ?? issuer.name ?? lastActor
        }
    }

    /// Who the sentence before is about: its subject, or the first name in it.
    private func name(in words: LexiconSentence, _ span: Range<Int>, _ passage: Passage) -> String? {
        let readings = SentenceReader(words, span, rows: lexicon.rows).readings(.sentence)
        if let last = readings.last(where: { $0.subject == .actor }), let range = last.subjectRange {
            return Self.text(range, of: passage)
        }
        if readings.contains(where: { $0.subject == .anaphor }) { return nil }
        let near = span.prefix(8)
        guard
            let first = near.first(where: { index in
                words.has(index, .actor) || words.has(index, .organizationNoun)
                    || index > span.lowerBound && words.words[index].has(.capitalized)
            })
        else { return nil }
        var last = first
        while last + 1 < span.upperBound, words.words[last + 1].has(.capitalized) { last += 1 }
        var from = first
        while from > span.lowerBound, words.words[from - 1].has(.capitalized),
            !words.has(from - 1, .determiner),
            words.words[from - 1].kind == .word
        {
            from -= 1
        }
        return Self.text(words.range(from: from, through: last), of: passage)
    }
}

/// The period of a commitment among the values of its text.
private struct CommitmentPeriod {
    var text: String?
    var due: CalendarDate?

    /// `cue` is where the words that commit begin: a plain date before them tells of something else.
    init(_ values: [TextValue], cue: Int) {
        let dated = values.filter { value in
            value.role != .since && value.role != .start
                && !(value.role == .plain && value.kind == .date && value.range.lowerBound < cue)
        }
        let best =
            dated.first { ($0.role == .deadline || $0.role == .until) && $0.due != nil }
            ?? dated.first { $0.role == .deadline || $0.role == .until }
            ?? dated.first { $0.kind == .duration || $0.kind == .period || $0.kind == .frequency }
            ?? dated.first { $0.kind == .date }
        text = best?.phraseText
        due = best?.due
    }
}
