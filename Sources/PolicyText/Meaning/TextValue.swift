/// A value that a text names, as a value: a sum, a share, a date, a period, a duration, a frequency, a number.
package struct TextValue: Hashable, Sendable {
    package enum Kind: Int, CaseIterable, Sendable {
        case number
        /// Second, 60e, troisième.
        case ordinal
        case money
        case share
        /// A day, a month, a quarter, a season or a year.
        case date
        /// From one year to another: a fiscal year, 2006-2009.
        case period
        case duration
        case frequency
    }

    /// What the words before a value make of it.
    package enum Role: Int, Sendable {
        case plain
        /// By, no later than, within, d'ici, avant, au plus tard.
        case deadline
        /// Until, jusqu'en.
        case until
        /// From, starting, effective, à compter de, dès: when something begins.
        case start
        /// Since, depuis, signed in, (2017): when something happened, never a deadline.
        case since
    }

    package var kind: Kind
    /// Equal for two texts that mean the same value; starts with the unit where there is one.
    package var canonical: String
    /// The quantity, where one number says it: units of currency, a share of one, months or days.
    package var quantity: ExactNumber?
    /// Where the value stands, in UTF-8 bytes.
    package var range: Range<Int>
    /// The same with the words that give it its role (« d'ici 2027 », "over 10 years").
    package var phrase: Range<Int>
    /// Verbatim.
    package var text: String
    /// Verbatim, of `phrase`.
    package var phraseText: String
    package var role: Role
    /// The last day meant. "By 2027" is read as the end of 2027, and a fiscal year as the end of its last
    /// calendar year, because no text tells when its author's year ends.
    package var due: CalendarDate?

    /// Whether the other says the same.
    ///
    /// Deadlines are compared by the last day they mean, so that "by 2027" is "by the end of 2027".
    package func means(_ other: TextValue) -> Bool {
        if kind == other.kind, canonical == other.canonical, role == other.role { return true }
        guard isDated, other.isDated, let due, let otherDue = other.due else { return false }
        return (role == .deadline || role == .until) && role == other.role && due == otherDue
    }

    /// How the canonical form of a month without a year begins.
    static let monthOfAnyYear = "month:"

    /// How the canonical form of a time of day begins.
    static let timeOfDay = "time:"

    /// Whether it names a point or a stretch of the calendar.
    package var isDated: Bool { kind == .date || kind == .period }
}
