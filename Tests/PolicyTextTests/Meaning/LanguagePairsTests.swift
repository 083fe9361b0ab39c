import Testing

@testable import PolicyText

/// The English and the French of one document, by name.
@Suite struct LanguagePairsTests {
    private struct Case: Sendable {
        var names: [String]
        var name: String
        var partner: String?
    }

    private static let cases = [
        Case(names: ["privacy-en.md", "privacy-fr.md"], name: "privacy-en.md", partner: "privacy-fr.md"),
        Case(names: ["en/privacy.md", "fr/privacy.md"], name: "fr/privacy.md", partner: "en/privacy.md"),
        Case(names: ["EN/Privacy.md", "FR/Privacy.md"], name: "EN/Privacy.md", partner: "FR/Privacy.md"),
        Case(names: ["a/Law_E.txt", "a/Law_F.txt"], name: "a/Law_F.txt", partner: "a/Law_E.txt"),
        Case(names: ["a.en.md", "a.fr.md", "b.fr.md"], name: "a.en.md", partner: "a.fr.md"),
        Case(names: ["English.txt", "Français.txt"], name: "English.txt", partner: "Français.txt"),
        Case(
            names: ["1/english/a.md", "1/francais/a.md"], name: "1/english/a.md", partner: "1/francais/a.md"),
        Case(names: ["privacy.md", "politique.md"], name: "privacy.md"),
        // Two French texts, or two English ones: none is the translation.
        Case(names: ["a-en.md", "a-fr.md", "a-fra.md"], name: "a-en.md"),
        Case(names: ["a-en.md", "a-eng.md", "a-fr.md"], name: "a-fr.md"),
        // Named twice over, by folder and by name.
        Case(names: ["en/a-en.md", "fr/a-en.md", "en/a-fr.md"], name: "en/a-en.md"),
    ]

    @Test func `a document is paired by the mark of its language`() throws {
        for pair in Self.cases {
            let paths = pair.names.compactMap { DocumentPath(text: $0) }
            let path = try #require(DocumentPath(text: pair.name))
            #expect(LanguagePairs(paths).counterpart(of: path)?.text == pair.partner, "\(pair)")
            let alone = LanguagePairs.counterpart(of: path, where: Set(paths).contains)
            #expect(alone?.text == pair.partner, "\(pair)")
        }
    }

    @Test func `documents are as alike where their passages are read one by one`() {
        func document(_ title: String, _ sentence: (Int) -> String) -> Outline {
            let paragraphs = (1...9).map { "\(sentence(2020 + $0))\n\n" }.joined()
            return OutlineParser.parse("\(title)\n\n\(paragraphs)", format: .plainText)
        }
        func structure(_ outline: Outline) -> LanguagePairs.Structure {
            var structure = LanguagePairs.Structure(language: outline.language)
            for passage in outline.passages {
                var text = passage.text
                text.withUTF8 {
                    structure.add(
                        kind: passage.kind.rawValue, level: passage.level, text: UnsafeRawBufferPointer($0))
                }
            }
            return structure
        }
        let english = document("Policy on records") { "The department will report to the House by \($0)." }
        let french = document("Politique sur les dossiers") { "Le ministère fera rapport d’ici \($0)." }
        let plain = document("Politique sur les dossiers") { _ in "Le ministère fera rapport à la Chambre." }
        #expect(LanguagePairs.structuralLikeness(english, french) >= LanguagePairs.sameStructure)
        for other in [french, plain] {
            let likeness = LanguagePairs.structuralLikeness(english, other)
            #expect(LanguagePairs.structuralLikeness(structure(english), structure(other)) == likeness)
        }
        #expect(structure(english).mayCorrespond)
        #expect(!structure(plain).mayCorrespond)
    }
}
