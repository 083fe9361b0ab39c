internal import LinuxSystem
internal import PolicyAPI
internal import PolicyFolder
internal import PolicyStore
internal import PolicyText

// The layers do not know each other: what one has another's word for is translated here.

extension PolicyFolder.FileSignature {
    init(_ stored: PolicyStore.FileSignature) {
        self.init(
            device: stored.device, inode: stored.inode, size: stored.size_bytes,
            modified_ns: stored.modified_ns,
            changed_ns: stored.changed_ns)
    }
}

extension PolicyStore.FileSignature {
    init(_ found: PolicyFolder.FileSignature) {
        self.init(
            device: found.device, inode: found.inode, size_bytes: found.size, modified_ns: found.modified_ns,
            changed_ns: found.changed_ns)
    }
}

extension FolderIdentity {
    /// As it is kept with the record.
    var text: String { "\(device):\(inode)" }

    init?(text: String) {
        let parts = text.split(separator: ":").map { UInt64($0) }
        guard parts.count == 2, let device = parts[0], let inode = parts[1] else { return nil }
        self.init(device: device, inode: inode)
    }
}

extension WatchSettings {
    init(_ settings: Settings) {
        let watch = settings.configuration.watch
        self.init(directory: settings.watchedFolder)
        include = watch.include
        exclude = watch.exclude
        quietPeriod = watch.quiet
        rescanPeriod = watch.rescan
        pollPeriod = watch.poll
    }
}

extension Ingester.Batch {
    init(_ batch: FolderBatch) {
        self.init(
            present: batch.present.map { ($0.path, $0.signature) }, gone: batch.gone,
            moved: batch.moved.map { moved in
                RenameFinder.Sighting(from: moved.from, to: moved.to, isCertain: moved.evidence != .sameInode)
            }, waiting: batch.status.pending)
    }
}

extension PolicyError {
    init(_ refusal: IngestControl.ReloadRefusal) {
        switch refusal {
        case .busy(let reason): self = .busy(reason: reason)
        case .configuration(let reason): self = .invalidArgument(parameter: "configuration", reason: reason)
        }
    }
}

extension Wire.ServiceState {
    init(_ state: FolderState) {
        switch state {
        case .scanning: self = .scanning
        case .watching: self = .watching
        case .polling: self = .polling
        case .waitingForFolder: self = .waitingForFolder
        }
    }
}

/// A large document is compared by both threads.
extension WorkHelper: WorkSharing {}
