package import PolicyText

/// One day's changes and where the register stands, ready to be written: the same record gives the same digest.
package struct Digest: Sendable {
    package var date: CalendarDate
    /// The language of headings; summaries are in the language of their document.
    package var language: Language
    /// The documents that changed on the day: those that are told change by change, weightiest first, then those that
    /// came, by path.
    package var changed: [DigestDocument]
    /// The documents that stood unchanged at the end of the day.
    package var unchanged: UnchangedDocuments
    package var register: DigestRegister
    /// Deadlines within this many days after the date are in the register's list.
    package var upcomingDays: Int
    package var problems: [Problem]

    package init(
        date: CalendarDate, language: Language, changed: [DigestDocument], unchanged: UnchangedDocuments,
        register: DigestRegister, upcomingDays: Int, problems: [Problem]
    ) {
        self.date = date
        self.language = language
        self.changed = DigestDocument.weightiestFirst(DigestTwin.asEvents(changed, tellingFirst: language))
        self.unchanged = unchanged
        self.register = register
        self.upcomingDays = upcomingDays
        self.problems = problems
    }

    /// The deadlines to list: on a day without changes only those that are due, or have passed since the day before.
    var listedDeadlines: [DigestDeadline] {
        guard changed.isEmpty else { return register.deadlines }
        return register.deadlines.filter { $0.due == date || $0.due == date.adding(days: -1) }
    }

    /// Every change of the day, in the order of ingestion, each when it is asked for.
    package var changes: some RandomAccessCollection<RecordedChange> {
        var places: [(id: Int64, document: Int32, change: Int32)] = []
        for (document, content) in changed.enumerated() {
            for (change, recorded) in content.changes.enumerated() {
                places.append((recorded.id, Int32(clamping: document), Int32(clamping: change)))
            }
        }
        places.sort { $0.id < $1.id }
        return places.lazy.map { changed[Int($0.document)].changes[Int($0.change)] }
    }

    /// When the last of them was ingested; nil on a day without changes.
    package var lastChange: Timestamp? { changed.lazy.flatMap(\.changes).map(\.time).max() }

    /// Documents that came that day and were not touched again: told in a line each.
    var arrivals: ArraySlice<DigestDocument> { changed.drop { !$0.isArrival } }

    /// The other documents that changed: told change by change.
    var told: ArraySlice<DigestDocument> { changed.prefix { !$0.isArrival } }

    /// Changes to report of a significance: all but the bare arrival of a document.
    func count(_ significance: Significance) -> Int {
        told.reduce(0) { $0 + $1.count(significance) }
    }

    /// How many documents there were at the end of the day.
    package var documents: Int { unchanged.count + changed.count { !$0.isDeleted } }
    /// How many there were the day before.
    var documentsBefore: Int { unchanged.count + changed.count { $0.from != nil } }
}

/// What one day did to one document.
package struct DigestDocument: Sendable {
    package var path: DocumentPath
    package var title: String?
    package var language: Language
    /// The version before the day, 0 where the document is new, and when it was ingested.
    package var from: DigestVersion?
    /// The last version of the day.
    package var to: DigestVersion
    package var isDeleted: Bool
    package var changes: [RecordedChange]
    /// What the document in the other language says of a change, by the change's id.
    package var twins: [Int64: DigestTwin]
    /// The changes that are told with their twins, by id, and the document in which they are.
    var toldWith: [Int64: DocumentPath] = [:]

    package init(
        path: DocumentPath, title: String?, language: Language, from: DigestVersion?, to: DigestVersion,
        isDeleted: Bool, changes: [RecordedChange], twins: [Int64: DigestTwin] = [:]
    ) {
        self.path = path
        self.title = title
        self.language = language
        self.from = from
        self.to = to
        self.isDeleted = isDeleted
        self.changes = changes
        self.twins = twins
    }

    /// The changes that are told here: one that two languages made alike is told with one of them.
    var events: [RecordedChange] { changes.filter { toldWith[$0.id] == nil } }

    /// How many changes are told with their twins, by document, in the order of paths.
    var toldElsewhere: [(path: DocumentPath, count: Int)] {
        Dictionary(grouping: toldWith.values) { $0 }.map { ($0.key, $0.value.count) }.sorted { $0.0 < $1.0 }
    }

    /// The title, or the file's name where it has none.
    package var name: String {
        let title = title.map(singleLine) ?? ""
        return title.isEmpty ? path.name : title
    }

    /// Whether all that happened to it is that it came.
    var isArrival: Bool {
        from == nil && !isDeleted && changes.allSatisfy { $0.change.operation == .documentAdded }
    }

    /// Whether a change is to a passage, which has a place, and not to the document whole.
    static func hasPlace(_ change: Change) -> Bool {
        switch change.operation {
        case .documentAdded, .documentRemoved, .documentRenamed: false
        case .added, .removed, .modified, .moved, .split, .merged: true
        }
    }

    /// The headings above a change, without the document's own title.
    func section(of change: Change) -> [String] {
        Self.section(of: change, under: name)
    }

    static func section(of change: Change, under name: String) -> [String] {
        let section = change.section.map(singleLine).filter { !$0.isEmpty }
        return section.first == name ? Array(section.dropFirst()) : section
    }

    /// Changes a reader is told, weightiest first; that a document came is told by its heading.
    package func changes(_ significance: Significance) -> [RecordedChange] {
        // What was done to the document whole has no kind: it comes first.
        let keys = told(significance).map { index in
            let recorded = changes[index]
            return (recorded.change.kinds.first?.order ?? -1, recorded.change.line, recorded.id, index)
        }
        return keys.sorted(by: <).map { changes[$0.3] }
    }

    /// How many of a significance a reader is told.
    func count(_ significance: Significance) -> Int { told(significance).count }

    private func told(_ significance: Significance) -> [Int] {
        let isArrival = isArrival
        return changes.indices.filter { index in
            changes[index].change.significance == significance && toldWith[changes[index].id] == nil
                && (isArrival || changes[index].change.operation != .documentAdded)
        }
    }

    static func weightiestFirst(_ documents: [DigestDocument]) -> [DigestDocument] {
        let keys = documents.enumerated().map { index, document in
            document.isArrival
                ? (1, 0, 0, 0, index)
                : (0, -document.count(.high), -document.count(.medium), -document.count(.low), index)
        }
        return keys.sorted { left, right in
            let (a, b) = ((left.0, left.1, left.2, left.3), (right.0, right.1, right.2, right.3))
            return a != b ? a < b : documents[left.4].path < documents[right.4].path
        }.map { documents[$0.4] }
    }
}

