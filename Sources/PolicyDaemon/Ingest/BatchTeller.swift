internal import PolicyStore
internal import PolicyText

/// Tells what no document shows by itself: text that left one for another, and what only one language says.
///
/// Only the ingest thread uses it.
final class BatchTeller {
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
    private let translations: TranslationFinder

    init(store: Store, meaning: Meaning) {
        self.store = store
        self.meaning = meaning
        translations = TranslationFinder(store: store)
    }

    func told(_ entries: [IngestedVersion]) throws -> Told {
        translations.beginBatch()
        var told = Told(entries: movedBetween(entries), links: [])
        var isPaired: Set<Int> = []
        for index in told.entries.indices
        where told.entries[index].event == .modified && !isPaired.contains(index) {
            guard let other = try translations.partner(of: told.entries[index]) else { continue }
            if let second = told.entries.firstIndex(where: { $0.path == other && $0.event == .modified }) {
                isPaired.insert(second)
                pair(&told, index, second)
            } else if !told.entries.contains(where: { $0.path == other }) {
                try pair(&told, index, withRecorded: other)
            }
        }
        if told.entries.contains(where: { $0.event != .modified && $0.event != .reparsed }) {
            translations.forget()
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
}
