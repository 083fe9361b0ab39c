import Foundation
import TestSupport
import Testing

/// Documents as people keep them: of every kind, in every encoding, through the daemon and back.
@Suite struct SourceKindTests {
    private static let policy = """
        # Water Policy

        ## Access

        The Council must answer each request within 30 days.

        1. Each household receives 40 litres a day.
        2. Le Conseil publie un rapport tous les ans.

        """

    @Test(
        .enabled(if: FaultTools.has("pandoc"), "pandoc is not installed"),
        arguments: ["docx", "odt", "rtf", "html"])
    func `a document of a word processor is read, compared and given back`(kind: String) throws {
        let documents = try WatchedDocuments()
        try documents.folder.write(Self.policy, to: "a.md")
        try documents.folder.write(
            Self.policy.replacing("must answer", with: "may answer"), to: "b.md")
        try FaultTools.shell(
            "pandoc -s a.md -o docs/policy.\(kind) && pandoc -s b.md -o next.\(kind)",
            in: documents.folder.path)
        let source = try TestFiles.bytes(documents.watched + "/policy.\(kind)")
        let daemon = try documents.start()
        let client = try DaemonClient(daemon)
        try client.call("Sync")
        #expect(try documents.problems(client).isEmpty)
        let text = try client.call("Show", ["path": "policy.\(kind)"])["text"] as? String ?? ""
        for line in ["must answer each request within 30 days.", "40 litres", "tous les ans"] {
            #expect(text.contains(line), "\(text)")
        }
        #expect(try daemon.policyctl("show", "policy.\(kind)", "--source").output == source)
        try documents.shell("cp ../next.\(kind) policy.\(kind)")
        try client.call("Sync")
        let changes = try client.objects("changes", of: "Changes", ["path": "policy.\(kind)"]).filter {
            $0["to_version"] as? Int == 2
        }
        #expect(changes.count == 1)
        #expect(changes.first?["kinds"] as? [String] == ["commitment_weakened"])
        #expect((changes.first?["after"] as? String)?.contains("may answer each request") == true)
        try documents.checkVerified(client)
    }

    /// A policy of three pages with a running header and numbered pages; the header tells the edition.
    private static func manual(edition: Int, duty: String, opening: [String] = []) -> [UInt8] {
        let body =
            opening + [
                "1. Access", "", "The Council \(duty) answer each request within 30 days, and the house-",
                "holds that asked are told by letter.", "", "2. Water", "",
                "Each household receives 40 litres a day, which the Agency meas-", "ures every month.", "",
                "3. Reports", "", "The Council publishes a report each year before the end of",
                "June, in both",
                "languages.",
            ]
        let pages = stride(from: 0, to: body.count, by: 6).map { Array(body[$0..<min($0 + 6, body.count)]) }
        return SamplePDF.bytes(
            pages: pages.enumerated().map { number, lines in
                ["Water Policy, edition \(edition)", "", ""] + lines + ["", "", "\(number + 1)"]
            })
    }

    @Test(.enabled(if: FaultTools.has("pdftotext"), "pdftotext is not installed"))
    func `of a PDF, the running header and the pages are no text, and words stand whole`() throws {
        let documents = try WatchedDocuments()
        let first = Self.manual(edition: 1, duty: "must")
        try documents.folder.write(first, to: "docs/manual.pdf")
        let daemon = try documents.start()
        let client = try DaemonClient(daemon)
        try client.call("Sync")
        #expect(try documents.problems(client).isEmpty)
        let text = try client.call("Show", ["path": "manual.pdf"])["text"] as? String ?? ""
        for words in ["and the households", "the Agency measures", "June, in both"] {
            #expect(text.contains(words), "\(text)")
        }
        #expect(!text.contains("edition"), "\(text)")
        #expect(try daemon.policyctl("show", "manual.pdf", "--source").output == first)

        func changes(of version: Int) throws -> [[String: Any]] {
            try client.call("Sync")
            return try client.objects("changes", of: "Changes", ["path": "manual.pdf"]).filter {
                $0["to_version"] as? Int == version
            }
        }
        // Other pages and another header: what is new is the title, and the levels below it.
        try documents.folder.write(
            Self.manual(edition: 2, duty: "must", opening: ["Water Policy", ""]), to: "next.pdf")
        try documents.shell("mv ../next.pdf manual.pdf")
        let told = try changes(of: 2).filter { $0["significance"] as? String != "low" }
        #expect(told.map { $0["after"] as? String } == ["Water Policy"])
        try documents.folder.write(
            Self.manual(edition: 3, duty: "may", opening: ["Water Policy", ""]), to: "next.pdf")
        try documents.shell("mv ../next.pdf manual.pdf")
        #expect(try changes(of: 3).map { $0["kinds"] as? [String] } == [["commitment_weakened"]])
        try documents.checkVerified(client)
    }