/// The documents that stood unchanged: how many, and the first of them by path.
package struct UnchangedDocuments: Sendable {
    /// A document by its names.
    package struct Document: Sendable {
        package var path: DocumentPath
        package var title: String?
        package var language: Language

        package init(path: DocumentPath, title: String?, language: Language) {
            self.path = path
            self.title = title
            self.language = language
        }
    }

    /// More than this are counted.
    package static let maximumNamed = 500

    package private(set) var count = 0
    private var held: [Document] = []

    package init(_ documents: [Document] = []) {
        for document in documents { add(document) }
    }

    package mutating func add(_ document: Document) {
        count += 1
        held.append(document)
        // Of a hundred thousand only the first few are ever held.
        if held.count >= 2 * Self.maximumNamed { held = named }
    }

    /// The first by path, at most `maximumNamed`.
    package var named: [Document] {
        Array(held.sorted { $0.path < $1.path }.prefix(Self.maximumNamed))
    }
}

/// A version, and when it was ingested.
package struct DigestVersion: Hashable, Sendable {
    package var number: Int
    package var ingested: ZonedTime

    package init(number: Int, ingested: ZonedTime) {
        self.number = number
        self.ingested = ingested
    }
}

/// Where the register of commitments stands at the end of the day.
package struct DigestRegister: Sendable {
    package var open: Int
    package var openTheDayBefore: Int
    /// Deadlines passed without a reported result, and those that come within the configured days.
    package var deadlines: [DigestDeadline]
    /// What the register holds of the commitments that changes touched, by the change's id.
    package var touched: [Int64: DigestCommitment]
    /// How many commitments came with documents that are new, by path.
    package var arrived: [DigestTally]
    /// How many went with documents that were removed, by path.
    package var departed: [DigestTally]

    package init(
        open: Int, openTheDayBefore: Int, deadlines: [DigestDeadline],
        touched: [Int64: DigestCommitment] = [:],
        arrived: [DigestTally] = [], departed: [DigestTally] = []
    ) {
        self.open = open
        self.openTheDayBefore = openTheDayBefore
        self.deadlines = deadlines.sorted { ($0.due, $0.commitment.id) < ($1.due, $1.commitment.id) }
        self.touched = touched
        self.arrived = arrived.sorted { $0.path < $1.path }
        self.departed = departed.sorted { $0.path < $1.path }
    }
}

/// How many commitments a document has.
package struct DigestTally: Hashable, Sendable {
    package var path: DocumentPath
    package var count: Int

    package init(path: DocumentPath, count: Int) {
        self.path = path
        self.count = count
    }
}

/// A commitment with a day by which it is due.
package struct DigestDeadline: Sendable {
    /// What the day did to it.
    package enum News: Hashable, Sendable {
        case none
        /// The commitment was stated that day in a document that stood before.
        case stated
        /// The day before it was due on another day; nil where on none that could be told.
        case moved(from: CalendarDate?)
    }

    package var due: CalendarDate
    package var commitment: RegisteredCommitment
    package var isPassed: Bool
    package var news: News

    package init(due: CalendarDate, commitment: RegisteredCommitment, isPassed: Bool, news: News = .none) {
        self.due = due
        self.commitment = commitment
        self.isPassed = isPassed
        self.news = news
    }
}

/// The text cut at a word before `limit` characters, with an ellipsis where it was cut.
func shortened(_ text: String, to limit: Int) -> String {
    guard text.count > limit else { return text }
    let head = text.prefix(limit)
    let cut = head.lastIndex(of: " ") ?? head.endIndex
    return head[..<cut] + "…"
}
