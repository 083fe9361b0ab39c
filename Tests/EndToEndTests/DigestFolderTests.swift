import Foundation
import TestSupport
import Testing

/// The folder of digests beside the built daemon: what people open.
@Suite struct DigestFolderTests {
    private let folder: TemporaryFolder
    private let watched: String

    init() throws {
        folder = try TemporaryFolder()
        watched = folder.path("watched")
        try FileManager.default.createDirectory(atPath: watched, withIntermediateDirectories: true)
        try write(
            "plan.txt", "Plan\n\nThe agency shall publish a report every year.\n\nThe board meets in June.\n")
    }

    private func write(_ name: String, _ text: String) throws {
        try folder.write(Array(text.utf8), to: "watched/." + name + ".new")
        try #require(rename(folder.path("watched/." + name + ".new"), folder.path("watched/" + name)) == 0)
    }

    private func digest(_ name: String) throws -> String {
        try String(contentsOfFile: folder.path("state/digests/" + name), encoding: .utf8)
    }

    private var documentPages: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: folder.path("state/digests/documents"))
                .sorted()
        }
    }

    @Test func `pages follow their documents, and the index leads to all of them`() throws {
        let daemon = try RunningDaemon(watching: watched, state: folder.path("state"))
        try daemon.sync()
        #expect(comesTrue { try documentPages == ["d-plan.txt.html"] })
        try write(
            "plan.txt", "Plan\n\nThe agency may publish a report every year.\n\nThe board meets in June.\n")
        try daemon.sync()
        // Whoever waits for the folder waits for the digest, but on a busy machine not for ever.
        #expect(comesTrue { try digest("documents/d-plan.txt.html").contains("#v2") })
        let page = try digest("documents/d-plan.txt.html")
        #expect(page.contains("<del>shall publish</del>") || page.contains("<del>shall</del>"))
        #expect(page.contains("<a href=\"#v2\">2</a>"))
        #expect(rename(folder.path("watched/plan.txt"), folder.path("watched/new plan.txt")) == 0)
        try daemon.sync()
        #expect(comesTrue { try documentPages == ["d-new=20plan.txt.html"] })
        #expect(comesTrue { try !digest("index.html").contains("d-plan.txt.html") })
        let index = try digest("index.html")
        #expect(index.contains("documents/d-new=20plan.txt.html") && !index.contains("d-plan.txt.html"))
        #expect(index.contains(#"type="application/atom+xml""#))
        let day = try FileManager.default.destinationOfSymbolicLink(
            atPath: folder.path("state/digests/latest.html"))
        #expect(index.contains("href=\"\(day)\""))
        #expect(daemon.stop() == 0)
    }

    @Test func `a day's changes stay with their document where another takes its name`() throws {
        let daemon = try RunningDaemon(watching: watched, state: folder.path("state"))
        try daemon.sync()
        try write(
            "plan.txt", "Plan\n\nThe agency may publish a report every year.\n\nThe board meets in June.\n")
        try daemon.sync()
        #expect(rename(folder.path("watched/plan.txt"), folder.path("watched/old.txt")) == 0)
        try daemon.sync()
        try write("plan.txt", "Parking\n\nVisitors leave their cars behind the town hall.\n")
        try daemon.sync()
        let text = try daemon.policyctl("digest").text
        let sections = text.components(separatedBy: "\n## ")
        let told = try #require(sections.first { $0.contains("Weakened") })
        #expect(told.contains("`old.txt`") && !told.contains("`plan.txt`"), "\(text)")
        let new = try #require(sections.first { $0.hasPrefix("New documents") })
        #expect(new.contains("`plan.txt`") && !new.contains("`old.txt`"), "\(text)")
        #expect(daemon.stop() == 0)
    }

    @Test func `a digest tells what cannot be read, until it can`() throws {
        let daemon = try RunningDaemon(watching: watched, state: folder.path("state"))
        try folder.write([0xFF, 0x00, 0x01], to: "watched/broken.docx")
        try daemon.sync()
        let text = try daemon.policyctl("digest").text
        #expect(text.contains("\n## Problems\n") && text.contains("`broken.docx`: "))
        #expect(text.contains("1 problem (below)."))
        #expect(comesTrue { try digest("latest.md") == text })
        try FileManager.default.removeItem(atPath: folder.path("watched/broken.docx"))
        try daemon.sync()
        #expect(try daemon.policyctl("digest").text.contains("Problems") == false)
        #expect(comesTrue { try digest("latest.md").contains("Problems") == false })
        #expect(daemon.stop() == 0)
    }

    @Test func `a start writes the day again where something has changed or is missing, and only there`()
        throws
    {
        let digests = folder.path("state/digests/")
        /// A start that waits for what it writes.
        func start(until condition: @escaping () throws -> Bool) throws {
            let daemon = try RunningDaemon(watching: watched, state: folder.path("state"))
            try daemon.sync()
            #expect(comesTrue(condition))
            #expect(daemon.stop() == 0)
        }
        func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: digests + name) }
        try start { has("feed.atom") }
        let text = try digest("latest.md")
        #expect(text.contains("plan.txt"))
        let day = try FileManager.default.destinationOfSymbolicLink(atPath: digests + "latest.md")
        // Another text in the index tells whether all was written again.
        let index = try digest("index.html")
        func spoil(_ name: String) throws {
            try folder.write(Array("other".utf8), to: "state/digests/" + name)
        }
        try spoil("index.html")
        try start { try digest("index.html") == "other" }
        for missing in ["latest.json", "feed.atom", day] {
            try FileManager.default.removeItem(atPath: digests + missing)
            try start { try digest("index.html") == index && digest("latest.md") == text && has(missing) }
            try spoil("index.html")
        }
        try spoil(day)
        try start { try digest("index.html") == index && digest("latest.md") == text }
        try write("plan.txt", "Plan\n\nThe agency may publish a report every year.\n")
        try start { try digest("latest.md").contains("Weakened") }
    }

    @Test func `a day that has not come has no digest`() throws {
        let daemon = try RunningDaemon(watching: watched, state: folder.path("state"))
        let result = try daemon.policyctl("digest", "9999-01-01")
        #expect(result.status == 2)
        #expect(result.errors == "policyctl: cannot show the digest: 'date': 9999-01-01 has not come yet\n")
        let before = try daemon.policyctl("digest", "2001-01-01")
        #expect(before.text == "# policyd, daily digest: Monday 1 January 2001\n\nNothing on record yet.\n")
    }
}
