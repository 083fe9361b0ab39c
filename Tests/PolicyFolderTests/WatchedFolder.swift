import Glibc
import LinuxSystem
import PolicyText
import TestSupport
import Testing

@testable import PolicyFolder

/// A real folder, a watcher over it, and an ingester that records what it reads, in memory.
final class WatchedFolder {
    let temporary: TemporaryFolder
    let directory: String
    let requests: FolderRequests
    var settings: WatchSettings
    private(set) var watcher: FolderWatcher
    /// What is recorded: the content of each document.
    private(set) var record: [DocumentPath: String] = [:]
    private(set) var signatures: [DocumentPath: FileSignature] = [:]
    /// All that was told, in order: `read a.txt`, `gone b.txt`, `moved a.txt to b.txt`.
    private(set) var log: [String] = []
    /// Those of the moves that only the inode speaks for; a file system gives a removed file's inode to the next one.
    private(set) var doubtful: Set<String> = []
    private(set) var status = FolderStatus()

    /// Makes the folder, and what `prepare` puts into it, before it is watched.
    init(
        configure: (inout WatchSettings) -> Void = { _ in },
        prepare: (WatchedFolder.Shell) throws -> Void = { _ in }
    ) throws {
        temporary = try TemporaryFolder()
        directory = temporary.path("docs")
        mkdir(directory, 0o755)
        mkdir(temporary.path("state"), 0o755)
        try prepare(Shell(directory: directory))
        settings = WatchSettings(directory: directory)
        settings.quietPeriod = .milliseconds(30)
        settings.rootCheckPeriod = .milliseconds(20)
        configure(&settings)
        requests = try FolderRequests()
        watcher = try FolderWatcher(
            settings: settings, stateFolder: temporary.path("state"), requests: requests)
    }

    var shell: Shell { Shell(directory: directory) }

    /// Ends the watcher and starts another with what is recorded, as the daemon does.
    func restart(while away: () throws -> Void = {}) throws {
        settings.knownRoot = status.root
        try away()
        watcher = try FolderWatcher(
            settings: settings, stateFolder: temporary.path("state"), requests: requests)
        watcher.know { take in
            for (path, signature) in signatures {
                Array(path.text.utf8).withUnsafeBytes { take($0, signature) }
            }
        }
    }

    /// Ingests until everything that is on disk now is recorded; what was told meanwhile.
    @discardableResult
    func sync() throws -> [String] {
        let ticket = requests.requestSync()
        return try ingest { $0.synced.contains(ticket) }
    }

    /// Ingests until a batch is as wanted; what was told meanwhile.
    @discardableResult
    func ingest(until isDone: (FolderBatch) -> Bool) throws -> [String] {
        let before = log.count
        let end = ContinuousClock.now + .seconds(60)
        while true {
            let batch = try watcher.wait(until: end)
            take(batch)
            if isDone(batch) { return Array(log[before...]) }
            if ContinuousClock.now >= end { throw WaitedTooLong(status: batch.status) }
        }
    }

    /// Ingests until the state is as wanted.
    @discardableResult
    func ingest(untilState isWanted: (FolderState) -> Bool) throws -> [String] {
        if isWanted(status.state) { return [] }
        return try ingest { isWanted($0.status.state) }
    }

    /// Ingests what comes within a time.
    func ingest(upTo duration: Duration) throws {
        take(try watcher.wait(until: .now + duration))
    }

    private func take(_ batch: FolderBatch) {
        status = batch.status
        for moved in batch.moved {
            log.append("moved \(shown(moved.from)) to \(shown(moved.to))")
            if moved.evidence == .sameInode, let line = log.last { doubtful.insert(line) }
        }
        for path in batch.gone {
            log.append("gone \(shown(path))")
            record[path] = nil
            signatures[path] = nil
            watcher.forget(path)
        }
        let reader = DocumentReader(directory: settings.directory, maximumSize: 1 << 20)
        for document in batch.present {
            do {
                let snapshot = try reader.read(document.path)
                let text = String(decoding: snapshot.bytes, as: UTF8.self)
                if record[document.path] != text { log.append("read \(shown(document.path))") }
                record[document.path] = text
                signatures[document.path] = snapshot.signature
                watcher.accept(document.path, snapshot.signature)
            } catch {
                if error.isTransient {
                    watcher.retry(document.path)
                } else {
                    log.append("refused \(shown(document.path)): \(error.reason)")
                    watcher.accept(document.path, document.signature)
                }
            }
        }
    }

    // Strings that differ only in composition are equal to Swift, and must not be here.
    private func shown(_ path: DocumentPath) -> String {
        path.text.unicodeScalars.map { $0.isASCII ? String($0) : "{\(String($0.value, radix: 16))}" }.joined()
    }

    /// What the folder holds, found by another way than the watcher's: each text file, links not followed.
    func contentOnDisk() throws -> [DocumentPath: String] {
        var found: [DocumentPath: String] = [:]
        var folders: [[UInt8]] = [[]]
        let root = try FolderDescriptor(path: directory)
        while let path = folders.popLast() {
            let folder = try root.folder(path)
            for entry in try folder.entries() where entry.name.first != UInt8(ascii: ".") {
                let entryPath = path.isEmpty ? entry.name : path + [UInt8(ascii: "/")] + entry.name
                switch try folder.status(of: entry.name).kind {
                case .folder: folders.append(entryPath)
                case .regular where entry.name.suffix(4).elementsEqual(".txt".utf8):
                    var bytes = [UInt8](repeating: 0, count: 1 << 16)
                    let file = try folder.file(entry.name)
                    let count = try bytes.withUnsafeMutableBytes { try file.read(into: $0) } ?? 0
                    found[DocumentPath(bytes: entryPath)!] = String(
                        decoding: bytes.prefix(count), as: UTF8.self)
                default: continue
                }
            }
        }
        return found
    }

    /// Ways to change files as programs do.
    struct Shell {
        let directory: String

        func path(_ name: String) -> String { directory + "/" + name }

        /// Runs a command line in the folder.
        @discardableResult
        func run(_ line: String) throws -> String {
            let pipe = popen("cd '\(directory)' && { \(line)\n} 2>&1", "re")
            guard let pipe else { throw CommandFailed(line: line, output: "popen") }
            var output: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 4096)
            while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 {
                output += buffer.prefix(count)
            }
            let text = String(decoding: output, as: UTF8.self)
            guard pclose(pipe) == 0 else { throw CommandFailed(line: line, output: text) }
            return text
        }

        func write(_ text: String, _ name: String) throws {
            let number = open(path(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
            guard number >= 0 else { throw SystemError("write", name, code: errno) }
            try FileDescriptor(owning: number).writeAll(Array(text.utf8))
        }
    }
}

struct WaitedTooLong: Error {
    let status: FolderStatus
}

struct CommandFailed: Error {
    let line: String
    let output: String
}
