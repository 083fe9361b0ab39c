internal import LinuxSystem

/// What tells one state of a file from another without reading it.
///
/// The kernel sets the time of change itself, so that content changed under a kept size and modification time is
/// still a different state.
package struct FileSignature: Hashable, Sendable {
    package let device: Int64
    package let inode: Int64
    package let size: Int64
    package let modified_ns: Int64
    package let changed_ns: Int64

    package init(device: Int64, inode: Int64, size: Int64, modified_ns: Int64, changed_ns: Int64) {
        self.device = device
        self.inode = inode
        self.size = size
        self.modified_ns = modified_ns
        self.changed_ns = changed_ns
    }

    init(_ status: FileStatus) {
        self.init(
            device: Int64(bitPattern: status.device), inode: Int64(bitPattern: status.inode),
            size: status.size,
            modified_ns: status.modified_ns, changed_ns: status.changed_ns)
    }

    /// Which file it is, whatever its name.
    var identity: FolderIdentity {
        FolderIdentity(device: UInt64(bitPattern: device), inode: UInt64(bitPattern: inode))
    }

    /// This state, marked as one that a later state might be mistaken for: it equals no state of a file on a disk,
    /// so that the next comparison reads the file once more.
    var doubted: FileSignature {
        FileSignature(
            device: device, inode: inode, size: size, modified_ns: modified_ns, changed_ns: Self.doubtedChange
        )
    }

    /// Whether it is `doubted`.
    var isDoubted: Bool { changed_ns == Self.doubtedChange }

    private static let doubtedChange = Int64.min

    /// Whether a change right after `clock_ns` could leave the same times: file systems stamp in ticks, of up to
    /// 10 ms, and some in whole seconds or two.
    func isTooFresh(at clock_ns: Int64) -> Bool {
        let tick: Int64 = changed_ns % 1_000_000_000 == 0 ? 2_100_000_000 : 20_000_000
        return clock_ns &- changed_ns < tick
    }

    /// Whether only the name has changed between two states of one file: a rename also stamps the time of change.
    package func hasContentTimes(of other: FileSignature) -> Bool {
        identity == other.identity && size == other.size && modified_ns == other.modified_ns
    }
}
