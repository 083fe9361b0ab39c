import FoundationEssentials
import TestSupport
import Testing

@testable import PolicyText

/// Documents of many kinds, each in a folder of `Cases` with the outline it must have.
///
/// To add a case: make the folder with `input.txt` or `input.md`, run the test, read what it says the outline is, and
/// keep it as `expected.txt` where it is right.
struct OutlineCasesTests {
    private static let folder = SharedFolder.projectFolder + "/Tests/PolicyTextTests/Cases/"

    @Test(arguments: [
        "bilingual", "contract-en", "crlf-fr", "faq-fr", "lists-en", "minutes-fr", "pdftext-fr",
        "policy-labels-en",
        "privacy-en", "procurement-en", "statute-en", "statute-fr", "verse-and-captions", "webpage-en",
        "wrapped-en",
    ])
    func `a document of its kind has its outline`(name: String) throws {
        let markdown = Self.folder + name + "/input.md"
        let isMarkdown = FileManager.default.fileExists(atPath: markdown)
        try check(isMarkdown ? markdown : Self.folder + name + "/input.txt", expected: name)
    }

    @Test(arguments: [
        "000_bfa88a9756c6cd9d.txt", "001_d90d75396a7f1652.txt", "002_83a94cb50acd7304.txt",
        "003_7c5c1f1ca56e02a3.txt", "004_7da8e4461cd5fb24.txt",
    ])
    func `a seed has its outline`(name: String) throws {
        try check(SharedFolder.projectFolder + "/seeds/" + name, expected: "seed-" + name.prefix(3))
    }

    private func check(_ path: String, expected name: String) throws {
        let bytes = Array(try #require(FileManager.default.contents(atPath: path)))
        let decoded = try TextDecoder.decode(bytes)
        let outline = OutlineParser.parse(decoded.text, format: DocumentFormat(fileName: path))
        OutlineInvariants.check(outline)
        let expectedPath = Self.folder + name + "/expected.txt"
        let expected = FileManager.default.contents(atPath: expectedPath).map {
            String(decoding: $0, as: UTF8.self)
        }
        let found = Self.summary(outline)
        #expect(found == expected, "\(name): the outline is\n\(found)")
    }

    /// The outline in lines: kind, level, line, language, number of sentences, headings above, first words.
    static func summary(_ outline: Outline) -> String {
        var lines = ["\(outline.language.rawValue) \(outline.title ?? "no title")"]
        for (index, passage) in outline.passages.enumerated() {
            let kind = "\(passage.kind)\(passage.level > 0 ? String(passage.level) : "")"
            let section = outline.section(of: index).map { words(of: $0, 3) }.joined(separator: " > ")
            lines.append(
                "\(kind) line \(passage.line) \(passage.language.rawValue) \(passage.sentences.count) [\(section)] "
                    + words(of: passage.text, 6))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func words(of text: String, _ count: Int) -> String {
        text.split(whereSeparator: \.isWhitespace).prefix(count).joined(separator: " ")
    }
}
