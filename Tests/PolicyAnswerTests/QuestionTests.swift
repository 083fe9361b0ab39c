import PolicyText
import Testing

@testable import PolicyAnswer

/// What a question is understood to ask.
@Suite struct QuestionTests {
    @Test(arguments: [
        ("Who signed the agreement?", QuestionKind.person), ("Qui a signé l'accord ?", .person),
        ("When does it end?", .date), ("En quelle année le plan a-t-il été adopté ?", .date),
        ("Quelle est la date limite ?", .date), ("Where is it kept?", .place),
        ("Dans quel pays se trouve l'usine ?", .place), ("How many people work there?", .number),
        ("Combien de pays participent ?", .number), ("How much does it cost?", .amount),
        ("À combien s'élève le budget ?", .amount), ("How long is it valid?", .duration),
        ("Combien de temps dure le cours ?", .duration), ("What does NATO stand for?", .definition),
        ("Que signifie FPS ?", .definition), ("Why was it closed?", .reason), ("Pourquoi ?", .reason),
        ("Is smoking allowed?", .choice), ("What is the purpose of the plan?", .thing),
    ])
    func `its kind`(_ text: String, _ kind: QuestionKind) {
        #expect(Question(text).kind == kind)
    }

    @Test(arguments: [
        ("What is the budget?", Language.english), ("Quel est le budget ?", .french),
        ("Budget 2026", .undetermined),
    ])
    func `its language`(_ text: String, _ language: Language) {
        #expect(Question(text).language == language)
    }

    @Test func `the words that carry it, without those that frame it`() {
        #expect(
            Question("How many times does the council meet each year?").words.map(\.text).contains("council"))
        #expect(!Question("What is the deadline?").words.map(\.text).contains("what"))
        #expect(Question("What does the WHO recommend?").words.map(\.text) == ["who", "recommend"])
        #expect(Question("the of and").isVague)
        #expect(Question("").words.isEmpty)
    }

    @Test func `a question of a megabyte, of emoji, of signs or of broken quotes has few words and no end`() {
        #expect(Question(String(repeating: "policy ", count: 150_000)).words.count == 1)
        #expect(
            Question(String(repeating: "a1b2 c3d4 ", count: 150_000)).words.count <= Question.maximumWords)
        for text in ["🙂🙃", "\"'«»\"", "AND OR NOT NEAR(", "a* ^b {c}: -d", "\u{0}\u{1}\u{7F}", "%_;--"] {
            #expect(Question(text).words.count <= Question.maximumWords)
        }
    }
}

/// The time that a question names.
@Suite struct QuestionPeriodTests {
    // A Saturday.
    private static let today = CalendarDate(year: 2026, month: 11, day: 21)!

    private func days(_ text: String) -> String {
        let words = Question(text).allWords
        let period = QuestionPeriod(words, today: Self.today)
        return "\(period.since?.iso ?? "…") – \(period.until?.iso ?? "…")"
    }

    @Test(arguments: [
        ("What changed since Monday?", "2026-11-16 – …"),
        ("Qu'est-ce qui a changé depuis lundi ?", "2026-11-16 – …"),
        ("What changed today?", "2026-11-21 – 2026-11-21"),
        ("What changed yesterday?", "2026-11-20 – 2026-11-20"),
        ("What changed last week?", "2026-11-09 – 2026-11-15"),
        ("Qu'est-ce qui a changé la semaine dernière ?", "2026-11-09 – 2026-11-15"),
        ("What changed in the last 3 days?", "2026-11-18 – …"),
        ("Qu'est-ce qui a changé depuis mars ?", "2026-03-01 – …"),
        ("What changed since December?", "2025-12-01 – …"),
        ("What changed since 3 March 2025?", "2025-03-03 – …"),
        ("What changed since 2026-10-01?", "2026-10-01 – …"),
        ("What must be done by 2027?", "… – 2027-12-31"),
        ("Que faut-il faire avant 2027 ?", "… – 2026-12-31"),
        ("Que faut-il faire d'ici le 31 mars 2027 ?", "… – 2027-03-31"),
        ("What changed between 1 May 2026 and 3 June 2026?", "2026-05-01 – 2026-06-03"),
        ("What does the 2021 plan say?", "… – …"),
        ("May employees telework?", "… – …"),
    ])
    func `is reckoned from today`(_ text: String, _ expected: String) {
        #expect(days(text) == expected)
    }
}

