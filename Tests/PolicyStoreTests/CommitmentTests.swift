import PolicyText
import TestSupport
import Testing

@testable import PolicyStore

struct CommitmentTests {
    private func commitment(
        _ text: String, line: Int, section: [String] = ["Top"], due: String? = nil
    ) -> Commitment {
        Commitment(
            text: text, section: section, line: line, language: .english, actor: "The agency", cue: "will",
            strength: 4, period: due, due: due.flatMap { CalendarDate(iso: $0) }, amount: nil,
            partners: ["one", "two"], condition: nil, isResult: false)
    }

    @Test func `the register follows a commitment through its versions`() throws {
        let fixture = try StoreFixture()
        let first = commitment("The agency will report.", line: 2, due: "2026-12-31")
        let second = commitment("It will wait.", line: 2)
        try fixture.record(
            "a.md", "# Top\nThe agency will report. It will wait.\n",
            steps: [.stated(first), .stated(second)])
        let stated = fixture.now
        let start = try fixture.store.bound(at: fixture.now)
        var moved = first
        moved.line = 4
        var weaker = second
        weaker.text = "It may wait."
        weaker.line = 5
        try fixture.record(
            "a.md", "# Top\nNew.\n\nThe agency will report.\nIt may wait.\n", event: .modified,
            steps: [.kept(id: 1, moved), .revised(id: 2, weaker, .weakened)])
        let middle = try fixture.store.bound(at: fixture.now)
        try fixture.record(
            "a.md", "# Top\nNew.\n\nThe agency will report.\n", event: .modified,
            steps: [.kept(id: 1, moved), .dropped(id: 2)])

        let reader = try fixture.reader()
        var selection = CommitmentSelection()
        selection.bound = start
        #expect(try reader.commitments(selection).map(\.commitment) == [first, second])
        selection.bound = middle
        #expect(try reader.commitments(selection).map(\.commitment) == [moved, weaker])
        #expect(try reader.commitments(selection).map(\.status) == [.active, .weakened])
        selection.bound = .now
        #expect(try reader.commitments(selection).map(\.commitment) == [moved])
        selection.includesDropped = true
        let all = try reader.commitments(selection)
        #expect(all.map(\.commitment) == [moved, weaker])
        #expect(all.map(\.status) == [.active, .dropped])
        #expect(all[1].until == fixture.now)
        #expect(all.allSatisfy { $0.sinceVersion == 1 && $0.since == stated })
        selection.statuses = [.dropped, .weakened]
        #expect(try reader.commitments(selection).map(\.id) == [2])
        selection.statuses = []
        selection.dueBy = CalendarDate(iso: "2026-12-31")
        #expect(try reader.commitments(selection).map(\.id) == [1])
        selection.dueBy = CalendarDate(iso: "2026-12-30")
        #expect(try reader.commitments(selection).isEmpty)
        #expect(try reader.openCommitments(of: 1).map(\.id) == [1])
        selection = CommitmentSelection()
        selection.path = try fixture.path("b.md")
        #expect(try reader.commitments(selection).isEmpty)
    }

    @Test func `of many commitments the first by path and line are given`() throws {
        let fixture = try StoreFixture()
        for name in ["b.md", "c.md", "a.md"] {
            let two = ["It will go.", "It will come."].map { commitment($0, line: 2) }
            try fixture.record(name, "# Top\nIt will go. It will come.\n", steps: two.map { .stated($0) })
        }
        var selection = CommitmentSelection()
        let all = try fixture.store.commitments(selection)
        #expect(all.map(\.path.text) == ["a.md", "a.md", "b.md", "b.md", "c.md", "c.md"])
        for limit in 0...7 {
            selection.limit = limit
            #expect(try fixture.store.commitments(selection) == Array(all.prefix(limit)))
        }
    }

    @Test func `a commitment whose words no passage holds is kept as it is`() throws {
        let fixture = try StoreFixture()
        let lone = commitment("Joined from two lines", line: 7, section: ["A", "B"])
        try fixture.record("a.md", "# Top\nJoined from\ntwo lines\n", steps: [.stated(lone)])
        #expect(try fixture.store.openCommitments(of: 1).map(\.commitment) == [lone])
    }
}
