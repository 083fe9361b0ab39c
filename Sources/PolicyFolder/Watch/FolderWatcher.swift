package import LinuxSystem
package import PolicyText

/// Tells which documents in a folder are to be read, so that the record ends up equal to the folder, whatever happens.
///
/// An event of the kernel is a hint that a name is dirty; the truth is a comparison of what was recorded with what
/// the disk shows. The rules that always hold:
/// - a folder's watch is added before the folder is listed, so that nothing falls between;
/// - lost events, an unknown state or a schedule lead to a comparison of the whole folder;
/// - nothing is reported gone before the path has been asked again, and has shown the same folder as before;
/// - a name stays pending until it has been handed over.
///
/// The owner's thread calls `wait`, does what the batch says, and tells what became of it by `accept`, `forget` and
/// `retry` before it calls `wait` again. No descriptor of the watched file system is held open in between, so that it
/// can be unmounted.
package final class FolderWatcher {
    /// What other threads may ask of it.
    package let requests: FolderRequests

    let settings: WatchSettings
    let filter: DocumentFilter
    let tree = FolderTree()
    let problems = FolderProblems()
    var settler: Settler
    var scanner = ScanQueue()
    /// Shares a comparison of the whole folder, until there is nothing to do.
    var helper: WorkHelper?
    var watches: FolderWatches
    var root = RootState.unknown
    var tickets: [OpenTicket] = []
    /// Grows with each thing that becomes pending.
    var stamp: UInt64 = 0
    var status = FolderStatus()
    var comparisonsDone: UInt64 = 0
    var nextComparison: ContinuousClock.Instant
    var nextRootCheck: ContinuousClock.Instant
    /// Documents with other names somewhere: a write through one that is not watched is reported to nobody.
    var linked: Set<Place> = []
    /// Files that were found and are looked at again a little later, and when.
    var held: [FolderIdentity: ContinuousClock.Instant] = [:]
    /// First halves of renames whose second half has not come yet.
    var renames: [UInt32: Place] = [:]

    let pathWatch: PathWatch
    private let epoll: Epoll

    /// Starts to watch. What the record holds is compared with the disk first.
    ///
    /// `stateFolder` is a folder that the daemon may write to: a file made there and seen by the same queue of events
    /// proves that all events before it have come. Nil, or one that cannot be written, makes each sync a comparison.
    package init(
        settings: WatchSettings, stateFolder: String?, requests: FolderRequests
    ) throws(SystemError) {
        self.settings = settings
        self.requests = requests
        filter = DocumentFilter(include: settings.include, exclude: settings.exclude)
        settler = Settler(quietPeriod: settings.quietPeriod)
        watches = FolderWatches(stateFolder: stateFolder)
        nextComparison = .now + settings.rescanPeriod
        nextRootCheck = .now
        epoll = try Epoll()
        try epoll.add(requests.wakeUp.descriptor, for: .readable, token: 0)
        if let descriptor = watches.descriptor { try epoll.add(descriptor, for: .readable, token: 1) }
        pathWatch = PathWatch(settings.directory, in: epoll, token: 2)
        status.root = settings.knownRoot
    }

    /// Takes in what the record holds, before the first `wait`: each document that `handOver` gives to its parameter,
    /// by the text of its path in UTF-8. Documents of one folder that follow each other look it up once.
    package func know(
        _ handOver: ((UnsafeRawBufferPointer, FileSignature) -> Void) throws -> Void
    ) rethrows {
        var (folder, folderPath) = (tree.root, [UInt8]())
        try handOver { text, signature in
            DocumentPath.withBytes(ofText: text) { bytes in
                let end = bytes.lastIndex(of: UInt8(ascii: "/")) ?? 0
                if !bytes[..<end].elementsEqual(folderPath) {
                    folderPath = Array(bytes[..<end])
                    folder = tree.makeFolder(folderPath.split(separator: UInt8(ascii: "/")))
                }
                let name = Name(Array(bytes[(end == 0 ? 0 : end + 1)...]))
                tree.record(signature, at: Place(folder: folder, name: name))
            }
        }
    }

    /// Blocks until something has settled, the state has changed, `wake` was called or the deadline has come.
    package func wait(until deadline: ContinuousClock.Instant) throws(SystemError) -> FolderBatch {
        let stateBefore = status.state
        while true {
            takeRequests()
            step()
            var batch = nextBatch()
            updateState()
            takeSettledTickets(into: &batch)
            let now = ContinuousClock.now
            let isWoken = requests.takeIsWoken()
            if !batch.isEmpty || isWoken || status.state != stateBefore || now >= deadline {
                batch.status = currentStatus()
                return batch
            }
            let next = nextMoment(deadline)
            if next > now { try sleep(for: next - now) }
        }
    }

    /// The ingester has recorded, or refused for good, the document in this state.
    package func accept(_ path: DocumentPath, _ signature: FileSignature) {
        record(signature, at: path)
    }

    /// The ingester has recorded that the document is gone, or that it is no document.
    package func forget(_ path: DocumentPath) {
        guard let place = tree.place(of: path.bytes) else { return }
        tree.forget(place)
        linked.remove(place)
        place.folder.prune()
    }

    /// The ingester could not read the document now: it will be handed over again.
    package func retry(_ path: DocumentPath, after delay: Duration? = nil) {
        let place = makePlace(path)
        let now = ContinuousClock.now
        settler.note(place, .completed, stamp: 0, now: now)
        if let entry = settler.take(place) {
            settler.putBack(place, entry, due: now + (delay ?? settings.quietPeriod))
        }
    }

    // One round: is the folder there, what has happened, what does the disk show, what has happened meanwhile.
    private func step() {
        checkRoot()
        readEvents()
        guard case .present = root, scanner.hasWork else { return }
        scan()
        // Events that came before the listing now mark what the listing found, so that it does not count as repaired.
        readEvents()
    }

    private func takeRequests() {
        requests.wakeUp.drain()
        if requests.takeWantsComparison() { compareAll(for: .request) }
        openTickets(requests.takeTickets())
        if ContinuousClock.now >= nextComparison { compareAll(for: .schedule) }
    }

    private func nextMoment(_ deadline: ContinuousClock.Instant) -> ContinuousClock.Instant {
        var next = min(deadline, nextRootCheck, nextComparison)
        guard case .present = root else { return next }
        if scanner.hasWork { return .now }
        if let due = settler.nextDue { next = min(next, due) }
        if let cookie = nextCookieTimeout { next = min(next, cookie) }
        return next
    }

    private func sleep(for duration: Duration) throws(SystemError) {
        // It ends when nobody waits for what comes after.
        helper = nil
        // Only the waiting counts: what has happened is read in `step`.
        _ = try epoll.wait(upTo: duration)
    }

    private func currentStatus() -> FolderStatus {
        status.documents = tree.count
        status.pending = settler.count
        status.problems = problems.list
        return status
    }

    /// Notes whether a document has other names.
    func noteLinks(_ status: FileStatus, of place: Place) {
        if status.linkCount > 1 {
            linked.insert(place)
        } else if !linked.isEmpty {
            linked.remove(place)
        }
    }

    private func record(_ signature: FileSignature, at path: DocumentPath) {
        tree.record(signature, at: makePlace(path))
    }

    private func makePlace(_ path: DocumentPath) -> Place {
        let parts = path.bytes.split(separator: UInt8(ascii: "/"))
        return Place(folder: tree.makeFolder(parts.dropLast()), name: Name(Array(parts[parts.count - 1])))
    }
}
