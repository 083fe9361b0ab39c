import Foundation
import PolicyStore
import PolicyText
import TestSupport
import Testing

@testable import PolicyDaemon

/// Files that several threads prepare.
@Suite struct ReadAheadTests {
    /// 24 documents of any length; those of one version differ from those of another in their numbers.
    private func documents(version: Int) -> [String: String] {
        var random = SeededGenerator(seed: 11)
        return Dictionary(
            uniqueKeysWithValues: (1...24).map { number in
                let clauses = (1...Int.random(in: 1...30, using: &random)).map { clause in
                    "\(clause). Office \(number) will publish \(clause * 10 + version) reports by 2030."
                }
                return ("d\(number).md", "# Office \(number)\n\n" + clauses.joined(separator: "\n\n") + "\n")
            })
    }

    @Test func `they are recorded as if they had been prepared one by one`() throws {
        let together = try IngestedFolder()
        let alone = try IngestedFolder(beside: together)
        for version in 1...2 {
            let files = documents(version: version)
            let names = files.keys.sorted()
            for (name, text) in files { try together.folder.write(text, to: "seeds/" + name) }
            #expect(names.count >= ReadAhead.fewestFiles)
            let outcome = try together.ingest(names)
            #expect(outcome.read.map(\.path.text) == names)
            for name in names { _ = try alone.ingest([name]) }
            let head = try together.store.counts().head
            #expect(try head != nil && head == alone.store.counts().head, "version \(version)")
        }
        #expect(try together.store.documents().count == 24)
    }

    @Test(.timeLimit(.minutes(5)))
    func `while a slow one is prepared there are signs of life, however many`() throws {
        let folder = try TemporaryFolder()
        let gate = folder.path("gate")
        #expect(mkfifo(gate, 0o600) == 0)
        try folder.write("", to: "state/empty")
        try folder.write("A policy.\n", to: "seeds/a.pdf")
        let file = try folder.write("[Convert]\n.pdf=sh -c 'cat; cat \(gate)'\n", to: "policyd.conf")
        let settings = try Settings(
            Arguments(["--watch", folder.path("seeds"), "--state", folder.path("state"), "--config", file]),
            environment: [:], directory: folder.path)
        _ = try Store(path: settings.databasePath)
        let preparer = DocumentPreparer(sources: SourceReader(settings), meaning: try Meaning(settings))
        let names = ["a.pdf"] + (1..<ReadAhead.fewestFiles).map { "gone\($0).md" }
        let tasks = names.map { DocumentTask(path: DocumentPath(text: $0)!, found: nil) }
        let ahead = try #require(
            try ReadAhead(tasks, by: preparer, database: settings.databasePath, pulse: .milliseconds(1)))
        defer { ahead.stop() }
        var beats = 0
        let prepared = try ahead.next {
            beats += 1
            guard beats == 1000 else { return }
            // It opens once the program reads, which then goes on.
            close(open(gate, O_WRONLY))
        }
        guard case .read(_, .new(let entry)) = prepared.result else {
            Issue.record("\(prepared.result)")
            return
        }
        #expect(entry.outline?.text == "A policy.\n")
        #expect(beats >= 1000)
    }

    @Test func `what one of them cannot read is a problem, and the others are recorded`() throws {
        let folder = try IngestedFolder()
        for (name, text) in documents(version: 1) { try folder.folder.write(text, to: "seeds/" + name) }
        try folder.folder.write(Array("%PDF-1.7\n%\u{E2}\u{E3}\n1 0 obj\n".utf8), to: "seeds/d20.md")
        let names = documents(version: 1).keys.sorted() + ["gone.md"]
        let outcome = try folder.ingest(names)
        #expect(outcome.unreadable.map(\.path.text) == ["d20.md"])
        #expect(outcome.unsettled.map(\.text) == ["gone.md"])
        #expect(try folder.store.documents().count == 23)
        #expect(folder.problems.all.map { $0.path?.text } == ["d20.md"])
    }
}
