import AskMeasuring
import PolicyAnswer
import PolicyText
import Testing

/// Questions that the record of changes, the register of commitments and the list of documents answer.
@Suite struct RecordAnswerTests {
    private static let today = CalendarDate(year: 2026, month: 11, day: 21)!
    private static let fishing = DocumentPath(text: "fishing.txt")!
    private static let korea = DocumentPath(text: "korea.md")!

    private static let ferries = DocumentPath(text: "ferries.txt")!

    /// Three documents, five changes and three commitments.
    private struct Record: AnswerRecord {
        func changes(matching filter: ChangeFilter) throws -> [RecordedChange] {
            let all = [
                RecordAnswerTests.change(
                    1, RecordAnswerTests.korea, .medium, [.amountChanged],
                    "raises the amount for training to $5 million", day: 2),
                RecordAnswerTests.change(
                    2, RecordAnswerTests.korea, .high, [.commitmentDropped],
                    "drops the annual review of the plan", day: 17),
                RecordAnswerTests.change(
                    3, RecordAnswerTests.fishing, .low, [.editorial], "rewords the introduction", day: 18),
                RecordAnswerTests.change(
                    4, RecordAnswerTests.fishing, .high, [.commitmentWeakened],
                    "may inspect vessels instead of will", day: 19),
                RecordAnswerTests.weakening,
            ]
            return all.filter { change in
                let date = CalendarDate(daysSince1970: Int(change.time.milliseconds / 86_400_000))
                return (filter.since.map { date >= $0 } ?? true) && (filter.until.map { date <= $0 } ?? true)
                    && (filter.paths.isEmpty || filter.paths.contains(change.path))
            }
        }

        func commitments(matching filter: CommitmentFilter) throws -> [RegisteredCommitment] {
            let all = [
                RecordAnswerTests.commitment(
                    1, RecordAnswerTests.fishing, "Canada will inspect foreign vessels by 2025.", due: 2025,
                    .weakened),
                RecordAnswerTests.commitment(
                    2, RecordAnswerTests.fishing, "Canada will fight illegal fishing.", due: nil, .active),
                RecordAnswerTests.commitment(
                    3, RecordAnswerTests.korea, "The parties will sign an agreement by 2027.", due: 2027,
                    .active),
            ]
            return all.filter { registered in
                if let path = filter.path, registered.path != path { return false }
                if !filter.statuses.isEmpty, !filter.statuses.contains(registered.status) { return false }
                guard let limit = filter.dueBy else { return true }
                return registered.commitment.due.map { $0 <= limit } ?? false
            }
        }

        func documents(limit: Int) throws -> [DocumentSummary] {
            [
                (RecordAnswerTests.fishing, "Fishing policy"), (RecordAnswerTests.korea, "Korea action plan"),
                (RecordAnswerTests.ferries, "Crossings"),
            ]
            .map { path, title in
                DocumentSummary(
                    path: path, title: title, language: .english, version: 2, isDeleted: false,
                    sha256: "", size: 1,
                    passages: 1, ingested: Timestamp(milliseconds: 0))
            }
        }
    }

    private func ask(_ question: String) throws -> AnswerReply {
        let texts = [
            (
                "ferries.txt",
                "Crossings\n\nThe ministry may publish the tables of all ferries.\n\nA quarter of the seats is kept free on Monday."
            ),
            (
                "fishing.txt",
                "Fishing policy\n\nCanada will fight illegal fishing with NATO and the other allies in the ocean.\n\nVessels are inspected by the officers of the coast guard."
            ),
            (
                "korea.md",
                "# Korea action plan\n\nThe parties will review the plan every year with all of the ministries.\n\nThe parties train officers who will serve in the mission."
            ),
        ]
        return try CorpusFolder(texts: texts).answerer(record: Record()).answer(
            question, limit: 10, today: Self.today)
    }

