import Foundation
import FoundationXML
import TestSupport
import Testing

/// The built programs on a copy of the seeds: the main job from the first start to the second.
@Suite struct MainJobTests {
    private static let korea = "003_7c5c1f1ca56e02a3.txt"
    private static let statement = "001_d90d75396a7f1652.txt"

    private let folder: TemporaryFolder
    private let watched: String

    init() throws {
        folder = try TemporaryFolder()
        watched = folder.path("seeds")
        try FileManager.default.copyItem(atPath: SharedFolder.projectFolder + "/seeds", toPath: watched)
    }

    @Test func `an edited document is told, kept, cited and not forgotten`() throws {
        let daemon = try start()
        try checkFirstScan(daemon)
        let original = try bytes(of: Self.korea)
        let edited = try edit(Self.korea)
        try daemon.sync()
        try checkVersions(daemon, original: original, edited: edited)
        try checkTold(daemon)
        try checkAnswers(daemon)
        try deleteAndRestore(daemon, content: edited)
        let before = try record(daemon)
        #expect(daemon.stop() == 0)

        let again = try start()
        #expect(try record(again) == before, "a second start ingests nothing twice and forgets nothing")
        #expect(again.stop() == 0)
    }

    // MARK: Steps

    private func start() throws -> RunningDaemon {
        try RunningDaemon(watching: watched, state: folder.path("state"))
    }

