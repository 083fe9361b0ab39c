package import PolicyText

/// Which passages went and which came back.
package struct StandingChanges: Sendable {
    package var ended: [(passage: Int64, at: Timestamp)] = []
    package var resumed: [Int64] = []
}

extension RecordReader {
    /// The id of the newest version; 0 where nothing is on record.
    package func lastVersion() throws -> Int64 {
        try connection.row("SELECT max(id) FROM version") { $0.int64(0) } ?? 0
    }

    /// The passages, with ids up to `passage`, that ceased to stand or stand again since a version.
    package func standingChanges(after version: Int64, upTo passage: Int64) throws -> StandingChanges {
        var changes = StandingChanges()
        changes.ended = try connection.rows(
            """
            SELECT gone.passage_id, max(ended.ingested_ms)
            FROM (SELECT DISTINCT document_id FROM version WHERE id > ?1) AS touched
                JOIN placement AS gone ON gone.document_id = touched.document_id AND gone.until_version_id > ?1
                JOIN version AS ended ON ended.id = gone.until_version_id
            WHERE gone.passage_id <= ?2 AND NOT EXISTS (
                SELECT 1 FROM placement AS there
                WHERE there.passage_id = gone.passage_id AND there.until_version_id = 0
            )
            GROUP BY gone.passage_id
            """, version, passage
        ) { ($0.int64(0), Timestamp(milliseconds: $0.int64(1))) }
        changes.resumed = try connection.rows(
            """
            SELECT there.passage_id
            FROM (SELECT DISTINCT document_id FROM version WHERE id > ?1) AS touched
                JOIN placement AS there ON there.document_id = touched.document_id AND there.until_version_id = 0
            WHERE there.since_version_id > ?1 AND there.passage_id <= ?2
            """, version, passage
        ) { $0.int64(0) }
        return changes
    }
}

extension RecordReader {
    /// The latest version of a document, before some version of it, with the same source bytes; by its number.
    package func version(
        withContent sha256: [UInt8], size: Int, of document: Int64, before number: Int
    ) throws -> Int? {
        // The size is in the index of versions, the hash is not.
        try connection.row(
            """
            SELECT number FROM version
            WHERE document_id = ? AND number < ? AND size_bytes = ? AND sha256 = ?
            ORDER BY number DESC LIMIT 1
            """, document, number, size, sha256
        ) { $0.int(0) }
    }
}
