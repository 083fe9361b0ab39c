package import PolicyText

/// How many changes of a significance one version brought.
package struct ChangeTally: Hashable, Sendable {
    package var document: Int64
    package var ingested: Timestamp
    package var significance: Significance
    package var count: Int
    /// Where the other language made them before: when that was recorded.
    package var twinIngested: Timestamp?
}

extension RecordReader {
    /// The changes of each version after one, counted; that a document came is not counted.
    package func changeTallies(after version: Int64) throws -> [ChangeTally] {
        try connection.rows(
            """
            SELECT version.document_id, version.ingested_ms, change.significance, count(*), earlier.ingested_ms
            FROM change JOIN version ON version.id = change.version_id
                LEFT JOIN change AS twin ON twin.id = change.counterpart_id AND twin.id < change.id
                LEFT JOIN version AS earlier ON earlier.id = twin.version_id
            WHERE change.id > coalesce((SELECT last_change_id FROM version WHERE id = ?), 0)
                AND change.operation <> ?
            GROUP BY version.id, change.significance, earlier.ingested_ms
            ORDER BY version.id, change.significance, earlier.ingested_ms
            """, version, ChangeOperation.documentAdded.code
        ) { row in
            guard let significance = Significance(rawValue: row.int(2)) else {
                throw StoreError.inconsistent("a change has no significance")
            }
            return ChangeTally(
                document: row.int64(0), ingested: Timestamp(milliseconds: row.int64(1)),
                significance: significance, count: row.int(3),
                twinIngested: row.optionalInt64(4).map(Timestamp.init(milliseconds:)))
        }
    }

    /// The documents that have a version after one, in order of ingestion, each once.
    package func documents(touchedAfter version: Int64) throws -> [Int64] {
        try connection.rows(
            "SELECT document_id FROM version WHERE id > ? GROUP BY document_id ORDER BY max(id)", version
        ) { $0.int64(0) }
    }

    /// What documents were called before versions after one renamed them.
    package func formerPaths(after version: Int64) throws -> [DocumentPath] {
        try connection.rows(
            "SELECT renamed_from FROM version WHERE id > ? AND renamed_from IS NOT NULL ORDER BY id", version
        ) { DocumentPath(text: $0.text(0)) }.compactMap { $0 }
    }

    /// The versions of a document, oldest first.
    package func versions(of document: Int64) throws -> [StoredVersion] {
        try connection.rows("SELECT * FROM version_row WHERE document_id = ? ORDER BY number", document) {
            try StoredVersion($0)
        }
    }
}
