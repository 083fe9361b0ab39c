import Glibc
import LinuxSystem
import PolicyFolder
import PolicyText
import Synchronization
import TestSupport
import Testing

/// Random operations on a tree, and the record against the disk after each few of them.
struct RandomOperationsTests {
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `after a sync the record is what the folder holds`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let folder = try WatchedFolder(configure: { $0.quietPeriod = .milliseconds(5) })
        var trace: [String] = []
        for round in 0..<60 {
            let count = Int.random(in: 1...25, using: &random)
            for _ in 0..<count { trace.append(Operation(&random).run(in: folder.directory)) }
            switch Int.random(in: 0..<12, using: &random) {
            case 0: try folder.restart()
            case 1:
                try folder.restart {
                    for _ in 0..<count { trace.append(Operation(&random).run(in: folder.directory)) }
                }
            // Some operations meet a watcher in the middle of its work.
            case 2...6: try folder.ingest(upTo: .milliseconds(Int.random(in: 0...3, using: &random)))
            default: break
            }
            guard round % 2 == 1 else { continue }
            try folder.sync()
            let isEqual = try folder.record == folder.contentOnDisk()
            #expect(
                isEqual,
                "seed \(seed), round \(round), after \(trace.suffix(60)), told \(folder.log.suffix(20))")
            if !isEqual { return }
            trace = []
        }
        // All of it was seen, not repaired, and is as well in the eyes of a daemon that starts now.
        #expect(folder.status.repaired == 0)
        try folder.restart()
        try folder.sync()
        #expect(try folder.record == folder.contentOnDisk())
    }

    @Test func `syncs under concurrent writers each hold what was written before them`() throws {
        let folder = try WatchedFolder(configure: { $0.quietPeriod = .milliseconds(5) })
        try folder.sync()
        let directory = folder.directory
        let stop = WakeUpFlag()
        // Writers may be so many operations ahead: a watcher slowed down by a sanitizer would never catch up with them.
        let allowance = Allowance()
        let threads = try (0..<2).map { writer in
            try SystemThread(named: "writer") {
                var random = SeededGenerator(seed: UInt64(100 + writer))
                mkdir("\(directory)/w\(writer)", 0o755)
                var done = 0
                while !stop.isSet {
                    guard done < allowance.operations else {
                        sched_yield()
                        continue
                    }
                    done += 1
                    _ = Operation(&random).run(in: "\(directory)/w\(writer)")
                    sched_yield()
                }
            }
        }
        for round in 0..<60 {
            allowance.add(300)
            let name = "own\(round % 7).txt"
            try folder.shell.write("round \(round)", name)
            try folder.sync()
            #expect(folder.record[DocumentPath(text: name)!] == "round \(round)")
            if round % 5 == 4 {
                unlink(folder.shell.path(name))
                try folder.sync()
                #expect(folder.record[DocumentPath(text: name)!] == nil)
            }
        }
        stop.set()
        threads.forEach { $0.join() }
        try folder.sync()
        let disk = try folder.contentOnDisk()
        for path in Set(folder.record.keys).union(disk.keys) where folder.record[path] != disk[path] {
            let told = folder.log.filter { $0.hasSuffix(path.text) || $0.contains("\(path.text) ") }.suffix(8)
            var status = stat()
            stat(folder.shell.path(path.text), &status)
            Issue.record(
                "\(path.text): \(folder.record[path] ?? "none") for \(disk[path] ?? "none"), \(status.st_nlink) names, told \(told)"
            )
        }
    }
}

/// How much others may do, raised by one thread.
private final class Allowance: Sendable {
    private let count = Atomic<Int>(0)
    var operations: Int { count.load(ordering: .relaxed) }
    func add(_ more: Int) { count.add(more, ordering: .relaxed) }
}

/// Raised by one thread, seen by others.
private final class WakeUpFlag: Sendable {
    private let pair: (FileDescriptor, FileDescriptor)?
    init() { pair = try? UnixSocket.pair() }
    func set() { if let pair { UnixSocket.end(pair.0) } }
    var isSet: Bool {
        guard let pair else { return true }
        var request = pollfd(fd: pair.1.number, events: Int16(POLLIN), revents: 0)
        return poll(&request, 1, 0) != 0
    }
}

/// Something that a program does to a small tree; it may well be impossible just now.
private struct Operation {
    private static let folders = ["", "k/", "k/m/", "p/", ".x/"]
    private static let names = ["a.txt", "b.txt", "c.txt", "A.txt", "d.bin", ".e.txt", "f.txt~", "g.txt"]

    private let kind: Int
    private let one: String
    private let other: String
    private let text: String

    init(_ random: inout SeededGenerator) {
        func path(_ random: inout SeededGenerator) -> String {
            Self.folders.randomElement(using: &random)! + Self.names.randomElement(using: &random)!
        }
        kind = Int.random(in: 0..<20, using: &random)
        if (12...16).contains(kind) {
            one = String(Self.folders.dropFirst().randomElement(using: &random)!.dropLast())
            other = String(Self.folders.dropFirst().randomElement(using: &random)!.dropLast())
        } else {
            one = path(&random)
            other = path(&random)
        }
        // Few lengths, so that sizes often stay the same.
        text = String(
            repeating: String(Int.random(in: 0...9, using: &random)),
            count: Int.random(in: 1...3, using: &random))
    }

    func run(in directory: String) -> String {
        let (from, to) = ("\(directory)/\(one)", "\(directory)/\(other)")
        switch kind {
        case 0...3:
            write(from, O_TRUNC)
            return "write \(one) \(text)"
        case 4:
            write(from, O_APPEND)
            return "append \(one) \(text)"
        case 5:
            // In place: neither cut nor closed before the new content is whole.
            write(from, 0)
            return "overwrite \(one) \(text)"
        case 6, 7:
            rename(from, to)
            return "rename \(one) to \(other)"
        case 8:
            unlink(from)
            return "delete \(one)"
        case 9:
            write(from + ".tmp", O_TRUNC)
            rename(from + ".tmp", from)
            return "replace \(one) \(text)"
        case 10:
            // The kernel tells nobody of a name given where nobody watches: a comparison finds what is written by it.
            guard !other.hasPrefix(".x/") else { return "no link" }
            link(from, to)
            return "link \(one) as \(other)"
        case 11:
            truncate(from, 1)
            return "truncate \(one)"
        case 12, 13:
            mkdir(from, 0o755)
            return "make folder \(one)"
        case 14, 15:
            rename(from, to)
            return "rename folder \(one) to \(other)"
        case 16:
            rmdir(from)
            return "remove folder \(one)"
        case 17:
            chmod(from, 0o600)
            chmod(from, 0o644)
            return "chmod \(one)"
        case 18:
            let spare = to + ".swap"
            rename(from, spare)
            rename(to, from)
            rename(spare, to)
            return "swap \(one) and \(other)"
        default:
            rename(from, from + "~")
            write(from, O_TRUNC)
            return "move aside and write \(one) \(text)"
        }
    }

    private func write(_ path: String, _ flag: Int32) {
        let number = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | flag, 0o644)
        guard number >= 0 else { return }
        _ = Glibc.write(number, text, text.utf8.count)
        close(number)
    }
}
