internal import Glibc

/// A moment as the system's clocks on the wall show it (localtime_r, mktime; the zone is TZ's or the system's).
package struct LocalTime: Hashable, Sendable {
    package let year: Int
    /// 1 to 12.
    package let month: Int
    package let day: Int
    package let hour: Int
    package let minute: Int
    /// 0 to 60.
    package let second: Int
    /// How far the zone is ahead of UTC at that moment.
    package let offsetSeconds: Int

    /// What the clocks show so many seconds after 1970-01-01 00:00 UTC.
    package init(secondsSince1970 seconds: Int64) {
        var moment = time_t(seconds)
        var parts = tm()
        // Only a year that does not fit an Int32 gives nil; the epoch is as good as any other wrong answer.
        if localtime_r(&moment, &parts) == nil { gmtime_r([0], &parts) }
        year = Int(parts.tm_year) + 1900
        month = Int(parts.tm_mon) + 1
        day = Int(parts.tm_mday)
        hour = Int(parts.tm_hour)
        minute = Int(parts.tm_min)
        second = Int(parts.tm_sec)
        offsetSeconds = parts.tm_gmtoff
    }

    /// The moment a day begins: midnight, or the first time after it where the clocks skip midnight.
    package static func startOfDay(year: Int, month: Int, day: Int) -> Int64 {
        var parts = tm()
        parts.tm_year = Int32(clamping: year - 1900)
        parts.tm_mon = Int32(clamping: month - 1)
        parts.tm_mday = Int32(clamping: day)
        parts.tm_isdst = -1
        let midnight = Int64(mktime(&parts))
        // Where the clocks skip midnight, some systems give the last hour of the day before.
        return LocalTime(secondsSince1970: midnight).day == day ? midnight : midnight + 3600
    }

    /// `2026-11-21T14:03:22-05:00` (RFC 3339); an offset's seconds, which only old dates have, are dropped.
    package var rfc3339: String {
        let date = "\(padded(year, to: 4))-\(padded(month))-\(padded(day))"
        let time = "\(padded(hour)):\(padded(minute)):\(padded(second))"
        let distance = abs(offsetSeconds) / 60
        let sign = offsetSeconds < 0 ? "-" : "+"
        return "\(date)T\(time)\(sign)\(padded(distance / 60)):\(padded(distance % 60))"
    }

    /// Reads TZ again; call once at start, before other threads: the C library keeps the zone for the process.
    package static func useZone(_ name: String?) {
        if let name { setenv("TZ", name, 1) }
        tzset()
    }

    /// Says whether the system knows the zone, such as `America/Toronto`.
    package static func isZone(_ name: String) -> Bool {
        guard name != "UTC" else { return true }
        let isPlain = name.utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "_"): true
            case UInt8(ascii: "+"), UInt8(ascii: "-"): true
            default: false
            }
        }
        var status = stat()
        guard isPlain, !name.isEmpty, stat("/usr/share/zoneinfo/" + name, &status) == 0 else { return false }
        return status.st_mode & S_IFMT == S_IFREG
    }

    private func padded(_ number: Int, to width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
