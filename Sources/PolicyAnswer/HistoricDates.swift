import PolicyText

/// Finds the dates that a policy never sets and an answer may well be: years before 1800, centuries, decades, years
/// before and after Christ.
///
/// A bare number is a year only where its neighbours say so: "in 1066", « de 1702 à 1709 », "July 4, 1776".
struct HistoricDates {
    private let words: [NameScanner.Word]
    private let bytes: [UInt8]

    /// The dates of a text in order, in its bytes; they do not overlap.
    static func dates(in text: String) -> [Range<Int>] {
        let scanner = HistoricDates(words: NameScanner.words(of: text), bytes: Array(text.utf8))
        var result: [Range<Int>] = []
        var place = 0
        while place < scanner.words.count {
            guard let end = scanner.end(ofDateAt: place) else {
                place += 1
                continue
            }
            let range = scanner.words[place].range.lowerBound..<scanner.words[end - 1].range.upperBound
            result.append(scanner.extended(range))
            place = end
        }
        return result
    }

    private func end(ofDateAt place: Int) -> Int? {
        century(at: place) ?? decade(at: place) ?? era(at: place) ?? dayAndYear(at: place) ?? years(at: place)
    }

    // MARK: Forms

    /// 12th century, « XIIe siècle », late eighteenth century, 19th and 20th centuries.
    private func century(at place: Int) -> Int? {
        var place = place
        if Self.edges.contains(word(place)) { place += 1 }
        guard isOrdinal(place) else { return nil }
        var end = place + 1
        while ["and", "et", "to", "au", "or", "ou"].contains(word(end)), end < place + 5 {
            end += ["le", "du", "the"].contains(word(end + 1)) ? 2 : 1
            guard isOrdinal(end) else { return nil }
            end += 1
        }
        guard ["century", "centuries", "siecle", "siecles"].contains(word(end)) else { return nil }
        return eraEnd(at: end + 1) ?? end + 1
    }

    /// The 1920s, « années 1920 », « années vingt ».
    private func decade(at place: Int) -> Int? {
        if word(place) == "annees" {
            let isDecade =
                digits(place + 1).map { $0 % 10 == 0 && ($0 < 100 || isYear($0)) }
                ?? Self.tens.contains(word(place + 1))
            return isDecade ? place + 2 : nil
        }
        let start = Self.edges.contains(word(place)) ? place + 1 : place
        let text = Array(word(start).utf8)
        guard text.count == 5, text[4] == UInt8(ascii: "s"), text[3] == UInt8(ascii: "0"),
            text.prefix(4).allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return start + 1
    }

    /// 44 BC, AD 476, « 52 av. J.-C. ».
    private func era(at place: Int) -> Int? {
        if word(place) == "ad", words[place].isCapital, digits(place + 1) != nil { return place + 2 }
        guard digits(place) != nil else { return nil }
        return eraEnd(at: place + 1)
    }

    private func eraEnd(at place: Int) -> Int? {
        if ["bc", "bce", "ad", "ce"].contains(word(place)), words[place].isCapital,
            words[place].range.count >= 2, isCapital(words[place].range.lowerBound + 1)
        {
            return place + 1
        }
        guard ["av", "avant", "ap", "apr", "apres"].contains(word(place)) else { return nil }
        if word(place + 1) == "jc" { return place + 2 }
        if word(place + 1) == "j", word(place + 2) == "c" { return place + 3 }
        return word(place + 1) == "jesus" && word(place + 2) == "christ" ? place + 3 : nil
    }

    /// July 4, 1776; 14 juillet 1789; mai 1685.
    private func dayAndYear(at place: Int) -> Int? {
        var end = place
        if isDay(end) {
            end += 1
            if word(end) == "of" { end += 1 }
            guard isMonth(end) else { return nil }
            end += 1
        } else if isMonth(end) {
            end += 1
            if isDay(end), end + 1 < words.count, digits(end + 1) != nil { end += 1 }
        } else {
            return nil
        }
        if word(end) == "of" { end += 1 }
        guard let year = digits(end), isHistoric(year, at: end), isNear(end) else { return nil }
        return end + 1
    }

    /// In 1066; « de 1702 à 1709 »; (1630-1650).
    private func years(at place: Int) -> Int? {
        guard let year = digits(place), isHistoric(year, at: place) else { return nil }
        var next = place + 1
        let isSpan = next < words.count && bytes[between(place, next)].contains { $0 == 0x2D || $0 >= 0x80 }
        if ["to", "and", "until", "a", "et", "au", "jusqu"].contains(word(next)) {
            next += 1
            if ["a", "en"].contains(word(next)) { next += 1 }
        }
        let isIntroduced =
            place > 0 && Self.introductions.contains(word(place - 1)) || opensParenthesis(place)
        if let last = digits(next), isYear(last), last > year, next > place + 1 ? isIntroduced : isSpan {
            return next + 1
        }
        guard isIntroduced, !isCount(place + 1), year >= 1000 || isEnd(place) else { return nil }
        return place + 1
    }

    // MARK: Words

