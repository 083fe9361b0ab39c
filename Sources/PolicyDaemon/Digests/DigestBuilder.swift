internal import PolicyDigest
internal import PolicyStore
internal import PolicyText

/// Gathers one day from the record. Whatever the clock says, the same record gives the same digest.
struct DigestBuilder {
    let record: any RecordReader
    let clock: Clock
    let language: Language
    /// Deadlines within this many days after the digest are listed in it.
    let upcomingDays: Int

    /// - Parameter problems: what cannot be done at the moment; those that began by the end of the day are told.
    func digest(of date: CalendarDate, problems: [Problem]) throws -> Digest {
        let bound = try record.bound(at: clock.end(of: date))
        var digest = try changes(of: date)
        let touched = Set(digest.changed.map(\.path))
        try record.forEachLatestVersion(by: bound) { latest in
            guard !latest.isDeleted, !touched.contains(latest.path) else { return }
            digest.unchanged.add(.init(path: latest.path, title: latest.title, language: latest.language))
        }
        digest.register = try register(of: digest, by: bound)
        let end = clock.end(of: date)
        digest.problems = problems.filter { $0.since <= end }
        return digest
    }

    /// The day's changes alone, without what stood unchanged or is due: what a feed tells.
    func changes(of date: CalendarDate) throws -> Digest {
        var selection = ChangeSelection()
        selection.since = clock.start(of: date)
        selection.before = clock.start(of: date.adding(days: 1))
        let bound = try record.bound(at: clock.end(of: date))
        var documents = try documents(of: selection, by: bound)
        try addEarlierTwins(to: &documents, by: bound)
        return Digest(
            date: date, language: language, changed: documents, unchanged: UnchangedDocuments(),
            register: DigestRegister(open: 0, openTheDayBefore: 0, deadlines: []),
            upcomingDays: upcomingDays, problems: [])
    }

    /// The days that have changes, oldest first.
    func daysWithChanges(since: Timestamp?) throws -> [CalendarDate] {
        var selection = ChangeSelection()
        selection.since = since
        selection.limit = 1
        var days: [CalendarDate] = []
        while let next = try record.changes(selection).first {
            let day = clock.date(of: next.time)
            days.append(day)
            selection.since = clock.start(of: day.adding(days: 1))
        }
        return days
    }

    private func documents(of selection: ChangeSelection, by bound: VersionBound) throws -> [DigestDocument] {
        // A document that was renamed within the day has changes under both of its paths: they are one document.
        var documents: [DigestDocument] = []
        var ids: [Int64] = []
        var places: [Int64: Int] = [:]
        try record.forEachChange(selection) { change, id in
            let told = CounterpartFinder.told(change)
            if let place = places[id] {
                documents[place].changes.append(told)
                return
            }
            guard let latest = try record.latest(of: id, by: bound) else { return }
            places[id] = documents.count
            ids.append(id)
            let content = try record.contentVersion(of: latest) ?? latest
            documents.append(
                DigestDocument(
                    path: latest.path, title: content.title, language: content.language, from: nil,
                    to: version(latest), isDeleted: latest.isDeleted, changes: [told]))
        }
        for (place, id) in ids.enumerated() {
            let first = documents[place].changes.map(\.fromVersion).min() ?? 0
            if first > 0 { documents[place].from = try record.version(first, of: id).map(version) }
        }
        return documents
    }

    /// A change that the other language made on an earlier day is told with that one's text.
    private func addEarlierTwins(to documents: inout [DigestDocument], by bound: VersionBound) throws {
        guard documents.contains(where: { $0.changes.contains { $0.counterpart != nil } }) else { return }
        var today: Set<Int64> = []
        for document in documents { today.formUnion(document.changes.lazy.map(\.id)) }
        for index in documents.indices {
            for change in documents[index].changes {
                // A later one is told on its own day: this digest stays as it is.
                guard let other = change.counterpart, other < change.id, !today.contains(other) else {
                    continue
                }
                var selection = ChangeSelection()
                selection.after = other - 1
                selection.limit = 1
                try record.forEachChange(selection) { twin, id in
                    guard twin.id == other, let latest = try record.latest(of: id, by: bound) else { return }
                    documents[index].twins[change.id] = DigestTwin(
                        path: latest.path, title: latest.title, language: latest.language,
                        change: CounterpartFinder.told(twin))
                }
            }
        }
    }

