private import LinuxSystem
package import PolicyText

extension RecordReader {
    // MARK: Documents

    /// The files of the documents that stand now.
    package func knownFiles() throws -> [KnownFile] {
        var files: [KnownFile] = []
        try forEachKnownFile { document, path, signature in
            guard let path = DocumentPath(text: String(decoding: path, as: UTF8.self)) else { return }
            files.append(KnownFile(document: document, path: path, signature: signature))
        }
        return files
    }

    /// Hands over the files of the documents that stand now, without keeping them: the document, the text of its path
    /// in UTF-8, valid during the call, and the state of the file.
    package func forEachKnownFile(
        _ body: (Int64, UnsafeRawBufferPointer, FileSignature) throws -> Void
    ) throws {
        try connection.forEachRow(
            """
            SELECT
                document.id, naming.path, document.device, document.inode, document.size_bytes,
                document.modified_ns, document.changed_ns
            FROM naming JOIN document ON document.id = naming.document_id
            WHERE naming.until_version_id = 0 AND document.is_deleted = 0
            """
        ) { row in
            try body(
                row.int64(0), row.bytes(1),
                FileSignature(
                    device: row.int64(2), inode: row.int64(3), size_bytes: row.int64(4),
                    modified_ns: row.int64(5), changed_ns: row.int64(6)))
            return true
        }
    }

    /// Whether a document stands at a path.
    package func stands(_ path: DocumentPath) throws -> Bool {
        try connection.row(
            """
            SELECT 1 FROM naming JOIN document ON document.id = naming.document_id
            WHERE naming.path = ? AND naming.until_version_id = 0 AND document.is_deleted = 0
            """, path.text
        ) { _ in true } ?? false
    }

    /// The documents that stand next to a path in the order of paths, `count` at most on each side: those of its own
    /// folder and of the folders beside it.
    package func neighbours(of path: DocumentPath, count: Int) throws -> [Neighbour] {
        let before = try connection.rows(
            """
            SELECT naming.path, version.language, version.passages
            FROM naming
                JOIN document ON document.id = naming.document_id
                JOIN version ON version.id = document.latest_version_id
            WHERE naming.path < ? AND naming.until_version_id = 0 AND document.is_deleted = 0
            ORDER BY naming.path DESC LIMIT ?
            """, path.text, count
        ) { try Neighbour($0) }
        let after = try connection.rows(
            """
            SELECT naming.path, version.language, version.passages
            FROM naming
                JOIN document ON document.id = naming.document_id
                JOIN version ON version.id = document.latest_version_id
            WHERE naming.path > ? AND naming.until_version_id = 0 AND document.is_deleted = 0
            ORDER BY naming.path LIMIT ?
            """, path.text, count
        ) { try Neighbour($0) }
        return (before + after).compactMap { $0 }
    }

    /// The SHA-256 of what each document holds that stands.
    package func contentsStanding() throws -> Set<[UInt8]> {
        Set(
            try connection.rows(
                """
                SELECT version.sha256 FROM document JOIN version ON version.id = document.latest_version_id
                WHERE document.is_deleted = 0 AND version.sha256 IS NOT NULL
                """
            ) { $0.blob(0) })
    }

    /// The latest version, by some moment, of the document that then had a path; of several the one that stood, else
    /// the one that was deleted last.
    package func latest(_ path: DocumentPath, by bound: VersionBound = .now) throws -> StoredVersion? {
        let documents = try connection.rows(
            """
            SELECT document_id FROM naming
            WHERE path = ? AND since_version_id <= ? AND (until_version_id = 0 OR until_version_id > ?)
            """, path.text, bound.id, bound.id
        ) { $0.int64(0) }
        let versions = try documents.compactMap { try latest(of: $0, by: bound) }
        return versions.filter { !$0.isDeleted }.max { $0.id < $1.id } ?? versions.max { $0.id < $1.id }
    }

    /// The latest version of a document by some moment; nil where it did not exist yet.
    package func latest(of document: Int64, by bound: VersionBound = .now) throws -> StoredVersion? {
        if bound == .now {
            return try connection.row(
                """
                SELECT * FROM version_row
                WHERE id = (SELECT latest_version_id FROM document WHERE id = ?)
                """, document
            ) { try StoredVersion($0) }
        }
        return try connection.row(
            "SELECT * FROM version_row WHERE document_id = ? AND id <= ? ORDER BY number DESC LIMIT 1",
            document,
            bound.id
        ) { try StoredVersion($0) }
    }

