import PolicyText
import TestSupport
import Testing

@Suite struct ThesaurusTests {
    private func related(to word: String, _ language: Language) -> [String] {
        let stem = Tokenizer(stemming: language).tokens(in: word)[0].text
        return Thesaurus.builtIn.related(to: stem, in: language)
    }

    private func stem(_ word: String, _ language: Language) -> String {
        Tokenizer(stemming: language).tokens(in: word)[0].text
    }

    @Test(arguments: [
        ("delete", "erasing", Language.english), ("marriage", "spouses", .english),
        ("Poland", "Polish", .english), ("longueur", "long", .french), ("épousé", "mariage", .french),
        ("Pologne", "polonais", .french),
    ])
    func `words of one idea find each other, whatever their form`(
        word: String, other: String, language: Language
    ) {
        #expect(related(to: word, language).contains(stem(other, language)))
        #expect(related(to: other, language).contains(stem(word, language)))
    }

    @Test func `a word is not related to itself, to the other language's, or where it is not known`() {
        for word in ["delete", "marry", "pay"] {
            let found = related(to: word, .english)
            #expect(!found.isEmpty && !found.contains(stem(word, .english)))
            #expect(Set(found).count == found.count)
        }
        #expect(related(to: "quizzaciously", .english).isEmpty)
        #expect(Thesaurus.builtIn.related(to: stem("delete", .english), in: .undetermined).isEmpty)
    }

    @Test func `each row of the table is a group of its language`() throws {
        let table = try TestFiles.bytes(SharedFolder.projectFolder + "/Sources/CLexicon/thesaurus.tsv")
        let lines = String(decoding: table, as: UTF8.self).split(separator: "\n").dropFirst()
        #expect(lines.count > 2_000)
        for line in lines {
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
            let words = columns.last?.split(separator: " ") ?? []
            let isSound =
                columns.count == 2 && ["en", "fr"].contains(columns[0]) && (2...9).contains(words.count)
                && Set(words).count == words.count
            #expect(isSound, "\(line)")
        }
    }
}
