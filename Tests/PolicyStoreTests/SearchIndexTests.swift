import CSQLite
import TestSupport
import Testing

@testable import PolicyStore

/// That the index's own form is read rightly: what FTS5 writes agrees with the passages, what it finds damaged is found
/// damaged, and nothing is read beyond its end.
struct SearchIndexTests {
    @Test(arguments: ["", "merge", "optimize"], 0..<2 as Range<UInt64>)
    func `an index in any state agrees with its passages`(state: String, seed: UInt64) throws {
        let fixture = try Self.fixture(seed: seed)
        let connection = fixture.store.connection
        switch state {
        case "merge":
            // In steps, so that some segments are partly merged.
            for step in 0..<8 {
                try connection.run(
                    "INSERT INTO passage_index (passage_index, rank) VALUES ('merge', ?)", 3 + step)
                #expect(try fixture.store.verifyIndex() == nil)
            }
        case "optimize": try connection.run("INSERT INTO passage_index (passage_index) VALUES ('optimize')")
        default: break
        }
        #expect(try fixture.reader().verifyIndex() == nil)
        #expect(try Self.isSound(connection))
    }

    @Test func `every kind of block is there to be read`() throws {
        let fixture = try Self.fixture(seed: 1)
        try fixture.store.connection.run("INSERT INTO passage_index (passage_index) VALUES ('optimize')")
        func blocks(_ condition: String) throws -> Int {
            try fixture.store.connection.number(
                "SELECT count(*) FROM passage_index_data WHERE id > 10 AND \(condition)")
        }
        #expect(try blocks("id >> 36 & 1 = 0") > 100)
        #expect(try blocks("id >> 36 & 1 = 1 AND id >> 31 & 31 = 0") > 1)
        #expect(try blocks("id >> 36 & 1 = 1 AND id >> 31 & 31 > 0") > 0)
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func `what FTS5 finds damaged is found damaged`(seed: UInt64) throws {
        var random = SeededGenerator(seed: 100 + seed)
        let fixture = try Self.fixture(seed: seed)
        if seed % 2 == 0 {
            try fixture.store.connection.run("INSERT INTO passage_index (passage_index) VALUES ('optimize')")
        }
        let vandal = try Connection(path: fixture.path, access: .readWrite)
        _ = policyd_db_config(vandal.handle, SQLITE_DBCONFIG_DEFENSIVE, 0)
        let ids = try vandal.rows("SELECT id FROM passage_index_data") { $0.int64(0) }
        let reader = try fixture.reader()
        var found = 0
        for _ in 0..<100 {
            let id = try #require(ids.randomElement(using: &random))
            let block = try vandal.row("SELECT block FROM passage_index_data WHERE id = ?", id) { $0.blob(0) }
            let whole = try #require(block)
            let damaged = Self.damaged(whole, &random)
            guard damaged != whole else { continue }
            try vandal.run("UPDATE passage_index_data SET block = ? WHERE id = ?", damaged, id)
            let problem = try reader.verifyIndex()
            if problem != nil { found += 1 }
            // In a connection of its own: FTS5 keeps a reader open on what it found damaged.
            if try !Self.isSound(Connection(path: fixture.path, access: .readWrite)) {
                #expect(problem != nil, "block \(id): \(whole) made \(damaged)")
            }
            try vandal.run("UPDATE passage_index_data SET block = ? WHERE id = ?", whole, id)
        }
        #expect(found > 60)
        #expect(try reader.verifyIndex() == nil)
    }

    @Test(arguments: [
        "DELETE FROM passage_index_data WHERE id = (SELECT max(id) FROM passage_index_data)",
        "DELETE FROM passage_index_data WHERE id >> 36 & 1 = 1",
        "DELETE FROM passage_index_data WHERE id = 10",
        "DELETE FROM passage_index_idx WHERE pgno = (SELECT max(pgno) FROM passage_index_idx)",
        "UPDATE passage_index_idx SET term = x'30' WHERE pgno = (SELECT max(pgno) FROM passage_index_idx)",
        "UPDATE passage_index_idx SET pgno = pgno + 2 WHERE pgno = (SELECT max(pgno) FROM passage_index_idx)",
        "UPDATE passage_index_data SET block = x'' WHERE id = 1",
        "UPDATE passage SET text = text || ' more' WHERE id = 3",
        "UPDATE passage SET language = 9 WHERE id = 3",
        "UPDATE passage SET language = 2 WHERE id = 3",
        "UPDATE passage SET heading_id = NULL WHERE id = 3",
        "UPDATE passage SET kind = 0 WHERE id = 3",
        "UPDATE naming SET words = 'other' WHERE id = 2",
        "DELETE FROM naming_index_data WHERE id > 10",
    ])
    func `an index that says something else is told`(edit: String) throws {
        let fixture = try Self.fixture(seed: 7)
        try fixture.store.connection.run("INSERT INTO passage_index (passage_index) VALUES ('optimize')")
        let vandal = try Connection(path: fixture.path, access: .readWrite)
        _ = policyd_db_config(vandal.handle, SQLITE_DBCONFIG_DEFENSIVE, 0)
        #expect(try fixture.reader().verifyIndex() == nil)
        try vandal.execute(edit)
        #expect(try fixture.reader().verifyIndex() != nil)
        try fixture.store.rebuildIndex()
        if !edit.contains("language = 9") { #expect(try fixture.reader().verifyIndex() == nil) }
    }

    /// Some documents, on pages so small that lists of rows go on over many.
    private static func fixture(seed: UInt64) throws -> StoreFixture {
        var random = SeededGenerator(seed: seed)
        let fixture = try StoreFixture()
        try fixture.store.connection.run(
            "INSERT INTO passage_index (passage_index, rank) VALUES ('pgsz', 64)")
        for document in 0..<24 {
            var text = "# Title \(document)\n"
            for line in 0..<40 {
                if line % 9 == 0 { text += "## Part \(line) née\n" }
                let words = (0..<Int.random(in: 1...9, using: &random)).map { _ in
                    "w\(UInt64.random(in: 0...Self.words, using: &random) >> UInt64.random(in: 0...8, using: &random))"
                }
                text += "the reporting the " + words.joined(separator: " ") + "\n"
            }
            try fixture.record("d\(document).md", text)
        }
        return fixture
    }

    private static let words: UInt64 = 400

    /// What FTS5's own check says.
    private static func isSound(_ connection: Connection) throws -> Bool {
        do {
            try connection.run(
                "INSERT INTO passage_index (passage_index, rank) VALUES ('integrity-check', 1)")
            return true
        } catch let error where error.isCorrupt {
            return false
        }
    }

    private static func damaged(_ block: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var block = block
        guard !block.isEmpty else { return [UInt8.random(in: 0...255, using: &random)] }
        let place = Int.random(in: 0..<block.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: block.removeSubrange(place...)
        case 1: block.insert(UInt8.random(in: 0...255, using: &random), at: place)
        case 2: block[place] = [0, 1, 2, 0x7F, 0x80, 0xFF].randomElement(using: &random)!
        case 3: block[place] &+= 1
        default: block[place] = UInt8.random(in: 0...255, using: &random)
        }
        return block
    }
}
