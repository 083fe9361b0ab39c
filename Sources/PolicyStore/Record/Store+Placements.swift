private import Glibc
internal import PolicyText

/// The passages of a version and of the one before, as changes and commitments refer to them.
struct PlacedPassages {
    struct Known {
        var id: Int64
        var heading: Int64?
        var text: String
        var isHeading: Bool
    }

    /// Ids of the outline's passages, in order.
    var ids: [Int64] = []
    /// What stood before and stands no more, or elsewhere; then what stood and still does.
    var removed: [Known] = []
    var remaining: [Known] = []
    /// Indices of the outline's passages that were placed anew.
    var inserted: [Int] = []
}

extension Store {
    /// The text before the first passage, or the whole text where there is none.
    func leadingText(of outline: Outline) -> String {
        let end = outline.passages.first?.range.lowerBound ?? outline.text.utf8.count
        return slice(outline.text, 0..<end)
    }

    /// Places an outline's passages in a version: those that stand as before keep their placements.
    func place(_ outline: Outline?, in version: VersionRow, isFirst: Bool) throws -> PlacedPassages {
        var live = isFirst ? [] : try livePlaces(of: version.document)
        var placed = PlacedPassages()
        guard let outline else {
            for place in live { try close(place, in: version) }
            placed.removed = live.map { $0.known }
            pending.placements -= live.count
            return placed
        }
        var writer = PassageWriter(
            connection: connection, document: version.document, live: live, isFirst: isFirst)
        placed.ids = try writer.ids(of: outline, next: &pending.passage)
        let places = self.places(of: outline, ids: placed.ids)
        let plan = PlacementPlan(from: live.map(\.place), to: places)
        var ordinals = plan.ordinals(from: live.map(\.ordinal))
        if ordinals == nil {
            live = try renumbered(live, in: version.document)
            ordinals = plan.ordinals(from: live.map(\.ordinal))
        }
        guard let ordinals else { throw StoreError.inconsistent("no room for another passage") }

        var isKept = [Bool](repeating: false, count: live.count)
        for case let index? in plan.kept { isKept[index] = true }
        for (index, place) in live.enumerated() {
            if isKept[index] {
                placed.remaining.append(place.known)
            } else {
                placed.removed.append(place.known)
            }
            if !isKept[index] { try close(place, in: version) }
        }
        for index in places.indices where plan.kept[index] == nil {
            try open(places[index], at: ordinals[index], in: version)
            placed.inserted.append(index)
        }
        pending.placements += places.count - live.count
        return placed
    }

    private func places(of outline: Outline, ids: [Int64]) -> [PlacementPlan.Place] {
        let passages = outline.passages
        let end = outline.text.utf8.count
        var text = outline.text
        return text.withUTF8 { bytes in
            passages.indices.map { index in
                let next = index + 1 < passages.count ? passages[index + 1] : nil
                let range = passages[index].range.upperBound..<(next?.range.lowerBound ?? end)
                let gap = UnsafeBufferPointer(rebasing: bytes[range])
                let lines = next.map { $0.line - passages[index].line }
                return PlacementPlan.Place(
                    passage: ids[index],
                    lines: lines ?? LineCount.lines(in: bytes[passages[index].range.lowerBound...]),
                    gap: String(decoding: gap, as: UTF8.self))
            }
        }
    }

    private func open(_ place: PlacementPlan.Place, at ordinal: Int64, in version: VersionRow) throws {
        try connection.run(
            """
            INSERT INTO placement (
                document_id, until_version_id, ordinal, since_version_id, passage_id, lines, gap
            ) VALUES (?, 0, ?, ?, ?, ?, ?)
            """, version.document, ordinal, version.id, place.passage, place.lines, place.gap)
    }

    private func close(_ place: StoredPlace, in version: VersionRow) throws {
        try connection.run(
            """
            UPDATE placement SET until_version_id = ?
            WHERE document_id = ? AND until_version_id = 0 AND ordinal = ?
            """, version.id, version.document, place.ordinal)
    }

