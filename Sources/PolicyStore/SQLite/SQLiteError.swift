private import CSQLite

/// What sqlite3 refused: the result code, its own words, and the SQL; never a bound value, which is document text.
package struct SQLiteError: Error, Hashable, CustomStringConvertible {
    /// The extended result code.
    package let code: Int32
    package let message: String
    /// The statement, where one was at fault.
    package let sql: String?

    package init(code: Int32, message: String, sql: String? = nil) {
        self.code = code
        self.message = message
        self.sql = sql
    }

    /// The database file itself is damaged (SQLITE_CORRUPT, SQLITE_NOTADB): nothing else says so, an I/O error, a
    /// full disk or a lock least of all.
    package var isCorrupt: Bool { [SQLITE_CORRUPT, SQLITE_NOTADB].contains(code & 0xFF) }

    /// What passes by itself or can be mended from outside, and how; nil for all else.
    var trouble: (reason: String, advice: String?)? {
        switch code & 0xFF {
        case SQLITE_FULL: ("the disk is full", "make room on it")
        case SQLITE_BUSY, SQLITE_LOCKED:
            ("another program has locked the database", "end the program that uses it")
        case SQLITE_READONLY: ("the database is read-only", "make its file system and its folder writable")
        case SQLITE_IOERR: (description, "look for the disk's errors in the kernel's log")
        case SQLITE_CANTOPEN: (description, "make its folder accessible to the daemon's user")
        case SQLITE_NOMEM, SQLITE_PROTOCOL, SQLITE_PERM: (description, nil)
        default: nil
        }
    }

    /// What nobody wants any more was stopped.
    static let interrupted = SQLiteError(code: SQLITE_INTERRUPT, message: "interrupted")

    /// What SQLite's own check found.
    static func corrupt(_ finding: String) -> SQLiteError {
        SQLiteError(code: SQLITE_CORRUPT, message: finding)
    }

    package var description: String {
        guard let sql else { return "\(message) (sqlite \(code))" }
        let line = sql.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return "\(message) (sqlite \(code), in: \(line))"
    }
}
