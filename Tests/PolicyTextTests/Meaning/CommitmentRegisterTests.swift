import TestSupport
import Testing

@testable import PolicyText

@Suite struct CommitmentRegisterTests {
    @Test func `the same words stay one commitment wherever they move`() {
        let old = registered([commitment("publish a report each year", section: "A")])
        let moved = commitment("publish a report each year", section: "B")
        #expect(CommitmentRegister.reconcile(old, with: [moved]) == [.kept(id: 1, moved)])
    }

    @Test func `the same words under two sections are two commitments`() {
        let both = [
            commitment("sign the agreement", section: "A"), commitment("sign the agreement", section: "B"),
        ]
        let steps = CommitmentRegister.reconcile(registered(both), with: [both[1], both[0]])
        #expect(steps == [.kept(id: 2, both[1]), .kept(id: 1, both[0])])
        #expect(
            CommitmentRegister.reconcile(registered(both), with: [both[1]]) == [
                .kept(id: 2, both[1]), .dropped(id: 1),
            ])
    }

    @Test func `a change of strength tells which way`() {
        let old = registered([
            commitment("will promote action on the responsibility to protect", section: "A", 4)
        ])
        let weaker = commitment("may promote action on the responsibility to protect", section: "A", 1)
        #expect(CommitmentRegister.reconcile(old, with: [weaker]) == [.revised(id: 1, weaker, .weakened)])
        let stronger = commitment("must promote action on the responsibility to protect", section: "A", 5)
        #expect(
            CommitmentRegister.reconcile(old, with: [stronger]) == [.revised(id: 1, stronger, .strengthened)])
    }

    @Test func `reworded in its section is amended, unlike anything is dropped and stated`() {
        let old = registered([commitment("hold a dialogue on human rights each year", section: "A")])
        let near = commitment("hold a dialogue on human rights each month", section: "A")
        #expect(CommitmentRegister.reconcile(old, with: [near]) == [.revised(id: 1, near, .amended)])
        let other = commitment("fund a library", section: "A")
        #expect(CommitmentRegister.reconcile(old, with: [other]) == [.stated(other), .dropped(id: 1)])
    }

    @Test func `what only the rules read otherwise was not weakened`() {
        let recorded = registered([commitment("is keen to hold a dialogue on water", section: "A", 4)])
        let today = commitment("is keen to hold a dialogue on water", section: "A", 2)
        #expect(
            CommitmentRegister.reconcile(recorded, with: [today], rereading: { _ in [today] }) == [
                .kept(id: 1, today)
            ])
        let weaker = commitment("may hold a dialogue on water", section: "A", 1)
        #expect(
            CommitmentRegister.reconcile(recorded, with: [weaker], rereading: { _ in [today] }) == [
                .revised(id: 1, weaker, .weakened)
            ])
    }

    @Test func `white space and case amend nothing`() {
        let old = registered([commitment("Hold a  dialogue on l’eau", section: "A")])
        let same = commitment("hold a dialogue on l'eau", section: "A")
        #expect(CommitmentRegister.reconcile(old, with: [same]) == [.kept(id: 1, same)])
    }

    @Test func `every old and every new commitment is in one step`() {
        var random = SeededGenerator(seed: 7)
        let words = [
            "fund", "hold", "dialogue", "year", "rights", "water", "north", "trade", "health", "school",
        ]
        for _ in 0..<200 {
            func some() -> [Commitment] {
                (0..<Int.random(in: 0...12, using: &random)).map { _ in
                    let text = (0..<4).map { _ in words.randomElement(using: &random) ?? "" }.joined(
                        separator: " ")
                    return commitment(
                        text, section: ["A", "B"].randomElement(using: &random) ?? "A",
                        Int.random(in: 1...5, using: &random))
                }
            }
            let old = registered(some())
            let new = some()
            let steps = CommitmentRegister.reconcile(old, with: new)
            #expect(steps.compactMap(\.id).sorted() == old.map(\.id))
            #expect(steps.compactMap(\.commitment) == new)
            #expect(steps == CommitmentRegister.reconcile(old.reversed(), with: new))
        }
    }

    private func commitment(_ text: String, section: String, _ strength: Int = 4) -> Commitment {
        Commitment(
            text: text, section: [section], line: 1, language: .english, actor: "Canada", cue: nil,
            strength: strength,
            period: nil, due: nil, amount: nil, partners: [], condition: nil, isResult: false)
    }

    private func registered(_ commitments: [Commitment]) -> [RegisteredCommitment] {
        commitments.enumerated().compactMap { index, commitment in
            DocumentPath(text: "a.txt").map {
                RegisteredCommitment(
                    id: Int64(index + 1), path: $0, commitment: commitment, status: .active, sinceVersion: 1,
                    since: Timestamp(milliseconds: 0))
            }
        }
    }
}

extension CommitmentStep {
    fileprivate var id: Int64? {
        switch self {
        case .kept(let id, _), .revised(let id, _, _), .dropped(let id): id
        case .stated: nil
        }
    }

    fileprivate var commitment: Commitment? {
        switch self {
        case .kept(_, let commitment), .stated(let commitment), .revised(_, let commitment, _): commitment
        case .dropped: nil
        }
    }
}
