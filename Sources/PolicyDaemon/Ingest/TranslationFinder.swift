internal import PolicyStore
internal import PolicyText

/// Finds the document that says the same in the other language: by name, else by structure.
///
/// A search costs the same in a folder of ten documents and of a hundred thousand: names are looked up, and by
/// structure a document is compared with those near it alone.
///
/// Only the ingest thread uses it.
final class TranslationFinder {
    /// Documents on each side, in the order of paths, among which one of the same structure is looked for.
    static let reach = 256
    /// Documents that are compared by structure with one that has no partner by name.
    static let mostCandidates = 12
    /// Documents of a batch for which a partner is looked for by structure: where many change at once it would take
    /// longer than recording them. The others are looked at when they change again.
    static let mostSearches = 8
    /// Results kept; beyond that all are forgotten and found again.
    static let mostKnown = 4096

    private let store: Store
    /// By structure; forgotten where documents came or went.
    private var known: [DocumentPath: DocumentPath?] = [:]
    private var searchesLeft = 0

    init(store: Store) {
        self.store = store
    }

    func beginBatch() { searchesLeft = Self.mostSearches }

    /// Documents came or went.
    func forget() { known = [:] }

    func partner(of entry: IngestedVersion) throws -> DocumentPath? {
        guard let outline = entry.outline, outline.language != .undetermined, !entry.changes.isEmpty else {
            return nil
        }
        if let named = try LanguagePairs.counterpart(of: entry.path, where: store.stands) {
            return try store.latest(named)?.language == outline.language ? nil : named
        }
        if let found = known[entry.path] { return found }
        guard searchesLeft > 0 else { return nil }
        searchesLeft -= 1
        let found = try byStructure(entry)
        if known.count >= Self.mostKnown { known = [:] }
        known[entry.path] = .some(found)
        if let found { known[found] = .some(entry.path) }
        return found
    }

    /// Compares the versions on record: that one of them has changed now tells nothing against them.
    private func byStructure(_ entry: IngestedVersion) throws -> DocumentPath? {
        guard let before = try store.latest(entry.path), !before.isDeleted,
            LanguagePairs.mayCorrespond(before.passages, before.passages)
        else { return nil }
        let mine = try structure(of: before)
        guard mine.mayCorrespond else { return nil }
        let likely = try store.neighbours(of: entry.path, count: Self.reach).filter { other in
            other.language != .undetermined && other.language != before.language
                && LanguagePairs.mayCorrespond(other.passages, before.passages)
        }.map { other in
            (
                neighbour: other, shared: sharedFolders(other.path, entry.path),
                difference: abs(other.passages - before.passages)
            )
        }.sorted { one, other in
            // The nearest in the tree first, then the nearest in size.
            (-one.shared, one.difference, one.neighbour.path)
                < (-other.shared, other.difference, other.neighbour.path)
        }
        var scored: [(likeness: Double, path: DocumentPath)] = []
        for (other, _, _) in likely where scored.count < Self.mostCandidates {
            let candidate = other.path
            guard try LanguagePairs.counterpart(of: candidate, where: store.stands) == nil,
                let latest = try store.latest(candidate)
            else { continue }
            scored.append((LanguagePairs.structuralLikeness(mine, try structure(of: latest)), candidate))
        }
        scored.sort { $0.likeness > $1.likeness }
        guard let best = scored.first, best.likeness >= LanguagePairs.sameStructure,
            scored.dropFirst().allSatisfy({ $0.likeness <= best.likeness - 0.1 })
        else { return nil }
        return best.path
    }

    /// As the latest version was recorded, so that no text is parsed again.
    private func structure(of latest: StoredVersion) throws -> LanguagePairs.Structure {
        var structure = LanguagePairs.Structure(language: latest.language)
        try store.forEachLatestPassage(of: latest.document) { structure.add(kind: $0, level: $1, text: $2) }
        return structure
    }

    /// How many folders two paths have in common.
    private func sharedFolders(_ one: DocumentPath, _ other: DocumentPath) -> Int {
        zip(one.text.utf8, other.text.utf8).prefix { $0 == $1 }.count { $0.0 == UInt8(ascii: "/") }
    }
}