    private static let edges: Set<String> = [
        "early", "mid", "late", "debut", "fin", "milieu",
    ]
    private static let tens: Set<String> = [
        "vingt", "trente", "quarante", "cinquante", "soixante",
    ]
    private static let introductions: Set<String> = [
        "in", "by", "since", "until", "before", "after", "from", "year", "during", "circa", "about", "around",
        "between", "en", "depuis", "avant", "apres", "annee", "an", "vers", "des", "de", "entre", "jusqu",
        "fin",
        "debut",
    ]
    private static let months = Set(
        """
        january february march april may june july august september october november december janvier fevrier mars avril
        mai juin juillet aout septembre octobre novembre decembre
        """.split(whereSeparator: \.isWhitespace).map(String.init))
    private static let ordinals = Set(
        """
        first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
        fifteenth sixteenth seventeenth eighteenth nineteenth twentieth premier deuxieme troisieme quatrieme cinquieme
        sixieme septieme huitieme neuvieme dixieme onzieme douzieme treizieme quatorzieme quinzieme seizieme
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    private func word(_ place: Int) -> String { words.indices.contains(place) ? words[place].folded : "" }

    /// A whole number in digits.
    private func digits(_ place: Int) -> Int? {
        guard words.indices.contains(place), (1...4).contains(words[place].range.count) else { return nil }
        return bytes[words[place].range].allSatisfy { (0x30...0x39).contains($0) } ? Int(word(place)) : nil
    }

    private func isYear(_ value: Int) -> Bool { (1000...2199).contains(value) }

    /// Written as a year that no policy names; later ones are read as any value is.
    private func isHistoric(_ year: Int, at place: Int) -> Bool {
        guard (300..<1800).contains(year), bytes[words[place].range.lowerBound] != 0x30 else { return false }
        let next = words[place].range.upperBound
        guard next < bytes.count else { return true }
        // A unit or a decimal follows.
        let isGlued = bytes[next] == UInt8(ascii: "%") || bytes[next] == UInt8(ascii: "$")
        return !isGlued && (place == 0 || !beginsWithMoney(words[place].range.lowerBound))
    }

    private func beginsWithMoney(_ byte: Int) -> Bool {
        byte > 0
            && (bytes[byte - 1] == UInt8(ascii: "$") || bytes[byte - 1] == 0xAC || bytes[byte - 1] == 0xA3)
    }

    private func isDay(_ place: Int) -> Bool {
        if word(place) == "premier" || word(place) == "1er" { return true }
        if let value = digits(place) { return (1...31).contains(value) }
        let text = word(place)
        guard let suffix = ["st", "nd", "rd", "th"].first(where: text.hasSuffix) else { return false }
        return Int(text.dropLast(suffix.utf8.count)).map { (1...31).contains($0) } ?? false
    }

    private func isMonth(_ place: Int) -> Bool {
        Self.months.contains(word(place))
            && (!["may", "march"].contains(word(place)) || words[place].isCapital)
    }

    /// 12th, XIIe, twelfth.
    private func isOrdinal(_ place: Int) -> Bool {
        let text = word(place)
        if Self.ordinals.contains(text) { return true }
        for suffix in ["st", "nd", "rd", "th", "e", "eme", "er"] where text.hasSuffix(suffix) {
            let number = text.dropLast(suffix.utf8.count)
            if !number.isEmpty, number.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return true }
        }
        guard words.indices.contains(place), text.utf8.count <= 6 else { return false }
        let number =
            text.hasSuffix("eme") ? text.dropLast(3) : text.hasSuffix("e") ? text.dropLast() : text[...]
        return !number.isEmpty && number.utf8.allSatisfy { "ivx".utf8.contains($0) }
    }

    /// Whether a plural follows, so that a number counts things.
    private func isCount(_ place: Int) -> Bool {
        guard words.indices.contains(place), words[place].isJoined, !words[place].isCapital,
            words[place].isWord
        else { return false }
        let next = word(place)
        return !StopWords.contains(next, language: .english) && !StopWords.contains(next, language: .french)
            && (next.utf8.count <= 2 || next.hasSuffix("s") || next.hasSuffix("x")
                || Self.units.contains(next))
    }

    private static let units: Set<String> = [
        "people", "staff", "children", "women", "men", "million", "dollar", "euro", "mille", "per", "par",
    ]

    /// Whether a clause ends after a word, or a small word follows.
    private func isEnd(_ place: Int) -> Bool {
        guard place + 1 < words.count else { return true }
        return !words[place + 1].isJoined || StopWords.contains(word(place + 1), language: .english)
            || StopWords.contains(word(place + 1), language: .french)
    }

    private func opensParenthesis(_ place: Int) -> Bool {
        let start = words[place].range.lowerBound
        return start > 0 && bytes[start - 1] == UInt8(ascii: "(")
    }

    private func between(_ place: Int, _ next: Int) -> Range<Int> {
        let start = words[place].range.upperBound
        return start..<max(start, words[next].range.lowerBound)
    }

    /// Whether a word follows the one before after a comma at most.
    private func isNear(_ place: Int) -> Bool {
        bytes[between(place - 1, place)].allSatisfy { $0 <= 0x20 || $0 == UInt8(ascii: ",") || $0 >= 0x80 }
    }

    private func isCapital(_ byte: Int) -> Bool { byte < bytes.count && (0x41...0x5A).contains(bytes[byte]) }

    /// With the full stop that ends « J.-C. ».
    private func extended(_ range: Range<Int>) -> Range<Int> {
        guard range.upperBound < bytes.count, bytes[range.upperBound] == UInt8(ascii: "."),
            range.upperBound > 1, bytes[range.upperBound - 1] == UInt8(ascii: "C"),
            bytes[range.upperBound - 2] == UInt8(ascii: "-")
        else { return range }
        return range.lowerBound..<range.upperBound + 1
    }
}
