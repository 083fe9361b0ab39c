import AskMeasuring
import PolicyText
import TestSupport
import Testing

/// Our own questions about real policies, agreements and law, in both languages and across them: harder than those of
/// the harbour, as people ask in other words than the text's. A floor, with slack.
@Suite(.enabled(if: SharedFolder.isPresent, Comment(rawValue: SharedFolder.absence)))
struct RevisionsQuestionsTests {
    private static let own = SharedFolder.projectFolder + "/Tests/AskEvaluation/"
    private static let today = CalendarDate(daysSince1970: 20_000)

    @Test func `questions in other words find their passage, also in the other language`() throws {
        let folder = try TemporaryFolder()
        let laid = try BuiltProgram.run(
            "/usr/bin/env",
            ["python3", Self.own + "revisions-corpus", SharedFolder.path("revisions"), folder.path])
        #expect(laid.status == 0, "\(laid.errors)")
        let answerer = CorpusFolder(folder.path).answerer()
        var tallies: [String: Tally] = [:]
        for question in AskedQuestion.questions(in: Self.own + "revisions-questions.jsonl") {
            let reply = try answerer.answer(question.question, limit: 5, today: Self.today)
            let kind = question.isAnswerable ? question.kind : "fact"
            tallies[kind, default: Tally()].add(
                Judgement(reply, to: question), isAnswerable: question.isAnswerable)
        }
        // Measured 57, 79, 52 and 89 of a hundred; across languages 35 and 65. Near topics are refused half the time.
        let facts = try #require(tallies["fact"])
        #expect(facts.count == 220)
        #expect(facts.firstRight >= 0.51, "\(facts.text)")
        #expect(facts.fiveRight >= 0.74, "\(facts.text)")
        #expect(facts.sentenceRight >= 0.46, "\(facts.text)")
        #expect(facts.kept >= 0.85, "\(facts.text)")
        #expect(facts.shareRefused >= 0.45, "\(facts.text)")
        let across = try #require(tallies["cross"])
        #expect(across.count == 80)
        #expect(across.firstRight >= 0.27, "\(across.text)")
        #expect(across.fiveRight >= 0.56, "\(across.text)")
    }
}
