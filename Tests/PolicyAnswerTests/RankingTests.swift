import AskMeasuring
import PolicyText
import Testing

/// Which of two passages with the same words comes first.
@Suite struct RankingTests {
    private func first(_ question: String, _ passages: [String]) throws -> String {
        let folder = CorpusFolder(texts: [("rules.txt", passages.joined(separator: "\n\n"))])
        let reply = try folder.answerer().answer(
            question, limit: 2, today: CalendarDate(daysSince1970: 20_000))
        return reply.answers.first?.passage ?? ""
    }

    @Test(arguments: [
        (
            "Who signs at the end of the lease?",
            "The warden signs here at the end of the lease, in ink and on paper.",
            "Where the lease hangs, the warden at the desk signs the end page in ink."
        ),
        (
            "Qui signe à la fin de la saison ?",
            "Le gardien signe ici à la fin de la saison, à l’encre et sur papier.",
            "Là où finit le quai, la saison venue, le gardien signe à l’encre la fin du cahier."
        ),
    ])
    func `the one that says it as the question does`(_ question: String, _ right: String, _ other: String)
        throws
    {
        #expect(try first(question, [other, right]) == right)
        #expect(try first(question, [right, other]) == right)
    }

    @Test(arguments: [
        (
            "Qui refusera la subvention ?", "Les deux communes refusèrent la subvention en séance publique.",
            "La subvention est versée aux deux communes en séance publique."
        ),
        (
            "Qui a permis la pêche de nuit ?", "Le gardien permettait la pêche de nuit aux familles du quai.",
            "La pêche de nuit plaît aux familles du quai et au gardien."
        ),
        (
            "Who grants the mooring?", "Le capitaine accordera l’amarrage aux navires.",
            "Le capitaine connaît l’amarrage des navires."
        ),
        (
            "Quel pont date du 19ème siècle ?", "Le pont de la Brande date du XIXe siècle.",
            "Le pont de la Nive date du siècle dernier."
        ),
        (
            "What must be paid within 30 days?", "The mooring fee must be paid within thirty days.",
            "The pilot fee must be paid within ten days."
        ),
    ])
    func `the one that has the word in another form`(_ question: String, _ right: String, _ other: String)
        throws
    {
        #expect(try first(question, [other, right]) == right)
        #expect(try first(question, [right, other]) == right)
    }

    @Test func `the one whose words stand near each other`() throws {
        let filler =
            "It was written by many hands over many years and is kept dry in a chest of oak in the hall"
        let near = "\(filler), and there the harbour pays for the pilot at night. \(filler)."
        let far = "At night \(filler), where a harbour \(filler), and a pilot \(filler), which pays."
        #expect(try first("What pays the harbour for a pilot at night?", [far, near]) == near)
    }

    /// Each word has a dozen synonyms and translations: in both languages more terms than a query may have.
    @Test func `the one with the last word of a long question`() throws {
        let question = """
            When people begin to build a house near the river, pay the tax, ask the council for help, sell the old \
            boat, marry, teach children, travel abroad or start a business, who must inspect the zorblik?
            """
        let right = "The warden must inspect the zorblik."
        let others = ["house", "tax", "council", "boat", "business", "children"].map { "The \($0) is here." }
        let french =
            "Le conseil du village se réunit dans la grande salle, et les habitants y viennent avec leurs enfants."
        #expect(try first(question, others + [french, right]) == right)
    }

    @Test func `the one that counts what is to be counted`() throws {
        let right = "The fund supports 14 wharves across the northern district."
        let other = "The wharves that the fund supports have inspectors, 3 in all, who report to the fund."
        #expect(try first("How many wharves does the fund support?", [other, right]) == right)
    }

    @Test(arguments: [
        (
            "Who built Ferrow Castle?", "Ferrow Castle",
            [
                "Ferrow Castle is a castle near Lunden.", "The architect was Emil Drost.",
                "It was built by the engineer Hugo Falk.", "It belongs to the Nettel family.",
                "It stands on the river Olm.", "It has 31 rooms.", "It was sold in 1907.",
            ], 2
        ),
        (
            "When was Ferrow Castle sold?", "Ferrow Castle",
            [
                "Ferrow Castle is a castle near Lunden.", "It was built by the engineer Hugo Falk.",
                "It has 31 rooms.", "It was sold in 1907.",
            ], 3
        ),
        (
            "Qui a dessiné le moulin de Brande ?", "Le moulin de Brande",
            [
                "Le moulin de Brande est un moulin à eau.", "Il compte trois roues.",
                "Il a été dessiné par Paul Oster.",
            ], 2
        ),
        (
            "How many rooms does Ferrow Castle have?", "Ferrow Castle",
            ["Ferrow Castle is a castle on the Olm.", "It has 31 rooms.", "It was sold in 1907."], 1
        ),
    ])
    func `the sentence that answers, not the one that says the title again`(
        _ question: String, _ title: String, _ sentences: [String], _ right: Int
    ) throws {
        let text = "# \(title)\n\n" + sentences.joined(separator: " ")
        let reply = try CorpusFolder(texts: [("castle.md", text)]).answerer().answer(
            question, limit: 1, today: CalendarDate(daysSince1970: 20_000))
        #expect(reply.answers.first?.sentence == sentences[right])
    }

    @Test(arguments: ["What is the fee for a mooring?", "What is the fee and the term of each service?"])
    func `a row of a table before the names of its columns`(_ question: String) throws {
        let text = """
            # Services

            | Service | Fee | Term |
            | --- | :-: | --- |
            | Mooring | $25 | a month |
            | Crane | $90 | an hour |
            """
        let reply = try CorpusFolder(texts: [("fees.md", text)]).answerer().answer(
            question, limit: 3, today: CalendarDate(daysSince1970: 20_000))
        #expect(reply.answers.count > 0)
        #expect(reply.answers.first?.passage.hasPrefix("Service") == false)
    }
}
