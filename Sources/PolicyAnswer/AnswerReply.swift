import PolicyText

/// What a question is about, and so where its answer is looked for.
package enum AnswerSubject: String, CaseIterable, Sendable {
    case documents, changes, commitments
}

/// A passage that answers, with the sentence and the words that do.
package struct Answer: Hashable, Sendable {
    package var path: DocumentPath
    package var version: Int
    /// When that version was recorded.
    package var ingested: Timestamp
    package var section: [String]
    /// 1-based line on which `sentence` begins.
    package var line: Int
    package var language: Language
    /// Verbatim, as is `sentence`, which is part of it.
    package var passage: String
    package var sentence: String
    /// The words of the sentence that answer, where a name, a number, an amount, a date or a place is asked.
    /// Where the documents themselves are counted ("how many documents mention NATO?"), the count, on the first.
    package var answer: String?
    /// 0 to 1: how often an answer given with this value is right.
    package var confidence: Double

    package init(
        path: DocumentPath, version: Int, ingested: Timestamp, section: [String], line: Int,
        language: Language, passage: String, sentence: String, answer: String?, confidence: Double
    ) {
        self.path = path
        self.version = version
        self.ingested = ingested
        self.section = section
        self.line = line
        self.language = language
        self.passage = passage
        self.sentence = sentence
        self.answer = answer
        self.confidence = confidence
    }
}

/// What came of a question.
package struct AnswerReply: Hashable, Sendable {
    package var about: AnswerSubject
    /// False where the record does not answer; the nearest passages still follow.
    package var isAnswered: Bool
    /// Best first.
    package var answers: [Answer]
    /// Weightiest first; empty unless `about` is `changes`.
    package var changes: [RecordedChange]
    /// Best first; empty unless `about` is `commitments`.
    package var commitments: [RegisteredCommitment]

    package init(
        about: AnswerSubject, isAnswered: Bool, answers: [Answer] = [], changes: [RecordedChange] = [],
        commitments: [RegisteredCommitment] = []
    ) {
        self.about = about
        self.isAnswered = isAnswered
        self.answers = answers
        self.changes = changes
        self.commitments = commitments
    }
}
