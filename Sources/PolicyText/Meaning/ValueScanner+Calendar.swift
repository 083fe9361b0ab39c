/// Dates, periods and years.
extension ValueScanner {
    /// A date or a period that shows itself: a bare year comes later (see `year(at:)`).
    func calendar(at index: Int) -> ScannedValue? {
        guard let (start, edge) = edge(at: index) else {
            return calendarForm(at: index) ?? weekday(at: index)
        }
        if let found = calendarForm(at: start) ?? yearForm(at: start), let span = found.span {
            let narrowed = edge.narrowed(span)
            return scanned(narrowed, text: edge.canonical(of: found.canonical, narrowed), end: found.end)
        }
        return relativeYearEnd(at: start, edge: edge)
    }

    /// A year alone: 1900 to 2100, and no count of things.
    func year(at index: Int) -> ScannedValue? {
        var start = index
        if ["fy", "ef", "exercice"].contains(word(index)), isDigits(index + 1) { start += 1 }
        guard let found = yearForm(at: start) else { return nil }
        let isIntroduced = start > index || Self.yearIntroductions.contains(word(index - 1))
        return isIntroduced || !isCount(found.end) ? found : nil
    }

    private func calendarForm(at index: Int) -> ScannedValue? {
        isoDate(at: index) ?? period(at: index) ?? dayFirst(at: index) ?? monthFirst(at: index)
            ?? quarter(at: index) ?? season(at: index)
    }

    // Days and months

    private func isoDate(at index: Int) -> ScannedValue? {
        guard isDigits(index), ["-", "/", "."].contains(word(index + 1)), gap(index + 1) == .none,
            isDigits(index + 2), gap(index + 2) == .none, let a = Int(word(index)),
            let b = Int(word(index + 2))
        else { return nil }
        let hasThird =
            word(index + 3) == word(index + 1) && gap(index + 3) == .none && isDigits(index + 4)
            && gap(index + 4) == .none
        if hasThird, let c = Int(word(index + 4)) { return numericDate(a, b, c, at: index) }
        let isMonth = word(index).utf8.count == 4 && word(index + 2).utf8.count == 2 && word(index + 1) == "-"
        guard isMonth, (1...12).contains(b), b != (a + 1) % 100, isYear(a) else { return nil }
        return scanned(monthSpan(b, of: a), end: index + 3)
    }

    private func numericDate(_ a: Int, _ b: Int, _ c: Int, at index: Int) -> ScannedValue? {
        if word(index).utf8.count == 4 { return day(a, b, c, end: index + 5) }
        guard word(index + 4).utf8.count == 4, word(index + 1) != "-" || isYear(c) else { return nil }
        if language == .french || a > 12 { return day(c, b, a, end: index + 5) }
        return day(c, a, b, end: index + 5)
    }

    /// 14 March 2025, the 1st of March, « 1er mars 2027 », « premier mars ».
    private func dayFirst(at index: Int) -> ScannedValue? {
        var next = index
        let day: Int
        if isDigits(index), let value = Int(word(index)), (1...31).contains(value),
            word(index).utf8.count <= 2
        {
            day = value
            next += 1
            if gap(next) == .none, isOrdinalSuffix(word(next)) { next += 1 }
        } else if word(index) == "premier" {
            day = 1
            next += 1
        } else {
            return nil
        }
        if word(next) == "of" { next += 1 }
        guard let (month, end) = month(next) else { return nil }
        if let (year, yearEnd) = followingYear(at: end) { return self.day(year, month, day, end: yearEnd) }
        return ScannedValue(end: end, kind: .date, canonical: "day:\(month)-\(day)")
    }

    /// March 14, 2025; March 2025; mars 2025; September.
    private func monthFirst(at index: Int) -> ScannedValue? {
        guard let (month, monthEnd) = month(index) else { return nil }
        if let (year, end) = followingYear(at: monthEnd) {
            return scanned(monthSpan(month, of: year), end: end)
        }
        if isDigits(monthEnd), word(monthEnd).utf8.count <= 2, let day = Int(word(monthEnd)),
            (1...31).contains(day),
            readsEnglish
        {
            var end = monthEnd + 1
            if gap(end) == .none, isOrdinalSuffix(word(end)) { end += 1 }
            if let (year, yearEnd) = followingYear(at: end) {
                return self.day(year, month, day, end: yearEnd)
            }
            return ScannedValue(end: end, kind: .date, canonical: "day:\(month)-\(day)")
        }
        let isAmbiguous = [
            "may", "march", "mars", "mar", "sept", "dec", "jan", "jun", "mai", "sep", "oct", "nov", "fev",
            "feb", "apr", "avr", "aug", "jul", "juil",
        ].contains(word(index))
        let isMonth =
            !isAmbiguous
            || ["en", "in", "by", "before", "until", "mois", "d'ici", "ici"].contains(word(index - 1))
        guard isMonth, tokens[index].isCapitalized || readsFrench else { return nil }
        return ScannedValue(end: monthEnd, kind: .date, canonical: "month:\(month)")
    }

