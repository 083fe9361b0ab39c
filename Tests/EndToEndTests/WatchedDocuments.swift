import Foundation
import LinuxSystem
import TestSupport
import Testing

/// A folder of documents, a daemon's state beside it, and what a test asks of both.
struct WatchedDocuments {
    let folder: TemporaryFolder
    let watched: String
    let state: String

    init(configuration: String = "") throws {
        folder = try TemporaryFolder()
        watched = folder.path("docs")
        state = folder.path("state")
        for path in [watched, state] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        }
        try configure("[Watch]\nQuietSec=30ms\n[Digest]\nFormats=\n" + configuration)
    }

    func configure(_ text: String) throws { try folder.write(text, to: "policyd.conf") }

    func start(by wrapper: [String] = []) throws -> RunningDaemon {
        try RunningDaemon(
            watching: watched, state: state, arguments: ["--config", folder.path("policyd.conf")], by: wrapper
        )
    }

    /// Starts a daemon that is to end by itself.
    func run() throws -> BuiltProgram.Result {
        try BuiltProgram.run(
            "policyd", ["--watch", watched, "--state", state, "--config", folder.path("policyd.conf")])
    }

    func write(_ text: String, to name: String) throws { try folder.write(text, to: "docs/" + name) }

    @discardableResult
    func shell(_ line: String) throws -> String { try FaultTools.shell(line, in: watched) }

    /// Checks that the list is the folder: every regular file of the endings asked for.
    func checkList(_ client: DaemonClient, sourceLocation: SourceLocation = #_sourceLocation) throws {
        var onDisk: [String: String] = [:]
        let files = FileManager.default.enumerator(atPath: watched)
        while let name = files?.nextObject() as? String {
            let isHidden = name.split(separator: "/").contains { $0.hasPrefix(".") }
            guard name.hasSuffix(".txt"), !isHidden,
                files?.fileAttributes?[.type] as? FileAttributeType == .typeRegular
            else { continue }
            onDisk[name] = SHA256.hexadecimal(SHA256.hash(of: try TestFiles.bytes(watched + "/" + name)))
        }
        var listed: [String: String] = [:]
        for document in try client.objects("documents", of: "List") {
            listed[document["path"] as? String ?? ""] = document["sha256"] as? String
        }
        #expect(listed == onDisk, sourceLocation: sourceLocation)
    }

    func problems(_ client: DaemonClient) throws -> [[String: Any]] {
        try client.objects("problems", of: "Status")
    }

    func events(_ client: DaemonClient, of path: String) throws -> [String] {
        try client.objects("versions", of: "History", ["path": path]).compactMap { $0["event"] as? String }
    }

    func checkVerified(_ client: DaemonClient, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let found = try client.objects("problems", of: "Verify").compactMap { $0["reason"] as? String }
        #expect(found == [], sourceLocation: sourceLocation)
    }
}