    struct Encoded: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        var testDescription: String { name }
    }

    private static let sentence = "L’État « doit » répondre d’ici 30 jours à l’œuvre.\n"

    private static let encoded = [
        Encoded(name: "UTF-8", bytes: Array(sentence.utf8)),
        Encoded(name: "UTF-8 with a mark", bytes: [0xEF, 0xBB, 0xBF] + Array(sentence.utf8)),
        Encoded(
            name: "UTF-16",
            bytes: [0xFF, 0xFE] + sentence.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }),
        Encoded(
            name: "UTF-16, big end first",
            bytes: [0xFE, 0xFF] + sentence.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }),
        Encoded(
            name: "Windows-1252",
            bytes: sentence.unicodeScalars.map { scalar in
                switch scalar {
                case "’": 0x92
                case "œ": 0x9C
                default: UInt8(scalar.value)
                }
            }),
        Encoded(name: "no last newline", bytes: Array(sentence.utf8.dropLast())),
        Encoded(
            name: "carriage returns",
            bytes: Array(sentence.utf8.dropLast()) + [13, 13] + Array(sentence.utf8.dropLast()) + [13]),
        Encoded(name: "decomposed", bytes: Array(sentence.decomposedStringWithCanonicalMapping.utf8)),
        Encoded(name: "control characters", bytes: [0, 12, 27] + Array(sentence.utf8) + [0, 8]),
    ]

    @Test func `text of any encoding is found by its words, and its bytes come back`() throws {
        let documents = try WatchedDocuments()
        for (number, file) in Self.encoded.enumerated() {
            try documents.folder.write(file.bytes, to: "docs/\(number).txt")
        }
        let daemon = try documents.start()
        let client = try DaemonClient(daemon)
        try client.call("Sync")
        #expect(try documents.problems(client).isEmpty)
        let found = try client.objects("passages", of: "Search", ["query": "répondre œuvre", "limit": 50])
        #expect(
            Set(found.compactMap { $0["path"] as? String }) == Set(Self.encoded.indices.map { "\($0).txt" }))
        for (number, file) in Self.encoded.enumerated() {
            #expect(try daemon.policyctl("show", "\(number).txt", "--source").output == file.bytes, "\(file)")
        }
        try documents.checkVerified(client)
    }

    @Test func `one line of a megabyte is a document like another`() throws {
        let documents = try WatchedDocuments()
        var words = ""
        var number = 0
        while words.utf8.count < 1 << 20 {
            words += "litre \(number) of the water in household \(number % 90) is of the river "
            number += 1
        }
        try documents.write(words, to: "long.txt")
        let daemon = try documents.start()
        let client = try DaemonClient(daemon)
        try client.call("Sync")
        try documents.write(words.replacing("litre 7700 ", with: "gallon 7700 "), to: "long.txt")
        try client.call("Sync")
        let changes = try client.objects("changes", of: "Changes", ["path": "long.txt"]).filter {
            $0["to_version"] as? Int == 2
        }
        #expect(changes.count == 1)
        #expect((changes.first?["after"] as? String)?.contains("gallon 7700") == true)
        try documents.checkList(client)
        try documents.checkVerified(client)
    }
}
