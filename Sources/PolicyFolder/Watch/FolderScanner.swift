internal import Glibc
internal import LinuxSystem

/// Why folders are compared with the disk.
enum ComparisonCause {
    /// The path shows a folder that was not compared yet.
    case newRoot
    /// The kernel lost events.
    case overflow
    case request
    case schedule
    /// An event named a folder.
    case event
}

/// The folders that are to be compared.
struct ScanQueue {
    struct Task {
        let node: FolderNode
        let stamp: UInt64
        let cause: ComparisonCause
        /// Whether the folders in it are compared as well.
        let isDeep: Bool
    }

    private(set) var tasks: [Task] = []
    /// The comparison of the whole folder that is under way.
    private(set) var whole: ComparisonCause?
    private(set) var wholeStamp: UInt64 = 0
    /// Another one asked for meanwhile: what it must see may have happened behind the first.
    var wholeAgain: ComparisonCause?
    /// A file system met on the way that does not report changes.
    var silentFileSystem: String?
    /// Whether a document was met on the way.
    var hasFoundDocument = false

    var hasWork: Bool { !tasks.isEmpty || whole != nil }
    var oldestStamp: UInt64? { tasks.lazy.map(\.stamp).min() }

    /// Whether what is on the disk is not known yet, or not any more.
    var isComparingAnew: Bool { whole == .newRoot || wholeAgain == .newRoot }

    /// Whether nothing is handed over until it ends, so that what is gone and what has come stay together.
    /// Where nothing was recorded nothing can be gone, and the first documents need not wait for the last.
    private(set) var holdsBatches = false

    mutating func add(_ task: Task) {
        task.node.comparisonCount += 1
        tasks.append(task)
    }

    mutating func beginWhole(_ node: FolderNode, stamp: UInt64, cause: ComparisonCause, isFirst: Bool) {
        whole = cause
        wholeStamp = stamp
        holdsBatches = !isFirst && (cause == .newRoot || cause == .overflow)
        hasFoundDocument = false
        silentFileSystem = nil
        add(Task(node: node, stamp: stamp, cause: cause, isDeep: true))
    }

    /// Takes the next tasks; each is to be ended.
    mutating func next(_ most: Int) -> [Task] {
        let taken = Array(tasks.suffix(most).reversed())
        tasks.removeLast(taken.count)
        return taken
    }

    /// A task's folder has been compared, or is not there to be.
    func end(_ task: Task) { task.node.comparisonCount -= 1 }

    mutating func endWhole() {
        whole = nil
        holdsBatches = false
    }

    mutating func removeAll() {
        for task in tasks { task.node.comparisonCount = 0 }
        tasks = []
        endWhole()
        wholeAgain = nil
    }
}

extension FolderWatcher {
    /// Folders deeper than this are not looked into, and a problem says so.
    static let maximumDepth = 2048
    /// After so many folders in one go, events are read.
    private static let foldersAtOnce = 256
    /// So many folders are open at a time.
    private static let foldersTogether = 64
    /// From so many documents on a comparison of all is shared among threads.
    private static let fewestShared = 200

    /// Compares the whole folder with the disk, as soon as a comparison that is under way has ended.
    func compareAll(for cause: ComparisonCause) {
        nextComparison = .now + comparisonPeriod
        guard case .present = root else { return }
        if scanner.whole != nil {
            if scanner.wholeAgain != .newRoot { scanner.wholeAgain = cause }
            return
        }
        stamp += 1
        watches.refusal = nil
        scanner.beginWhole(tree.root, stamp: stamp, cause: cause, isFirst: tree.count == 0)
    }

    /// Compares one folder.
    func compare(_ node: FolderNode, isDeep: Bool) {
        stamp += 1
        scanner.add(ScanQueue.Task(node: node, stamp: stamp, cause: .event, isDeep: isDeep))
    }

    /// Compares the next folders.
    func scan() {
        guard let rootFolder = checkRoot() else { return }
        var left = Self.foldersAtOnce
        while left > 0 {
            if !scanner.holdsBatches, settler.count >= settings.batchLimit, hasDue { return }
            let tasks = scanner.next(Self.foldersTogether)
            guard !tasks.isEmpty else { break }
            left -= tasks.count
            compare(tasks, rootFolder)
        }
        if scanner.tasks.isEmpty, scanner.whole != nil { finishWhole() }
    }

    private func finishWhole() {
        if scanner.holdsBatches {
            let now = ContinuousClock.now
            settler.gather(stamp: scanner.wholeStamp, at: now + settings.quietPeriod, now: now)
        }
        scanner.endWhole()
        comparisonsDone += 1
        status.lastComparison = .init(milliseconds: FileStatus.clock_ns() / 1_000_000)
        nextComparison = .now + comparisonPeriod
        if let cause = scanner.wholeAgain {
            scanner.wholeAgain = nil
            compareAll(for: cause)
        }
        if scanner.hasFoundDocument || missingIsGone { trustRoot() }
    }

