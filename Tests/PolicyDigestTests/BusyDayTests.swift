import Foundation
import PolicyText
import TestSupport
import Testing

@testable import PolicyDigest

/// Ten thousand changes in a day.
@Suite struct BusyDayTests {
    private let digest = SampleDigest.busyDay(documents: 50, changes: 200)

    @Test func `a day that is too long for one page is told in parts that each open at once`() throws {
        let pages = HTMLRenderer.pages(of: digest)
        #expect(pages.count == 1 + 25)
        #expect(pages[0].address == "2025-03-15.html")
        #expect(pages.dropFirst().map(\.address) == (1...25).map { "2025-03-15/\($0).html" })
        for page in pages { #expect(page.text.utf8.count < 1_000_000, "\(page.address)") }
        let told = pages.dropFirst().reduce(0) { $0 + occurrences(of: "<li id=\"c", in: $1.text) }
        #expect(told == 10_000)
    }

    @Test func `every link of a long day leads somewhere`() throws {
        let pages = HTMLRenderer.pages(of: digest)
        var anchors: Set<String> = []
        for page in pages {
            for part in page.text.components(separatedBy: " id=\"").dropFirst() {
                anchors.insert(page.address + "#" + part.prefix { $0 != "\"" })
            }
        }
        var links = 0
        for link in pages[0].text.components(separatedBy: "href=\"").dropFirst().map({
            $0.prefix { $0 != "\"" }
        })
        where link.hasPrefix("2025-03-15/") {
            links += 1
            #expect(anchors.contains(String(link)), "\(link)")
        }
        #expect(links == 50 + HTMLRenderer.maximumHighlights + CommitmentEvents.maximumRows)
        let feed = AtomRenderer(
            baseURL: nil, feedID: "f", language: .english, moment: SampleDigest.moment
        ).text(of: [digest], updated: SampleDigest.timestamp())
        let targets = feed.components(separatedBy: "href=\"").map { $0.prefix { $0 != "\"" } }
        let changes = targets.filter { $0.contains("#c") }
        #expect(changes.count == AtomRenderer.maximumEntries)
        for target in changes { #expect(anchors.contains(String(target)), "\(target)") }
    }

    @Test func `a document with more changes than a page goes on over several`() {
        let digest = SampleDigest.busyDay(documents: 1, changes: 1200)
        let pages = HTMLRenderer.pages(of: digest)
        #expect(pages.count == 1 + 3)
        #expect(!pages[1].text.contains(", continued") && pages[2].text.contains(", continued"))
    }

    @Test(arguments: [1, 50]) func `a long day in Markdown tells the weightiest in full and counts the rest`(
        documents: Int
    ) {
        let text = MarkdownRenderer.text(
            of: SampleDigest.busyDay(documents: documents, changes: 10_000 / documents))
        // A change in full quotes its redline on a line of its own.
        #expect(occurrences(of: " > ", in: text) == MarkdownRenderer.maximumFull)
        let lines = text.split(separator: "\n").count { ($0.first?.isNumber ?? false) && $0.contains(". **") }
        #expect(lines == MarkdownRenderer.maximumFull + MarkdownRenderer.maximumBrief)
        #expect(text.utf8.count < 500_000, "\(text.utf8.count)")
        #expect(
            text.contains(documents == 1 ? "and 2,800 more: Reworded ×2,800." : "60 changes: Reworded ×60."))
    }

    @Test func `a day of the usual length is one page`() {
        #expect(HTMLRenderer.pages(of: SampleDigest.day(.english)).map(\.address) == ["2025-03-15.html"])
    }

    @Test func `of very many unchanged documents the first by path are named and all are counted`() {
        var unchanged = UnchangedDocuments()
        for number in (0..<5000).reversed() {
            unchanged.add(SampleDigest.unchanged("\(10_000 + number * 7 % 5000).txt", nil))
        }
        #expect(unchanged.count == 5000)
        #expect(unchanged.named.map(\.path.text) == (10_000..<10_500).map { "\($0).txt" })
    }

    @Test func `documents that came stand after those that are told, by path`() {
        let day = SampleDigest.day(.english)
        #expect(day.changed.map(\.isArrival) == [false, true])
        #expect(day.told.map(\.path.text) == ["plan.txt"])
        #expect(day.changes.map(\.id) == day.changed.flatMap(\.changes).map(\.id).sorted())
    }

    @Test func `the index lists the newest documents and leads to all`() {
        var index = SampleDigest.index(.english)
        let entry = index.documents[0]
        index.documents = (0..<1000).map { number in
            var copy = entry
            copy.path = SampleDigest.path("doc\(number).txt")
            return copy
        }
        #expect(index.hasPageOfAllDocuments)
        var page = ""
        index.forEachPieceOfAllDocuments { page += $0 }
        #expect(occurrences(of: "<tr><td data-label", in: page) == 1000)
    }

    @Test func `the schema of a day knows every kind, operation and weight`() throws {
        let path = SharedFolder.projectFolder + "/etc/digest.schema.json"
        let schema = try #require(
            JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path))) as? [String: Any]
        )
        let definitions = try #require(schema["$defs"] as? [String: Any])
        func words(_ type: String, _ property: String) throws -> [String] {
            let properties = (definitions[type] as? [String: Any])?["properties"] as? [String: Any]
            let found = try #require(properties?[property] as? [String: Any])
            return try #require((found["items"] as? [String: Any] ?? found)["enum"] as? [String])
        }
        #expect(try words("change", "kinds") == ChangeKind.allCases.map(\.rawValue))
        #expect(try words("change", "operation") == ChangeOperation.allCases.map(\.rawValue))
        #expect(try words("change", "significance") == Significance.allCases.map(\.name))
        #expect(try words("commitment", "status") == CommitmentStatus.allCases.map(\.rawValue))
    }

    private func occurrences(of words: String, in text: String) -> Int {
        text.components(separatedBy: words).count - 1
    }
}
