/// A length of time in the unit that makes equal lengths equal: 1 year is 12 months, 2 weeks are 14 days.
struct TimeUnit {
    enum Base: String { case months, days, businessDays = "business days", hours, minutes }
    var base: Base
    var count: Int

    /// The same length in days or hours where it is a whole number of them: 48 hours are 2 days.
    static func largest(_ amount: ExactNumber, _ base: Base) -> (ExactNumber, Base) {
        switch base {
        case .minutes:
            guard let whole = amount.whole, whole > 0, whole % 60 == 0 else { return (amount, base) }
            return largest(ExactNumber(whole / 60), .hours)
        case .hours:
            guard let whole = amount.whole, whole > 0, whole % 24 == 0 else { return (amount, base) }
            return (ExactNumber(whole / 24), .days)
        case .days, .businessDays, .months: return (amount, base)
        }
    }
}

extension ValueScanner {
    // Durations

    /// "10 years", « dix ans », "six-month", « 30 jours ouvrables », "thirty (30) days", "a year" after "within".
    func duration(at index: Int) -> ScannedValue? {
        if let (quantity, end) = length(at: index) {
            return duration(quantity.amount, quantity.base, end: end)
        }
        if let months = Self.namedDurations[word(index)] {
            return duration(ExactNumber(months), .months, end: index + 1)
        }
        if let days = Self.daysUnder[word(index)], word(index - 1) == "sous" {
            return duration(ExactNumber(days), .days, end: index + 1)
        }
        guard ["a", "an", "one", "un", "une"].contains(word(index)), let unit = timeUnit(index + 1),
            word(index + 1).utf8.count > 1, isLengthArticle(index)
        else { return nil }
        return duration(ExactNumber(unit.unit.count), unit.unit.base, end: unit.end)
    }

    private func duration(_ amount: ExactNumber, _ base: TimeUnit.Base, end: Int) -> ScannedValue {
        let (amount, base) = TimeUnit.largest(amount, base)
        return ScannedValue(
            end: end, kind: .duration, canonical: "\(base.rawValue):\(amount)", quantity: amount)
    }

    /// "within a year", « un an », "one year"; not "once a year", which is a frequency.
    private func isLengthArticle(_ index: Int) -> Bool {
        if ["one", "un", "une"].contains(word(index)) { return true }
        return ["within", "over", "for", "after", "in", "least", "than", "to", "of", "every"].contains(
            word(index - 1))
    }

    private func length(at index: Int) -> (quantity: (amount: ExactNumber, base: TimeUnit.Base), end: Int)? {
        guard let found = number(at: index), let value = found.value else { return nil }
        var next = found.end
        if word(next) == "-", gap(next) == .none { next += 1 }
        var isBusiness = false
        if Self.dayAdjectives.contains(word(next)) {
            isBusiness = ["business", "working"].contains(word(next))
            next += 1
        }
        // « une quinzaine de jours »
        if word(next) == "de" || word(next) == "d'", NumberWords.collectives[word(found.end - 1)] != nil {
            next += 1
        }
        guard var (unit, end) = timeUnit(next), !isAge(end), !isAge(from: index, unit),
            let amount = value.times(ExactNumber(unit.count))
        else {
            return nil
        }
        if Self.businessAfter.contains(word(end)) {
            isBusiness = true
            end += 1
        } else if Self.plainAfter.contains(word(end)) {
            end += 1
        }
        if isBusiness, unit.base == .days { unit.base = .businessDays }
        return ((amount, unit.base), end)
    }

    /// "18 years of age", « âgé de 18 ans », "18 years old": a number of years, no period.
    private func isAge(_ end: Int) -> Bool {
        ["old", "age"].contains(word(end)) || (word(end) == "of" && word(end + 1) == "age")
    }

