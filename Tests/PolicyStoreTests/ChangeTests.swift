import PolicyText
import TestSupport
import Testing

@testable import PolicyStore

struct ChangeTests {
    static func change(
        before: String? = nil, after: String? = nil, significance: Significance = .high,
        section: [String] = []
    ) -> Change {
        Change(
            operation: .modified, kinds: [.commitmentWeakened, .deadlineMoved], significance: significance,
            summary: "Weakens", reasons: ["must (5) became may (2)", "a\u{1F}b\u{1B}", ""], section: section,
            line: 3,
            before: before, after: after,
            edits: before == nil || after == nil
                ? [] : [Edit(.delete, before ?? ""), Edit(.insert, after ?? "")])
    }

    @Test func `changes come back as they were recorded`() throws {
        let fixture = try StoreFixture()
        try fixture.record("a.md", "# Top\nThe agency must report. It may wait.\n")
        let edits = [
            Edit(.equal, "The agency "), Edit(.delete, "must"), Edit(.insert, "may"),
            Edit(.equal, " report."),
        ]
        var exact = Self.change(
            before: "The agency must report.", after: "The agency may report.", section: ["Top"])
        exact.edits = edits
        var odd = Self.change(before: "nowhere to be found", after: "It may wait.", section: ["Gone", "Far"])
        odd.edits = [Edit(.equal, "does not fit"), Edit(.insert, "é")]
        odd.elsewhere = try fixture.path("b.md")
        let changes = [
            exact, odd, Self.change(after: "The agency may report. It may wait.", section: ["Top"]),
        ]
        let recorded = try fixture.record(
            "a.md", "# Top\nThe agency may report. It may wait.\n", event: .modified, changes: changes)
        #expect(recorded.changes == 1..<4)
        let read = try fixture.reader().changes(ChangeSelection())
        #expect(read.map(\.change) == changes)
        #expect(read.map(\.id) == [1, 2, 3])
        #expect(read.allSatisfy { $0.fromVersion == 1 && $0.toVersion == 2 && $0.path.text == "a.md" })
        #expect(read[0].time == fixture.now)
        let quoted = try fixture.store.connection.row("SELECT count(*) FROM change WHERE before_text IS NULL")
        {
            $0.int(0)
        }
        #expect(quoted == 2)
        try fixture.store.transaction { try fixture.store.setCounterpart(1, 3) }
        #expect(try fixture.reader().changes(ChangeSelection())[2].counterpart == 1)
        // The later of the two is counted apart, with the moment of the earlier.
        let tallies = try fixture.reader().changeTallies(after: 0)
        #expect(tallies.filter { $0.twinIngested == nil }.map(\.count).reduce(0, +) == 2)
        #expect(tallies.filter { $0.twinIngested != nil }.map(\.twinIngested) == [fixture.now])
    }

    @Test func `changes are selected by cursor, time, document and significance`() throws {
        let fixture = try StoreFixture()
        var moments: [Timestamp] = []
        for number in 0..<20 {
            let significance = Significance.allCases[number % 3]
            try fixture.record(
                "d\(number % 4).md", "Text \(number).\n", event: number < 4 ? .created : .modified,
                changes: [
                    Self.change(after: "Text \(number).", significance: significance),
                    Self.change(after: "x", significance: .low),
                ])
            moments.append(fixture.now)
        }
        let reader = try fixture.reader()
        func ids(_ select: (inout ChangeSelection) -> Void) throws -> [Int64] {
            var selection = ChangeSelection()
            select(&selection)
            return try reader.changes(selection).map(\.id)
        }
        #expect(try ids { $0.after = 30 } == Array(31...40))
        #expect(
            try ids {
                $0.after = 30; $0.limit = 3
            } == [31, 32, 33])
        #expect(
            try ids {
                $0.isNewestFirst = true; $0.limit = 2
            } == [40, 39])
        #expect(try ids { $0.since = moments[18] } == [37, 38, 39, 40])
        #expect(try ids { $0.before = moments[1] } == [1, 2])
        #expect(
            try ids {
                $0.since = moments[3]; $0.before = moments[4]
            } == [7, 8])
        #expect(try ids { $0.minimumSignificance = .high } == [5, 11, 17, 23, 29, 35])
        #expect(
            try ids {
                $0.paths = [DocumentPath(text: "d1.md")!]; $0.after = 20
            } == [27, 28, 35, 36])
        #expect(try ids { $0.after = 40 } == [])
        #expect(try reader.lastChange() == 40)
    }

    @Test func `a clock set back loses nothing`() throws {
        let fixture = try StoreFixture()
        var recorded: [(id: Int64, time: Timestamp)] = []
        let jumps: [Int64] = [0, 5000, -20_000, 1000, 60_000, -500, 0, -90_000, 3000, 100_000]
        for (number, jump) in jumps.enumerated() {
            fixture.now.milliseconds += jump
            let version = try fixture.record("d\(number).md", "x", changes: [Self.change(after: "x")])
            recorded.append((version.id, fixture.now))
        }
        for moment in recorded.map(\.time) + [Timestamp(milliseconds: 0), Timestamp(milliseconds: .max)] {
            let expected = recorded.last { $0.time <= moment }?.id ?? 0
            #expect(try fixture.store.bound(at: moment).id == expected)
            var selection = ChangeSelection()
            selection.since = moment
            let since = recorded.filter { $0.time >= moment }.map(\.id)
            #expect(try fixture.store.changes(selection).map(\.id) == since)
        }
    }

    @Test func `blame names the version that brought the words in`() throws {
        let fixture = try StoreFixture()
        try fixture.record("a.md", "One.\nTwo.\nThree.\n")
        try fixture.record("a.md", "# Top\nTwo.\nOne.\n\nThree and more.\n", event: .modified)
        try fixture.record("a.md", "# Top\nTwo.\nOne.\n\nThree and more.\nFour.\n", event: .modified)
        let reader = try fixture.reader()
        let latest = try #require(try reader.latest(fixture.path("a.md")))
        let blame = try reader.blame(latest)
        #expect(blame.map(\.text) == ["Top", "Two.", "One.", "Three and more.", "Four."])
        #expect(blame.map(\.sinceVersion) == [2, 1, 1, 2, 3])
        #expect(blame.map(\.line) == [1, 2, 3, 5, 6])
    }
}
