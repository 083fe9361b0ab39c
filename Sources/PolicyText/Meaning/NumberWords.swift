/// Adds up the words of a cardinal as they come.
struct NumberWords {
    private var total = 0
    private var current = 0
    private var last = 0
    private var isEmpty = true

    var value: ExactNumber? { isEmpty ? nil : ExactNumber(total + current) }

    /// "one hundred and five": only after a hundred or a thousand.
    var acceptsAnd: Bool { last == 100 || last == 1000 }

    mutating func takeUnit(_ value: Int) {
        current = value
        last = value
        isEmpty = false
    }

    mutating func takeEnglish(_ value: Int) -> Bool {
        switch value {
        case 1000...: return close(value)
        case 100:
            guard !isEmpty, (1...99).contains(current), last != 100 else { return false }
            current *= 100
        case 20...90:
            guard isEmpty || last == 100 || (last >= 1000 && current == 0) else { return false }
            current += value
        default:
            let followsTens = (20...90).contains(last) && value < 10
            guard isEmpty || last == 100 || (last >= 1000 && current == 0) || followsTens else {
                return false
            }
            current += value
        }
        last = value
        isEmpty = false
        return true
    }

    mutating func takeFrench(_ value: Int) -> Bool {
        switch value {
        case 1000...: return close(value)
        case 100:
            guard isEmpty || (last >= 1000 && current == 0) || (2...9).contains(current) else { return false }
            current = max(current, 1) * 100
        case 20 where last == 4:
            current += 76
            last = 80
            return true
        case 20...90:
            guard isEmpty || last == 100 || (last >= 1000 && current == 0) else { return false }
            current += value
        case 10...16:
            guard isEmpty || last == 100 || (last >= 1000 && current == 0) || last == 60 || last == 80 else {
                return false
            }
            current += value
        default:
            let followsTens = (20...90).contains(last) || (last == 10 && (7...9).contains(value))
            guard isEmpty || last == 100 || (last >= 1000 && current == 0) || followsTens else {
                return false
            }
            current += value
        }
        last = value
        isEmpty = false
        return true
    }

    private mutating func close(_ scale: Int) -> Bool {
        if current == 0, total > 0 || scale > 1000 { return false }
        let (closed, overflow) = max(current, 1).multipliedReportingOverflow(by: scale)
        guard !overflow, closed < 1_000_000_000_000_000 - total else { return false }
        total += closed
        current = 0
        last = scale
        isEmpty = false
        return true
    }

    static let english: [String: Int] = [
        "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
        "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
        "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
        "forty": 40,
        "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000,
        "million": 1_000_000, "billion": 1_000_000_000,
    ]

    static let french: [String: Int] = [
        "zero": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
        "huit": 8,
        "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15,
        "seize": 16,
        "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
        "septante": 70,
        "huitante": 80, "octante": 80, "nonante": 90, "cent": 100, "cents": 100, "mille": 1000,
        "million": 1_000_000, "millions": 1_000_000, "milliard": 1_000_000_000, "milliards": 1_000_000_000,
    ]

    static let collectives: [String: Int] = [
        "dozen": 12, "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30,
        "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60, "centaine": 100,
    ]

    static let pluralCollectives: [String: Int] = [
        "dizaines": 10, "douzaines": 12, "vingtaines": 20, "centaines": 100, "milliers": 1000,
    ]

    static let englishOrdinals: [String: Int] = [
        "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
        "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14,
        "fifteenth": 15,
        "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20,
    ]

    static let frenchOrdinals: [String: Int] = [
        "premier": 1, "premiere": 1, "deuxieme": 2, "second": 2, "seconde": 2, "troisieme": 3, "quatrieme": 4,
        "cinquieme": 5, "sixieme": 6, "septieme": 7, "huitieme": 8, "neuvieme": 9, "dixieme": 10,
        "onzieme": 11,
        "douzieme": 12, "treizieme": 13, "quatorzieme": 14, "quinzieme": 15, "seizieme": 16, "vingtieme": 20,
    ]
}