    /// « femmes de 40 à 74 ans », « enfants de moins de 12 ans », "adults over 65 years": years that people count.
    private func isAge(from index: Int, _ unit: TimeUnit) -> Bool {
        guard unit.base == .months, unit.count == 12 else { return false }
        var at = index
        if ["a", "et", "ou", "to", "and", "-"].contains(word(at - 1)), isDigits(at - 2) { at -= 2 }
        while Self.beforeAges.contains(word(at - 1)), at > index - 8 { at -= 1 }
        return at < index && Self.aged.contains(word(at - 1))
    }

    func timeUnit(_ index: Int) -> (unit: TimeUnit, end: Int)? {
        guard isWord(index), let unit = Self.units[word(index)] else { return nil }
        return (TimeUnit(base: unit.0, count: unit.1), index + 1)
    }

    private static let beforeAges: Set<String> = [
        "de", "d'", "a", "entre", "moins", "plus", "between", "from", "under", "over", "below", "above", "of",
    ]
    private static let aged: Set<String> = [
        "age", "agee", "ages", "agees", "aged", "personne", "personnes", "femme", "femmes", "homme", "hommes",
        "enfant", "enfants", "jeune", "jeunes", "adulte", "adultes", "fille", "filles", "garcon", "garcons",
        "eleve", "eleves", "patient", "patients", "patiente", "patientes", "aine", "aines", "person",
        "persons",
        "people", "woman", "women", "man", "men", "child", "children", "youth", "adult", "adults", "girls",
        "boys", "anyone", "pupils",
    ]

    // Frequencies

    /// "every two years", « tous les ans », "twice a year", "annually", « trimestriel », "per year".
    func frequency(at index: Int) -> ScannedValue? {
        guard isWord(index) || isDigits(index) else { return nil }
        return everyUnit(at: index) ?? timesPerUnit(at: index) ?? frequencyAdverb(at: index)
    }

    private func frequency(_ amount: ExactNumber, _ base: TimeUnit.Base, end: Int) -> ScannedValue {
        let (amount, base) = TimeUnit.largest(amount, base)
        return ScannedValue(
            end: end, kind: .frequency, canonical: "every \(base.rawValue):\(amount)", quantity: amount)
    }

    private func everyUnit(at index: Int) -> ScannedValue? {
        var next = index
        // "once every two years", « une fois tous les deux ans », « au moins une fois par an » is `timesPerUnit`.
        if word(next) == "once" { next += 1 }
        if word(next) == "une" || word(next) == "1", word(next + 1) == "fois" { next += 2 }
        switch word(next) {
        case "every", "each", "chaque": next += 1
        case "tous", "toutes", "aux":
            let isBare = word(next) == "aux"
            next += 1
            if !isBare { guard word(next) == "les" else { return nil }; next += 1 }
            if isBare, number(at: next) == nil { return nil }
        default: return nil
        }
        if ["other", "second", "deuxieme"].contains(word(next)), let (unit, end) = timeUnit(next + 1) {
            return frequency(ExactNumber(2 * unit.count), unit.base, end: end)
        }
        if ["fiscal", "calendar", "school", "financial"].contains(word(next)) { next += 1 }
        if let (unit, end) = timeUnit(next) { return frequency(ExactNumber(unit.count), unit.base, end: end) }
        guard let (quantity, end) = length(at: next) else { return nil }
        return frequency(quantity.amount, quantity.base, end: end)
    }

    private func timesPerUnit(at index: Int) -> ScannedValue? {
        if word(index) == "per" || word(index) == "par", let (unit, end) = timeUnit(index + 1) {
            return frequency(ExactNumber(unit.count), unit.base, end: end)
        }
        if word(index) == "a", let (unit, end) = timeUnit(index + 1), isRate(index) {
            return frequency(ExactNumber(unit.count), unit.base, end: end)
        }
        guard let (times, start) = times(at: index) else { return nil }
        var next = start
        switch word(next) {
        case "a", "an", "per", "each", "every", "par", "l'", "dans": next += 1
        case "annually", "yearly": return every(12, .months, dividedBy: times, end: next + 1)
        default: return nil
        }
        if word(next) == "l'" { next += 1 }
        guard let (unit, end) = timeUnit(next) else { return nil }
        return every(unit.count, unit.base, dividedBy: times, end: end)
    }

