import Testing

@testable import PolicyText

struct LanguageGuesserTests {
    @Test(arguments: [
        ("The Minister shall report to Parliament.", Language.english),
        ("Le ministre présente un rapport au Parlement.", .french),
        ("L’accord d’entente est signé", .french),
        ("Canada's plan for the region", .english),
        ("Der Minister und die Regierung werden nicht", .undetermined),
        ("El ministro y los países del mundo con la ley", .undetermined),
        ("Правительство Российской Федерации", .undetermined),
        ("12 345 678", .undetermined),
        ("", .undetermined),
    ])
    func `the commonest words tell the language`(text: String, language: Language) {
        #expect(LanguageGuesser.language(of: text) == language)
    }

    @Test func `a heading has the language of its text`() {
        let outline = OutlineParser.parse(
            "Migration\n\nThe rights of migrants are human rights.\n\nMigration\n\nLes droits des migrants sont protégés.",
            format: .plainText)
        #expect(outline.passages.map(\.language) == [.english, .english, .french, .french])
    }
}
