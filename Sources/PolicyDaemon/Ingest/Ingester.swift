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
        /// What the kernel said was renamed: new path by old path.
        var moved: [DocumentPath: DocumentPath] = [:]
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
    }

    private let store: Store
    private let sources: SourceReader
    private let meaning: Meaning
    private let clock: Clock
    private let problems: ProblemBook

    init(store: Store, sources: SourceReader, meaning: Meaning, clock: Clock, problems: ProblemBook) {
        self.store = store
        self.sources = sources
        self.meaning = meaning
        self.clock = clock
        self.problems = problems
    }

    /// Records what a batch brought; what cannot be read becomes a problem, and the version before stays.
    func ingest(_ batch: Batch, readingAgain: Bool = false) throws -> Outcome {
        var outcome = Outcome()
        let renames = try findRenames(in: batch, &outcome)
        let movedAway = Set(renames.map(\.from))
        let targets = Dictionary(uniqueKeysWithValues: renames.map { ($0.to, $0) })
        var group = Group()
        for path in batch.gone.sorted() where !movedAway.contains(path) && targets[path] == nil {
            try prepareRemoval(of: path, into: &group, &outcome)
        }
        // Renames of one batch go into one transaction: a swap has no order in which each step could stand alone.
        for path in (renames.map(\.to) + batch.present.sorted().filter { targets[$0] == nil }) {
            try prepare(path, rename: targets[path], readingAgain: readingAgain, into: &group, &outcome)
            if group.isFull, targets[path] == nil { try record(&group, &outcome) }
        }
        try record(&group, &outcome)
        return outcome
    }

    // MARK: Renames

    private func findRenames(in batch: Batch, _ outcome: inout Outcome) throws -> [RenameFinder.Rename] {
        var departures: [RenameFinder.Departure] = []
        var arrivals: [RenameFinder.Arrival] = []
        for path in batch.gone {
            guard let known = try store.latest(path), !known.isDeleted else { continue }
            departures.append(departure(path, known))
        }
        var replaced: Set<DocumentPath> = []
        for path in batch.present {
            let known = try store.latest(path)
            guard let known, !known.isDeleted else {
                if !departures.isEmpty || !batch.moved.isEmpty { arrivals += try arrival(path).map { [$0] } ?? [] }
                continue
            }
            // Another file stands where this document stood: it may have changed places with one that did too.
            guard batch.present.count > 1, let found = sources.signature(of: path),
                found.inode != known.signature.inode || found.device != known.signature.device
            else { continue }
            departures.append(departure(path, known))
            arrivals += try arrival(path).map { [$0] } ?? []
            replaced.insert(path)
        }
        guard !departures.isEmpty, !arrivals.isEmpty else { return [] }
        let renames = RenameFinder.renames(
            departures: departures, arrivals: arrivals.filter { !replaced.contains($0.path) }, hints: batch.moved)
        let exchanges = exchanges(departures, arrivals, apartFrom: renames, replaced: replaced)
        return withFreeTargets(renames + exchanges, replaced: replaced)
    }

    private func departure(_ path: DocumentPath, _ known: LatestVersion) -> RenameFinder.Departure {
        RenameFinder.Departure(
            path: path, device: known.signature.device, inode: known.signature.inode, sha256: known.sha256 ?? ""
        ) { [store] in try? store.text(of: path, version: known.number) }
    }

    private func arrival(_ path: DocumentPath) throws -> RenameFinder.Arrival? {
        guard case .read(let source) = sources.read(path) else { return nil }
        return RenameFinder.Arrival(
            path: path, device: source.signature.device, inode: source.signature.inode, sha256: source.sha256,
            size: source.bytes.count) { [sources] in try? sources.text(of: source).text }
    }

    /// Swaps and rotations: documents whose very file now stands where another document stood.
    private func exchanges(
        _ departures: [RenameFinder.Departure], _ arrivals: [RenameFinder.Arrival],
        apartFrom renames: [RenameFinder.Rename], replaced: Set<DocumentPath>
    ) -> [RenameFinder.Rename] {
        let taken = Set(renames.map(\.from))
        let byFile = Dictionary(departures.map { ([$0.device, $0.inode], $0) }) { first, _ in first }
        return arrivals.filter { replaced.contains($0.path) }.compactMap { arrival in
            guard let old = byFile[[arrival.device, arrival.inode]], old.path != arrival.path,
                !taken.contains(old.path)
            else { return nil }
            return RenameFinder.Rename(from: old.path, to: arrival.path, why: "the same file, under another name")
        }
    }

    /// Without the renames onto a document that stays: there the path keeps its document, which was overwritten.
    private func withFreeTargets(
        _ renames: [RenameFinder.Rename], replaced: Set<DocumentPath>
    ) -> [RenameFinder.Rename] {
        var kept = renames
        while true {
            let leaving = Set(kept.map(\.from))
            let free = kept.filter { !replaced.contains($0.to) || leaving.contains($0.to) }
            if free.count == kept.count { return kept }
            kept = free
        }
    }

    // MARK: One document

    /// Documents read and compared, not yet recorded.
    private struct Group {
        var entries: [IngestedVersion] = []
        var touched: [(path: DocumentPath, signature: PolicyFolder.FileSignature)] = []
        var bytes = 0

        var isFull: Bool { bytes >= Ingester.groupBytes || entries.count >= Ingester.groupDocuments }
    }

    private func prepareRemoval(of path: DocumentPath, into group: inout Group, _ outcome: inout Outcome) throws {
        outcome.forgotten.append(path)
        problems.clear(path)
        guard let known = try store.latest(path), !known.isDeleted else { return }
        let outline = try meaning.outline(of: store.text(of: path, version: known.number), format: known.format)
        let open = try store.openCommitments(of: path)
        group.entries.append(
            IngestedVersion(
                path: path, event: .deleted, document: known.document, ingested: clock.now(),
                changes: [DocumentTeller.removed(outline, path: path, commitments: open.count)]))
    }

    private func prepare(
        _ path: DocumentPath, rename: RenameFinder.Rename?, readingAgain: Bool, into group: inout Group,
        _ outcome: inout Outcome
    ) throws {
        let source: SourceReader.Source
        switch sources.read(path) {
        case .read(let found): source = found
        case .unsettled: return outcome.unsettled.append(path)
        case .gone: return
        case .unreadable(let reason, let advice): return problems.note(path, reason, advice, at: clock.now())
        }
        let known = try store.latest(rename?.from ?? path)
        if let known, !known.isDeleted, rename == nil, known.sha256 == source.sha256,
            !(readingAgain && sources.isConverted(path))
        {
            problems.clear(path)
            group.touched.append((path, source.signature))
            return
        }
        do {
            let text = try sources.text(of: source)
            if let entry = try entry(for: source, text, known: known, rename: rename) {
                group.entries.append(entry)
                group.bytes += source.bytes.count + text.text.utf8.count
            }
            group.touched.append((path, source.signature))
            problems.clear(path)
        } catch let error as SourceError {
            problems.note(path, error.reason, error.advice, at: clock.now())
        }
    }

    /// What is to be recorded; nil where the text is read again and is the same.
    private func entry(
        for source: SourceReader.Source, _ text: SourceReader.Text, known: LatestVersion?,
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
            signature: FileSignature(source.signature))
        guard let known else {
            entry.changes = [DocumentTeller.added(outline, path: source.path, commitments: current.count { !$0.isResult })]
            entry.commitmentSteps = current.map(CommitmentStep.stated)
            return entry
        }
        let oldPath = rename?.from ?? source.path
        let oldText = try store.text(of: oldPath, version: known.number)
        let isSame = known.sha256 == source.sha256
        if isSame, rename == nil, !known.isDeleted {
            guard !oldText.utf8.elementsEqual(text.text.utf8) else { return nil }
            entry.event = .reparsed
            entry.commitmentSteps = nil
            return entry
        }
        let changes = isSame ? [] : meaning.changes(from: meaning.outline(of: oldText, format: known.format), to: outline)
        entry.commitmentSteps = try CommitmentRegister.reconcile(store.openCommitments(of: oldPath), with: current)
        entry.event = rename != nil ? .renamed : known.isDeleted ? .restored : .modified
        entry.changes = try told(changes, entry, known: known, isSame: isSame, rename: rename)
        return entry
    }

    /// The changes with what they mean for the document whole.
    private func told(
        _ changes: [Change], _ entry: IngestedVersion, known: LatestVersion, isSame: Bool,
        rename: RenameFinder.Rename?
    ) throws -> [Change] {
        guard let outline = entry.outline else { return changes }
        var lead: [Change] = []
        if let rename {
            lead.append(DocumentTeller.renamed(outline, from: rename.from, to: rename.to, why: rename.why))
        }
        if known.isDeleted {
            lead.append(
                DocumentTeller.restored(outline, path: entry.path, isSame: isSame, version: known.lastContentVersion))
        } else if !isSame, let hash = entry.source?.sha256,
            let earlier = try store.earlierVersion(of: known.document, sha256: hash)
        {
            return lead + [DocumentTeller.returned(to: earlier, undoing: changes, language: outline.language)]
        }
        return lead + changes
    }

    // MARK: Recording

    private func record(_ group: inout Group, _ outcome: inout Outcome) throws {
        guard !group.entries.isEmpty || !group.touched.isEmpty else { return }
        let entries = meaning.acrossDocuments(group.entries)
        let cursor = try store.transaction {
            let before = try store.lastChange()
            for entry in entries { _ = try store.record(entry) }
            for (path, signature) in group.touched where !entries.contains(where: { $0.path == path }) {
                try store.updateSignature(of: path, to: FileSignature(signature))
            }
            return before
        }
        outcome.read += group.touched
        outcome.changes += try store.changes(after: cursor)
        group = Group()
    }
}
