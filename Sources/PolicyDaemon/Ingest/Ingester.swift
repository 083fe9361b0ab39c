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
    static let groupBytes = 8 << 20
    static let groupDocuments = 400

    /// What is to be looked at, as the watcher found it.
    struct Batch {
        /// Files, each with the state in which it was found; nil where any state will do.
        var present: [(path: DocumentPath, found: PolicyFolder.FileSignature?)] = []
        var gone: [DocumentPath] = []
        var moved: [RenameFinder.Sighting] = []
    }

    /// What came of a batch.
    struct Outcome {
        /// Durable, in the order of ingestion.
        var changes: [RecordedChange] = []
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
    private let meaning: Meaning
    private let teller: BatchTeller
    private var search: RenameSearch
    private let clock: Clock
    private let problems: ProblemBook
    /// Called now and then during long work.
    private let beat: () -> Void
    private let isStopping: () -> Bool
    /// Told how far a batch has come, each time a part of it is on record.
    private let progress: (ScanProgress.Step) -> Void
    /// How often in a row a file was another than it was found a moment before.
    private var restless: [DocumentPath: Int] = [:]

    /// After so many attempts a file that changes all the time is recorded as it was read.
    private static let attempts = 4

    init(
        store: Store, sources: SourceReader, meaning: Meaning, clock: Clock, problems: ProblemBook,
        beat: @escaping () -> Void, isStopping: @escaping () -> Bool = { false },
        progress: @escaping (ScanProgress.Step) -> Void = { _ in }
    ) {
        self.store = store
        self.sources = sources
        self.meaning = meaning
        teller = BatchTeller(store: store, meaning: meaning)
        search = RenameSearch(store: store, sources: sources, beat: beat)
        self.clock = clock
        self.problems = problems
        self.beat = beat
        self.isStopping = isStopping
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
        var group = Group()
        let renames = try prepareRenames(try search.renames(in: batch), found, into: &group, &outcome)
        let movedAway = Set(renames.map(\.from))
        let targets = Set(renames.map(\.to))
        let waiting = Set(outcome.unsettled)
        for path in batch.gone.sorted() where !movedAway.contains(path) {
            try prepareRemoval(of: path, into: &group)
        }
        group.forgotten += movedAway.subtracting(targets).subtracting(waiting).filter { found[$0] == nil }
            .sorted()
        for path in found.keys.sorted() where !targets.contains(path) && !waiting.contains(path) {
            let task = Task(
                path: path, found: found[path] ?? nil, isVacated: movedAway.contains(path),
                readingAgain: readingAgain)
            try prepare(task, into: &group, &outcome)
            let mustStop = isStopping()
            guard group.isFull || mustStop else { continue }
            try record(&group, &outcome)
            if mustStop { throw Stopped() }
            let bytes = outcome.read.reduce(0) { $0 + Int($1.signature.size) }
            progress(
                ScanProgress.Step(
                    documents: outcome.read.count, of: found.count, bytes: bytes, elapsed: .now - started))
        }
        try record(&group, &outcome)
    }

    /// Prepares the renames of a batch, all for one transaction: a swap has no order in which each step could stand
    /// alone. Returns those that are to be recorded.
    private func prepareRenames(
        _ renames: [RenameFinder.Rename], _ found: [DocumentPath: PolicyFolder.FileSignature?],
        into group: inout Group, _ outcome: inout Outcome
    ) throws -> [RenameFinder.Rename] {
        var tried = Outcome()
        for rename in renames {
            let task = Task(path: rename.to, found: found[rename.to] ?? nil, rename: rename)
            try prepare(task, into: &group, &tried)
        }
        outcome.isWorthWaiting = tried.isWorthWaiting
        guard tried.unsettled.isEmpty else {
            // The whole circle waits for the one that is being written.
            group = Group()
            outcome.unsettled += Set(renames.flatMap { [$0.from, $0.to] }).sorted()
            return renames
        }
        // What cannot be read under its new name is gone from the old one.
        outcome.unreadable += tried.unreadable
        let refused = Set(tried.unreadable.map(\.path))
        var removed = Group()
        for rename in renames where refused.contains(rename.to) {
            try prepareRemoval(of: rename.from, into: &removed)
        }
        group.entries = removed.entries + group.entries
        group.forgotten += removed.forgotten
        return renames
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
    }

    /// One file of a batch.
    private struct Task {
        let path: DocumentPath
        let found: PolicyFolder.FileSignature?
        var rename: RenameFinder.Rename?
        /// The document that stood here has moved away in this batch, so the file is another.
        var isVacated = false
        var readingAgain = false
    }

    private func prepareRemoval(of path: DocumentPath, into group: inout Group) throws {
        group.forgotten.append(path)
        restless[path] = nil
        problems.clear(path)
        guard let known = try store.latest(path), !known.isDeleted else { return }
        let outline = try meaning.outline(of: store.text(of: known), format: known.format ?? "")
        let open = try store.openCommitments(of: known.document).count { !$0.commitment.isResult }
        group.entries.append(
            IngestedVersion(
                path: path, event: .deleted, document: known.document, ingested: clock.now(),
                changes: [DocumentTeller.removed(outline, path: path, commitments: open)]))
    }

    private func prepare(_ task: Task, into group: inout Group, _ outcome: inout Outcome) throws {
        beat()
        let (path, rename) = (task.path, task.rename)
        let source: SourceReader.Source
        switch sources.read(path) {
        case .read(let found): source = found
        case .unsettled, .gone: return leave(path, &outcome)
        case .unreadable(let error): return refuse(path, task.found, error, &outcome)
        }
        guard isStill(source, since: task.found) else { return leave(path, &outcome) }
        let known = task.isVacated ? nil : try store.latest(rename?.from ?? path)
        if let known, !known.isDeleted, rename == nil, known.sha256 == source.hash,
            !(task.readingAgain && sources.isConverted(path))
        {
            problems.clear(path)
            return group.read.append((path, source.signature, known.document))
        }
        do {
            let text = try sources.text(of: source)
            let entry = try entry(for: source, text, known: known, rename: rename)
            if let entry { group.entries.append(entry) }
            group.read.append((path, source.signature, entry == nil ? known?.document : nil))
            group.bytes += source.bytes.count + text.text.utf8.count
            problems.clear(path)
            if let rename { problems.clear(rename.from) }
        } catch let error as SourceError {
            refuse(path, source.signature, error, &outcome)
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
    private func isStill(_ source: SourceReader.Source, since found: PolicyFolder.FileSignature?) -> Bool {
        if let found, !source.signature.hasContentTimes(of: found),
            restless[source.path] ?? 0 < Self.attempts
        {
            return false
        }
        if !restless.isEmpty { restless[source.path] = nil }
        return true
    }

    private func leave(_ path: DocumentPath, _ outcome: inout Outcome) {
        let attempts = (restless[path] ?? 0) + 1
        restless[path] = attempts
        outcome.unsettled.append(path)
        if attempts <= Self.attempts { outcome.isWorthWaiting = true }
    }

    /// What is to be recorded; nil where the text is read again and is the same.
    private func entry(
        for source: SourceReader.Source, _ text: SourceReader.Text, known: StoredVersion?,
        rename: RenameFinder.Rename?
    ) throws -> IngestedVersion? {
        let outline = meaning.outline(of: text.text, format: text.format)
        let current = meaning.commitments(in: outline)
        var entry = IngestedVersion(
            path: source.path, event: .created, renamedFrom: rename?.from, document: known?.document,
            source: IngestedSource(
                bytes: source.bytes, sha256: source.hash, encoding: text.encoding, format: text.format,
                parser: meaning.parserVersion, isText: text.isSource),
            outline: outline, modified: source.modified, ingested: clock.now(),
            signature: PolicyStore.FileSignature(source.signature))
        guard let known, let content = try store.contentVersion(of: known) else {
            let open = current.count { !$0.isResult }
            entry.changes = [DocumentTeller.added(outline, path: source.path, commitments: open)]
            entry.commitmentSteps = current.map(CommitmentStep.stated)
            return entry
        }
        let oldText = try store.text(of: content)
        let isSame = content.sha256 == source.hash
        if isSame, rename == nil, !known.isDeleted {
            guard !oldText.utf8.elementsEqual(text.text.utf8) else { return nil }
            entry.event = .reparsed
            let open = try store.openCommitments(of: known.document)
            entry.commitmentSteps = CommitmentRegister.reconcile(open, with: current)
            return entry
        }
        let old = meaning.outline(of: oldText, format: content.format ?? "")
        let changes = isSame ? [] : meaning.changes(from: old, to: outline, noise: try noise(in: content))
        let open = try store.openCommitments(of: known.document)
        entry.commitmentSteps = CommitmentRegister.reconcile(open, with: current) {
            meaning.commitments(in: old)
        }
        entry.event = rename != nil ? .renamed : known.isDeleted ? .restored : .modified
        entry.changes = try told(
            changes, outline, entry, since: content, isBack: known.isDeleted, rename: rename)
        return entry
    }

    /// What the latest versions tell about passages that change every time.
    private func noise(in latest: StoredVersion) throws -> NoiseEvidence {
        guard latest.number > NoiseEvidence.fewestSteps else { return .none }
        var steps: [[Change]] = []
        for number in max(2, latest.number - NoiseEvidence.mostSteps + 1)...latest.number {
            guard let version = try store.version(number, of: latest.document), version.event == .modified
            else { continue }
            steps.append(try store.changes(to: version).map(\.change))
        }
        return NoiseEvidence(steps: steps)
    }

    /// The changes, with what they mean for the document whole.
    private func told(
        _ changes: [Change], _ outline: Outline, _ entry: IngestedVersion, since content: StoredVersion,
        isBack: Bool,
        rename: RenameFinder.Rename?
    ) throws -> [Change] {
        let isSame = content.sha256 == entry.source?.sha256
        if let rename {
            let lead = DocumentTeller.renamed(outline, from: rename.from, to: rename.to, why: rename.why)
            return [lead] + changes
        }
        if isBack {
            let lead = DocumentTeller.restored(
                outline, path: entry.path, isSame: isSame, version: content.number)
            return [lead] + changes
        }
        if let hash = entry.source?.sha256,
            let earlier = try store.version(withContent: hash, of: content.document, before: content.number)
        {
            return [DocumentTeller.returned(to: earlier, undoing: changes, language: outline.language)]
        }
        return changes
    }

    // MARK: Reading again

    /// Has what is on record read anew where another program reads it than before.
    ///
    /// The source is the one on record: what the folder holds by now is compared afterwards, with texts that the same
    /// program made, so that nothing a program does differently is told as a change.
    func readAgain(since programs: String, into outcome: inout Outcome) throws {
        var group = Group()
        let files = try store.knownFiles().sorted { $0.path < $1.path }
        for file in files where sources.isRead(file.path, otherwiseThan: programs) {
            beat()
            guard let known = try store.latest(file.path), let bytes = try store.source(of: known) else {
                continue
            }
            let source = SourceReader.Source(
                path: file.path, bytes: bytes, hash: known.sha256 ?? [],
                signature: PolicyFolder.FileSignature(file.signature), modified: known.version.modified)
            // What the new program cannot read stays as the old one read it.
            guard let text = try? sources.text(of: source),
                let entry = try entry(for: source, text, known: known, rename: nil)
            else { continue }
            group.entries.append(entry)
            group.bytes += bytes.count + text.text.utf8.count
            if group.isFull { try record(&group, &outcome) }
        }
        try record(&group, &outcome)
    }

    // MARK: Recording

    private func changes(after cursor: Int64) throws -> [RecordedChange] {
        var selection = ChangeSelection()
        selection.after = cursor
        return try store.changes(selection)
    }

    private func record(_ group: inout Group, _ outcome: inout Outcome) throws {
        guard !group.isEmpty else { return }
        let told = try teller.told(group.entries)
        let touched = group.read
        let before = try store.lastChange()
        try store.transaction {
            let recorded = try told.entries.map { try store.record($0) }
            for (change, other) in told.pairs(recorded) { try store.setCounterpart(change, other) }
            for (_, signature, document) in touched {
                guard let document else { continue }
                try store.updateSignature(of: document, PolicyStore.FileSignature(signature))
            }
        }
        beat()
        outcome.read += touched.map { ($0.path, $0.signature) }
        outcome.forgotten += group.forgotten
        search.noteDeparted(told.entries.filter { $0.event == .deleted }.map(\.path))
        if !told.entries.isEmpty { outcome.changes += try changes(after: before) }
        group = Group()
    }
}
