/// How much a change matters to a reader.
package enum Significance: Int, Comparable, CaseIterable, Sendable {
    /// The meaning is untouched; a digest folds it away.
    case low = 0
    case medium = 1
    case high = 2

    package static func < (left: Significance, right: Significance) -> Bool { left.rawValue < right.rawValue }

    /// The word used on the wire and in the configuration.
    package var name: String {
        switch self {
        case .low: "low"
        case .medium: "medium"
        case .high: "high"
        }
    }

    package init?(name: some StringProtocol) {
        guard let match = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = match
    }
}

/// A run of a word-level comparison.
package struct Edit: Hashable, Sendable {
    package enum Operation: Int, Sendable {
        case equal = 0
        case delete = 1
        case insert = 2
    }

    package var operation: Operation
    package var text: String

    package init(_ operation: Operation, _ text: String) {
        self.operation = operation
        self.text = text
    }
}

/// What one version did to one passage, or to the document whole.
package enum ChangeOperation: String, CaseIterable, Sendable {
    case documentAdded = "document_added"
    case documentRemoved = "document_removed"
    case documentRenamed = "document_renamed"
    case added
    case removed
    case modified
    case moved
    case split
    case merged
}

/// What a change means, in the order of `change-kinds.tsv`: weightiest first.
package enum ChangeKind: String, CaseIterable, Comparable, Sendable {
    case commitmentDropped = "commitment_dropped"
    case negationFlipped = "negation_flipped"
    case commitmentWeakened = "commitment_weakened"
    case commitmentAdded = "commitment_added"
    case commitmentStrengthened = "commitment_strengthened"
    case amountChanged = "amount_changed"
    case deadlineMoved = "deadline_moved"
    case statusChanged = "status_changed"
    case actorChanged = "actor_changed"
    case partnerRemoved = "partner_removed"
    case conditionAdded = "condition_added"
    case conditionRemoved = "condition_removed"
    case scopeNarrowed = "scope_narrowed"
    case scopeWidened = "scope_widened"
    case partnerAdded = "partner_added"
    case numberChanged = "number_changed"
    case dateChanged = "date_changed"
    case sectionRenamed = "section_renamed"
    case contentRemoved = "content_removed"
    case contentAdded = "content_added"
    case sectionMoved = "section_moved"
    case reworded
    case sectionRenumbered = "section_renumbered"
    case reordered
    case acronym
    case formatEquivalent = "format_equivalent"
    case editorial
    case boilerplate
    case typographic

    /// Weightier kinds come first.
    package static func < (left: ChangeKind, right: ChangeKind) -> Bool { left.order < right.order }

    /// Its place among all kinds, the weightiest at 0.
    package var order: Int { Self.orders[self] ?? Self.orders.count }

    private static let orders = Dictionary(
        uniqueKeysWithValues: allCases.enumerated().map { ($0.element, $0.offset) })
}

/// A change with its meaning: what a reader is told, and why.
package struct Change: Hashable, Sendable {
    package var operation: ChangeOperation
    /// Weightiest first; empty where a document came, went or was renamed whole.
    package var kinds: [ChangeKind]
    package var significance: Significance
    /// One sentence a reader would want, in the document's language, verb first.
    package var summary: String
    /// Why it was classed so: the rule, the cues with their strengths, the values compared.
    package var reasons: [String]
    /// Headings above the passage, outermost first.
    package var section: [String]
    /// 1-based line in the new version; in the old one where the passage is gone.
    package var line: Int
    /// Verbatim: the passage, sentence or item before, nil where there was none.
    package var before: String?
    /// Verbatim: the same after, nil where there is none.
    package var after: String?
    /// The equal and delete runs give `before`, the equal and insert runs `after`. Empty where either is nil.
    package var edits: [Edit]
    /// The other document, where text moved from one to another.
    package var elsewhere: DocumentPath?

    package init(
        operation: ChangeOperation, kinds: [ChangeKind], significance: Significance, summary: String,
        reasons: [String], section: [String], line: Int, before: String?, after: String?, edits: [Edit],
        elsewhere: DocumentPath? = nil
    ) {
        self.operation = operation
        self.kinds = kinds
        self.significance = significance
        self.summary = summary
        self.reasons = reasons
        self.section = section
        self.line = line
        self.before = before
        self.after = after
        self.edits = edits
        self.elsewhere = elsewhere
    }
}

/// A change as it stands in the record.
package struct RecordedChange: Hashable, Sendable {
    /// Ascending, never reused, in the order of ingestion: the cursor.
    package var id: Int64
    package var path: DocumentPath
    /// 0 where the document is new.
    package var fromVersion: Int
    package var toVersion: Int
    package var time: Timestamp
    package var change: Change
    /// The id of the same change in the document's other language.
    package var counterpart: Int64?

    package init(
        id: Int64, path: DocumentPath, fromVersion: Int, toVersion: Int, time: Timestamp, change: Change,
        counterpart: Int64? = nil
    ) {
        self.id = id
        self.path = path
        self.fromVersion = fromVersion
        self.toVersion = toVersion
        self.time = time
        self.change = change
        self.counterpart = counterpart
    }
}
