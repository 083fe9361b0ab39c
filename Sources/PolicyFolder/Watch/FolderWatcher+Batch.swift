internal import Glibc
internal import LinuxSystem
internal import PolicyText

extension FolderWatcher {
    /// Looks at the names whose time has come.
    func nextBatch() -> FolderBatch {
        var batch = FolderBatch(status: status)
        guard case .present = root, !scanner.holdsBatches, hasDue, let rootFolder = checkRoot() else {
            return batch
        }
        // Asking the path may have shown another folder.
        guard !scanner.holdsBatches else { return batch }
        var look = Look(rootFolder)
        while batch.present.count + batch.gone.count < settings.batchLimit,
            let (place, entry) = settler.takeDue(now: look.now)
        {
            look.isOtherEnd = false
            evaluate(place, entry, &look, &batch)
            // The other ends of renames, so that a rename never falls between two batches.
            look.isOtherEnd = true
            while let other = look.others.popLast() { evaluate(other, settler.take(other), &look, &batch) }
        }
        batch.present.sort { $0.path < $1.path }
        batch.gone.sort()
        batch.moved.sort { ($0.to, $0.from) < ($1.to, $1.from) }
        if !batch.isEmpty { renames = [:] }
        if settler.count == 0 { held = [:] }
        return batch
    }

    /// Whether a name's time has come.
    var hasDue: Bool { settler.nextDue.map { $0 <= .now } ?? false }

    private func evaluate(
        _ place: Place, _ entry: Settler.Entry?, _ look: inout Look, _ batch: inout FolderBatch
    ) {
        guard look.seen.insert(place).inserted else {
            // Made pending again while this batch was put together: the next one looks.
            if let entry { settler.putBack(place, entry, due: look.now + .milliseconds(1)) }
            return
        }
        switch look.at(place) {
        case .document(let status):
            let signature = FileSignature(status)
            noteLinks(status, of: place)
            if !problems.isEmpty { problems.clear(place.path) }
            guard entry?.mustRead != false || place.folder.files[place.name] != signature else { return }
            if let entry, !look.isOtherEnd, let later = whenRefilled(status, entry, look) {
                return hold(place, entry, signature, until: later, &look)
            }
            report(signature, at: place, entry, &look, &batch)
        case .folder:
            // A folder has taken the document's name.
            let isKnown = place.folder.folders[place.name]?.identity != nil
            if !isKnown, filter.includesFolder(named: place.name.bytes, path: place.path) {
                compare(place.folder.makeFolder(place.name.bytes), isDeep: true)
            }
            reportMissing(place, entry, &look, &batch)
        case .missing:
            reportMissing(place, entry, &look, &batch)
        case .unknown(let error):
            let advice = error.code == EACCES ? "let the daemon's user enter the folder" : nil
            problems.note(place.path, "cannot look at the file: \(error.reason)", advice: advice)
        }
        place.folder.prune()
    }

    private func report(
        _ signature: FileSignature, at place: Place, _ entry: Settler.Entry?, _ look: inout Look,
        _ batch: inout FolderBatch
    ) {
        guard let path = DocumentPath(bytes: place.path) else { return }
        let others = tree.places(of: signature.identity).filter { $0 != place }
        let recorded = place.folder.files[place.name]
        let isSameFile = recorded?.identity == signature.identity
        if var entry, !isSameFile, !look.isOtherEnd {
            if let later = whenSettled(others, entry, look) {
                return hold(place, entry, signature, until: later, &look)
            }
            // One document in the place of another: in a moment that one may be found elsewhere, as in a swap.
            if recorded != nil, !others.isEmpty, !entry.isDisplacing, entry.limit > look.now {
                entry.isDisplacing = true
                return hold(place, entry, signature, until: look.now + settings.quietPeriod, &look)
            }
        }
        batch.present.append(PresentDocument(path: path, signature: signature))
        if !held.isEmpty { held[signature.identity] = nil }
        if entry?.isRepair == true { status.repaired += 1 }
        if !missingIsGone { trustRoot() }
        for other in others {
            let evidence = relate(other, to: signature, at: place, entry, &look, &batch)
            guard !isSameFile, let evidence, let from = DocumentPath(bytes: other.path) else { continue }
            batch.moved.append(MovedDocument(from: from, to: path, evidence: evidence))
        }
    }

    // Looks at a name later; or in this batch after all, where it is the other end of a rename.
    private func hold(
        _ place: Place, _ entry: Settler.Entry, _ signature: FileSignature,
        until due: ContinuousClock.Instant, _ look: inout Look
    ) {
        settler.putBack(place, entry, due: due)
        held[signature.identity] = due
        look.seen.remove(place)
    }