    private func every(_ count: Int, _ base: TimeUnit.Base, dividedBy times: Int, end: Int) -> ScannedValue? {
        ExactNumber(Int128(count), over: Int128(times)).map { frequency($0, base, end: end) }
    }

    private func times(at index: Int) -> (times: Int, end: Int)? {
        switch word(index) {
        case "once": return (1, index + 1)
        case "twice": return (2, index + 1)
        default: break
        }
        if word(index) == "une", word(index + 1) == "fois" { return (1, index + 2) }
        guard let found = number(at: index), let count = found.value?.whole, count > 0,
            ["times", "fois", "time"].contains(word(found.end))
        else { return nil }
        return (count, found.end + 1)
    }

    /// "$5 million a year": an article after a sum or a number.
    private func isRate(_ index: Int) -> Bool {
        if index > 0, isDigits(index - 1) || Self.rateBefore.contains(word(index - 1)) { return true }
        return false
    }

    private func frequencyAdverb(at index: Int) -> ScannedValue? {
        var next = index
        var divisor = 1
        if word(next) == "semi" || word(next) == "bi", word(next + 1) == "-", gap(next + 1) == .none {
            divisor = word(next) == "semi" ? 2 : 1
            let isBiMonthly =
                word(next) == "bi" && ["monthly", "mensuel", "mensuelle"].contains(word(next + 2))
            if word(next) == "bi", !isBiMonthly { divisor = 2 }
            if isBiMonthly { return frequency(ExactNumber(2), .months, end: next + 3) }
            next += 2
        }
        if let vague = Self.vagueAdverbs[word(next)], !isOrdinaryRegular(next) {
            return ScannedValue(end: next + 1, kind: .frequency, canonical: "vague:\(vague)")
        }
        if let end = end(ofAny: Self.vaguePhrases, at: next) {
            return ScannedValue(end: end, kind: .frequency, canonical: "vague:sometimes")
        }
        guard let (base, count) = Self.adverbs[word(next)] else { return nil }
        return every(count, base, dividedBy: divisor, end: next + 1)
    }

    /// "regular migration" is a kind of migration, not a rhythm: only what takes place can be regular.
    private func isOrdinaryRegular(_ index: Int) -> Bool {
        Self.notRhythmic.contains(word(index - 1)) || Self.notRhythmic.contains(word(index + 1))
    }

    // Words

