internal import ConfigurationFile
internal import LinuxSystem
internal import PolicyFolder
internal import PolicyStore
internal import PolicyText

/// The thread that does the work: waits for the folder, has what settled recorded, has it told. It alone writes the
/// database.
///
/// Where the record cannot be written for a while (a full disk, a lock, a file system turned read-only), what was
/// not recorded stays pending with the watcher, and whoever waits for it waits on.
final class IngestLoop {
    /// Without a watchdog the loop sleeps this long where nothing happens.
    private static let longestWait: Duration = .seconds(3600)
    /// What could not be recorded is tried again after this.
    private static let recordDelay: Duration = .seconds(2)

    private let parts: DaemonParts
    private let store: Store
    private let digests: DigestLoop
    private let teller: RecordTeller
    private let readingTime: Duration
    private let reload: () throws -> (Settings, Meaning)

    private var settings: Settings
    private var watcher: FolderWatcher
    private var ingester: Ingester
    private var outdated: OutdatedTexts
    /// When to go on with them.
    private var nextReading: ContinuousClock.Instant = .now
    private var refused = RefusedFiles()
    private var notedRoot: FolderIdentity?

    /// - Parameters:
    ///   - digests: is told what came of each batch.
    ///   - readingTime: what other programs have read on record is read anew for so long at a time, and the folder is
    ///     looked at in between.
    ///   - reload: reads the configuration again, and the lexicon that it names.
    init(
        parts: DaemonParts, store: Store, digests: DigestLoop, readingTime: Duration = .seconds(1),
        reload: @escaping () throws -> (Settings, Meaning)
    ) throws {
        self.parts = parts
        self.store = store
        self.readingTime = readingTime
        self.reload = reload
        self.digests = digests
        settings = parts.settings
        teller = RecordTeller(parts: parts)
        ingester = Self.ingester(parts, store, settings, parts.settingsInUse.meaning)
        outdated = try OutdatedTexts(store, readBy: ingester.sources)
        watcher = try Self.watcher(parts, store, settings)
        teller.note(try store.counts())
    }

    private static func ingester(
        _ parts: DaemonParts, _ store: Store, _ settings: Settings, _ meaning: Meaning
    ) -> Ingester {
        let teller = RecordTeller(parts: parts)
        return Ingester(
            store: store, sources: SourceReader(settings), meaning: meaning, clock: parts.clock,
            problems: parts.problems, beat: parts.reporter.beat,
            isStopping: { [control = parts.control] in control.isStopping }, tell: { teller.tell($0) },
            progress: progress(parts, store))
    }

    /// Tells how a long batch goes: to `Status`, to the service manager and to the log.
    private static func progress(_ parts: DaemonParts, _ store: Store) -> (ScanProgress.Step) -> Void {
        let teller = RecordTeller(parts: parts)
        var scan = ScanProgress()
        return { step in
            parts.reporter.beat()
            teller.note(try? store.counts())
            parts.state.update { $0.pending = step.of - step.documents + step.waiting }
            let values = parts.state.current
            parts.reporter.status(ServiceReporter.line(values, now: parts.clock.now()))
            if let line = scan.line(step, passages: values.passages) { parts.log.info(.scanning, line) }
        }
    }

    private static func watcher(_ parts: DaemonParts, _ store: Store, _ settings: Settings) throws
        -> FolderWatcher
    {
        var watch = WatchSettings(settings)
        watch.knownRoot = try store.meta(rootKey).flatMap(FolderIdentity.init(text:))
        let watcher = try FolderWatcher(
            settings: watch, stateFolder: settings.stateFolder, requests: parts.control.folder)
        try watcher.know { take in
            try store.forEachKnownFile { _, path, signature in
                take(path, PolicyFolder.FileSignature(signature))
            }
        }
        return watcher
    }

    private static let rootKey = "watched_root"

    /// Works until it is asked to stop.
    func run() throws {
        defer { parts.control.refuseAll() }
        defer { remember() }
        while !parts.control.isStopping {
            parts.reporter.beat()
            try readOutdated()
            for path in refused.due(at: .now) {
                refused.clear(path)
                watcher.retry(path, after: .zero)
            }
            let batch = try watcher.wait(until: nextDeadline())
            try answerRequests()
            try take(batch)
        }
    }