    /// The documents by path, as they stood at some moment; the deleted ones where asked for.
    package func documents(
        includingDeleted: Bool = false, by bound: VersionBound = .now, limit: Int = .max
    ) throws -> [DocumentSummary] {
        var found: [DocumentSummary] = []
        try forEachLatestVersion(by: bound) { latest in
            guard includingDeleted || !latest.isDeleted, let content = try contentVersion(of: latest) else {
                return
            }
            found.append(
                DocumentSummary(
                    path: latest.path, title: latest.title, language: latest.language, version: latest.number,
                    isDeleted: latest.isDeleted, sha256: content.sha256.map { SHA256.hexadecimal($0) } ?? "",
                    size: content.row.size_bytes ?? 0, passages: content.passages,
                    ingested: latest.row.ingested))
        }
        found.sort { ($0.path, $0.isDeleted ? 1 : 0) < ($1.path, $1.isDeleted ? 1 : 0) }
        return found.count > limit ? Array(found.prefix(limit)) : found
    }

    /// The latest version of every document up to a bound, of the deleted ones too, one at a time in no order.
    package func forEachLatestVersion(by bound: VersionBound = .now, _ body: (StoredVersion) throws -> Void)
        throws
    {
        try connection.forEachRow(
            """
            SELECT * FROM version_row
            WHERE id IN (
                SELECT latest_version_id FROM document WHERE ?1 = 9223372036854775807
                UNION ALL
                SELECT max(id) FROM version WHERE id <= ?1 AND ?1 < 9223372036854775807 GROUP BY document_id
            )
            """, bound.id
        ) {
            try body(StoredVersion($0))
            return true
        }
    }

    // MARK: Versions

    /// The versions of the document that has a path, oldest first; empty where there is none.
    package func history(_ path: DocumentPath) throws -> [Version] {
        guard let latest = try latest(path) else { return [] }
        return try connection.rows(
            "SELECT * FROM version_row WHERE document_id = ? ORDER BY number", latest.document
        ) { try StoredVersion($0).version }
    }

    /// A version by its id.
    package func storedVersion(_ id: Int64) throws -> StoredVersion? {
        try connection.row("SELECT * FROM version_row WHERE id = ?", id) { try StoredVersion($0) }
    }

    /// A version of a document by its number.
    package func version(_ number: Int, of document: Int64) throws -> StoredVersion? {
        try connection.row(
            "SELECT * FROM version_row WHERE document_id = ? AND number = ?", document, number
        ) { try StoredVersion($0) }
    }

    /// The version itself, or, where the document was gone, the one before that had content.
    package func contentVersion(of version: StoredVersion) throws -> StoredVersion? {
        if version.sha256 != nil { return version }
        return try connection.row(
            """
            SELECT * FROM version_row
            WHERE document_id = ? AND number < ? AND size_bytes IS NOT NULL
            ORDER BY number DESC LIMIT 1
            """, version.document, version.number
        ) { try StoredVersion($0) }
    }

    // MARK: Texts

    /// The decoded text of a version, rebuilt from its passages; empty where the document was gone.
    package func text(of version: StoredVersion) throws -> String {
        String(decoding: try textBytes(of: version), as: UTF8.self)
    }

