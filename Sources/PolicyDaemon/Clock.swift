internal import Glibc
internal import LinuxSystem
internal import PolicyText

/// The clock and the calendar of the daemon: now, and what a moment is called in the zone of its digests.
struct Clock: Sendable {
    /// What time it is; a test gives its own.
    var now: @Sendable () -> Timestamp = {
        var moment = timespec()
        clock_gettime(CLOCK_REALTIME, &moment)
        return Timestamp(milliseconds: Int64(moment.tv_sec) * 1000 + Int64(moment.tv_nsec) / 1_000_000)
    }

    var today: CalendarDate { date(of: now()) }

    func zoned(_ moment: Timestamp) -> ZonedTime {
        let seconds = Int64((Double(moment.milliseconds) / 1000).rounded(.down))
        let local = LocalTime(secondsSince1970: seconds)
        let date =
            CalendarDate(year: local.year, month: local.month, day: local.day)
            ?? CalendarDate(daysSince1970: 0)
        return ZonedTime(
            date: date, hour: local.hour, minute: local.minute, second: min(local.second, 59),
            offsetMinutes: local.offsetSeconds / 60)
    }

    func date(of moment: Timestamp) -> CalendarDate { zoned(moment).date }

    /// The first moment of a day.
    func start(of date: CalendarDate) -> Timestamp {
        let seconds = LocalTime.startOfDay(year: date.year, month: date.month, day: date.day)
        return Timestamp(milliseconds: seconds * 1000)
    }

    /// The last moment of a day.
    func end(of date: CalendarDate) -> Timestamp {
        Timestamp(milliseconds: start(of: date.adding(days: 1)).milliseconds - 1)
    }

    /// Reads `YYYY-MM-DD` as the end of that day, or an RFC 3339 time as itself; nil for anything else.
    func moment(asOf text: String) -> Timestamp? {
        if let date = CalendarDate(iso: text) { return end(of: date) }
        return Self.timestamp(rfc3339: text)
    }

    /// Reads `YYYY-MM-DD` as the beginning of that day, or an RFC 3339 time as itself; nil for anything else.
    func moment(since text: String) -> Timestamp? {
        if let date = CalendarDate(iso: text) { return start(of: date) }
        return Self.timestamp(rfc3339: text)
    }

    /// RFC 3339, §5.6; a fraction of a second counts to the millisecond.
    static func timestamp(rfc3339 text: String) -> Timestamp? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, let date = CalendarDate(iso: String(decoding: bytes[0..<10], as: UTF8.self)),
            bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t")
                || bytes[10] == UInt8(ascii: " "),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]),
            let second = number(bytes[17..<19]),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        var rest = bytes[19...]
        var milliseconds = 0
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard !digits.isEmpty else { return nil }
            for place in 0..<3 {
                let index = digits.startIndex + place
                milliseconds = milliseconds * 10 + (index < digits.endIndex ? Int(digits[index] - 48) : 0)
            }
            rest = rest.dropFirst(1 + digits.count)
        }
        guard let offset = offsetMinutes(rest) else { return nil }
        let minutes = date.daysSince1970 * 1440 + hour * 60 + minute - offset
        return Timestamp(milliseconds: Int64(minutes) * 60_000 + Int64(second) * 1000 + Int64(milliseconds))
    }

    private static func offsetMinutes(_ bytes: ArraySlice<UInt8>) -> Int? {
        if bytes.elementsEqual("Z".utf8) || bytes.elementsEqual("z".utf8) { return 0 }
        let parts = Array(bytes)
        guard parts.count == 6, parts[3] == UInt8(ascii: ":"), let hours = number(parts[1..<3]),
            let minutes = number(parts[4..<6]), hours < 24, minutes < 60
        else { return nil }
        switch parts[0] {
        case UInt8(ascii: "+"): return hours * 60 + minutes
        case UInt8(ascii: "-"): return -(hours * 60 + minutes)
        default: return nil
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    }
}
