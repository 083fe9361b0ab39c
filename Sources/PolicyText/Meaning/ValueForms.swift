/// Forms of values: those that may begin with a token. Most words begin none, and cost one look-up.
struct ValueForms: OptionSet, Sendable {
    let rawValue: UInt8

    static let frequency = ValueForms(rawValue: 1)
    static let calendar = ValueForms(rawValue: 2)
    static let money = ValueForms(rawValue: 4)
    static let share = ValueForms(rawValue: 8)
    static let duration = ValueForms(rawValue: 16)
    static let year = ValueForms(rawValue: 32)
    static let number = ValueForms(rawValue: 64)
    static let all = ValueForms(rawValue: 127)

    /// The forms that may begin with a token; more than can is slower and no mistake.
    static func beginning(with token: ValueToken) -> ValueForms {
        guard token.kind == .word else { return separators.contains(token.text) ? [] : .all }
        // Q3, T2, FY27.
        if let last = token.text.utf8.last, (0x30...0x39).contains(last) { return .all }
        return byWord[token.text] ?? []
    }

    private static let separators: Set<String> = [
        ",", ".", ";", ":", "(", ")", "!", "?", "\"", "“", "”", "«", "»",
    ]

    /// The words that begin a form.
    static var words: some Collection<String> { byWord.keys }

    private static let byWord: [String: ValueForms] = {
        var forms: [String: ValueForms] = [:]
        func add(_ words: some Sequence<String>, _ form: ValueForms) {
            for word in words { forms[word, default: []].formUnion(form) }
        }
        for numbers in [
            NumberWords.english, NumberWords.french, NumberWords.englishOrdinals, NumberWords.frenchOrdinals,
        ] {
            add(numbers.keys, .all)
        }
        add(["a", "an", "une", "la", "quelque"], [.frequency, .money, .share, .duration, .number])
        add(["the", "le", "du", "au"], .share)
        add(["half", "moitie"], .share)
        add(["once", "twice", "every", "each", "chaque", "tous", "toutes", "aux"], .frequency)
        add(["per", "par", "semi", "bi"], .frequency)
        add(ValueScanner.adverbs.keys, .frequency)
        add(ValueScanner.vagueAdverbs.keys, .frequency)
        add(ValueScanner.vaguePhrases.compactMap(\.first), .frequency)
        add(ValueScanner.namedDurations.keys, .duration)
        add(ValueScanner.daysUnder.keys, .duration)
        add(ValueScanner.codes.keys, .money)
        add(["fy", "ef", "exercice"], [.calendar, .year])
        add(ValueScanner.edges.keys, .calendar)
        for (english, french) in ValueScanner.weekdays {
            add([english, english + "s", french, french + "s"], .calendar)
        }
        add(ValueScanner.namedTimes.keys, .number)
        add(ValueScanner.seasons.keys, .calendar)
        add(MonthNames.english.keys, .calendar)
        add(MonthNames.french.keys, .calendar)
        return forms
    }()
}
