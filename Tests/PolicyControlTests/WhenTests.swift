import LinuxSystem
import PolicyControl
import Testing

struct WhenTests {
    // 2026-11-21 is a Saturday; 08:46 in Toronto.
    private func when(_ text: String) -> When? {
        _ = Outcome.of(["--version"])
        return When(text, now: Outcome.now)
    }

    @Test(arguments: [
        ("2026-11-21", "2026-11-21"), ("2024-02-29", "2024-02-29"),
        ("today", "2026-11-21"), ("Yesterday", "2026-11-20"), ("tomorrow", "2026-11-22"),
        ("3 days ago", "2026-11-18"), ("a week ago", "2026-11-14"), ("last week", "2026-11-14"),
        ("two weeks ago", "2026-11-07"), ("last month", "2026-10-21"), ("9 months ago", "2026-02-21"),
        ("last year", "2025-11-21"), ("1 year ago", "2025-11-21"), ("in 10 days", "2026-12-01"),
        ("next month", "2026-12-21"), ("monday", "2026-11-16"), ("last saturday", "2026-11-14"),
        ("friday", "2026-11-20"), ("100000 years ago", "0001-01-21"),
    ])
    func `days are read as a person means them`(text: String, day: String) {
        #expect(when(text) == .day(day))
    }

    @Test(arguments: [
        ("2026-11-21T08:46", "2026-11-21T08:46:00-05:00"), ("2026-07-01 08:46", "2026-07-01T08:46:00-04:00"),
        ("2026-11-21T08:46:07", "2026-11-21T08:46:07-05:00"),
        ("2026-11-21T08:46:07Z", "2026-11-21T08:46:07Z"),
        ("2026-11-21T08:46:07.25+01:00", "2026-11-21T08:46:07.25+01:00"),
        ("2026-11-21t08:46z", "2026-11-21T08:46:00Z"), ("now", "2026-11-21T08:46:00-05:00"),
        ("2 hours ago", "2026-11-21T06:46:00-05:00"), ("an hour ago", "2026-11-21T07:46:00-05:00"),
        // The clocks go forward at 02:00 on 8 March 2026 and back at 02:00 on 1 November.
        ("2026-03-08T12:00", "2026-03-08T12:00:00-04:00"),
        ("2026-11-01T12:00", "2026-11-01T12:00:00-05:00"),
    ])
    func `times keep their zone, or get this machine's`(text: String, time: String) {
        #expect(when(text) == .time(time))
    }

    @Test(arguments: [
        "", "soon", "2026-13-01", "2026-02-30", "2025-02-29", "2026-1-1", "20261121", "2026-11-21T25:00",
        "2026-11-21T08:60", "2026-11-21T08", "2026-11-21T08:46+1", "2026-11-21T08:46:00+25:00", "-3 days ago",
        "days ago", "3 parsecs ago", "last", "last 3", "99999999999999999999 days ago", "2026-11-21T",
        "2026-11-21T08:46:00.", "²026-11-21", "0000-01-01",
    ])
    func `anything else is nothing`(text: String) {
        #expect(when(text) == nil)
    }

    @Test func `a day has a beginning and an end`() {
        #expect(when("2026-11-01")?.beginning == "2026-11-01T00:00:00-04:00")
        #expect(when("2026-11-01")?.end == "2026-11-01T23:59:59.999-05:00")
        #expect(when("now")?.beginning == when("now")?.end)
    }
}
