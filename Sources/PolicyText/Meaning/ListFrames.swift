/// What the text before a list, and the headings above it, make of its items.
struct ListFrames {
    private enum Frame: Hashable {
        case none, firm, aim
        /// The words before the list end with a cue of this strength.
        case governed(Int, isDirect: Bool)
    }

    /// The longest lead-in or heading that is looked at, in words.
    private static let longestLead_words = 40

    /// Whether the document has undertaken something before: its infinitives then are undertakings too.
    var sawUndertaking = false
    /// Who the lead-in names.
    private(set) var actor: String?

    private let lexicon: Lexicon
    let documentPlans: Bool
    private var heading = Frame.none
    private var headingInstructs = false
    private var lead = Frame.none
    private var leadLevel = 0

    init(_ outline: Outline, _ lexicon: Lexicon) {
        self.lexicon = lexicon
        let headings = outline.passages.lazy.filter { $0.kind == .heading }.prefix(200)
        let texts = [outline.title ?? ""] + headings.map(\.text)
        documentPlans = texts.contains { text in
            !lexicon.cues([.planWord, .firmFrame, .aimFrame], in: text, language: outline.language).isEmpty
        }
    }

    mutating func enterHeading(_ passage: Passage) {
        let words = LexiconSentence(passage.text, language: passage.language, lexicon: lexicon)
        heading = Self.frame(of: words.words.indices, in: words, lexicon.rows)
        headingInstructs = words.words.indices.prefix(2).contains { index in
            words.isIn(index, .how)
        }
        lead = .none
        leadLevel = 0
        actor = nil
    }

    /// Reads the lead-in of an inline list, which is in no sentence.
    mutating func enter(_ passage: Passage, _ words: LexiconSentence) {
        if passage.kind != .listItem, passage.kind != .tableRow { endList() }
        if passage.kind == .listItem, passage.level < leadLevel { endList() }
        let first = passage.sentences.first?.lowerBound ?? 0
        let before = words.words.prefix { Int($0.end) <= first }
        guard let last = before.last, last.kind == .colon, before.count <= Self.longestLead_words else {
            return
        }
        takeLead(before.indices.lowerBound..<before.endIndex, words, passage)
    }

    /// A paragraph that ends with a colon leads the list below it.
    mutating func leave(_ passage: Passage, _ words: LexiconSentence) {
        guard let last = words.words.last else { return }
        if last.kind == .colon || Self.endsOpen(words.words.indices, words) {
            let sentence = passage.sentences.last ?? 0..<0
            let from = words.words.firstIndex { Int($0.start) >= sentence.lowerBound } ?? 0
            takeLead(
                max(from, words.words.count - Self.longestLead_words)..<words.words.count, words, passage)
            // "2.1 The Minister must:" is a provision, and the points after it are its own.
            let isProvision = words.words.first?.kind == .number
            leadLevel = passage.kind == .listItem && !isProvision ? passage.level + 1 : 1
        } else if passage.kind == .paragraph || passage.kind == .code {
            endList()
        }
    }

    /// What a sentence is read as; nil where it is a lead-in that its items carry.
    func form(of passage: Passage, _ words: LexiconSentence, _ span: Range<Int>, isFirst: Bool)
        -> SentenceForm?
    {
        let isLead =
            words.words[span.upperBound - 1].kind == .colon
            || span.upperBound < words.words.count && words.words[span.upperBound].kind == .colon
            || Self.endsOpen(span, words)
        if isLead, case .governed(_, true) = Self.frame(of: span, in: words, lexicon.rows) { return nil }
        let isListed = lead != .none || passage.kind == .listItem
        guard isListed || SentenceReader.mayOpenWithInfinitive(words, span) else { return .sentence }
        switch lead {
        case .governed(let strength, let isDirect):
            if isDirect || SentenceReader(words, span, rows: lexicon.rows).opensWithInfinitive(isListed: true)
            {
                return SentenceReader.hasOwnSubject(words, span, lexicon.rows)
                    ? .sentence : .governed(strength)
            }
            return .sentence
        case .firm: return .item
        case .aim: return .aim
        case .none: break
        }
        if heading == .aim { return .aim }
        if heading == .firm { return .item }
        if passage.kind == .listItem { return headingInstructs ? .sentence : .item }
        return Self.isRead(byUndertakings: words) && (documentPlans || sawUndertaking) && !headingInstructs
            ? .item : .sentence
    }

