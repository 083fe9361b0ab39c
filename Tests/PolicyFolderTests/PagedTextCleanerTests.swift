import Testing

@testable import PolicyFolder

struct PagedTextCleanerTests {
    @Test func `headers, footers and page numbers go, and paragraphs run on over the page`() {
        let pages = (1...4).map { page in
            """
                      Privacy Policy                      Version 2

            Section \(page) says what is col-
            lected   and by    whom, and that the parties


                                    \(page)
            """
        }
        let expected = (1...4).map {
            "Section \($0) says what is collected\nand by whom, and that the parties\n"
        }
        #expect(
            PagedTextCleaner.clean(pages.joined(separator: "\u{0C}") + "\u{0C}")
                == expected.joined(separator: "\n"))
    }

    @Test func `a sentence that goes on over the page is one paragraph`() {
        let text = "The parties shall\n\n      - 1 -\n\u{0C}answer within a day.\n\n     - 2 -\n\u{0C}"
        #expect(PagedTextCleaner.clean(text) == "The parties shall\nanswer within a day.\n")
    }

    @Test func `numbers that do not count with the pages stay`() {
        let text = "Amount due:\n1500\n\u{0C}Amount paid:\n900\n\u{0C}"
        #expect(PagedTextCleaner.clean(text) == "Amount due:\n1500\n\nAmount paid:\n900\n")
    }

    @Test(arguments: [
        ("Page 1 of 9", true), ("page 1 sur 9", true), ("p. 1", true), ("Page one", false),
        ("1 member", false),
    ])
    func `a page's number that says what it is goes from a single page too`(line: String, goes: Bool) {
        let cleaned = PagedTextCleaner.clean("Some text.\n\n\(line)\n\u{0C}")
        #expect(cleaned == (goes ? "Some text.\n" : "Some text.\n\n\(line)\n"))
    }

    @Test(arguments: [
        (["the infor-", "mation is kept"], ["the information", "is kept"]),
        (["peut-", "être demain"], ["peut-être", "demain"]),
        (["s'applique-", "t-il ici"], ["s'applique-t-il", "ici"]),
        (["well-known, and well-", "known again"], ["well-known, and well-known", "again"]),
        (["the pro\u{AD}", "gramme"], ["the programme"]),
        (["the range 10-", "20 is"], ["the range 10-", "20 is"]),
        (["Jean-", "Paul"], ["Jean-", "Paul"]),
        (["a list -", "item"], ["a list -", "item"]),
    ])
    func `words cut at line ends are whole again, and others keep their hyphens`(
        lines: [String], mended: [String]
    ) {
        #expect(LineEndHyphens.mend(lines) == mended)
    }

    @Test func `ligatures and columns are plain text`() {
        #expect(PagedTextCleaner.clean("  of\u{FB01}ce      e\u{FB00}ective\u{0C}") == "office effective\n")
    }

    @Test func `anything at all is cleaned, and what is clean stays so`() {
        for text in [
            "", "\u{0C}", "\n\n\u{0C}\n", "-", "-\n-\n", "a-\nb", "\u{0C}\u{0C}1\u{0C}2", "Page\n\u{0C}",
        ] {
            let cleaned = PagedTextCleaner.clean(text)
            #expect(!cleaned.contains("\u{0C}"))
            #expect(PagedTextCleaner.clean(cleaned) == cleaned)
        }
    }
}
