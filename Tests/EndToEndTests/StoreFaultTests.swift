import Foundation
import TestSupport
import Testing

/// What the daemon does where its database cannot be written, is damaged, or is not its own.
@Suite struct StoreFaultTests {
    private let documents: WatchedDocuments

    init() throws {
        documents = try WatchedDocuments()
        try documents.write("The council must answer within 30 days.\n", to: "a.txt")
        try documents.write("La ministre doit publier un rapport.\n", to: "b.txt")
    }

    private var database: String { documents.state + "/policyd.db" }

    @Test(.enabled(if: FaultTools.isRoot && FaultTools.has("mount", "umount"), "mounting needs root"))
    func `a full disk is told, loses nothing, and is gone on from`() throws {
        let state = documents.state
        try FaultTools.shell("mount -t tmpfs -o size=4M none '\(state)'")
        defer { _ = try? FaultTools.shell("umount -l '\(state)'") }
        let daemon = try documents.start()
        let client = try DaemonClient(daemon)
        try client.call("Sync")
        _ = try? FaultTools.shell("cat /dev/zero > '\(state)/ballast' 2>&1 || true")
        let long = (0..<800).map { "The council must answer request \($0) within \($0 % 90) days.\n" }
        try documents.write(long.joined(), to: "a.txt")
        #expect(daemon.wait(for: "cannot write the record: the disk is full (make room on it)"))
        let told = try documents.problems(client).first?["reason"] as? String
        #expect(told == "cannot write the record: the disk is full")
        #expect(try documents.events(client, of: "a.txt") == ["created"])
        unlink(state + "/ballast")
        try client.call("Sync")
        #expect(try documents.events(client, of: "a.txt") == ["created", "modified"])
        #expect(try documents.problems(client).isEmpty)
        try documents.checkList(client)
        try documents.checkVerified(client)
        #expect(daemon.stop() == 0)
    }

