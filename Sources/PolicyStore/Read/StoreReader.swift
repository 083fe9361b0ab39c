package import PolicyText

/// The record as a worker thread reads it, while the writer goes on. Used by one thread at a time.
package final class StoreReader: RecordReader {
    package let connection: Connection

    /// Opens a database that a `Store` has made.
    package init(path: String) throws {
        connection = try Connection(path: path, access: .readOnly)
        do {
            let schema = try Migration.schema(of: connection)
            guard schema == Schema.newest else {
                throw StoreError.cannotOpen(
                    path: path, reason: "its schema is \(schema), not \(Schema.newest)")
            }
            try connection.execute(
                "PRAGMA query_only = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8192")
        } catch let error as SQLiteError {
            throw StoreError.sqlite(error)
        }
    }

    /// Runs `body`; its queries are stopped, with an error, soon after nobody wants them any more.
    package func reading<Result>(
        while isWanted: @escaping () -> Bool, _ body: () throws -> Result
    ) throws -> Result {
        connection.onProgress(every: Self.wantedSteps) { !isWanted() }
        defer { connection.onProgress(nil) }
        return try body()
    }

    /// Steps of sqlite3's machine between two looks: some dozens of rows.
    private static let wantedSteps: Int32 = 1000
}

/// Whoever can read the record: its writer and its readers.
package protocol RecordReader: AnyObject {
    var connection: Connection { get }
}

/// The id of a version that bounds what is read: what stood once it was the latest.
package struct VersionBound: Hashable, Comparable, Sendable {
    package let id: Int64

    package init(id: Int64) {
        self.id = id
    }

    /// No bound: what stands now.
    package static let now = VersionBound(id: .max)

    package static func < (left: VersionBound, right: VersionBound) -> Bool { left.id < right.id }
}

extension RecordReader {
    /// Runs `body` on one state of the record, whatever is recorded meanwhile; its queries ask for one lock together.
    package func snapshot<Result>(_ body: () throws -> Result) throws -> Result {
        try connection.run("BEGIN")
        defer { try? connection.run("COMMIT") }
        return try body()
    }

    /// The bound for a moment: the last version ingested by then; `.now` for nil.
    ///
    /// Ids ascend, and times with them but for the few versions before which the clock was set back: so between
    /// those the bound is found by halving.
    package func bound(at moment: Timestamp?) throws -> VersionBound {
        guard let moment else { return .now }
        var end = try (connection.row("SELECT max(id) FROM version") { $0.int64(0) }) ?? 0
        let steps = try connection.rows("SELECT version_id FROM clock_step ORDER BY version_id DESC") {
            $0.int64(0)
        }
        for start in steps + [1] {
            if let found = try last(in: start...max(start, end), by: moment), end >= start {
                return VersionBound(id: found)
            }
            end = start - 1
        }
        return VersionBound(id: 0)
    }

    private func last(in range: ClosedRange<Int64>, by moment: Timestamp) throws -> Int64? {
        var (low, high) = (range.lowerBound, range.upperBound + 1)
        while low < high {
            let middle = low + (high - low) / 2
            let time = try connection.row("SELECT ingested_ms FROM version WHERE id = ?", middle) {
                $0.int64(0)
            }
            if let time, time <= moment.milliseconds { low = middle + 1 } else { high = middle }
        }
        return low > range.lowerBound ? low - 1 : nil
    }

    /// What was remembered for `key`.
    package func meta(_ key: String) throws -> String? {
        try connection.row("SELECT value FROM meta WHERE key = ?", key) { $0.text(0) }
    }
}
