/// How far a clause commits, and what says so.
package struct SentenceReading: Hashable, Sendable {
    /// Who stands as subject of the clause.
    package enum Subject: Int, Sendable {
        /// Nobody is named: an infinitive, a passive without agent.
        case none
        /// A name or noun of someone who acts.
        case actor
        /// We, I.
        case first
        /// You.
        case second
        /// It, she, they: stands for someone named before.
        case anaphor
        /// Something that does not act: a measure, a plan, growth.
        case thing
        /// A noun that the lexicon does not know.
        case unknown
    }

    /// The clause, in UTF-8 bytes of the sentence, without the white space and closing mark around it.
    package var range: Range<Int>
    /// 0 (none) to 5 (binding).
    package var strength: Int
    /// True where the clause denies or forbids.
    package var isNegative: Bool
    /// The words that commit, as a range of the sentence.
    package var cue: Range<Int>?
    /// The row of the lexicon that decided.
    package var row: LexiconRow?
    /// The row that lowered the strength (an exploratory or conative verb after the cue).
    package var cap: LexiconRow?
    package var subject: Subject
    /// The subject's words without article, as a range of the sentence.
    package var subjectRange: Range<Int>?
    /// A condition or hedge, as a range of the sentence.
    package var condition: Range<Int>?
    /// Whether the clause reports something done.
    package var isResult: Bool
    /// Whether the cue stands in a subordinate clause, no main clause having one.
    package var isSubordinate: Bool
    /// Whether the verb is a passive, whose subject is what is done, not who does it.
    package var isPassive: Bool

    /// Whether it only tells the reader what he may do ("you can learn more"): nobody undertakes it.
    var isLeaveToReader: Bool { subject == .second && strength == 1 && row?.cueClass == .modal }

    /// What a reader is told about the strength: the cue, its class, strength and source.
    package var reasons: [String] {
        guard let row else { return ["no cue of commitment"] }
        var reasons = ["cue '\(row.cue)' (\(row.cueClass.rawValue), \(row.strength ?? 0)), \(row.source)"]
        if let cap { reasons.append("capped at \(cap.strength ?? 0) by '\(cap.cue)', \(cap.source)") }
        if strength == 0, subject == .thing { reasons.append("the subject does not act: a forecast") }
        if isNegative { reasons.append("negative") }
        return reasons
    }
}

/// What a text is read as.
package enum SentenceForm: Hashable, Sendable {
    /// A sentence of running text.
    case sentence
    /// An item of a list: the infinitive at its head decides.
    case item
    /// An item of a list of aims: at most 2.
    case aim
    /// An item governed by the words before the list ("The Agency will:"), of this strength.
    case governed(Int)
}

extension Lexicon {
    /// The clauses of a sentence with their strengths, in order; at least one.
    package func readings(
        of sentence: String, language: Language, form: SentenceForm = .sentence
    ) -> [SentenceReading] {
        readings(of: LexiconSentence(sentence, language: language, lexicon: self), form: form)
    }

    private func readings(of words: LexiconSentence, form: SentenceForm) -> [SentenceReading] {
        SentenceReader(words, words.words.indices, rows: rows).readings(form)
    }

    /// A reading for each cue of the main clauses of a sentence of running text, in order; empty where there is none.
    func cueReadings(of words: LexiconSentence) -> [SentenceReading] {
        SentenceReader(words, words.words.indices, rows: rows).cueReadings()
    }

    /// The reading of the clause that commits most; of the first where several do.
    package func reading(
        of sentence: String, language: Language, form: SentenceForm = .sentence
    ) -> SentenceReading {
        reading(of: LexiconSentence(sentence, language: language, lexicon: self), form: form)
    }

    func reading(of words: LexiconSentence, form: SentenceForm) -> SentenceReading {
        let all = readings(of: words, form: form)
        return all.dropFirst().reduce(all[0]) { best, next in next.strength > best.strength ? next : best }
    }
}
