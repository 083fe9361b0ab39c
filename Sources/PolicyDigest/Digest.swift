package import PolicyText

/// One day's changes and where the register stands, ready to be written: the same record gives the same digest.
package struct Digest: Sendable {
    package var date: CalendarDate
    /// The language of headings; summaries are in the language of their document.
    package var language: Language
    /// The documents that changed on the day, weightiest first.
    package var changed: [DigestDocument]
    /// The documents that stood unchanged at the end of the day.
    package var unchanged: [DocumentSummary]
    package var register: DigestRegister
    package var problems: [Problem]

    package init(
        date: CalendarDate, language: Language, changed: [DigestDocument], unchanged: [DocumentSummary],
        register: DigestRegister, problems: [Problem]
    ) {
        self.date = date
        self.language = language
        self.changed = changed.sorted(by: DigestDocument.isWeightier)
        self.unchanged = unchanged.sorted { $0.path < $1.path }
        self.register = register
        self.problems = problems
    }

    /// Every change of the day, in the order of ingestion.
    package var changes: [RecordedChange] { changed.flatMap(\.changes).sorted { $0.id < $1.id } }

    package func count(_ significance: Significance) -> Int {
        changed.reduce(0) { $0 + $1.changes.count { $0.change.significance == significance } }
    }

    /// How many documents there were at the end of the day.
    package var documents: Int { unchanged.count + changed.count { !$0.isDeleted } }
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

    package init(
        path: DocumentPath, title: String?, language: Language, from: DigestVersion?, to: DigestVersion,
        isDeleted: Bool, changes: [RecordedChange]
    ) {
        self.path = path
        self.title = title
        self.language = language
        self.from = from
        self.to = to
        self.isDeleted = isDeleted
        self.changes = changes
    }

    /// The title, or the file's name where it has none.
    package var name: String { title.map(singleLine) ?? path.name }

    /// Changes a reader is told, weightiest first.
    package func changes(_ significance: Significance) -> [RecordedChange] {
        changes.filter { $0.change.significance == significance }.sorted { left, right in
            let (a, b) = (left.change.kinds.first, right.change.kinds.first)
            if let a, let b, a != b { return a < b }
            return (left.change.line, left.id) < (right.change.line, right.id)
        }
    }

    static func isWeightier(_ left: DigestDocument, _ right: DigestDocument) -> Bool {
        let counts = [Significance.high, .medium, .low].map { level in
            (left.changes(level).count, right.changes(level).count)
        }
        for (a, b) in counts where a != b { return a > b }
        return left.path < right.path
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

    package init(open: Int, openTheDayBefore: Int, deadlines: [DigestDeadline]) {
        self.open = open
        self.openTheDayBefore = openTheDayBefore
        self.deadlines = deadlines.sorted { ($0.due, $0.commitment.id) < ($1.due, $1.commitment.id) }
    }
}

/// A commitment with a day by which it is due.
package struct DigestDeadline: Sendable {
    package var due: CalendarDate
    package var commitment: RegisteredCommitment
    package var isPassed: Bool

    package init(due: CalendarDate, commitment: RegisteredCommitment, isPassed: Bool) {
        self.due = due
        self.commitment = commitment
        self.isPassed = isPassed
    }
}

/// The text on one line: every run of white space and control characters is a space.
func singleLine(_ text: some StringProtocol) -> String {
    let words: [Substring.UnicodeScalarView] = Substring(text).unicodeScalars.split { scalar in
        scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
    }
    return words.map { String($0) }.joined(separator: " ")
}
