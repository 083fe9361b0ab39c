import PolicyStore
import PolicyText
import TestSupport
import Testing

@testable import PolicyDaemon

/// A folder that is ingested batch by batch, as the watcher would have it.
final class IngestedFolder {
    let folder: TemporaryFolder
    let store: Store
    let problems = ProblemBook()
    private let ingester: Ingester

    /// - Parameter other: one whose documents this one records too, in a store of its own.
    init(beside other: IngestedFolder? = nil) throws {
        folder = try other?.folder ?? TemporaryFolder()
        let state = other == nil ? "state" : "other-state"
        let settings = try Settings(
            Arguments(["--watch", folder.path("seeds"), "--state", folder.path(state)]), environment: [:],
            directory: folder.path)
        try folder.write("", to: state + "/empty")
        store = try Store(path: settings.databasePath)
        // Each moment is a second after the one before.
        let ticks = Ticks()
        ingester = Ingester(
            store: store, sources: SourceReader(settings), meaning: try Meaning(settings),
            clock: Clock(now: { ticks.next() }), problems: problems, beat: {}, tell: { _ in })
    }

    /// Writes the files and ingests them as one batch; the changes that are recorded.
    @discardableResult
    func put(_ files: [String: String]) throws -> [RecordedChange] {
        for (name, text) in files { try folder.write(text, to: "seeds/" + name) }
        var selection = ChangeSelection()
        selection.after = try store.lastChange()
        let outcome = try ingest(files.keys.sorted())
        #expect(outcome.unreadable.isEmpty && outcome.unsettled.isEmpty)
        return try store.changes(selection)
    }

    /// Ingests files as one batch.
    func ingest(_ names: [String]) throws -> Ingester.Outcome {
        let paths = names.compactMap { DocumentPath(text: $0) }
        var outcome = Ingester.Outcome()
        try ingester.ingest(Ingester.Batch(present: paths.map { ($0, nil) }), into: &outcome)
        return outcome
    }
}

/// A clock that a test reads once a second.
private final class Ticks: @unchecked Sendable {
    // Only the test's own thread asks.
    private var seconds: Int64 = 1_700_000_000

    func next() -> Timestamp {
        seconds += 1
        return Timestamp(milliseconds: seconds * 1000)
    }
}
