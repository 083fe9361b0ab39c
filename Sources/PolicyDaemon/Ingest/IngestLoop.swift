internal import LinuxSystem
internal import PolicyAPI
internal import PolicyFolder
internal import PolicyStore
internal import PolicyText

/// The thread that does the work: waits for the folder, has what settled recorded, tells the followers, writes the
/// digests. It alone writes the database and the digest folder.
final class IngestLoop {
    /// A digest that is due is written once nothing is pending, and at the latest after this.
    private static let digestPatience: Duration = .seconds(20)
    private static let digestRetryDelay: Duration = .seconds(60)
    /// Without a watchdog the loop sleeps this long where nothing happens.
    private static let longestWait: Duration = .seconds(3600)
    /// A file that could not be read is tried again after this.
    private static let retryDelay: Duration = .seconds(30)

    private let parts: DaemonParts
    private let store: Store
    private let digests: DigestSchedule
    private let reload: () throws -> Settings
    private let caughtUp: () -> Void

    private var settings: Settings
    private var watcher: FolderWatcher
    private var ingester: Ingester
    private var digestDue: ContinuousClock.Instant?
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
        digests = DigestSchedule(clock: parts.clock, settings: settings, beat: parts.reporter.beat)
        ingester = try Self.ingester(parts, store, settings)
        watcher = try Self.watcher(parts, store, settings)
        noteCounts()
    }

    private static func ingester(_ parts: DaemonParts, _ store: Store, _ settings: Settings) throws
        -> Ingester
    {
        Ingester(
            store: store, sources: try SourceReader(settings), meaning: try Meaning(settings),
            clock: parts.clock,
            problems: parts.problems, beat: parts.reporter.beat)
    }

    private static func watcher(_ parts: DaemonParts, _ store: Store, _ settings: Settings) throws
        -> FolderWatcher
    {
        let known = try store.knownFiles().map { ($0.path, PolicyFolder.FileSignature($0.signature)) }
        var watch = WatchSettings(settings)
        watch.knownRoot = try store.meta(rootKey).flatMap(FolderIdentity.init(text:))
        return try FolderWatcher(
            settings: watch, known: Dictionary(known) { first, _ in first },
            stateFolder: settings.stateFolder,
            requests: parts.control.folder)
    }

    private static let rootKey = "watched_root"

    /// Works until it is asked to stop.
    func run() throws {
        defer { for completion in parts.control.takeAll() { completion("the daemon is stopping") } }
        digestDue = .now
        while !parts.control.isStopping {
            parts.reporter.beat()
            let batch = try watcher.wait(until: nextDeadline())
            try answerRequests()
            try take(batch)
        }
    }

    // MARK: One batch

    private func take(_ batch: FolderBatch) throws {
        let outcome = try ingester.ingest(Ingester.Batch(batch))
        for (path, signature) in outcome.read { watcher.accept(path, signature) }
        for path in outcome.forgotten { watcher.forget(path) }
        for path in outcome.unsettled { watcher.retry(path) }
        for path in outcome.unreadable { watcher.retry(path, after: Self.retryDelay) }
        tell(outcome.changes)
        note(batch.status)
        // A digest tells the problems too: it is due again where there are others than it told.
        if parts.problems.all != toldProblems { digestDue = digestDue ?? .now + Self.digestPatience }
        writeDigests(batch)
        for completion in parts.control.take(batch.synced) { completion(nil) }
    }

    private func tell(_ changes: [RecordedChange]) {
        guard !changes.isEmpty else { return }
        parts.hub.publish(changes)
        parts.state.update { $0.lastChange = changes.last?.time }
        digestDue = digestDue ?? .now + Self.digestPatience
        var counts: [DocumentPath: (changes: Int, heaviest: RecordedChange)] = [:]
        for change in changes {
            let known = counts[change.path]
            let isHeavier = known.map { $0.heaviest.change.significance < change.change.significance } ?? true
            counts[change.path] = ((known?.changes ?? 0) + 1, isHeavier ? change : known?.heaviest ?? change)
        }
        for (path, (count, heaviest)) in counts.sorted(by: { $0.key < $1.key }) {
            parts.log.info(
                .documentIngested,
                "recorded \(quoted(path.text)), version \(heaviest.toVersion): \(count) \(count == 1 ? "change" : "changes")",
                [
                    "POLICYD_PATH": path.text, "POLICYD_VERSION": String(heaviest.toVersion),
                    "POLICYD_CHANGES": String(count),
                    "POLICYD_SIGNIFICANCE": heaviest.change.significance.name,
                ])
        }
    }

    private func note(_ status: FolderStatus) {
        parts.problems.setFolder(status.problems)
        let before = parts.state.current
        parts.state.update { values in
            values.state = Wire.ServiceState(status.state)
            values.pending = status.pending
            values.repaired = status.repaired
            values.lastScan = status.lastComparison ?? values.lastScan
        }
        noteCounts()
        tellState(status.state, before: before.state)
        parts.reporter.status(ServiceReporter.line(parts.state.current, now: parts.clock.now()))
        if let root = status.root, root != notedRoot {
            notedRoot = root
            try? store.setMeta(Self.rootKey, root.text)
        }
    }

    private func noteCounts() {
        guard let counts = try? store.counts() else { return }
        parts.state.update { values in
            values.documents = counts.documents
            values.versions = counts.versions
            values.passages = counts.passages
            values.changes = counts.changes
            values.databaseBytes = counts.database_bytes
            values.head = counts.head
        }
    }

    private func tellState(_ folder: FolderState, before: Wire.ServiceState) {
        switch folder {
        case .waitingForFolder(let reason) where before != .waitingForFolder:
            parts.log.warning(
                .folderAway,
                "cannot watch \(quoted(settings.watchedFolder)): \(reason); nothing is deleted, waiting for it"
            )
        case .polling(let reason) where before != .polling:
            parts.log.notice(
                .folderPolled, "comparing \(quoted(settings.watchedFolder)) on a schedule: \(reason)")
        case .watching where before == .waitingForFolder:
            parts.log.notice(.folderBack, "\(quoted(settings.watchedFolder)) is back")
        default: break
        }
    }

    // MARK: Digests

    private func writeDigests(_ batch: FolderBatch) {
        let isCaughtUp = batch.status.state != .scanning && batch.status.pending == 0
        if digests.hasDayEnded { digestDue = .now }
        if let due = digestDue, isCaughtUp || !batch.synced.isEmpty || (due <= .now && !isFirstScan) {
            writeDigests()
        }
        guard isFirstScan, isCaughtUp else { return }
        isFirstScan = false
        caughtUp()
    }

    private func writeDigests() {
        do {
            parts.problems.setDigest(nil)
            let problems = parts.problems.all
            for day in try digests.write(store, problems: problems) {
                parts.log.info(
                    .digestWritten, "the digest of \(day.iso) is complete", ["POLICYD_DATE": day.iso])
            }
            toldProblems = problems
            digestDue = nil
        } catch {
            // The record is whole; only its telling waits.
            let reason = "cannot write the digest: \(error)"
            parts.problems.setDigest(
                Problem(path: nil, reason: reason, advice: nil, since: parts.clock.now()))
            parts.log.warning(.trouble, "\(reason); trying again in a minute")
            digestDue = .now + Self.digestRetryDelay
        }
    }

    private func nextDeadline() -> ContinuousClock.Instant {
        var deadline = ContinuousClock.now + (parts.reporter.interval ?? Self.longestWait)
        if let due = digestDue { deadline = min(deadline, max(due, .now)) }
        return min(deadline, .now + digests.untilDayEnds)
    }

    // MARK: Requests

    private func answerRequests() throws {
        for request in parts.control.takeRequests() {
            switch request {
            case .rescan(let completion):
                try readEverything()
                completion(nil)
            case .reload(let completion):
                completion?(reloadConfiguration())
            }
        }
    }

    private func readEverything() throws {
        let paths = try store.knownFiles().map(\.path)
        for start in stride(from: 0, to: paths.count, by: Ingester.groupDocuments) {
            let part = paths[start..<min(start + Ingester.groupDocuments, paths.count)]
            let outcome = try ingester.ingest(
                Ingester.Batch(present: Array(part)), readingAgain: true)
            for (path, signature) in outcome.read { watcher.accept(path, signature) }
            tell(outcome.changes)
        }
        parts.control.folder.requestRescan()
    }

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
            parts.reporter.allowSteps(of: changed.configuration.convert.timeout)
            digests.use(changed)
            digestDue = .now
            parts.log.notice(.configurationLoaded, "read the configuration again")
            return nil
        } catch {
            parts.log.error(.configurationRejected, "\(error); the configuration in use stays")
            return "\(error)"
        }
    }
}