    private func nextDeadline() -> ContinuousClock.Instant {
        var deadline = ContinuousClock.now + (parts.reporter.interval ?? Self.longestWait)
        if let next = refused.next { deadline = min(deadline, next) }
        return outdated.isOver ? deadline : min(deadline, nextReading)
    }

    // MARK: One batch

    private func take(_ batch: FolderBatch) throws {
        var outcome = Ingester.Outcome()
        var isWhole = true
        do {
            try ingest(Ingester.Batch(batch), into: &outcome)
            if !outcome.read.isEmpty || !outcome.forgotten.isEmpty { teller.noteRecordWritten() }
        } catch is Ingester.Stopped {
            // What was recorded is told; the next start finds the rest.
            return settle(outcome)
        } catch {
            guard let trouble = StoreTrouble(error) else { throw error }
            teller.note(recordTrouble: trouble)
            postpone(batch, besides: outcome)
            isWhole = false
        }
        settle(outcome)
        note(batch.status)
        let isDone = isWhole && !outcome.isWorthWaiting
        let isCaughtUp = isDone && batch.status.state != .scanning && batch.status.pending == 0
        if outcome.read.count >= ReadAhead.fewestFiles {
            // The next of many needs the pages of the database that this one read.
            if isCaughtUp { store.connection.releaseMemory() }
            FreedMemory.giveBack()
        }
        if !isDone { parts.control.askAgain(for: batch.synced) }
        digests.note(
            changed: outcome.changes == 0 ? 0 : outcome.read.count + outcome.forgotten.count,
            isCaughtUp: isCaughtUp,
            waiting: isDone ? parts.control.take(batch.synced) : [])
    }

    private func ingest(
        _ batch: Ingester.Batch, readingAgain: Bool = false, into outcome: inout Ingester.Outcome
    ) throws {
        // What the folder holds is compared with texts that the same programs made.
        let paths = batch.present.map(\.path) + batch.gone + batch.moved.map(\.from)
        try readOutdated(outdated.among(paths), into: &outcome)
        try ingester.ingest(batch, readingAgain: readingAgain, into: &outcome)
    }

    /// Tells the watcher what became of what it handed over, and everybody else what was recorded.
    private func settle(_ outcome: Ingester.Outcome) {
        for path in outcome.read.map(\.path) + outcome.forgotten { refused.clear(path) }
        for path in outcome.forgotten { watcher.forget(path) }
        for (path, signature) in outcome.read { watcher.accept(path, signature) }
        for path in outcome.unsettled { watcher.retry(path) }
        for file in outcome.unreadable {
            // So that the watcher says when it changes or goes.
            if let signature = file.signature { watcher.accept(file.path, signature) }
            refused.note(file.path, isCheap: file.isCheap)
        }
    }

    /// Has what could not be recorded handed over again.
    private func postpone(_ batch: FolderBatch, besides outcome: Ingester.Outcome) {
        let done = Set(
            outcome.read.map(\.path) + outcome.forgotten + outcome.unsettled + outcome.unreadable.map(\.path))
        for path in batch.present.map(\.path) + batch.gone where !done.contains(path) {
            watcher.retry(path, after: Self.recordDelay)
        }
    }

    private func note(_ status: FolderStatus) {
        teller.note(status, try? store.counts())
        if let root = status.root, root != notedRoot {
            // Where it cannot be noted now it is with a later batch.
            if (try? store.setMeta(Self.rootKey, root.text)) != nil { notedRoot = root }
        }
    }

    // MARK: Other programs

    /// Has the programs of today read for a while what others have read.
    private func readOutdated() throws {
        guard !outdated.isOver, nextReading <= .now else { return }
        var outcome = Ingester.Outcome()
        do {
            let files = outdated.next(atMost: Ingester.groupDocuments)
            try readOutdated(files, until: .now + readingTime, into: &outcome)
            // Until the first comparison is over, it has as much time as this.
            let isScanning = [.starting, .scanning].contains(parts.state.current.state)
            nextReading = isScanning ? .now + readingTime : .now
            teller.noteRecordWritten()
        } catch {
            guard let trouble = StoreTrouble(error) else { throw error }
            teller.note(recordTrouble: trouble)
            nextReading = .now + Self.recordDelay
        }
    }

