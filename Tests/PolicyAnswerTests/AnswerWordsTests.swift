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
        ("When was the abbey built?", "The abbey was built in 1066 by monks.", "1066"),
        ("When was the harbour wall built?", "The harbour wall was built in 1650.", "1650"),
        (
            "When was the charter signed?", "The charter was signed on July 4, 1776 in the hall.",
            "July 4, 1776"
        ),
        ("Quand l’édit fut-il révoqué ?", "L’édit fut révoqué en mai 1685 par le roi.", "mai 1685"),
        (
            "Quand la chapelle fut-elle bâtie ?", "La chapelle fut bâtie au XIIe siècle par des moines.",
            "XIIe siècle"
        ),
        ("When was the mill built?", "The mill was built in the late 12th century.", "late 12th century"),
        ("When did the fishery decline?", "The fishery declined in the 1920s.", "1920s"),
        ("Quand la pêche a-t-elle décliné ?", "La pêche a décliné dans les années 1920.", "années 1920"),
        ("When was the general killed?", "The general was killed in 44 BC.", "44 BC"),
        ("Quand la ville fut-elle prise ?", "La ville fut prise en 52 av. J.-C.", "52 av. J.-C."),
        ("When was the tower built?", "The tower was built from 1702 to 1709.", "1702 to 1709"),
        ("Quand la tour fut-elle bâtie ?", "La tour fut bâtie de 1702 à 1709.", "1702 à 1709"),
        ("When was the tower raised?", "The tower (1630–1650) was raised by masons.", "1630–1650"),
    ])
    func `a date that no policy would set`(_ question: String, _ sentence: String, _ words: String) throws {
        #expect(try answer(question, sentence) == words)
    }

    @Test(arguments: [
        ("When was the mill built?", "The mill was built in 1200 houses."),
        ("When was the mill built?", "The mill cost 1650 to build."),
        ("When was the mill built?", "The mill was built in 520 places at once."),
    ])
    func `a number that is no date`(_ question: String, _ sentence: String) throws {
        #expect(try answer(question, sentence) == nil)
    }

    @Test(arguments: [
        (
            "How many trailers does the farm own?", "The farm owns 6 tractors, 4 combines and 14 trailers.",
            "14"
        ),
        (
            "How many combines does the farm own?", "The farm owns 6 tractors, 4 combines and 14 trailers.",
            "4"
        ),
        (
            "How much does the ticket cost for students?",
            "The ticket costs 9 euros for adults and 5 euros for students.", "5 euros"
        ),
        (
            "How much does the ticket cost for adults?",
            "The ticket costs 9 euros for adults and 5 euros for students.", "9 euros"
        ),
        (
            "Quand le phare a-t-il été automatisé ?",
            "Le phare a été électrifié en 1937 et automatisé en 1995.", "1995"
        ),
        (
            "Quand le phare a-t-il été électrifié ?",
            "Le phare a été électrifié en 1937 et automatisé en 1995.", "1937"
        ),
        ("How much is a berth per year?", "A berth is $25 a month or $250 a year.", "$250"),
        ("How much is a berth per month?", "A berth is $25 a month or $250 a year.", "$25"),
        (
            "How deep is the lake?", "The lake is 8 km long, 3 km wide and 40 metres deep.", "40 metres"
        ),
        ("How wide is the lake?", "The lake is 8 km long, 3 km wide and 40 metres deep.", "3 km"),
        (
            "Quelle est la hauteur du mât ?", "La hauteur du mât est de huit à dix mètres.",
            "huit à dix mètres"
        ),
        (
            "Quelle est la profondeur du lac ?",
            "Le lac a une superficie de 12 km² et une profondeur de 38 m.", "38 m"
        ),
        (
            "What is the height of the tower?", "The tower of 1902 is 54 metres high and weighs 300 tonnes.",
            "54 metres"
        ),
        (
            "How much does the pass cost per week?",
            "The pass costs £4 per day, £20 per week and £70 per month.", "£20"
        ),
        ("How many boats may an owner keep?", "12 Every owner may keep 3 boats.", "3"),
    ])
    func `of several values the one that stands with what is asked`(
        _ question: String, _ sentence: String, _ words: String
    ) throws {
        #expect(try answer(question, sentence) == words)
    }

    @Test func `the number of a section is no answer`() throws {
        #expect(
            try answer("How many coats must an owner paint?", "12 Every owner shall paint the coats.") == nil)
    }

    @Test(arguments: [
        ("Who painted the ceiling?", "The ceiling was painted by Ludwig van Beek.", "Ludwig van Beek"),
        ("Who painted the ceiling?", "Otto von Reuss painted the ceiling.", "Otto von Reuss"),
        (
            "Qui a peint le plafond ?", "Le plafond a été peint par Leonardo di Caprese.",
            "Leonardo di Caprese"
        ),
        ("Who painted the ceiling?", "The ceiling was painted by J. R. Hartley in May.", "J. R. Hartley"),
        ("Who painted the ceiling?", "The Danish engineer Hugo Falk painted the ceiling.", "Hugo Falk"),
        (
            "Who painted the ceiling?", "The ceiling was painted by Anna de la Cruz for the NTA.",
            "Anna de la Cruz"
        ),
        ("Qui a peint le plafond ?", "Le plafond a été peint par Jean Roy à Lyon.", "Jean Roy"),
        (
            "Who painted the ceiling?",
            "On Tuesday in Lunden the ceiling was painted by a Swedish artist, Ada Holm.", "Ada Holm"
        ),
        (
            "Who painted the ceiling?", "The ceiling near Lunden was painted for the NTA and Ada Holm.",
            "Ada Holm"
        ),
    ])
    func `a whole name, and not what stands beside it`(
        _ question: String, _ sentence: String, _ words: String
    ) throws {
        #expect(try answer(question, sentence) == words)
    }

    @Test func `of what nation someone is tells nobody`() throws {
        #expect(
            try answer("Who painted the ceiling?", "The ceiling was painted by a Danish engineer.") == nil)
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
