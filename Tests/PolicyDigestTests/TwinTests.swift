import PolicyText
import Testing

@testable import PolicyDigest

/// One event in two languages.
@Suite struct TwinTests {
    @Test func `it is counted once, and told in the language of the digest`() throws {
        let digest = SampleDigest.twins(.english)
        #expect(digest.count(.high) == 1 && digest.count(.medium) == 1)
        #expect(digest.changes.map(\.id) == [11, 14, 15])
        let english = try #require(digest.changed.first { $0.path.text == "telework-en.txt" })
        #expect(english.twins[11]?.change.id == 14 && english.toldElsewhere.isEmpty)
        let french = try #require(
            SampleDigest.twins(.french).changed.first { $0.path.text == "telework-fr.txt" })
        #expect(french.twins[14]?.change.id == 11 && french.events.map(\.id) == [14, 15])
    }

    @Test func `a page shows both texts in one item, and both anchors`() {
        let page = HTMLRenderer.text(of: SampleDigest.twins(.english))
        #expect(page.contains("<li id=\"c11\">") && page.contains("<div class=\"twin\" id=\"c14\">"))
        #expect(page.contains("1 change is told with <code>telework-en.txt</code>."))
        #expect(!page.contains("<li id=\"c14\">"))
    }

    @Test func `the feed has one entry for it, under the id of the first that was recorded`() {
        let feed = AtomRenderer(baseURL: nil, feedID: "f", language: .french, moment: SampleDigest.moment)
            .text(of: [SampleDigest.twins(.french)], updated: SampleDigest.timestamp())
        #expect(feed.contains("f/change/11</id>") && !feed.contains("f/change/14</id>"))
        #expect(feed.contains("Telework › 2. Commitments") && feed.contains("Télétravail › 2. Engagements"))
    }

    @Test func `a change whose twin is of another day is told with its text and counted that day`() throws {
        var digest = SampleDigest.twins(.english)
        var document = try #require(digest.changed.first { $0.path.text == "telework-fr.txt" })
        let earlier = try #require(digest.changed.first { $0.path.text == "telework-en.txt" }?.changes.first)
        document.toldWith = [:]
        document.twins[14] = DigestTwin(
            path: earlier.path, title: "Telework", language: .english, change: earlier)
        digest.changed = [document]
        #expect(digest.count(.high) == 1)
        let text = MarkdownRenderer.text(of: digest)
        #expect(text.contains("In English: Weakened: “will review” → “may” (4 → 1)"))
        let feed = AtomRenderer(baseURL: nil, feedID: "f", language: .english, moment: SampleDigest.moment)
            .text(of: [digest], updated: SampleDigest.timestamp())
        #expect(feed.contains("f/change/14</id>") && !feed.contains("f/change/11</id>"))
    }

    @Test func `what weighed the changes is told once, at the foot`() {
        var digest = SampleDigest.twins(.english)
        for index in digest.changed.indices {
            for change in digest.changed[index].changes.indices {
                digest.changed[index].changes[change].change.reasons.append("\(Lexicon.stampOpening) 2-abc")
            }
        }
        let pages = [MarkdownRenderer.text(of: digest), HTMLRenderer.text(of: digest)]
        for page in pages {
            #expect(page.ranges(of: "2-abc").count == 1 && page.contains("Rules and words: 2-abc."))
        }
    }

    @Test func `commitments of a removed document are not open on its page`() {
        var page = SampleDigest.documentPage(.english)
        #expect(page.text.contains("<td data-label=\"State\">active</td>"))
        page.isDeleted = true
        #expect(page.text.contains("No open commitments.") && page.text.contains("gone with the document"))
        #expect(!page.text.contains("<td data-label=\"State\">active</td>"))
    }
}
