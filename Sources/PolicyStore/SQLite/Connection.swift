internal import CSQLite

/// One sqlite3 connection with its prepared statements. Used by one thread at a time.
package final class Connection {
    package enum Access { case readWrite, readOnly }

    /// How long a call waits for another connection's lock before it gives up.
    static let patience_ms: Int32 = 10_000

    let handle: OpaquePointer
    package let path: String
    /// Set while this connection's tokenizer works; see `PassageTokenizer`.
    let tokenizer = TokenizerState()
    let relevance = Relevance()
    private var progress: ProgressTick?
    // The address of a literal stands for its text: literals are never freed.
    private var statements: [UnsafePointer<UInt8>: Statement] = [:]

    /// Counting each allocation takes a lock that all threads share.
    private static let withoutStatistics = policyd_config(SQLITE_CONFIG_MEMSTATUS, 0)

    package init(path: String, access: Access) throws {
        _ = Self.withoutStatistics
        var made: OpaquePointer?
        let flags =
            (access == .readWrite ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY)
            | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = sqlite3_open_v2(path, &made, flags, nil)
        guard let made else { throw StoreError.cannotOpen(path: path, reason: "out of memory") }
        guard code == SQLITE_OK else {
            let error = SQLiteError(code: code, message: String(cString: sqlite3_errmsg(made)))
            sqlite3_close(made)
            throw error.isCorrupt
                ? StoreError.sqlite(error) : StoreError.cannotOpen(path: path, reason: "\(error)")
        }
        handle = made
        self.path = path
        sqlite3_busy_timeout(made, Self.patience_ms)
        _ = policyd_db_config(made, SQLITE_DBCONFIG_DEFENSIVE, 1)
        try registerExtensions()
    }

    deinit {
        statements.removeAll()
        sqlite3_close_v2(handle)
    }

    /// Calls `tick` every so many steps of a statement, on the thread that runs it; true from it stops the statement
    /// with an error (SQLITE_INTERRUPT). nil: no more (sqlite3_progress_handler).
    func onProgress(every steps: Int32 = 1_000_000, _ tick: (() -> Bool)?) {
        progress = tick.map(ProgressTick.init)
        guard let progress else { return sqlite3_progress_handler(handle, 0, nil, nil) }
        sqlite3_progress_handler(
            handle, steps,
            { context in
                Unmanaged<ProgressTick>.fromOpaque(context!).takeUnretainedValue().call() ? 1 : 0
            }, Unmanaged.passUnretained(progress).toOpaque())
    }

    /// The statement of a literal, prepared once.
    func statement(_ sql: StaticString) throws(SQLiteError) -> Statement {
        if let known = statements[sql.utf8Start] { return known }
        let made = try Statement(
            UnsafeBufferPointer(start: sql.utf8Start, count: sql.utf8CodeUnitCount), connection: handle)
        statements[sql.utf8Start] = made
        return made
    }

    /// Runs a statement that gives no rows.
    @inline(__always)
    func run<each Value: SQLValue>(_ sql: StaticString, _ values: repeat each Value) throws(SQLiteError) {
        let statement = try statement(sql)
        defer { statement.reset() }
        try statement.bind(repeat each values)
        while try statement.step() {}
    }

    /// Hands each row to `read`, until it returns false.
    @inline(__always)
    func forEachRow<each Value: SQLValue>(
        _ sql: StaticString, _ values: repeat each Value, while read: (Row) throws -> Bool
    ) throws {
        let statement = try statement(sql)
        defer { statement.reset() }
        try statement.bind(repeat each values)
        while try statement.step(), try read(Row(statement)) {}
    }

    /// What `read` makes of each row.
    @inline(__always)
    func rows<each Value: SQLValue, Result>(
        _ sql: StaticString, _ values: repeat each Value, read: (Row) throws -> Result
    ) throws -> [Result] {
        var results: [Result] = []
        try forEachRow(sql, repeat each values) {
            results.append(try read($0))
            return true
        }
        return results
    }

    /// What `read` makes of the first row; nil where there is none.
    @inline(__always)
    func row<each Value: SQLValue, Result>(
        _ sql: StaticString, _ values: repeat each Value, read: (Row) throws -> Result
    ) throws -> Result? {
        var result: Result?
        try forEachRow(sql, repeat each values) {
            result = try read($0)
            return false
        }
        return result
    }

    /// Runs SQL made of the program's own words, statement by statement (sqlite3_exec).
    func execute(_ sql: String) throws(SQLiteError) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else {
            throw SQLiteError(
                code: sqlite3_extended_errcode(handle), message: String(cString: sqlite3_errmsg(handle)),
                sql: sql)
        }
    }

    /// The one number that a PRAGMA or a query of the program's own gives.
    func number(_ sql: String) throws(SQLiteError) -> Int {
        let bytes = Array(sql.utf8)
        let made = bytes.withUnsafeBufferPointer { bytes in
            Result { () throws(SQLiteError) in try Statement(bytes, connection: handle) }
        }
        let statement = try made.get()
        return try statement.step() ? Row(statement).int(0) : 0
    }

    /// Lets go of the memory that is not in use (sqlite3_db_release_memory).
    package func releaseMemory() { sqlite3_db_release_memory(handle) }

    /// Whether a transaction is open.
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }
}

/// What `Connection.onProgress` calls.
private final class ProgressTick {
    let call: () -> Bool

    init(_ call: @escaping () -> Bool) {
        self.call = call
    }
}
