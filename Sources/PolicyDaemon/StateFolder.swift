internal import FoundationEssentials
internal import Glibc
internal import LinuxSystem

/// The daemon's own folder: made where it is missing, and held by one daemon at a time.
final class StateFolder {
    /// Another daemon holds the folder.
    struct InUse: Error, CustomStringConvertible {
        let path: String
        let process: String

        var description: String {
            "cannot use \(quoted(path)): policyd with process id \(process) uses it (stop that one, or give --state DIR)"
        }
    }

    // The lock is held as long as the descriptor is open.
    private let lock: FileDescriptor

    init(_ path: String) throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o750])
        let name = path + "/lock"
        let number = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard number >= 0 else { throw SystemError("open", name) }
        lock = FileDescriptor(owning: number)
        guard flock(number, LOCK_EX | LOCK_NB) == 0 else {
            let holder =
                FileManager.default.contents(atPath: name).map { String(decoding: $0, as: UTF8.self) } ?? ""
            throw InUse(
                path: path, process: holder.isEmpty ? "unknown" : String(holder.prefix(while: \.isNumber)))
        }
        // Cut to nothing first, the file would be waited for until it is on the disk.
        let holder = Array("\(getpid())\n".utf8)
        try lock.writeAll(holder)
        ftruncate(number, holder.count)
    }
}
