/// A number as it was found.
struct ScannedNumber {
    var value: ExactNumber?
    var end: Int
    /// Digits without any separator or scale word: might be a year.
    var isPlainDigits = false
    /// The text of a number of several points (4.2.1) or with too many digits, which is a reference.
    var reference: String?
}

extension ValueScanner {
    /// A cardinal in digits or words, with its scale (« 1,5 milliard »), and a legal double form ("thirty (30)").
    func number(at index: Int) -> ScannedNumber? {
        guard var found = digitNumber(at: index) ?? wordNumber(at: index) else { return nil }
        if let doubled = doubledEnd(found, at: found.end) { found.end = doubled }
        return found
    }

    /// A number that no other form took, or an ordinal.
    func plainNumber(at index: Int) -> ScannedValue? {
        if let found = ordinal(at: index) { return found }
        guard let found = number(at: index), !isArticle(index, upTo: found.end) else { return nil }
        if let reference = found.reference {
            return ScannedValue(end: found.end, kind: .number, canonical: "ref:\(reference)")
        }
        guard let value = found.value else { return nil }
        return ScannedValue(end: found.end, kind: .number, canonical: "n:\(value)", quantity: value)
    }

    /// "one of the", "no one": a pronoun, no number.
    private func isArticle(_ index: Int, upTo end: Int) -> Bool {
        guard end == index + 1 else { return false }
        switch tokens[index].text {
        case "one":
            return ["of", "another", "'", "who", "or", "and"].contains(word(index + 1))
                || ["no", "any", "every", "each", "the", "this", "that", "some"].contains(word(index - 1))
        case "un", "une": return true
        case "neuf": return !isWord(end) || gap(end) == .none
        default: return false
        }
    }

    // Digits

    private func digitNumber(at index: Int) -> ScannedNumber? {
        guard isDigits(index) else { return nil }
        if let reference = pointedReference(at: index) { return reference }
        var digits = Array(tokens[index].text.utf8)
        var end = index + 1
        while let next = groupEnd(at: end, digitsSoFar: digits.count, first: index) {
            digits += tokens[next - 1].text.utf8
            end = next
        }
        var fraction: [UInt8] = []
        if let next = fractionEnd(at: end, hasGroups: end > index + 1) {
            fraction = Array(tokens[next - 1].text.utf8)
            end = next
        }
        let isPlain = end == index + 1
        guard let value = ExactNumber(digits: digits, fraction: fraction) else {
            let reference = String(decoding: digits + fraction, as: UTF8.self)
            return ScannedNumber(value: nil, end: end, reference: reference)
        }
        if let (scaled, scaledEnd) = scaled(value, at: end) {
            return ScannedNumber(value: scaled, end: scaledEnd)
        }
        return ScannedNumber(value: value, end: end, isPlainDigits: isPlain)
    }

    /// 4.2.1, 10.1.2: the number of a section, unless each part after the first has three digits.
    private func pointedReference(at index: Int) -> ScannedNumber? {
        var end = index + 1
        var reference = tokens[index].text
        var areGroups = tokens[index].text.utf8.count <= 3
        while word(end) == ".", gap(end) == .none, isDigits(end + 1), gap(end + 1) == .none {
            reference += "." + tokens[end + 1].text
            areGroups = areGroups && tokens[end + 1].text.utf8.count == 3
            end += 2
        }
        guard end > index + 3, !areGroups else { return nil }
        return ScannedNumber(value: nil, end: end, reference: reference)
    }

