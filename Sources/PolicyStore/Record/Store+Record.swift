private import LinuxSystem
internal import PolicyText

extension Store {
    /// Records a version, within a transaction.
    ///
    /// A rename without a source has the content of the version before. A deleted document's passages stand no more,
    /// but stay in the index, for questions about its days.
    package func record(_ entry: IngestedVersion) throws -> RecordedVersion {
        precondition(connection.isInTransaction, "a version is recorded within a transaction")
        let known = try knownDocument(of: entry)
        let document = try known?.id ?? addDocument(entry)
        let previous = try known.flatMap { try storedVersion($0.latest) }
        var row = try row(of: entry, document: document, after: previous)
        let keepsContent = entry.source == nil && entry.event != .deleted
        if keepsContent, let previous { copyContent(of: previous, to: &row) }
        try finish(&row, with: entry.changes)

        let leading = keepsContent ? previous?.leading : entry.outline.map { leadingText(of: $0) }
        let firstLine = keepsContent ? previous?.firstLine : entry.outline?.passages.first?.line
        try insert(row, leading: leading, firstLine: firstLine ?? 1)
        var placed = PlacedPassages()
        if !keepsContent { placed = try place(entry.outline, in: row, isFirst: known == nil) }
        try name(row)
        try insert(entry.changes, of: row, placed: placed, outline: entry.outline)
        if let steps = entry.commitmentSteps {
            try insert(steps, of: row, placed: placed, outline: entry.outline, previous: previous?.id)
        }
        try settle(document, at: row, wasDeleted: known.map(\.isDeleted) ?? true, signature: entry.signature)

        pending.version = row.id
        pending.chain = row.chain
        pending.ingested_ms = row.ingested.milliseconds
        let changes = row.lastChange - Int64(entry.changes.count) + 1..<row.lastChange + 1
        return RecordedVersion(
            document: document, id: row.id, number: row.number, returnsTo: row.returnsTo, changes: changes)
    }

    // MARK: The document

    /// The document that a version is of; nil where it is a new one.
    private func knownDocument(of entry: IngestedVersion) throws -> (
        id: Int64, latest: Int64, isDeleted: Bool
    )? {
        if let id = entry.document {
            return try connection.row(
                "SELECT id, latest_version_id, is_deleted FROM document WHERE id = ?", id
            ) { ($0.int64(0), $0.int64(1), $0.bool(2)) }
        }
        guard entry.event != .created else { return nil }
        let path = (entry.renamedFrom ?? entry.path).text
        // Within one transaction two documents may swap their paths: the one that has held it longest is meant.
        // Of the deleted ones it is the latest.
        let found = try connection.row(
            """
            SELECT document.id, document.latest_version_id, document.is_deleted
            FROM naming JOIN document ON document.id = naming.document_id
            WHERE naming.path = ? AND naming.until_version_id = 0
            ORDER BY
                document.is_deleted,
                CASE document.is_deleted
                    WHEN 0 THEN naming.since_version_id ELSE -document.latest_version_id
                END
            LIMIT 1
            """, path
        ) { (id: $0.int64(0), latest: $0.int64(1), isDeleted: $0.bool(2)) }
        guard let found, found.isDeleted == (entry.event == .restored) else {
            throw StoreError.unknownDocument(path)
        }
        return found
    }

    private func addDocument(_ entry: IngestedVersion) throws -> Int64 {
        pending.document += 1
        try connection.run(
            """
            INSERT INTO document (
                id, latest_version_id, is_deleted, device, inode, size_bytes, modified_ns, changed_ns
            ) VALUES (?, 0, 0, 0, 0, 0, 0, 0)
            """, pending.document)
        return pending.document
    }

    private func settle(
        _ document: Int64, at row: VersionRow, wasDeleted: Bool, signature: FileSignature
    ) throws {
        let isDeleted = row.event == .deleted
        if isDeleted != wasDeleted { pending.documents += isDeleted ? -1 : 1 }
        if !isDeleted { pending.paths.insert(row.path) }
        try connection.run(
            "UPDATE document SET latest_version_id = ?, is_deleted = ? WHERE id = ?", row.id, isDeleted,
            document)
        try updateSignature(of: document, signature)
    }

    // MARK: The version

    private func row(
        of entry: IngestedVersion, document: Int64, after previous: StoredVersion?
    ) throws -> VersionRow {
        let number = (previous?.row.number ?? 0) + 1
        let hasContent = entry.event != .deleted
        var row = VersionRow(
            id: pending.version + 1, document: document, number: number, event: entry.event,
            comparedNumber: try previous.flatMap { try contentVersion(of: $0)?.number } ?? 0,
            renamedFrom: entry.renamedFrom?.text, path: entry.path.text,
            title: hasContent ? entry.outline?.title : previous?.row.title,
            language: (hasContent ? entry.outline?.language : previous?.row.language) ?? .undetermined,
            passages: hasContent ? entry.outline?.passages.count ?? 0 : 0, modified: entry.modified,
            ingested: entry.ingested, lastChange: pending.change + Int64(entry.changes.count), chain: [])
        guard hasContent, let source = entry.source else { return row }
        row.sha256 = source.sha256
        row.size_bytes = source.bytes.count
        row.reading = Reading(encoding: source.encoding, format: source.format, parser: source.parser)
        if !source.isText {
            row.source = try id(of: source)
            row.textHash = SHA256.hash(of: Array((entry.outline?.text ?? "").utf8))
        }
        if let previous, previous.row.sha256 != source.sha256 {
            row.returnsTo = try version(
                withContent: source.sha256, size: source.bytes.count, of: document, before: number)
        }
        return row
    }

