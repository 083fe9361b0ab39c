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
        var present: [DocumentPath] = []
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
        /// Files that have a problem now.
        var unreadable: [DocumentPath] = []
    }

    private let store: Store
    private let sources: SourceReader
    private let meaning: Meaning
    private let teller: BatchTeller
    private let clock: Clock
    private let problems: ProblemBook
    /// Called now and then during long work.
    private let beat: () -> Void

    init(
        store: Store, sources: SourceReader, meaning: Meaning, clock: Clock, problems: ProblemBook,
        beat: @escaping () -> Void
    ) {
        self.store = store
        self.sources = sources
        self.meaning = meaning
        teller = BatchTeller(store: store, meaning: meaning)
        self.clock = clock
        self.problems = problems
        self.beat = beat
    }

    /// Records what a batch brought; what cannot be read becomes a problem, and the version before stays.
    ///
    /// - Parameter readingAgain: converts again what a program reads, even where the file is as it was.
    func ingest(_ batch: Batch, readingAgain: Bool = false) throws -> Outcome {
        var outcome = Outcome()
        let renames = try findRenames(in: batch)
        let movedAway = Set(renames.map(\.from))
        let targets = Dictionary(renames.map { ($0.to, $0) }) { first, _ in first }
        let present = Set(batch.present)
        var group = Group()
        for path in batch.gone.sorted() where !movedAway.contains(path) {
            try prepareRemoval(of: path, into: &group, &outcome)
        }
        outcome.forgotten += movedAway.filter { targets[$0] == nil && !present.contains($0) }
        // Renames of one batch go into one transaction: a swap has no order in which each step could stand alone.
        for path in renames.map(\.to) + batch.present.sorted().filter({ targets[$0] == nil }) {
            let isVacated = movedAway.contains(path) && targets[path] == nil
            try prepare(
                path, rename: targets[path], isVacated: isVacated, readingAgain: readingAgain, into: &group,
                &outcome)
            if group.isFull, targets[path] == nil { try record(&group, &outcome) }
        }
        try record(&group, &outcome)
        return outcome
    }

    // MARK: Renames

    private func findRenames(in batch: Batch) throws -> [RenameFinder.Rename] {
        guard !batch.gone.isEmpty || !batch.moved.isEmpty else { return [] }
        let seenAway = Set(batch.moved.map(\.from))
        let seenThere = Set(batch.moved.map(\.to))
        var departures: [RenameFinder.Departure] = []
        for path in Set(batch.gone).union(seenAway).sorted() {
            guard let known = try store.latest(path), !known.isDeleted else { continue }
            departures.append(
                RenameFinder.Departure(path: path, sha256: known.sha256 ?? []) { [store] in
                    try? store.text(of: known)
                })
        }
        guard !departures.isEmpty else { return [] }
        var arrivals: [RenameFinder.Arrival] = []
        var occupied: Set<DocumentPath> = []
        for path in Set(batch.present).union(seenThere).sorted() {
            let stands = try store.latest(path).map { !$0.isDeleted } ?? false
            if stands, !seenThere.contains(path) { continue }
            if stands { occupied.insert(path) }
            beat()
            guard case .read(let source) = sources.read(path) else { continue }
            arrivals.append(
                RenameFinder.Arrival(path: path, sha256: source.hash, size: source.bytes.count) { [sources] in
                    (try? sources.text(of: source))?.text
                })
        }
        let renames = RenameFinder.renames(departures: departures, arrivals: arrivals, sightings: batch.moved)
        return withFreeTargets(renames, occupied: occupied.subtracting(batch.gone))
    }

    /// Without the renames onto a document that stays: there the path keeps its document, which was overwritten.
    private func withFreeTargets(
        _ renames: [RenameFinder.Rename], occupied: Set<DocumentPath>
    ) -> [RenameFinder.Rename] {
        var kept = renames
        while true {
            let leaving = Set(kept.map(\.from))
            let free = kept.filter { !occupied.contains($0.to) || leaving.contains($0.to) }
            if free.count == kept.count { return kept }
            kept = free
        }
    }

    // MARK: One document

    /// Documents read and compared, not yet recorded.
    private struct Group {
        var entries: [IngestedVersion] = []
        /// Files read, with whether they gave an entry.
        var read: [(path: DocumentPath, signature: PolicyFolder.FileSignature, document: Int64?)] = []
        var bytes = 0

        var isFull: Bool {
            bytes >= Ingester.groupBytes || read.count + entries.count >= Ingester.groupDocuments
        }
    }

    private func prepareRemoval(of path: DocumentPath, into group: inout Group, _ outcome: inout Outcome)
        throws
    {
        outcome.forgotten.append(path)
        problems.clear(path)
        guard let known = try store.latest(path), !known.isDeleted else { return }
        let outline = try meaning.outline(of: store.text(of: known), format: known.format ?? "")
        let open = try store.openCommitments(of: known.document).count { !$0.commitment.isResult }
        group.entries.append(
            IngestedVersion(
                path: path, event: .deleted, document: known.document, ingested: clock.now(),
                changes: [DocumentTeller.removed(outline, path: path, commitments: open)]))
    }

    /// - Parameter isVacated: the document that stood here has moved away in this batch, so the file is another.
    private func prepare(
        _ path: DocumentPath, rename: RenameFinder.Rename?, isVacated: Bool, readingAgain: Bool,
        into group: inout Group, _ outcome: inout Outcome
    ) throws {
        beat()
        let source: SourceReader.Source
        switch sources.read(path) {
        case .read(let found): source = found
        case .unsettled: return outcome.unsettled.append(path)
        case .gone: return outcome.unsettled.append(path)
        case .unreadable(let error):
            outcome.unreadable.append(path)
            return problems.note(path, error.reason, error.advice, at: clock.now())
        }
        let known = isVacated ? nil : try store.latest(rename?.from ?? path)
        if let known, !known.isDeleted, rename == nil, known.sha256 == source.hash,
            !(readingAgain && sources.isConverted(path))
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
        } catch let error as SourceError {
            outcome.unreadable.append(path)
            problems.note(path, error.reason, error.advice, at: clock.now())
        }
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

    // MARK: Recording

    private func changes(after cursor: Int64) throws -> [RecordedChange] {
        var selection = ChangeSelection()
        selection.after = cursor
        return try store.changes(selection)
    }

    private func record(_ group: inout Group, _ outcome: inout Outcome) throws {
        guard !group.entries.isEmpty || !group.read.isEmpty else { return }
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
        if !told.entries.isEmpty { outcome.changes += try changes(after: before) }
        group = Group()
    }
}
