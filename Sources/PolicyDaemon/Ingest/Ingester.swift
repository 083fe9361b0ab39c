internal import LinuxSystem
internal import PolicyFolder
internal import PolicyStore
internal import PolicyText

/// Brings what the folder holds into the record: the only place that knows the order of the stages.
///
/// Read, decode or convert, parse, compare with the version before, weigh, reconcile the register, record; one
/// transaction for each group of documents, durable when `ingest` returns. Only the ingest thread uses it.
final class Ingester {
    /// A group is recorded once it holds so many bytes or documents: large enough that a first scan is fast, small
    /// enough that its texts fit in little memory and a crash costs little work.
    static let groupBytes = 4 << 20
    static let groupDocuments = 200

    /// What is to be looked at, as the watcher found it.
    struct Batch {
        /// Files, each with the state in which it was found; nil where any state will do.
        var present: [(path: DocumentPath, found: PolicyFolder.FileSignature?)] = []
        var gone: [DocumentPath] = []
        var moved: [RenameFinder.Sighting] = []
        /// How many documents wait for the batches after this one.
        var waiting = 0
    }

    /// What came of a batch.
    struct Outcome {
        /// Changes that are durable and told.
        var changes = 0
        /// Files that the record now agrees with, with the signature they had when they were read.
        var read: [(path: DocumentPath, signature: PolicyFolder.FileSignature)] = []
        /// Paths that stand for nothing on record any more.
        var forgotten: [DocumentPath] = []
        /// Files that were still changing while they were read: to be looked at again.
        var unsettled: [DocumentPath] = []
        /// Whether one of these can be expected to settle: whoever asked for all that is on disk waits for it.
        var isWorthWaiting = false
        /// Files that have a problem now, with the state in which they were found.
        var unreadable: [Unreadable] = []
    }

    struct Unreadable {
        var path: DocumentPath
        var signature: PolicyFolder.FileSignature?
        /// What keeps it from being read lies outside of it, and is looked at in no time.
        var isCheap: Bool
    }

    /// The daemon is to end: what was read until then is on record.
    struct Stopped: Error {}

    private let store: Store
    let sources: SourceReader
    private let preparer: DocumentPreparer
    /// Started with the first change, not with the daemon.
    private lazy var helper = WorkHelper(atMost: 1)
    private let teller: BatchTeller
    private var search: RenameSearch
    private let clock: Clock
    private let problems: ProblemBook
    /// Called now and then during long work.
    private let beat: () -> Void
    private let isStopping: () -> Bool
    /// Told the changes of a group once they are durable, in the order of ingestion.
    private let tell: ([RecordedChange]) -> Void
    /// Told how far a batch has come, each time a part of it is on record.
    private let progress: (ScanProgress.Step) -> Void
    /// How often in a row a file was another than it was found a moment before.
    private var restless: [DocumentPath: Int] = [:]

    /// After so many attempts a file that changes all the time is recorded as it was read.
    private static let attempts = 4

    init(
        store: Store, sources: SourceReader, meaning: Meaning, clock: Clock, problems: ProblemBook,
        beat: @escaping () -> Void, isStopping: @escaping () -> Bool = { false },
        tell: @escaping ([RecordedChange]) -> Void,
        progress: @escaping (ScanProgress.Step) -> Void = { _ in }
    ) {
        self.store = store
        self.sources = sources
        preparer = DocumentPreparer(sources: sources, meaning: meaning)
        teller = BatchTeller(store: store, meaning: meaning)
        search = RenameSearch(store: store, sources: sources, beat: beat)
        self.clock = clock
        self.problems = problems
        self.beat = beat
        self.isStopping = isStopping
        self.tell = tell
        self.progress = progress
    }

