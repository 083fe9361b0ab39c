internal import CSQLite

/// A prepared statement (sqlite3_stmt), kept and reused by its connection.
final class Statement {
    let handle: OpaquePointer
    private let connection: OpaquePointer

    init(_ sql: UnsafeBufferPointer<UInt8>, connection: OpaquePointer) throws(SQLiteError) {
        var made: OpaquePointer?
        let code = sql.withMemoryRebound(to: CChar.self) {
            sqlite3_prepare_v3(
                connection, $0.baseAddress, Int32($0.count), UInt32(SQLITE_PREPARE_PERSISTENT), &made, nil)
        }
        guard code == SQLITE_OK, let made else {
            throw SQLiteError(
                code: sqlite3_extended_errcode(connection),
                message: String(cString: sqlite3_errmsg(connection)),
                sql: String(decoding: sql, as: UTF8.self))
        }
        handle = made
        self.connection = connection
    }

    deinit { sqlite3_finalize(handle) }

    /// Binds the values to the parameters in order.
    @inline(__always)
    func bind<each Value: SQLValue>(_ values: repeat each Value) throws(SQLiteError) {
        var index: Int32 = 0
        var code = SQLITE_OK
        for value in repeat each values {
            index += 1
            let result = value.bind(to: handle, at: index)
            if result != SQLITE_OK { code = result }
        }
        guard code == SQLITE_OK else { throw error(code) }
    }

    /// Moves to the next row (sqlite3_step); false after the last.
    @inline(__always)
    func step() throws(SQLiteError) -> Bool {
        let code = sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        guard code == SQLITE_DONE else { throw error(code) }
        return false
    }

    /// Makes the statement ready for its next use and lets go of bound values.
    @inline(__always)
    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    private func error(_ code: Int32) -> SQLiteError {
        SQLiteError(
            code: sqlite3_extended_errcode(connection), message: String(cString: sqlite3_errmsg(connection)),
            sql: sqlite3_sql(handle).map { String(cString: $0) })
    }
}

/// The row that a statement stands on; valid until its next step.
struct Row {
    fileprivate let handle: OpaquePointer

    init(_ statement: Statement) { handle = statement.handle }

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

    func int64(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    func int(_ column: Int32) -> Int { Int(sqlite3_column_int64(handle, column)) }

    func bool(_ column: Int32) -> Bool { sqlite3_column_int64(handle, column) != 0 }

    /// The UTF-8 bytes of a text, or the bytes of a BLOB; empty for NULL.
    func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
        // The pointer first: asking for it may convert the value, and so change the count.
        let start = sqlite3_column_blob(handle, column)
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
    }

    func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }

    func blob(_ column: Int32) -> [UInt8] { Array(bytes(column)) }

    func optionalInt(_ column: Int32) -> Int? { isNull(column) ? nil : int(column) }

    func optionalInt64(_ column: Int32) -> Int64? { isNull(column) ? nil : int64(column) }

    func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

    func optionalBlob(_ column: Int32) -> [UInt8]? { isNull(column) ? nil : blob(column) }
}
