/// What made a version.
package enum VersionEvent: String, CaseIterable, Sendable {
    case created, modified, renamed, deleted, restored
    /// The same source, read better by a newer policyd or converter; never told as a change.
    case reparsed
}

/// One version of a document, as the record has it.
package struct Version: Hashable, Sendable {
    /// From 1 within its document.
    package var number: Int
    package var event: VersionEvent
    /// The earlier version whose content this one goes back to.
    package var returnsTo: Int?
    /// SHA-256 of the source bytes, in hex; nil where `event` is `deleted`.
    package var sha256: String?
    /// Source bytes; nil where `event` is `deleted`.
    package var size: Int?
    /// The file's own modification time.
    package var modified: Timestamp?
    package var ingested: Timestamp
    package var renamedFrom: DocumentPath?

    package init(
        number: Int, event: VersionEvent, returnsTo: Int? = nil, sha256: String? = nil, size: Int? = nil,
        modified: Timestamp? = nil, ingested: Timestamp, renamedFrom: DocumentPath? = nil
    ) {
        self.number = number
        self.event = event
        self.returnsTo = returnsTo
        self.sha256 = sha256
        self.size = size
        self.modified = modified
        self.ingested = ingested
        self.renamedFrom = renamedFrom
    }
}

/// A document as it stands at some moment.
package struct DocumentSummary: Hashable, Sendable {
    package var path: DocumentPath
    package var title: String?
    package var language: Language
    package var version: Int
    package var isDeleted: Bool
    package var sha256: String
    package var size: Int
    package var passages: Int
    package var ingested: Timestamp

    package init(
        path: DocumentPath, title: String?, language: Language, version: Int, isDeleted: Bool, sha256: String,
        size: Int, passages: Int, ingested: Timestamp
    ) {
        self.path = path
        self.title = title
        self.language = language
        self.version = version
        self.isDeleted = isDeleted
        self.sha256 = sha256
        self.size = size
        self.passages = passages
        self.ingested = ingested
    }
}

/// Something the daemon could not do, and what to do about it.
package struct Problem: Hashable, Sendable {
    /// Nil where it concerns no one document.
    package var path: DocumentPath?
    package var reason: String
    package var advice: String?
    package var since: Timestamp

    package init(path: DocumentPath?, reason: String, advice: String?, since: Timestamp) {
        self.path = path
        self.reason = reason
        self.advice = advice
        self.since = since
    }
}