    // A file cut to nothing a moment ago is about to be written anew: a longer pause than others have tells.
    private func whenRefilled(
        _ status: FileStatus, _ entry: Settler.Entry, _ look: Look
    ) -> ContinuousClock.Instant? {
        guard status.size == 0, entry.limit > look.now else { return nil }
        // The kernel shows the new size before the new modification time.
        let age = Duration.nanoseconds(FileStatus.clock_ns() &- status.changed_ns)
        let pause = settings.quietPeriod * Settler.patienceOfSync
        return age >= .zero && age < pause ? min(look.now + pause - age, entry.limit) : nil
    }

    // Where a rename's other end is still being written, both wait: told apart, neither would tell of the rename.
    private func whenSettled(
        _ others: [Place], _ entry: Settler.Entry, _ look: Look
    ) -> ContinuousClock.Instant? {
        guard entry.limit > look.now else { return nil }
        let latest = others.compactMap { settler.entry($0).flatMap { $0.missingSince == nil ? $0.due : nil } }
            .max()
        return latest.flatMap { $0 > look.now ? $0 : nil }
    }

    // What became of another name of the same file; how sure it is that it was renamed from there, nil where it was not.
    private func relate(
        _ other: Place, to signature: FileSignature, at place: Place, _ entry: Settler.Entry?,
        _ look: inout Look, _ batch: inout FolderBatch
    ) -> MovedDocument.Evidence? {
        guard let recorded = other.folder.files[other.name] else { return nil }
        switch look.at(other) {
        case .document(let found) where FolderIdentity(found) == signature.identity:
            // A hard link: the kernel reports a write only for the name that was used.
            if FileSignature(found) != recorded { look.others.append(other) }
            return nil
        case .document: look.others.append(other)
        case .missing, .folder:
            // Where this is but a hard link of the file, its new name tells what became of it.
            if place.folder.files[place.name]?.identity == signature.identity { return nil }
            reportGone(other, settler.take(other), &look, &batch)
        case .unknown: return nil
        }
        if entry?.renamedFrom == other { return .reported }
        return recorded.hasContentTimes(of: signature) ? .sameFile : .sameInode
    }

    private func reportMissing(
        _ place: Place, _ entry: Settler.Entry?, _ look: inout Look, _ batch: inout FolderBatch
    ) {
        guard place.folder.files[place.name] != nil, missingIsGone else { return }
        // Its file is known to stand elsewhere by now, and will be told to have moved there.
        if let entry, let recorded = place.folder.files[place.name], let due = held[recorded.identity],
            due >= look.now, entry.limit > look.now
        {
            settler.putBack(place, entry, due: due + .milliseconds(1))
            look.seen.remove(place)
            return
        }
        // An editor that moved the old file away writes the new one in a moment.
        if var entry, entry.missingSince == nil {
            entry.missingSince = look.now
            settler.putBack(place, entry, due: look.now + settings.quietPeriod)
            return
        }
        reportGone(place, entry, &look, &batch)
    }

    private func reportGone(
        _ place: Place, _ entry: Settler.Entry?, _ look: inout Look, _ batch: inout FolderBatch
    ) {
        guard missingIsGone, !look.gone.contains(place), let path = DocumentPath(bytes: place.path) else {
            return
        }
        look.gone.insert(place)
        look.seen.insert(place)
        batch.gone.append(path)
        if entry?.isRepair == true { status.repaired += 1 }
    }
}

/// One look at the disk for one batch.
private struct Look {
    enum Finding {
        case document(FileStatus)
        case folder
        case missing
        case unknown(SystemError)
    }

    let now = ContinuousClock.now
    var seen: Set<Place> = []
    var gone: Set<Place> = []
    /// Names that a rename ties to one that was looked at.
    var others: [Place] = []
    /// Whether one of these is looked at now, which cannot wait: the first end is in the batch.
    var isOtherEnd = false

    private let root: FolderDescriptor
    // Names that settle together mostly stand in one folder.
    private var lastFolder: FolderNode?
    private var lastOpened: Result<FolderDescriptor, SystemError>

    init(_ root: FolderDescriptor) {
        self.root = root
        lastOpened = .success(root)
    }

    mutating func at(_ place: Place) -> Finding {
        do {
            let status = try folder(place.folder).get().status(of: place.name.bytes)
            switch status.kind {
            case .regular: return .document(status)
            case .folder: return .folder
            case .link, .other: return .missing
            }
        } catch {
            switch error.code {
            case ENOENT, ENOTDIR, ELOOP, EXDEV: return .missing
            default: return .unknown(error)
            }
        }
    }

    private mutating func folder(_ node: FolderNode) -> Result<FolderDescriptor, SystemError> {
        if lastFolder !== node {
            let path = node.path
            lastOpened = Result { () throws(SystemError) in try root.folder(path, forListing: false) }
            lastFolder = node
        }
        return lastOpened
    }
}
