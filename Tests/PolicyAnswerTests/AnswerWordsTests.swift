import AskMeasuring
import PolicyText
import Testing

/// The words of a sentence that are marked as the answer.
@Suite struct AnswerWordsTests {
    private func answer(_ question: String, _ sentence: String) throws -> String? {
        let answerer = CorpusFolder(texts: [("policy.txt", sentence)]).answerer()
        let reply = try answerer.answer(question, limit: 1, today: CalendarDate(daysSince1970: 20_000))
        return reply.answers.first?.answer
    }

    @Test(arguments: [
        (
            "When was the strategy adopted?", "The strategy was adopted on 3 March 2019 by the council.",
            "3 March 2019"
        ),
        (
            "Quand le plan se termine-t-il ?", "Le plan, lancé en 2019, se termine le 31 mars 2027.",
            "31 mars 2027"
        ),
        ("Depuis quand le programme existe-t-il ?", "Le programme existe depuis 2004.", "2004"),
        ("By when must the report be filed?", "The report must be filed by June 30, 2026.", "June 30, 2026"),
    ])
    func `a date`(_ question: String, _ sentence: String, _ words: String) throws {
        #expect(try answer(question, sentence) == words)
    }

    @Test(arguments: [
        (
            "How many inspectors does the agency employ?", "The agency employs 240 inspectors in 12 regions.",
            "240"
        ),
        (
            "Combien de pays participent au programme ?",
            "En 2021, vingt-trois pays participent au programme.", "vingt-trois"
        ),
        (
            "How much is the annual grant?", "The annual grant is $4.5 million over three years.",
            "$4.5 million"
        ),
        ("À combien s'élève la subvention ?", "La subvention s’élève à 1 200 $ par personne.", "1 200 $"),
        ("What percentage of the cost is refunded?", "Up to 60 % of the cost of $300 is refunded.", "60 %"),
        ("How long is the licence valid?", "The licence is valid for five years.", "five years"),
        ("How often are the pipes inspected?", "The pipes are inspected every two years.", "every two years"),
    ])
    func `a number, an amount, a share, a duration`(_ question: String, _ sentence: String, _ words: String)
        throws
    {
        #expect(try answer(question, sentence) == words)
    }

    @Test(arguments: [
        ("Who chairs the committee?", "The committee is chaired by Maria Keller since 2020.", "Maria Keller"),
        (
            "Qui approuve les contrats ?", "Les contrats sont approuvés par le conseil d'administration.",
            "conseil d'administration"
        ),
        (
            "Who keeps the register?", "The register is kept by the Office of the Auditor General.",
            "Office of the Auditor General"
        ),
        ("Where is the archive kept?", "The archive of the museum is kept in Rotterdam.", "Rotterdam"),
        (
            "Où se trouve le laboratoire ?", "Le laboratoire se trouve à Saint-Malo, près du port.",
            "Saint-Malo"
        ),
        (
            "In which countries may data be stored?",
            "Data may be stored in Norway, Iceland and New Zealand.",
            "Norway, Iceland and New Zealand"
        ),
    ])
    func `a person, a body, a place`(_ question: String, _ sentence: String, _ words: String) throws {
        #expect(try answer(question, sentence) == words)
    }

    @Test(arguments: [
        (
            "What does FPS mean?", "L’initiative concerne les femmes, la paix et la sécurité (FPS).",
            "femmes, la paix et la sécurité"
        ),
        ("Que signifie MWL ?", "Samples go to the Marden Water Laboratory (MWL).", "Marden Water Laboratory"),
    ])
    func `the long form of an acronym`(_ question: String, _ sentence: String, _ words: String) throws {
        #expect(try answer(question, sentence) == words)
    }

    @Test func `nothing is marked where no such words stand there, or none are asked for`() throws {
        #expect(
            try answer("When was the strategy adopted?", "The strategy was adopted by the council.") == nil)
        #expect(
            try answer("Why was the bridge closed?", "The bridge was closed because of floods in 2019.")
                == nil)
    }

    @Test func `what the question says itself is no answer`() throws {
        let words = try answer(
            "Who replaced Anna Berg in 2019?", "In 2019 Anna Berg was replaced by Olaf Lund.")
        #expect(words == "Olaf Lund")
    }
}
