import LinuxSystem
import Testing

struct LocalTimeTests {
    // The zone belongs to the process, and other tests look at it: each of these has a process of its own.
    @Test func `a moment is told with its zone's offset, and a day begins at midnight`() async {
        await #expect(processExitsWith: .success) {
            LocalTime.useZone("America/Toronto")
            #expect(LocalTime(secondsSince1970: 1_795_276_800).rfc3339 == "2026-11-21T11:00:00-05:00")
            #expect(LocalTime(secondsSince1970: 1_782_000_000).rfc3339 == "2026-06-20T20:00:00-04:00")
            let start = LocalTime.startOfDay(year: 2026, month: 3, day: 8)
            #expect(LocalTime(secondsSince1970: start).rfc3339 == "2026-03-08T00:00:00-05:00")
            #expect(LocalTime.startOfDay(year: 2026, month: 3, day: 9) - start == 23 * 3600)
            LocalTime.useZone("Asia/Kathmandu")
            #expect(LocalTime(secondsSince1970: 0).rfc3339 == "1970-01-01T05:30:00+05:30")
        }
    }

    @Test func `a day whose midnight is skipped begins with its first moment`() async {
        await #expect(processExitsWith: .success) {
            LocalTime.useZone("America/Sao_Paulo")
            let start = LocalTime.startOfDay(year: 2018, month: 11, day: 4)
            #expect(LocalTime(secondsSince1970: start).rfc3339 == "2018-11-04T01:00:00-02:00")
        }
    }

    @Test func `only the system's zones are zones`() {
        #expect(LocalTime.isZone("America/Toronto"))
        #expect(LocalTime.isZone("UTC"))
        for name in ["", "America", "Nowhere/Land", "../../../etc/passwd", "America/Toronto\n"] {
            #expect(!LocalTime.isZone(name))
        }
    }
}
