import PolicyText
import Testing

@Suite struct WrittenNumbersTests {
    @Test(arguments: [
        ("20th", ["twentieth"], Language.english), ("first", ["1st"], .english), ("30", ["thirty"], .english),
        ("2nd", ["second"], .english), ("11th", ["eleventh"], .english), ("23rd", [], .english),
        ("xxe", ["20e", "20eme", "vingtieme"], .french), ("19eme", ["xixe", "19e"], .french),
        ("1er", ["premier", "premiere"], .french), ("quinze", ["15"], .french), ("80", ["octante"], .french),
    ])
    func `a number finds the other ways to write it, and they it`(
        _ word: String, _ others: [String], _ language: Language
    ) {
        let forms = WrittenNumbers.forms(of: word, language: language)
        #expect(!forms.contains(word) && Set(forms).count == forms.count)
        for other in others {
            #expect(forms.contains(other))
            #expect(WrittenNumbers.forms(of: other, language: language).contains(word))
        }
    }

    @Test func `other words, one, and numbers of no language have no other forms`() {
        for word in ["tree", "1", "one", "101", "2025", "31e", ""] {
            #expect(WrittenNumbers.forms(of: word, language: .english).isEmpty, "\(word)")
            #expect(WrittenNumbers.forms(of: word, language: .french).isEmpty, "\(word)")
        }
        #expect(WrittenNumbers.forms(of: "20th", language: .undetermined).isEmpty)
    }
}
