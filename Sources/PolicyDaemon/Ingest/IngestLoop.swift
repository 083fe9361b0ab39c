internal import LinuxSystem
internal import PolicyFolder
internal import PolicyStore
internal import PolicyText

/// The thread that does the work: waits for the folder, has what settled recorded, has it told, writes the digests.
/// It alone writes the database and the digest folder.
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
    private let digests: DigestSchedule
    private let teller: RecordTeller
    private let reload: () throws -> Settings
    private let caughtUp: () -> Void

    private var settings: Settings
    private var watcher: FolderWatcher
    private var ingester: Ingester
    private var refused = RefusedFiles()
    private var timer = DigestTimer()
    /// The problems that the last digest told.
    private var toldProblems: [Problem] = []
    private var isFirstScan = true
    private var notedRoot: FolderIdentity?

    /// - Parameters:
    ///   - reload: reads the configuration again.
    ///   - caughtUp: called once, when the record first agrees with the folder and the digests with the record.
    init(
        parts: DaemonParts, store: Store, reload: @escaping () throws -> Settings,
        caughtUp: @escaping () -> Void
    ) throws {
        self.parts = parts
        self.store = store
        self.reload = reload
        self.caughtUp = caughtUp
        settings = parts.settings
        digests = DigestSchedule(clock: parts.clock, settings: settings) {
            parts.reporter.beat()
            if parts.control.isStopping { throw Stopping() }
        }
        teller = RecordTeller(parts: parts)
        ingester = try Self.ingester(parts, store, settings)
        watcher = try Self.watcher(parts, store, settings)
        teller.note(try store.counts())
    }

    private static func ingester(_ parts: DaemonParts, _ store: Store, _ settings: Settings) throws
        -> Ingester
    {
        Ingester(
            store: store, sources: SourceReader(settings), meaning: try Meaning(settings), clock: parts.clock,
            problems: parts.problems, beat: parts.reporter.beat,
            isStopping: { [control = parts.control] in control.isStopping },
            progress: progress(parts, store))
    }

    /// Tells how a long batch goes: to `Status`, to the service manager and to the log.
    private static func progress(_ parts: DaemonParts, _ store: Store) -> (ScanProgress.Step) -> Void {
        let teller = RecordTeller(parts: parts)
        var scan = ScanProgress()
        return { step in
            parts.reporter.beat()
            teller.note(try? store.counts())
            parts.state.update { $0.pending = step.of - step.documents }
            let values = parts.state.current
            parts.reporter.status(ServiceReporter.line(values, now: parts.clock.now()))
            if let line = scan.line(step, passages: values.passages) { parts.log.info(.scanning, line) }
        }
    }

    private static func watcher(_ parts: DaemonParts, _ store: Store, _ settings: Settings) throws
        -> FolderWatcher
    {
        let known = try store.knownFiles().map { ($0.path, PolicyFolder.FileSignature($0.signature)) }
        var watch = WatchSettings(settings)
        watch.knownRoot = try store.meta(rootKey).flatMap(FolderIdentity.init(text:))
        return try FolderWatcher(
            settings: watch, known: Dictionary(known) { first, _ in first },
            stateFolder: settings.stateFolder, requests: parts.control.folder)
    }

    private static let rootKey = "watched_root"

    /// Works until it is asked to stop.
    func run() throws {
        defer { for completion in parts.control.takeAll() { completion("the daemon is stopping") } }
        try readByOtherPrograms()
        while !parts.control.isStopping {
            parts.reporter.beat()
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
        if !isFirstScan, let next = timer.next { deadline = min(deadline, max(next, .now)) }
        if let next = refused.next { deadline = min(deadline, next) }
        return min(deadline, .now + digests.untilDayEnds)
    }

    // MARK: One batch

    private func take(_ batch: FolderBatch) throws {
        var outcome = Ingester.Outcome()
        var isWhole = true
        do {
            try ingester.ingest(Ingester.Batch(batch), into: &outcome)
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
        // A digest tells the problems too: it is due again where there are others than it told.
        if parts.problems.all != toldProblems { timer.noteChange() }
        guard isWhole, !outcome.isWorthWaiting else { return parts.control.askAgain(for: batch.synced) }
        writeDigests(batch)
        for completion in parts.control.take(batch.synced) { completion(nil) }
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
        teller.tell(outcome.changes)
        if !outcome.changes.isEmpty { timer.noteChange() }
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

    // MARK: Digests

    private func writeDigests(_ batch: FolderBatch) {
        let isCaughtUp = batch.status.state != .scanning && batch.status.pending == 0
        if isFirstScan, !isCaughtUp { return }
        if digests.hasDayEnded { timer.noteNewDay() }
        if timer.isDue(isCaughtUp: isCaughtUp, isAwaited: !batch.synced.isEmpty) { writeDigests() }
        guard isFirstScan else { return }
        isFirstScan = false
        caughtUp()
    }

    /// The daemon is asked to stop: what has not been begun is left.
    private struct Stopping: Error {}

    private func writeDigests() {
        do {
            let start = ContinuousClock.now
            parts.problems.setDigest(nil)
            let problems = parts.problems.all
            for day in try digests.write(store, problems: problems) {
                parts.log.info(
                    .digestWritten, "the digest of \(day.iso) is complete", ["POLICYD_DATE": day.iso])
            }
            toldProblems = problems
            timer.noteWritten(taking: .now - start)
        } catch is Stopping {
            // The next start writes what is missing.
        } catch {
            // The record is whole; only its telling waits.
            let reason = "cannot write the digest: \(error)"
            parts.problems.setDigest(
                Problem(path: nil, reason: reason, advice: nil, since: parts.clock.now()))
            parts.log.warning(.trouble, "\(reason); trying again in a minute")
            timer.noteFailure()
        }
    }

    // MARK: Requests

    private func answerRequests() throws {
        for request in parts.control.takeRequests() {
            switch request {
            case .rescan(let completion):
                completion(try readEverything())
            case .reload(let completion):
                completion?(reloadConfiguration())
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
                try ingester.ingest(
                    Ingester.Batch(present: part.map { ($0, nil) }), readingAgain: true, into: &outcome)
            } catch {
                guard let trouble = StoreTrouble(error) else { throw error }
                teller.note(recordTrouble: trouble)
                return "cannot write the record: \(trouble.reason)"
            }
        }
        parts.control.folder.requestRescan()
        return nil
    }

    /// Has other programs than those of the last run read what is on record.
    private func readByOtherPrograms() throws {
        let programs = ingester.sources.programs
        guard try store.meta(Self.programsKey) != programs else { return }
        var outcome = Ingester.Outcome()
        defer { settle(outcome) }
        do {
            if let before = try store.meta(Self.programsKey) {
                try ingester.readAgain(since: before, into: &outcome)
            }
            try store.setMeta(Self.programsKey, programs)
        } catch {
            guard let trouble = StoreTrouble(error) else { throw error }
            // The next start or reload takes it up again.
            teller.note(recordTrouble: trouble)
        }
    }

    private static let programsKey = "converted_by"

    /// Takes up what the configuration says now; keeps what it was where that cannot be read.
    private func reloadConfiguration() -> String? {
        do {
            let changed = try reload()
            let ingester = try Self.ingester(parts, store, changed)
            if changed.configuration.watch != settings.configuration.watch
                || changed.watchedFolder != settings.watchedFolder
            {
                watcher = try Self.watcher(parts, store, changed)
                parts.control.askAgain()
            }
            self.ingester = ingester
            settings = changed
            parts.settingsInUse.use(changed)
            if changed.databasePath != parts.settings.databasePath
                || changed.socketPath != parts.settings.socketPath
            {
                parts.log.warning(
                    .configurationLoaded, "another state folder or socket is taken up by a restart only")
            }
            parts.reporter.allowSteps(of: changed.configuration.convert.timeout)
            digests.use(changed)
            timer.noteNewDay()
            try readByOtherPrograms()
            parts.log.notice(.configurationLoaded, "read the configuration again")
            return nil
        } catch {
            parts.log.error(.configurationRejected, "\(error); the configuration in use stays")
            return "\(error)"
        }
    }
}
