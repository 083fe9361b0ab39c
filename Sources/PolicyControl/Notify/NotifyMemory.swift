internal import Glibc
internal import LinuxSystem

/// What is remembered between runs of the notifier: who this feed is, and how far each program has come.
///
/// Each file is replaced whole and forced to the disk before the next batch is given out, so a program may be given a
/// batch again after a crash, and never misses one.
struct NotifyMemory: Sendable {
    private let folder: String

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
    }

    /// How far a program has come.
    struct Progress: Hashable, Sendable {
        /// The id of the last change that it took.
        var cursor = 0
        /// The time of day of that change, by which a record that was begun anew is told from the one before.
        var moment: Int?
        /// The last day whose digest it took.
        var digest = ""
    }

    func progress(of program: String) throws(SystemError) -> Progress? {
        guard let lines = try lines(of: program + ".progress") else { return nil }
        var progress = Progress()
        for line in lines {
            let parts = line.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { continue }
            switch parts[0] {
            case "cursor": progress.cursor = Int(parts[1]) ?? 0
            case "moment": progress.moment = Int(parts[1])
            case "digest": progress.digest = String(parts[1])
            default: break
            }
        }
        return progress
    }

    func remember(_ progress: Progress, of program: String) throws(SystemError) {
        var text = "cursor=\(progress.cursor)\n"
        if let moment = progress.moment { text += "moment=\(moment)\n" }
        if !progress.digest.isEmpty { text += "digest=\(progress.digest)\n" }
        try write(text, to: program + ".progress")
    }

    /// What tells this feed from every other, also where the same machine has several: made once.
    func source() throws(SystemError) -> String {
        if let known = try lines(of: "source")?.first, !known.isEmpty { return String(known) }
        return try newSource()
    }

    /// Another one: the ids of the changes begin again.
    func newSource() throws(SystemError) -> String {
        let made = try Self.bytes(of: "/proc/sys/kernel/random/uuid") ?? []
        let source = String(decoding: made, as: UTF8.self).filter { $0.isHexDigit }
        try write(source + "\n", to: "source")
        return source
    }

    private func lines(of name: String) throws(SystemError) -> [Substring]? {
        try Self.bytes(of: folder + "/" + name).map {
            String(decoding: $0, as: UTF8.self).split(separator: "\n")
        }
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
