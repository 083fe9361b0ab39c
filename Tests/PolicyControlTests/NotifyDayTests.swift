import PolicyControl
import Testing

@Suite struct NotifyDayTests {
    // 2026-11-21 08:46:00 -05:00, and the zone in which the tests of this target run.
    private let now = Outcome.nowInZone

    @Test func `a day's digest is due the next day, from the time that is set`() {
        #expect(NotifyDay.iso(NotifyDay.lastDue(now: now, minutes: 7 * 60)) == "2026-11-20")
        #expect(NotifyDay.iso(NotifyDay.lastDue(now: now, minutes: 9 * 60)) == "2026-11-19")
        #expect(NotifyDay.untilNext(now: now, minutes: 9 * 60) == .seconds(14 * 60))
        #expect(NotifyDay.untilNext(now: now, minutes: 8 * 60) == .seconds(24 * 3600 - 46 * 60))
    }

    @Test func `days that were missed are counted from the last, the newest where there are too many`() {
        let due = NotifyDay.lastDue(now: now, minutes: 0)
        #expect(
            NotifyDay.days(after: "2026-11-17", upTo: due, limit: 31) == [
                "2026-11-18", "2026-11-19", "2026-11-20",
            ])
        #expect(NotifyDay.days(after: "2026-11-20", upTo: due, limit: 31).isEmpty)
        #expect(NotifyDay.days(after: "", upTo: due, limit: 2) == ["2026-11-19", "2026-11-20"])
    }

    @Test func `a moment is the same moment whatever the offset it is told with`() {
        let second = NotifyDay.utcSecond(of: "2026-11-21T08:46:05-05:00")
        #expect(second == 13 * 3600 + 46 * 60 + 5)
        #expect(NotifyDay.utcSecond(of: "2026-11-21T19:16:05+05:30") == second)
        #expect(NotifyDay.utcSecond(of: "2026-11-21T13:46:05+00:00") == second)
        #expect(NotifyDay.utcSecond(of: "2026-11-21T13:46:05Z") == second)
        #expect(NotifyDay.utcSecond(of: "soon") == nil)
    }
}
