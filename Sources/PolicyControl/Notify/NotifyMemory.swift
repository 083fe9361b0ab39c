internal import Glibc
internal import LinuxSystem
internal import Synchronization

/// What is remembered between runs of the notifier: who this feed is, and how far each program has come.
///
/// Each file is replaced whole and forced to the disk before the next batch is given out, so a program may be given a
/// batch again after a crash, and never misses one.
///
/// The runners of all programs share it.
final class NotifyMemory: Sendable {
    private let folder: String
    // Held while the source is read or replaced, so that all runners tell the same.
    private let source = Mutex(())
    /// That of a place which was noted without one, by an earlier policyctl.
    private let sourceAtStart: String

    init(folder: String) throws(SystemError) {
        self.folder = folder
        var made = ""
        for part in folder.split(separator: "/", omittingEmptySubsequences: false) {
            made += part
            if !made.isEmpty, mkdir(made, 0o700) != 0, errno != EEXIST {
                throw SystemError("make the folder", made)
            }
            made += "/"
        }
        sourceAtStart = try Self.sourceKept(in: folder) ?? ""
    }

    /// How far a program has come.
    struct Progress: Hashable, Sendable {
        /// The id of the last change that it took.
        var cursor = 0
        /// The time of day of that change, by which a record that was begun anew is told from the one before.
        var moment: Int?
        /// The last day whose digest it took.
        var digest = ""
        /// The feed whose changes these are.
        var source = ""
    }

    func progress(of program: String) throws(SystemError) -> Progress? {
        guard let lines = try Self.lines(of: folder + "/" + program + ".progress") else { return nil }
        var progress = Progress(source: sourceAtStart)
        for line in lines {
            let parts = line.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { continue }
            switch parts[0] {
            case "cursor": progress.cursor = Int(parts[1]) ?? 0
            case "moment": progress.moment = Int(parts[1])
            case "digest": progress.digest = String(parts[1])
            case "source": progress.source = String(parts[1])
            default: break
            }
        }
        return progress
    }

    func remember(_ progress: Progress, of program: String) throws(SystemError) {
        var text = "cursor=\(progress.cursor)\n"
        if let moment = progress.moment { text += "moment=\(moment)\n" }
        if !progress.digest.isEmpty { text += "digest=\(progress.digest)\n" }
        if !progress.source.isEmpty { text += "source=\(progress.source)\n" }
        try write(text, to: program + ".progress")
    }

    /// What tells this feed from every other, also where the same machine has several: made once.
    func currentSource() throws(SystemError) -> String {
        try source.withLock { _ throws(SystemError) in
            if let known = try Self.sourceKept(in: folder) { return known }
            return try makeSource()
        }
    }

    /// Another one than `old`, as the ids of the changes begin again: made by the first who asks, and the same for all.
    func source(after old: String) throws(SystemError) -> String {
        try source.withLock { _ throws(SystemError) in
            if let known = try Self.sourceKept(in: folder), known != old { return known }
            return try makeSource()
        }
    }

    private func makeSource() throws(SystemError) -> String {
        let made = try Self.bytes(of: "/proc/sys/kernel/random/uuid") ?? []
        let source = String(decoding: made, as: UTF8.self).filter { $0.isHexDigit }
        try write(source + "\n", to: "source")
        return source
    }

    private static func sourceKept(in folder: String) throws(SystemError) -> String? {
        try lines(of: folder + "/source")?.first.map(String.init)
    }

    private static func lines(of path: String) throws(SystemError) -> [Substring]? {
        try bytes(of: path).map { String(decoding: $0, as: UTF8.self).split(separator: "\n") }
    }

    private func write(_ text: String, to name: String) throws(SystemError) {
        try AtomicFile.write(Array(text.utf8), to: folder + "/" + name, mode: 0o600)
    }

    private static func bytes(of path: String) throws(SystemError) -> [UInt8]? {
        do {
            return try SmallFile.bytes(of: path, limit: maximumBytes)
        } catch  where error.code == ENOENT {
            return nil
        }
    }

    // A few lines each.
    private static let maximumBytes = 64 << 10
}
