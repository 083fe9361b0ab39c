import Foundation
import LinuxSystem
import Synchronization
import TestSupport
import Testing

/// The daemon is killed at random moments while it records, again and again; what it told must be on record after,
/// once, and the record must verify.
///
/// POLICYD_TEST_KILLS sets how often.
@Suite struct KillTests {
    static let rounds = ProcessInfo.processInfo.environment["POLICYD_TEST_KILLS"].flatMap(Int.init) ?? 12

    private let folder: TemporaryFolder
    private let watched: String

    init() throws {
        folder = try TemporaryFolder()
        watched = folder.path("docs")
        try FileManager.default.createDirectory(atPath: watched, withIntermediateDirectories: false)
        try folder.write("[Watch]\nQuietSec=5ms\n[Digest]\nFormats=\n", to: "policyd.conf")
    }

    @Test func `what was told survives each kill, and nothing is told twice`() throws {
        var random = SeededGenerator(seed: 2026)
        let told = ToldChanges()
        var promised: [Promise] = []
        for round in 0..<Self.rounds {
            let daemon = try RunningDaemon(
                watching: watched, state: folder.path("state"),
                arguments: ["--config", folder.path("policyd.conf")])
            let client = try DaemonClient(daemon)
            let record = try record(client)
            #expect(told.missing(from: record) == [], "round \(round)")
            #expect(record.map { $0["id"] as? Int } == Array(1..<record.count + 1), "round \(round)")
            #expect(try client.call("Verify")["problems"] as? [String] == [], "round \(round)")
            try check(promised, client, round)
            promised = []
            try client.call("Sync")
            try checkDocuments(client, round)

            let follower = try DaemonClient(daemon)
            try follower.stream("Follow", ["after": record.count])
            let following = try told.note(from: follower)
            let writing = try Writer(directory: watched, seed: random.next(), client: DaemonClient(daemon))
            writing.wait(forChanges: Int.random(in: 1...25, using: &random))
            usleep(UInt32.random(in: 0...10_000, using: &random))
            daemon.stop(with: SIGKILL)
            writing.stop()
            following.join()
            promised += writing.promised
        }
        let last = try RunningDaemon(
            watching: watched, state: folder.path("state"),
            arguments: ["--config", folder.path("policyd.conf")])
        let client = try DaemonClient(last)
        try client.call("Sync")
        try checkDocuments(client, Self.rounds)
        let record = try record(client)
        #expect(told.missing(from: record) == [])
        #expect(told.count > Self.rounds, "the daemon was killed before it did anything")
        #expect(try client.call("Verify")["problems"] as? [String] == [])
    }

    /// All changes on record, a page at a time.
    private func record(_ client: DaemonClient) throws -> [[String: Any]] {
        var changes: [[String: Any]] = []
        while true {
            let page = try client.objects(
                "changes", of: "Changes", ["after": changes.count, "limit": 10_000])
            changes += page
            if page.isEmpty { return changes }
        }
    }

    /// What was on disk when a sync returned is on record.
    private func check(_ promised: [Promise], _ client: DaemonClient, _ round: Int) throws {
        for promise in promised {
            let versions = try client.objects("versions", of: "History", ["path": promise.name])
            let isKept =
                promise.sha256 == nil
                ? versions.contains { $0["event"] as? String == "deleted" }
                : versions.contains { $0["sha256"] as? String == promise.sha256 }
            #expect(isKept, "round \(round), \(promise)")
        }
    }

    /// The list is the folder, each history has no gap, and no version says again what the one before said.
    private func checkDocuments(_ client: DaemonClient, _ round: Int) throws {
        var onDisk: [String: String] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: watched) {
            onDisk[name] = SHA256.hexadecimal(SHA256.hash(of: try TestFiles.bytes(watched + "/" + name)))
        }
        var listed: [String: String] = [:]
        for document in try client.objects("documents", of: "List") {
            let path = document["path"] as? String ?? ""
            listed[path] = document["sha256"] as? String
            let versions = try client.objects("versions", of: "History", ["path": path])
            #expect(
                versions.map { $0["number"] as? Int } == Array(1..<versions.count + 1),
                "round \(round), \(path)")
            let contents = versions.map { $0["sha256"] as? String }
            for (index, version) in versions.enumerated().dropFirst()
            where version["event"] as? String == "modified" {
                #expect(
                    contents[index] != contents[index - 1], "round \(round), \(path), version \(index + 1)")
            }
        }
        #expect(listed == onDisk, "round \(round)")
    }
}

