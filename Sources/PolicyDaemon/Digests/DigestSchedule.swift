internal import FoundationEssentials
internal import LinuxSystem
internal import PolicyDigest
internal import PolicyStore
internal import PolicyText
internal import Varlink

/// Keeps the folder of digests as the record is: today's rewritten when it changes, each day closed when it ends, days
/// missed caught up.
///
/// Only the digest thread uses it.
final class DigestSchedule {
    private let clock: Clock
    private let wire: WireFormat
    private var settings: Settings
    private let step: () throws -> Void
    private let pages: PageSchedule
    private var writtenDay: CalendarDate?

    /// - Parameter step: called between files, so that many do not look like a standstill; what it throws ends the
    ///   writing, which the next run begins again.
    init(clock: Clock, settings: Settings, step: @escaping () throws -> Void = {}) {
        self.clock = clock
        self.step = step
        pages = PageSchedule(clock: clock, zone: settings.configuration.digest.timeZone, step: step)
        self.settings = settings
        wire = WireFormat(clock: clock)
    }

    /// Goes by another configuration from the next digest on.
    func use(_ settings: Settings) {
        self.settings = settings
        writtenDay = nil
    }

    /// Whether a day has begun since the last digest.
    var hasDayEnded: Bool { writtenDay.map { $0 < clock.today } ?? false }

    /// How long until the day ends.
    var untilDayEnds: Duration {
        let now = clock.now()
        let end = clock.start(of: clock.date(of: now).adding(days: 1))
        return .milliseconds(max(1, end.milliseconds - now.milliseconds))
    }

    /// The file that today's digest is in.
    var todaysFile: String {
        writer.path(of: clock.today, formats.contains(.markdown) ? .markdown : formats.first ?? .markdown)
    }

    /// Writes today, the days that changed since they were last written, and the feed; gives the days that are
    /// complete now.
    func write(
        _ record: StoreReader, _ notes: DigestNotes, problems: [Problem]
    ) throws -> [CalendarDate] {
        guard !formats.isEmpty else { return [] }
        try writer.prepare()
        let today = clock.today
        let version = try record.lastVersion()
        if writtenDay == nil, let mark = mark(of: today, version, problems),
            try notes.value(Self.writtenKey, in: record) == mark
        {
            // The day is written as it stands: by the daemon before, and with many documents it takes a while.
            writtenDay = today
            return []
        }
        let last = try notes.value(Self.closedKey, in: record).flatMap { CalendarDate(iso: $0) }
        let closed = try record.snapshot { try missedDays(record, after: last, before: today) }
        for day in closed + [today] {
            try write(day, record, problems)
        }
        // Today is not closed: tomorrow it is written once more, whole.
        notes.note(Self.closedKey, today.adding(days: -1).iso)
        try writer.linkLatest(to: today, formats)
        if formats.contains(.html) {
            try pages.write(record, notes, to: writer, settings.configuration.digest)
        }
        if formats.contains(.atom) { try writeFeed(today, record, notes) }
        if let mark = mark(of: today, version, problems) { notes.note(Self.writtenKey, mark) }
        writtenDay = today
        return closed
    }

    private static let writtenKey = "digest_written"

    /// What the digest of the latest day is made of, with what is in the folder, short: where it is the same, the day
    /// need not be written again. Nil where something is missing.
    private func mark(of day: CalendarDate, _ version: Int64, _ problems: [Problem]) -> String? {
        guard let states = writer.states(of: day, formats) else { return nil }
        // The day's beginning tells the time zone.
        let made =
            "\(policydVersion) \(settings.digestFolder) \(settings.configuration.digest) "
            + "\(clock.start(of: day)) \(problems) \(states)"
        return "\(day.iso) \(version) \(SHA256.hexadecimal(SHA256.hash(of: Array(made.utf8))))"
    }

    /// A day in one format, from any thread that can read the record.
    static func text(
        of digest: Digest, as format: DigestWriter.Format, wire: WireFormat
    ) -> String {
        switch format {
        case .markdown: MarkdownRenderer.text(of: digest)
        case .html: HTMLRenderer.text(of: digest)
        case .json, .atom: DigestJSON(wire: wire).text(of: digest)
        }
    }

    private static let closedKey = "digest_closed"
    /// Days without a digest that are caught up at most: older ones can be asked for by `policyctl digest DATE`.
    private static let maximumMissedDays = 400

    private var writer: DigestWriter { DigestWriter(folder: settings.digestFolder) }

    private var formats: [DigestWriter.Format] {
        settings.configuration.digest.formats.compactMap(DigestWriter.Format.init)
    }

    private func builder(_ record: StoreReader) -> DigestBuilder {
        let digest = settings.configuration.digest
        return DigestBuilder(
            record: record, clock: clock, language: digest.language, upcomingDays: digest.upcomingDays)
    }

    /// Days that ended since the last one that was closed; without one, the days that have changes.
    private func missedDays(_ record: StoreReader, after last: CalendarDate?, before today: CalendarDate)
        throws
        -> [CalendarDate]
    {
        guard let last else { return try builder(record).daysWithChanges(since: nil).filter { $0 < today } }
        let first = max(last.adding(days: 1), today.adding(days: -Self.maximumMissedDays))
        return first < today
            ? (first.daysSince1970..<today.daysSince1970).map(CalendarDate.init(daysSince1970:)) : []
    }

    private func write(_ day: CalendarDate, _ record: StoreReader, _ problems: [Problem]) throws {
        let digest = try record.snapshot { try builder(record).digest(of: day, problems: problems) }
        for format in formats where format != .atom {
            try step()
            let writer = writer
            switch format {
            case .html:
                let count = try HTMLRenderer.forEachPage(of: digest) { address, text in
                    try step()
                    try writer.write([(address, text)])
                }
                writer.removeParts(of: day, after: count - 1)
                try writer.finishPages()
            case .json:
                try writer.write(of: day, as: format) { file in
                    try DigestJSON(wire: wire).forEachPiece(of: digest) { piece in
                        try step()
                        try file.write(piece)
                    }
                }
            case .markdown, .atom:
                try writer.write(Self.text(of: digest, as: format, wire: wire), of: day, as: format)
            }
        }
    }

    private func writeFeed(_ today: CalendarDate, _ record: StoreReader, _ notes: DigestNotes) throws {
        let days = try record.snapshot {
            try builder(record).daysWithChanges(since: clock.start(of: today.adding(days: -Self.feedDays)))
        }
        let digest = settings.configuration.digest
        let renderer = AtomRenderer(
            baseURL: digest.baseURL, feedID: try feedID(record, notes), language: digest.language,
            moment: clock.zoned
        )
        var updated: Timestamp?
        // One day at a time: any of them may be large.
        let entries = try days.suffix(AtomRenderer.maximumDays).reversed().map { day in
            try step()
            let digest = try record.snapshot { try builder(record).changes(of: day) }
            updated = [updated, digest.lastChange].compactMap { $0 }.max()
            return renderer.entries(of: digest)
        }
        try writer.writeFeed(renderer.text(of: entries, updated: updated ?? clock.start(of: today)))
    }

    /// The feed reaches so many days back.
    private static let feedDays = 366

    /// Made once, with the record.
    private func feedID(_ record: StoreReader, _ notes: DigestNotes) throws -> String {
        if let known = try notes.value("feed_id", in: record) { return known }
        let made = UUID().uuidString.lowercased()
        notes.note("feed_id", made)
        return made
    }
}
