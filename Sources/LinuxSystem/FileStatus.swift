internal import CLinux
internal import Glibc

/// What the kernel tells of a file without opening it (stat).
package struct FileStatus: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case regular, folder, link, other
    }

    package let kind: Kind
    package let device: UInt64
    package let inode: UInt64
    package let size: Int64
    /// When the content was last written, as its writer says: it can be set to anything.
    package let modified_ns: Int64
    /// When content, name or mode last changed, as the kernel's clock says.
    package let changed_ns: Int64
    package let linkCount: UInt64

    init(_ status: stat) {
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .folder
            case S_IFLNK: .link
            default: .other
            }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        modified_ns = Self.nanoseconds(status.st_mtim)
        changed_ns = Self.nanoseconds(status.st_ctim)
        linkCount = UInt64(status.st_nlink)
    }

    /// What a path shows, its last link followed (stat).
    package init(of path: String) throws(SystemError) {
        var status = stat()
        try retrying("read the state of", path) { stat(path, &status) }
        self.init(status)
    }

    /// What a descriptor shows (fstat).
    package init(of file: FileDescriptor) throws(SystemError) {
        var status = stat()
        try retrying("read the state of a file") { fstat(file.number, &status) }
        self.init(status)
    }

    /// The kernel's clock as it stamps files: up to a tick, 10 ms, behind the exact one (CLOCK_REALTIME_COARSE).
    package static func clock_ns() -> Int64 {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME_COARSE, &now)
        return nanoseconds(now)
    }

    // Times of the year 2300 wrap rather than trap; they are only ever compared for equality or told.
    private static func nanoseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}
