import PolicyText

/// Answers questions in English and French from the passages, changes and commitments on record, verbatim.
package struct Answerer {
    let index: any PassageIndex
    let changes: any ChangeSource
    let commitments: any CommitmentSource
    let documents: any DocumentSource
    let glossary: Glossary

    /// How many passages of each language the index is asked for, and how many of all are read.
    static let retrieved = 100
    static let read = 120
    /// No more answers are given, whatever is asked for.
    package static let maximumAnswers = 100

    package init(
        index: any PassageIndex, changes: any ChangeSource, commitments: any CommitmentSource,
        documents: any DocumentSource, glossary: Glossary = .builtIn
    ) {
        self.index = index
        self.changes = changes
        self.commitments = commitments
        self.documents = documents
        self.glossary = glossary
    }

    /// The answer to a question, from one document or from all, as of the index's moment; `today` is what
    /// "since Monday" is reckoned from.
    package func answer(
        _ text: String, limit: Int, path: DocumentPath? = nil, today: CalendarDate
    ) throws -> AnswerReply {
        let question = Question(text)
        let limit = min(max(limit, 1), Self.maximumAnswers)
        guard !question.words.isEmpty else { return AnswerReply(about: .documents, isAnswered: false) }
        let ranked = try ranked(question, path: path)
        let answers = ranked.prefix(limit).map { passage in
            Answer(
                path: passage.candidate.path, version: passage.candidate.version,
                section: passage.candidate.section,
                line: passage.candidate.line, language: passage.candidate.language,
                passage: passage.candidate.text,
                sentence: passage.candidate.text.bytes(passage.sentence), answer: nil, confidence: 0.5)
        }
        return AnswerReply(about: .documents, isAnswered: !answers.isEmpty, answers: answers)
    }

    /// The passages for a question as the ranker judged them, best first: what the weights are learned from.
    package func observations(_ text: String, path: DocumentPath? = nil) throws -> [RankedPassage] {
        try ranked(Question(text), path: path)
    }

    /// The passages for a question, best first.
    func ranked(_ question: Question, path: DocumentPath?) throws -> [RankedPassage] {
        let planner = QueryPlanner(question: question, glossary: glossary, index: index)
        let plans = try planner.plans()
        let query = QueryPlanner.query(for: plans, limit: Self.retrieved, path: path)
        guard !query.terms.isEmpty else { return [] }
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
        let rankers = Dictionary(
            uniqueKeysWithValues: plans.map { ($0.language, CandidateRanker(question: question, plan: $0)) })
        var ranked: [RankedPassage] = []
        for (match, relevance) in chosen {
            guard let candidate = byID[match.id], candidate.kind != .heading,
                let ranker = rankers[match.language]
            else { continue }
            ranked.append(ranker.rank(candidate, relevance: relevance))
        }
        for plan in plans { rankers[plan.language]?.rankTogether(&ranked) }
        return ranked.sorted {
            $0.score != $1.score ? $0.score > $1.score : $0.candidate.id < $1.candidate.id
        }
    }
}

extension String {
    /// The text at a range of UTF-8 bytes.
    func bytes(_ range: Range<Int>) -> String {
        let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
        return String(self[start..<utf8.index(start, offsetBy: range.count)])
    }
}
