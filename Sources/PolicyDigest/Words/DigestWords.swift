internal import PolicyText

/// The words of a digest in its language: headings, counts with their plurals, dates.
struct DigestWords {
    let language: Language

    func pick(_ english: String, _ french: String) -> String {
        language == .french ? french : english
    }

    /// A count with its noun; in French zero is singular too.
    func counted(_ count: Int, _ english: (String, String), _ french: (String, String)) -> String {
        let isSingular = language == .french ? count < 2 : count == 1
        let noun =
            language == .french ? (isSingular ? french.0 : french.1) : (isSingular ? english.0 : english.1)
        return "\(number(count)) \(noun)"
    }

    /// A number with its thousands set apart: a comma in English, a no-break space in French.
    func number(_ value: Int) -> String {
        let digits = String(abs(value))
        var groups: [Substring] = []
        var rest = digits[...]
        while rest.count > 3 {
            groups.insert(rest.suffix(3), at: 0)
            rest = rest.dropLast(3)
        }
        groups.insert(rest, at: 0)
        return (value < 0 ? "−" : "") + groups.joined(separator: pick(",", "\u{202F}"))
    }

    // MARK: Dates

    private static let englishMonths = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ]
    private static let frenchMonths = [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
        "novembre",
        "décembre",
    ]
    private static let englishDays = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
    private static let frenchDays = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]

    func month(_ date: CalendarDate) -> String {
        pick(Self.englishMonths[date.month - 1], Self.frenchMonths[date.month - 1])
    }

    /// Saturday 21 November 2026; samedi 21 novembre 2026.
    func longDate(_ date: CalendarDate) -> String {
        let weekday = pick(Self.englishDays[date.weekday - 1], Self.frenchDays[date.weekday - 1])
        let day = language == .french && date.day == 1 ? "1er" : String(date.day)
        return "\(weekday) \(day) \(month(date)) \(date.year)"
    }

    /// 2026-11-21 08:46: the same in both languages.
    func minute(_ time: ZonedTime) -> String { "\(time.date.iso) \(time.clock)" }
}
