import Testing

@testable import PolicyText

struct SentenceSplitterTests {
    private func sentences(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        return SentenceSplitter.sentences(in: text).map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    @Test(arguments: [
        ["M. Roy et Mme Côté sont élus.", "Le Dr. Ng est absent."],
        ["See art. 5, No. 3 and s. 12(1), e.g. the Act.", "It applies."],
        ["Le plan (p. ex. l’annexe B, cf. art. L. 123-4) est révisé.", "Il coûte 1.5 M$."],
        ["The U.S. Government agreed.", "It was signed in the U.S.", "The parties met at 2 p.m. on Friday."],
        ["J. K. Rowling wrote it.", "See Annex A.", "The rest follows."],
        ["« Est-ce vrai ? »", "« Oui ! »", "Il l’a dit."],
        ["He said “No.”", "(They left.)", "End"],
        ["Le bilan du 14 avr. 2009 est publié.", "Apples, pears, etc.", "Nothing else."],
        ["Northlight Inc. collects data.", "It was made by Northlight Inc.", "The firm is closed."],
        ["Rights are protected.[12]", "They matter.", "Des droits.12", "Le reste suit."],
        ["1. The Minister shall report.", "2009 was late."],
        ["[6. Evaluate tools and systems](https://example.org/tools)"],
        ["**2. Fees.**", "They are due."],
        ["(iv. Le ministre répond.)"],
        ["Wait… no.", "C’est fini…", "On recommence."],
        ["Visit www.canada.ca for more.", "Done?", "Yes!"],
        ["第一条。", "第二条。"],
    ])
    func `sentences end where they end`(expected: [String]) {
        #expect(sentences(expected.joined(separator: " ")) == expected)
    }

    @Test func `a label before a list is in no sentence`() {
        #expect(
            sentences("Initiatives : Signer l’accord;  organiser un dialogue (a; b); étudier des mesures.")
                == ["Signer l’accord", "organiser un dialogue (a; b)", "étudier des mesures."])
    }

    @Test func `a clause before a list is a sentence`() {
        #expect(
            sentences("La Politique cible deux objectifs : renforcer l’État; favoriser la croissance.")
                == ["La Politique cible deux objectifs :", "renforcer l’État", "favoriser la croissance."])
        #expect(sentences("The Minister shall: (a) report; and (b) pay.").first == "The Minister shall:")
    }

    @Test func `an item ending in a conjunction stays whole`() {
        for text in ["report each year; and", "publier le rapport ; et", "pay;", "Scope: all staff; or"] {
            #expect(sentences(text) == [text])
        }
    }

    @Test func `only long sentences are cut at semicolons`() {
        #expect(sentences("It may; it may not.").count == 1)
        let clause = String(repeating: "word ", count: 31) + "end"
        #expect(sentences(clause + "; " + clause + ".").count == 2)
        #expect(sentences("He said &eacute; &amp; " + clause + " " + clause + ".").count == 1)
    }
}