    /// The end of one more group of three digits after a thousands separator of either language.
    private func groupEnd(at end: Int, digitsSoFar: Int, first: Int) -> Int? {
        guard tokens[first].text.utf8.count <= 3 else { return nil }
        if isDigits(end), gap(end) != .none, tokens[end].text.utf8.count == 3, tokens[first].text != "0" {
            return month(end + 1) == nil ? end + 1 : nil
        }
        guard isDigits(end + 1), gap(end) == .none, gap(end + 1) == .none,
            tokens[end + 1].text.utf8.count == 3,
            tokens[first].text != "0"
        else { return nil }
        switch tokens[end].text {
        case "'": return end + 2
        case ",": return isDecimalComma(at: end, isFirstGroup: end == first + 1) ? nil : end + 2
        case ".":
            return readsFrench && language == .french || isFollowedByGroup(end + 2, sign: ".") ? end + 2 : nil
        default: return nil
        }
    }

    private func isFollowedByGroup(_ index: Int, sign: String) -> Bool {
        word(index) == sign && gap(index) == .none && isDigits(index + 1) && gap(index + 1) == .none
            && tokens[index + 1].text.utf8.count == 3
    }

    /// In French, a comma before three digits is decimal where a scale word or a percent sign follows.
    private func isDecimalComma(at comma: Int, isFirstGroup: Bool) -> Bool {
        guard language == .french, isFirstGroup, !isFollowedByGroup(comma + 2, sign: ",") else {
            return false
        }
        return word(comma + 2) == "%" || scale(at: comma + 2) != nil
    }

    private func fractionEnd(at end: Int, hasGroups: Bool) -> Int? {
        guard gap(end) == .none, isDigits(end + 1), gap(end + 1) == .none else { return nil }
        let isFollowedByPart =
            ["/", "-"].contains(word(end + 2)) && gap(end + 2) == .none && isDigits(end + 3)
        switch word(end) {
        case ".": return isFollowedByPart && !hasGroups ? nil : end + 2
        case ",": return readsFrench ? end + 2 : nil
        default: return nil
        }
    }

    // Scales

    /// A scale word or letter at `index`, by which a number before it is multiplied.
    private func scale(at index: Int) -> (power: Int, end: Int)? {
        let start = word(index) == "-" && gap(index) == .none ? index + 1 : index
        if let power = scaleWord(word(start)) { return (power, start + 1) }
        return nil
    }

    func scaleWord(_ word: String) -> Int? {
        switch word {
        case "million", "millions": 6
        case "thousand", "thousands": readsEnglish ? 3 : nil
        case "mille", "millier", "milliers": readsFrench ? 3 : nil
        case "milliard", "milliards": readsFrench ? 9 : nil
        case "billion", "billions": language == .french ? 12 : 9
        case "trillion", "trillions": language == .french ? nil : 12
        default: nil
        }
    }

    private func scaled(_ value: ExactNumber, at index: Int) -> (ExactNumber, Int)? {
        guard let (power, end) = scale(at: index), let scaled = value.scaled(byPowerOfTen: power) else {
            return nil
        }
        return (scaled, end)
    }

    // Words

    private func wordNumber(at index: Int) -> ScannedNumber? {
        guard isWord(index) else { return nil }
        if let found = collective(at: index) { return found }
        if readsFrench, let found = frenchNumber(at: index) { return found }
        if readsEnglish, let found = englishNumber(at: index) { return found }
        return nil
    }

    private func englishNumber(at index: Int) -> ScannedNumber? {
        var reader = NumberWords()
        var end = index
        while true {
            var next = end
            if end > index, word(next) == "-", gap(next) == .none { next += 1 }
            if end > index, word(next) == "and", reader.acceptsAnd { next += 1 }
            let text = word(next)
            if end == index, text == "a" || text == "an" {
                guard ["hundred", "thousand", "million", "billion", "dozen"].contains(word(next + 1)) else {
                    break
                }
                end = next + 1
                reader.takeUnit(1)
                continue
            }
            guard let value = NumberWords.english[text], reader.takeEnglish(value) else { break }
            end = next + 1
        }
        guard end > index, let value = reader.value else { return nil }
        return ScannedNumber(value: value, end: end)
    }