    /// In French an infinitive that opens a sentence may head a duty.
    private static func isRead(byUndertakings words: LexiconSentence) -> Bool { words.tongue == 1 }

    /// Whether what the document undertook before can decide how a passage is read.
    func heedsUndertakings(_ passage: Passage, _ words: LexiconSentence) -> Bool {
        guard passage.kind != .listItem, Self.isRead(byUndertakings: words) else { return false }
        var next = 0
        return passage.sentences.contains { sentence in
            let span = words.span(of: sentence, from: &next)
            return SentenceReader.mayOpenWithInfinitive(words, span)
        }
    }

    /// Whether the words are the last of a passage and end with a cue, as statutes lead a list: "The Registrar shall".
    private static func endsOpen(_ span: Range<Int>, _ words: LexiconSentence) -> Bool {
        span.upperBound == words.words.count && words.strengths.last?.last == span.upperBound - 1
    }

    private mutating func endList() {
        lead = .none
        leadLevel = 0
        actor = nil
    }

    /// A sentence that ends with a colon leads the items after it in the same passage.
    mutating func pass(_ span: Range<Int>, _ words: LexiconSentence, _ passage: Passage) {
        let next = span.upperBound
        let isLead =
            words.words[next - 1].kind == .colon
            || next < words.words.count && words.words[next].kind == .colon
        guard isLead, passage.sentences.last.map({ Int(words.words[next - 1].end) < $0.lowerBound }) ?? false
        else {
            return
        }
        takeLead(max(span.lowerBound, next - Self.longestLead_words)..<next, words, passage)
    }

    private mutating func takeLead(_ span: Range<Int>, _ words: LexiconSentence, _ passage: Passage) {
        lead = Self.frame(of: span, in: words, lexicon.rows)
        let reading = SentenceReader(words, span, rows: lexicon.rows).readings(.sentence)[0]
        guard reading.strength > 0, let range = reading.subjectRange else { return }
        switch reading.subject {
        case .actor, .unknown: actor = passage.text.bytes(range)
        case .thing: actor = owner(range, words, passage)
        default: break
        }
    }

    /// Whose plan or policy it is: « la Politique internationale du Québec ».
    private func owner(_ range: Range<Int>, _ words: LexiconSentence, _ passage: Passage) -> String? {
        let inside = words.words.indices.filter { range.contains(Int(words.words[$0].start)) }
        guard
            let owner = inside.last(where: { index in
                index > 0 && words.words[index].has(.capitalized) && words.has(index, .actor)
                    && words.isIn(index - 1, .of)
            })
        else { return nil }
        return passage.text.bytes(words.words[owner].range)
    }

    private static func frame(of span: Range<Int>, in words: LexiconSentence, _ rows: [LexiconRow]) -> Frame {
        guard span.count <= longestLead_words, !span.isEmpty else { return .none }
        let cues = SentenceReader.slice(words.cues, in: span)
        let isAim = cues.contains { rows[Int($0.row)].cueClass == .aimFrame }
        let reader = SentenceReader(words, span, rows: rows)
        let reading = reader.readings(.sentence).last
        if let reading, reading.strength > 0, let cue = reading.cue, let row = reading.row, !reading.isResult
        {
            if isAim || row.cueClass == .aim { return .aim }
            let rest = span.filter {
                Int(words.words[$0].start) >= cue.upperBound && words.words[$0].kind == .word
            }
            let isDirect = rest.allSatisfy { index in
                words.matcher.isAdverb(words.words[index], words.tongue)
                    || words.isIn(index, .leadEnd)
            }
            return .governed(reading.strength, isDirect: isDirect)
        }
        if isAim { return .aim }
        return cues.contains { rows[Int($0.row)].cueClass == .firmFrame } ? .firm : .none
    }
}

extension Outline {
    /// Of each passage, whether it stands in one stretch with one of these: from one heading to the next.
    ///
    /// What `ListFrames` knows of a list or of the text before it ends at a heading, so that a stretch can be read by
    /// itself.
    func stretches(holding wanted: some Sequence<Int>) -> [Bool] {
        var result = [Bool](repeating: false, count: passages.count)
        for index in wanted where passages.indices.contains(index) && !result[index] {
            var first = index
            while first > 0, passages[first].kind != .heading { first -= 1 }
            var end = index + 1
            while end < passages.count, passages[end].kind != .heading { end += 1 }
            for place in first..<end { result[place] = true }
        }
        return result
    }
}
