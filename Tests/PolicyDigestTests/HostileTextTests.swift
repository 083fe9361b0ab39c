import Foundation
import FoundationXML
import PolicyText
import TestSupport
import Testing

@testable import PolicyDigest

/// Text of documents, whatever it holds, stays text: what is rendered has the same structure as for harmless words.
@Suite struct HostileTextTests {
    private static let pieces = [
        "<script>alert(1)</script>", "</li></ol><h1>", "<!--", "-->", "<img src=x onerror=alert(1)>",
        "&lt;b&gt;",
        "&#60;i&#62;", "]]>", "<![CDATA[", "\"><a href='javascript:x'>", "' onmouseover='x", "</style>",
        "</title>", "<svg onload=x>", "<?php", "[a](http://e.org)", "![i](x.png)", "[r]: http://e.org",
        "<http://e.org>",
        "https://e.org/x", "www.e.org", "mailto:a@e.org", "**bold**", "__b__", "_a_", "*", "`code`", "```",
        "~~~", "~~x~~",
        "# head", "#", "1. one", "1) one", "- item", "+ item", "* item", "> quote", "---", "===", "***",
        "| a | b |",
        "|---|", "\\", "\\*", "\\\\", "a\nb", "\r\n\r\n# h", "\t\tcode", "    code", "\u{0}", "\u{1B}[31m",
        "\u{202E}abc",
        "\u{2066}", "\u{2028}", "\u{10FFFF}", "e\u{301}", "🇫🇷", "&copy;", "&amp", "$x$", "$$",
        ":smile:", "@name",
        "{{x}}", "{% y %}", "x^2^", "H~2~O", "«\u{A0}a\u{A0}»", "l’État", "--", "'", "\"", "(", ")",
        "%3Cb%3E", "=E9", "\u{FEFF}",
        "\u{200B}", "\u{AD}", "[ ] task", "[x]", "[^1]", "[^1]: note", "<div>", "<details>", "</details>",
        "<br/>", "a  ",
    ]

    private static func text(_ random: inout SeededGenerator) -> String {
        let count = Int.random(in: 1...4, using: &random)
        let glue = ["", " ", "a", "é", "."].randomElement(using: &random) ?? ""
        return (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined(separator: glue)
    }

    /// A day in which every text that comes from outside is drawn by `text`.
    private static func day(_ text: () -> String) -> Digest {
        func path() -> DocumentPath {
            SampleDigest.path(
                "p"
                    + text().replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(
                        of: "/", with: "-"
                    )
                    .replacingOccurrences(of: "\u{0}", with: "") + "q")
        }
        let place = path()
        let changes = [
            SampleDigest.change(
                1, [.commitmentWeakened], .high, "s" + text(), before: "gone " + text() + " kept " + text(),
                after: "come " + text() + " kept " + text(), section: ["h" + text(), "i" + text()],
                reasons: ["r" + text()]),
            SampleDigest.change(
                2, [.contentRemoved], .medium, "s" + text(), before: "b" + text(), after: nil,
                section: ["h" + text()]),
            SampleDigest.change(
                3, [.reworded], .low, "s" + text(), before: nil, after: "a" + text(), section: []),
        ]
        var document = SampleDigest.document("x", "t" + text(), changes)
        document.path = place
        var commitment = SampleDigest.commitment(1, "c" + text(), due: "2025-03-20", period: "p" + text())
        commitment.path = path()
        var unchanged = SampleDigest.unchanged("x", "u" + text())
        unchanged.path = path()
        return Digest(
            date: SampleDigest.date, language: .english, changed: [document],
            unchanged: UnchangedDocuments([unchanged]),
            register: DigestRegister(
                open: 1, openTheDayBefore: 1,
                deadlines: [
                    DigestDeadline(due: SampleDigest.date, commitment: commitment, isPassed: false)
                ]), upcomingDays: 90,
            problems: [
                Problem(path: path(), reason: "r" + text(), advice: text(), since: SampleDigest.timestamp())
            ])
    }

    // MARK: Pages

    @Test func `no text becomes markup of a page`() throws {
        let plain = try structure(HTMLRenderer.text(of: Self.day { "word" }))
        #expect(plain.contains("ins") && plain.contains("del"))
        var random = SeededGenerator(seed: 7)
        for _ in 0..<100 {
            let digest = Self.day { Self.text(&random) }
            let page = HTMLRenderer.text(of: digest)
            #expect(try withoutMarks(structure(page)) == withoutMarks(plain))
            #expect(!page.unicodeScalars.contains { $0 == "\u{202E}" || $0 == "\u{0}" || $0 == "\u{1B}" })
        }
    }

    @Test func `no text becomes markup of the feed`() throws {
        let renderer = AtomRenderer(
            baseURL: nil, feedID: "0d3f5c2e-1111-4222-8333-444455556666", language: .french,
            moment: SampleDigest.moment)
        var random = SeededGenerator(seed: 8)
        for _ in 0..<100 {
            let feed = renderer.text(of: [Self.day { Self.text(&random) }], updated: SampleDigest.timestamp())
            let document = try XMLDocument(data: Data(feed.utf8))
            #expect(try document.nodes(forXPath: "//*[local-name()='entry']").count == 2)
            for content in try document.nodes(forXPath: "//*[local-name()='content']") {
                let html = "<div>\(content.stringValue ?? "")</div>"
                let elements = try XMLDocument(data: Data(html.utf8)).nodes(forXPath: "//*").map {
                    $0.name ?? ""
                }
                #expect(
                    Set(elements).isSubset(of: [
                        "div", "p", "h3", "ul", "li", "b", "blockquote", "ins", "del",
                    ]))
            }
        }
    }

