import PolicyText

/// Answers questions in English and French from the passages, changes and commitments on record, verbatim.
package struct Answerer {
    let index: any PassageIndex
    let changes: any ChangeSource
    let commitments: any CommitmentSource
    let documents: any DocumentSource
    let glossary: Glossary
    let thesaurus: Thesaurus
    let acronyms: LearnedAcronyms

    /// How many passages of each language the index is asked for, and how many of all are read.
    static let retrieved = 60
    static let read = 32
    /// No more answers are given, whatever is asked for.
    package static let maximumAnswers = 100

    package init(
        index: any PassageIndex, changes: any ChangeSource, commitments: any CommitmentSource,
        documents: any DocumentSource, glossary: Glossary = .builtIn,
        thesaurus: Thesaurus = .builtIn, acronyms: LearnedAcronyms = LearnedAcronyms()
    ) {
        self.index = index
        self.changes = changes
        self.commitments = commitments
        self.documents = documents
        self.glossary = glossary
        self.thesaurus = thesaurus
        self.acronyms = acronyms
    }

    func planner(for question: Question) -> QueryPlanner {
        QueryPlanner(
            question: question, glossary: glossary, thesaurus: thesaurus, acronyms: acronyms, index: index)
    }

    /// The answer to a question, from one document or from all, as of the index's moment; `today` is what
    /// "since Monday" is reckoned from.
    package func answer(
        _ text: String, limit: Int, path: DocumentPath? = nil, today: CalendarDate
    ) throws -> AnswerReply {
        let question = Question(text)
        let limit = min(max(limit, 1), Self.maximumAnswers)
        let routed = try recordAnswer(question, limit: limit, path: path, today: today)
        guard !question.words.isEmpty else {
            return routed ?? AnswerReply(about: .documents, isAnswered: false)
        }
        if let routed, !routed.answers.isEmpty || routed.about != .documents && routed.isAnswered {
            return routed
        }
        let ranking = try ranking(question, path: path)
        let evidence = Evidence(question: question, plans: ranking.plans)
        let said = AnswerSpanReader.values(of: question)
        let spans = Dictionary(
            uniqueKeysWithValues: ranking.plans.map {
                ($0.language, AnswerSpanReader(question: question, plan: $0, said: said))
            })
        let best = ranking.passages.prefix(limit)
        let places = try index.places(of: best.map(\.candidate.id))
        let answers = best.enumerated().compactMap { number, passage -> Answer? in
            guard let place = places[passage.candidate.id] else { return nil }
            let features = evidence.features(of: number, in: ranking.passages)
            let reader = spans[passage.candidate.language]
            return answer(passage, at: place, by: reader, Confidence.isRight(features))
        }
        let isAnswered =
            !answers.isEmpty
            && Confidence.isPresent(evidence.features(of: 0, in: ranking.passages))
            && !Self.isUnexplained(question, ranking.passages.first)
        // Where the record should have answered and does not, the nearest passages still follow.
        if let routed { return AnswerReply(about: routed.about, isAnswered: false, answers: answers) }
        return AnswerReply(about: .documents, isAnswered: isAnswered, answers: answers)
    }

    /// Whether the meaning of an acronym is asked for and the best passage does not give it: "What does GPS mean?" is
    /// not answered by who uses one.
    private static func isUnexplained(_ question: Question, _ best: RankedPassage?) -> Bool {
        guard question.kind == .definition, question.words.count == 1, question.words[0].isAcronym, let best
        else {
            return false
        }
        return best.features[PassageFeature.definition.rawValue] == 0
    }

    func answer(
        _ passage: RankedPassage, at place: CitedPlace, by reader: AnswerSpanReader?, _ confidence: Double
    ) -> Answer {
        let candidate = passage.candidate
        let sentence = candidate.text.bytes(passage.sentence)
        return Answer(
            path: candidate.path, version: place.version, ingested: place.ingested,
            section: candidate.section,
            line: place.line + candidate.lineBreaks(before: passage.sentence),
            language: candidate.language, passage: candidate.text, sentence: sentence,
            answer: reader?.span(in: sentence), confidence: confidence)
    }

    /// The passages for a question as the ranker judged them, best first, with the evidence of the best few: what the
    /// weights are learned from.
    package func observations(
        _ text: String, path: DocumentPath? = nil
    ) throws -> (passages: [RankedPassage], evidence: [[Double]]) {
        let question = Question(text)
        let ranking = try ranking(question, path: path)
        let evidence = Evidence(question: question, plans: ranking.plans)
        let best = ranking.passages.indices.prefix(5)
        return (ranking.passages, best.map { evidence.features(of: $0, in: ranking.passages) })
    }

    /// The passages for a question, best first, and the plans they were found by.
    func ranking(
        _ question: Question, path: DocumentPath?
    ) throws -> (passages: [RankedPassage], plans: [LanguagePlan]) {
        let plans = try planner(for: question).plans()
        let query = QueryPlanner.query(for: plans, limit: Self.retrieved, path: path)
        guard !query.terms.isEmpty else { return ([], plans) }
        var relevances: [(match: Match, relevance: Double)] = []
        for match in try index.matches(for: query) {
            guard let plan = plans.first(where: { $0.language == match.language }), plan.totalMass > 0 else {
                continue
            }
            relevances.append((match, match.score / (plan.totalMass * (CandidateQuery.k1 + 1))))
        }
        relevances.sort {
            $0.relevance != $1.relevance ? $0.relevance > $1.relevance : $0.match.id < $1.match.id
        }
        let chosen = relevances.prefix(Self.read)
        let texts = try index.passages(chosen.map(\.match.id))
        let byID = Dictionary(texts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var rankers = Dictionary(
            uniqueKeysWithValues: plans.map { ($0.language, CandidateRanker(question: question, plan: $0)) })
        var ranked: [RankedPassage] = []
        for (match, relevance) in chosen {
            guard let candidate = byID[match.id], candidate.kind != .heading,
                let passage = rankers[match.language]?.rank(candidate, relevance: relevance)
            else { continue }
            ranked.append(passage)
        }
        for plan in plans { rankers[plan.language]?.rankTogether(&ranked) }
        ranked.sort {
            // The names of columns answer nothing while anything else does.
            if $0.candidate.isTableHead != $1.candidate.isTableHead { return $1.candidate.isTableHead }
            return $0.score != $1.score ? $0.score > $1.score : $0.candidate.id < $1.candidate.id
        }
        return (ranked, plans)
    }
}

extension Candidate {
    /// How many lines end before a part of the text.
    fileprivate func lineBreaks(before part: Range<Int>) -> Int {
        text.utf8.prefix(part.lowerBound).count { $0 == UInt8(ascii: "\n") }
    }
}

extension String {
    /// The text at a range of UTF-8 bytes.
    func bytes(_ range: Range<Int>) -> String {
        let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
        return String(self[start..<utf8.index(start, offsetBy: range.count)])
    }
}