    private func version(_ stored: StoredVersion) -> DigestVersion {
        DigestVersion(number: stored.number, ingested: clock.zoned(stored.version.ingested))
    }

    /// Only the commitments that are told are read, not the whole register.
    private func register(of digest: Digest, by bound: VersionBound) throws -> DigestRegister {
        let eve = try record.bound(at: clock.end(of: digest.date.adding(days: -1)))
        let (open, before) = (try record.openCommitments(by: bound), try record.openCommitments(by: eve))
        let touching = RegisterComparison.paths(touchedBy: digest.changed)
        let comparison = RegisterComparison(
            before: try touching.filter { before[$0] != nil }.flatMap { try commitments(of: $0, by: eve) },
            after: try touching.filter { open[$0] != nil }.flatMap { try commitments(of: $0, by: bound) })
        return DigestRegister(
            open: open.values.reduce(0, +), openTheDayBefore: before.values.reduce(0, +),
            deadlines: try deadlines(
                on: digest.date, of: { open[$0] != nil }, by: bound, since: eve, known: { before[$0] != nil }),
            touched: comparison.touched(by: digest.changed),
            arrived: tallies(of: digest.changed, open) { $0.from == nil && !$0.isDeleted },
            departed: tallies(of: digest.changed, before) { $0.from != nil && $0.isDeleted })
    }

    /// How many commitments each of the documents has that are asked for.
    private func tallies(
        of documents: [DigestDocument], _ counts: [DocumentPath: Int], where isAsked: (DigestDocument) -> Bool
    ) -> [DigestTally] {
        documents.compactMap { document in
            guard isAsked(document) else { return nil }
            return counts[document.path].map { DigestTally(path: document.path, count: $0) }
        }
    }

    /// The open commitments of a document.
    private func commitments(of path: DocumentPath, by bound: VersionBound) throws -> [RegisteredCommitment] {
        var selection = CommitmentSelection()
        selection.path = path
        selection.bound = bound
        return try record.commitments(selection).filter { !$0.commitment.isResult }
    }

    /// The deadlines passed and coming of the documents that stand; those of a removed document are told with its
    /// removal.
    private func deadlines(
        on date: CalendarDate, of isStanding: (DocumentPath) -> Bool, by bound: VersionBound,
        since eve: VersionBound, known wasStanding: (DocumentPath) -> Bool
    ) throws -> [DigestDeadline] {
        var selection = CommitmentSelection()
        selection.bound = bound
        selection.dueBy = date.adding(days: upcomingDays)
        var results: [DocumentPath: ReportedResults] = [:]
        var deadlines: [DigestDeadline] = []
        for registered in try record.commitments(selection) {
            guard let due = registered.commitment.due, !registered.commitment.isResult,
                isStanding(registered.path)
            else { continue }
            // Expired is what nothing in its document reports as done.
            let isPassed = due < date
            if isPassed {
                let reported = try results[registered.path] ?? reportedResults(in: registered.path, by: bound)
                results[registered.path] = reported
                if reported.report(registered.commitment) { continue }
            }
            var news = DigestDeadline.News.none
            if let dueBefore = try record.due(ofCommitment: registered.id, by: eve) {
                if dueBefore != due { news = .moved(from: dueBefore) }
            } else if wasStanding(registered.path) {
                news = .stated
            }
            deadlines.append(
                DigestDeadline(due: due, commitment: registered, isPassed: isPassed, news: news))
        }
        return deadlines
    }

    /// The reported results of a document.
    private func reportedResults(in path: DocumentPath, by bound: VersionBound) throws -> ReportedResults {
        var selection = CommitmentSelection()
        selection.path = path
        selection.bound = bound
        return ReportedResults(among: try record.commitments(selection).map(\.commitment))
    }
}