    /// Records what a batch brought; what cannot be read becomes a problem, and the version before stays.
    ///
    /// Where this throws, `outcome` holds what was durable before.
    ///
    /// - Parameter readingAgain: converts again what a program reads, even where the file is as it was.
    func ingest(_ batch: Batch, readingAgain: Bool = false, into outcome: inout Outcome) throws {
        let started = ContinuousClock.now
        let found = Dictionary(batch.present.map { ($0.path, $0.found) }) { first, _ in first }
        let gone = Set(batch.gone)
        var group = Group()
        let renames = try search.renames(in: batch)
        let movedAway = Set(renames.map(\.from))
        let targets = Set(renames.map(\.to))
        for chain in RenameFinder.independent(renames) {
            try prepareRenames(chain, found, gone, into: &group, &outcome)
            try recordIfDue(&group, &outcome)
        }
        let waiting = Set(outcome.unsettled)
        for path in gone.subtracting(movedAway).subtracting(targets).sorted() {
            beat()
            try prepareRemoval(of: path, into: &group)
            try recordIfDue(&group, &outcome)
        }
        let tasks = found.keys.sorted().filter { !targets.contains($0) && !waiting.contains($0) }.map {
            path in
            DocumentTask(
                path: path, found: found[path] ?? nil, isVacated: movedAway.contains(path),
                readingAgain: readingAgain)
        }
        let ahead = try ReadAhead(tasks, by: preparer, database: store.connection.path)
        defer { ahead?.stop() }
        func step(_ documents: Int) -> ScanProgress.Step {
            ScanProgress.Step(
                documents: documents, of: found.count, waiting: batch.waiting,
                bytes: outcome.read.reduce(0) { $0 + Int($1.signature.size) }, elapsed: .now - started)
        }
        var isLong = false
        for task in tasks {
            beat()
            let prepared = try ahead?.next(beat: beat) ?? prepare(task)
            take(prepared, into: &group, &outcome)
            guard try recordIfDue(&group, &outcome) else { continue }
            isLong = true
            progress(step(outcome.read.count))
        }
        try record(&group, &outcome)
        if isLong { progress(step(found.count)) }
    }

    /// Prepares renames that can only be recorded at once; where one file is still being written all of them wait.
    private func prepareRenames(
        _ renames: [RenameFinder.Rename], _ found: [DocumentPath: PolicyFolder.FileSignature?],
        _ gone: Set<DocumentPath>, into group: inout Group, _ outcome: inout Outcome
    ) throws {
        var (prepared, tried) = (Group(), Outcome())
        for rename in renames {
            beat()
            let task = DocumentTask(path: rename.to, found: found[rename.to] ?? nil, rename: rename)
            take(try prepare(task), into: &prepared, &tried)
        }
        if tried.isWorthWaiting { outcome.isWorthWaiting = true }
        let sources = Set(renames.map(\.from))
        let targets = Set(renames.map(\.to))
        guard tried.unsettled.isEmpty else {
            outcome.unsettled += sources.union(targets).sorted()
            return
        }
        // What cannot be read under its new name is gone from the old one.
        outcome.unreadable += tried.unreadable
        let refused = Set(tried.unreadable.map(\.path))
        for rename in renames where refused.contains(rename.to) {
            try prepareRemoval(of: rename.from, into: &group)
        }
        for path in targets.intersection(gone).subtracting(sources).sorted() {
            try prepareRemoval(of: path, into: &group)
        }
        group.add(prepared)
        group.forgotten += sources.subtracting(targets).filter { found[$0] == nil }.sorted()
    }

    // MARK: One document

    /// Documents read and compared, not yet recorded.
    private struct Group {
        var entries: [IngestedVersion] = []
        /// Files read, with whether they gave an entry.
        var read: [(path: DocumentPath, signature: PolicyFolder.FileSignature, document: Int64?)] = []
        /// Paths that stand for nothing once this is recorded.
        var forgotten: [DocumentPath] = []
        var bytes = 0

        var isEmpty: Bool { entries.isEmpty && read.isEmpty && forgotten.isEmpty }
        var isFull: Bool {
            bytes >= Ingester.groupBytes || read.count + entries.count >= Ingester.groupDocuments
        }

        mutating func add(_ other: Group) {
            entries += other.entries
            read += other.read
            forgotten += other.forgotten
            bytes += other.bytes
        }
    }

    private func prepare(_ task: DocumentTask) throws -> PreparedDocument {
        try store.snapshot { try preparer.prepare(task, reading: store, with: helper) }
    }

    private func prepareRemoval(of path: DocumentPath, into group: inout Group) throws {
        group.forgotten.append(path)
        restless[path] = nil
        problems.clear(path)
        guard let known = try store.latest(path), !known.isDeleted else { return }
        let open = try store.openCommitments(of: known.document).count { !$0.commitment.isResult }
        group.entries.append(
            IngestedVersion(
                path: path, event: .deleted, document: known.document, ingested: clock.now(),
                changes: [DocumentTeller.removed(known, path: path, commitments: open)]))
    }

    /// Puts what came of a file where it belongs.
    private func take(_ prepared: PreparedDocument, into group: inout Group, _ outcome: inout Outcome) {
        let (path, rename) = (prepared.task.path, prepared.task.rename)
        switch prepared.result {
        case .unsettled: leave(path, &outcome)
        case .unreadable(let error): refuse(path, prepared.task.found, error, &outcome)
        case .read(let signature, _) where !isStill(path, signature, since: prepared.task.found):
            leave(path, &outcome)
        case .read(let signature, .refused(let error)): refuse(path, signature, error, &outcome)
        case .read(let signature, .known(let document)):
            problems.clear(path)
            group.read.append((path, signature, document))
        case .read(let signature, .new(var entry)):
            // In the order of recording, whichever was prepared first.
            entry.ingested = clock.now()
            group.bytes += (entry.source?.bytes.count ?? 0) + (entry.outline?.text.utf8.count ?? 0)
            group.entries.append(entry)
            group.read.append((path, signature, nil))
            problems.clear(path)
            if let rename { problems.clear(rename.from) }
        }
    }