    /// The names of the elements of the body, in order, with the attributes that could run or fetch something.
    private func structure(_ page: String) throws -> [String] {
        let body = try #require(page.range(of: "<body>"))
        let document = try XMLDocument(
            data: Data(page[body.lowerBound...].replacingOccurrences(of: "</html>", with: "").utf8))
        return try document.nodes(forXPath: "//*").map { node in
            let attributes = (node as? XMLElement)?.attributes?.compactMap(\.name) ?? []
            return ([node.name ?? ""] + attributes.sorted()).joined(separator: " ")
        }
    }

    /// How a redline is cut differs with the words; a path has breaks at its parts.
    private func withoutMarks(_ elements: [String]) -> [String] {
        elements.filter { !["ins", "del", "wbr"].contains($0) }
    }

    // MARK: Markdown

    private static let cmark = "/usr/bin/cmark"

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: cmark), "cmark is not installed"))
    func `no text becomes Markdown, and every mark is one`() throws {
        let plain = try nodes(MarkdownRenderer.text(of: Self.day { "word" }))
        #expect(plain.contains("strong"))
        var random = SeededGenerator(seed: 9)
        for _ in 0..<100 {
            let digest = Self.day { Self.text(&random) }
            let text = MarkdownRenderer.text(of: digest)
            let inserted = digest.changes.reduce(0) { sum, recorded in
                sum + Redline.runs(of: recorded.change).count { if case .insert = $0 { true } else { false } }
            }
            let found = try nodes(text)
            #expect(found.filter { $0 != "strong" } == plain.filter { $0 != "strong" }, "\(text)")
            // The headline, a label a change, and the words that came.
            #expect(found.count { $0 == "strong" } == 1 + digest.changes.count + inserted, "\(text)")
        }
    }

    /// The document tree's elements in order, as the reference parser reads it, without the text between them.
    private func nodes(_ markdown: String) throws -> [String] {
        let result = try BuiltProgram.run(Self.cmark, ["-t", "xml"], input: Array(markdown.utf8))
        let document = try XMLDocument(data: result.output.withUnsafeBytes { Data($0) })
        return try document.nodes(forXPath: "//*").compactMap { $0.name }.filter {
            $0 != "text" && $0 != "softbreak"
        }
    }

    // MARK: Addresses

    @Test func `no two paths have one page`() {
        var random = SeededGenerator(seed: 10)
        var paths: Set<DocumentPath> = [
            SampleDigest.path("a/b"), SampleDigest.path("a=2fb"), SampleDigest.path("A/b"),
        ]
        for _ in 0..<500 {
            let bytes = (0..<Int.random(in: 1...150, using: &random)).map { _ in
                UInt8.random(in: 1...255, using: &random)
            }
            if let path = DocumentPath(bytes: bytes) { paths.insert(path) }
        }
        let addresses = paths.map(PageAddress.document)
        #expect(Set(addresses).count == paths.count)
        for address in addresses {
            #expect(address.utf8.count < 200)
            #expect(address.count { $0 == "/" } == 1, "\(address)")
        }
    }

    @Test func `a glance at the bytes tells of a text what its scalars tell`() {
        let scalars: [Unicode.Scalar] =
            [
                "a", "b", "é", "à", "«", "»", "\u{A0}", "\u{202F}", " ", " ", "’", "–", "—", "“", "…", "•",
                "€",
                "œ",
                "\n", "\t", "\u{0}", "\u{7F}", "\u{85}", "\u{9F}", "<", "&", "\"", "'", "\u{202E}",
                "\u{2066}",
                "\u{2028}", "\u{2003}", "\u{1680}", "\u{3000}", "\u{1F600}",
                "\u{200B}", "\u{2060}", "\u{AD}", "表",
            ] + [0xFFFE, 0xFDD0, 0x1FFFE].compactMap { Unicode.Scalar($0 as UInt32) }
        var random = SeededGenerator(seed: 21)
        for _ in 0..<20_000 {
            var text = String.UnicodeScalarView()
            // Mostly harmless, so that the glance is enough now and then.
            let pool = Bool.random(using: &random) ? scalars[..<18] : scalars[...]
            for _ in 0..<Int.random(in: 0...8, using: &random) {
                text.append(pool.randomElement(using: &random) ?? "a")
            }
            let whole = String(text)
            #expect(htmlEscaped(whole) == escapedScalars(of: whole), "\(whole.debugDescription)")
            #expect(singleLine(whole) == singleLineOfScalars(whole), "\(whole.debugDescription)")
            #expect(singleLine(whole.dropFirst()) == singleLineOfScalars(whole.dropFirst()))
        }
    }
}
