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
}
