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
        var found = try passagesWithoutLines(ids, by: bound)
        let lines = try lines(of: found.map(\.id), by: bound)
        for place in found.indices { found[place].line = lines[found[place].id] ?? 1 }
        return found
    }

    /// The same with every `line` 1: for whoever reads many passages and cites few. What passages share is read once.
    package func passagesWithoutLines(
        _ ids: [Int64], by bound: VersionBound = .now
    ) throws -> [StandingPassage] {
        var shared = SharedContext()
        return try ids.compactMap { try standingPassage($0, by: bound, &shared) }
    }

    /// The 1-based lines on which passages began at some moment, by their ids.
    package func lines(of ids: [Int64], by bound: VersionBound = .now) throws -> [Int64: Int] {
        var lines: [Int64: Int] = [:]
        for id in ids {
            guard let place = try place(of: id, by: bound),
                let version = try versionName(of: place.document, by: bound)
            else { continue }
            lines[id] = version.firstLine + (try linesAbove(place.ordinal, in: place.document, by: bound))
        }
        return lines
    }

    private func standingPassage(
        _ id: Int64, by bound: VersionBound, _ shared: inout SharedContext
    ) throws -> StandingPassage? {
        guard let place = try place(of: id, by: bound) else { return nil }
        if shared.versions[place.document] == nil {
            shared.versions[place.document] = try versionName(of: place.document, by: bound)
        }
        guard let version = shared.versions[place.document] else { return nil }
        let read = try connection.row(
            "SELECT kind, language, heading_id, sentences, text FROM passage WHERE id = ?", id
        ) { row in
            let text = row.text(4)
            let passage = StandingPassage(
                id: id, document: place.document, path: version.path, version: version.number,
                title: version.title, section: [], line: 1, language: try Language(code: row.int(1)),
                kind: Passage.Kind(rawValue: row.int(0)) ?? .paragraph, text: text,
                sentences: Packed.sentences(from: row.optionalBlob(3), in: text.utf8.count))
            return (passage: passage, heading: row.optionalInt64(2))
        }
        guard var passage = read?.passage else { return nil }
        if let heading = read?.heading {
            passage.section = try shared.sections[heading] ?? section(under: heading)
            shared.sections[heading] = passage.section
        }
        return passage
    }

    /// Where a passage stood at some moment: the first place where it stood more than once.
    func place(of passage: Int64, by bound: VersionBound) throws -> (document: Int64, ordinal: Int64)? {
        try connection.row(
            """
            SELECT document_id, ordinal FROM placement
            WHERE passage_id = ?1 AND since_version_id <= ?2 AND (until_version_id = 0 OR until_version_id > ?2)
            ORDER BY ordinal LIMIT 1
            """, passage, bound.id
        ) { ($0.int64(0), $0.int64(1)) }
    }

    private func versionName(
        of document: Int64, by bound: VersionBound
    ) throws -> (number: Int, firstLine: Int, path: DocumentPath, title: String?)? {
        let read = { (row: Row) in
            DocumentPath(text: row.text(2)).map { (row.int(0), row.int(1), $0, row.optionalText(3)) }
        }
        if bound == .now {
            return try connection.row(
                """
                SELECT version.number, version.first_line, naming.path, naming.title
                FROM document
                    JOIN version ON version.id = document.latest_version_id
                    JOIN naming ON naming.document_id = document.id AND naming.until_version_id = 0
                WHERE document.id = ?
                """, document, read: read) ?? nil
        }
        return try connection.row(
            """
            SELECT version.number, version.first_line, naming.path, naming.title
            FROM version JOIN naming ON naming.document_id = version.document_id
                AND naming.since_version_id <= version.id
                AND (naming.until_version_id = 0 OR naming.until_version_id > version.id)
            WHERE version.document_id = ? AND version.id <= ?
            ORDER BY version.number DESC LIMIT 1
            """, document, bound.id, read: read) ?? nil
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
            "SELECT id, document_id, heading_id, kind, language, text FROM passage WHERE id > ? ORDER BY id",
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
    var versions: [Int64: (number: Int, firstLine: Int, path: DocumentPath, title: String?)] = [:]
    var sections: [Int64: [String]] = [:]
}
