import Foundation
import PolicyText
import TestSupport
import Testing

@testable import PolicyDigest

/// What each renderer makes of the same day, against files on disk.
@Suite struct RendererCasesTests {
    @Test func `a day as Markdown in English`() throws {
        try check(MarkdownRenderer.text(of: SampleDigest.day(.english)), "day-en.md")
    }

    @Test func `a day as Markdown in French`() throws {
        try check(MarkdownRenderer.text(of: SampleDigest.day(.french)), "day-fr.md")
    }

    @Test func `a day as a page in English`() throws {
        try check(HTMLRenderer.text(of: SampleDigest.day(.english)), "day-en.html")
    }

    @Test func `a day as a page in French`() throws {
        try check(HTMLRenderer.text(of: SampleDigest.day(.french)), "day-fr.html")
    }

    @Test func `a change that two languages made alike is one event with both texts`() throws {
        try check(MarkdownRenderer.text(of: SampleDigest.twins(.english)), "twins-en.md")
        try check(MarkdownRenderer.text(of: SampleDigest.twins(.french)), "twins-fr.md")
    }

    @Test func `a document's page`() throws {
        try check(SampleDigest.documentPage(.english).text, "document-en.html")
    }

    @Test func `the index`() throws {
        try check(SampleDigest.index(.english).page, "index-en.html")
        #expect(!SampleDigest.index(.english).hasPageOfAllDocuments)
    }

    @Test func `the feed`() throws {
        let renderer = AtomRenderer(
            baseURL: "https://example.org/policy", feedID: "0d3f5c2e-1111-4222-8333-444455556666",
            language: .english, moment: SampleDigest.moment)
        try check(
            renderer.text(of: [SampleDigest.day(.english)], updated: SampleDigest.timestamp()), "feed-en.atom"
        )
    }

    @Test func `a day without changes is told in one line`() {
        #expect(
            MarkdownRenderer.text(of: SampleDigest.quietDay(.english, documents: 5)) == """
                # policyd, daily digest: Saturday 15 March 2025

                Nothing changed: the 5 documents are as the day before. Register: 1 open commitment (1 the day before).

                """)
        #expect(
            MarkdownRenderer.text(of: SampleDigest.quietDay(.french, documents: 1)) == """
                # policyd, bilan du samedi 15 mars 2025

                Rien n’a changé : le document est tel que la veille. Registre : 1 engagement ouvert (1 la veille).

                """)
        #expect(
            MarkdownRenderer.text(of: SampleDigest.quietDay(.english, documents: 0)).hasSuffix(
                "Nothing on record yet.\n"))
    }

    @Test func `on a day without changes only deadlines that are due or just passed are listed`() {
        var digest = SampleDigest.quietDay(.english, documents: 1)
        let deadline = { (days: Int) in
            let due = SampleDigest.date.adding(days: days)
            return DigestDeadline(
                due: due, commitment: SampleDigest.commitment(Int64(days + 100), "t", due: due.iso),
                isPassed: days < 0)
        }
        digest.register.deadlines = [-40, -1, 0, 40].map(deadline)
        let text = MarkdownRenderer.text(of: digest)
        #expect(text.contains("2 deadlines passed, 2 coming"))
        #expect(text.contains("| 2025-03-14 |") && text.contains("| 2025-03-15 |"))
        #expect(!text.contains("2025-04-24") && !text.contains("2025-02-03"))
    }

    @Test(arguments: [
        (0, "0 document", "0 documents"), (1, "1 document", "1 document"), (2, "2 documents", "2 documents"),
        (1234, "1\u{202F}234 documents", "1,234 documents"),
    ])
    func `counts have the plurals and the spaces of their language`(
        count: Int, french: String, english: String
    ) {
        let noun = ("document", "documents")
        #expect(DigestWords(language: .french).counted(count, noun, noun) == french)
        #expect(DigestWords(language: .english).counted(count, noun, noun) == english)
    }

    @Test(arguments: [
        (1, "1 engagement dans de nouveaux documents", "1 engagement parti avec des documents retirés"),
        (2, "2 engagements dans de nouveaux documents", "2 engagements partis avec des documents retirés"),
    ])
    func `what is said of commitments agrees with its count`(count: Int, arrived: String, departed: String) {
        let french = DigestWords(language: .french)
        #expect(french.arrived(count) == arrived)
        #expect(french.departed(count) == departed)
        let changes = count == 1 ? "1 changement figure avec " : "2 changements figurent avec "
        #expect(french.toldElsewhere(count, with: "a.txt") == changes + "a.txt")
        let english = DigestWords(language: .english)
        #expect(
            english.toldElsewhere(count, with: "a.txt") == (count == 1 ? "1 change is" : "2 changes are")
                + " told with a.txt")
    }

    @Test func `French dates are French`() {
        let words = DigestWords(language: .french)
        #expect(words.longDate(CalendarDate(iso: "2026-05-01")!) == "vendredi 1er mai 2026")
        #expect(words.longDate(CalendarDate(iso: "2026-08-21")!) == "vendredi 21 août 2026")
    }

    // MARK: Checking

    /// Compares with a file of `Cases`; where it differs, leaves what was rendered beside the other temporary files.
    private func check(_ text: String, _ name: String, location: SourceLocation = #_sourceLocation) throws {
        let path = SharedFolder.projectFolder + "/Tests/PolicyDigestTests/Cases/" + name
        let expected = try? String(contentsOfFile: path, encoding: .utf8)
        guard expected.map({ !$0.utf8.elementsEqual(text.utf8) }) ?? true else { return }
        let actual = NSTemporaryDirectory() + "policyd-actual-" + name
        try text.write(toFile: actual, atomically: true, encoding: .utf8)
        Issue.record("\(name) differs: compare \(actual)", sourceLocation: location)
    }
}
