internal import PolicyText

/// Where a passage stands on record, with what tells whether it is the same as another.
struct StoredPlace {
    var ordinal: Int64
    var place: PlacementPlan.Place
    var heading: Int64?
    var kind: Int
    var level: Int
    var language: Int
    var digest: Int32
    var sentences: [UInt8]?
    var text: String
    /// The passage that it is kept as an edit of.
    var base: Int64?

    func holds(_ passage: Passage, under heading: Int64?) -> Bool {
        kind == passage.kind.rawValue && level == passage.level && language == passage.language.code
            && self.heading == heading && text.utf8.elementsEqual(passage.text.utf8)
    }
}

/// Gives the passages of an outline their ids: those on record keep theirs, the others are recorded and indexed.
struct PassageWriter {
    let connection: Connection
    let document: Int64
    /// How many passages on record are compared with one of the same digest, which only an attacker makes many:
    /// beyond, the passage is recorded once more.
    private static let comparisons = 16

    private let live: [StoredPlace]
    private var liveByDigest: [Int32: [Int]] = [:]
    // Passages this outline has brought: the index among its passages, by digest.
    private var newByDigest: [Int32: [Int]] = [:]
    private let isFirst: Bool
    // Where in `live` the next passage stands, if nothing but its words has changed.
    private var nextLive = 0
    private var headings: [Int: [UInt8]] = [:]
    private var body: [UInt8] = []
    private var above: [UInt8] = []

    init(connection: Connection, document: Int64, live: [StoredPlace], isFirst: Bool) {
        self.connection = connection
        self.document = document
        self.live = live
        self.isFirst = isFirst
        for (index, place) in live.enumerated() { liveByDigest[place.digest, default: []].append(index) }
    }

    /// The id of each passage, in order.
    mutating func ids(of outline: Outline, next: inout Int64) throws -> [Int64] {
        var ids: [Int64] = []
        ids.reserveCapacity(outline.passages.count)
        for (index, passage) in outline.passages.enumerated() {
            let heading = passage.heading.map { ids[$0] }
            let digest = PassageDigest.digest(of: passage, under: heading)
            let replaced = nextLive < live.count ? live[nextLive] : nil
            nextLive += 1
            if let known = try known(passage, digest, heading, outline, ids) {
                ids.append(known)
                continue
            }
            next += 1
            try record(
                passage, id: next, digest: digest, heading: heading, outline: outline, insteadOf: replaced)
            newByDigest[digest, default: []].append(index)
            ids.append(next)
        }
        return ids
    }

    private mutating func known(
        _ passage: Passage, _ digest: Int32, _ heading: Int64?, _ outline: Outline, _ ids: [Int64]
    ) throws -> Int64? {
        for index in (liveByDigest[digest] ?? []).prefix(Self.comparisons)
        where live[index].holds(passage, under: heading) {
            try mend(live[index], by: passage)
            nextLive = index + 1
            return live[index].place.passage
        }
        for index in (newByDigest[digest] ?? []).prefix(Self.comparisons) {
            let other = outline.passages[index]
            let isSame =
                other.kind == passage.kind && other.level == passage.level
                && other.language == passage.language
                && other.heading.map { ids[$0] } == heading
                && other.text.utf8.elementsEqual(passage.text.utf8)
            if isSame { return ids[index] }
        }
        return isFirst ? nil : try recorded(passage, digest, heading)
    }

    /// A passage that the document had before.
    private func recorded(_ passage: Passage, _ digest: Int32, _ heading: Int64?) throws -> Int64? {
        try connection.row(
            """
            SELECT id FROM passage_row
            WHERE document_id = ? AND digest = ? AND kind = ? AND level = ? AND language = ? AND heading_id IS ?
                AND text = ?
            LIMIT 1
            """, document, Int(digest), passage.kind.rawValue, passage.level, passage.language.code, heading,
            passage.text
        ) { $0.int64(0) }
    }

    /// A newer parser may cut the same text into other sentences.
    private func mend(_ place: StoredPlace, by passage: Passage) throws {
        let sentences = Packed.sentences(passage.sentences, in: passage.text.utf8.count)
        guard sentences != place.sentences else { return }
        try connection.run(
            "UPDATE passage SET sentences = ? WHERE id = ?", sentences, place.place.passage)
    }

    private mutating func record(
        _ passage: Passage, id: Int64, digest: Int32, heading: Int64?, outline: Outline,
        insteadOf replaced: StoredPlace?
    ) throws {
        let tokens = passage.kind == .heading ? 0 : try index(passage, id: id, outline: outline)
        let edit = try replaced.flatMap { try self.edit(of: $0, to: passage) }
        var text = passage.text
        let sentences = Packed.sentences(passage.sentences, in: text.utf8.count)
        try text.withUTF8 { bytes in
            let kept = edit.map { $0.edit.before..<bytes.count - $0.edit.after } ?? 0..<bytes.count
            try connection.run(
                """
                INSERT INTO passage (
                    id, document_id, heading_id, kind, level, language, tokens, digest, sentences, text, base_id,
                    kept_before, kept_after
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, id, document, heading, passage.kind.rawValue, passage.level, passage.language.code,
                tokens, Int(digest), sentences,
                BorrowedText(bytes: UnsafeBufferPointer(rebasing: bytes[kept])),
                edit?.base, edit?.edit.before, edit?.edit.after)
        }
    }

    /// A passage as an edit of the one that stood in its place, or of what that is an edit of itself; nil where that
    /// saves little.
    private func edit(of place: StoredPlace, to passage: Passage) throws -> (base: Int64, edit: PassageEdit)?
    {
        guard passage.kind != .heading, place.kind != Passage.Kind.heading.rawValue else { return nil }
        var (base, text) = (place.place.passage, place.text)
        if let whole = place.base {
            base = whole
            text = try connection.row("SELECT text FROM passage WHERE id = ?", whole) { $0.text(0) } ?? ""
        }
        return PassageEdit(of: text, to: passage.text).map { (base, $0) }
    }

    /// Adds a passage to the index and returns how many words it has.
    private mutating func index(_ passage: Passage, id: Int64, outline: Outline) throws -> Int {
        body.removeAll(keepingCapacity: true)
        PassageTokenizer.append(mark: passage.language, to: &body)
        body += passage.text.utf8
        above.removeAll(keepingCapacity: true)
        PassageTokenizer.append(mark: passage.language, to: &above)
        if let heading = passage.heading { above += headingText(heading, in: outline) }
        connection.tokenizer.reset()
        try body.withUnsafeBufferPointer { body in
            try above.withUnsafeBufferPointer { above in
                try connection.run(
                    "INSERT INTO passage_index (rowid, body, heading) VALUES (?, ?, ?)", id,
                    BorrowedText(bytes: body), BorrowedText(bytes: above))
            }
        }
        return connection.tokenizer.counts.first ?? 0
    }

    /// A heading's text and those above it, a line each, as the view `passage_field` has them.
    private mutating func headingText(_ index: Int, in outline: Outline) -> [UInt8] {
        if let known = headings[index] { return known }
        let passage = outline.passages[index]
        var text: [UInt8] = []
        if let above = passage.heading { text = headingText(above, in: outline) + [UInt8(ascii: "\n")] }
        text += passage.text.utf8
        headings[index] = text
        return text
    }
}
