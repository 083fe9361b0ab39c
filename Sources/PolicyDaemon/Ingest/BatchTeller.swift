internal import PolicyStore
internal import PolicyText

/// Tells what no document shows by itself: text that left one for another, and what only one language says.
///
/// Only the ingest thread uses it.
final class BatchTeller {
    /// Documents of one folder that are compared by structure with one that has no partner by name.
    static let mostCandidates = 12

    /// Documents of a batch for which a partner is looked for by structure: where many change at once it would take
    /// longer than recording them. The others are looked at when they change again.
    static let mostSearches = 8

    /// A batch as it is to be recorded, with the changes that are one event in two languages.
    struct Told {
        var entries: [IngestedVersion]
        var links: [Link]

        /// The ids of both changes, once the batch has its own.
        func pairs(_ recorded: [RecordedVersion]) -> [(Int64, Int64)] {
            links.map { link in
                let first = recorded[link.entry].changes.lowerBound + Int64(link.change)
                switch link.other {
                case .recorded(let id): return (first, id)
                case .inBatch(let entry, let change):
                    return (first, recorded[entry].changes.lowerBound + Int64(change))
                }
            }
        }
    }

    /// A change of the batch, and the same change in the other language.
    struct Link {
        enum Other {
            case inBatch(entry: Int, change: Int)
            case recorded(Int64)
        }

        var entry: Int
        var change: Int
        var other: Other
    }

    private let store: Store
    private let meaning: Meaning
    /// By name, of the documents as they stood before the batch; nil where documents came or went since.
    private var names: (pairs: LanguagePairs, documents: [DocumentSummary])?
    /// By structure; forgotten with the names.
    private var structural: [DocumentPath: DocumentPath?] = [:]

    private var searchesLeft = 0

    init(store: Store, meaning: Meaning) {
        self.store = store
        self.meaning = meaning
    }

    func told(_ entries: [IngestedVersion]) throws -> Told {
        searchesLeft = Self.mostSearches
        var told = Told(entries: movedBetween(entries), links: [])
        var isPaired: Set<Int> = []
        for index in told.entries.indices
        where told.entries[index].event == .modified && !isPaired.contains(index) {
            guard let other = try partner(of: told.entries[index]) else { continue }
            if let second = told.entries.firstIndex(where: { $0.path == other && $0.event == .modified }) {
                isPaired.insert(second)
                pair(&told, index, second)
            } else if !told.entries.contains(where: { $0.path == other }) {
                try pair(&told, index, withRecorded: other)
            }
        }
        if told.entries.contains(where: { $0.event != .modified && $0.event != .reparsed }) {
            names = nil
            structural = [:]
        }
        return told
    }

    // MARK: Text that moved

    private func movedBetween(_ entries: [IngestedVersion]) -> [IngestedVersion] {
        guard entries.count > 1 else { return entries }
        let sources = MovedText.told(
            entries.map { entry in
                let isWhole = entry.event == .created && entry.changes.count == 1
                return MovedText.Source(
                    path: entry.path, changes: entry.changes, arrived: isWhole ? entry.outline : nil)
            })
        var told = entries
        for (index, source) in sources.enumerated() { told[index].changes = source.changes }
        return told
    }

    // MARK: Two languages

    private func pair(_ told: inout Told, _ first: Int, _ second: Int) {
        guard let one = side(told.entries[first]), let other = side(told.entries[second]) else { return }
        let pairing = CounterpartFinder.pairing(one, other)
        for pair in pairing.pairs {
            told.links.append(
                Link(
                    entry: first, change: pair.first, other: .inBatch(entry: second, change: pair.second)))
        }
        tell(&told, first, alone: pairing.firstAlone, other: other.path)
        tell(&told, second, alone: pairing.secondAlone, other: one.path)
    }

