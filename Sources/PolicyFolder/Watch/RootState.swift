internal import Glibc
internal import LinuxSystem

/// What the watched folder's path shows.
enum RootState: Equatable {
    case unknown
    /// Nothing, and why.
    case away(reason: String)
    /// A folder. Until it is trusted, because it is the one that was recorded or holds documents, nothing is gone.
    case present(FolderIdentity, isTrusted: Bool)
}

extension FolderWatcher {
    /// Asks the path what it shows; a folder other than before is watched from the start.
    @discardableResult
    func checkRoot() -> FolderDescriptor? {
        pathWatch.renew()
        defer { nextRootCheck = .now + rootCheckPeriod }
        do {
            let folder = try FolderDescriptor(path: settings.directory)
            let identity = FolderIdentity(try folder.status())
            if case .present(identity, _) = root { return folder }
            adoptRoot(identity)
            return folder
        } catch {
            let reason = error.reason
            if root != .away(reason: reason) { loseRoot(reason) }
            return nil
        }
    }

    /// How long until the path is asked again where nothing hints that it shows another folder.
    private var rootCheckPeriod: Duration {
        if case .present(_, isTrusted: true) = root, pathWatch.isReliable, pollingReason == nil {
            return settings.rescanPeriod
        }
        return settings.rootCheckPeriod
    }

    private func loseRoot(_ reason: String) {
        forgetWatches()
        pathWatch.forget()
        root = .away(reason: reason)
    }

    private func adoptRoot(_ identity: FolderIdentity) {
        forgetWatches()
        pathWatch.forget()
        root = .present(identity, isTrusted: tree.count == 0 || identity == status.root)
        if tree.count == 0 { status.root = identity }
        compareAll(for: .newRoot)
        ticketsNeedNextComparison()
    }

    /// The folder holds documents, or is the one that was recorded: what is missing in it is gone.
    func trustRoot() {
        guard case .present(let identity, let isTrusted) = root else { return }
        status.root = identity
        guard !isTrusted else { return }
        root = .present(identity, isTrusted: true)
        // What was missing has not been noted so far.
        compareAll(for: .newRoot)
        ticketsNeedNextComparison()
    }

    /// Whether what is missing is gone.
    var missingIsGone: Bool {
        if case .present(_, true) = root { true } else { false }
    }

    private func forgetWatches() {
        for node in tree.root.subtree {
            watches.unwatch(node)
            node.identity = nil
        }
        settler.removeAll()
        scanner.removeAll()
        renames = [:]
        problems.clear(below: [])
        for node in tree.root.subtree.reversed() { node.prune() }
    }

    /// What the state is, now that a round is over.
    func updateState() {
        switch root {
        case .unknown: break
        case .away(let reason): status.state = .waitingForFolder(reason: reason)
        case .present(_, let isTrusted):
            if scanner.isComparingAnew {
                // A short look at a folder that is away as before is no news.
                if isTrusted || status.state == .scanning { status.state = .scanning }
            } else if !isTrusted {
                status.state = .waitingForFolder(
                    reason: "it is another folder than before, and holds no document")
            } else if scanner.whole != nil {
                // Whether the kernel reports everything is known when the comparison has met every folder.
                break
            } else if let reason = pollingReason {
                status.state = .polling(
                    reason: reason, advice: watches.limit.map { "raise \($0) with sysctl" })
                nextComparison = min(nextComparison, .now + comparisonPeriod)
            } else {
                status.state = .watching
            }
        }
    }

    private var pollingReason: String? {
        if !watches.isAvailable { return "the kernel gives no more inotify instances" }
        if let refusal = watches.refusal { return refusal }
        return scanner.silentFileSystem.map { "\($0) does not report changes" }
    }

    /// How long until the next comparison.
    var comparisonPeriod: Duration {
        pollingReason == nil ? settings.rescanPeriod : min(settings.pollPeriod, settings.rescanPeriod)
    }
}

/// File systems whose changes the kernel may not see (the magic numbers of statfs(2)).
enum SilentFileSystem {
    static func name(ofType type: UInt64) -> String? {
        switch type {
        case 0x6969: "NFS"
        case 0x517B, 0xFF53_4D42, 0xFE53_4D42: "SMB"
        case 0x6573_5546: "FUSE"
        case 0x0102_1997: "9P"
        case 0x00C3_6400: "Ceph"
        case 0x5346_414F, 0x6B41_4653: "AFS"
        case 0x7375_7245: "Coda"
        case 0x564C: "NCP"
        case 0x786F_4256: "VirtualBox shared folder"
        case 0xBACB_ACBC: "VMware shared folder"
        case 0x0BD0_0BD0: "Lustre"
        case 0x4750_4653: "GPFS"
        case 0x0116_1970: "GFS2"
        case 0x7461_636F: "OCFS2"
        case 0x1983_0326: "BeeGFS"
        case 0x6776_6673, 0x2405_1905: "a user-space file system"
        default: nil
        }
    }
}
