package import PolicyText

/// Which commitments are read.
package struct CommitmentSelection: Hashable, Sendable {
    /// Only those of the document that has this path.
    package var path: DocumentPath?
    /// Only those due on this day or earlier.
    package var dueBy: CalendarDate?
    package var includesDropped = false
    /// Of those only the ones with one of these statuses; empty: all.
    package var statuses: [CommitmentStatus] = []
    /// As they stood at this moment.
    package var bound = VersionBound.now
    package var limit = Int.max

    package init() {}
}

extension RecordReader {
    /// The commitments that are asked for, by path and line.
    package func commitments(_ selection: CommitmentSelection) throws -> [RegisteredCommitment] {
        var document: Int64?
        if let path = selection.path {
            guard let known = try latest(path, by: selection.bound) else { return [] }
            document = known.document
        }
        let rows = try states(of: document, selection)
        var documents: [Int64: [CommitmentRow]] = [:]
        for row in rows where selection.statuses.isEmpty || selection.statuses.contains(row.state.status) {
            documents[row.document, default: []].append(row.state)
        }
        let versions = try documents.keys.compactMap { try latest(of: $0, by: selection.bound) }
        var result: [RegisteredCommitment] = []
        for version in versions.sorted(by: { $0.path < $1.path }) {
            // The rest comes after these; but documents that bore one path stand together.
            if result.count >= selection.limit, result.last?.path != version.path { break }
            result += try registered(documents[version.document] ?? [], of: version)
        }
        result.sort { ($0.path, $0.commitment.line, $0.id) < ($1.path, $1.commitment.line, $1.id) }
        return result.count > selection.limit ? Array(result.prefix(selection.limit)) : result
    }

    /// The commitments of a document as its latest version has them, in the order they were first stated; the dropped
    /// ones too where asked for, as one may come back.
    package func openCommitments(
        of document: Int64, includingDropped: Bool = false
    ) throws -> [RegisteredCommitment] {
        guard let version = try latest(of: document) else { return [] }
        var selection = CommitmentSelection()
        selection.includesDropped = includingDropped
        let rows = try states(of: document, selection)
        return try registered(rows.map(\.state), of: version).sorted { $0.id < $1.id }
    }

    /// How many open commitments each document that stood at some moment had; those without are left out.
    package func openCommitments(by bound: VersionBound) throws -> [DocumentPath: Int] {
        let counts = try connection.rows(
            """
            SELECT naming.path, counted.number
            FROM (
                SELECT document_id, count(*) AS number FROM commitment_state
                WHERE since_version_id <= ?1 AND (until_version_id = 0 OR until_version_id > ?1)
                    AND status <> 4 AND is_result = 0
                GROUP BY document_id
            ) AS counted
                JOIN naming ON naming.document_id = counted.document_id AND naming.since_version_id <= ?1
                    AND (naming.until_version_id = 0 OR naming.until_version_id > ?1)
            WHERE 3 <> (
                SELECT event FROM version
                WHERE version.document_id = counted.document_id AND version.id <= ?1
                ORDER BY number DESC LIMIT 1
            )
            """, bound.id
        ) { row in DocumentPath(text: row.text(0)).map { (path: $0, number: row.int(1)) } }
        return Dictionary(counts.compactMap { $0 }.map { ($0.path, $0.number) }, uniquingKeysWith: +)
    }

    /// The day by which an open commitment was due at some moment, nil inside where it had none; nil where it was not
    /// open then.
    package func due(ofCommitment id: Int64, by bound: VersionBound) throws -> CalendarDate?? {
        try connection.row(
            """
            SELECT due FROM commitment_state
            WHERE document_id = (SELECT document_id FROM commitment WHERE id = ?1) AND commitment_id = ?1
                AND since_version_id <= ?2 AND (until_version_id = 0 OR until_version_id > ?2)
                AND status <> 4 AND is_result = 0
            """, id, bound.id
        ) { $0.optionalInt(0).map { CalendarDate(daysSince1970: $0) } }
    }

    private func states(
        of document: Int64?, _ selection: CommitmentSelection
    ) throws -> [(document: Int64, state: CommitmentRow)] {
        let read = { (row: Row) throws in (document: row.int64(0), state: try CommitmentRow(row, from: 1)) }
        let due = selection.dueBy?.daysSince1970
        if let document {
            return try connection.rows(
                """
                SELECT
                    document_id, commitment_id, since_version_id, status, passage_id, text_from, text_bytes,
                    text, line, section, language, actor, cue, strength, period, due, amount, partners,
                    condition, is_result
                FROM commitment_state
                WHERE document_id = ?1 AND since_version_id <= ?2
                    AND (until_version_id = 0 OR until_version_id > ?2)
                    AND (status <> 4 OR ?3) AND (?4 IS NULL OR due <= ?4)
                """, document, selection.bound.id, selection.includesDropped, due, read: read)
        }
        return try connection.rows(
            """
            SELECT
                document_id, commitment_id, since_version_id, status, passage_id, text_from, text_bytes,
                text, line, section, language, actor, cue, strength, period, due, amount, partners,
                condition, is_result
            FROM commitment_state
            WHERE since_version_id <= ?1 AND (until_version_id = 0 OR until_version_id > ?1)
                AND (status <> 4 OR ?2) AND (?3 IS NULL OR due <= ?3)
            """, selection.bound.id, selection.includesDropped, due, read: read)
    }

    /// Completes states of one document's commitments by their words and places in a version.
    private func registered(
        _ states: [CommitmentRow], of version: StoredVersion
    ) throws -> [RegisteredCommitment] {
        let lines = try lineIndex(of: version.document, at: version.id)
        return try states.map { state in
            let words = try words(of: state)
            let origin = try connection.row(
                """
                SELECT version.number, version.ingested_ms
                FROM commitment JOIN version ON version.id = commitment.since_version_id
                WHERE commitment.id = ?
                """, state.commitment
            ) { ($0.int(0), Timestamp(milliseconds: $0.int64(1))) }
            guard let origin else {
                throw StoreError.inconsistent("commitment \(state.commitment) is missing")
            }
            var until: Timestamp?
            if state.status == .dropped {
                until = try connection.row("SELECT ingested_ms FROM version WHERE id = ?", state.since) {
                    Timestamp(milliseconds: $0.int64(0))
                }
            }
            let commitment = state.commitment(
                text: words.text, section: words.section, line: try line(of: state, among: lines))
            return RegisteredCommitment(
                id: state.commitment, path: version.path, commitment: commitment, status: state.status,
                sinceVersion: origin.0, since: origin.1, until: until)
        }
    }

    private func words(of state: CommitmentRow) throws -> (text: String, section: [String]) {
        var text = state.text ?? ""
        var section = state.section.map { Packed.texts(in: $0) } ?? []
        if let passage = state.passage {
            let known = try connection.row("SELECT text, heading_id FROM passage_row WHERE id = ?", passage) {
                ($0.text(0), $0.optionalInt64(1))
            }
            guard let known, let part = PassageFinder.text(known.0, from: state.from, bytes: state.bytes)
            else {
                throw StoreError.inconsistent("the passage of commitment \(state.commitment) is missing")
            }
            text = part
            if state.section == nil { section = try self.section(under: known.1) }
        }
        return (text, section)
    }

    /// The line on which the words of a commitment begin, given the lines of its document's passages.
    func line(of state: CommitmentRow, among lines: [Int64: Int]) throws -> Int {
        if let line = state.line { return line }
        guard let passage = state.passage else { return 1 }
        return (lines[passage] ?? 1) + (try linesBefore(state.from ?? 0, in: passage))
    }
}