    /// The bytes of `text(of:)`.
    func textBytes(of version: StoredVersion) throws -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(version.row.size_bytes ?? 0)
        bytes += version.leading.utf8
        let isLatest = try connection.row(
            "SELECT 1 FROM document WHERE id = ? AND latest_version_id = ?", version.document, version.id
        ) { _ in true }
        if isLatest == true {
            try connection.forEachRow(
                """
                SELECT passage_row.text, placement.gap
                FROM placement JOIN passage_row ON passage_row.id = placement.passage_id
                WHERE placement.document_id = ? AND placement.until_version_id = 0
                ORDER BY placement.ordinal
                """, version.document
            ) {
                bytes += $0.bytes(0)
                bytes += $0.bytes(1)
                return true
            }
        } else {
            for place in try places(of: version.document, by: VersionBound(id: version.id)) {
                try connection.forEachRow("SELECT text FROM passage_row WHERE id = ?", place.passage) {
                    bytes += $0.bytes(0)
                    return false
                }
                bytes += place.gap.utf8
            }
        }
        return bytes
    }

    /// Hands over the passages of a document's latest version in order: kind, level and the bytes of the text, which
    /// stay as long as the call.
    package func forEachLatestPassage(
        of document: Int64, _ body: (_ kind: Int, _ level: Int, _ text: UnsafeRawBufferPointer) -> Void
    ) throws {
        try connection.forEachRow(
            """
            SELECT passage_row.kind, passage_row.level, passage_row.text
            FROM placement JOIN passage_row ON passage_row.id = placement.passage_id
            WHERE placement.document_id = ? AND placement.until_version_id = 0
            ORDER BY placement.ordinal
            """, document
        ) {
            body($0.int(0), $0.int(1), $0.bytes(2))
            return true
        }
    }

    /// The bytes of a version's file, exactly as they were, once their hash is checked; nil where there was no file.
    package func source(of version: StoredVersion) throws -> [UInt8]? {
        guard let sha256 = version.sha256 else { return nil }
        let bytes = try sourceBytes(of: version)
        guard SHA256.hash(of: bytes) == sha256 else {
            throw StoreError.inconsistent(
                "version \(version.number) of \(quoted(version.path.text)) does not give its hash")
        }
        return bytes
    }

    private func sourceBytes(of version: StoredVersion) throws -> [UInt8] {
        if let source = version.row.source {
            let bytes = try connection.row("SELECT bytes FROM source WHERE id = ?", source) { $0.blob(0) }
            guard let bytes else { throw StoreError.inconsistent("a source is missing") }
            return bytes
        }
        let name = version.encoding ?? ""
        if name == TextEncoding.utf8.rawValue { return try textBytes(of: version) }
        guard let encoding = TextEncoding(rawValue: name), let bytes = encoding.encode(try text(of: version))
        else {
            throw StoreError.inconsistent(
                "version \(version.number) of \(quoted(version.path.text)) cannot be encoded as \(quoted(name))"
            )
        }
        return bytes
    }

    // MARK: Placements

    /// The placements of a document that stood at some moment, in order.
    func places(of document: Int64, by bound: VersionBound) throws -> [StandingPlace] {
        var places = try connection.rows(
            """
            SELECT passage_id, ordinal, since_version_id, lines, gap
            FROM placement
            WHERE document_id = ?1 AND until_version_id = 0 AND since_version_id <= ?2
            UNION ALL
            SELECT passage_id, ordinal, since_version_id, lines, gap
            FROM placement
            WHERE document_id = ?1 AND until_version_id > ?2 AND since_version_id <= ?2
            """, document, bound.id
        ) {
            StandingPlace(
                passage: $0.int64(0), ordinal: $0.int64(1), since: $0.int64(2), lines: $0.int(3),
                gap: $0.text(4))
        }
        places.sort { $0.ordinal < $1.ordinal }
        return places
    }

    /// The line of each passage of a document at a version: the first where it stands more than once.
    func lineIndex(of document: Int64, at version: Int64) throws -> [Int64: Int] {
        guard let stored = try latest(of: document, by: VersionBound(id: version)) else { return [:] }
        var line = stored.firstLine
        var index: [Int64: Int] = [:]
        for place in try places(of: document, by: VersionBound(id: version)) {
            if index[place.passage] == nil { index[place.passage] = line }
            line += place.lines
        }
        return index
    }

    /// How many lines end in a passage before some byte of it.
    func linesBefore(_ byte: Int, in passage: Int64) throws -> Int {
        guard byte > 0 else { return 0 }
        return try connection.row("SELECT text FROM passage_row WHERE id = ?", passage) {
            LineCount.lines(in: $0.bytes(0).prefix(byte))
        } ?? 0
    }

    /// The headings above a passage, outermost first, from its nearest heading on.
    func section(under heading: Int64?) throws -> [String] {
        var section: [String] = []
        var next = heading
        while let id = next {
            next = nil
            try connection.forEachRow("SELECT text, heading_id FROM passage WHERE id = ?", id) {
                section.append($0.text(0))
                // A heading's id is below those under it, so that even a damaged record ends.
                next = $0.optionalInt64(1).flatMap { $0 < id ? $0 : nil }
                return false
            }
        }
        return section.reversed()
    }
}

/// A placement as it stood at some moment.
struct StandingPlace {
    var passage: Int64
    var ordinal: Int64
    var since: Int64
    var lines: Int
    var gap: String
}
