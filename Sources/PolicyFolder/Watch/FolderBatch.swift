package import PolicyText

/// What has settled since the last batch, and how the watching goes.
package struct FolderBatch: Sendable {
    /// Documents to be read: new ones, changed ones, and those that may have changed unseen. Only their content
    /// decides. The watcher wants to hear of each by `accept`, or by `retry` where it could not be read.
    package var present: [PresentDocument] = []
    /// Documents that are there no more. The watcher wants to hear of each by `forget`.
    package var gone: [DocumentPath] = []
    /// Which of `present` stood at another path before.
    package var moved: [MovedDocument] = []
    /// Requests to which all that was on disk before them is in this batch or an earlier one.
    package var synced: [SyncTicket] = []
    package var status: FolderStatus

    /// Whether there is nothing to do but to note the status.
    package var isEmpty: Bool { present.isEmpty && gone.isEmpty && synced.isEmpty }
}

/// A document to be read, with its state when it was found; it may have changed since.
package struct PresentDocument: Hashable, Sendable {
    package let path: DocumentPath
    package let signature: FileSignature
}

/// A file that was recorded under one path and now stands at another.
package struct MovedDocument: Hashable, Sendable {
    /// How sure that is.
    package enum Evidence: Hashable, Sendable {
        /// The kernel reported the rename.
        case reported
        /// The same inode, size and modification time.
        case sameFile
        /// Only the same inode: renamed and edited, or an inode used again for another file. Content decides.
        case sameInode
    }

    package let from: DocumentPath
    package let to: DocumentPath
    package let evidence: Evidence
}

/// A request to be told when all that was on disk before it has been handed over.
package struct SyncTicket: Hashable, Comparable, Sendable {
    package let number: UInt64

    package static func < (left: SyncTicket, right: SyncTicket) -> Bool { left.number < right.number }
}

/// What the watcher is doing.
package enum FolderState: Hashable, Sendable {
    /// The first comparison with the disk is under way.
    case scanning
    /// The kernel reports changes.
    case watching
    /// The folder is compared on a schedule, because the kernel does not report all changes, and why; with what to do
    /// about it, where it is a limit that can be raised.
    case polling(reason: String, advice: String? = nil)
    /// The folder is away, and why: nothing is deleted.
    case waitingForFolder(reason: String)
}

/// How the watching goes.
package struct FolderStatus: Hashable, Sendable {
    package var state: FolderState = .scanning
    /// Documents recorded.
    package var documents = 0
    /// Documents known to have changed and not handed over yet.
    package var pending = 0
    /// What scheduled comparisons found that no report of the kernel had told.
    package var repaired = 0
    /// How often the kernel lost events.
    package var overflows = 0
    /// Which folder the path shows; to be given to the next run as `WatchSettings.knownRoot`.
    package var root: FolderIdentity?
    /// When the folder was last compared as a whole.
    package var lastComparison: Timestamp?
    /// What in the folder cannot be looked at; each goes away by itself when mended.
    package var problems: [Problem] = []
}