    @Test(.enabled(if: FaultTools.has("sqlite3"), "sqlite3 is not installed"))
    func `a database locked by another program is waited for`() throws {
        let daemon = try documents.start()
        let client = try DaemonClient(daemon)
        try client.call("Sync")
        let holder = Process()
        holder.executableURL = URL(fileURLWithPath: try #require(FaultTools.path("sqlite3")))
        holder.arguments = [database]
        let (input, output) = (Pipe(), Pipe())
        holder.standardInput = input
        holder.standardOutput = output
        try holder.run()
        try input.fileHandleForWriting.write(contentsOf: Data("BEGIN IMMEDIATE; SELECT 'held';\n".utf8))
        #expect(output.fileHandleForReading.availableData.starts(with: Data("held".utf8)))
        try documents.write("Another text.\n", to: "b.txt")
        #expect(daemon.wait(for: "another program has locked the database"))
        // Readers are served meanwhile.
        #expect(try documents.events(client, of: "b.txt") == ["created"])
        try input.fileHandleForWriting.close()
        holder.waitUntilExit()
        try client.call("Sync")
        #expect(try documents.events(client, of: "b.txt") == ["created", "modified"])
        #expect(try documents.problems(client).isEmpty)
    }

    @Test(arguments: ["garbage", "cut", "empty", "middle", "changes"])
    func `a damaged database is set aside, never overwritten, and the folder ingested anew`(how: String)
        throws
    {
        var daemon = try documents.start()
        try DaemonClient(daemon).call("Sync")
        daemon.stop()
        var bytes = try TestFiles.bytes(database)
        switch how {
        case "garbage": bytes = Array(repeating: 0x5A, count: bytes.count)
        case "cut": bytes = Array(bytes[..<(bytes.count / 2)])
        case "empty": bytes = []
        // What a start reads first.
        case "changes":
            let asked =
                "SELECT rootpage - 1, page_size FROM sqlite_schema, pragma_page_size WHERE name = 'change_row'"
            let told = try BuiltProgram.run(try #require(FaultTools.path("sqlite3")), [database, asked]).text
            let numbers = told.split { !$0.isNumber }.compactMap { Int($0) }
            try #require(numbers.count == 2)
            for index in numbers[0] * numbers[1]..<(numbers[0] + 1) * numbers[1] { bytes[index] = 0 }
        default: for index in 8192..<bytes.count { bytes[index] = UInt8(truncatingIfNeeded: index &* 31) }
        }
        try folder(documents.state, hold: bytes)

        // Damage in the middle is met at work: the daemon ends, and its next start checks.
        var starts = 0
        while true {
            starts += 1
            do {
                daemon = try documents.start()
                try DaemonClient(daemon).call("Sync")
                break
            } catch {
                guard starts < 4 else { throw error }
                daemon.stop()
            }
        }
        let client = try DaemonClient(daemon)
        let problem = try #require(try documents.problems(client).first)
        #expect((problem["reason"] as? String)?.hasPrefix("the database was damaged (") == true)
        #expect((problem["advice"] as? String)?.contains(".damaged-") == true)
        try documents.checkList(client)
        try documents.checkVerified(client)
        let kept = try FileManager.default.contentsOfDirectory(atPath: documents.state).filter {
            $0.contains(".damaged-") && !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm")
        }
        #expect(kept.count == 1)
        #expect(try TestFiles.bytes(documents.state + "/" + (kept.first ?? "")) == bytes)
        daemon.stop()
        daemon = try documents.start()
        #expect(try documents.problems(DaemonClient(daemon)).isEmpty)
    }

    @Test func `verify tells a damaged database, and does not say to try again`() throws {
        let daemon = try documents.start()
        let client = try DaemonClient(daemon)
        for number in 0..<200 {
            try documents.write("The council must answer request \(number).\n", to: "d\(number).txt")
        }
        try client.call("Sync")
        try daemonRewrites(client)
        let problems = try client.objects("problems", of: "Verify")
        let first = try #require(problems.first { ($0["reason"] as? String)?.contains("damaged") == true })
        #expect((first["advice"] as? String)?.contains("restore a backup") == true)
    }

    /// Puts everything into the database itself, then overwrites pages in its middle.
    private func daemonRewrites(_ client: DaemonClient) throws {
        _ = try BuiltProgram.run(
            try #require(FaultTools.path("sqlite3")), [database, "PRAGMA wal_checkpoint(TRUNCATE)"])
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: database))
        defer { try? file.close() }
        let size = try file.seekToEnd()
        var page: UInt64 = 20
        while (page + 1) * 4096 < size {
            try file.seek(toOffset: page * 4096)
            try file.write(contentsOf: Data(repeating: 0x5A, count: 512))
            page += 7
        }
    }

    private func folder(_ state: String, hold bytes: [UInt8]) throws {
        for ending in ["-wal", "-shm"] { unlink(database + ending) }
        try Data(bytes).write(to: URL(fileURLWithPath: database))
    }

    @Test func `a log full of garbage is no harm`() throws {
        var daemon = try documents.start()
        try DaemonClient(daemon).call("Sync")
        daemon.stop(with: SIGKILL)
        let log = database + "-wal"
        let size = try TestFiles.bytes(log).count
        try Data(repeating: 0xA5, count: size).write(to: URL(fileURLWithPath: log))
        daemon = try documents.start()
        let client = try DaemonClient(daemon)
        try client.call("Sync")
        try documents.checkList(client)
        try documents.checkVerified(client)
    }

    @Test(.enabled(if: FaultTools.has("sqlite3"), "sqlite3 is not installed"))
    func `a database from a newer policyd is refused with a message`() throws {
        try documents.start().stop()
        _ = try BuiltProgram.run(
            try #require(FaultTools.path("sqlite3")), [database, "PRAGMA user_version = 99"])
        let result = try documents.run()
        #expect(result.status == 1)
        #expect(result.errors.contains("policyd: cannot open \(database): schema 99 is newer than "))
        #expect(try FileManager.default.contentsOfDirectory(atPath: documents.state).contains("policyd.db"))
    }

    @Test(.enabled(if: FaultTools.has("sqlite3"), "sqlite3 is not installed"))
    func `verify tells a tampered index, and the next start makes it anew`() throws {
        var daemon = try documents.start()
        var client = try DaemonClient(daemon)
        try client.call("Sync")
        try documents.checkVerified(client)
        // The index loses a document; no table of the record is touched.
        let gone = "DELETE FROM passage_index_data WHERE id > 10"
        _ = try BuiltProgram.run(try #require(FaultTools.path("sqlite3")), [database, gone])
        let found = try client.objects("problems", of: "Verify").compactMap { $0["advice"] as? String }
        #expect(found == ["start policyd again: it makes the index anew"])
        daemon.stop()
        daemon = try documents.start()
        client = try DaemonClient(daemon)
        try documents.checkVerified(client)
        #expect(try client.objects("passages", of: "Search", ["query": "council"]).count == 1)
    }

    @Test func `a daemon started on a backup has everything`() throws {
        let daemon = try documents.start()
        let client = try DaemonClient(daemon)
        try client.call("Sync")
        try documents.write("The council should answer within 40 days.\n", to: "a.txt")
        unlink(documents.watched + "/b.txt")
        try client.call("Sync")
        let copy = try #require(try client.call("Backup")["path"] as? String)
        let other = documents.folder.path("other")
        try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: false)
        try FileManager.default.copyItem(atPath: copy, toPath: other + "/policyd.db")
        let second = try RunningDaemon(watching: documents.watched, state: other)
        try DaemonClient(second).call("Sync")
        for words in [["list", "--deleted"], ["history", "a.txt"], ["history", "b.txt"], ["changes"]] {
            let asked = ["--json"] + words
            #expect(
                try BuiltProgram.run("policyctl", ["--socket", second.socket] + asked).text
                    == BuiltProgram.run("policyctl", ["--socket", daemon.socket] + asked).text)
        }
        try documents.checkVerified(DaemonClient(second))
    }

    @Test(
        .enabled(if: FaultTools.has("strace") && FaultTools.isRoot, "strace is not installed, or not root"),
        arguments: [
            "pwrite64:error=ENOSPC:when=30", "pwrite64:error=EIO:when=80", "fdatasync:error=EIO:when=2",
            "fdatasync:error=EIO:when=5", "fsync:error=EIO:when=2", "rename:error=EIO:when=1",
            "pwrite64:signal=KILL:when=60", "fdatasync:signal=KILL:when=4", "ftruncate:error=EIO:when=2",
        ])
    func `a system call that fails leaves a record that verifies and agrees with the folder`(fault: String)
        throws
    {
        let call = String(fault.prefix { $0 != ":" })
        let strace = try #require(FaultTools.path("strace"))
        let faulty = try? documents.start(by: [
            strace, "-D", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + call, "-e", "inject=" + fault,
        ])
        if let faulty, let client = try? DaemonClient(faulty) {
            for round in 0..<4 {
                try documents.write("The council may answer within \(round) days.\n", to: "a.txt")
                try documents.write("Un texte de plus, le \(round).\n", to: "c\(round).txt")
                _ = try? client.call("Sync", ["timeout_seconds": 20])
            }
        }
        faulty?.stop(with: SIGKILL)
        let daemon = try documents.start()
        let client = try DaemonClient(daemon)
        try client.call("Sync")
        try documents.checkList(client)
        try documents.checkVerified(client)
        let changes = try client.objects("changes", of: "Changes", ["after": 0])
        #expect(changes.map { $0["id"] as? Int } == Array(1..<changes.count + 1))
    }
}
