import Foundation
import TestSupport
import Testing

/// Random operations on a watched tree, and the daemon's list and histories against a model.
///
/// POLICYD_TEST_STEPS sets how many operations each seed does.
@Suite struct ModelTests {
    static let steps = ProcessInfo.processInfo.environment["POLICYD_TEST_STEPS"].flatMap(Int.init) ?? 150

    private let folder: TemporaryFolder
    private let watched: String

    init() throws {
        folder = try TemporaryFolder()
        watched = folder.path("docs")
        try FileManager.default.createDirectory(atPath: watched, withIntermediateDirectories: false)
        try folder.write("[Watch]\nQuietSec=60ms\n[Digest]\nFormats=\n", to: "policyd.conf")
    }

    private func start() throws -> RunningDaemon {
        try RunningDaemon(
            watching: watched, state: folder.path("state"),
            arguments: ["--config", folder.path("policyd.conf")])
    }

    @Test(arguments: [11, 12, 13, 14] as [UInt64])
    func `after each operation the list is the folder, and every history is the one that was made`(
        seed: UInt64
    )
        throws
    {
        let model = FolderModel(directory: watched, outside: folder.path("outside"), seed: seed)
        var random = SeededGenerator(seed: seed &* 77)
        var daemon = try start()
        var client = try DaemonClient(daemon)
        for step in 0..<Self.steps {
            let isRestart = Int.random(in: 0..<40, using: &random) == 0
            if isRestart {
                let signal = Bool.random(using: &random) ? SIGTERM : SIGKILL
                model.trace.append("daemon down by \(signal)")
                daemon.stop(with: signal)
            }
            model.step()
            if isRestart {
                daemon = try start()
                client = try DaemonClient(daemon)
            }
            try client.call("Sync")
            let listed = try list(client)
            let isSame = listed == model.contents
            #expect(
                isSame,
                "seed \(seed), step \(step), after \(model.trace.suffix(5)): \(difference(listed, model.contents))"
            )
            guard isSame, try check(model, client, seed, onlyCounts: step % 20 != 0) else { return }
        }
        #expect(try check(model, client, seed))
        let verified = try client.call("Verify")
        #expect(verified["problems"] as? [String] == [])
        #expect(daemon.stop() == 0)
    }

    // MARK: Comparing

    private func list(_ client: DaemonClient) throws -> [String: String] {
        var found: [String: String] = [:]
        for document in try client.objects("documents", of: "List") {
            found[document["path"] as? String ?? ""] = document["sha256"] as? String
        }
        return found
    }

    /// Compares the number of versions of each document, or all that is known of them.
    private func check(_ model: FolderModel, _ client: DaemonClient, _ seed: UInt64, onlyCounts: Bool = false)
        throws -> Bool
    {
        for document in try client.objects("documents", of: "List") {
            let path = document["path"] as? String ?? ""
            model.noteSeenBetween(versions: document["version"] as? Int ?? 0, of: path)
            let wanted = model.history(of: path)
            if onlyCounts, document["version"] as? Int == wanted.count { continue }
            let versions = try client.objects("versions", of: "History", ["path": path])
            let found = versions.map {
                FolderModel.Version(
                    event: $0["event"] as? String ?? "", sha256: $0["sha256"] as? String,
                    renamedFrom: $0["renamed_from"] as? String, returnsTo: $0["returns_to"] as? Int)
            }
            let isSame = found == wanted && versions.map { $0["number"] as? Int } == Array(1...wanted.count)
            #expect(
                isSame,
                "seed \(seed), \(path): \(found.suffix(4)) and not \(wanted.suffix(4)) after \(model.trace.filter { $0.contains(path) || !$0.contains(".") }.suffix(20)), lately \(model.trace.suffix(6))"
            )
            if !isSame { return false }
        }
        return true
    }

    private func difference(_ found: [String: String], _ wanted: [String: String]) -> String {
        let paths = Set(found.keys).union(wanted.keys).sorted().filter { found[$0] != wanted[$0] }
        return paths.map { "\($0.debugDescription): \(found[$0] ?? "none") not \(wanted[$0] ?? "none")" }
            .joined(
                separator: "; ")
    }
}
