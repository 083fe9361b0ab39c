package import LinuxSystem

/// Days and times of day as the notifier counts them, in the zone of the digests.
package enum NotifyDay {
    // Farther from midnight than any change of the clocks, and within the day on either side.
    private static let half: Int64 = 43_200

    /// `YYYY-MM-DD` of a moment.
    package static func iso(_ local: LocalTime) -> String { String(local.rfc3339.prefix(10)) }

    static func before(_ local: LocalTime) -> LocalTime {
        LocalTime(secondsSince1970: start(of: local) - half)
    }

    static func start(of local: LocalTime) -> Int64 {
        LocalTime.startOfDay(year: local.year, month: local.month, day: local.day)
    }

    /// The last day whose digest may be sent: yesterday, once the time of day has come.
    package static func lastDue(now: Int64, minutes: Int) -> LocalTime {
        let yesterday = before(LocalTime(secondsSince1970: now))
        return isPast(minutes, now: now) ? yesterday : before(yesterday)
    }

    /// How long until a digest becomes due.
    package static func untilNext(now: Int64, minutes: Int) -> Duration {
        let today = LocalTime(secondsSince1970: now)
        let tomorrow = LocalTime(secondsSince1970: start(of: today) + 3 * half)
        let day = isPast(minutes, now: now) ? tomorrow : today
        return .seconds(max(1, start(of: day) + Int64(minutes) * 60 - now))
    }

    private static func isPast(_ minutes: Int, now: Int64) -> Bool {
        now >= start(of: LocalTime(secondsSince1970: now)) + Int64(minutes) * 60
    }

    /// The days after one, up to another, oldest first; no more than so many of the newest.
    package static func days(after last: String, upTo due: LocalTime, limit: Int) -> [String] {
        var days: [String] = []
        var day = due
        while days.count < limit, iso(day) > last {
            days.append(iso(day))
            day = before(day)
        }
        return days.reversed()
    }

    /// The second of the day in UTC of an RFC 3339 time, whatever its offset.
    package static func utcSecond(of time: String) -> Int? {
        When.seconds(rfc3339: time).map { Int(($0 % 86_400 + 86_400) % 86_400) }
    }
}