    /// The placements that stand in a document's latest version, in order.
    private func livePlaces(of document: Int64) throws -> [StoredPlace] {
        try connection.rows(
            """
            SELECT
                placement.ordinal, placement.passage_id, placement.lines, placement.gap, passage.heading_id,
                passage.kind, passage.level, passage.language, passage.digest, passage.sentences, passage.text,
                passage.base_id
            FROM placement JOIN passage_row AS passage ON passage.id = placement.passage_id
            WHERE placement.document_id = ? AND placement.until_version_id = 0
            ORDER BY placement.ordinal
            """, document
        ) {
            StoredPlace(
                ordinal: $0.int64(0),
                place: PlacementPlan.Place(passage: $0.int64(1), lines: $0.int(2), gap: $0.text(3)),
                heading: $0.optionalInt64(4), kind: $0.int(5), level: $0.int(6), language: $0.int(7),
                digest: Int32(truncatingIfNeeded: $0.int64(8)), sentences: $0.optionalBlob(9),
                text: $0.text(10), base: $0.optionalInt64(11))
        }
    }

    /// Makes room between all placements of a document, past ones too, in the order they have.
    private func renumbered(_ live: [StoredPlace], in document: Int64) throws -> [StoredPlace] {
        let ordinals = try connection.rows(
            "SELECT DISTINCT ordinal FROM placement WHERE document_id = ? ORDER BY ordinal", document
        ) { $0.int64(0) }
        // In two moves, as an ordinal may not meet one that has yet to move: first below all, then to its place.
        let lowest = ordinals.first ?? 0
        let floor = min(lowest, 0) - Int64(ordinals.count) - 1
        try connection.execute("DROP TABLE IF EXISTS temp.renumbering")
        try connection.execute(
            "CREATE TEMP TABLE renumbering (before INTEGER PRIMARY KEY, after INTEGER NOT NULL)")
        for (index, ordinal) in ordinals.enumerated() {
            try connection.run(
                "INSERT INTO temp.renumbering (before, after) VALUES (?, ?)", ordinal, Int64(index))
        }
        try connection.run(
            """
            UPDATE placement
            SET ordinal = ? + (SELECT after FROM temp.renumbering WHERE before = placement.ordinal)
            WHERE document_id = ?
            """, floor, document)
        try connection.run(
            "UPDATE placement SET ordinal = (ordinal - ? + 1) * ? WHERE document_id = ?", floor,
            PlacementPlan.spacing, document)
        var position: [Int64: Int64] = [:]
        for (index, ordinal) in ordinals.enumerated() {
            position[ordinal] = (Int64(index) + 1) * PlacementPlan.spacing
        }
        return live.map {
            var place = $0
            place.ordinal = position[$0.ordinal] ?? $0.ordinal
            return place
        }
    }

    /// Bytes of a text as a text.
    func slice(_ text: String, _ range: Range<Int>) -> String {
        let from = text.utf8.index(text.utf8.startIndex, offsetBy: range.lowerBound)
        let to = text.utf8.index(from, offsetBy: range.count)
        return String(decoding: text.utf8[from..<to], as: UTF8.self)
    }
}

extension StoredPlace {
    fileprivate var known: PlacedPassages.Known {
        PlacedPassages.Known(id: place.passage, heading: heading, text: text, isHeading: kind == 0)
    }
}

/// Counts ends of lines: LF, CR LF, CR.
enum LineCount {
    static func lines(in bytes: some Collection<UInt8>) -> Int {
        // Most of what is asked for is one line.
        let isOneLine = bytes.withContiguousStorageIfAvailable { bytes in
            guard let start = bytes.baseAddress else { return true }
            return memchr(start, 0x0A, bytes.count) == nil && memchr(start, 0x0D, bytes.count) == nil
        }
        if isOneLine == true { return 0 }
        var count = 0
        var wasReturn = false
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                if !wasReturn { count += 1 }
            } else if byte == UInt8(ascii: "\r") {
                count += 1
            }
            wasReturn = byte == UInt8(ascii: "\r")
        }
        return count
    }
}