/// Where a question is answered from.
@Suite struct QuestionRouteTests {
    private func route(_ text: String) -> QuestionRoute { QuestionRoute(Question(text).allWords) }

    @Test(arguments: [
        "What changed in the Korea plan since Monday?", "What has changed?", "What was removed last week?",
        "Qu'est-ce qui a changé dans la politique sur la migration depuis mars ?", "Quoi de neuf ?",
        "Quels changements ont été apportés ?", "What's new?", "Any changes?", "Changes today?",
        "Show me the changes in the Korea plan.", "Quelles sont les nouveautés ?",
        "Y a-t-il eu des changements ?", "Which documents were removed?",
        "Quels documents ont été supprimés ?", "Which documents changed this week?",
    ])
    func `a question for the changes`(_ text: String) {
        #expect(route(text).changes == .sure)
    }

    @Test(arguments: [
        "When was the annual review dropped?", "Did the amount for fishing change?",
        "Quand l'examen annuel a-t-il été supprimé ?", "Was the deadline extended?",
    ])
    func `a question that the changes may answer`(_ text: String) {
        #expect(route(text).changes == .likely)
    }

    @Test(arguments: [
        "What must I do to change my name on my passport?", "Comment puis-je modifier mon adresse ?",
        "Where can I change trains?",
    ])
    func `how to change something is no question for the changes`(_ text: String) {
        #expect(route(text).changes == .no)
    }

    @Test func `deadlines that moved are changes, those that come are commitments`() {
        #expect(route("Which deadlines were moved?").commitments == .no)
        #expect(route("Which deadlines were moved?").changes != .no)
        #expect(route("Which deadlines come next?").commitments == .sure)
        #expect(route("Which documents were removed?").isAboutDocuments)
        #expect(!route("Which documents changed?").isAboutDocuments)
    }

    @Test func `a kind of change that is asked for`() {
        #expect(route("When was the annual review dropped?").kinds.contains(.commitmentDropped))
        #expect(route("Was the deadline extended?").kinds.contains(.deadlineMoved))
        #expect(route("What changed?").kinds.isEmpty)
    }

    @Test(arguments: [
        "What must be done by 2026?", "Which commitments about fishing were weakened?",
        "Quels sont les engagements envers la Corée ?", "What is due this year?",
    ])
    func `a question for the commitments`(_ text: String) {
        #expect(route(text).commitments == .sure)
    }

    @Test func `statuses that are asked for`() {
        #expect(route("Which commitments about fishing were weakened?").statuses == [.weakened])
        #expect(route("Quels engagements ont été supprimés ?").statuses == [.dropped])
    }

    @Test func `who committed is asked of the register first`() {
        #expect(route("Qui s'est engagé à lutter contre la pêche illicite ?").commitments == .likely)
        #expect(route("Who must be told of a spill?").commitments == .no)
    }

    @Test func `documents that mention something are counted`() {
        #expect(route("How many documents mention NATO?").countsDocuments)
        #expect(route("Combien de documents parlent de la pêche ?").countsDocuments)
        #expect(!route("How many documents must be signed?").countsDocuments)
    }

    @Test(arguments: [
        "Who administers the partnership?", "What is the budget?", "When does the plan end?",
        "Quel est le but du plan ?",
    ])
    func `an ordinary question is for the documents`(_ text: String) {
        #expect(route(text).changes == .no && route(text).commitments == .no && !route(text).countsDocuments)
    }
}