    /// A year after a day or a month: « mars 2027 », "March 14, 2027", "March of 2027".
    private func followingYear(at index: Int) -> (year: Int, end: Int)? {
        var next = index
        if [",", "of", "de"].contains(word(next)) { next += 1 }
        guard isDigits(next), word(next).utf8.count == 4, let year = Int(word(next)), isYear(year) else {
            return nil
        }
        return (year, next + 1)
    }

    /// The month named at `index`, and the index after it and its full stop.
    func month(_ index: Int) -> (month: Int, end: Int)? {
        guard isWord(index) else { return nil }
        let name = word(index)
        let found =
            (readsEnglish ? MonthNames.english[name] : nil) ?? (readsFrench ? MonthNames.french[name] : nil)
        guard let found else { return nil }
        // English writes its months with a capital: "children under 13 may" tells no date.
        if ["may", "march"].contains(name), !tokens[index].isCapitalized { return nil }
        let isAbbreviated = name.utf8.count <= 4 && word(index + 1) == "." && gap(index + 1) == .none
        let hasMore = isDigits(index + 2) || word(index + 2) == ","
        return (found, isAbbreviated && hasMore ? index + 2 : index + 1)
    }

    // Quarters, halves and seasons

    /// Q3 2027, « T3 de 2027 », third quarter of 2027, first half of 2027.
    private func quarter(at index: Int) -> ScannedValue? {
        var end = index + 1
        let first: Int
        let length: Int
        let name = Array(word(index).utf8)
        if name.count == 2, [UInt8(ascii: "q"), UInt8(ascii: "t")].contains(name[0]),
            (0x31...0x34).contains(name[1])
        {
            (first, length) = (Int(name[1] - 0x31) * 3 + 1, 3)
        } else if let number = ordinalAt(index), let unit = Self.partsOfYear[word(number.end)],
            (1...(12 / unit)).contains(number.value)
        {
            (first, length) = ((number.value - 1) * unit + 1, unit)
            end = number.end + 1
        } else {
            return nil
        }
        while ["of", "de", "d'", "l'", "the", "fy", "fiscal", "year", "exercice", "annee", ","].contains(
            word(end))
        {
            end += 1
        }
        guard isDigits(end), word(end).utf8.count == 4, let year = Int(word(end)), isYear(year) else {
            return nil
        }
        // "Q4 2026-27": of the fiscal year, whose first quarter begins in April.
        if length == 3, word(end + 1) == "-" || word(end + 1) == "/", isDigits(end + 2),
            lastYear(word(end + 2), after: year, isTight: gap(end + 2) == .none) == year + 1
        {
            let start = first + 3
            return start > 12
                ? scanned(months(start - 12...start - 10, of: year + 1), end: end + 3)
                : scanned(months(start...start + 2, of: year), end: end + 3)
        }
        return scanned(months(first...(first + length - 1), of: year), end: end + 1)
    }

    private func ordinalAt(_ index: Int) -> (value: Int, end: Int)? {
        if let value = ordinalWord(index) { return (value, index + 1) }
        guard isDigits(index), gap(index + 1) == .none, isOrdinalSuffix(word(index + 1)),
            let value = Int(word(index))
        else { return nil }
        return (value, index + 2)
    }

    /// Spring 2027, « l'automne 2027 »: astronomical seasons, in which the winter of a year begins the year.
    private func season(at index: Int) -> ScannedValue? {
        guard let season = Self.seasons[word(index)] else { return nil }
        let next = ["of", "de"].contains(word(index + 1)) ? index + 2 : index + 1
        guard isDigits(next), let year = Int(word(next)), isYear(year), word(next + 1) != "-" else {
            return nil
        }
        let days = [("12-21", "03-20"), ("03-21", "06-20"), ("06-21", "09-22"), ("09-23", "12-20")][season]
        guard let first = CalendarDate(iso: "\(season == 0 ? year - 1 : year)-\(days.0)"),
            let last = CalendarDate(iso: "\(year)-\(days.1)")
        else { return nil }
        return scanned(DateSpan(first: first, last: last), end: next + 1)
    }

    // Periods and years