    private func checkFirstScan(_ daemon: RunningDaemon) throws {
        try daemon.sync()
        let documents = try objects("documents", daemon.policyctl("--json", "list"))
        #expect(
            documents.map { $0["path"] as? String } == [
                "000_bfa88a9756c6cd9d.txt", Self.statement, "002_83a94cb50acd7304.txt", Self.korea,
                "004_7da8e4461cd5fb24.txt",
            ])
        #expect(documents.map { $0["language"] as? String } == ["fr", "en", "fr", "fr", "fr"])
        #expect(documents.allSatisfy { $0["version"] as? Int == 1 })
    }

    /// Weakens a verb, moves a paragraph and drops an item, as an editor that writes a new file and renames it would.
    private func edit(_ name: String) throws -> [UInt8] {
        var text = String(decoding: try bytes(of: name), as: UTF8.self)
        text = text.replacingOccurrences(of: "examinera annuellement", with: "pourra examiner")
        text = text.replacingOccurrences(
            of:
                "; renforcer la coopération sur les priorités communes dans les régions polaires (Arctique et Antarctique)",
            with: "")
        let health = try #require(text.range(of: "Promouvoir la santé mondiale et soutenir"))
        let line = text.lineRange(for: health)
        let moved = String(text[line])
        text.removeSubrange(line)
        let end = try #require(text.range(of: "Détails de la page"))
        text.insert(contentsOf: moved + "\n", at: end.lowerBound)
        let bytes = Array(text.utf8)
        try folder.write(bytes, to: "seeds/." + name + ".new")
        #expect(rename(folder.path("seeds/." + name + ".new"), folder.path("seeds/" + name)) == 0)
        return bytes
    }

    private func checkVersions(_ daemon: RunningDaemon, original: [UInt8], edited: [UInt8]) throws {
        let versions = try objects("versions", daemon.policyctl("--json", "history", "003"))
        #expect(versions.map { $0["number"] as? Int } == [1, 2])
        #expect(versions.map { $0["event"] as? String } == ["created", "modified"])
        #expect(try daemon.policyctl("show", "003@1", "--source").output == original)
        #expect(try daemon.policyctl("show", "003@2", "--source").output == edited)
        #expect(try daemon.policyctl("show", "003", "--as-of", "today", "--source").output == edited)
    }

    private func checkTold(_ daemon: RunningDaemon) throws {
        let changes = try objects("changes", daemon.policyctl("--json", "diff", "003", "1", "2"))
        let kinds = changes.map { $0["kinds"] as? [String] ?? [] }
        #expect(kinds.contains { $0.first == "commitment_weakened" && $0.contains("deadline_moved") })
        #expect(kinds.contains { $0.first == "commitment_dropped" })
        #expect(changes.contains { $0["operation"] as? String == "moved" })
        for change in changes { try checkEditsRebuild(change) }

        let recorded = try objects("changes", daemon.policyctl("--json", "changes", "--document", "003"))
        #expect(
            recorded.dropFirst().compactMap { $0["summary"] as? String }
                == changes.compactMap { $0["summary"] as? String })
        let weakened = try #require(
            changes.first { ($0["kinds"] as? [String])?.first == "commitment_weakened" })
        #expect(weakened["significance"] as? String == "high")
        let summary = try #require(weakened["summary"] as? String)

        let digest = try daemon.policyctl("digest")
        #expect(digest.text.contains("pourra examiner"))
        // The files are written beside what is asked: on a busy machine a moment later.
        #expect(comesTrue { try written("latest.md") == digest.text })
        #expect(comesTrue { try written("feed.atom").contains("pourra examiner") })
        let today = try FileManager.default.contentsOfDirectory(atPath: folder.path("state/digests"))
        #expect(today.contains("latest.md") && today.contains("latest.html") && today.contains("latest.json"))
        let feed = try XMLDocument(
            data: Data(contentsOf: URL(fileURLWithPath: folder.path("state/digests/feed.atom"))))
        let titles = try feed.nodes(forXPath: "//*[local-name()='entry']/*[local-name()='title']")
        #expect(titles.contains { $0.stringValue?.hasSuffix(summary) == true })
    }

    private func written(_ name: String) throws -> String {
        try String(contentsOfFile: folder.path("state/digests/" + name), encoding: .utf8)
    }

    private func checkEditsRebuild(_ change: [String: Any]) throws {
        let edits = change["edits"] as? [[String: String]] ?? []
        guard let before = change["before"] as? String, let after = change["after"] as? String else { return }
        let text = { (operations: Set<String>) in
            edits.filter { operations.contains($0["operation"] ?? "") }.compactMap { $0["text"] }.joined()
        }
        #expect(text(["equal", "delete"]) == before)
        #expect(text(["equal", "insert"]) == after)
    }

    private func checkAnswers(_ daemon: RunningDaemon) throws {
        try checkAnswer(
            daemon, "Sur quoi porte le dialogue bilatéral concernant la Corée du Nord ?",
            path: Self.korea, sentence: "Corée du Nord", section: "Pilier\u{A0}1")
        try checkAnswer(
            daemon, "Which regional players will Canada cooperate with where NATO is not engaged?",
            path: Self.statement, sentence: "the European Union, the African Union",
            section: "Specific Initiative")
        let unknown = try daemon.policyctl("ask", "What is the corporate income tax rate in Portugal?")
        #expect(unknown.status == 1)
    }

    private func checkAnswer(
        _ daemon: RunningDaemon, _ question: String, path: String, sentence: String, section: String
    ) throws {
        let reply = try daemon.policyctl("--json", "ask", question)
        #expect(reply.status == 0, "\(question)")
        let first = try #require(try objects("answers", reply).first)
        #expect(first["path"] as? String == path)
        #expect((first["sentence"] as? String)?.contains(sentence) == true)
        #expect((first["section"] as? [String])?.contains { $0.hasPrefix(section) } == true)
        let line = try #require(first["line"] as? Int)
        let source = String(decoding: try bytes(of: path), as: UTF8.self).components(separatedBy: "\n")
        #expect(source[line - 1].contains(sentence), "the line cited holds the sentence")
    }

    private func deleteAndRestore(_ daemon: RunningDaemon, content: [UInt8]) throws {
        try FileManager.default.removeItem(atPath: folder.path("seeds/" + Self.korea))
        try daemon.sync()
        #expect(try objects("documents", daemon.policyctl("--json", "list")).count == 4)
        #expect(try daemon.policyctl("show", Self.korea + "@2", "--source").output == content)
        try folder.write(content, to: "seeds/" + Self.korea)
        try daemon.sync()
        let events = try objects("versions", daemon.policyctl("--json", "history", "003")).map {
            $0["event"] as? String
        }
        #expect(events == ["created", "modified", "deleted", "restored"])
        let restored = try objects("versions", daemon.policyctl("--json", "history", "003")).last
        #expect(restored?["returns_to"] as? Int == 2)
    }

    // MARK: Reading

    private func bytes(of name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: watched + "/" + name)))
    }

    /// Everything the daemon tells of the record.
    private func record(_ daemon: RunningDaemon) throws -> [String] {
        try daemon.sync()
        return try [
            daemon.policyctl("--json", "list", "--deleted").text,
            daemon.policyctl("--json", "history", "003").text,
            daemon.policyctl("--json", "changes", "--limit", "1000").text,
            daemon.policyctl("--json", "commitments", "--dropped").text,
            daemon.policyctl("digest").text,
        ]
    }

    private func objects(_ key: String, _ result: BuiltProgram.Result) throws -> [[String: Any]] {
        #expect(result.errors == "")
        let reply = try JSONSerialization.jsonObject(with: Data(result.output)) as? [String: Any]
        return try #require(reply?[key] as? [[String: Any]])
    }
}
