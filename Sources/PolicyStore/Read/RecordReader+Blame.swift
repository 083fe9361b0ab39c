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
        var ended: [Int64: EndedPlaces] = [:]
        var line = version.firstLine
        var result: [BlamedPassage] = []
        for place in places {
            let text = texts[place.passage] ?? ""
            var since = place.since
            while let earlier = try take(text, of: version.document, endedAt: since, from: &ended) {
                since = earlier
            }
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

    /// The version that had placed the same words that another took away; each placement is taken once.
    private func take(
        _ text: String, of document: Int64, endedAt version: Int64, from ended: inout [Int64: EndedPlaces]
    ) throws -> Int64? {
        let hash = EndedPlaces.hash(of: text)
        if ended[version] == nil { ended[version] = try endedPlaces(of: document, at: version) }
        for (index, place) in (ended[version]?.byHash[hash] ?? []).enumerated()
        where try self.text(ofPassage: place.passage).utf8.elementsEqual(text.utf8) {
            ended[version]?.byHash[hash]?.remove(at: index)
            return place.since
        }
        return nil
    }

    private func endedPlaces(of document: Int64, at version: Int64) throws -> EndedPlaces {
        var ended = EndedPlaces()
        try connection.forEachRow(
            """
            SELECT placement.passage_id, placement.since_version_id, passage_row.text
            FROM placement JOIN passage_row ON passage_row.id = placement.passage_id
            WHERE placement.document_id = ? AND placement.until_version_id = ?
            ORDER BY placement.ordinal
            """, document, version
        ) {
            ended.byHash[EndedPlaces.hash(of: $0.text(2)), default: []].append(($0.int64(0), $0.int64(1)))
            return true
        }
        return ended
    }
}

/// The placements that a version ended, in order, by their words.
private struct EndedPlaces {
    var byHash: [Int: [(passage: Int64, since: Int64)]] = [:]

    // Of the bytes: strings that are canonically equal are not the same words.
    static func hash(of text: String) -> Int { Array(text.utf8).hashValue }
}
