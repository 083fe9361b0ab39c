import Foundation
import PolicyStore
import PolicyText
import TestSupport
import Testing

@testable import PolicyDaemon

/// What goes and what moves, many at a time.
@Suite struct IngesterTests {
    private let names = (1...12).map { "d\($0).md" }

    private func text(_ name: String) -> String {
        "# Office \(name)\n\nThe office must answer each request of \(name) within 30 days.\n\n"
            + "It keeps its files for ten years, and tells who asks for them.\n"
    }

    private func folder() throws -> IngestedFolder {
        let folder = try IngestedFolder()
        try folder.put(Dictionary(uniqueKeysWithValues: names.map { ($0, text($0)) }))
        return folder
    }

    /// Has the work end when it has been asked so often whether it should.
    private func stop(_ folder: IngestedFolder, after count: Int) {
        var left = count
        folder.isStopping = {
            left -= 1
            return left <= 0
        }
    }

    @Test func `a removal is told as the document was, with a sign of life for each`() throws {
        let folder = try folder()
        let before = (folder.beats, try folder.store.lastChange())
        var outcome = Ingester.Outcome()
        try folder.ingest(Ingester.Batch(gone: folder.paths(names)), into: &outcome)
        #expect(folder.beats >= before.0 + names.count)
        #expect(outcome.forgotten.count == names.count)
        var selection = ChangeSelection()
        selection.after = before.1
        let told = try folder.store.changes(selection).map(\.change.summary)
        #expect(told.count == names.count)
        #expect(
            told.contains("Removed from the folder: “Office d1.md” (3 passages, 1 commitment)."), "\(told)")
    }

    @Test func `a stop among many removals leaves those that were not reached`() throws {
        let folder = try folder()
        stop(folder, after: 5)
        var outcome = Ingester.Outcome()
        #expect(throws: Ingester.Stopped.self) {
            try folder.ingest(Ingester.Batch(gone: folder.paths(names)), into: &outcome)
        }
        #expect(outcome.forgotten.count == 5)
        #expect(try folder.store.documents().count == names.count - 5)
    }

    @Test func `a stop among many renames leaves those that were not reached`() throws {
        let folder = try folder()
        let moved = try names.map { name in
            try FileManager.default.createDirectory(
                atPath: folder.folder.path("seeds/k"), withIntermediateDirectories: true)
            try FileManager.default.moveItem(
                atPath: folder.folder.path("seeds/" + name), toPath: folder.folder.path("seeds/k/" + name))
            return "k/" + name
        }
        let batch = Ingester.Batch(
            present: folder.paths(moved).map { ($0, nil) }, gone: folder.paths(names))
        stop(folder, after: 5)
        var outcome = Ingester.Outcome()
        #expect(throws: Ingester.Stopped.self) { try folder.ingest(batch, into: &outcome) }
        #expect(outcome.read.count == 5 && outcome.forgotten.count == 5)
        folder.isStopping = { false }
        let rest = Ingester.Batch(
            present: batch.present.filter { file in !outcome.read.contains { $0.path == file.path } },
            gone: batch.gone.filter { !outcome.forgotten.contains($0) })
        try folder.ingest(rest, into: &outcome)
        for path in folder.paths(moved) {
            #expect(try folder.store.history(path).map(\.event) == [.created, .renamed])
        }
        #expect(try folder.store.documents().map(\.path.text) == moved.sorted())
    }

    @Test func `documents that swap their names, and one that takes another's, keep their histories`() throws
    {
        let folder = try folder()
        let seeds = folder.folder.path("seeds/")
        for (from, to) in [
            ("d1.md", "x"), ("d2.md", "d1.md"), ("x", "d2.md"), ("d4.md", "e.md"), ("d3.md", "d4.md"),
        ] {
            try FileManager.default.moveItem(atPath: seeds + from, toPath: seeds + to)
        }
        let moves = [("d1.md", "d2.md"), ("d2.md", "d1.md"), ("d4.md", "e.md"), ("d3.md", "d4.md")]
        let batch = Ingester.Batch(
            present: folder.paths(["d1.md", "d2.md", "d4.md", "e.md"]).map { ($0, nil) },
            gone: folder.paths(["d3.md"]),
            moved: moves.map {
                RenameFinder.Sighting(
                    from: DocumentPath(text: $0.0)!, to: DocumentPath(text: $0.1)!, isCertain: true)
            })
        var outcome = Ingester.Outcome()
        try folder.ingest(batch, into: &outcome)
        #expect(outcome.forgotten.map(\.text) == ["d3.md"])
        for (from, to) in moves {
            let latest = try #require(try folder.store.latest(DocumentPath(text: to)!))
            #expect(try folder.store.text(of: latest) == text(from))
            #expect(latest.version.renamedFrom?.text == from)
        }
    }

    @Test(arguments: ["utf-8", "latin"])
    func `a rename that changes nothing is recorded as if all had been read again`(encoding: String) throws {
        let folder = try IngestedFolder()
        let other = try IngestedFolder(beside: folder)
        var bytes = Array(text("a").utf8)
        if encoding == "latin" { bytes += [0x45, 0x74, 0xE9, 0x20, 0x97, 0x0A] }
        try folder.folder.write(bytes, to: "seeds/a.md")
        for each in [folder, other] { _ = try each.ingest(["a.md"]) }
        let path = (from: DocumentPath(text: "a.md")!, to: DocumentPath(text: "b.md")!)
        try FileManager.default.moveItem(
            atPath: folder.folder.path("seeds/a.md"), toPath: folder.folder.path("seeds/b.md"))

        let rename = RenameFinder.Rename(
            from: path.from, to: path.to, why: "the same content, under another name")
        let preparer = DocumentPreparer(sources: folder.sources, meaning: folder.meaning)
        let task = DocumentTask(path: path.to, found: nil, rename: rename)
        guard case .read(_, .new(let short)) = try preparer.prepare(task, reading: folder.store).result else {
            Issue.record("it is not recorded")
            return
        }
        #expect(short.source == nil && short.outline == nil)
        var outcome = Ingester.Outcome()
        try folder.ingest(
            Ingester.Batch(present: [(path.to, nil)], gone: [path.from]), into: &outcome)

        // The other one reads it whole.
        guard case .read(let source) = other.sources.read(path.to) else {
            Issue.record("it cannot be read")
            return
        }
        var entry = try #require(
            try preparer.entry(
                for: source, other.sources.text(of: source), known: other.store.latest(path.from),
                rename: rename, reading: other.store))
        #expect(entry.source != nil)
        entry.ingested = other.clock.now()
        _ = try other.store.transaction { try other.store.record(entry) }

        #expect(try folder.store.counts().head == other.store.counts().head)
        let versions = try [folder, other].map { try #require(try $0.store.latest(path.to)) }
        #expect(try folder.store.source(of: versions[0]) == bytes)
        #expect(try folder.store.blame(versions[0]) == other.store.blame(versions[1]))
        #expect(
            try folder.store.openCommitments(of: versions[0].document)
                == other.store.openCommitments(of: versions[1].document))
        #expect(try folder.store.history(path.to) == other.store.history(path.to))
        #expect(try folder.store.changes(ChangeSelection()) == other.store.changes(ChangeSelection()))
        for each in [folder, other] { #expect(try each.store.knownFiles().count == 1) }
    }
}