    /// The other language may have changed earlier, since this document's last version.
    private func pair(_ told: inout Told, _ index: Int, withRecorded path: DocumentPath) throws {
        guard let one = side(told.entries[index]), let latest = try store.latest(path),
            let before = try store.latest(told.entries[index].path)
        else { return }
        var selection = ChangeSelection()
        selection.paths = [path]
        selection.since = before.version.ingested
        let earlier = try store.changes(selection).filter { $0.counterpart == nil && $0.fromVersion > 0 }
        let other = CounterpartFinder.Side(
            path: path,
            outline: meaning.outline(of: try store.text(of: latest), format: latest.format ?? ""),
            changes: earlier.map(\.change))
        let pairing = CounterpartFinder.pairing(one, other)
        for pair in pairing.pairs {
            told.links.append(
                Link(entry: index, change: pair.first, other: .recorded(earlier[pair.second].id)))
        }
        tell(&told, index, alone: pairing.firstAlone, other: path)
    }

    private func tell(_ told: inout Told, _ entry: Int, alone: [Int], other: DocumentPath) {
        let language = told.entries[entry].outline?.language ?? .undetermined
        for change in alone {
            told.entries[entry].changes[change] = CounterpartFinder.told(
                told.entries[entry].changes[change], onlyIn: language, other: other)
        }
    }

    private func side(_ entry: IngestedVersion) -> CounterpartFinder.Side? {
        guard let outline = entry.outline else { return nil }
        return CounterpartFinder.Side(path: entry.path, outline: outline, changes: entry.changes)
    }

    /// The document that says the same in the other language.
    private func partner(of entry: IngestedVersion) throws -> DocumentPath? {
        guard let outline = entry.outline, outline.language != .undetermined, !entry.changes.isEmpty else {
            return nil
        }
        let (pairs, documents) = try standing()
        if let named = pairs.counterpart(of: entry.path) {
            let other = documents.first { $0.path == named }
            return other.flatMap { $0.language == outline.language ? nil : named }
        }
        if let known = structural[entry.path] { return known }
        guard searchesLeft > 0 else { return nil }
        searchesLeft -= 1
        let found = try structuralPartner(of: entry, pairs, documents)
        structural[entry.path] = .some(found)
        if let found { structural[found] = .some(entry.path) }
        return found
    }

    private func standing() throws -> (pairs: LanguagePairs, documents: [DocumentSummary]) {
        if let names { return names }
        let documents = try store.documents()
        let found = (LanguagePairs(documents.map(\.path)), documents)
        names = found
        return found
    }

    /// Compares the versions on record: that one of them has changed now tells nothing against them.
    private func structuralPartner(
        of entry: IngestedVersion, _ pairs: LanguagePairs, _ documents: [DocumentSummary]
    ) throws -> DocumentPath? {
        guard let before = try store.latest(entry.path), !before.isDeleted else { return nil }
        let candidates = documents.filter { other in
            other.path != entry.path && other.language != .undetermined && other.language != before.language
                && pairs.counterpart(of: other.path) == nil
                && LanguagePairs.mayCorrespond(other.passages, before.passages)
        }.sorted { one, other in
            // The nearest in the tree first, then the nearest in size.
            let depths = (shared(one.path, entry.path), shared(other.path, entry.path))
            let sizes = (abs(one.passages - before.passages), abs(other.passages - before.passages))
            return (-depths.0, sizes.0, one.path) < (-depths.1, sizes.1, other.path)
        }
        guard !candidates.isEmpty else { return nil }
        let mine = meaning.outline(of: try store.text(of: before), format: before.format ?? "")
        var scored: [(likeness: Double, path: DocumentPath)] = []
        for candidate in candidates.prefix(Self.mostCandidates) {
            guard let latest = try store.latest(candidate.path) else { continue }
            let other = meaning.outline(of: try store.text(of: latest), format: latest.format ?? "")
            scored.append((LanguagePairs.structuralLikeness(mine, other), candidate.path))
        }
        scored.sort { $0.likeness > $1.likeness }
        guard let best = scored.first, best.likeness >= LanguagePairs.sameStructure,
            scored.dropFirst().allSatisfy({ $0.likeness <= best.likeness - 0.1 })
        else { return nil }
        return best.path
    }

    /// How many folders two paths have in common.
    private func shared(_ one: DocumentPath, _ other: DocumentPath) -> Int {
        let (left, right) = (one.text.split(separator: "/"), other.text.split(separator: "/"))
        return zip(left.dropLast(), right.dropLast()).prefix { $0 == $1 }.count
    }
}
