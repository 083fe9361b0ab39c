import PolicyText

/// What the answerer needs from the record of changes.
package protocol ChangeSource {
    /// The changes that the filter lets through, newest first, at most its limit.
    func changes(matching filter: ChangeFilter) throws -> [RecordedChange]
}

/// What the answerer needs from the register of commitments.
package protocol CommitmentSource {
    /// The commitments that the filter lets through, by path and line, at most its limit.
    func commitments(matching filter: CommitmentFilter) throws -> [RegisteredCommitment]
}

/// What the answerer needs to know which document a question names.
package protocol DocumentSource {
    /// The documents on record, the deleted ones too, by path; at most `limit`.
    func documents(limit: Int) throws -> [DocumentSummary]
}

/// Which changes to read.
package struct ChangeFilter: Hashable, Sendable {
    /// Ingested on this day or later, in the daemon's time zone.
    package var since: CalendarDate?
    /// Ingested on this day or earlier.
    package var until: CalendarDate?
    /// Of these documents; empty: of all.
    package var paths: [DocumentPath]
    package var limit: Int

    package init(
        since: CalendarDate? = nil, until: CalendarDate? = nil, paths: [DocumentPath] = [], limit: Int
    ) {
        self.since = since
        self.until = until
        self.paths = paths
        self.limit = limit
    }
}

/// Which commitments to read.
package struct CommitmentFilter: Hashable, Sendable {
    package var path: DocumentPath?
    /// Due on this day or earlier.
    package var dueBy: CalendarDate?
    /// With one of these statuses; empty: all but the dropped.
    package var statuses: [CommitmentStatus]
    package var limit: Int

    package init(
        path: DocumentPath? = nil, dueBy: CalendarDate? = nil, statuses: [CommitmentStatus] = [], limit: Int
    ) {
        self.path = path
        self.dueBy = dueBy
        self.statuses = statuses
        self.limit = limit
    }
}
