/// Reads the values that a text names.
///
/// A text is cut into words, digits and signs once; from left to right the first form that fits takes its tokens:
/// frequency, date or period, money, share, duration, then a number alone. "10 years" is thus never the number 10,
/// and « 1er mars 2027 » never an ordinal and a year. A form that looks like a value and is none (the 7 of "G7",
/// the 19 of "COVID-19") takes its tokens too and gives nothing.
package enum ValueReader {
    /// The values in order; their ranges are disjoint.
    package static func values(in text: String, language: Language) -> [TextValue] {
        values(of: ValueToken.tokens(of: text), in: text, language: language)
    }

    /// The same, of a text's tokens.
    static func values(of tokens: [ValueToken], in text: String, language: Language) -> [TextValue] {
        var scanner = ValueScanner(text: text, tokens: withoutEmphasis(tokens), language: language)
        return scanner.values()
    }

    /// Marks of emphasis part no number from its unit: "**30** days".
    private static func withoutEmphasis(_ tokens: [ValueToken]) -> [ValueToken] {
        func isMark(_ token: ValueToken) -> Bool {
            token.kind == .sign && (token.text == "*" || token.text == "_")
        }
        guard tokens.contains(where: isMark) else { return tokens }
        var result: [ValueToken] = []
        var gap = ValueToken.Gap.none
        for (index, token) in tokens.enumerated() {
            let isProduct =
                index > 0 && tokens[index - 1].kind == .digits && index + 1 < tokens.count
                && tokens[index + 1].kind == .digits
            guard isMark(token), !isProduct else {
                var token = token
                if token.gap == .none { token.gap = gap }
                result.append(token)
                gap = .none
                continue
            }
            if gap == .none { gap = token.gap }
        }
        return result
    }
}

/// What a form took: the tokens, and the value they mean if any.
struct ScannedValue {
    var end: Int
    var kind: TextValue.Kind
    var canonical: String
    var quantity: ExactNumber?
    var span: DateSpan?
}

/// The days that a date or a period covers.
struct DateSpan {
    var first: CalendarDate
    var last: CalendarDate
}

/// Walks over the tokens of one text.
struct ValueScanner {
    let text: String
    let tokens: [ValueToken]
    let language: Language

    var readsEnglish: Bool { language != .french }
    var readsFrench: Bool { language != .english }

    mutating func values() -> [TextValue] {
        var result: [TextValue] = []
        var index = 0
        while index < tokens.count {
            if let end = endOfName(at: index) {
                index = end
                continue
            }
            guard let found = scan(at: index) else {
                index += 1
                continue
            }
            result.append(value(found, from: index))
            index = max(found.end, index + 1)
        }
        return result
    }

    private func scan(at index: Int) -> ScannedValue? {
        let forms = ValueForms.beginning(with: tokens[index])
        return forms.isEmpty ? nil : scan(forms, at: index)
    }

    /// The first of some forms that fits.
    func scan(_ forms: ValueForms, at index: Int) -> ScannedValue? {
        if forms.contains(.number), let found = timeOfDay(at: index) { return found }
        if forms.contains(.frequency), let found = frequency(at: index) { return found }
        if forms.contains(.calendar), let found = calendar(at: index) { return found }
        if forms.contains(.money), let found = money(at: index) { return found }
        if forms.contains(.share), let found = share(at: index) { return found }
        if forms.contains(.duration), let found = duration(at: index) { return found }
        if forms.contains(.year), let found = year(at: index) { return found }
        return forms.contains(.number) ? plainNumber(at: index) : nil
    }

    /// The end of a name that holds digits: COVID-19, F-35, 24/7, a page or section number after a capital and a dash.
    private func endOfName(at index: Int) -> Int? {
        guard tokens[index].kind == .word, word(index + 1) == "-", tokens[index + 1].gap == .none,
            isDigits(index + 2), tokens[index + 2].gap == .none,
            !["mid", "mi", "fy", "pre", "post"].contains(tokens[index].text), month(index) == nil
        else { return nil }
        return index + 3
    }

    private func value(_ found: ScannedValue, from start: Int) -> TextValue {
        let isTimed = found.kind == .date || found.kind == .period || found.kind == .duration
        let isTimeOfDay = found.canonical.hasPrefix(TextValue.timeOfDay)
        var (role, phraseStart, isBefore) =
            isTimed || isTimeOfDay ? role(of: found, from: start) : (.plain, start, false)
        if isTimeOfDay, role != .deadline { (role, phraseStart) = (.plain, start) }
        let range = tokens[start].range.lowerBound..<tokens[found.end - 1].range.upperBound
        let phrase = tokens[phraseStart].range.lowerBound..<range.upperBound
        return TextValue(
            kind: found.kind, canonical: found.canonical, quantity: found.quantity, range: range,
            phrase: phrase,
            text: substring(range), phraseText: substring(phrase), role: role,
            due: due(found.span, role: role, isBefore: isBefore))
    }

    private func due(_ span: DateSpan?, role: TextValue.Role, isBefore: Bool) -> CalendarDate? {
        guard let span, role != .since, role != .start else { return nil }
        return isBefore ? span.first.adding(days: -1) : span.last
    }

    private func substring(_ range: Range<Int>) -> String {
        let bytes = text.utf8
        let from = bytes.index(bytes.startIndex, offsetBy: range.lowerBound)
        return String(text[from..<bytes.index(from, offsetBy: range.count)])
    }

    // Looking around, safely beyond both ends.

    func word(_ index: Int) -> String { tokens.indices.contains(index) ? tokens[index].text : "" }
    func isDigits(_ index: Int) -> Bool { tokens.indices.contains(index) && tokens[index].kind == .digits }
    func isWord(_ index: Int) -> Bool { tokens.indices.contains(index) && tokens[index].kind == .word }
    func gap(_ index: Int) -> ValueToken.Gap { tokens.indices.contains(index) ? tokens[index].gap : .space }

    /// The index after these words, where they stand at `index`.
    func end(of words: [String], at index: Int) -> Int? {
        guard index >= 0, index + words.count <= tokens.count else { return nil }
        for (position, expected) in words.enumerated() where tokens[index + position].text != expected {
            return nil
        }
        return index + words.count
    }

    /// The index after the first of these phrases that stands at `index`.
    func end(ofAny phrases: [[String]], at index: Int) -> Int? {
        for phrase in phrases {
            if let end = end(of: phrase, at: index) { return end }
        }
        return nil
    }
}