    private static let units: [String: (TimeUnit.Base, Int)] = [
        "year": (.months, 12), "years": (.months, 12), "an": (.months, 12), "ans": (.months, 12),
        "annee": (.months, 12),
        "annees": (.months, 12), "exercice": (.months, 12), "exercices": (.months, 12), "month": (.months, 1),
        "months": (.months, 1), "mois": (.months, 1), "quarter": (.months, 3), "quarters": (.months, 3),
        "trimestre": (.months, 3), "trimestres": (.months, 3), "semester": (.months, 6),
        "semestre": (.months, 6),
        "semestres": (.months, 6), "decade": (.months, 120), "decades": (.months, 120),
        "decennie": (.months, 120),
        "decennies": (.months, 120), "week": (.days, 7), "weeks": (.days, 7), "semaine": (.days, 7),
        "semaines": (.days, 7),
        "day": (.days, 1), "days": (.days, 1), "jour": (.days, 1), "jours": (.days, 1), "journee": (.days, 1),
        "fortnight": (.days, 14), "hour": (.hours, 1), "hours": (.hours, 1), "heure": (.hours, 1),
        "heures": (.hours, 1),
        "minute": (.minutes, 1), "minutes": (.minutes, 1),
    ]
    static let namedDurations = [
        "quinquennal": 60, "quinquennale": 60, "decennal": 120, "decennale": 120,
    ]
    /// « sous huitaine »: so many days allowed.
    static let daysUnder = ["huitaine": 8, "quinzaine": 15, "trentaine": 30]
    private static let dayAdjectives: Set<String> = [
        "business", "working", "calendar", "consecutive", "full", "additional", "successive", "clear",
        "fiscal", "prochains",
        "prochaines", "premiers", "premieres", "dernieres", "derniers", "school", "more", "further",
        "academic", "civil",
    ]
    private static let businessAfter: Set<String> = ["ouvrable", "ouvrables", "ouvre", "ouvres"]
    private static let plainAfter: Set<String> = [
        "civils", "calendaires", "consecutifs", "consecutives", "francs", "complets", "completes",
        "supplementaires",
    ]
    private static let rateBefore: Set<String> = [
        "million", "billion", "thousand", "$", "%", "dollars", "euros", "people", "hours", "days", "times",
        "meetings",
    ]
    static let adverbs: [String: (TimeUnit.Base, Int)] = [
        "annually": (.months, 12), "annual": (.months, 12), "yearly": (.months, 12), "annuel": (.months, 12),
        "annuelle": (.months, 12), "annuels": (.months, 12), "annuelles": (.months, 12),
        "annuellement": (.months, 12),
        "biennial": (.months, 24), "biennially": (.months, 24), "biennal": (.months, 24),
        "biennale": (.months, 24),
        "bisannuel": (.months, 24), "bisannuelle": (.months, 24), "bisannuels": (.months, 24),
        "bisannuelles": (.months, 24),
        "biennaux": (.months, 24), "biannual": (.months, 6), "biannually": (.months, 6),
        "semiannual": (.months, 6),
        "semiannually": (.months, 6), "biannuel": (.months, 6), "biannuelle": (.months, 6),
        "semestriel": (.months, 6),
        "semestrielle": (.months, 6), "semestriels": (.months, 6), "semestrielles": (.months, 6),
        "semestriellement": (.months, 6), "quarterly": (.months, 3), "trimestriel": (.months, 3),
        "trimestrielle": (.months, 3), "trimestriels": (.months, 3), "trimestrielles": (.months, 3),
        "trimestriellement": (.months, 3), "monthly": (.months, 1), "mensuel": (.months, 1),
        "mensuelle": (.months, 1),
        "mensuels": (.months, 1), "mensuelles": (.months, 1), "mensuellement": (.months, 1),
        "bimonthly": (.months, 2),
        "bimestriel": (.months, 2), "bimestrielle": (.months, 2), "weekly": (.days, 7),
        "hebdomadaire": (.days, 7),
        "hebdomadaires": (.days, 7), "hebdomadairement": (.days, 7), "daily": (.days, 1),
        "quotidien": (.days, 1),
        "quotidienne": (.days, 1), "quotidiennement": (.days, 1), "triennial": (.months, 36),
        "triennially": (.months, 36),
        "triennal": (.months, 36), "triennale": (.months, 36), "quinquennial": (.months, 60),
        "hourly": (.hours, 1),
    ]
    static let vagueAdverbs = [
        "regularly": "regular", "regular": "regular", "regulierement": "regular", "regulier": "regular",
        "reguliere": "regular", "reguliers": "regular", "regulieres": "regular", "periodically": "periodic",
        "periodic": "periodic", "periodiquement": "periodic", "periodique": "periodic",
        "periodiques": "periodic",
    ]
    static let vaguePhrases = [
        ["from", "time", "to", "time"], ["de", "temps", "a", "autre"], ["de", "temps", "en", "temps"],
    ]
    private static let notRhythmic: Set<String> = [
        "migration", "migrations", "armee", "forces", "force", "procedure", "student", "students", "mail",
        "hours", "pay",
        "rate", "employees", "employee", "users", "user", "services", "member", "members",
    ]
}
