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
    let sources: SourceReader
    let meaning: Meaning
    /// Each moment is a second after the one before.
    let clock: Clock
    /// How often the work gave a sign of life.
    private(set) var beats = 0
    /// Whether the work is to end, asked now and then.
    var isStopping: () -> Bool = { false }
    private lazy var ingester = Ingester(
        store: store, sources: sources, meaning: meaning, clock: clock, problems: problems,
        beat: { [unowned self] in beats += 1 }, isStopping: { [unowned self] in isStopping() },
        tell: { _ in })

    /// - Parameter other: one whose documents this one records too, in a store of its own.
    init(beside other: IngestedFolder? = nil) throws {
        folder = try other?.folder ?? TemporaryFolder()
        let state = other == nil ? "state" : "other-state"
        let settings = try Settings(
            Arguments(["--watch", folder.path("seeds"), "--state", folder.path(state)]), environment: [:],
            directory: folder.path)
        try folder.write("", to: state + "/empty")
        store = try Store(path: settings.databasePath)
        sources = SourceReader(settings)
        meaning = try Meaning(settings)
        let ticks = Ticks()
        clock = Clock(now: { ticks.next() })
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
        var outcome = Ingester.Outcome()
        try ingest(Ingester.Batch(present: paths(names).map { ($0, nil) }), into: &outcome)
        return outcome
    }

    func ingest(_ batch: Ingester.Batch, into outcome: inout Ingester.Outcome) throws {
        try ingester.ingest(batch, into: &outcome)
    }

    func paths(_ names: [String]) -> [DocumentPath] { names.compactMap { DocumentPath(text: $0) } }
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
