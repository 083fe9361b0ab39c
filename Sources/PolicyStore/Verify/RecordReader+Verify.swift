private import Glibc
private import LinuxSystem
package import PolicyText

/// What came of verifying the record.
package struct Verification: Hashable, Sendable {
    package var documents = 0
    package var versions = 0
    package var passages = 0
    /// Empty where all is well.
    package var problems: [Problem] = []

    /// More problems than this are not told one by one.
    static let maximumProblems = 100
    static let advice = "restore a backup, or stop policyd, move the database away and start it again"

    package init() {}

    private init(documents: Int, versions: Int, passages: Int, problems: [Problem]) {
        self.documents = documents
        self.versions = versions
        self.passages = passages
        self.problems = problems
    }

    /// Both, of different parts of one record.
    package func adding(_ other: Verification) -> Verification {
        Verification(
            documents: documents + other.documents, versions: versions + other.versions,
            passages: passages + other.passages,
            problems: Array((problems + other.problems).prefix(Self.maximumProblems)))
    }

    /// Adds a problem, as long as there is room for it.
    package mutating func note(_ reason: String, _ path: DocumentPath? = nil, at now: Timestamp) {
        guard problems.count < Self.maximumProblems else { return }
        problems.append(Problem(path: path, reason: reason, advice: Self.advice, since: now))
    }
}

extension RecordReader {
    /// Has SQLite check itself, and counts what is counted.
    ///
    /// Reads one state of the record. The hashes are left to `verifyVersions`, the indexes to `verifyIndex`:
    /// each can be done by a reader and a thread of its own.
    package func verifyTables(at now: Timestamp) throws -> Verification {
        var result = Verification()
        // Each page is read once: a larger cache would only be slower than that of the processor.
        try connection.execute("PRAGMA cache_size = -2000")
        try verifyDatabase(&result, at: now)
        result.documents = try connection.row("SELECT count(*) FROM document") { $0.int(0) } ?? 0
        result.passages = try connection.row("SELECT count(*) FROM passage") { $0.int(0) } ?? 0
        try verifyTally(&result, at: now)
        return result
    }

    /// Recomputes every hash: the chain, and each version's source.
    ///
    /// - Parameter isWanted: asked now and then; false ends it with SQLITE_INTERRUPT.
    package func verifyVersions(
        at now: Timestamp, while isWanted: () -> Bool = { true }
    ) throws -> Verification {
        var result = Verification()
        var chain = VersionChain.origin
        let last = try connection.row("SELECT max(id) FROM version") { $0.int64(0) } ?? 0
        var id: Int64 = 0
        while id < last {
            id += 1
            guard isWanted() else { throw SQLiteError.interrupted }
            guard let version = try storedVersion(id) else {
                result.note("version \(id) of the record is missing", at: now)
                continue
            }
            result.versions += 1
            try verify(version, after: chain, &result, at: now)
            chain = version.chain
        }
        return result
    }

    /// Both: of the tables and of the versions.
    package func verify(at now: Timestamp) throws -> Verification {
        try verifyTables(at: now).adding(verifyVersions(at: now))
    }

    private func verifyDatabase(_ result: inout Verification, at now: Timestamp) throws {
        for message in try connection.rows("PRAGMA integrity_check", read: { $0.text(0) })
        where message != "ok" {
            result.note("the database is damaged: \(message)", at: now)
        }
        for table in try connection.rows("PRAGMA foreign_key_check", read: { $0.text(0) }) {
            result.note("a row of '\(table)' refers to one that is missing", at: now)
        }
    }

    private func verifyTally(_ result: inout Verification, at now: Timestamp) throws {
        let counted = try connection.row(
            """
            SELECT
                (SELECT count(*) FROM document WHERE is_deleted = 0),
                (SELECT count(*) FROM placement WHERE until_version_id = 0), documents, passages
            FROM tally
            """
        ) { [$0.int(0), $0.int(1)] == [$0.int(2), $0.int(3)] }
        if counted != true { result.note("the counts of documents and passages are wrong", at: now) }
    }

    private func verify(
        _ version: StoredVersion, after chain: [UInt8], _ result: inout Verification, at now: Timestamp
    ) throws {
        let name = "version \(version.number)"
        do {
            var row = version.row
            if version.sha256 != nil {
                if try source(of: version) == nil {
                    result.note("\(name) has no source", version.path, at: now)
                }
                if !version.isText {
                    row.textHash = SHA256.hash(of: try textBytes(of: version))
                }
            }
            var expected = VersionChain(after: chain, row: row)
            for change in try changes(to: version) { expected.add(change.change) }
            if expected.finish() != version.chain {
                result.note("\(name) does not give its hash in the chain", version.path, at: now)
            }
        } catch let error as StoreError where !error.isCorrupt {
            result.note("\(name) cannot be rebuilt: \(error)", version.path, at: now)
        }
    }
}

extension RecordReader {
    /// Compares the search indexes with the passages and names; nil where they agree.
    package func verifyIndex() throws -> String? {
        let key = PostingKey()
        do {
            let passages = SearchIndex(name: .passages, connection: connection)
            var texts = IndexedTexts(connection, columns: passages.columns, key)
            try texts.addPassages { try self.section(under: $0) }
            var isRight = try texts.agree(with: passages)
            let namings = SearchIndex(name: .namings, connection: connection)
            texts = IndexedTexts(connection, columns: namings.columns, key)
            try texts.addNamings()
            isRight = try texts.agree(with: namings) && isRight
            if isRight { return nil }
        } catch is IndexDamage {}
        return "the search index does not agree with the passages"
    }
}

extension Store {
    /// Has SQLite check the whole database.
    ///
    /// - Throws: an error that `isCorrupt` where it is damaged.
    package func checkWhole(progress: @escaping () -> Void) throws {
        connection.onProgress {
            progress()
            return false
        }
        defer { connection.onProgress(nil) }
        let messages = try connection.rows("PRAGMA integrity_check", read: { $0.text(0) })
        guard let message = messages.first, message != "ok" else { return }
        throw StoreError.sqlite(.corrupt(message))
    }

    /// Makes the search indexes anew from the passages and names.
    package func rebuildIndex() throws {
        try connection.run("INSERT INTO passage_index (passage_index) VALUES ('rebuild')")
        try connection.run("INSERT INTO naming_index (naming_index) VALUES ('rebuild')")
    }
}
