import FoundationEssentials
import PolicyText
import TestSupport
import Testing

@testable import PolicyStore

struct DatabaseTests {
    @Test func `a database from a newer policyd is refused and left alone`() throws {
        let fixture = try StoreFixture()
        try fixture.store.connection.execute("PRAGMA user_version = 999")
        let error = try #require(throws: StoreError.self) { try Store(path: fixture.path) }
        #expect(
            "\(error)"
                == "cannot open \(fixture.path): schema 999 is newer than \(Schema.newest), the newest this policyd knows"
        )
        #expect(throws: StoreError.self) { try fixture.reader() }
    }

    @Test func `a database of another program is refused and left alone`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("other.db")
        let other = try Connection(path: path, access: .readWrite)
        try other.execute("CREATE TABLE thing (id INTEGER)")
        #expect(throws: StoreError.foreignDatabase(path: path)) { try Store(path: path) }
        #expect(try other.number("SELECT count(*) FROM sqlite_schema") == 1)
    }

    @Test func `a file that is no database is told as damaged`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(String(repeating: "not a database ", count: 100), to: "policyd.db")
        let error = try #require(throws: StoreError.self) { try Store(path: path) }
        #expect(error.isCorrupt)
        #expect(throws: StoreError.self) { try Store(path: folder.path("missing/policyd.db")) }
    }

    @Test func `an empty file was cut short, and a new database has its tables before its name`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("", to: "policyd.db")
        let error = try #require(throws: StoreError.self) { try Store(path: path) }
        #expect(error.isCorrupt)
        // Left behind by one that was killed.
        let other = folder.path("other.db")
        try folder.write("half", to: "other.db.new")
        #expect(try Store(path: other).counts().versions == 0)
        #expect(!FileManager.default.fileExists(atPath: other + ".new"))
    }

    @Test func `a check of the whole tells damage, and a verification nobody wants is stopped`() throws {
        let fixture = try StoreFixture()
        for number in 0..<200 { try fixture.record("d\(number).md", "Text \(number).\n") }
        try fixture.store.checkWhole {}
        #expect(throws: SQLiteError.self) {
            try fixture.reader().verifyVersions(at: fixture.now, while: { false })
        }
        #expect(throws: SQLiteError.self) {
            let reader = try fixture.reader()
            _ = try reader.reading(while: { false }) { try reader.verifyIndex() }
        }
        #expect(try fixture.reader().verifyIndex() == nil)
        try fixture.store.connection.execute("UPDATE passage SET text = 'Another.' WHERE id = 2")
        #expect(try fixture.reader().verifyIndex() != nil)
    }

    @Test(arguments: 1...Schema.newest)
    func `every older schema migrates`(schema: Int) throws {
        let folder = try TemporaryFolder()
        let path = folder.path("policyd.db")
        do {
            let old = try Connection(path: path, access: .readWrite)
            try Migration.run(on: old, Schema.migrations.prefix(schema))
            #expect(try old.number("PRAGMA user_version") == schema)
        }
        let store = try Store(path: path)
        #expect(try store.connection.number("PRAGMA user_version") == Schema.newest)
        #expect(try store.connection.number("PRAGMA application_id") == Schema.applicationID)
        #expect(try store.verify(at: Timestamp(milliseconds: 0)).problems == [])
    }

    @Test func `a long migration shows that it gets somewhere`() throws {
        let folder = try TemporaryFolder()
        let connection = try Connection(path: folder.path("policyd.db"), access: .readWrite)
        let count = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)"
        let long =
            "CREATE TABLE later (total INTEGER) STRICT; INSERT INTO later \(count) SELECT sum(i) FROM n;"
        var ticks = 0
        connection.onProgress {
            ticks += 1
            return false
        }
        try Migration.run(on: connection, Schema.migrations + [long])
        #expect(ticks > 5)
        #expect(try connection.number("PRAGMA user_version") == Schema.newest + 1)
        #expect(try connection.number("SELECT total FROM later") == 500_000_500_000)
    }

    @Test func `what a transaction throws leaves nothing behind`() throws {
        let fixture = try StoreFixture()
        try fixture.record("a.md", "One.\n")
        struct Stop: Error {}
        #expect(throws: Stop.self) {
            try fixture.store.transaction {
                _ = try fixture.store.record(fixture.entry("b.md", "Two.\n", event: .created))
                throw Stop()
            }
        }
        #expect(throws: StoreError.unknownDocument("c.md")) {
            try fixture.record("c.md", "x", event: .modified)
        }
        try fixture.record("c.md", "Three.\n")
        #expect(try fixture.store.documents().map(\.path.text) == ["a.md", "c.md"])
        #expect(try fixture.store.verify(at: fixture.now).problems == [])
        #expect(try fixture.store.verifyIndex() == nil)
    }

    @Test(arguments: [
        "UPDATE version SET ingested_ms = ingested_ms - 1 WHERE id = 2",
        "UPDATE change SET summary = 'Nothing' WHERE id = 1",
        "UPDATE naming SET path = 'z.md' WHERE id = 1",
        "UPDATE passage SET text = 'One hundred.' WHERE id = 1",
        "DELETE FROM placement WHERE passage_id = 2",
        "UPDATE tally SET passages = 7",
    ])
    func `verify tells an edited record from an honest one`(edit: String) throws {
        let fixture = try StoreFixture()
        try fixture.record("a.md", "One.\nTwo.\n")
        try fixture.record("b.md", "One.\n", changes: [ChangeTests.change(after: "One.")])
        try fixture.record("a.md", "One.\nThree.\n", event: .modified)
        #expect(try fixture.reader().verify(at: fixture.now).problems == [])
        try fixture.store.connection.execute(edit)
        #expect(try fixture.reader().verify(at: fixture.now).problems != [])
    }

    @Test func `the index is found wrong and made anew`() throws {
        let fixture = try StoreFixture()
        try fixture.record("a.md", "# Top\nOne.\nTwo.\n")
        try fixture.store.connection.execute("UPDATE passage SET text = 'Another.' WHERE id = 2")
        #expect(try fixture.store.verifyIndex() != nil)
        try fixture.store.rebuildIndex()
        #expect(try fixture.store.verifyIndex() == nil)
    }

    @Test func `a backup has everything and replaces nothing`() throws {
        let fixture = try StoreFixture()
        for number in 0..<50 { try fixture.record("d\(number).md", "Text \(number).\n") }
        let path = fixture.folder.path("copy.db")
        let bytes = try fixture.reader().backup(to: path)
        #expect(bytes > 0)
        let copy = try Store(path: path)
        #expect(try copy.counts().documents == 50)
        #expect(try copy.counts().head == fixture.store.counts().head)
        #expect(try copy.verify(at: fixture.now).problems == [])
        #expect(try copy.verifyIndex() == nil)
        #expect(throws: StoreError.self) { try fixture.reader().backup(to: path) }
        #expect(!FileManager.default.fileExists(atPath: path + ".part"))
    }

    @Test func `the log does not grow without bound`() throws {
        let fixture = try StoreFixture()
        let reader = try fixture.reader()
        for number in 0..<30 {
            let text = (0..<3000).map { "Line \($0) of \(number) \(number * $0)." }.joined(separator: "\n")
            try fixture.record("a\(number).md", text)
            _ = try reader.counts()
        }
        let attributes = try FileManager.default.attributesOfItem(atPath: fixture.path + "-wal")
        #expect(try #require(attributes[.size] as? Int64) < 100 << 20)
    }
}
