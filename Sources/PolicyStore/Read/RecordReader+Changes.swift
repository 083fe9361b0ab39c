package import PolicyText

/// Which changes are read.
package struct ChangeSelection: Hashable, Sendable {
    /// Only changes with a higher id.
    package var after: Int64 = 0
    /// Only changes ingested at this moment or later.
    package var since: Timestamp?
    /// Only changes ingested before this moment.
    package var before: Timestamp?
    /// Only changes of the documents that have, or had, these paths; empty: of all.
    package var paths: [DocumentPath] = []
    package var minimumSignificance = Significance.low
    package var limit = Int.max
    /// The last first, so that a limit keeps the newest.
    package var isNewestFirst = false

    package init() {}
}

extension RecordReader {
    /// The id of the last change on record; 0 where there is none.
    package func lastChange() throws -> Int64 {
        try connection.row("SELECT last_change_id FROM version ORDER BY id DESC LIMIT 1") { $0.int64(0) } ?? 0
    }

    /// The changes that are asked for, in order of ingestion.
    package func changes(_ selection: ChangeSelection) throws -> [RecordedChange] {
        guard selection.limit > 0 else { return [] }
        if !selection.paths.isEmpty { return try changesOfDocuments(selection) }
        var changes: [RecordedChange] = []
        try forEachChange(selection) { change, _ in changes.append(change) }
        return changes
    }

    /// The changes that are asked for, of documents of any path, one at a time in order of ingestion, each with its
    /// document on record, whatever path that has by now.
    package func forEachChange(
        _ selection: ChangeSelection, _ body: (_ change: RecordedChange, _ document: Int64) throws -> Void
    ) throws {
        let range = try idRange(of: selection)
        guard selection.limit > 0, !range.isEmpty else { return }
        var count = 0
        let collect = { (row: Row) throws -> Bool in
            try body(self.change(row), row.int64(1))
            count += 1
            return count < selection.limit
        }
        let since_ms = selection.since?.milliseconds ?? .min
        let before_ms = selection.before?.milliseconds ?? .max
        if selection.isNewestFirst {
            try connection.forEachRow(
                """
                SELECT * FROM change_row
                WHERE id > ? AND id <= ? AND significance >= ? AND ingested_ms >= ? AND ingested_ms < ?
                ORDER BY id DESC
                """, range.lowerBound, range.upperBound, selection.minimumSignificance.rawValue, since_ms,
                before_ms,
                while: collect)
        } else {
            try connection.forEachRow(
                """
                SELECT * FROM change_row
                WHERE id > ? AND id <= ? AND significance >= ? AND ingested_ms >= ? AND ingested_ms < ?
                ORDER BY id
                """, range.lowerBound, range.upperBound, selection.minimumSignificance.rawValue, since_ms,
                before_ms,
                while: collect)
        }
    }

    /// The changes that led to a version from the one it was compared with.
    package func changes(to version: StoredVersion) throws -> [RecordedChange] {
        try connection.rows(
            """
            SELECT * FROM change_row
            WHERE id <= ? AND id > coalesce((SELECT last_change_id FROM version WHERE id = ?), 0)
            ORDER BY id
            """, version.row.lastChange, version.id - 1
        ) { try self.change($0) }
    }

    /// The ids, above the lower bound and up to the upper, among which the times of a selection lie.
    private func idRange(of selection: ChangeSelection) throws -> Range<Int64> {
        var low = selection.after
        var high = Int64.max
        // Where the clock was set back, a time can stand on both sides of an id: then every row is looked at.
        let isSteady = try connection.row("SELECT 1 FROM clock_step LIMIT 1") { _ in false } ?? true
        if let since = selection.since, isSteady {
            let earlier = try bound(at: Timestamp(milliseconds: since.milliseconds - 1))
            low = max(low, try lastChange(by: earlier))
        }
        if let before = selection.before, isSteady {
            high = try lastChange(by: bound(at: Timestamp(milliseconds: before.milliseconds - 1)))
        }
        return low < high ? low..<high : 0..<0
    }

    private func lastChange(by bound: VersionBound) throws -> Int64 {
        try connection.row("SELECT last_change_id FROM version WHERE id = ?", bound.id) { $0.int64(0) } ?? 0
    }

    private func changesOfDocuments(_ selection: ChangeSelection) throws -> [RecordedChange] {
        var documents: Set<Int64> = []
        for path in selection.paths {
            try connection.forEachRow("SELECT document_id FROM naming WHERE path = ?", path.text) {
                documents.insert($0.int64(0))
                return true
            }
        }
        var found: [RecordedChange] = []
        for document in documents.sorted() {
            let versions = try connection.rows(
                "SELECT * FROM version_row WHERE document_id = ? ORDER BY number", document
            ) { try StoredVersion($0) }
            for version in versions where selection.includes(version) {
                found += try changes(to: version).filter { selection.includes($0) }
            }
        }
        found.sort { selection.isNewestFirst ? $0.id > $1.id : $0.id < $1.id }
        return found.count > selection.limit ? Array(found.prefix(selection.limit)) : found
    }

    /// Reads the columns of the view `change_row`.
    private func change(_ row: Row) throws -> RecordedChange {
        let before =
            row.optionalText(16)
            ?? PassageFinder.text(row.optionalText(13), from: row.optionalInt(14), bytes: row.optionalInt(15))
        let after =
            row.optionalText(20)
            ?? PassageFinder.text(row.optionalText(17), from: row.optionalInt(18), bytes: row.optionalInt(19))
        guard let path = DocumentPath(text: row.text(3)),
            let significance = Significance(rawValue: row.int(8))
        else { throw StoreError.inconsistent("change \(row.int64(0)) has no path or significance") }
        let section =
            if let heading = row.optionalInt64(11) { try section(under: heading) } else {
                Packed.texts(in: row.text(12))
            }
        let change = Change(
            operation: try ChangeOperation(code: row.int(7)),
            kinds: try row.bytes(10).map { try ChangeKind(code: Int($0)) }, significance: significance,
            summary: row.text(24), reasons: Packed.texts(in: row.text(25)), section: section,
            line: row.int(9),
            before: before, after: after,
            edits: try PackedEdits.edits(from: row.optionalBlob(21), before: before, after: after),
            elsewhere: row.optionalText(22).flatMap { DocumentPath(text: $0) })
        return RecordedChange(
            id: row.int64(0), path: path, fromVersion: row.int(4), toVersion: row.int(5),
            time: Timestamp(milliseconds: row.int64(6)), change: change, counterpart: row.optionalInt64(23))
    }
}

extension ChangeSelection {
    fileprivate func includes(_ version: StoredVersion) -> Bool {
        if let since, version.row.ingested < since { return false }
        if let before, version.row.ingested >= before { return false }
        return version.row.lastChange > after
    }

    fileprivate func includes(_ change: RecordedChange) -> Bool {
        change.id > after && change.change.significance >= minimumSignificance
    }
}
