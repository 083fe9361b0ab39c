package import PolicyText

/// A passage with what is needed to cite it, as it stood at some moment.
package struct StandingPassage: Hashable, Sendable {
    package var id: Int64
    package var document: Int64
    package var path: DocumentPath
    /// The document's version at the moment.
    package var version: Int
    package var title: String?
    /// Headings above it, outermost first.
    package var section: [String]
    /// 1-based line on which `text` begins.
    package var line: Int
    package var language: Language
    package var kind: Passage.Kind
    package var text: String
    package var sentences: [Range<Int>]
}

/// A passage to be read for a question: what says which version and line it is in comes for the few that are cited.
package struct PassageText: Hashable, Sendable {
    package var id: Int64
    package var document: Int64
    package var path: DocumentPath
    package var title: String?
    /// Headings above it, outermost first.
    package var section: [String]
    package var language: Language
    package var kind: Passage.Kind
    package var text: String
    package var sentences: [Range<Int>]
    /// The row of a table that names its columns.
    package var isTableHead: Bool
}

/// Where a passage stood at some moment: the document's version, when that was recorded, and the 1-based line on which
/// the passage begins.
package struct PassagePlace: Hashable, Sendable {
    package var version: Int
    package var ingested: Timestamp
    package var line: Int
}

/// A passage as an index in memory takes it in.
package struct IndexedPassage: Hashable, Sendable {
    /// Ascending in the order of recording.
    package var id: Int64
    package var document: Int64
    package var language: Language
    package var text: String
    package var section: [String]
    /// The document's title, or its file's name where it has none, as it is now.
    package var title: String
    /// When it first came, and when it went; nil while it stands.
    package var since: Timestamp
    package var until: Timestamp?
}

extension RecordReader {
    /// The passages with these ids that stood at some moment, in the order of the ids given.
    package func passages(_ ids: [Int64], by bound: VersionBound = .now) throws -> [StandingPassage] {
        let places = try places(of: ids, by: bound)
        return try passageTexts(ids, by: bound).compactMap { read in
            guard let place = places[read.id] else { return nil }
            return StandingPassage(
                id: read.id, document: read.document, path: read.path, version: place.version,
                title: read.title, section: read.section, line: place.line, language: read.language,
                kind: read.kind, text: read.text, sentences: read.sentences)
        }
    }

    /// The texts of passages that are known to have stood at some moment, in the order of the ids given; what passages
    /// share is read once.
    package func passageTexts(_ ids: [Int64], by bound: VersionBound = .now) throws -> [PassageText] {
        var shared = SharedContext()
        return try ids.compactMap { try passageText($0, by: bound, &shared) }
    }

    /// Where passages stood at some moment, by their ids; those that did not stand then are left out.
    package func places(of ids: [Int64], by bound: VersionBound = .now) throws -> [Int64: PassagePlace] {
        var places: [Int64: PassagePlace] = [:]
        for id in ids {
            guard let place = try place(of: id, by: bound),
                let version = try version(of: place.document, by: bound)
            else { continue }
            let above = try linesAbove(place.ordinal, in: place.document, by: bound)
            places[id] = PassagePlace(
                version: version.number, ingested: version.ingested, line: version.firstLine + above)
        }
        return places
    }

    private func passageText(
        _ id: Int64, by bound: VersionBound, _ shared: inout SharedContext
    ) throws -> PassageText? {
        try connection.row(
            "SELECT document_id, kind, language, heading_id, sentences, text FROM passage_row WHERE id = ?",
            id
        ) { row in
            let document = row.int64(0)
            guard let name = try shared.name(of: document, by: bound, self) else { return nil }
            let text = row.text(5)
            let kind = Passage.Kind(rawValue: row.int(1)) ?? .paragraph
            return PassageText(
                id: id, document: document, path: name.path, title: name.title,
                section: try shared.section(under: row.optionalInt64(3), self),
                language: try Language(code: row.int(2)),
                kind: kind, text: text,
                sentences: Packed.sentences(from: row.optionalBlob(4), in: text.utf8.count),
                isTableHead: try kind == .tableRow && isTableHead(id, by: bound))
        } ?? nil
    }

    /// Whether a line of dashes follows a row wherever it stood at some moment.
    private func isTableHead(_ passage: Int64, by bound: VersionBound) throws -> Bool {
        let gaps = try connection.rows(
            """
            SELECT gap FROM placement
            WHERE passage_id = ?1 AND since_version_id <= ?2 AND (until_version_id = 0 OR until_version_id > ?2)
            """, passage, bound.id
        ) { TableDelimiter.stands(in: $0.bytes(0)) }
        return !gaps.isEmpty && gaps.allSatisfy { $0 }
    }

    /// Where a passage stood at some moment: the first place where it stood more than once.
    func place(of passage: Int64, by bound: VersionBound) throws -> (document: Int64, ordinal: Int64)? {
        var first: (document: Int64, ordinal: Int64)?
        try connection.forEachRow(
            """
            SELECT document_id, ordinal FROM placement
            WHERE passage_id = ?1 AND since_version_id <= ?2 AND (until_version_id = 0 OR until_version_id > ?2)
            """, passage, bound.id
        ) { row in
            let place = (document: row.int64(0), ordinal: row.int64(1))
            if first.map({ place.ordinal < $0.ordinal }) ?? true { first = place }
            return true
        }
        return first
    }

