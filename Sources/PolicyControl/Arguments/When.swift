private import LinuxSystem

/// A point in time as a person writes it.
package enum When: Hashable, Sendable {
    /// `YYYY-MM-DD`.
    case day(String)
    /// RFC 3339 with offset.
    case time(String)

    /// Reads `2026-11-21`, `2026-11-21T08:46`, RFC 3339, `now`, `today`, `yesterday`, `tomorrow`, `3 days ago`,
    /// `in 2 weeks`, `last week`, `next month`, `monday`; nil for anything else.
    package init?(_ text: String, now: Int64) {
        let words = text.lowercased().split { $0 == " " || $0 == "\t" }.map(String.init)
        if let day = Day(iso: text) {
            self = .day(day.iso)
        } else if let time = Self.time(text) {
            self = .time(time)
        } else if let found = Self.relative(words, now: now) {
            self = found
        } else {
            return nil
        }
    }

    /// As the daemon takes it: a date means its end there.
    package var text: String {
        switch self {
        case .day(let text), .time(let text): text
        }
    }

    /// The moment a day begins on this machine's clocks; a time as it is.
    package var beginning: String {
        guard case .day(let text) = self, let day = Day(iso: text) else { return self.text }
        let start = LocalTime.startOfDay(year: day.year, month: day.month, day: day.day)
        return LocalTime(secondsSince1970: start).rfc3339
    }

    /// The last moment of a day on this machine's clocks; a time as it is.
    package var end: String {
        guard case .day(let text) = self, let day = Day(iso: text) else { return self.text }
        let next = day.adding(1, .day)
        let start = LocalTime.startOfDay(year: next.year, month: next.month, day: next.day)
        let last = LocalTime(secondsSince1970: start - 1).rfc3339
        return last.dropLast(6) + ".999" + last.suffix(6)
    }

    // MARK: - Times

    /// The seconds since 1970 of a time that the daemon gave, RFC 3339 with offset; nil for anything else.
    static func seconds(rfc3339 text: String) -> Int64? {
        guard let day = Day(iso: String(text.prefix(10))),
            let clock = Clock(String(text.dropFirst(11).prefix(8))),
            let offset = seconds(offset: text.dropFirst(19))
        else { return nil }
        let seconds = day.daysSince1970 * 86_400 + clock.hour * 3600 + clock.minute * 60 + clock.second
        return Int64(seconds - offset)
    }

    private static func seconds(offset text: Substring) -> Int? {
        if text.hasSuffix("Z") { return 0 }
        let zone = text.suffix(6)
        guard zone.hasPrefix("+") || zone.hasPrefix("-"), let hours = Int(zone.dropFirst().prefix(2)),
            let minutes = Int(zone.suffix(2))
        else { return nil }
        return (hours * 3600 + minutes * 60) * (zone.hasPrefix("-") ? -1 : 1)
    }

    /// RFC 3339, or the same without seconds or zone: then it is this machine's.
    private static func time(_ text: String) -> String? {
        let parts = text.split(maxSplits: 1, omittingEmptySubsequences: false) {
            $0 == "T" || $0 == "t" || $0 == " "
        }
        guard parts.count == 2, let day = Day(iso: String(parts[0])) else { return nil }
        let zoneStart = parts[1].firstIndex { "Zz+-".contains($0) } ?? parts[1].endIndex
        let zone = String(parts[1][zoneStart...])
        guard let clock = Clock(String(parts[1][..<zoneStart])) else { return nil }
        if zone.isEmpty { return clock.onLocal(day) }
        guard let offset = offset(zone) else { return nil }
        return day.iso + "T" + clock.text + offset
    }

    private static func offset(_ zone: String) -> String? {
        if zone == "Z" || zone == "z" { return "Z" }
        let digits = zone.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard digits.count == 2, digits.allSatisfy({ $0.count == 2 }), let hours = Int(digits[0]),
            let minutes = Int(digits[1]), (0...23).contains(hours), (0...59).contains(minutes)
        else { return nil }
        return zone
    }

    // MARK: - Words

    private static let numbers = [
        "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
        "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    ]
    private static let weekdays = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]
    // Farther back or ahead is a slip of the fingers.
    private static let largestNumber = 100_000

    private static func relative(_ words: [String], now: Int64) -> When? {
        let today = Day(secondsSince1970: now)
        switch words.count {
        case 1:
            switch words[0] {
            case "now": return .time(LocalTime(secondsSince1970: now).rfc3339)
            case "today": return .day(today.iso)
            case "yesterday": return .day(today.adding(-1, .day).iso)
            case "tomorrow": return .day(today.adding(1, .day).iso)
            default: return weekdayBefore(today, words[0])
            }
        case 2:
            if words[0] == "last", let found = weekdayBefore(today, words[1]) { return found }
            guard let unit = Unit(rawValue: words[1]), words[0] == "last" || words[0] == "next" else {
                return nil
            }
            return .day(today.adding(words[0] == "last" ? -1 : 1, unit).iso)
        case 3:
            if words[2] == "ago" { return moved(-1, words[0], words[1], now) }
            if words[0] == "in" { return moved(1, words[1], words[2], now) }
            return nil
        default: return nil
        }
    }

    private static func weekdayBefore(_ today: Day, _ name: String) -> When? {
        guard let wanted = weekdays.firstIndex(of: name) else { return nil }
        let back = (today.weekday - wanted + 6) % 7 + 1
        return .day(today.adding(-back, .day).iso)
    }

    private static func moved(_ sign: Int, _ count: String, _ unit: String, _ now: Int64) -> When? {
        guard let number = Int(count) ?? numbers[count], (0...largestNumber).contains(number) else {
            return nil
        }
        let singular = unit.hasSuffix("s") ? String(unit.dropLast()) : unit
        switch singular {
        case "second", "minute", "hour":
            let seconds = singular == "second" ? 1 : singular == "minute" ? 60 : 3600
            return .time(LocalTime(secondsSince1970: now + Int64(sign * number * seconds)).rfc3339)
        default:
            guard let unit = Unit(rawValue: singular) else { return nil }
            return .day(Day(secondsSince1970: now).adding(sign * number, unit).iso)
        }
    }
}

