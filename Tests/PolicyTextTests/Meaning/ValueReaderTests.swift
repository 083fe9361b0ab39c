import TestSupport
import Testing

@testable import PolicyText

@Suite struct ValueReaderTests {
    /// What is read, one value a line: kind, canonical form, role where there is one, last day where there is one.
    private func read(_ text: String, _ language: Language) -> [String] {
        ValueReader.values(in: text, language: language).map { value in
            var parts = ["\(value.kind)", value.canonical]
            if value.role != .plain { parts.append("\(value.role)") }
            if let due = value.due { parts.append(due.iso) }
            return parts.joined(separator: " ")
        }
    }

    @Test(arguments: [
        ("$1 billion", "1 000 millions $"), ("\\$1 billion", "1 milliard de dollars"),
        ("$1,000 million", "1 G$"),
        ("$1,000,000", "1\u{202F}000\u{A0}000 $"), ("$1.5 million", "1,5 M$"),
        ("C$5 million", "5 millions de dollars"),
        ("US$2.5 billion", "2,5 milliards de dollars américains"), ("€40,000", "40 000 euros"),
        ("$250k", "250 000 $"),
        ("CAD 12 million", "12 M$ CA"), ("£3 million", "3 000 000 £"), ("$12.50", "12,50 $"),
        ("twenty-five million dollars", "vingt-cinq millions de dollars"), ("$3B", "3 milliards $"),
    ])
    func `money is the same sum in every form`(english: String, french: String) {
        let left = ValueReader.values(in: english, language: .english)
        let right = ValueReader.values(in: french, language: .french)
        #expect(left.map(\.canonical) == right.map(\.canonical), "\(left) \(right)")
        #expect(
            left.map(\.kind) == [.money] && left.map(\.text) == [english] && right.map(\.text) == [french])
    }

    @Test(arguments: [
        ("20%", "20 %"), ("20 per cent", "vingt pour cent"), ("20 percent", "20 p. 100"),
        ("one third", "un tiers"),
        ("two-thirds", "les deux tiers"), ("half of", "la moitié"), ("50%", "la moitié"), ("2.5%", "2,5 %"),
        ("three quarters", "trois quarts"), ("5 percentage points", "5 points de pourcentage"),
    ])
    func `shares are the same in every form`(english: String, french: String) {
        let left = ValueReader.values(in: english, language: .english).map(\.canonical)
        #expect(left == ValueReader.values(in: french, language: .french).map(\.canonical))
        #expect(left.count == 1)
    }

    @Test(arguments: [
        ("70", "soixante-dix"), ("twenty-five", "vingt-cinq"), ("eighty", "quatre-vingts"),
        ("97", "quatre-vingt-dix-sept"),
        ("21", "vingt et un"), ("40,000", "40 000"), ("40,000", "40,000"),
        ("one hundred and five", "cent cinq"), ("2,300", "deux mille trois cents"),
        ("fifteen", "une quinzaine"), ("1.5", "1,5"), ("1,234.5", "1\u{A0}234,5"),
        ("thirty (30)", "trente (30)"),
        ("4.2.1", "4.2.1"), ("60th", "60e"), ("third", "troisième"), ("two dozen", "vingt-quatre"),
        ("1.2 million", "1,2 million"),
    ])
    func `numbers are the same in digits and words`(english: String, french: String) {
        let left = ValueReader.values(in: english, language: .english).map(\.canonical)
        #expect(left == ValueReader.values(in: french, language: .french).map(\.canonical))
        #expect(left.count == 1)
    }

    @Test(arguments: [
        ("10 years", "dix ans"), ("ten years", "10 ans"), ("two weeks", "14 jours"), ("12 months", "un an"),
        ("six-month", "six mois"), ("30 business days", "trente jours ouvrables"),
        ("thirty (30) days", "30 jours"),
        ("a decade", "dix ans"), ("72 hours", "72 heures"), ("15 days", "une quinzaine de jours"),
    ])
    func `durations are the same in both languages`(english: String, french: String) {
        let text = english == "a decade" ? "over a decade" : english
        let left = ValueReader.values(in: text, language: .english).map(\.canonical)
        #expect(left == ValueReader.values(in: french, language: .french).map(\.canonical))
        #expect(left.count == 1)
    }

    @Test(arguments: [
        ("annually", "chaque année"), ("every year", "tous les ans"), ("once a year", "une fois par an"),
        ("every two years", "tous les deux ans"), ("biennially", "tous les deux ans"),
        ("every other year", "aux deux ans"),
        ("twice a year", "deux fois par an"), ("semi-annual", "semestriel"),
        ("quarterly", "tous les trois mois"),
        ("every quarter", "chaque trimestre"), ("monthly", "tous les mois"), ("weekly", "hebdomadaire"),
        ("every 30 days", "tous les 30 jours"), ("regularly", "régulières"),
        ("every five years", "tous les cinq ans"),
        ("four times a year", "quatre fois par année"), ("each fiscal year", "chaque exercice"),
    ])
    func `frequencies are the same in both languages`(english: String, french: String) {
        let left = ValueReader.values(in: english, language: .english)
        #expect(left.map(\.canonical) == ValueReader.values(in: french, language: .french).map(\.canonical))
        #expect(left.map(\.kind) == [.frequency])
    }

    @Test(arguments: [
        ("by March 2027", "d’ici mars 2027", "deadline 2027-03-31"),
        ("by 2027", "d’ici 2027", "deadline 2027-12-31"),
        ("by the end of 2027", "d’ici la fin de 2027", "deadline 2027-12-31"),
        ("before March 1, 2027", "avant le 1er mars 2027", "deadline 2027-02-28"),
        ("no later than 14 March 2027", "au plus tard le 14 mars 2027", "deadline 2027-03-14"),
        ("until July 2022", "jusqu’en juillet 2022", "until 2022-07-31"),
        ("since 2015", "depuis 2015", "since"),
        ("signed in December 2022", "signé en décembre 2022", "since"), ("(2017)", "(2017)", "since"),
        ("by Q3 2027", "d’ici le T3 2027", "deadline 2027-09-30"),
        ("by Q4 2026-27", "d’ici le T4 2026-27", "deadline 2027-03-31"),
        (
            "by the end of fiscal year 2026-27", "d’ici la fin de l’exercice 2026-2027", "deadline 2027-03-31"
        ), ("2007-08", "2007-2008", "2008-12-31"),
        ("FY2025-26", "exercice 2025-2026", "2026-03-31"),
        ("before 2027", "avant 2027", "deadline 2026-12-31"),
        ("before the end of 2027", "avant la fin de 2027", "deadline 2027-12-31"),
        ("from 2015 to 2020", "de 2015 à 2020", "2020-12-31"),
        ("in the spring of 2027", "au printemps 2027", "2027-06-20"),
        ("effective April 1, 2026", "à compter du 1er avril 2026", "start"),
        ("by mid-2027", "d’ici la mi-2027", "deadline 2027-06-30"),
        ("2025-03-14", "14 mars 2025", "2025-03-14"),
        ("by 31 March 2026", "d’ici au 31 mars 2026", "deadline 2026-03-31"),
        ("by the third quarter of 2026", "d’ici le troisième trimestre de 2026", "deadline 2026-09-30"),
        ("by December 31st, 2026", "au plus tard le 31 décembre 2026", "deadline 2026-12-31"),
        ("will be signed in 2027", "sera signé en 2027", "2027-12-31"),
        ("14 Apr. 2009", "14 avr. 2009", "2009-04-14"),
    ])
    func `dates have their role and the last day they mean`(english: String, french: String, expected: String)
    {
        for (text, language) in [(english, Language.english), (french, .french)] {
            let values = ValueReader.values(in: text, language: language)
            let told = values.map { value in
                [value.role == .plain ? "" : "\(value.role)", value.due?.iso ?? ""].filter { $0 != "" }
                    .joined(separator: " ")
            }
            #expect(told == [expected], "\(text) \(values)")
        }
    }

    @Test func `by 2027 means the end of 2027`() throws {
        let plain = try #require(ValueReader.values(in: "by 2027", language: .english).first)
        let long = try #require(
            ValueReader.values(in: "no later than the end of 2027", language: .english).first)
        #expect(plain.means(long))
        #expect(plain.phraseText == "by 2027" && long.phraseText == "no later than the end of 2027")
    }

    @Test(arguments: [
        "the G7 and the G20", "COVID-19 and the F-35", "one of the members", "un accord avec une entreprise",
        "le premier ministre", "third parties", "les tiers", "the Prime Minister may march", "no one",
        "migration régulière",
    ])
    func `what looks like a value and is none gives none`(text: String) {
        #expect(read(text, .undetermined) == [], "\(read(text, .undetermined))")
    }

    @Test func `counts are no years and years are no counts`() {
        #expect(
            read("we will train 2000 employees by 2027", .english) == [
                "number n:2000", "date 2027-01-01/2027-12-31 deadline 2027-12-31",
            ])
        #expect(
            read("former 2000 employés d’ici 2027", .french) == [
                "number n:2000", "date 2027-01-01/2027-12-31 deadline 2027-12-31",
            ])
        #expect(read("40,000 tonnes", .english) == ["number n:40000"])
        #expect(read("1,5 milliard de dollars", .french) != read("1,05 milliard de dollars", .french))
    }

    @Test func `ranges stand where the text does`() {
        let text = "À l’été, d’ici 2027, 5 M$ sur 10 ans — « environ 20 % »."
        for value in ValueReader.values(in: text, language: .french) {
            let utf8 = Array(text.utf8)
            #expect(String(decoding: utf8[value.range], as: UTF8.self) == value.text)
            #expect(String(decoding: utf8[value.phrase], as: UTF8.self) == value.phraseText)
        }
        #expect(
            ValueReader.values(in: text, language: .french).map(\.phraseText) == [
                "d’ici 2027", "5 M$", "sur 10 ans", "20 %",
            ])
    }

    @Test func `ages are numbers`() {
        #expect(read("persons 18 years of age or older", .english) == ["number n:18"])
    }

    @Test func `hostile digits are read as values of the text, or not at all`() {
        for text in [
            String(repeating: "9", count: 400), "999999999999999 billion $", "0/0 of", "9999-99-99",
            "00/00/0000", "\\", "$",
            "1.1.1.1.1.1.1", "two hundred thousand million billion billion", "1/0 de",
            "deux milliards milliards milliards",
            "every 0 years", "0 times a year",
        ] {
            for language in [Language.undetermined, .english, .french] {
                let values = ValueReader.values(in: text, language: language)
                #expect(values.allSatisfy { !$0.canonical.isEmpty }, "\(text)")
                #expect(
                    values.allSatisfy { !$0.range.isEmpty && $0.range.upperBound <= text.utf8.count },
                    "\(text)")
            }
        }
        // More than a number can be is a name, and has no quantity.
        let long = ValueReader.values(in: String(repeating: "9", count: 400) + " $", language: .english)
        #expect(long.count == 1 && long.allSatisfy { $0.quantity == nil && $0.kind == .number })
    }

    /// Every form is tried at every token: none is found that a word was not said to begin.
    @Test func `no form begins with a word that is said to begin none`() {
        let words =
            Array(ValueForms.words).sorted()
            + [
                "2027", "30", "1", "5", "12", "%", "$", "€", "½", "-", "/", ",", ".", "(", ")", "Q3", "T2",
                "FY",
                "year", "ans", "jours", "days", "fois", "times", "cent", "of", "de", "d'ici", "l'", "the",
                "time",
                "to", "point", "tiers", "third", "dollars", "dozen", "dizaine", "seul", "other", "les", "and",
                "et",
                "Board", "policy", "must", "bureau", "doit", "1er", "st", "US", "million", "milliard", "k",
            ]
        var random = SeededGenerator(seed: 5)
        var found = 0
        for round in 0..<3_000 {
            let text = (0..<12).map { _ in words.randomElement(using: &random) ?? "" }
                .joined(separator: round.isMultiple(of: 3) ? "" : " ")
            for language in [Language.english, .french, .undetermined] {
                let scanner = ValueScanner(
                    text: text, tokens: ValueToken.tokens(of: text), language: language)
                for index in scanner.tokens.indices {
                    let forms = ValueForms.beginning(with: scanner.tokens[index])
                    guard let value = scanner.scan(.all, at: index) else { continue }
                    found += 1
                    #expect(scanner.scan(forms, at: index)?.canonical == value.canonical, "\(text)")
                }
            }
        }
        #expect(found > 10_000)
    }
}
