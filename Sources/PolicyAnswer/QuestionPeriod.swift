import PolicyText

/// The time that a question names: "since Monday", « depuis mars », "by 2026", « la semaine dernière ».
struct QuestionPeriod: Hashable {
    /// The first and the last day meant; nil where it is open.
    var since: CalendarDate?
    var until: CalendarDate?
    /// Places, among all words of the question, of the words that say so.
    var words: Set<Int> = []

    var isEmpty: Bool { since == nil && until == nil }

    /// Reads the folded words of a question; what is relative is reckoned from `today`.
    init(_ words: [String], today: CalendarDate) {
        let reader = MomentReader(words: words, today: today)
        var place = 0
        while place < words.count {
            guard let moment = reader.moment(at: place) else {
                place += 1
                continue
            }
            let (role, length) = Self.role(before: place, in: words)
            // A year that merely names something ("the 2021 plan") bounds nothing.
            if role != .none || !moment.isBareYear {
                apply(moment, role)
                self.words.formUnion(place - length..<place + moment.length)
            }
            place += moment.length
        }
    }

    private enum Role { case since, until, before, within, none }

    private mutating func apply(_ moment: MomentReader.Moment, _ role: Role) {
        switch role {
        case .since: since = moment.first
        case .until: until = moment.last
        case .before: until = moment.first.adding(days: -1)
        case .within, .none:
            if moment.isOpen {
                since = moment.first
            } else {
                since = since ?? moment.first
                until = moment.last
            }
        }
    }

    /// What the words before a moment make of it, and how many they are.
    private static func role(before place: Int, in words: [String]) -> (Role, Int) {
        func word(_ back: Int) -> String { place >= back ? words[place - back] : "" }
        // An article or preposition may stand between: « depuis le 3 mars », « jusqu'au 3 mars ».
        let articles: Set<String> = [
            "le", "la", "l", "the", "au", "a", "en", "fin", "end", "of", "de", "du", "mois",
        ]
        var skipped = 0
        while skipped < 3, articles.contains(word(skipped + 1)),
            role(of: word(skipped + 1)) == nil
                || role(of: word(skipped + 2)) != nil
        {
            skipped += 1
        }
        if let role = role(of: word(skipped + 1)) {
            // « d'ici » is two words.
            let isTwo = word(skipped + 1) == "ici" && word(skipped + 2) == "d"
            return (role, skipped + (isTwo ? 2 : 1))
        }
        return (.none, skipped)
    }

    private static func role(of word: String) -> Role? {
        switch word {
        case "since", "depuis", "from", "after", "apres", "starting", "des", "between", "entre": .since
        case "until", "till", "by", "ici", "jusqu", "jusque", "and", "et": .until
        case "before", "avant": .before
        case "in", "en", "during", "on", "pendant", "within", "dans": .within
        default: nil
        }
    }
}

/// Reads a day, a month, a year or a relative time at a word.
struct MomentReader {
    struct Moment {
        var first: CalendarDate
        var last: CalendarDate
        var length: Int
        /// "The last 3 days": until now.
        var isOpen = false
        var isBareYear = false
    }

    let words: [String]
    let today: CalendarDate

    func moment(at place: Int) -> Moment? {
        relative(at: place) ?? ago(at: place) ?? weekday(at: place) ?? isoDate(at: place) ?? monthAndYear(
            at: place)
            ?? year(at: place)
    }

    private func word(_ place: Int) -> String { words.indices.contains(place) ? words[place] : "" }

    private func relative(at place: Int) -> Moment? {
        let phrases: [(String, Moment?)] = [
            ("today", day(0)), ("aujourd'hui", day(0)), ("yesterday", day(-1)), ("hier", day(-1)),
            ("last week", week(-1)), ("semaine derniere", week(-1)), ("this week", week(0)),
            ("cette semaine", week(0)),
            ("last month", month(-1)), ("mois dernier", month(-1)), ("this month", month(0)),
            ("ce mois", month(0)),
            ("last year", calendarYear(-1)), ("an dernier", calendarYear(-1)),
            ("annee derniere", calendarYear(-1)),
            ("this year", calendarYear(0)), ("cette annee", calendarYear(0)),
        ]
        for (phrase, moment) in phrases {
            let parts = phrase.split(separator: " ").map(String.init)
            if parts.indices.allSatisfy({ word(place + $0) == parts[$0] }), var moment {
                moment.length = parts.count
                return moment
            }
        }
        return nil
    }

    private func day(_ offset: Int) -> Moment? {
        let day = today.adding(days: offset)
        return Moment(first: day, last: day, length: 1)
    }

    private func week(_ offset: Int) -> Moment? {
        let monday = today.adding(days: 1 - today.weekday + 7 * offset)
        return Moment(first: monday, last: monday.adding(days: 6), length: 2)
    }

    private func month(_ offset: Int) -> Moment? {
        let months = today.year * 12 + today.month - 1 + offset
        return month(months % 12 + 1, of: months / 12, length: 2)
    }

    private func month(_ month: Int, of year: Int, length: Int) -> Moment? {
        guard let first = CalendarDate(year: year, month: month, day: 1),
            let last = CalendarDate(
                year: year, month: month, day: CalendarDate.lastDay(ofMonth: month, year: year))
        else { return nil }
        return Moment(first: first, last: last, length: length)
    }

