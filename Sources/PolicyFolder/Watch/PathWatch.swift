internal import Glibc
internal import LinuxSystem

/// Tells when a path may show another folder than before: one of its folders or symbolic links was renamed or removed,
/// or something was mounted or unmounted.
///
/// It only hints: whoever is woken asks the path itself. Where it cannot tell everything, the path is to be asked
/// every so often. One thread owns it.
final class PathWatch {
    /// Symbolic links followed in one path (as Linux does, path_resolution(7)).
    private static let mostLinks = 40

    /// Everything that may change what the path shows is reported.
    private(set) var isReliable = false
    private let path: String
    private let inotify: Inotify?
    private let mounts: FileDescriptor?
    private var watches: Set<Int32> = []
    /// The watch of the folder that the path's last part stands in, and that part: what else comes and goes there is
    /// none of the path's.
    private var last: (watch: Int32, name: [UInt8])?
    private var isDue = true

    /// - Parameter path: absolute, or from the working directory.
    init(_ path: String, in epoll: Epoll, token: UInt64) {
        self.path = path.utf8.first == UInt8(ascii: "/") ? path : Self.workingDirectory + "/" + path
        inotify = try? Inotify()
        // Found ready, without being asked for anything, when the table of mounts has changed (proc_pid_mountinfo(5)).
        let table = open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC)
        mounts = table < 0 ? nil : FileDescriptor(owning: table)
        if let inotify { try? epoll.add(inotify.descriptor, for: .readable, token: token) }
        if let mounts { try? epoll.add(mounts, for: [], token: token) }
    }

    /// Takes what was reported, and watches what the path goes through now; call it before the path is asked.
    func renew() {
        if let inotify {
            while let events = try? inotify.events(), !events.isEmpty {
                if events.contains(where: concernsPath) { isDue = true }
            }
        }
        guard isDue else { return }
        isDue = false
        isReliable = inotify != nil && mounts != nil && watchParts()
    }

    /// Has the path looked at again, whatever was reported.
    func forget() { isDue = true }

    private func concernsPath(_ event: Inotify.Event) -> Bool {
        event.name.isEmpty || event.watch != last?.watch || event.name == last?.name
    }

    private func watchParts() -> Bool {
        guard let inotify else { return false }
        let before = watches
        watches = []
        last = nil
        var isWhole = true
        @discardableResult
        func watch(_ part: String, _ kinds: Inotify.Kinds) -> Int32? {
            guard let watch = try? inotify.watchName(path: part, for: kinds) else {
                isWhole = false
                return nil
            }
            watches.insert(watch)
            return watch
        }
        var folder = ""
        var rest = path.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }[...]
        var links = 0
        while let part = rest.popFirst() {
            guard part != "." else { continue }
            guard part != ".." else {
                folder = folder.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(folder[..<$0]) } ?? ""
                continue
            }
            let next = folder + "/" + part
            guard let target = Self.target(ofLink: next) else {
                // Who removes or replaces the folder itself is seen in the one above: as long as somebody is in it,
                // the folder is not told to be deleted.
                let above: Inotify.Kinds = [.deleted, .created, .movedFrom, .movedTo]
                if rest.isEmpty, let watch = watch(folder.isEmpty ? "/" : folder, above.union(Self.own)) {
                    last = (watch, Array(part.utf8))
                }
                watch(next, Self.own)
                folder = next
                continue
            }
            links += 1
            guard links <= Self.mostLinks else { return false }
            watch(next, Self.own)
            if target.utf8.first == UInt8(ascii: "/") { folder = "" }
            rest = target.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) } + rest
        }
        for watch in before.subtracting(watches) { inotify.remove(watch) }
        return isWhole
    }

    private static let own: Inotify.Kinds = [.folderMoved, .folderDeleted, .attributes]

    private static func target(ofLink path: String) -> String? {
        var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &bytes, bytes.count)
        guard count > 0 else { return nil }
        return String(decoding: bytes[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static var workingDirectory: String {
        guard let path = getcwd(nil, 0) else { return "" }
        defer { free(path) }
        return String(cString: path)
    }
}
