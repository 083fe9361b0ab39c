private import CSQLite
private import Glibc
internal import PolicyText

/// The record, as its one writer has it. Used by one thread, which owns it.
package final class Store: RecordReader {
    package let connection: Connection
    /// What the open transaction has done so far.
    var pending = Pending()
    private let log = WriteAheadLog()

    /// Pages in the log after which a commit copies what it can into the database, and after which it waits for
    /// readers so that the log starts anew: it never grows far beyond.
    private static let checkpointAfter_pages: Int32 = 4_000
    private static let restartAfter_pages: Int32 = 32_000
    /// The log file is cut back to this when it starts anew.
    private static let logLimit_bytes = 32 << 20
    private static let cache_KiB = 16_384

    /// Opens the database, makes it where there is none, and brings it to the newest schema.
    ///
    /// - Parameter progress: called now and then while that takes long.
    package init(path: String, progress: (() -> Void)? = nil) throws {
        do {
            try NewDatabase.make(at: path)
            connection = try Connection(path: path, access: .readWrite)
            // A database that is refused is not touched, so nothing is set before this.
            _ = try Migration.schema(of: connection)
            try connection.execute(
                """
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = FULL;
                PRAGMA foreign_keys = ON;
                PRAGMA temp_store = MEMORY;
                PRAGMA wal_autocheckpoint = 0;
                PRAGMA journal_size_limit = \(Self.logLimit_bytes);
                PRAGMA cache_size = -\(Self.cache_KiB);
                """)
            // After the settings, as wal_autocheckpoint takes the hook away.
            log.watch(connection)
            if let progress {
                connection.onProgress {
                    progress()
                    return false
                }
            }
            try Migration.run(on: connection)
            connection.onProgress(nil)
        } catch let error as SQLiteError {
            guard let trouble = StoreTrouble(error) else { throw StoreError.sqlite(error) }
            let advice = trouble.advice.map { " (\($0))" } ?? ""
            throw StoreError.cannotOpen(path: path, reason: trouble.reason + advice)
        }
    }

    /// Runs `body` in one transaction: all of it is durable when this returns, none of it when it throws.
    package func transaction<Result>(_ body: () throws -> Result) throws -> Result {
        try connection.run("BEGIN IMMEDIATE")
        do {
            pending = try Pending(connection)
            let result = try body()
            try finish()
            try connection.run("COMMIT")
            checkpointIfDue()
            return result
        } catch {
            // SQLite may have rolled back by itself, as it does when the disk is full.
            if connection.isInTransaction { try? connection.run("ROLLBACK") }
            throw error
        }
    }

    private func finish() throws {
        for path in pending.paths.sorted() {
            let count = try connection.row(
                """
                SELECT count(*)
                FROM naming JOIN document ON document.id = naming.document_id
                WHERE naming.path = ? AND naming.until_version_id = 0 AND document.is_deleted = 0
                """, path
            ) { $0.int(0) }
            guard (count ?? 0) <= 1 else { throw StoreError.pathTaken(path) }
        }
        if pending.documents != 0 || pending.placements != 0 {
            try connection.run(
                "UPDATE tally SET documents = documents + ?, passages = passages + ?", pending.documents,
                pending.placements)
        }
    }

    private func checkpointIfDue() {
        guard log.pages >= Self.checkpointAfter_pages else { return }
        // What this cannot do now because of a reader it does after a later commit; what is committed is durable.
        let mode =
            log.pages >= Self.restartAfter_pages ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE
        _ = sqlite3_wal_checkpoint_v2(connection.handle, nil, mode, nil, nil)
    }

    /// Remembers a word for `key`, instead of the one before.
    package func setMeta(_ key: String, _ value: String?) throws {
        guard let value else { return try connection.run("DELETE FROM meta WHERE key = ?", key) }
        try connection.run(
            "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            key, value)
    }

    /// Remembers what the file looked like when it was last known to hold the latest version.
    package func updateSignature(of document: Int64, _ signature: FileSignature) throws {
        try connection.run(
            """
            UPDATE document
            SET device = ?, inode = ?, size_bytes = ?, modified_ns = ?, changed_ns = ?
            WHERE id = ?
            """, signature.device, signature.inode, signature.size_bytes, signature.modified_ns,
            signature.changed_ns, document)
    }

    /// Remembers two changes as the same one in a document's two languages.
    package func setCounterpart(_ change: Int64, _ other: Int64) throws {
        try connection.run("UPDATE change SET counterpart_id = ? WHERE id = ?", other, change)
        try connection.run("UPDATE change SET counterpart_id = ? WHERE id = ?", change, other)
    }
}

/// A database comes to its name only when it has its tables: what is empty at that name was cut short.
private enum NewDatabase {
    static func make(at path: String) throws {
        var status = stat()
        guard stat(path, &status) != 0 else {
            guard status.st_size > 0 else {
                throw SQLiteError(code: SQLITE_NOTADB, message: "the file is empty")
            }
            return
        }
        guard errno == ENOENT else { return }
        let part = path + ".new"
        for ending in ["", "-journal"] { unlink(part + ending) }
        do {
            try Migration.run(on: Connection(path: part, access: .readWrite))
        } catch {
            for ending in ["", "-journal"] { unlink(part + ending) }
            throw error
        }
        guard rename(part, path) == 0 else {
            throw StoreError.cannotOpen(path: path, reason: String(cString: strerror(errno)))
        }
    }
}

/// How long the log is after the latest commit (sqlite3_wal_hook).
private final class WriteAheadLog {
    private(set) var pages: Int32 = 0

    func watch(_ connection: Connection) {
        // The store owns both, and its connection goes first.
        _ = sqlite3_wal_hook(
            connection.handle,
            { context, _, _, pages in
                guard let context else { return SQLITE_OK }
                Unmanaged<WriteAheadLog>.fromOpaque(context).takeUnretainedValue().pages = pages
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }
}

/// What an open transaction has handed out and counted.
struct Pending {
    var version: Int64 = 0
    var change: Int64 = 0
    var passage: Int64 = 0
    var document: Int64 = 0
    var naming: Int64 = 0
    var commitment: Int64 = 0
    /// The chain hash and the time of the latest version.
    var chain = VersionChain.origin
    var ingested_ms = Int64.min
    /// How many more documents and placements stand than before.
    var documents = 0
    var placements = 0
    /// Paths that documents have come to.
    var paths: Set<String> = []

    init() {}

    /// The last numbers on record.
    init(_ connection: Connection) throws {
        let latest = try connection.row(
            "SELECT id, last_change_id, ingested_ms, chain FROM version ORDER BY id DESC LIMIT 1"
        ) { ($0.int64(0), $0.int64(1), $0.int64(2), $0.blob(3)) }
        if let latest { (version, change, ingested_ms, chain) = latest }
        let others = try connection.row(
            """
            SELECT
                (SELECT max(id) FROM passage), (SELECT max(id) FROM document), (SELECT max(id) FROM naming),
                (SELECT max(id) FROM commitment)
            """
        ) { ($0.int64(0), $0.int64(1), $0.int64(2), $0.int64(3)) }
        if let others { (passage, document, naming, commitment) = others }
    }
}
