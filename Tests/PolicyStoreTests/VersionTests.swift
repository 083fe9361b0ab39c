import PolicyText
import TestSupport
import Testing

@testable import PolicyStore

struct VersionTests {
    @Test func `what is said of a document stays on one line, whatever its name`() {
        let name = "a\nb.md"
        #expect(
            StoreError.pathTaken(name).description
                == #"cannot record 'a\nb.md': another document has that path"#)
        #expect(
            StoreError.unknownDocument(name).description
                == #"cannot record 'a\nb.md': no such document is on record"#)
    }

    @Test func `a version gives its text and source back`() throws {
        let fixture = try StoreFixture()
        try fixture.record("a.md", "\n# Title\n\nOne.\nTwo.\n")
        try fixture.record("a.md", "# Title\n\nOne.\nThree.\nTwo.", event: .modified)
        let reader = try fixture.reader()
        let latest = try #require(try reader.latest(fixture.path("a.md")))
        #expect(latest.number == 2)
        #expect(latest.title == "Title")
        #expect(try reader.text(of: latest) == "# Title\n\nOne.\nThree.\nTwo.")
        let first = try #require(try reader.version(1, of: latest.document))
        #expect(try reader.source(of: first) == Array("\n# Title\n\nOne.\nTwo.\n".utf8))
        #expect(try reader.counts().versions == 2)
        #expect(try reader.counts().passages == 4)
    }

    @Test(arguments: 1...6)
    func `every version of random edits is given back exactly`(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let fixture = try StoreFixture()
        var lines = (0..<40).map { "Line \($0) of the policy." }
        var sources: [String: [[UInt8]]] = [:]
        var moments: [(Timestamp, String, [UInt8])] = []
        for number in 0..<120 {
            Self.edit(&lines, number, &random)
            let name = "d\(Int.random(in: 0..<3, using: &random)).md"
            let encoding = TextEncoding.allCases.randomElement(using: &random) ?? .utf8
            var text = String(repeating: "\n", count: Int.random(in: 0..<2, using: &random))
            text += lines.joined(separator: Bool.random(using: &random) ? "\n" : "\n\n")
            if sources[name]?.last?.isEmpty == true || number % 11 == 7 { text += "\n\u{0}é’€\u{301}" }
            let event: VersionEvent = sources[name] == nil ? .created : .modified
            let bytes = encoding.encode(text) ?? Array(text.utf8)
            try fixture.record(name, text, event: event, encoding: encoding)
            sources[name, default: []].append(bytes)
            moments.append((fixture.now, name, bytes))
        }
        let reader = try fixture.reader()
        for (name, versions) in sources {
            let document = try #require(try reader.latest(fixture.path(name))?.document)
            for (index, bytes) in versions.enumerated() {
                let version = try #require(try reader.version(index + 1, of: document))
                #expect(try reader.source(of: version) == bytes)
            }
        }
        for (moment, name, bytes) in moments {
            let version = try #require(try reader.latest(fixture.path(name), by: reader.bound(at: moment)))
            #expect(try reader.source(of: version) == bytes)
        }
    }

    /// Inserts, deletes, moves, changes, or brings back lines.
    private static func edit(_ lines: inout [String], _ number: Int, _ random: inout SeededGenerator) {
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let index = Int.random(in: 0..<max(1, lines.count), using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: lines.insert("New line \(number).", at: min(index, lines.count))
            case 1 where lines.count > 2: lines.remove(at: index)
            case 2 where lines.count > 2:
                let line = lines.remove(at: index)
                lines.insert(line, at: Int.random(in: 0...lines.count, using: &random))
            case 3 where !lines.isEmpty: lines[index] = "## Heading \(number % 5)"
            case 4 where !lines.isEmpty: lines.append(lines[index])
            default: if !lines.isEmpty { lines[index] = "Line \(index) of the policy." }
            }
        }
    }

    @Test func `a version that goes back to earlier content says to which`() throws {
        let fixture = try StoreFixture()
        try fixture.record("a.md", "One.\n")
        try fixture.record("a.md", "Two.\n", event: .modified)
        let third = try fixture.record("a.md", "One.\n", event: .modified)
        #expect(third.returnsTo == 1)
        try fixture.delete("a.md")
        let fifth = try fixture.record("a.md", "One.\n", event: .restored)
        #expect(fifth.returnsTo == 3)
        #expect(
            try fixture.store.history(fixture.path("a.md")).map(\.event) == [
                .created, .modified, .modified, .deleted, .restored,
            ])
    }

    @Test func `paths can be swapped in one transaction, and no two documents share one`() throws {
        let fixture = try StoreFixture()
        let first = try fixture.record("a.md", "First.\n")
        let second = try fixture.record("b.md", "Second.\n")
        try fixture.store.transaction {
            _ = try fixture.store.record(
                fixture.entry("b.md", "First.\n", event: .renamed, renamedFrom: "a.md"))
            _ = try fixture.store.record(
                fixture.entry("a.md", "Second.\n", event: .renamed, renamedFrom: "b.md"))
        }
        #expect(try fixture.store.latest(fixture.path("b.md"))?.document == first.document)
        #expect(try fixture.store.latest(fixture.path("a.md"))?.document == second.document)
        #expect(throws: StoreError.pathTaken("a.md")) {
            try fixture.record("a.md", "First.\n", event: .renamed, renamedFrom: "b.md")
        }
        #expect(try fixture.store.latest(fixture.path("b.md"))?.number == 2)
    }

    @Test func `insertion at one place never runs out of room`() throws {
        let fixture = try StoreFixture()
        var lines = ["First.", "Last."]
        try fixture.record("a.md", lines.joined(separator: "\n"))
        for number in 0..<80 {
            lines.insert("Line \(number).", at: 1)
            try fixture.record("a.md", lines.joined(separator: "\n"), event: .modified)
        }
        let document = try #require(try fixture.store.latest(fixture.path("a.md"))?.document)
        for number in [1, 20, 21, 22, 60, 81] {
            let version = try #require(try fixture.store.version(number, of: document))
            let source = try #require(try fixture.store.source(of: version))
            #expect(source.split(separator: 10).count == number + 1)
        }
    }
}
