import Foundation
import TestSupport
import Testing

/// Disks that lose power, turn read-only or are taken away, on a file system of the test's own (ext4 in a file).
@Suite(.serialized, .enabled(if: LoopDisk.isPossible, "no ext4 can be mounted from a file here"))
struct DiskFaultTests {
    /// POLICYD_TEST_POWER_CUTS sets how often.
    static let cuts = ProcessInfo.processInfo.environment["POLICYD_TEST_POWER_CUTS"].flatMap(Int.init) ?? 4

    @Test func `what was told survives each power cut`() throws {
        let documents = try WatchedDocuments()
        let disk = try LoopDisk(mountedOn: documents.state)
        var random = SeededGenerator(seed: 7)
        var told: [Int: String] = [:]
        for cut in 0..<Self.cuts {
            let daemon = try documents.start()
            let client = try DaemonClient(daemon)
            let before = try record(client)
            #expect(told.filter { before[$0.key] != $0.value }.isEmpty, "cut \(cut)")
            try documents.checkVerified(client)
            let follower = try DaemonClient(daemon)
            try follower.stream("Follow", ["after": before.count])
            for number in 0..<Int.random(in: 1...12, using: &random) {
                let text = "The council must answer request \(cut) within \(number + 2) days.\n"
                try documents.write(text, to: "a\(number % 4).txt")
                guard let change = try follower.reply()["change"] as? [String: Any] else { continue }
                told[change["id"] as? Int ?? 0] = change["summary"] as? String
            }
            // The next one is cut at a moment of its own.
            try documents.write("A text that nobody was told of, \(cut).\n", to: "b.txt")
            usleep(UInt32.random(in: 0...30_000, using: &random))
            try disk.cutPower()
            daemon.stop(with: SIGKILL)
            try disk.mountAgain()
        }
        let client = try DaemonClient(documents.start())
        try client.call("Sync")
        let last = try record(client)
        #expect(told.count >= Self.cuts)
        #expect(told.filter { last[$0.key] != $0.value }.isEmpty)
        try documents.checkList(client)
        try documents.checkVerified(client)
    }

    @Test(.enabled(if: LoopDisk.canFail, "the kernel offers no way to make ext4 fail"))
    func `a disk that turns read-only under the daemon is told, and gone on from`() throws {
        let documents = try WatchedDocuments()
        let disk = try LoopDisk(mountedOn: documents.state)
        try documents.write("The council must answer within 30 days.\n", to: "a.txt")
        var daemon = try documents.start()
        var client = try DaemonClient(daemon)
        try client.call("Sync")
        try disk.makeReadOnly()
        try documents.write("The council may answer within 30 days.\n", to: "a.txt")
        #expect(daemon.wait(for: "cannot write the record"), "\(daemon.messages)")
        // What is on record can still be asked for.
        #expect(try documents.problems(client).count == 1)
        #expect(try documents.events(client, of: "a.txt") == ["created"])
        daemon.stop()
        try disk.mountAgain()
        daemon = try documents.start()
        client = try DaemonClient(daemon)
        try client.call("Sync")
        #expect(try documents.events(client, of: "a.txt") == ["created", "modified"])
        #expect(try documents.problems(client).isEmpty)
        try documents.checkVerified(client)
    }

    @Test func `a disk of documents that is unmounted deletes nothing, and goes on when it is back`() throws {
        let documents = try WatchedDocuments()
        let disk = try LoopDisk(mountedOn: documents.watched)
        rmdir(documents.watched + "/lost+found")
        try documents.write("The council must answer within 30 days.\n", to: "a.txt")
        try documents.write("La ministre doit publier un rapport.\n", to: "k/b.txt")
        let daemon = try documents.start()
        let client = try DaemonClient(daemon)
        try client.call("Sync")
        // Nothing of the daemon's keeps it busy.
        try disk.unmount()
        #expect(daemon.wait(for: "nothing is deleted, waiting for it"), "\(daemon.messages)")
        try client.call("Sync")
        #expect(try client.objects("documents", of: "List").count == 2)
        #expect(try client.call("Status")["state"] as? String == "waiting_for_folder")
        try disk.mount()
        #expect(daemon.wait(for: "is back"))
        try documents.write("The council may answer within 30 days.\n", to: "a.txt")
        try client.call("Sync")
        try documents.checkList(client)
        #expect(try documents.events(client, of: "a.txt") == ["created", "modified"])
        #expect(try documents.events(client, of: "k/b.txt") == ["created"])
        #expect(daemon.stop() == 0)
    }

    private func record(_ client: DaemonClient) throws -> [Int: String] {
        let changes = try client.objects("changes", of: "Changes", ["after": 0, "limit": 10_000])
        return Dictionary(
            changes.map { ($0["id"] as? Int ?? 0, $0["summary"] as? String ?? "") }
        ) { first, _ in first }
    }
}

/// An ext4 file system in a file, mounted until the test lets go of it.
private final class LoopDisk {
    private let folder: TemporaryFolder
    private let target: String

    private var image: String { folder.path("disk.img") }

    static let isPossible: Bool = {
        guard FaultTools.isRoot, FaultTools.has("mount", "umount", "mkfs.ext4", "losetup"),
            let folder = try? TemporaryFolder(),
            (try? FileManager.default.createDirectory(
                atPath: folder.path("on"), withIntermediateDirectories: false)) != nil
        else { return false }
        return (try? LoopDisk(mountedOn: folder.path("on"))) != nil
    }()

    static let canFail = FileManager.default.fileExists(atPath: "/sys/fs/ext4")

    init(mountedOn target: String) throws {
        folder = try TemporaryFolder()
        self.target = target
        try FaultTools.shell("truncate -s 48M disk.img && mkfs.ext4 -q -F disk.img", in: folder.path)
        try mount()
    }

    deinit { _ = try? FaultTools.shell("umount -l '\(target)' 2>&1 || true") }

    func mount() throws {
        try FaultTools.shell("mount -o loop,errors=remount-ro '\(image)' '\(target)'")
    }

    func unmount() throws { try FaultTools.shell("umount '\(target)'") }

    func mountAgain() throws {
        try unmount()
        try mount()
    }

    /// From now on nothing reaches the disk, and nothing that had not reached it ever will: EXT4_IOC_SHUTDOWN,
    /// without a last flush of the journal.
    func cutPower() throws {
        let descriptor = open(target, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { close(descriptor) }
        var flag: UInt32 = 2
        guard ioctl(descriptor, 0x8004_587D, &flag) == 0 else {
            throw Refused(what: "shut down", error: errno)
        }
    }

    /// The file system finds an error in itself.
    func makeReadOnly() throws {
        let device =
            try FaultTools.shell("findmnt -n -o SOURCE --target '\(target)'")
            .trimmingCharacters(in: .whitespacesAndNewlines).split(separator: "/").last.map(String.init) ?? ""
        try FaultTools.shell("echo policyd > /sys/fs/ext4/\(device)/trigger_fs_error")
    }

    private struct Refused: Error {
        let what: String
        let error: Int32
    }
}