    private func refuse(
        _ path: DocumentPath, _ signature: PolicyFolder.FileSignature?, _ error: SourceError,
        _ outcome: inout Outcome
    ) {
        outcome.unreadable.append(Unreadable(path: path, signature: signature, isCheap: error.isOutside))
        problems.note(path, error.reason, error.advice, at: clock.now())
    }

    /// Whether a file is as it was when it was found. Where it is not, somebody is writing: what was read may be half
    /// of it, cut short before the rest is written.
    private func isStill(
        _ path: DocumentPath, _ signature: PolicyFolder.FileSignature,
        since found: PolicyFolder.FileSignature?
    ) -> Bool {
        if let found, !signature.hasContentTimes(of: found), restless[path] ?? 0 < Self.attempts {
            return false
        }
        if !restless.isEmpty { restless[path] = nil }
        return true
    }

    private func leave(_ path: DocumentPath, _ outcome: inout Outcome) {
        let attempts = (restless[path] ?? 0) + 1
        restless[path] = attempts
        outcome.unsettled.append(path)
        if attempts <= Self.attempts { outcome.isWorthWaiting = true }
    }

    // MARK: Reading again

    /// Has documents on record read anew, which another program reads than before, until the deadline or until the
    /// daemon is to end; how many were.
    ///
    /// The source is the one on record: what the folder holds by now is compared afterwards, with texts that the same
    /// program made, so that nothing a program does differently is told as a change.
    func readAgain(
        _ files: [KnownFile], until deadline: ContinuousClock.Instant? = nil, into outcome: inout Outcome
    ) throws -> Int {
        var group = Group()
        var count = 0
        for file in files {
            if isStopping() || (count > 0 && deadline.map { $0 <= .now } ?? false) { break }
            beat()
            count += 1
            guard let entry = try entryReadAgain(file) else { continue }
            group.entries.append(entry)
            group.bytes += (entry.source?.bytes.count ?? 0) + (entry.outline?.text.utf8.count ?? 0)
            if group.isFull { try record(&group, &outcome) }
        }
        try record(&group, &outcome)
        return count
    }

    private func entryReadAgain(_ file: KnownFile) throws -> IngestedVersion? {
        guard let known = try store.latest(file.path), let bytes = try store.source(of: known) else {
            return nil
        }
        let source = SourceReader.Source(
            path: file.path, bytes: bytes, hash: known.sha256 ?? [],
            signature: PolicyFolder.FileSignature(file.signature), modified: known.version.modified)
        // What the new program cannot read stays as the old one read it.
        guard let text = try? sources.text(of: source),
            var entry = try preparer.entry(for: source, text, known: known, reading: store)
        else { return nil }
        entry.ingested = clock.now()
        return entry
    }

    // MARK: Recording

    private func changes(after cursor: Int64) throws -> [RecordedChange] {
        var selection = ChangeSelection()
        selection.after = cursor
        return try store.changes(selection)
    }

    /// Records a group that is full, or whatever there is where the daemon is to end; whether it did.
    @discardableResult
    private func recordIfDue(_ group: inout Group, _ outcome: inout Outcome) throws -> Bool {
        let mustStop = isStopping()
        guard group.isFull || mustStop else { return false }
        try record(&group, &outcome)
        if mustStop { throw Stopped() }
        return true
    }

    private func record(_ group: inout Group, _ outcome: inout Outcome) throws {
        guard !group.isEmpty else { return }
        let told = try store.snapshot { try teller.told(group.entries) }
        let touched = group.read
        let changes = try store.transaction {
            let before = try store.lastChange()
            let recorded = try told.entries.map { try store.record($0) }
            for (change, other) in told.pairs(recorded) { try store.setCounterpart(change, other) }
            for (_, signature, document) in touched {
                guard let document else { continue }
                try store.updateSignature(of: document, PolicyStore.FileSignature(signature))
            }
            return told.entries.isEmpty ? [] : try self.changes(after: before)
        }
        beat()
        outcome.read += touched.map { ($0.path, $0.signature) }
        outcome.forgotten += group.forgotten
        search.noteDeparted(told.entries.filter { $0.event == .deleted }.map(\.path))
        outcome.changes += changes.count
        if !changes.isEmpty { tell(changes) }
        group = Group()
    }
}