    private func frenchNumber(at index: Int) -> ScannedNumber? {
        var reader = NumberWords()
        var end = index
        while true {
            var next = end
            if end > index, word(next) == "-", gap(next) == .none { next += 1 }
            if end > index, word(next) == "et", ["un", "une", "onze"].contains(afterDash(next + 1)) {
                next += word(next + 1) == "-" ? 2 : 1
            }
            let text = word(next)
            if ["un", "une"].contains(text), end == index, !isFrenchUnit(next + 1) { break }
            guard let value = NumberWords.french[text], reader.takeFrench(value) else { break }
            end = next + 1
        }
        guard end > index, let value = reader.value else { return nil }
        return ScannedNumber(value: value, end: end)
    }

    private func afterDash(_ index: Int) -> String { word(index) == "-" ? word(index + 1) : word(index) }

    /// « un » is a number before a scale or a unit of time, else an article.
    private func isFrenchUnit(_ index: Int) -> Bool {
        scaleWord(word(index)) != nil || timeUnit(index) != nil || word(index) == "seul"
            || word(index) == "seule"
    }

    /// « une quinzaine », "two dozen".
    private func collective(at index: Int) -> ScannedNumber? {
        guard readsFrench || readsEnglish else { return nil }
        if ["une", "la", "a", "quelque"].contains(word(index)),
            let value = NumberWords.collectives[word(index + 1)]
        {
            guard word(index) != "la" else { return nil }
            return ScannedNumber(value: ExactNumber(value), end: index + 2)
        }
        guard let count = NumberWords.english[word(index)] ?? NumberWords.french[word(index)], count < 100,
            let value = NumberWords.collectives[word(index + 1)]
                ?? NumberWords.pluralCollectives[word(index + 1)],
            !["un", "une"].contains(word(index))
        else { return nil }
        return ScannedNumber(value: ExactNumber(count * value), end: index + 2)
    }

    /// "thirty (30)", "30 (thirty)": the same number twice is one.
    private func doubledEnd(_ found: ScannedNumber, at index: Int) -> Int? {
        guard word(index) == "(", let value = found.value,
            let other = digitNumber(at: index + 1) ?? wordNumber(at: index + 1), other.value == value,
            word(other.end) == ")"
        else { return nil }
        return other.end + 1
    }

    // Ordinals

    /// What makes of an ordinal a name: « premier ministre », "third party".
    private static let ordinalNames: Set<String> = [
        "ministre", "ministres", "nations", "party", "parties", "person", "persons", "lady", "hand",
    ]

    private func ordinal(at index: Int) -> ScannedValue? {
        if isDigits(index), gap(index + 1) == .none, isWord(index + 1), isOrdinalSuffix(word(index + 1)),
            let value = Int(tokens[index].text)
        {
            return ScannedValue(
                end: index + 2, kind: .ordinal, canonical: "ord:\(value)", quantity: ExactNumber(value))
        }
        guard let value = ordinalWord(index), !Self.ordinalNames.contains(word(index + 1))
        else {
            return nil
        }
        return ScannedValue(
            end: index + 1, kind: .ordinal, canonical: "ord:\(value)", quantity: ExactNumber(value))
    }

    func isOrdinalSuffix(_ suffix: String) -> Bool {
        (readsEnglish && ["st", "nd", "rd", "th"].contains(suffix))
            || (readsFrench && ["er", "re", "ere", "e", "eme", "ieme", "nd", "nde", "es"].contains(suffix))
    }

    func ordinalWord(_ index: Int) -> Int? {
        if readsEnglish, let value = NumberWords.englishOrdinals[word(index)] { return value }
        if readsFrench, let value = NumberWords.frenchOrdinals[word(index)] { return value }
        return nil
    }
}

extension ExactNumber {
    /// The number times ten to a power.
    func scaled(byPowerOfTen power: Int) -> ExactNumber? {
        var factor: Int128 = 1
        for _ in 0..<power { factor *= 10 }
        return ExactNumber(factor, over: 1).flatMap { times($0) }
    }
}