    private func version(
        of document: Int64, by bound: VersionBound
    ) throws -> (number: Int, ingested: Timestamp, firstLine: Int)? {
        try connection.row(
            """
            SELECT number, ingested_ms, first_line FROM version WHERE document_id = ? AND id <= ?
            ORDER BY number DESC LIMIT 1
            """, document, bound.id
        ) { ($0.int(0), Timestamp(milliseconds: $0.int64(1)), $0.int(2)) }
    }

    private func linesAbove(_ ordinal: Int64, in document: Int64, by bound: VersionBound) throws -> Int {
        if bound == .now {
            return try connection.row(
                """
                SELECT total(lines) FROM placement
                WHERE document_id = ? AND until_version_id = 0 AND ordinal < ?
                """, document, ordinal
            ) { $0.int(0) } ?? 0
        }
        return try connection.row(
            """
            SELECT total(lines) FROM placement
            WHERE document_id = ?1 AND ordinal < ?2 AND since_version_id <= ?3
                AND (until_version_id = 0 OR until_version_id > ?3)
            """, document, ordinal, bound.id
        ) { $0.int(0) } ?? 0
    }

    /// Hands out the passages that ever stood, but the headings, by ascending id, from above `id` on, until `body`
    /// returns false. A passage whose words came, went and came back is told as if it had stayed.
    package func forEachPassage(after id: Int64 = 0, _ body: (IndexedPassage) throws -> Bool) throws {
        let times = try connection.rows("SELECT ingested_ms FROM version ORDER BY id") {
            Timestamp(milliseconds: $0.int64(0))
        }
        let spans = try spans(after: id)
        let titles = try titles()
        var sections: [Int64: [String]] = [:]
        try connection.forEachRow(
            "SELECT id, document_id, heading_id, kind, language, text FROM passage_row WHERE id > ? ORDER BY id",
            id
        ) { row in
            let heading = row.optionalInt64(2)
            guard row.int(3) != 0, let span = spans[Int(row.int64(0) - id)] else { return true }
            var section: [String] = []
            if let heading {
                section = try sections[heading] ?? self.section(under: heading)
                sections[heading] = section
            }
            let since = times.indices.contains(Int(span.since) - 1) ? times[Int(span.since) - 1] : nil
            let until = times.indices.contains(Int(span.until) - 1) ? times[Int(span.until) - 1] : nil
            return try body(
                IndexedPassage(
                    id: row.int64(0), document: row.int64(1), language: try Language(code: row.int(4)),
                    text: row.text(5), section: section, title: titles[row.int64(1)] ?? "",
                    since: since ?? Timestamp(milliseconds: .min), until: until))
        }
    }

    /// From when until when each passage stood, by its id less `id`.
    private func spans(after id: Int64) throws -> [(since: Int64, until: Int64)?] {
        let last = try connection.row("SELECT max(id) FROM passage") { $0.int64(0) } ?? 0
        guard last > id else { return [nil] }
        var spans = [(since: Int64, until: Int64)?](repeating: nil, count: Int(last - id) + 1)
        let note = { (row: Row) in
            let (passage, since, until) = (row.int64(0), row.int64(1), row.int64(2))
            guard passage > id, passage <= last else { return true }
            let index = Int(passage - id)
            guard let known = spans[index] else {
                spans[index] = (since, until)
                return true
            }
            spans[index] = (
                min(known.since, since), known.until == 0 || until == 0 ? 0 : max(known.until, until)
            )
            return true
        }
        if id == 0 {
            try connection.forEachRow(
                "SELECT passage_id, since_version_id, until_version_id FROM placement", while: note)
        } else {
            try connection.forEachRow(
                "SELECT passage_id, since_version_id, until_version_id FROM placement WHERE passage_id > ?",
                id,
                while: note)
        }
        return spans
    }

    private func titles() throws -> [Int64: String] {
        var titles: [Int64: String] = [:]
        try connection.forEachRow("SELECT document_id, words FROM naming WHERE until_version_id = 0") {
            titles[$0.int64(0)] = $0.text(1)
            return true
        }
        return titles
    }
}

/// What passages of one document, or under one heading, have in common.
private struct SharedContext {
    private var names: [Int64: (path: DocumentPath, title: String?)] = [:]
    private var sections: [Int64: [String]] = [:]

    /// What a document was called at some moment; nil where it was not there yet.
    mutating func name(
        of document: Int64, by bound: VersionBound, _ record: some RecordReader
    ) throws -> (path: DocumentPath, title: String?)? {
        if let known = names[document] { return known }
        let name =
            try record.connection.row(
                """
                SELECT path, title FROM naming
                WHERE document_id = ?1 AND since_version_id <= ?2
                    AND (until_version_id = 0 OR until_version_id > ?2)
                """, document, bound.id
            ) { row in DocumentPath(text: row.text(0)).map { (path: $0, title: row.optionalText(1)) } } ?? nil
        names[document] = name
        return name
    }

    /// The headings from the outermost down to this one.
    mutating func section(under heading: Int64?, _ record: some RecordReader) throws -> [String] {
        guard let heading else { return [] }
        if let known = sections[heading] { return known }
        let section = try record.section(under: heading)
        sections[heading] = section
        return section
    }
}