/// What days are counted in.
private enum Unit: String {
    case day, week, month, year
}

/// A day of the calendar.
private struct Day {
    let year: Int
    let month: Int
    let day: Int

    init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day on this machine's clocks.
    init(secondsSince1970 seconds: Int64) {
        let local = LocalTime(secondsSince1970: seconds)
        self.init(year: local.year, month: local.month, day: local.day)
    }

    init?(iso text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], let year = digits(parts[0]), let month = digits(parts[1]),
            let day = digits(parts[2]), (1...12).contains(month), year > 0,
            (1...Day.length(ofMonth: month, year)).contains(day)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    var iso: String { padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2) }

    /// 0 for Monday.
    var weekday: Int { ((daysSince1970 + 3) % 7 + 7) % 7 }

    func adding(_ count: Int, _ unit: Unit) -> Day {
        switch unit {
        case .day: return Day(daysSince1970: daysSince1970 + count)
        case .week: return Day(daysSince1970: daysSince1970 + 7 * count)
        case .month, .year:
            let months = max(12, year * 12 + month - 1 + (unit == .year ? 12 : 1) * count)
            let (year, month) = (min(months / 12, 9999), months % 12 + 1)
            return Day(year: year, month: month, day: min(day, Day.length(ofMonth: month, year)))
        }
    }

    private static func length(ofMonth month: Int, _ year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    // Both ways: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", for years from 1 on.
    var daysSince1970: Int {
        let shifted = month <= 2 ? year - 1 : year
        let yearOfEra = shifted % 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return shifted / 400 * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }

    private init(daysSince1970 days: Int) {
        let shifted = max(306, days + 719_468)
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        self.init(
            year: min(9999, yearOfEra + shifted / 146_097 * 400 + (month <= 2 ? 1 : 0)), month: month,
            day: dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}

/// A time of day.
private struct Clock {
    let hour: Int
    let minute: Int
    let second: Int
    /// With its point; empty where there is none.
    let fraction: String

    init?(_ text: String) {
        let halves = text.split(separator: ".", omittingEmptySubsequences: false)
        let parts = halves[0].split(separator: ":", omittingEmptySubsequences: false)
        guard halves.count <= 2, (2...3).contains(parts.count), parts.allSatisfy({ $0.utf8.count == 2 }),
            let hour = digits(parts[0]), let minute = digits(parts[1]), hour < 24, minute < 60
        else { return nil }
        guard let second = parts.count == 3 ? digits(parts[2]) : 0, second < 60 else { return nil }
        if halves.count == 2 {
            guard parts.count == 3, (1...9).contains(halves[1].utf8.count), digits(halves[1]) != nil else {
                return nil
            }
        }
        self.hour = hour
        self.minute = minute
        self.second = second
        fraction = halves.count == 2 ? "." + halves[1] : ""
    }

    var text: String { "\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))" + fraction }

    /// With the offset that this machine's clocks have then.
    func onLocal(_ day: Day) -> String {
        let start = LocalTime.startOfDay(year: day.year, month: day.month, day: day.day)
        let guess = LocalTime(secondsSince1970: start + Int64(hour * 3600 + minute * 60))
        // On a day on which the clocks change, the hours since its beginning are not the hour they show.
        let shift = Int64((hour - guess.hour) * 3600 + (minute - guess.minute) * 60)
        let right = LocalTime(secondsSince1970: start + Int64(hour * 3600 + minute * 60) + shift)
        return day.iso + "T" + text + right.rfc3339.suffix(6)
    }
}

private func digits(_ text: some StringProtocol) -> Int? {
    text.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") } ? Int(text) : nil
}

private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
