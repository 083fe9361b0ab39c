internal import PolicyStore
internal import PolicyText

/// Looks for renames in a batch of the watcher's: what went in it, or shortly before it, and came under another name.
///
/// Only the ingest thread uses it.
struct RenameSearch {
    /// So long after it went a document is still known again under another name: a program that sends a folder over a
    /// network, or checks out a large tree, removes first and writes later.
    static let lookback = Duration.seconds(300)
    /// So many departed documents are remembered, the latest.
    static let mostRemembered = 1000
    /// So many documents that stay, those nearest in length, tell what is the words of a form.
    static let mostOthers = 16

    private let store: Store
    private let sources: SourceReader
    private let beat: () -> Void
    private let now: () -> ContinuousClock.Instant
    /// Documents recorded as deleted, and when, the latest last.
    private var departed: [(path: DocumentPath, at: ContinuousClock.Instant)] = []

    init(
        store: Store, sources: SourceReader, beat: @escaping () -> Void,
        now: @escaping () -> ContinuousClock.Instant = { .now }
    ) {
        self.store = store
        self.sources = sources
        self.beat = beat
        self.now = now
    }

    /// A document was recorded as deleted.
    mutating func noteDeparted(_ paths: [DocumentPath]) {
        departed += paths.suffix(Self.mostRemembered).map { ($0, now()) }
        departed.removeFirst(max(0, departed.count - Self.mostRemembered))
    }

    mutating func renames(in batch: Ingester.Batch) throws -> [RenameFinder.Rename] {
        let limit = now() - Self.lookback
        departed.removeAll { $0.at < limit }
        var renames = try renamesWithin(batch)
        let taken = Set(renames.map(\.to))
        renames += try lateRenames(batch.present.map(\.path).filter { !taken.contains($0) }, batch.gone)
        return renames
    }

    // MARK: In one batch

    private func renamesWithin(_ batch: Ingester.Batch) throws -> [RenameFinder.Rename] {
        guard !batch.gone.isEmpty || !batch.moved.isEmpty else { return [] }
        let seenAway = Set(batch.moved.map(\.from))
        let seenThere = Set(batch.moved.map(\.to))
        let departures = try Set(batch.gone).union(seenAway).sorted().compactMap {
            try departure($0) { !$0.isDeleted }
        }
        guard !departures.isEmpty else { return [] }
        var arrivals: [RenameFinder.Arrival] = []
        var standing: [RenameFinder.Arrival] = []
        var occupied: Set<DocumentPath> = []
        for path in Set(batch.present.map(\.path)).union(seenThere).sorted() {
            let stands = try store.latest(path).map { !$0.isDeleted } ?? false
            if stands, !seenThere.contains(path), !seenAway.contains(path) { continue }
            guard let file = arrival(path) else { continue }
            if stands, seenAway.contains(path) { standing.append(file) }
            if stands, !seenThere.contains(path) { continue }
            if stands { occupied.insert(path) }
            arrivals.append(file)
        }
        let renames = RenameFinder.renames(
            departures: departures, arrivals: arrivals, sightings: batch.moved, standing: standing,
            others: { others(than: departures, arrivals) }, beat: beat)
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

    // MARK: After a while

    /// What comes at a path that was never on record, with the words of a document that went shortly before.
    private func lateRenames(_ paths: [DocumentPath], _ gone: [DocumentPath]) throws -> [RenameFinder.Rename]
    {
        let present = Set(paths)
        let departures = try Set(departed.map(\.path)).subtracting(gone).subtracting(present).sorted()
            .compactMap { try departure($0) { $0.isDeleted } }
        guard !departures.isEmpty else { return [] }
        let arrivals = try paths.sorted().filter { try store.latest($0) == nil }.compactMap { arrival($0) }
        guard !arrivals.isEmpty else { return [] }
        let renames = RenameFinder.renames(
            departures: departures, arrivals: arrivals, sightings: [],
            minimumLikeness: RenameFinder.minimumLikenessAfterwards,
            others: { others(than: departures, arrivals) }, beat: beat)
        guard !renames.isEmpty else { return [] }
        // Where a document that stands says the same, what came is a copy of it.
        let standing = try store.contentsStanding()
        let hashes = Dictionary(arrivals.map { ($0.path, $0.sha256) }) { first, _ in first }
        return renames.filter { rename in hashes[rename.to].map { !standing.contains($0) } ?? false }
    }

    // MARK: Documents and files

    /// A document on record where it is as asked for; nil where there is none.
    private func departure(
        _ path: DocumentPath, where isMeant: (StoredVersion) -> Bool
    ) throws -> RenameFinder.Departure? {
        guard let known = try store.latest(path), isMeant(known),
            let content = try store.contentVersion(of: known)
        else { return nil }
        return RenameFinder.Departure(path: path, sha256: content.sha256 ?? []) { [store] in
            try? store.text(of: content)
        }
    }

    private func arrival(_ path: DocumentPath) -> RenameFinder.Arrival? {
        beat()
        guard case .read(let source) = sources.read(path) else { return nil }
        // The bytes are read again where likeness decides: those of a whole batch would not fit into memory.
        return RenameFinder.Arrival(path: path, sha256: source.hash, size: source.bytes.count) { [sources] in
            guard case .read(let source) = sources.read(path) else { return nil }
            return (try? sources.text(of: source))?.text
        }
    }

    /// Texts of the documents that stay, those nearest in length to what went.
    private func others(
        than departures: [RenameFinder.Departure], _ arrivals: [RenameFinder.Arrival]
    ) -> [String] {
        let lengths = arrivals.map { Int64($0.size) }
        let meant = Set(departures.map(\.path) + arrivals.map(\.path))
        guard let files = try? store.knownFiles() else { return [] }
        let nearest = files.filter { !meant.contains($0.path) }
            .map { file in (file, lengths.map { abs($0 - file.signature.size_bytes) }.min() ?? 0) }
            .sorted { ($0.1, $0.0.path) < ($1.1, $1.0.path) }
        return nearest.prefix(Self.mostOthers).compactMap { file, _ in
            guard let known = try? store.latest(file.path) else { return nil }
            return try? store.text(of: known)
        }
    }
}
