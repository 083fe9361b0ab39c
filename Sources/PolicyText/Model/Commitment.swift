/// A sentence or list item by which an actor undertakes something.
package struct Commitment: Hashable, Sendable {
    /// Verbatim.
    package var text: String
    /// Headings above it, outermost first.
    package var section: [String]
    /// 1-based line of the decoded source on which `text` begins.
    package var line: Int
    package var language: Language
    /// Who undertakes it; inherited from the sentence or frame before where the text itself names nobody.
    package var actor: String?
    /// The words that commit, verbatim.
    package var cue: String?
    /// 0 (none) to 5 (binding).
    package var strength: Int
    /// The deadline, duration or frequency as written.
    package var period: String?
    /// The last day that `period` means, where that can be told.
    package var due: CalendarDate?
    /// The amount of money or share as written.
    package var amount: String?
    package var partners: [String]
    /// A condition or hedge as written (« subject to … », « dans la mesure du possible »).
    package var condition: String?
    /// True for a result that the document reports: told, never counted as open.
    package var isResult: Bool

    package init(
        text: String, section: [String], line: Int, language: Language, actor: String?, cue: String?,
        strength: Int, period: String?, due: CalendarDate?, amount: String?, partners: [String],
        condition: String?, isResult: Bool
    ) {
        self.text = text
        self.section = section
        self.line = line
        self.language = language
        self.actor = actor
        self.cue = cue
        self.strength = strength
        self.period = period
        self.due = due
        self.amount = amount
        self.partners = partners
        self.condition = condition
        self.isResult = isResult
    }
}

/// What became of a commitment in the version that last touched it.
package enum CommitmentStatus: String, CaseIterable, Sendable {
    case active, strengthened, weakened, amended, dropped
}

/// A commitment as it stands in the register, with its identity across versions.
package struct RegisteredCommitment: Hashable, Sendable {
    package var id: Int64
    package var path: DocumentPath
    package var commitment: Commitment
    package var status: CommitmentStatus
    /// The first version that stated it, and when that was ingested.
    package var sinceVersion: Int
    package var since: Timestamp
    /// When it was dropped, where `status` is `dropped`.
    package var until: Timestamp?

    package init(
        id: Int64, path: DocumentPath, commitment: Commitment, status: CommitmentStatus, sinceVersion: Int,
        since: Timestamp, until: Timestamp? = nil
    ) {
        self.id = id
        self.path = path
        self.commitment = commitment
        self.status = status
        self.sinceVersion = sinceVersion
        self.since = since
        self.until = until
    }
}