    /// Lists folders one after the other, while the states of their files are asked for; then compares them.
    private func compare(_ tasks: [ScanQueue.Task], _ rootFolder: FolderDescriptor) {
        if helper == nil, scanner.whole != nil, tree.count >= Self.fewestShared { helper = WorkHelper() }
        let listed = tasks.map { task in
            (task, task.node.isAttached ? list(task.node, rootFolder) : nil)
        }
        // From the other end than the helper, so that they meet once.
        if helper != nil {
            for (_, listing) in listed.reversed() {
                for part in (try? listing?.get())?.files.reversed() ?? [] { part.begin() }
            }
        }
        for (task, listing) in listed {
            scanner.end(task)
            guard task.node.isAttached, let listing else { continue }
            do throws(SystemError) {
                try compare(task, listing.get())
            } catch {
                cannotCompare(task, task.node.path, error)
            }
            task.node.prune()
        }
        // Else a thread that is not run would hold ever more folders open.
        helper?.forget()
    }

    private func list(
        _ node: FolderNode, _ rootFolder: FolderDescriptor
    ) -> Result<FolderListing, SystemError> {
        Result { () throws(SystemError) in
            guard node.depth <= Self.maximumDepth else { throw SystemError("open", code: ENAMETOOLONG) }
            let path = node.path
            let folder = try rootFolder.folder(path)
            let identity = FolderIdentity(try folder.status())
            if node.parent?.identity?.device != identity.device { try noteFileSystem(folder) }
            node.identity = identity
            watches.watch(node, folder)
            problems.clear(path)
            return try FolderListing(of: folder, path, by: filter, with: helper)
        }
    }

    private func noteFileSystem(_ folder: FolderDescriptor) throws(SystemError) {
        if let name = SilentFileSystem.name(ofType: try folder.fileSystemType()) {
            scanner.silentFileSystem = name
        }
    }

    private func cannotCompare(_ task: ScanQueue.Task, _ path: [UInt8], _ error: SystemError) {
        switch error.code {
        case ENOENT, ENOTDIR, ELOOP, EXDEV:
            vanish(task.node, task)
        default:
            // What cannot be looked at is not gone.
            let advice: String? =
                switch error.code {
                case EACCES, EPERM: "let the daemon's user read the folder and enter it"
                case EMFILE, ENFILE: "raise LimitNOFILE="
                case ENAMETOOLONG: "folders are looked into \(Self.maximumDepth) levels deep"
                default: nil
                }
            problems.note(path, "cannot list the folder: \(error.reason)", advice: advice)
        }
    }

    private func compare(_ task: ScanQueue.Task, _ listing: FolderListing) throws(SystemError) {
        let node = task.node
        var seenFiles: [Name] = []
        var recorded = 0
        for part in listing.files {
            for (name, status) in try part.result().get() {
                let place = Place(folder: node, name: name)
                seenFiles.append(name)
                noteLinks(status, of: place)
                if found(FileSignature(status), at: place, task) { recorded += 1 }
            }
        }
        for name in listing.folders {
            let child = node.makeFolder(name.bytes)
            guard task.isDeep || child.identity == nil else { continue }
            scanner.add(ScanQueue.Task(node: child, stamp: task.stamp, cause: task.cause, isDeep: true))
        }
        if recorded < node.files.count {
            let seen = Set(seenFiles)
            for name in node.files.keys where !seen.contains(name) {
                missing(Place(folder: node, name: name), task)
            }
        }
        let seenFolders = Set(listing.folders)
        for (name, child) in node.folders where !seenFolders.contains(name) { vanish(child, task) }
    }

    /// Notes a file where it is not as it was recorded; whether it was recorded at all.
    private func found(_ signature: FileSignature, at place: Place, _ task: ScanQueue.Task) -> Bool {
        scanner.hasFoundDocument = true
        let recorded = place.folder.files[place.name]
        guard recorded != signature else { return true }
        // A file that changed a moment ago may still be written to, by somebody whose events nobody saw.
        let age = Duration.nanoseconds(max(0, FileStatus.clock_ns() &- signature.changed_ns))
        let now = ContinuousClock.now
        let isRepair = isRepairing(task) && recorded?.isDoubted != true
        settler.note(place, .compared(quietSince: now - age, isRepair: isRepair), stamp: task.stamp, now: now)
        return recorded != nil
    }

    private func missing(_ place: Place, _ task: ScanQueue.Task) {
        guard missingIsGone else { return }
        settler.note(place, .missed(isRepair: isRepairing(task)), stamp: task.stamp, now: .now)
    }

    private func isRepairing(_ task: ScanQueue.Task) -> Bool {
        task.cause == .schedule && status.state == .watching
    }

    /// A folder is not there any more, nor is what was in it.
    private func vanish(_ node: FolderNode, _ task: ScanQueue.Task) {
        let nodes = node.subtree
        problems.clear(below: node.path)
        for node in nodes {
            watches.unwatch(node)
            node.identity = nil
            for name in node.files.keys { missing(Place(folder: node, name: name), task) }
        }
        for node in nodes.reversed() { node.prune() }
    }
}