    /// 2007-2008, 2007-08, 2025/26, from 2015 to 2020, « entre 2015 et 2020 ».
    private func period(at index: Int) -> ScannedValue? {
        var start = index
        if ["fy", "ef", "exercice"].contains(word(index)) { start += 1 }
        guard isDigits(start), word(start).utf8.count == 4, let first = Int(word(start)), isYear(first) else {
            return nil
        }
        let sign = word(start + 1)
        if sign == "-" || sign == "/", isDigits(start + 2),
            word(start + 3) != sign || gap(start + 3) != .none,
            let last = lastYear(word(start + 2), after: first, isTight: gap(start + 1) == .none)
        {
            let isFiscal = last == first + 1 && (start > index || isFiscalYear(before: start))
            return isFiscal ? fiscalYear(first, end: start + 3) : period(first, last, end: start + 3)
        }
        var next = start + 1
        let introduction = word(start - 1)
        let isJoined =
            ["to", "through", "until", "a", "au", "jusqu'a", "jusqu'en"].contains(sign)
            && gap(start + 1) != .none
            || ["and", "et"].contains(sign) && ["between", "entre"].contains(introduction)
        guard isJoined else { return nil }
        next += 1
        if ["en", "and", "including"].contains(word(next)) { next += 1 }
        guard isDigits(next), word(next).utf8.count == 4, let last = Int(word(next)), isYear(last),
            last > first
        else {
            return nil
        }
        return period(first, last, end: next + 1)
    }

    /// "fiscal year 2026-27", « l'exercice financier 2026-2027 ».
    private func isFiscalYear(before index: Int) -> Bool {
        let (near, far) = (word(index - 1), word(index - 2))
        return ["fy", "ef", "exercice"].contains(near)
            || near == "year" && ["fiscal", "financial"].contains(far)
            || near == "financier" && far == "exercice"
    }

    /// From April to March, as the Crown's is (Financial Administration Act, R.S.C. 1985, c. F-11, s. 2).
    private func fiscalYear(_ first: Int, end: Int) -> ScannedValue? {
        guard let from = CalendarDate(year: first, month: 4, day: 1),
            let to = CalendarDate(year: first + 1, month: 3, day: 31)
        else { return nil }
        return ScannedValue(
            end: end, kind: .period, canonical: "years:\(first)-\(first + 1)",
            span: DateSpan(first: from, last: to))
    }

    private func lastYear(_ digits: String, after first: Int, isTight: Bool) -> Int? {
        guard let value = Int(digits) else { return nil }
        if digits.utf8.count == 4, isYear(value), value > first { return value }
        guard digits.utf8.count == 2, isTight else { return nil }
        let last = first - first % 100 + value
        if last > first { return last }
        return last + 100 == first + 1 ? first + 1 : nil
    }

    private func period(_ first: Int, _ last: Int, end: Int) -> ScannedValue? {
        guard let from = CalendarDate(year: first, month: 1, day: 1),
            let to = CalendarDate(year: last, month: 12, day: 31)
        else { return nil }
        return ScannedValue(
            end: end, kind: .period, canonical: "years:\(first)-\(last)",
            span: DateSpan(first: from, last: to))
    }

    private func yearForm(at index: Int) -> ScannedValue? {
        guard isDigits(index), word(index).utf8.count == 4, let year = Int(word(index)), isYear(year) else {
            return nil
        }
        let isGlued =
            gap(index + 1) == .none && (isWord(index + 1) || word(index + 1) == "%" || word(index + 1) == "$")
        let isDecimal =
            [",", "."].contains(word(index + 1)) && gap(index + 1) == .none && isDigits(index + 2)
            && gap(index + 2) == .none
        guard !isGlued, !isDecimal, word(index + 1) != "%", word(index + 1) != "$" else { return nil }
        return scanned(months(1...12, of: year), end: index + 1)
    }

    /// Whether a plain plural follows a number, so that it counts things: « 2000 personnes », "2000 staff members".
    private func isCount(_ index: Int) -> Bool {
        guard isWord(index), gap(index) != .none, !tokens[index].isCapitalized else { return false }
        let next = word(index)
        if ["people", "staff", "children", "women", "men", "km", "kg", "tonnes", "hectares"].contains(next) {
            return true
        }
        return next.utf8.count > 3 && (next.hasSuffix("s") || next.hasSuffix("x"))
            && ![
                "this", "does", "dans", "sous", "sans", "vers", "mais", "apres", "ainsi", "plus", "alors",
                "was", "unless",
                "across", "towards", "depuis", "puis", "tous", "nous", "vous", "aux", "deux",
            ].contains(next)
    }

    // Edges: the end of, mid-, early

    private func edge(at index: Int) -> (start: Int, edge: PeriodEdge)? {
        guard let edge = Self.edges[word(index)] else { return nil }
        var next = index + 1
        while [
            "of", "the", "de", "du", "d'", "l'", "la", "le", "-", "in", "fiscal", "calendar", "year", "annee",
            "exercice",
            "mois", "month", "financial",
        ].contains(word(next)), next < index + 6, !isYearWord(next) {
            next += 1
        }
        return (next, edge)
    }

