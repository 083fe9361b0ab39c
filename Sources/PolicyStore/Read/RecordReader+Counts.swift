private import LinuxSystem

/// How much is on record.
package struct RecordCounts: Hashable, Sendable {
    /// That stand now.
    package var documents: Int
    package var versions: Int
    /// That stand now.
    package var passages: Int
    package var changes: Int
    package var database_bytes: Int
    /// The newest hash of the chain, in hex; nil where nothing is on record.
    package var head: String?
}

extension RecordReader {
    /// How much is on record, without counting it.
    package func counts() throws -> RecordCounts {
        let latest = try connection.row(
            "SELECT id, last_change_id, chain FROM version ORDER BY id DESC LIMIT 1"
        ) { ($0.int(0), $0.int(1), $0.blob(2)) }
        let tally = try connection.row("SELECT documents, passages FROM tally") { ($0.int(0), $0.int(1)) }
        let bytes = try connection.row(
            "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
        ) {
            $0.int(0)
        }
        return RecordCounts(
            documents: tally?.0 ?? 0, versions: latest?.0 ?? 0, passages: tally?.1 ?? 0,
            changes: latest?.1 ?? 0, database_bytes: bytes ?? 0,
            head: latest.map { SHA256.hexadecimal($0.2) })
    }
}