    private func calendarYear(_ offset: Int) -> Moment? {
        guard let first = CalendarDate(year: today.year + offset, month: 1, day: 1),
            let last = CalendarDate(year: today.year + offset, month: 12, day: 31)
        else { return nil }
        return Moment(first: first, last: last, length: 2)
    }

    /// "3 days ago", « il y a 3 jours », "the last 3 days", « les 3 derniers jours ».
    private func ago(at place: Int) -> Moment? {
        func span(_ count: String, _ unit: String) -> Int? {
            guard let number = Int(count) ?? Self.numbers[count], (1...10_000).contains(number),
                let days = Self.units[unit]
            else { return nil }
            return number * days
        }
        if let days = span(word(place), word(place + 1)), word(place + 2) == "ago" {
            return moment(daysAgo: days, length: 3)
        }
        if word(place) == "il", word(place + 1) == "y", word(place + 2) == "a",
            let days = span(word(place + 3), word(place + 4))
        {
            return moment(daysAgo: days, length: 5)
        }
        if ["last", "past"].contains(word(place)), let days = span(word(place + 1), word(place + 2)) {
            return Moment(first: today.adding(days: -days), last: today, length: 3, isOpen: true)
        }
        if ["derniers", "dernieres"].contains(word(place + 1)), let days = span(word(place), word(place + 2))
        {
            return Moment(first: today.adding(days: -days), last: today, length: 3, isOpen: true)
        }
        return nil
    }

    private func moment(daysAgo days: Int, length: Int) -> Moment {
        let day = today.adding(days: -days)
        return Moment(first: day, last: day, length: length)
    }

    /// The latest such day, today included.
    private func weekday(at place: Int) -> Moment? {
        guard let number = Self.weekdays[word(place)] else { return nil }
        let day = today.adding(days: -((today.weekday - number + 7) % 7))
        let isLast = word(place + 1) == "dernier"
        return Moment(first: day, last: day, length: isLast ? 2 : 1)
    }

    /// The parts of a date in figures are words by themselves: 2026, 11, 21.
    private func isoDate(at place: Int) -> Moment? {
        guard word(place).utf8.count == 4, word(place + 1).utf8.count == 2, word(place + 2).utf8.count == 2,
            let date = CalendarDate(iso: "\(word(place))-\(word(place + 1))-\(word(place + 2))")
        else { return nil }
        return Moment(first: date, last: date, length: 3)
    }

    /// « mars », "March 2026", « 3 mars », "March 3, 2026"; without a year the latest that has begun.
    private func monthAndYear(at place: Int) -> Moment? {
        var place = place
        let start = place
        var day = dayNumber(at: place)
        if day != nil { place += 1 }
        guard let month = Self.months[word(place)] else { return nil }
        // "May" and « mars » alone may be other words; with a day or a year they are months.
        place += 1
        if day == nil, let after = dayNumber(at: place) {
            day = after
            place += 1
        }
        var year = yearNumber(at: place)
        if year != nil { place += 1 }
        if word(start) == "may", day == nil, year == nil,
            !["since", "in", "last", "by", "until", "before", "after"].contains(word(start - 1))
        {
            return nil
        }
        let isPast = (month, day ?? 1) <= (today.month, today.day)
        year = year ?? (isPast ? today.year : today.year - 1)
        guard let year, let whole = self.month(month, of: year, length: place - start) else { return nil }
        guard let day else { return whole }
        return CalendarDate(year: year, month: month, day: day).map {
            Moment(first: $0, last: $0, length: place - start)
        }
    }

    private func dayNumber(at place: Int) -> Int? {
        let digits = word(place).prefix { $0.isASCII && $0.isNumber }
        let rest = word(place).dropFirst(digits.count)
        guard digits.count <= 2, let number = Int(digits), (1...31).contains(number),
            ["", "st", "nd", "rd", "th", "er"].contains(rest)
        else { return nil }
        return number
    }

    private func yearNumber(at place: Int) -> Int? {
        guard word(place).utf8.count == 4, let year = Int(word(place)), (1900...2199).contains(year) else {
            return nil
        }
        return year
    }

    private func year(at place: Int) -> Moment? {
        guard let year = yearNumber(at: place), let first = CalendarDate(year: year, month: 1, day: 1),
            let last = CalendarDate(year: year, month: 12, day: 31)
        else { return nil }
        return Moment(first: first, last: last, length: 1, isBareYear: true)
    }

    private static func numbered(_ text: String) -> [String: Int] {
        var result: [String: Int] = [:]
        for (place, names) in text.split(separator: " ").enumerated() {
            for name in names.split(separator: "|") { result[String(name)] = place + 1 }
        }
        return result
    }

    private static let weekdays = numbered(
        "monday|lundi tuesday|mardi wednesday|mercredi thursday|jeudi friday|vendredi saturday|samedi sunday|dimanche"
    )
    private static let months = numbered(
        """
        january|janvier february|fevrier march|mars april|avril may|mai june|juin july|juillet august|aout \
        september|septembre october|octobre november|novembre december|decembre
        """)
    private static let numbers = numbered(
        "one|un|une|a two|deux three|trois four|quatre five|cinq six|six seven|sept eight|huit nine|neuf ten|dix"
    )
    private static let units: [String: Int] = [
        "day": 1, "days": 1, "jour": 1, "jours": 1, "week": 7, "weeks": 7, "semaine": 7, "semaines": 7,
        "month": 31, "months": 31, "mois": 31, "year": 366, "years": 366, "an": 366, "ans": 366,
        "annees": 366,
    ]
}
