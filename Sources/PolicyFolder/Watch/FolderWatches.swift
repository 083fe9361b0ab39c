internal import CLinux
internal import Glibc
internal import LinuxSystem

/// The kernel's watches and the folders they belong to.
struct FolderWatches {
    /// What names a file that proves that all events before it have come.
    static let cookiePrefix = "policyd-sync-"

    /// Nil where the kernel gives no queue of events at all.
    private let inotify: Inotify?
    /// A folder can be seen at two places by one watch: a bind mount, or a rename half seen.
    private var folders: [Int32: [FolderNode]] = [:]
    private let stateFolder: String?
    private var stateWatch: Int32?
    private var cookieNumber: UInt64 = 0
    /// Why the kernel refused a watch since the last comparison began; nil where it refused none.
    var refusal: String?
    private var isOutOfWatches = false

    init(stateFolder: String?) {
        inotify = try? Inotify()
        self.stateFolder = stateFolder
    }

    /// Readable when there are events.
    var descriptor: FileDescriptor? { inotify?.descriptor }
    /// Whether the kernel gives events at all.
    var isAvailable: Bool { inotify != nil }

    /// The kernel's limit that keeps from watching, by its name for sysctl(8).
    var limit: String? {
        if !isAvailable { return "fs.inotify.max_user_instances" }
        return refusal != nil && isOutOfWatches ? "fs.inotify.max_user_watches" : nil
    }

    /// The next events; nil where they cannot be read.
    func events() -> [Inotify.Event]? {
        guard let inotify else { return [] }
        return try? inotify.events()
    }

    /// The folders a watch belongs to.
    func nodes(of watch: Int32) -> [FolderNode] { folders[watch] ?? [] }

    func isStateWatch(_ watch: Int32) -> Bool { watch == stateWatch }

    /// Watches a folder, or renews its watch.
    mutating func watch(_ node: FolderNode, _ folder: FolderDescriptor) {
        guard let inotify else { return }
        do {
            let number = try inotify.watch(folder, for: .changes)
            guard number != node.watch else { return }
            unwatch(node)
            node.watch = number
            folders[number, default: []].append(node)
        } catch {
            unwatch(node)
            // A folder that cannot be read is a problem of its own, which listing it tells.
            guard error.code != EACCES else { return }
            isOutOfWatches = error.code == ENOSPC
            refusal =
                isOutOfWatches ? "the kernel gives no more watches" : "cannot watch folders: \(error.reason)"
        }
    }

    /// Ends a folder's watch, unless another place needs it.
    mutating func unwatch(_ node: FolderNode) {
        guard let number = node.watch else { return }
        node.watch = nil
        folders[number]?.removeAll { $0 === node }
        if folders[number]?.isEmpty != false {
            folders[number] = nil
            // The state folder can lie in the watched folder; its watch is needed all the same.
            if number != stateWatch { inotify?.remove(number) }
        }
    }

    /// The kernel has ended a watch.
    mutating func forget(_ watch: Int32) {
        if watch == stateWatch { stateWatch = nil }
        for node in folders.removeValue(forKey: watch) ?? [] { node.watch = nil }
    }

    /// Makes a file whose event comes after all events before it; nil where that cannot be.
    mutating func makeCookie() -> [UInt8]? {
        guard let inotify, let stateFolder else { return nil }
        // Each time anew: another folder may stand at the path by now. Without one the watch stays as it is.
        stateWatch = try? inotify.addWatch(path: stateFolder, for: .created)
        guard stateWatch != nil else { return nil }
        cookieNumber += 1
        let name = Self.cookiePrefix + "\(getpid())-\(cookieNumber)"
        let path = stateFolder + "/" + name
        let number = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard number >= 0 else { return nil }
        close(number)
        unlink(path)
        return Array(name.utf8)
    }
}
