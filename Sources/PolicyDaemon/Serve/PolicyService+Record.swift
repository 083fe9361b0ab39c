internal import PolicyAPI
internal import PolicyDigest
internal import PolicyStore
internal import PolicyText
internal import Varlink

/// The methods that read the record.
extension PolicyService {
    // MARK: Documents

    func list(_ parameters: Wire.List.Parameters, _ record: StoreReader) throws -> Wire.List.Reply {
        let bound = try bound(parameters.asOf, record)
        let documents = try record.documents(includingDeleted: parameters.deleted ?? false, by: bound)
        return Wire.List.Reply(documents: documents.map(wire.document))
    }

    func history(_ parameters: Wire.History.Parameters, _ record: StoreReader) throws -> Wire.History.Reply {
        let versions = try record.history(path(parameters.path))
        guard !versions.isEmpty else { throw PolicyError.notFound(path: parameters.path) }
        return Wire.History.Reply(versions: versions.map(wire.version))
    }

    func show(_ parameters: Wire.Show.Parameters, _ record: StoreReader) throws -> Wire.Show.Reply {
        var version = try stored(parameters.path, parameters.version, record, asOf: parameters.asOf)
        // Where the document is gone, its last words are shown, unless that very version is asked for.
        if version.isDeleted {
            guard parameters.version == nil, let content = try record.contentVersion(of: version) else {
                throw PolicyError.noSuchVersion(path: parameters.path, version: version.number)
            }
            version = content
        }
        let source = parameters.source == true ? try record.source(of: version) : nil
        return Wire.Show.Reply(
            path: version.path.text, version: version.number, sha256: version.version.sha256 ?? "",
            text: try record.text(of: version), source: source.map(Base64.encode))
    }

    func blame(_ parameters: Wire.Blame.Parameters, _ record: StoreReader) throws -> Wire.Blame.Reply {
        let version = try stored(parameters.path, parameters.version, record)
        let content = try record.contentVersion(of: version) ?? version
        return Wire.Blame.Reply(
            passages: try record.blame(content).map { passage in
                Wire.BlamedPassage(
                    line: passage.line, text: passage.text, sinceVersion: passage.sinceVersion,
                    since: wire.time(passage.since))
            })
    }

    // MARK: Changes

    func diff(_ parameters: Wire.Diff.Parameters, _ record: StoreReader) throws -> Wire.Diff.Reply {
        let to = try stored(parameters.path, parameters.to, record)
        guard let number = parameters.from ?? (to.number > 1 ? to.number - 1 : nil) else {
            return Wire.Diff.Reply(changes: try record.changes(to: to).map(wire.change))
        }
        guard let from = try record.version(number, of: to.document) else {
            throw PolicyError.noSuchVersion(path: parameters.path, version: number)
        }
        if number == to.comparedNumber || number == to.number - 1, to.version.returnsTo == nil {
            return Wire.Diff.Reply(changes: try record.changes(to: to).map(wire.change))
        }
        return Wire.Diff.Reply(changes: try compared(from, to, record).map(wire.change))
    }

    /// Two versions that were not recorded one after the other, compared now; such changes have the id 0.
    private func compared(_ from: StoredVersion, _ to: StoredVersion, _ record: StoreReader) throws
        -> [RecordedChange]
    {
        guard let old = try record.contentVersion(of: from), let new = try record.contentVersion(of: to),
            old.sha256 != new.sha256
        else { return [] }
        let meaning = self.meaning
        let changes = meaning.changes(
            from: meaning.outline(of: try record.text(of: old), format: old.format ?? ""),
            to: meaning.outline(of: try record.text(of: new), format: new.format ?? ""))
        return changes.map { change in
            RecordedChange(
                id: 0, path: to.path, fromVersion: from.number, toVersion: to.number,
                time: to.version.ingested,
                change: change)
        }
    }

