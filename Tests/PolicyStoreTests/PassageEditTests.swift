import PolicyText
import TestSupport
import Testing

@testable import PolicyStore

/// That a passage kept as an edit of another is, to whoever reads, a passage like any other.
struct PassageEditTests {
    @Test func `what is kept of a text is whole characters of both ends`() {
        func kept(_ old: String, _ new: String) -> [Int]? {
            PassageEdit(of: old, to: new).map { [$0.before, $0.after] }
        }
        #expect(kept("the old word", "the new word") == [4, 5])
        #expect(kept("aaa", "aaaa") == [3, 0])
        #expect(kept("same", "same") == [4, 0])
        #expect(kept("naïve", "naïvete") == [6, 0])
        #expect(kept("dé", "dè") == nil)
        #expect(kept("abcdé", "abcdè") == [4, 0])
        #expect(kept("éabcd", "ùabcd") == [0, 4])
        #expect(kept("€abcdef", "₭abcdef") == [0, 6])
        #expect(kept("", "") == nil)
        #expect(kept("one", "another one altogether") == nil)
    }

    @Test(arguments: 0..<3 as Range<UInt64>)
    func `the parts kept and the part that is new make the text`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let pieces = ["a", "b", "é", "è", "€", "\u{0}", "👩‍⚖️", "e\u{301}", " "]
        func text(_ count: Int) -> String {
            (0..<count).map { _ in pieces.randomElement(using: &random)! }.joined()
        }
        for _ in 0..<3000 {
            let (start, end) = (text(Int.random(in: 0...9, using: &random)), text(3))
            let (old, new) = (
                start + text(2) + end, start + text(Int.random(in: 0...2, using: &random)) + end
            )
            guard let edit = PassageEdit(of: old, to: new) else { continue }
            let middle = new.utf8.dropFirst(edit.before).dropLast(edit.after)
            let told = try #require(String(validating: middle, as: UTF8.self))
            let made = old.utf8.prefix(edit.before) + Array(told.utf8) + old.utf8.suffix(edit.after)
            #expect(made.elementsEqual(new.utf8), "\(old) \(new)")
        }
    }

    @Test func `a document edited again and again costs its edits, and is read as it was`() throws {
        var random = SeededGenerator(seed: 5)
        let fixture = try StoreFixture()
        let sentence = "the council will report on the measures it has taken to the assembly each year"
        var lines = (0..<12).map { line in "Line \(line): " + sentence + " née." }
        var sources: [[UInt8]] = []
        for number in 0..<60 {
            let line = Int.random(in: 0..<lines.count, using: &random)
            var words = lines[line].split(separator: " ").map(String.init)
            words[Int.random(in: 0..<words.count, using: &random)] = "mot\(number)é"
            lines[line] = words.joined(separator: " ")
            let text = "# Top\n" + lines.joined(separator: "\n") + "\n"
            sources.append(Array(text.utf8))
            try fixture.record("a.md", text, event: number == 0 ? .created : .modified)
        }
        let reader = try fixture.reader()
        let versions = try reader.history(fixture.path("a.md"))
        #expect(versions.count == sources.count)
        for (index, source) in sources.enumerated() {
            let version = try #require(try reader.version(index + 1, of: 1))
            #expect(try reader.source(of: version) == source)
        }
        var latest: [String] = []
        try reader.forEachLatestPassage(of: 1) { latest.append(String(decoding: $2, as: UTF8.self)) }
        #expect(lines.allSatisfy { line in latest.contains { $0.contains(line) } })
        let connection = fixture.store.connection
        #expect(try connection.number("SELECT count(*) FROM passage WHERE base_id IS NOT NULL") > 30)
        #expect(
            try connection.number(
                "SELECT count(*) FROM passage JOIN passage AS base ON base.id = passage.base_id WHERE base.base_id IS NOT NULL OR base.kind = 0"
            ) == 0)
        #expect(try reader.verify(at: fixture.now).problems == [])
        #expect(try reader.verifyIndex() == nil)
        try fixture.store.rebuildIndex()
        #expect(try fixture.reader().verifyIndex() == nil)
        // The same words again are the same passage.
        let passages = try connection.number("SELECT count(*) FROM passage")
        try fixture.record("a.md", String(decoding: sources[20], as: UTF8.self), event: .modified)
        #expect(try connection.number("SELECT count(*) FROM passage") == passages)
    }

    @Test func `what stands under a renamed heading is not kept twice`() throws {
        let fixture = try StoreFixture()
        try fixture.record("a.md", "# Top\nThe agency must report.\nIt may wait.\n")
        try fixture.record("a.md", "# Other\nThe agency must report.\nIt may wait.\n", event: .modified)
        let texts = try fixture.store.connection.rows(
            "SELECT text, base_id FROM passage ORDER BY id", read: { [$0.text(0), $0.text(1)] })
        #expect(texts.suffix(3) == [["Other", ""], ["", "2"], ["", "3"]])
        #expect(try fixture.reader().verify(at: fixture.now).problems == [])
        #expect(try fixture.reader().verifyIndex() == nil)
    }

    @Test(arguments: [
        "UPDATE passage SET kept_before = kept_before + 1 WHERE base_id IS NOT NULL",
        "UPDATE passage SET kept_after = 9000000000000000000 WHERE base_id IS NOT NULL",
        "UPDATE passage SET kept_after = -9223372036854775808 WHERE base_id IS NOT NULL",
        "UPDATE passage SET base_id = 1 WHERE base_id IS NOT NULL",
        "UPDATE passage SET base_id = 99 WHERE base_id IS NOT NULL",
        "UPDATE passage SET base_id = id WHERE base_id IS NOT NULL",
        "UPDATE passage SET base_id = NULL WHERE base_id IS NOT NULL",
        "UPDATE passage SET text = 'It shall wait.' WHERE id = (SELECT base_id FROM passage ORDER BY id DESC)",
    ])
    func `an edited edit is told`(edit: String) throws {
        let fixture = try StoreFixture()
        try fixture.record("a.md", "# Top\nThe agency must report within 40 days.\nIt may wait.\n")
        try fixture.record(
            "a.md", "# Top\nThe agency may report within 40 days.\nIt may wait.\n", event: .modified)
        #expect(try fixture.reader().verify(at: fixture.now).problems == [])
        let connection = fixture.store.connection
        #expect(try connection.number("SELECT count(*) FROM passage WHERE base_id IS NOT NULL") == 1)
        try connection.execute("PRAGMA foreign_keys = OFF; \(edit)")
        #expect(try fixture.reader().verify(at: fixture.now).problems != [])
        #expect(try fixture.reader().verifyIndex() != nil)
    }

    @Test func `a record of the first schema keeps all it has, and goes on`() throws {
        let fixture = try StoreFixture()
        let change = ChangeTests.change(before: "It must report.", after: "Nobody reports.", section: ["Top"])
        try fixture.record("a.md", "# Top\n## Part\nIt must report.\nIt may wait.\n")
        try fixture.record("b.md", "Un été.\n", encoding: .latin1)
        try fixture.record(
            "a.md", "# Top\n## Part\nNobody reports.\nIt may wait.\n", event: .modified, changes: [change])
        let path = try Self.copyOfFirstSchema(fixture)

        let store = try Store(path: path)
        #expect(try store.connection.number("PRAGMA user_version") == Schema.newest)
        #expect(try store.verify(at: fixture.now).problems == [])
        #expect(try store.verifyIndex() == nil)
        for id in 1...3 as ClosedRange<Int64> {
            let old = try #require(try fixture.store.storedVersion(id))
            let new = try #require(try store.storedVersion(id))
            #expect(new.version == old.version)
            #expect(new.chain == old.chain)
            #expect(try store.source(of: new) == fixture.store.source(of: old))
            #expect(try store.text(of: new) == fixture.store.text(of: old))
        }
        #expect(try store.changes(ChangeSelection()) == fixture.store.changes(ChangeSelection()))
        #expect(try store.changes(ChangeSelection()).map(\.change) == [change])

        let text = "# Top\n## Part\nNobody reports.\nIt may wait for long.\n"
        let recorded = try store.transaction {
            try store.record(fixture.entry("a.md", text, event: .modified))
        }
        let latest = try #require(try store.storedVersion(recorded.id))
        #expect(try store.source(of: latest) == Array(text.utf8))
        #expect(try store.connection.number("SELECT count(*) FROM passage WHERE base_id IS NOT NULL") == 1)
        #expect(try store.verify(at: fixture.now).problems == [])
        #expect(try store.verifyIndex() == nil)
    }

    /// A database of the first schema with the rows of a fixture's, none of whose passages is an edit.
    private static func copyOfFirstSchema(_ fixture: StoreFixture) throws -> String {
        let path = fixture.folder.path("old.db")
        let old = try Connection(path: path, access: .readWrite)
        try Migration.run(on: old, Schema.migrations.prefix(1))
        try old.execute("ATTACH '\(fixture.path)' AS new; DELETE FROM tally")
        let tables = [
            "meta", "tally", "document", "reading", "source", "version", "clock_step", "naming", "passage",
            "placement", "change", "commitment", "commitment_state",
        ]
        for table in tables {
            let columns = try old.rows("SELECT name FROM pragma_table_info(?)", table) { $0.text(0) }
            let names = columns.joined(separator: ", ")
            try old.execute("INSERT INTO main.\(table) (\(names)) SELECT \(names) FROM new.\(table)")
        }
        try old.execute(
            "INSERT INTO passage_index (passage_index) VALUES ('rebuild'); "
                + "INSERT INTO naming_index (naming_index) VALUES ('rebuild')")
        return path
    }
}
