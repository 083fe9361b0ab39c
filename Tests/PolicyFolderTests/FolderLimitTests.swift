import Glibc
import LinuxSystem
import PolicyFolder
import PolicyText
import TestSupport
import Testing

/// What becomes of the record where the kernel does not tell everything.
struct FolderLimitTests {
    @Test func `more events than the queue holds lose nothing`() throws {
        let folder = try WatchedFolder(configure: { $0.batchLimit = 4096 })
        try folder.sync()
        // Nobody reads the queue meanwhile: 16,384 events are its usual limit.
        try folder.shell.run("mkdir $(seq 20)")
        try folder.sync()
        try folder.shell.run("for d in $(seq 20); do for i in $(seq 150); do echo $i > $d/$i.txt; done; done")
        try folder.shell.run("touch */*.txt; touch */*.txt")
        try folder.sync()
        #expect(folder.record.count == 3000)
        #expect(folder.status.overflows > 0)
        #expect(try folder.record == folder.contentOnDisk())
        try folder.shell.run("touch */*.txt; touch */*.txt; touch */*.txt")
        try folder.shell.run(
            "mv 1 one; echo x > 2/1.txt; rm -r 3; mv 4/1.txt 5/new.txt; mkdir 6/a; echo n > 6/a/n.txt")
        try folder.sync()
        #expect(try folder.record == folder.contentOnDisk())
        #expect(folder.status.state == .watching)
    }

    @Test func `a comparison that was asked for, and a sync, find what no event told`() throws {
        let folder = try WatchedFolder(prepare: { _ = try $0.run("echo a > a.txt; ln a.txt ../outside") })
        try folder.sync()
        // A write through a name outside the folder tells nothing.
        try folder.shell.run("echo x >> ../outside")
        folder.requests.requestRescan()
        #expect(try folder.ingest { !$0.present.isEmpty } == ["read a.txt"])
        try folder.shell.run("echo y >> ../outside")
        #expect(try folder.sync() == ["read a.txt"])
    }

    @Test func `what the schedule finds is counted as repaired`() throws {
        let folder = try WatchedFolder(
            configure: { $0.rescanPeriod = .milliseconds(50) },
            prepare: { _ = try $0.run("echo a > a.txt; ln a.txt ../outside") })
        try folder.sync()
        try folder.shell.run("echo x >> ../outside")
        #expect(try folder.ingest { !$0.present.isEmpty && $0.status.repaired == 1 } == ["read a.txt"])
    }

    @Test func `names of 255 bytes and paths deeper than the kernel takes are documents`() throws {
        let part = String(repeating: "d", count: 250)
        let name = String(repeating: "n", count: 251) + ".txt"
        let folder = try WatchedFolder()
        try folder.sync()
        var numbers = [open(folder.directory, O_RDONLY | O_DIRECTORY)]
        for _ in 0..<40 {
            #expect(mkdirat(numbers[0], part, 0o755) == 0)
            numbers.insert(openat(numbers[0], part, O_RDONLY | O_DIRECTORY), at: 0)
        }
        defer { numbers.forEach { close($0) } }
        write("deep", numbers[0], name)
        #expect(try folder.sync().count == 1)
        write("deeper", numbers[0], name)
        #expect(try folder.sync().count == 1)
        #expect(folder.record.values.first == "deeper")
        unlinkat(numbers[0], name, 0)
        #expect(try folder.sync().count == 1)
        #expect(folder.record.isEmpty)
        for index in 1..<numbers.count { unlinkat(numbers[index], part, Int32(AT_REMOVEDIR)) }
    }

    @Test func `hundreds of levels are followed when they move`() throws {
        let folder = try WatchedFolder()
        try folder.sync()
        let deep = (0..<400).map { "l\($0)" }.joined(separator: "/")
        try folder.shell.run("mkdir -p \(deep); echo d > \(deep)/d.txt")
        #expect(try folder.sync() == ["read \(deep)/d.txt"])
        try folder.shell.run("mv l0 m0; echo e > m0/\(deep.dropFirst(3))/e.txt")
        #expect(try folder.sync().count == 4)
        #expect(try folder.record == folder.contentOnDisk())
    }

    private func write(_ text: String, _ folder: Int32, _ name: String) {
        let number = openat(folder, name, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        _ = Glibc.write(number, text, text.utf8.count)
        close(number)
    }

    @Test func `a file that is written without a pause is recorded as it settles`() throws {
        let folder = try WatchedFolder()
        try folder.sync()
        let number = open(folder.shell.path("log.txt"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        defer { close(number) }
        var rounds = 0
        while folder.record.isEmpty {
            _ = Glibc.write(number, "line\n", 5)
            rounds += 1
            try folder.ingest(upTo: .milliseconds(5))
        }
        // The first line did not make a version.
        #expect(rounds > 1)
        try folder.sync()
        #expect(try folder.record == folder.contentOnDisk())
    }

    @Test func `a file held open is read once it is quiet, not while it is written`() throws {
        let folder = try WatchedFolder(configure: { $0.quietPeriod = .milliseconds(400) })
        try folder.sync()
        let number = open(folder.shell.path("slow.txt"), O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        _ = Glibc.write(number, "half", 4)
        try folder.ingest(upTo: .zero)
        #expect(folder.record.isEmpty)
        _ = Glibc.write(number, " and half", 9)
        close(number)
        #expect(try folder.ingest { !$0.present.isEmpty } == ["read slow.txt"])
        #expect(folder.record.values.first == "half and half")
    }

    @Test func `an unwritable state folder makes each sync a comparison, and none is wrong`() throws {
        let folder = try WatchedFolder()
        rmdir(folder.temporary.path("state"))
        try folder.sync()
        try folder.shell.run("echo a > a.txt")
        #expect(try folder.sync() == ["read a.txt"])
        try folder.shell.run("rm a.txt")
        #expect(try folder.sync() == ["gone a.txt"])
    }

    @Test func `every document in a large first scan comes in batches of the limit`() throws {
        let folder = try WatchedFolder(
            configure: { $0.batchLimit = 10 },
            prepare: { _ = try $0.run("for i in $(seq 105); do echo $i > $i.txt; done") })
        var largest = 0
        let ticket = folder.requests.requestSync()
        try folder.ingest {
            largest = max(largest, $0.present.count)
            return $0.synced.contains(ticket)
        }
        #expect(folder.record.count == 105)
        // A file that has only just been written may wait for the next batch.
        #expect((2...10).contains(largest))
    }

    @Test func `a document larger than the limit is refused with the advice, and read when it is smaller`()
        throws
    {
        let folder = try WatchedFolder(prepare: { _ = try $0.run("truncate -s 2M big.txt") })
        #expect(try folder.sync() == ["refused big.txt: 2097152 bytes are more than 1048576"])
        try folder.shell.run("truncate -s 3 big.txt")
        #expect(try folder.sync() == ["read big.txt"])
    }
}
