package import PolicyText

/// A passage with the version that brought it in.
package struct BlamedPassage: Hashable, Sendable {
    package var line: Int
    package var text: String
    package var sinceVersion: Int
    package var since: Timestamp
}

extension RecordReader {
    /// Each passage of a version with the version that brought in its words.
    ///
    /// A passage that was moved, or came under another heading, or got another gap after it, is followed back as
    /// long as the version that placed it took the same words away elsewhere.
    package func blame(_ version: StoredVersion) throws -> [BlamedPassage] {
        let bound = VersionBound(id: version.id)
        let places = try places(of: version.document, by: bound)
        var texts: [Int64: String] = [:]
        for place in places { texts[place.passage] = try text(ofPassage: place.passage) }
        var ended = try endedPlaces(of: version.document, by: bound)
        var line = version.firstLine
        var result: [BlamedPassage] = []
        for place in places {
            let text = texts[place.passage] ?? ""
            var since = place.since
            while let earlier = try take(text, endedAt: since, from: &ended) { since = earlier }
            let origin = try connection.row("SELECT number, ingested_ms FROM version WHERE id = ?", since) {
                ($0.int(0), Timestamp(milliseconds: $0.int64(1)))
            }
            guard let origin else { throw StoreError.inconsistent("version \(since) is missing") }
            result.append(BlamedPassage(line: line, text: text, sinceVersion: origin.0, since: origin.1))
            line += place.lines
        }
        return result
    }

    private func text(ofPassage id: Int64) throws -> String {
        try connection.row("SELECT text FROM passage_row WHERE id = ?", id) { $0.text(0) } ?? ""
    }

    /// Ended placements by the version that ended them.
    private func endedPlaces(
        of document: Int64, by bound: VersionBound
    ) throws -> [Int64: [(passage: Int64, since: Int64)]] {
        var ended: [Int64: [(passage: Int64, since: Int64)]] = [:]
        try connection.forEachRow(
            """
            SELECT until_version_id, passage_id, since_version_id
            FROM placement
            WHERE document_id = ? AND until_version_id > 0 AND until_version_id <= ?
            ORDER BY until_version_id, ordinal
            """, document, bound.id
        ) {
            ended[$0.int64(0), default: []].append(($0.int64(1), $0.int64(2)))
            return true
        }
        return ended
    }

    private func take(
        _ text: String, endedAt version: Int64, from ended: inout [Int64: [(passage: Int64, since: Int64)]]
    ) throws -> Int64? {
        guard let places = ended[version] else { return nil }
        for (index, place) in places.enumerated()
        where try self.text(ofPassage: place.passage).utf8.elementsEqual(text.utf8) {
            ended[version]?.remove(at: index)
            return place.since
        }
        return nil
    }
}