    func changes(_ parameters: Wire.Changes.Parameters, _ record: StoreReader) throws -> Wire.Changes.Reply {
        var selection = ChangeSelection()
        selection.after = Int64(parameters.after ?? 0)
        selection.since = try parameters.since.map { text in
            guard let moment = clock.moment(since: text) else { throw badTime("since", text) }
            return moment
        }
        selection.before = try parameters.until.map { text in
            guard let moment = clock.moment(asOf: text) else { throw badTime("until", text) }
            return Timestamp(milliseconds: moment.milliseconds + 1)
        }
        if let text = parameters.path {
            let path = try path(text)
            guard try record.latest(path) != nil else { throw PolicyError.notFound(path: text) }
            selection.paths = [path]
        }
        selection.minimumSignificance = try parameters.significance.map(significance) ?? .low
        selection.limit = try limit(parameters.limit, standard: Self.standardChanges)
        return Wire.Changes.Reply(changes: try record.changes(selection).map(wire.change))
    }

    func digest(_ parameters: Wire.Digest.Parameters, _ record: StoreReader) throws -> Wire.Digest.Reply {
        let date = try parameters.date.map { text in
            guard let date = CalendarDate(iso: text) else { throw badDate("date", text) }
            return date
        }
        let day = date ?? clock.today
        let format: DigestWriter.Format =
            switch parameters.format ?? .markdown {
            case .markdown: .markdown
            case .html: .html
            case .json: .json
            }
        guard day <= clock.today else {
            throw PolicyError.invalidArgument(parameter: "date", reason: "\(day.iso) has not come yet")
        }
        let digest = try builder(record).digest(of: day, problems: parts.problems.all)
        return Wire.Digest.Reply(
            date: day.iso, content: DigestSchedule.text(of: digest, as: format, wire: wire))
    }

    private func builder(_ record: StoreReader) -> DigestBuilder {
        let digest = parts.settingsInUse.current.configuration.digest
        return DigestBuilder(
            record: record, clock: clock, language: digest.language, upcomingDays: digest.upcomingDays)
    }

    // MARK: Commitments

    func commitments(
        _ parameters: Wire.Commitments.Parameters, _ record: StoreReader
    ) throws -> Wire.Commitments.Reply {
        var selection = CommitmentSelection()
        selection.bound = try bound(parameters.asOf, record)
        if let text = parameters.path {
            let path = try path(text)
            guard try record.latest(path, by: selection.bound) != nil else {
                throw PolicyError.notFound(path: text)
            }
            selection.path = path
        }
        selection.dueBy = try parameters.dueBefore.map { text in
            guard let date = CalendarDate(iso: text) else { throw badDate("due_before", text) }
            return date.adding(days: -1)
        }
        selection.includesDropped = parameters.includeDropped ?? false
        let found = try record.commitments(selection)
        let reported = try reported(among: found, selection, record)
        return Wire.Commitments.Reply(
            commitments: found.map { wire.commitment($0, isReported: reported.contains($0.id)) })
    }

    /// Of commitments whose day is past, those that a result says were met.
    private func reported(
        among found: [RegisteredCommitment], _ selection: CommitmentSelection, _ record: StoreReader
    ) throws -> Set<Int64> {
        let today = clock.today
        let passed = found.filter { !$0.commitment.isResult && $0.commitment.due.map { $0 < today } ?? false }
        guard !passed.isEmpty else { return [] }
        var all = selection
        all.dueBy = nil
        let results = Dictionary(
            grouping: try record.commitments(all).filter(\.commitment.isResult), by: \.path
        ).mapValues { ReportedResults(among: $0.map(\.commitment)) }
        return Set(passed.filter { results[$0.path]?.report($0.commitment) ?? false }.map(\.id))
    }

    // MARK: Search

