import PolicyDigest
import PolicyText
import Testing

@testable import PolicyDaemon

/// Which commitment of the register a change touched.
@Suite struct RegisterComparisonTests {
    private let path = DocumentPath(text: "plan.txt")!

    private func registered(_ id: Int64, _ text: String, strength: Int, due: String? = nil)
        -> RegisteredCommitment
    {
        RegisteredCommitment(
            id: id, path: path,
            commitment: Commitment(
                text: text, section: [], line: 1, language: .english, actor: nil, cue: nil,
                strength: strength, period: nil, due: due.flatMap { CalendarDate(iso: $0) }, amount: nil,
                partners: [], condition: nil, isResult: false), status: .active, sinceVersion: 1,
            since: Timestamp(milliseconds: 0))
    }

    private func document(_ changes: (ChangeKind, before: String?, after: String?)...) -> DigestDocument {
        let time = ZonedTime(
            date: CalendarDate(iso: "2026-11-21")!, hour: 8, minute: 0, second: 0, offsetMinutes: 0)
        return DigestDocument(
            path: path, title: nil, language: .english, from: DigestVersion(number: 1, ingested: time),
            to: DigestVersion(number: 2, ingested: time), isDeleted: false,
            changes: changes.enumerated().map { index, change in
                RecordedChange(
                    id: Int64(index + 1), path: path, fromVersion: 1, toVersion: 2,
                    time: Timestamp(milliseconds: 0),
                    change: Change(
                        operation: .modified, kinds: [change.0], significance: .high, summary: "",
                        reasons: [], section: [], line: 1, before: change.before, after: change.after,
                        edits: []))
            })
    }

    @Test func `a change finds its commitment by the words, and the one before by its identity`() {
        let before = [
            registered(1, "The agency will review the plan", strength: 4),
            registered(2, "The agency will cooperate with the union", strength: 4),
        ]
        let after = [
            registered(1, "The agency may review the plan", strength: 1),
            registered(3, "The agency shall publish a report", strength: 5, due: "2027-03-31"),
        ]
        let touched = RegisterComparison(before: before, after: after).touched(
            by: [
                document(
                    (
                        .commitmentWeakened, "The agency will review the plan.",
                        "The agency may review the plan."
                    ),
                    (.commitmentDropped, "The agency will cooperate with the union.", nil),
                    (.commitmentAdded, nil, "From now on: The agency shall publish a report."),
                    (.partnerAdded, "with NATO", "with NATO and the G7"))
            ])
        #expect(touched.keys.sorted() == [1, 2, 3])
        #expect(touched[1]?.before?.commitment.strength == 4 && touched[1]?.after?.commitment.strength == 1)
        #expect(touched[2]?.before?.id == 2 && touched[2]?.after == nil)
        #expect(touched[3]?.before == nil && touched[3]?.after?.commitment.due?.iso == "2027-03-31")
    }

    @Test func `of several commitments in one passage the one that moved is told`() {
        let text = "We will act. We must report."
        let before = [
            registered(1, "We will act.", strength: 4), registered(2, "We will report.", strength: 4),
        ]
        let after = [
            registered(1, "We will act.", strength: 4), registered(2, "We must report.", strength: 5),
        ]
        let touched = RegisterComparison(before: before, after: after).touched(
            by: [document((.commitmentStrengthened, "We will act. We will report.", text))])
        #expect(touched[1]?.after?.id == 2 && touched[1]?.before?.commitment.strength == 4)
    }

    @Test func `a change that no commitment holds is told without one`() {
        let touched = RegisterComparison(before: [], after: [registered(1, "Other words", strength: 3)])
            .touched(by: [
                document((.commitmentAdded, nil, "We must report.")), document((.commitmentDropped, "", nil)),
            ])
        #expect(touched.isEmpty)
    }
}