    @Test(arguments: [
        ("What changed since Monday?", [4, 2, 3]), ("What changed in the Korea action plan?", [2, 1]),
        ("What changed in korea.md since Monday?", [2]),
        ("Qu'est-ce qui a changé depuis lundi ?", [4, 2, 3]),
        ("When was the annual review dropped?", [2]), ("Did the amount for training change?", [1]),
        ("Which changes concern vessels?", [4]),
        ("Quand l'examen annuel du plan a-t-il été supprimé ?", [2]),
        ("Le montant pour la formation a-t-il changé ?", [1]),
        ("Has the amount for training been raised?", [1]),
        ("When was the quarterly table of the ferries dropped?", [5]),
        ("Quand le trimestre a-t-il été supprimé pour les tables des ferries ?", [5]),
        ("Did the frequency of the tables of ferries change?", [5]),
    ])
    func `changes, the weightiest first`(_ question: String, _ ids: [Int64]) throws {
        let reply = try ask(question)
        #expect(reply.about == .changes && reply.isAnswered)
        #expect(reply.changes.map(\.id) == ids)
    }

    @Test func `no change to the point is no answer`() throws {
        let reply = try ask("What changed about whales yesterday?")
        #expect(reply.about == .changes && !reply.isAnswered && reply.changes.isEmpty)
    }

    @Test(arguments: [
        ("What must be done by 2026?", [1]), ("What must be done by 2027?", [1, 3]),
        ("Which commitments about vessels were weakened?", [1]),
        ("Who committed to fight illegal fishing?", [2]),
        ("Qui s'est engagé à lutter contre la pêche illégale ?", [2]),
    ])
    func `commitments`(_ question: String, _ ids: [Int64]) throws {
        let reply = try ask(question)
        #expect(reply.about == .commitments && reply.isAnswered)
        #expect(reply.commitments.map(\.id) == ids)
    }

    @Test func `documents are counted, and each is shown by its best passage`() throws {
        let reply = try ask("How many documents mention NATO?")
        #expect(reply.about == .documents && reply.isAnswered)
        #expect(reply.answers.map(\.path) == [Self.fishing])
        #expect(reply.answers.first?.answer == "1")
        #expect(try ask("How many documents mention whales?").isAnswered == false)
    }

    @Test func `an ordinary question is answered by the documents`() throws {
        let reply = try ask("Who will fight illegal fishing?")
        #expect(reply.about == .documents && reply.answers.first?.path == Self.fishing)
    }

    /// What was dropped is part of a commitment that stays.
    private static let weakening: RecordedChange = {
        var weakening = RecordAnswerTests.change(
            5, ferries, .high, [.commitmentWeakened, .deadlineMoved],
            "Weakened: “will” → “may”; dropped: frequency",
            day: 1)
        weakening.change.before = "The ministry will publish the tables of all ferries every quarter."
        weakening.change.after = "The ministry may publish the tables of all ferries."
        return weakening
    }()

    private static func change(
        _ id: Int64, _ path: DocumentPath, _ significance: Significance, _ kinds: [ChangeKind],
        _ summary: String, day: Int
    ) -> RecordedChange {
        let date = CalendarDate(year: 2026, month: 11, day: day)!
        return RecordedChange(
            id: id, path: path, fromVersion: 1, toVersion: 2,
            time: Timestamp(milliseconds: Int64(date.daysSince1970) * 86_400_000 + 1),
            change: Change(
                operation: .modified, kinds: kinds, significance: significance, summary: summary, reasons: [],
                section: [], line: 1, before: nil, after: summary, edits: []))
    }

    private static func commitment(
        _ id: Int64, _ path: DocumentPath, _ text: String, due: Int?, _ status: CommitmentStatus
    ) -> RegisteredCommitment {
        RegisteredCommitment(
            id: id, path: path,
            commitment: Commitment(
                text: text, section: [], line: Int(id), language: .english, actor: "Canada", cue: "will",
                strength: 4,
                period: nil, due: due.flatMap { CalendarDate(year: $0, month: 12, day: 31) }, amount: nil,
                partners: [], condition: nil, isResult: false),
            status: status, sinceVersion: 1, since: Timestamp(milliseconds: 0))
    }
}
