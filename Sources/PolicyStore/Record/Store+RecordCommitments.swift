internal import PolicyText

extension Store {
    /// Records what became of the commitments of a document.
    func insert(
        _ steps: [CommitmentStep], of version: VersionRow, placed: PlacedPassages, outline: Outline?,
        previous: Int64?
    ) throws {
        guard !steps.isEmpty else { return }
        var places = QuotedPlaces(outline, ids: placed.ids)
        var lines: [Int64: Int]?
        for step in steps {
            switch step {
            case .stated(let commitment):
                pending.commitment += 1
                try connection.run(
                    "INSERT INTO commitment (id, document_id, since_version_id) VALUES (?, ?, ?)",
                    pending.commitment, version.document, version.id)
                var row = places.row(of: commitment)
                row.commitment = pending.commitment
                try insert(row, in: version)
            case .kept(let id, let commitment):
                guard let current = try currentState(of: id, in: version) else { continue }
                try replace(current, with: places.row(of: commitment), status: current.status, in: version)
            case .revised(let id, let commitment, let status):
                guard let current = try currentState(of: id, in: version) else { continue }
                try replace(current, with: places.row(of: commitment), status: status, in: version)
            case .dropped(let id):
                guard let current = try currentState(of: id, in: version) else { continue }
                var row = current
                // Its passage stands no more: the line it had is kept.
                if row.line == nil {
                    // The placements of the version before may have ended by now, but they are still told.
                    let known =
                        try lines ?? previous.map { try lineIndex(of: version.document, at: $0) } ?? [:]
                    lines = known
                    row.line = try line(of: current, among: known)
                }
                try replace(current, with: row, status: .dropped, in: version)
            }
        }
    }

    private func currentState(of commitment: Int64, in version: VersionRow) throws -> CommitmentRow? {
        try connection.row(
            """
            SELECT
                commitment_id, since_version_id, status, passage_id, text_from, text_bytes, text, line, section,
                language, actor, cue, strength, period, due, amount, partners, condition, is_result
            FROM commitment_state
            WHERE document_id = ? AND until_version_id = 0 AND commitment_id = ?
            """, version.document, commitment
        ) { try CommitmentRow($0, from: 0) }
    }

    private func replace(
        _ current: CommitmentRow, with next: CommitmentRow, status: CommitmentStatus, in version: VersionRow
    ) throws {
        var next = next
        next.commitment = current.commitment
        next.since = current.since
        next.status = status
        guard next != current else { return }
        try connection.run(
            """
            UPDATE commitment_state SET until_version_id = ?
            WHERE document_id = ? AND until_version_id = 0 AND commitment_id = ?
            """, version.id, version.document, current.commitment)
        try insert(next, in: version)
    }

    private func insert(_ row: CommitmentRow, in version: VersionRow) throws {
        try connection.run(
            """
            INSERT INTO commitment_state (
                document_id, until_version_id, commitment_id, since_version_id, status, passage_id, text_from,
                text_bytes, text, line, section, language, actor, cue, strength, period, due, amount, partners,
                condition, is_result
            ) VALUES (?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, version.document, row.commitment, version.id, row.status.code, row.passage, row.from,
            row.bytes,
            row.text, row.line, row.section, row.language.code, row.actor, row.cue, row.strength, row.period,
            row.due, row.amount, row.partners, row.condition, row.isResult)
    }
}

/// Where the words of commitments stand among the passages of an outline.
struct QuotedPlaces {
    private let outline: Outline?
    private let ids: [Int64]
    // The line that reading would find for a passage: of the first place where it stands.
    private let firstLine: [Int64: Int]
    // Where the latest one was found, and how many lines began in its passage before: the next one mostly stands after
    // it, and a passage can be as long as a document.
    private var latest = (index: -1, from: 0, lines: 0)

    init(_ outline: Outline?, ids: [Int64]) {
        self.outline = outline
        self.ids = ids
        var firstLine: [Int64: Int] = [:]
        for (index, passage) in (outline?.passages ?? []).enumerated() where firstLine[ids[index]] == nil {
            firstLine[ids[index]] = passage.line
        }
        self.firstLine = firstLine
    }

    /// The row of a commitment; it quotes its passage where it can.
    mutating func row(of commitment: Commitment) -> CommitmentRow {
        var row = CommitmentRow(commitment)
        guard let outline, let index = place(of: commitment, in: outline) else {
            row.text = commitment.text
            row.section = commitment.section.isEmpty ? nil : Packed.text(of: commitment.section)
            row.line = commitment.line
            return row
        }
        let passage = outline.passages[index]
        row.passage = ids[index]
        if commitment.text.utf8.count < passage.text.utf8.count {
            row.from = latest.from
            row.bytes = commitment.text.utf8.count
        }
        let line = (firstLine[ids[index]] ?? 0) + latest.lines
        if line != commitment.line { row.line = commitment.line }
        if outline.section(of: index) != commitment.section {
            row.section = Packed.text(of: commitment.section)
        }
        return row
    }

    /// The passage on the commitment's line that holds its text, else the last before that does.
    private mutating func place(of commitment: Commitment, in outline: Outline) -> Int? {
        let passages = outline.passages
        var (low, high) = (0, passages.count)
        while low < high {
            let middle = (low + high) / 2
            if passages[middle].line <= commitment.line { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return nil }
        // Parts of one long line share its number: the latest one's, and the one after it, come first.
        for index in [latest.index, latest.index + 1]
        where index >= 0 && index < low && passages[index].line == passages[low - 1].line {
            if find(commitment.text, in: passages[index].text, index, onlyOnwards: true) { return index }
        }
        // Some passages share a line; beyond these few it is some other passage that happens to hold the text.
        for index in stride(from: low - 1, through: max(0, low - 64), by: -1) where index >= 0 {
            if find(commitment.text, in: passages[index].text, index) { return index }
        }
        return nil
    }

    /// Looks for a text in a passage, from the latest place on, then from its beginning; notes where it is.
    private mutating func find(
        _ text: String, in passage: String, _ index: Int, onlyOnwards: Bool = false
    ) -> Bool {
        let known = latest.index == index ? latest : (index: index, from: 0, lines: 0)
        if let from = PassageFinder.offset(of: text, in: passage, from: known.from) {
            let between = passage.utf8.dropFirst(known.from).prefix(from - known.from)
            latest = (index, from, known.lines + LineCount.lines(in: between))
            return true
        }
        guard known.from > 0, !onlyOnwards, let from = PassageFinder.offset(of: text, in: passage) else {
            return false
        }
        latest = (index, from, LineCount.lines(in: passage.utf8.prefix(from)))
        return true
    }
}
