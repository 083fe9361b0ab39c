extension ValueScanner {
    /// "$1 billion", « 1 milliard $ », « 1 G$ », "CAD 5 million", « 5 millions d'euros ».
    func money(at index: Int) -> ScannedValue? { moneyAfterSign(at: index) ?? moneyBeforeSign(at: index) }

    /// "20%", « 20 p. 100 », "five per cent", "one third", « la moitié ».
    func share(at index: Int) -> ScannedValue? { percentage(at: index) ?? fraction(at: index) }

    // Money

    private func moneyAfterSign(at index: Int) -> ScannedValue? {
        guard let (currency, start) = currencyPrefix(at: index), let found = number(at: start),
            let value = found.value
        else { return nil }
        if let (power, end) = scaleLetter(at: found.end), let scaled = value.scaled(byPowerOfTen: power) {
            return money(scaled, currency, end: currencySuffixEnd(at: end, of: currency))
        }
        return money(value, currency, end: currencySuffixEnd(at: found.end, of: currency))
    }

    private func moneyBeforeSign(at index: Int) -> ScannedValue? {
        guard let found = number(at: index), let value = found.value else { return nil }
        if let (currency, end) = currencySuffix(at: found.end) { return money(value, currency, end: end) }
        guard let (power, start) = scaleLetter(at: found.end),
            let (currency, end) = currencySuffix(at: start),
            let scaled = value.scaled(byPowerOfTen: power)
        else { return nil }
        return money(scaled, currency, end: end)
    }

    private func money(_ value: ExactNumber, _ currency: String, end: Int) -> ScannedValue {
        ScannedValue(end: end, kind: .money, canonical: "\(currency):\(value)", quantity: value)
    }

    /// A bare dollar counts as the Canadian one, so that "$5" and "CAD 5" are the same sum.
    private func currencyPrefix(at index: Int) -> (currency: String, end: Int)? {
        if let sign = Self.signs[word(index)] { return (sign, index + 1) }
        guard let currency = Self.codes[word(index)], isWord(index) else { return nil }
        if word(index + 1) == "$" { return (currency, index + 2) }
        guard word(index).utf8.count == 3, isDigits(index + 1), gap(index + 1) != .none else { return nil }
        return (currency, index + 1)
    }

    private func currencySuffix(at index: Int) -> (currency: String, end: Int)? {
        var start = index
        if word(start) == "-", gap(start) == .none { start += 1 }
        if word(start) == "de" || word(start) == "d'" || word(start) == "of" { start += 1 }
        if let sign = Self.signs[word(start)] {
            // « $ US », « $ CA »; "$ can" only in capitals, for it is a word too.
            if sign == "CAD", let named = Self.codes[word(start + 1)], tokens[start + 1].isCapitalized {
                return (named, start + 2)
            }
            return (sign, start + 1)
        }
        let isCode =
            word(start).utf8.count == 3 && Self.codes[word(start)] != nil && tokens[start].isCapitalized
        if isCode { return (Self.codes[word(start)] ?? "", start + 1) }
        if let named = Self.codes[word(start)] ?? Self.adjectives[word(start)],
            Self.names[word(start + 1)] == "CAD"
        {
            return (named, start + 2)
        }
        guard let named = Self.names[word(start)] else { return nil }
        if named == "CAD", let adjective = Self.adjectives[word(start + 1)] { return (adjective, start + 2) }
        return (named, start + 1)
    }

    /// The end of a code that only repeats the sign before: "$5 million CAD".
    private func currencySuffixEnd(at index: Int, of currency: String) -> Int {
        guard let suffix = currencySuffix(at: index), suffix.currency == currency else { return index }
        return suffix.end
    }

    private func scaleLetter(at index: Int) -> (power: Int, end: Int)? {
        switch word(index) {
        case "k": (3, index + 1)
        case "m", "mm", "mn": (6, index + 1)
        case "g", "md", "mds", "mrd", "bn", "b": (9, index + 1)
        case "t" where readsEnglish: (12, index + 1)
        default: nil
        }
    }

    private static let signs = ["$": "CAD", "€": "EUR", "£": "GBP", "¥": "JPY"]
    static let codes = [
        "cad": "CAD", "cdn": "CAD", "can": "CAD", "ca": "CAD", "c": "CAD", "us": "USD", "usd": "USD",
        "eur": "EUR",
        "gbp": "GBP", "a": "AUD", "au": "AUD", "aud": "AUD", "nz": "NZD", "nzd": "NZD", "chf": "CHF",
        "jpy": "JPY",
        "hk": "HKD",
    ]
    private static let names = [
        "dollar": "CAD", "dollars": "CAD", "euro": "EUR", "euros": "EUR", "pound": "GBP", "pounds": "GBP",
        "yen": "JPY", "yens": "JPY",
    ]
    private static let adjectives = [
        "canadian": "CAD", "canadien": "CAD", "canadiens": "CAD", "american": "USD", "americain": "USD",
        "americains": "USD", "us": "USD", "australian": "AUD", "australiens": "AUD",
    ]

    // Shares

    private func percentage(at index: Int) -> ScannedValue? {
        guard let found = number(at: index), let value = found.value else { return nil }
        if let end = end(ofAny: Self.pointWords, at: found.end) {
            return ScannedValue(end: end, kind: .share, canonical: "points:\(value)", quantity: value)
        }
        guard let end = end(ofAny: Self.percentWords, at: found.end) ?? hyphenatedPercent(at: found.end),
            let share = value.divided(by: ExactNumber(100))
        else { return nil }
        return ScannedValue(end: end, kind: .share, canonical: "share:\(share)", quantity: share)
    }

    private func hyphenatedPercent(at index: Int) -> Int? {
        guard word(index) == "-", gap(index) == .none else { return nil }
        return end(ofAny: Self.percentWords, at: index + 1)
    }

    private func fraction(at index: Int) -> ScannedValue? {
        if let (top, bottom) = Self.fractionSigns[word(index)] { return share(top, bottom, end: index + 1) }
        if ["half", "moitie"].contains(word(index)) {
            let isPart =
                word(index) == "moitie"
                ? word(index - 1) == "la" : ["of", "the", "all"].contains(word(index + 1))
            return isPart ? share(1, 2, end: index + 1) : nil
        }
        if isDigits(index), word(index + 1) == "/", isDigits(index + 2),
            ["of", "de", "des"].contains(word(index + 3)),
            let top = Int(word(index)), let bottom = Int(word(index + 2)), top < bottom
        {
            return share(top, bottom, end: index + 3)
        }
        var next = index + 1
        guard let top = fractionTop(index) else { return nil }
        if word(next) == "-" { next += 1 }
        guard let bottom = Self.denominators[word(next)] else { return nil }
        let needsOf = ["a", "the", "le", "du", "au"].contains(word(index))
        if needsOf, !["of", "de", "des", "du", "d'"].contains(word(next + 1)) { return nil }
        return share(top, bottom, end: next + 1)
    }

    private func fractionTop(_ index: Int) -> Int? {
        if ["a", "the", "le", "un", "une"].contains(word(index))
            || readsFrench && ["du", "au"].contains(word(index))
        {
            return 1
        }
        let value = (readsEnglish ? NumberWords.english[word(index)] : nil) ?? NumberWords.french[word(index)]
        return value.flatMap { (1...9).contains($0) ? $0 : nil }
    }

    private func share(_ top: Int, _ bottom: Int, end: Int) -> ScannedValue? {
        guard let value = ExactNumber(Int128(top), over: Int128(bottom)) else { return nil }
        return ScannedValue(end: end, kind: .share, canonical: "share:\(value)", quantity: value)
    }

    private static let percentWords = [
        ["%"], ["per", "cent"], ["percent"], ["pour", "cent"], ["p", ".", "100"], ["p", ".", "cent"],
        ["p", ".", "c", "."],
    ]
    private static let pointWords = [
        ["percentage", "point"], ["percentage", "points"], ["point", "de", "pourcentage"],
        ["points", "de", "pourcentage"],
    ]
    private static let fractionSigns = [
        "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5),
    ]
    private static let denominators = [
        "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5, "tenth": 10,
        "tenths": 10,
        "tiers": 3, "quart": 4, "quarts": 4, "cinquieme": 5, "cinquiemes": 5, "dixieme": 10, "dixiemes": 10,
        "half": 2, "sixth": 6, "eighth": 8,
    ]
}
