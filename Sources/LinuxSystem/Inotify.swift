internal import CLinux
internal import Glibc

/// The kernel's reports of what happens in folders (inotify).
///
/// One thread owns it. A report is a hint: reports can be lost, and then one event says so.
package final class Inotify {
    /// What happened, or what to report.
    package struct Kinds: OptionSet, Hashable, Sendable {
        package let rawValue: UInt32

        package init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        package static let modified = Kinds(rawValue: UInt32(IN_MODIFY))
        package static let attributes = Kinds(rawValue: UInt32(IN_ATTRIB))
        package static let closedAfterWriting = Kinds(rawValue: UInt32(IN_CLOSE_WRITE))
        package static let movedFrom = Kinds(rawValue: UInt32(IN_MOVED_FROM))
        package static let movedTo = Kinds(rawValue: UInt32(IN_MOVED_TO))
        package static let created = Kinds(rawValue: UInt32(IN_CREATE))
        package static let deleted = Kinds(rawValue: UInt32(IN_DELETE))
        package static let folderDeleted = Kinds(rawValue: UInt32(IN_DELETE_SELF))
        package static let folderMoved = Kinds(rawValue: UInt32(IN_MOVE_SELF))
        /// Only reported: what happened, happened to a folder.
        package static let isFolder = Kinds(rawValue: CLINUX_IN_ISDIR)
        /// Only reported: the file system was unmounted.
        package static let unmounted = Kinds(rawValue: UInt32(IN_UNMOUNT))
        /// Only reported: events were lost.
        package static let overflow = Kinds(rawValue: UInt32(IN_Q_OVERFLOW))
        /// Only reported: the watch is gone.
        package static let ignored = Kinds(rawValue: UInt32(IN_IGNORED))

        /// All that can change what a folder holds.
        package static let changes: Kinds = [
            .modified, .attributes, .closedAfterWriting, .movedFrom, .movedTo, .created, .deleted,
            .folderDeleted,
            .folderMoved,
        ]
    }

    /// One report.
    package struct Event: Sendable {
        /// The watch it belongs to; -1 for an overflow.
        package let watch: Int32
        package let kinds: Kinds
        /// Joins the two halves of a rename; 0 elsewhere.
        package let cookie: UInt32
        /// The name within the folder; empty where it concerns the folder itself.
        package let name: [UInt8]
    }

    package let descriptor: FileDescriptor
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 8)

    /// - Throws: EMFILE where the user's instances or the process's descriptors are used up.
    package init() throws(SystemError) {
        let flags = Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK)
        descriptor = FileDescriptor(owning: try retrying("inotify_init") { inotify_init1(flags) })
    }

    deinit { buffer.deallocate() }

    /// Watches an open folder; the same folder gives the same number again.
    ///
    /// - Throws: ENOSPC where the user's watches are used up.
    package func watch(_ folder: FolderDescriptor, for kinds: Kinds) throws(SystemError) -> Int32 {
        // The descriptor's own name reaches folders deeper than any path, and cannot be swapped meanwhile.
        try watch(path: "/proc/self/fd/\(folder.descriptor.number)", for: kinds)
    }

    /// Watches a folder by its path, also for what it is watched for already (IN_MASK_ADD).
    package func addWatch(path: String, for kinds: Kinds) throws(SystemError) -> Int32 {
        try watch(path: path, for: kinds.union(Kinds(rawValue: UInt32(IN_MASK_ADD))))
    }

    /// Watches a folder or a symbolic link itself by its path.
    package func watchName(path: String, for kinds: Kinds) throws(SystemError) -> Int32 {
        let mask = kinds.rawValue | UInt32(IN_DONT_FOLLOW)
        return try retrying("watch", path) { inotify_add_watch(descriptor.number, path, mask) }
    }

    private func watch(path: String, for kinds: Kinds) throws(SystemError) -> Int32 {
        let mask = kinds.rawValue | UInt32(IN_ONLYDIR)
        return try retrying("watch", path) { inotify_add_watch(descriptor.number, path, mask) }
    }

    /// Ends a watch; one that is gone already is no error.
    package func remove(_ watch: Int32) {
        _ = inotify_rm_watch(descriptor.number, watch)
    }

    /// The next events, in order; empty where there are none now.
    package func events() throws(SystemError) -> [Event] {
        guard let count = try descriptor.read(into: buffer) else { return [] }
        var events: [Event] = []
        var offset = 0
        let headerSize = MemoryLayout<inotify_event>.size
        while offset + headerSize <= count {
            let header = buffer.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
            let nameStart = offset + headerSize
            let nameEnd = min(nameStart + Int(header.len), count)
            let name = [UInt8](buffer[nameStart..<nameEnd].prefix { $0 != 0 })
            events.append(
                Event(
                    watch: header.wd, kinds: Kinds(rawValue: header.mask), cookie: header.cookie, name: name))
            offset = nameEnd
        }
        return events
    }
}
