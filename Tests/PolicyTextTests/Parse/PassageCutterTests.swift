import TestSupport
import Testing

@testable import PolicyText

@Suite struct PassageCutterTests {
    private static let words =
        "la the council must answer doit répondre l’œuvre request within days ; , . Policy"
        .split(separator: " ").map(String.init)

    private func line(_ bytes: Int, seed: UInt64, words: [String] = Self.words) -> String {
        var random = SeededGenerator(seed: seed)
        var text = ""
        while text.utf8.count < bytes { text += words.randomElement(using: &random)! + " " }
        return text
    }

    private func check(_ outline: Outline) {
        OutlineInvariants.check(outline)
        for passage in outline.passages {
            #expect(passage.text.utf8.count <= PassageCutter.longestPassage + PassageCutter.longestSentence)
            #expect(passage.sentences.allSatisfy { $0.count <= PassageCutter.longestSentence })
        }
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `a long line is passages of bearable length, and one word more moves no cut but the first`(
        seed: UInt64
    ) {
        // Without marks at the end of sentences too.
        let words = seed % 2 == 0 ? Self.words : Self.words.filter { $0.utf8.count > 1 }
        let text = line(400_000, seed: seed, words: words)
        let before = OutlineParser.parse(text, format: .plainText)
        check(before)
        #expect(before.passages.count > 10)
        let after = OutlineParser.parse("Entirely new " + text, format: .plainText)
        check(after)
        let known = Set(before.passages.map(\.text))
        #expect(after.passages.filter { !known.contains($0.text) }.count <= 2)
    }

    @Test func `a word without an end is cut between characters`() {
        check(OutlineParser.parse(String(repeating: "œ", count: 100_000), format: .plainText))
        check(OutlineParser.parse(String(repeating: "x", count: 100_000), format: .markdown))
    }

    @Test func `parts of a passage of many lines know theirs, and its heading`() throws {
        let lines = (1...4000).map { "The council must answer request number \($0)." }
        let outline = OutlineParser.parse(
            "# Policy\n\n" + lines.joined(separator: "\n") + "\n", format: .markdown)
        check(outline)
        #expect(outline.passages.count > 4)
        for passage in outline.passages.dropFirst() {
            let number = try #require(passage.text.firstMatch(of: /number (\d+)/).flatMap { Int($0.1) })
            #expect(passage.line == number + 2)
            #expect(passage.heading == 0)
        }
    }
}