/// What a follower heard before the daemon was killed, and what a sync had promised.
private final class ToldChanges: Sendable {
    private let changes = Mutex<[Int: String]>([:])

    var count: Int { changes.withLock { $0.count } }

    /// Reads a follower's replies on a thread of its own until the daemon is gone.
    func note(from follower: sending DaemonClient) throws -> SystemThread {
        let follower = Mutex(follower)
        return try SystemThread(named: "follower") { [self] in
            follower.withLock { follower in
                while let reply = try? follower.reply(), let change = reply["change"] as? [String: Any] {
                    let (id, text) = Self.line(change)
                    let other = changes.withLock { $0.updateValue(text, forKey: id) }
                    #expect(other == nil || other == text, "change \(id) was told twice")
                }
            }
        }
    }

    /// What was told and is not in the record as it was told.
    func missing(from record: [[String: Any]]) -> [String] {
        let known = Dictionary(record.map(Self.line)) { first, _ in first }
        return changes.withLock { changes in
            changes.filter { known[$0.key] != $0.value }.map(\.value).sorted()
        }
    }

    private static func line(_ change: [String: Any]) -> (Int, String) {
        let words = ["path", "to_version", "operation", "summary", "after"].map { "\(change[$0] ?? "")" }
        return (change["id"] as? Int ?? 0, words.joined(separator: "|"))
    }
}

/// What a document held when a sync returned; nil where it was deleted.
private struct Promise: Sendable {
    let name: String
    let sha256: String?
}

/// Changes documents on a thread of its own, and syncs now and then, until it is stopped.
private final class Writer: Sendable {
    private struct State {
        var isStopping = false
        var promised: [Promise] = []
    }

    private let state = Mutex(State())
    private let thread = Mutex<SystemThread?>(nil)
    private let made = DispatchSemaphore(value: 0)

    var promised: [Promise] { state.withLock { $0.promised } }

    init(directory: String, seed: UInt64, client: sending DaemonClient) throws {
        let client = Mutex(client)
        let started = try SystemThread(named: "writer") { [self] in
            var random = SeededGenerator(seed: seed)
            while !state.withLock({ $0.isStopping }) {
                let name = "d\(Int.random(in: 0..<6, using: &random)).txt"
                let change = Self.change(directory + "/" + name, &random)
                made.signal()
                guard let content = change else { continue }
                guard Int.random(in: 0..<3, using: &random) == 0 else { continue }
                guard (try? client.withLock { try $0.call("Sync") }) != nil else { continue }
                let hash = content.map { SHA256.hexadecimal(SHA256.hash(of: Array($0.utf8))) }
                state.withLock { $0.promised.append(Promise(name: name, sha256: hash)) }
            }
        }
        thread.withLock { $0 = started }
    }

    /// Returns once so many changes were made.
    func wait(forChanges wanted: Int) {
        for _ in 0..<wanted { made.wait() }
    }

    func stop() {
        state.withLock { $0.isStopping = true }
        thread.withLock { $0?.join() }
    }

    /// Returns what the file holds now, which is nothing where it was deleted; nil where that could not be done.
    private static func change(_ path: String, _ random: inout SeededGenerator) -> String?? {
        let number = UInt32.random(in: 0...UInt32.max, using: &random)
        // No two texts share their words: one that is deleted is never taken for another that comes, and each promise
        // stands in the history of its own name.
        func word() -> String {
            String((0..<8).map { _ in Character(Unicode.Scalar(UInt8.random(in: 97...122, using: &random))) })
        }
        let text = """
            \(word()) \(number)

            \(word()) must \(word()) each \(word()) within \(number % 60) days. \(word()) may \(word()).

            \(word()) \(word()) \(word()): \(number % 900) dollars.

            """
        switch Int.random(in: 0..<8, using: &random) {
        case 0:
            return unlink(path) == 0 ? .some(nil) : nil
        case 1...3:
            let file = fopen(path, "we")
            fputs(text, file)
            fclose(file)
        default:
            let file = fopen(path + ".tmp", "we")
            fputs(text, file)
            fclose(file)
            rename(path + ".tmp", path)
        }
        return text
    }
}
