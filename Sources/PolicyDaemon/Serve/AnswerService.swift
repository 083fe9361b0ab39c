internal import Glibc
internal import PolicyAnswer
internal import PolicyStore
internal import PolicyText
internal import Synchronization

/// Answers questions over the record: the postings of its passages in memory, their texts from the database.
///
/// The postings are read when the first question comes, and brought up to date by each question that finds the record
/// newer; questions share them.
final class AnswerService: Sendable {
    private struct Indexed {
        var postings = PostingsIndex()
        var learned = LearnedGlossary()
        var acronyms = LearnedAcronyms()
        var lastPassage: Int64 = 0
        var lastVersion: Int64 = 0
    }

    private let clock: Clock
    // Questions hold it shared while they read, whoever brings it up to date holds it alone.
    private let indexed: Shared<Indexed>

    init(clock: Clock) {
        self.clock = clock
        indexed = Shared(Indexed())
    }

    /// - Parameter moment: answers as the folder stood then; nil for now.
    func answer(
        _ question: String, limit: Int, path: DocumentPath?, asOf moment: Timestamp?, record: StoreReader
    ) throws -> AnswerReply {
        try bringUpToDate(record)
        let bound = try record.bound(at: moment)
        return try indexed.read { indexed in
            let index = PostedPassages(
                postings: indexed.postings, asOf: moment,
                // In the order in which they lie in the database.
                load: { ids in try record.passageTexts(ids.sorted(), by: bound).map(Candidate.init) },
                places: { ids in
                    try record.places(of: ids, by: bound).mapValues {
                        CitedPlace(version: $0.version, ingested: $0.ingested, line: $0.line)
                    }
                },
                number: { path in try record.latest(path, by: bound)?.document },
                path: { number in try record.latest(of: number, by: bound)?.path })
            let sources = RecordAnswerSources(record: record, clock: clock, bound: bound, moment: moment)
            let answerer = Answerer(
                index: index, changes: sources, commitments: sources, documents: sources,
                glossary: indexed.learned.glossary, acronyms: indexed.acronyms)
            let today = moment.map(clock.date) ?? clock.today
            return try answerer.answer(question, limit: limit, path: path, today: today)
        }
    }

    /// Whether something was recorded since the last question.
    func isBehind(_ record: StoreReader) throws -> Bool {
        let newest = try record.lastVersion()
        return indexed.read { $0.lastVersion < newest }
    }

    /// Reads what was recorded since the last question.
    func bringUpToDate(_ record: StoreReader) throws {
        let newest = try record.lastVersion()
        guard try isBehind(record) else { return }
        try indexed.write { indexed in
            guard indexed.lastVersion < newest else { return }
            var isWhole = false
            // Half of it would be taken for all: then all is read again by the next question.
            defer { if !isWhole { indexed = Indexed() } }
            let isFirst = indexed.lastVersion == 0
            if !isFirst {
                let standing = try record.standingChanges(
                    after: indexed.lastVersion, upTo: indexed.lastPassage)
                for (passage, moment) in standing.ended { indexed.postings.end(passage, at: moment) }
                for passage in standing.resumed { indexed.postings.resume(passage) }
            }
            var reading = PassageWords()
            try record.forEachPassage(after: indexed.lastPassage) { passage in
                indexed.lastPassage = passage.id
                indexed.acronyms.read(passage.text, language: passage.language)
                indexed.postings.add(
                    PostingsIndex.Entry(
                        id: passage.id, document: passage.document, text: passage.text,
                        language: passage.language,
                        section: passage.section, title: passage.title, since: passage.since,
                        until: passage.until), reading: &reading)
                return true
            }
            try indexed.learned.bringUpToDate(record)
            indexed.lastVersion = newest
            isWhole = true
        }
    }
}

/// What the answerer needs of the record beside its passages, as it stood at a moment.
private struct RecordAnswerSources: ChangeSource, CommitmentSource, DocumentSource {
    let record: StoreReader
    let clock: Clock
    let bound: VersionBound
    let moment: Timestamp?

    func changes(matching filter: ChangeFilter) throws -> [RecordedChange] {
        var selection = ChangeSelection()
        selection.since = filter.since.map(clock.start)
        selection.before = filter.until.map { clock.start(of: $0.adding(days: 1)) }
        if let moment {
            let end = Timestamp(milliseconds: moment.milliseconds + 1)
            selection.before = min(selection.before ?? end, end)
        }
        selection.paths = filter.paths
        selection.limit = filter.limit
        selection.isNewestFirst = true
        return try record.changes(selection)
    }

    func commitments(matching filter: CommitmentFilter) throws -> [RegisteredCommitment] {
        var selection = CommitmentSelection()
        selection.bound = bound
        selection.path = filter.path
        selection.dueBy = filter.dueBy
        selection.includesDropped = filter.statuses.contains(.dropped)
        selection.statuses = filter.statuses
        selection.limit = filter.limit
        return try record.commitments(selection)
    }

    func documents(limit: Int) throws -> [DocumentSummary] {
        try record.documents(includingDeleted: true, by: bound, limit: limit)
    }
}

extension Candidate {
    fileprivate init(_ passage: PassageText) {
        self.init(
            id: passage.id, path: passage.path, title: passage.title, section: passage.section,
            language: passage.language, kind: passage.kind, text: passage.text,
            sentences: passage.sentences, isTableHead: passage.isTableHead)
    }
}

/// A value that many threads may read at once, and one may change alone (pthread_rwlock).
private final class Shared<Value>: @unchecked Sendable {
    // Guarded by `lock`.
    private var value: Value
    private let lock: UnsafeMutablePointer<pthread_rwlock_t>

    init(_ value: Value) {
        self.value = value
        lock = .allocate(capacity: 1)
        lock.initialize(to: pthread_rwlock_t())
        pthread_rwlock_init(lock, nil)
    }

    deinit {
        pthread_rwlock_destroy(lock)
        lock.deallocate()
    }

    func read<Result>(_ body: (borrowing Value) throws -> Result) rethrows -> Result {
        pthread_rwlock_rdlock(lock)
        defer { pthread_rwlock_unlock(lock) }
        return try body(value)
    }

    func write<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        pthread_rwlock_wrlock(lock)
        defer { pthread_rwlock_unlock(lock) }
        return try body(&value)
    }
}
