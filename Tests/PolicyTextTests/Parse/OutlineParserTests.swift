import TestSupport
import Testing

@testable import PolicyText

struct OutlineParserTests {
    private static let fragments: [String] = [
        "# ", "## ", "### ", "- ", "* ", "+ ", "• ", "– ", "1. ", "12) ", "(a) ", "(i) ", "I. ", "1.2 ", "> ",
        ">", "    ",
        "\t", "\n", "\n", "\n", "\n\n", "\n\n", "\r\n", "\r", "\u{85}", "\u{2028}", "\u{2029}", "\u{0C}",
        "```\n", "~~~",
        "---\n", "===\n", "|", "| a | b |\n", "|---|---|\n", "<div>", "</div>", "<h2>", "</h2>", "<!--",
        "-->", "<li>",
        "[x]: y", "{% x %}", "**", "*", "_", "Article 5", "Pilier 1 : ", "PART II", "Section 1.1 ", "§ 12 ",
        "Annex A",
        "The Minister shall report", " le ministre doit", "Il est élu", ". ", "! ", "? ", "; ", " : ", ": ",
        ", ", "etc. ",
        "M. ", "e.g. ", "U.S. ", "« ", " »", "“", "”", "(", ")", "[1]", "…", "é", "e\u{301}", "œ", "漢字。",
        "\0", "\u{1}",
        "2024", "1 234,5", "12 avr. 2009", "a", "Titre", "\u{FEFF}", "\u{200B}", "\u{A0}", "title: x\n",
        "o  ", "...",
    ]

    @Test func `any text is cut without loss`() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<1500 {
            var text = ""
            for _ in 0..<Int.random(in: 0...60, using: &random) {
                text += Self.fragments.randomElement(using: &random) ?? ""
            }
            for format in DocumentFormat.allCases {
                OutlineInvariants.check(OutlineParser.parse(text, format: format))
            }
        }
    }

    @Test func `random bytes are cut without loss`() {
        var random = SeededGenerator(seed: 8)
        for _ in 0..<600 {
            let bytes = (0..<Int.random(in: 0...300, using: &random)).map { _ in
                Bool.random(using: &random)
                    ? UInt8.random(in: 0...255, using: &random)
                    : UInt8.random(in: 0x20...0x7E, using: &random)
            }
            let text = String(decoding: bytes, as: UTF8.self)
            for format in DocumentFormat.allCases {
                OutlineInvariants.check(OutlineParser.parse(text, format: format))
            }
        }
    }

    @Test func `an empty text has an empty outline`() {
        for text in ["", "\n", "  \r\n\t", "\u{0C}"] {
            let outline = OutlineParser.parse(text, format: .plainText)
            #expect(outline.passages.isEmpty)
            #expect(outline.title == nil)
            #expect(outline.language == .undetermined)
        }
    }

    // Each of these makes a careless parser look at the same text again and again.
    @Test(
        .timeLimit(.minutes(2)),
        arguments: [
            "a", "word ", "```x\n", "~~~\n```\n", "<!-- ", "<div", "<a ", "[", "(; ", "- ", "> ", "# T\n",
            "# T\n\nx\n\n",
            "a|b\n", "|\n", "1. a\n", " - a\n", "a;", ": a; ", "« ", "M. ", "..", "A\n", "Article 1\n",
            "Article 1\n\n",
            "Title\n\n", "**", "((", "&a;", "\u{0C}", "\r", "x\n===\n", "yyyy", "'s", "l'", "a.b.", "1,234,",
            "é\u{301}",
            "{%", "title: x\n", "a\n\nb c d.\n\n",
            "Line of text that is longer than the others and wrapped\n",
        ])
    func `time is linear in hostile text`(fragment: String) {
        let text = "---\n" + String(repeating: fragment, count: 200_000 / fragment.utf8.count)
        for format in DocumentFormat.allCases {
            let outline = OutlineParser.parse(text, format: format)
            #expect(outline.passages.allSatisfy { $0.range.upperBound <= text.utf8.count })
        }
    }

    @Test func `lists nest as deep as they are indented, within reason`() {
        let text = (0..<300).map { String(repeating: "  ", count: $0) + "- item" }.joined(separator: "\n")
        OutlineInvariants.check(OutlineParser.parse(text, format: .markdown))
        OutlineInvariants.check(OutlineParser.parse(text, format: .plainText))
    }

    @Test func `line numbers count as editors do`() {
        let outline = OutlineParser.parse(
            "One.\r\rTwo.\r\n\r\nThree.\n\nFour.\u{85}\u{85}Five.", format: .plainText)
        #expect(outline.passages.map(\.line) == [1, 3, 5, 7, 7])
    }

    @Test func `a paragraph broken by a page stays two passages`() {
        let outline = OutlineParser.parse("The Minister shall\u{0C}report each year.", format: .plainText)
        #expect(outline.passages.map(\.text) == ["The Minister shall", "report each year."])
    }
}