    private func readOutdated(
        _ files: [KnownFile], until deadline: ContinuousClock.Instant? = nil,
        into outcome: inout Ingester.Outcome
    ) throws {
        try outdated.begin()
        guard !outdated.isOver else { return }
        let count = try ingester.readAgain(files, until: deadline, into: &outcome)
        try outdated.note(files.prefix(count))
        if count < files.count, deadline == nil { throw Ingester.Stopped() }
    }

    // MARK: Requests

    private func answerRequests() throws {
        remember()
        var requests = parts.control.takeRequests()[...]
        // Whatever ends this, nobody is left without an answer.
        defer { for request in requests { request.refuse(IngestControl.isStoppingReason) } }
        while !parts.control.isStopping, let request = requests.first {
            switch request {
            case .rescan(let completion): completion(try readEverything())
            case .reload(let completion): completion(try reloadConfiguration())
            }
            requests.removeFirst()
        }
    }

    /// Keeps in the record what others have it remember; what cannot be kept now is kept a while later.
    private func remember() {
        for note in parts.control.takeNotes() {
            do {
                try store.setMeta(note.key, note.value)
            } catch {
                parts.control.putBack(note)
            }
        }
    }

    /// Reads every file again; says why where that cannot be done now.
    private func readEverything() throws -> String? {
        let paths = try store.knownFiles().map(\.path)
        for start in stride(from: 0, to: paths.count, by: Ingester.groupDocuments) {
            let part = paths[start..<min(start + Ingester.groupDocuments, paths.count)]
            var outcome = Ingester.Outcome()
            defer { settle(outcome) }
            do {
                try ingest(
                    Ingester.Batch(present: part.map { ($0, nil) }), readingAgain: true, into: &outcome)
            } catch is Ingester.Stopped {
                return IngestControl.isStoppingReason
            } catch {
                guard let trouble = StoreTrouble(error) else { throw error }
                teller.note(recordTrouble: trouble)
                return "cannot write the record: \(trouble.reason)"
            }
        }
        parts.control.folder.requestRescan()
        return nil
    }

    /// Takes up what the configuration says now; keeps what it was where that cannot be done.
    private func reloadConfiguration() throws -> IngestControl.ReloadRefusal? {
        do {
            let (changed, meaning) = try reload()
            let ingester = Self.ingester(parts, store, changed, meaning)
            let outdated = try OutdatedTexts(store, readBy: ingester.sources)
            let isWatchedOtherwise =
                changed.configuration.watch != settings.configuration.watch
                || changed.watchedFolder != settings.watchedFolder
            let other = isWatchedOtherwise ? try Self.watcher(parts, store, changed) : nil
            // All is there that can be missing: from here on nothing fails.
            if let other {
                watcher = other
                parts.control.askAgain()
            }
            self.ingester = ingester
            self.outdated = outdated
            nextReading = .now
            settings = changed
            parts.settingsInUse.use(changed, meaning)
        } catch {
            return try refusal(of: error)
        }
        let waiting = settings.awaitingRestart(since: parts.settings)
        if !waiting.isEmpty {
            parts.log.warning(
                .configurationLoaded,
                "what has changed of \(waiting.joined(separator: ", ")) is taken up by a restart only")
        }
        parts.reporter.allowSteps(of: settings.configuration.convert.timeout)
        digests.use(settings)
        parts.log.notice(.configurationLoaded, "read the configuration again")
        return nil
    }

    /// Why the configuration in use stays; throws what is no reason to go on.
    private func refusal(of error: any Error) throws -> IngestControl.ReloadRefusal {
        if error is ConfigurationIssue || error is LexiconError {
            parts.log.error(.configurationRejected, "\(error); the configuration in use stays")
            return .configuration("\(error)")
        }
        if let trouble = StoreTrouble(error) {
            return keepConfiguration("cannot read the record: \(trouble.reason)")
        }
        guard let error = error as? SystemError else { throw error }
        return keepConfiguration("\(error)")
    }

    private func keepConfiguration(_ reason: String) -> IngestControl.ReloadRefusal {
        parts.log.error(.trouble, "\(reason); the configuration in use stays")
        return .busy(reason)
    }
}
