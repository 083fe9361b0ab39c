import Testing

@testable import PolicyText

@Suite struct ParticipantReaderTests {
    private func names(_ text: String, _ language: Language) -> [String] {
        ParticipantReader(.builtIn).partners(in: text, language: language).map(\.name)
    }

    @Test func `a name is told whole`() {
        #expect(
            names("Maps go to Library and Archives Canada.", .english) == ["Library and Archives Canada"])
        #expect(
            names("Les cartes vont à Bibliothèque et Archives Canada.", .french)
                == ["Bibliothèque et Archives Canada"])
        #expect(
            names("Les plans sont déposés à la Bibliothèque municipale.", .french)
                == ["Bibliothèque municipale"])
        #expect(
            names("Le prix est remis par la Chambre des notaires.", .french) == ["Chambre des notaires"])
    }

    @Test func `an article begins another name`() {
        #expect(
            !names("Maps go to the Library and Parks Canada.", .english).contains("Library and Parks Canada"))
        #expect(
            names("Maps are shared with France and Parks Canada.", .english).contains("France"))
    }

    @Test func `who consents is no partner`() {
        #expect(names("Tenants may, with the harbour master's approval, keep a boat.", .english).isEmpty)
        #expect(names("The club may light fires with the consent of the Port Authority.", .english).isEmpty)
        #expect(names("Le club peut, avec l’accord de la Garde côtière, allumer un feu.", .french).isEmpty)
        #expect(
            names("The club runs the pier with the Port Authority and keeps the consent forms.", .english)
                == ["Port Authority"])
    }
}
