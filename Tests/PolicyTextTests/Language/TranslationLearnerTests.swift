import PolicyText
import Testing

/// Words learned from a document that stands in two languages.
@Suite struct TranslationLearnerTests {
    private static let english = """
        # Canal upkeep

        The towpath is open to walkers. The weir is closed in winter.

        ## Works

        - Each bywash is cleaned in spring.
        - The district repairs the towpath before July.
        - The weir is inspected by an engineer.

        The bywash under the road carries rain water. Dogs are allowed on the towpath.

        Nobody may fish at the weir or enter a bywash.
        """
    private static let french = """
        # Entretien du canal

        Le halage est ouvert aux marcheurs. Le déversoir est fermé en hiver.

        ## Travaux

        - Chaque épanchoir est nettoyé au printemps.
        - Le district répare le halage avant juillet.
        - Le déversoir est inspecté par un ingénieur.

        L’épanchoir sous la route porte l’eau de pluie. Les chiens sont admis sur le halage.

        Nul ne peut pêcher au déversoir ni entrer dans un épanchoir.
        """

    private func outline(_ text: String) -> Outline { OutlineParser.parse(text, format: .markdown) }

    @Test func `words of the field are paired, and nothing is paired wrongly`() {
        var learner = TranslationLearner()
        learner.read(outline(Self.french), outline(Self.english))
        let pairs = Set(learner.pairs().map { $0.english + " " + $0.french })
        let wanted = Set(
            [("towpath", "halage"), ("weir", "déversoir"), ("bywash", "épanchoir")].map { english, french in
                Glossary.stems(of: english, .english)[0] + " " + Glossary.stems(of: french, .french)[0]
            })
        #expect(pairs == wanted)
    }

    @Test func `a glossary with what was learned translates both ways`() {
        var learner = TranslationLearner()
        learner.read(outline(Self.english), outline(Self.french))
        let glossary = Glossary.builtIn.adding(learner.pairs())
        #expect(Glossary.builtIn.translations(of: ["towpath"][...], from: .english).isEmpty)
        #expect(glossary.translations(of: ["towpath"][...], from: .english).map(\.stems) == [["halag"]])
        #expect(glossary.translations(of: ["halag"][...], from: .french).map(\.stems) == [["towpath"]])
    }

    @Test func `nothing is learned from documents of one language, or that do not correspond`() {
        var learner = TranslationLearner()
        learner.read(outline(Self.english), outline(Self.english))
        let paragraphs = (0..<40).map {
            "Une phrase tout autre, la \($0)e, parle du temps qu’il fera demain."
        }
        learner.read(outline(Self.english), outline(paragraphs.joined(separator: "\n\n")))
        #expect(learner.pairs().isEmpty)
    }
}