    func search(_ parameters: Wire.Search.Parameters, _ record: StoreReader) throws -> Wire.Search.Reply {
        let bound = try bound(parameters.asOf, record)
        let path = try parameters.path.map(self.path)
        if let path, try record.latest(path, by: bound) == nil { throw PolicyError.notFound(path: path.text) }
        let limit = try limit(parameters.limit, standard: Self.standardLimit)
        let query: SearchQuery
        do throws(SearchQueryError) {
            query = try SearchQuery(parameters.query)
        } catch {
            throw PolicyError.invalidQuery(query: String(parameters.query.prefix(200)), reason: "\(error)")
        }
        let found = try record.search(query, limit: limit, path: path, by: bound, lengths: lengths)
        return Wire.Search.Reply(
            passages: found.map { hit in
                let passage = hit.passage
                return Wire.Passage(
                    path: passage.path.text, version: passage.version, section: passage.section,
                    line: passage.line,
                    language: passage.language.rawValue, text: passage.text, score: hit.score)
            })
    }

    func ask(_ parameters: Wire.Ask.Parameters, _ record: StoreReader) throws -> Wire.Ask.Reply {
        let moment = try parameters.asOf.map { text in
            guard let moment = clock.moment(asOf: text) else { throw badTime("as_of", text) }
            return moment
        }
        let path = try parameters.path.map(self.path)
        if let path, try record.latest(path, by: record.bound(at: moment)) == nil {
            throw PolicyError.notFound(path: path.text)
        }
        let limit = try limit(parameters.limit, standard: Self.standardLimit)
        let reply = try answers.answer(
            parameters.question, limit: limit, path: path, asOf: moment, record: record)
        var selection = CommitmentSelection()
        selection.bound = try record.bound(at: moment)
        let reported = try reported(among: reply.commitments, selection, record)
        return Wire.Ask.Reply(
            answered: reply.isAnswered, about: Wire.Subject(rawValue: reply.about.rawValue) ?? .documents,
            answers: reply.answers.map(wire.answer), changes: reply.changes.map(wire.change),
            commitments: reply.commitments.map { wire.commitment($0, isReported: reported.contains($0.id)) })
    }

    // MARK: Parameters

    private func path(_ text: String) throws -> DocumentPath {
        guard let path = DocumentPath(text: text) else { throw PolicyError.notFound(path: text) }
        return path
    }

    private func stored(
        _ text: String, _ number: Int?, _ record: StoreReader, asOf: String? = nil
    ) throws -> StoredVersion {
        let path = try path(text)
        let bound = try bound(asOf, record)
        guard let latest = try record.latest(path, by: bound) else { throw PolicyError.notFound(path: text) }
        guard let number, number != latest.number else { return latest }
        guard let version = try record.version(number, of: latest.document) else {
            throw PolicyError.noSuchVersion(path: text, version: number)
        }
        return version
    }

    private func bound(_ asOf: String?, _ record: StoreReader) throws -> VersionBound {
        guard let asOf else { return .now }
        guard let moment = clock.moment(asOf: asOf) else { throw badTime("as_of", asOf) }
        return try record.bound(at: moment)
    }

    private func limit(_ asked: Int?, standard: Int) throws -> Int {
        guard let asked else { return standard }
        guard (1...Self.maximumLimit).contains(asked) else {
            throw PolicyError.invalidArgument(
                parameter: "limit", reason: "it must be from 1 to \(Self.maximumLimit)")
        }
        return asked
    }

    func significance(_ word: Wire.Significance) throws -> Significance {
        guard let level = Significance(name: word.rawValue) else {
            throw PolicyError.invalidArgument(
                parameter: "significance", reason: "it must be low, medium or high")
        }
        return level
    }

    private func badTime(_ parameter: String, _ text: String) -> PolicyError {
        .invalidArgument(
            parameter: parameter,
            reason:
                "'\(text.prefix(60))' must be a date such as 2026-11-21 or a time such as 2026-11-21T08:46:00-05:00"
        )
    }

    private func badDate(_ parameter: String, _ text: String) -> PolicyError {
        .invalidArgument(
            parameter: parameter, reason: "'\(text.prefix(60))' must be a date such as 2026-11-21")
    }
}
