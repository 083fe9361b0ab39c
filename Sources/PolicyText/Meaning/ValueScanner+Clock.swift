/// Days of the week, which only a deadline makes values, and times of day.
extension ValueScanner {
    /// "by Friday", "due every Thursday", « au plus tard le vendredi »; not the Friday of a date, nor one that opens
    /// hours or names a meeting.
    func weekday(at index: Int) -> ScannedValue? {
        guard let day = weekdayNumber(index) else { return nil }
        var next = index + 1
        while [",", "the", "le"].contains(word(next)) { next += 1 }
        guard calendar(at: next) == nil, !opensName(index) else { return nil }
        let isEach =
            ["every", "each", "chaque"].contains(word(index - 1))
            || word(index - 1) == "les" && word(index - 2) == "tous"
        let found = ScannedValue(
            end: index + 1, kind: .date, canonical: isEach ? "weekday:every \(day)" : "weekday:\(day)")
        return role(of: found, from: index).role == .deadline ? found : nil
    }

    /// "Friday Harbour"
    private func opensName(_ index: Int) -> Bool {
        isWord(index + 1) && tokens[index + 1].isCapitalized && weekdayNumber(index + 1) == nil
    }

    private func weekdayNumber(_ index: Int) -> Int? {
        guard isWord(index) else { return nil }
        let name = word(index).last == "s" ? String(word(index).dropLast()) : word(index)
        if readsEnglish, tokens[index].isCapitalized,
            let day = Self.weekdays.firstIndex(where: { $0.0 == name })
        {
            return day + 1
        }
        return readsFrench ? Self.weekdays.firstIndex { $0.1 == name }.map { $0 + 1 } : nil
    }

    static let weekdays = [
        ("monday", "lundi"), ("tuesday", "mardi"), ("wednesday", "mercredi"), ("thursday", "jeudi"),
        ("friday", "vendredi"), ("saturday", "samedi"), ("sunday", "dimanche"),
    ]

    // Times of day

    /// "11 p.m.", "23:00", « 23 h 30 », noon: minutes since midnight.
    func timeOfDay(at index: Int) -> ScannedValue? {
        guard let (minutes, end) = clock(at: index) else { return nil }
        return ScannedValue(end: end, kind: .number, canonical: TextValue.timeOfDay + "\(minutes)")
    }

    private func clock(at index: Int) -> (minutes: Int, end: Int)? {
        if let minutes = Self.namedTimes[word(index)] {
            let isTold = word(index - 1) != "-" && (readsEnglish || word(index) != "noon")
            return isTold ? (minutes, index + 1) : nil
        }
        guard isDigits(index), word(index).utf8.count <= 2, let hour = Int(word(index)), hour <= 24,
            word(index - 1) != ":" || gap(index) != .none
        else { return nil }
        if word(index + 1) == ":", gap(index + 1) == .none, gap(index + 2) == .none,
            let minute = minute(index + 2)
        {
            guard word(index + 3) != ":" || gap(index + 3) != .none else { return nil }
            return halfOfDay(at: index + 3, hour: hour, minute: minute) ?? (hour * 60 + minute, index + 3)
        }
        if let found = halfOfDay(at: index + 1, hour: hour, minute: 0) { return found }
        guard readsFrench, word(index + 1) == "h" else { return nil }
        if let minute = minute(index + 2) { return (hour * 60 + minute, index + 3) }
        // « 24 h » alone is as often a length of time.
        let isMoment =
            Self.beforeTimes.contains(word(index - 1)) && !["de", "par", "d'"].contains(word(index + 2))
        return isMoment ? (hour * 60, index + 2) : nil
    }

    private func minute(_ index: Int) -> Int? {
        guard isDigits(index), word(index).utf8.count == 2, let minute = Int(word(index)), minute < 60 else {
            return nil
        }
        return minute
    }

    /// "a.m.", "PM" after an hour.
    private func halfOfDay(at index: Int, hour: Int, minute: Int) -> (minutes: Int, end: Int)? {
        guard readsEnglish, (1...12).contains(hour) else { return nil }
        var end = index + 1
        switch word(index) {
        case "am", "pm": break
        case "a", "p":
            guard word(index + 1) == ".", word(index + 2) == "m", gap(index + 2) == .none else { return nil }
            end = word(index + 3) == "." && gap(index + 3) == .none ? index + 4 : index + 3
        default: return nil
        }
        let isAfternoon = word(index).first == "p"
        return ((hour % 12 + (isAfternoon ? 12 : 0)) * 60 + minute, end)
    }

    /// The token at which a time of day begins that ends before another.
    func startOfTime(endingAt end: Int) -> Int? {
        (1...7).lazy.map { end - $0 }.first { $0 >= 0 && self.clock(at: $0)?.end == end }
    }

    static let namedTimes = ["noon": 720, "midday": 720, "midi": 720, "midnight": 0, "minuit": 0]
    private static let beforeTimes: Set<String> = ["a", "avant", "tard", "vers"]
}
