internal import LinuxSystem

/// Which folder is watched, what in it is a document, and how patiently.
package struct WatchSettings: Hashable, Sendable {
    /// The folder; what its path shows is what counts.
    package var directory: String
    /// Which files are documents; see `DocumentFilter`.
    package var include = [
        "*.txt", "*.text", "*.md", "*.markdown", "*.html", "*.htm", "*.pdf", "*.docx", "*.odt", "*.rtf",
    ]
    package var exclude = [".*", "*~", "*.swp", "*.tmp", "*.part", "*.crdownload", ".~lock.*"]
    /// A file written in place is read once it has been quiet for this long; a missing one is gone after it.
    package var quietPeriod: Duration = .milliseconds(500)
    /// Everything is compared with the disk this often.
    package var rescanPeriod: Duration = .seconds(3600)
    /// And this often where the kernel does not report changes.
    package var pollPeriod: Duration = .seconds(30)
    /// How often the path is asked whether it still shows the same folder, where nothing would tell that it does not.
    package var rootCheckPeriod: Duration = .seconds(1)
    /// How many documents a batch holds at most, moved ones apart.
    package var batchLimit = 4096
    /// The folder of the last run, so that an empty one in its place is told from one whose documents were deleted.
    package var knownRoot: FolderIdentity?

    package init(directory: String) {
        self.directory = directory
    }
}

/// Which folder or file something is, whatever its name: the device and the inode.
package struct FolderIdentity: Hashable, Sendable {
    package let device: UInt64
    package let inode: UInt64

    package init(device: UInt64, inode: UInt64) {
        self.device = device
        self.inode = inode
    }

    init(_ status: FileStatus) {
        self.init(device: status.device, inode: status.inode)
    }
}