    /// A word for a year that ends a phrase: « la fin de l'année ».
    private func isYearWord(_ index: Int) -> Bool {
        ["year", "annee", "exercice", "month", "mois"].contains(word(index))
            && !(isDigits(index + 1) || month(index + 1) != nil
                || ["fy", "of", "de"].contains(word(index + 1)))
    }

    private func relativeYearEnd(at index: Int, edge: PeriodEdge) -> ScannedValue? {
        guard ["year", "annee", "exercice", "month", "mois"].contains(word(index)) else { return nil }
        let unit = ["month", "mois"].contains(word(index)) ? "month" : "year"
        return ScannedValue(end: index + 1, kind: .date, canonical: "\(edge) of \(unit)")
    }

    // Making values

    func scanned(_ span: DateSpan?, text: String? = nil, end: Int) -> ScannedValue? {
        guard let span else { return nil }
        let canonical = text ?? "\(span.first.iso)/\(span.last.iso)"
        return ScannedValue(end: end, kind: .date, canonical: canonical, span: span)
    }

    private func day(_ year: Int, _ month: Int, _ day: Int, end: Int) -> ScannedValue? {
        guard isYear(year), let date = CalendarDate(year: year, month: month, day: day) else { return nil }
        return scanned(DateSpan(first: date, last: date), end: end)
    }

    private func monthSpan(_ month: Int, of year: Int) -> DateSpan? { months(month...month, of: year) }

    private func months(_ months: ClosedRange<Int>, of year: Int) -> DateSpan? {
        let lastDay = CalendarDate.lastDay(ofMonth: months.upperBound, year: year)
        guard let first = CalendarDate(year: year, month: months.lowerBound, day: 1),
            let last = CalendarDate(year: year, month: months.upperBound, day: lastDay)
        else { return nil }
        return DateSpan(first: first, last: last)
    }

    private func isYear(_ value: Int) -> Bool { (1800...2199).contains(value) }

    private static let yearIntroductions: Set<String> = [
        "in", "by", "since", "until", "before", "after", "from", "to", "year", "years", "during", "through",
        "en", "d'ici",
        "ici", "depuis", "avant", "apres", "annee", "exercice", "horizon", "des", "an", "l'an", "till",
        "jusqu'en", "(", "de",
        "fin", "debut", "end", "dated", "fiscal", "calendar",
    ]
    static let edges: [String: PeriodEdge] = [
        "end": .end, "close": .end, "fin": .end, "late": .end, "mid": .middle, "mi": .middle,
        "milieu": .middle, "middle": .middle, "early": .beginning, "debut": .beginning,
        "beginning": .beginning, "start": .beginning,
    ]
    private static let partsOfYear = [
        "quarter": 3, "trimestre": 3, "half": 6, "semestre": 6, "semester": 6,
    ]
    static let seasons = [
        "winter": 0, "hiver": 0, "spring": 1, "printemps": 1, "summer": 2, "ete": 2, "fall": 3, "autumn": 3,
        "automne": 3,
    ]
}

/// Which part of a date is meant: the end of 2027, mid-2027.
enum PeriodEdge {
    case beginning, middle, end

    func narrowed(_ span: DateSpan) -> DateSpan {
        let days = span.last.daysSince1970 - span.first.daysSince1970
        switch self {
        case .beginning: return DateSpan(first: span.first, last: span.first.adding(days: days / 4))
        case .middle:
            // June 30 for a year, the 15th for a month.
            let isYear = days > 300
            let middle = span.first.adding(days: isYear ? 180 : days / 2)
            return DateSpan(first: middle, last: middle)
        case .end: return DateSpan(first: span.last, last: span.last)
        }
    }

    func canonical(of whole: String, _ span: DateSpan) -> String {
        self == .end ? "\(span.first.iso)/\(span.last.iso)" : "\(self) of \(whole)"
    }
}

enum MonthNames {
    static let english: [String: Int] = [
        "january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4, "may": 5,
        "june": 6,
        "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9,
        "october": 10, "oct": 10,
        "november": 11, "nov": 11, "december": 12, "dec": 12,
    ]
    static let french: [String: Int] = [
        "janvier": 1, "janv": 1, "fevrier": 2, "fev": 2, "fevr": 2, "mars": 3, "avril": 4, "avr": 4, "mai": 5,
        "juin": 6,
        "juillet": 7, "juil": 7, "aout": 8, "septembre": 9, "sept": 9, "octobre": 10, "oct": 10,
        "novembre": 11, "nov": 11,
        "decembre": 12, "dec": 12,
    ]
}