    private func copyContent(of previous: StoredVersion, to row: inout VersionRow) {
        row.sha256 = previous.row.sha256
        row.size_bytes = previous.row.size_bytes
        row.reading = previous.row.reading
        row.source = previous.row.source
        row.textHash = previous.row.textHash
        row.title = previous.row.title
        row.language = previous.row.language
        row.passages = previous.row.passages
    }

    private func finish(_ row: inout VersionRow, with changes: [Change]) throws {
        if row.source != nil, row.textHash == nil {
            row.textHash = try textHash(of: row.document, before: row.id)
        }
        var chain = VersionChain(after: pending.chain, row: row)
        for change in changes { chain.add(change) }
        row.chain = chain.finish()
    }

    private func textHash(of document: Int64, before version: Int64) throws -> [UInt8]? {
        let latest = try connection.row(
            "SELECT max(id) FROM version WHERE document_id = ? AND id < ?", document, version
        ) { $0.int64(0) }
        guard let latest, let stored = try storedVersion(latest) else { return nil }
        return SHA256.hash(of: Array(try text(of: stored).utf8))
    }

    private func insert(_ row: VersionRow, leading: String?, firstLine: Int) throws {
        try connection.run(
            """
            INSERT INTO version (
                id, document_id, number, event, compared_number, returns_to_number, renamed_from, sha256,
                size_bytes, reading_id, source_id, language, passages, modified_ms, ingested_ms, last_change_id,
                chain, first_line, leading
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, row.id, row.document, row.number, row.event.code, row.comparedNumber, row.returnsTo,
            row.renamedFrom, row.sha256, row.size_bytes, try row.reading.map { try id(of: $0) }, row.source,
            row.language.code, row.passages, row.modified?.milliseconds, row.ingested.milliseconds,
            row.lastChange, row.chain, firstLine, leading == "" ? nil : leading)
        if row.ingested.milliseconds < pending.ingested_ms {
            try connection.run("INSERT INTO clock_step (version_id) VALUES (?)", row.id)
        }
    }

    private func id(of reading: Reading) throws -> Int64 {
        let known = try connection.row(
            "SELECT id FROM reading WHERE encoding = ? AND format = ? AND parser = ?", reading.encoding,
            reading.format, reading.parser
        ) { $0.int64(0) }
        if let known { return known }
        let made = try connection.row(
            "INSERT INTO reading (encoding, format, parser) VALUES (?, ?, ?) RETURNING id", reading.encoding,
            reading.format, reading.parser
        ) { $0.int64(0) }
        return made ?? 0
    }

    private func id(of source: IngestedSource) throws -> Int64 {
        let known = try connection.row("SELECT id FROM source WHERE sha256 = ?", source.sha256) {
            $0.int64(0)
        }
        if let known { return known }
        let made = try connection.row(
            "INSERT INTO source (sha256, bytes) VALUES (?, ?) RETURNING id", source.sha256, source.bytes
        ) { $0.int64(0) }
        return made ?? 0
    }

    // MARK: Names

    /// Keeps the name that a document goes by, or ends it and begins another.
    private func name(_ row: VersionRow) throws {
        let words = row.title ?? DocumentPath(text: row.path)?.name ?? row.path
        let current = try connection.row(
            "SELECT id, path, title, language FROM naming WHERE document_id = ? AND until_version_id = 0",
            row.document
        ) { (id: $0.int64(0), path: $0.text(1), title: $0.optionalText(2), language: $0.int(3)) }
        if let current {
            let isSame =
                current.path.utf8.elementsEqual(row.path.utf8) && current.language == row.language.code
                && (current.title.map { Array($0.utf8) } == row.title.map { Array($0.utf8) })
            if isSame { return }
            try connection.run("UPDATE naming SET until_version_id = ? WHERE id = ?", row.id, current.id)
        }
        pending.naming += 1
        try connection.run(
            """
            INSERT INTO naming (
                id, document_id, since_version_id, until_version_id, language, path, title, words
            ) VALUES (?, ?, ?, 0, ?, ?, ?, ?)
            """, pending.naming, row.document, row.id, row.language.code, row.path, row.title, words)
        var marked: [UInt8] = []
        PassageTokenizer.append(mark: row.language, to: &marked)
        marked += words.utf8
        try connection.run(
            "INSERT INTO naming_index (rowid, words) VALUES (?, ?)", pending.naming,
            String(decoding: marked, as: UTF8.self))
    }
}
