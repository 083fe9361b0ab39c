internal import PolicyDigest
internal import PolicyStore
internal import PolicyText

/// Keeps the pages beside the days as the record is: the index, and a page for each document.
///
/// Only the digest thread uses it. A document's page is written again when the document has a new version; which
/// versions the pages tell is remembered in the record, and the counts that the index shows are kept in memory.
final class PageSchedule {
    private let clock: Clock
    private let zone: String?
    private let step: () throws -> Void
    private var counted: Int64 = 0
    private var days: [CalendarDate: DigestIndex.Counts] = [:]
    /// Changes by document and week of the past year, oldest first.
    private var weeksOfDocument: [Int64: [DigestIndex.WeekCount]] = [:]

    /// - Parameters:
    ///   - zone: the time zone that was configured when the daemon started, by which the clock goes.
    ///   - step: called between pages, so that many do not look like a standstill; what it throws ends them.
    init(clock: Clock, zone: String?, step: @escaping () throws -> Void) {
        self.clock = clock
        self.zone = zone
        self.step = step
    }

    /// Writes the pages of the documents that changed since they were last written, and the index.
    func write(
        _ record: StoreReader, _ notes: DigestNotes, to writer: DigestWriter, _ digest: Configuration.Digest
    ) throws {
        let last = try record.snapshot {
            let last = try record.lastVersion()
            try count(record, upTo: last)
            return last
        }
        try writeDocuments(record, notes, upTo: last, to: writer, digest)
        let index = try record.snapshot { try self.index(record, writer, digest) }
        try writer.write([(PageAddress.index, index.page)])
        if index.hasPageOfAllDocuments {
            try writer.write(PageAddress.allDocuments) { file in
                try index.forEachPieceOfAllDocuments { piece in
                    try step()
                    try file.write(Array(piece.utf8))
                }
            }
        }
    }

    // MARK: Documents

    private static let writtenKey = "pages_written"

    private func writeDocuments(
        _ record: StoreReader, _ notes: DigestNotes, upTo last: Int64, to writer: DigestWriter,
        _ digest: Configuration.Digest
    ) throws {
        // Pages that another policyd wrote, or in another language or zone, are written again.
        let made = "\(policydVersion) \(digest.language.rawValue) \(zone ?? "")"
        let known =
            try notes.value(Self.writtenKey, in: record)?.split(separator: "\t", maxSplits: 1).map(
                String.init)
            ?? []
        let isCurrent = known.count == 2 && known[1] == made && writer.hasDocumentPages
        let written = isCurrent ? min(Int64(known[0]) ?? 0, last) : 0
        guard written < last else { return }
        for path in try record.formerPaths(after: written) { writer.removePage(of: path) }
        for document in try record.documents(touchedAfter: written) {
            let page: DocumentPage? = try record.snapshot {
                try self.page(of: document, record, digest.language)
            }
            guard let page else { continue }
            try writer.write([(PageAddress.document(page.path), page.text)])
            try step()
        }
        try writer.finishPages()
        notes.note(Self.writtenKey, "\(last)\t\(made)")
    }

    private func page(of document: Int64, _ record: StoreReader, _ language: Language) throws -> DocumentPage?
    {
        guard let latest = try record.latest(of: document) else { return nil }
        var entries: [DocumentPage.Entry] = []
        for version in try record.versions(of: document).reversed() {
            let isTold = entries.count < DocumentPage.maximumRedlines
            entries.append(
                DocumentPage.Entry(
                    version: version.version, ingested: clock.zoned(version.version.ingested),
                    changes: isTold ? try record.changes(to: version) : []))
        }
        let commitments = try record.openCommitments(of: document, includingDropped: true)
        return DocumentPage(
            path: latest.path, title: latest.title, language: latest.language, isDeleted: latest.isDeleted,
            entries: entries,
            commitments: commitments.sorted { ($0.commitment.line, $0.id) < ($1.commitment.line, $1.id) },
            wordLanguage: language)
    }

    // MARK: The index

    private func count(_ record: StoreReader, upTo last: Int64) throws {
        guard counted < last else { return }
        for tally in try record.changeTallies(after: counted) {
            let day = clock.date(of: tally.ingested)
            // What the other language changed alike on the same day is counted already: it is one event.
            if tally.twinIngested.map(clock.date) != day {
                days[day, default: .init()].add(tally.count, tally.significance)
            }
            note(tally.count, of: tally.document, in: DigestIndex.WeekCount.week(of: day))
        }
        counted = last
    }

    private func note(_ count: Int, of document: Int64, in week: Int32) {
        let first = DigestIndex.WeekCount.week(of: clock.today) - Int32(DigestIndex.weeks) + 1
        guard week >= first else { return }
        var weeks = weeksOfDocument.removeValue(forKey: document) ?? []
        if weeks.first.map({ $0.week < first }) ?? false { weeks.removeAll { $0.week < first } }
        // Where the clock was set back, a week may come again.
        if let place = weeks.lastIndex(where: { $0.week == week }) {
            weeks[place].count = Int32(clamping: Int(weeks[place].count) + count)
        } else {
            weeks.append(.init(week: week, count: Int32(clamping: count)))
        }
        weeksOfDocument[document] = weeks
    }

    private func index(_ record: StoreReader, _ writer: DigestWriter, _ digest: Configuration.Digest) throws
        -> DigestIndex
    {
        var documents: [DigestIndex.Entry] = []
        try record.forEachLatestVersion { latest in
            documents.append(
                DigestIndex.Entry(
                    path: latest.path, title: latest.title, language: latest.language, version: latest.number,
                    isDeleted: latest.isDeleted, lastChange: clock.zoned(latest.version.ingested),
                    weeks: weeksOfDocument[latest.document] ?? []))
        }
        return DigestIndex(
            today: clock.today, language: digest.language, days: try writer.daysWithPages(), counts: days,
            documents: documents, hasFeed: digest.formats.contains("atom"))
    }
}
