internal import PolicyText

/// What the day did to commitments, in the order in which it is told: stated, weakened, strengthened, dropped.
struct CommitmentEvents {
    /// One commitment's event, as a row of a table.
    struct Row {
        var kind: ChangeKind
        var change: RecordedChange
        var document: DigestDocument
        /// Verbatim, on one line.
        var text: String
        /// 4; 4 → 1; empty where the register does not hold it.
        var strength: String
        /// A day or a period as written; both where it moved.
        var due: String
        /// Where the document's other language says it.
        var twin: DigestTwin?
    }

    static let kinds: [ChangeKind] = [
        .commitmentAdded, .commitmentWeakened, .commitmentStrengthened, .commitmentDropped,
    ]
    /// More rows than this are counted.
    static let maximumRows = 100
    private static let textCharacters = 160

    private(set) var rows: [Row] = []
    /// Events beyond those of `rows`.
    private(set) var left = 0

    init(_ digest: Digest) {
        for kind in Self.kinds {
            for document in digest.told {
                for recorded in document.events where recorded.change.kinds.contains(kind) {
                    guard rows.count < Self.maximumRows else {
                        left += 1
                        continue
                    }
                    rows.append(Self.row(kind, recorded, document, digest.register.touched[recorded.id]))
                }
            }
        }
    }

    private static func row(
        _ kind: ChangeKind, _ recorded: RecordedChange, _ document: DigestDocument, _ known: DigestCommitment?
    ) -> Row {
        let (before, after) = (known?.before?.commitment, known?.after?.commitment)
        let change = recorded.change
        let text = after?.text ?? before?.text ?? change.after ?? change.before ?? change.summary
        return Row(
            kind: kind, change: recorded, document: document,
            text: shortened(singleLine(text), to: textCharacters),
            strength: moved(before, after) { String($0.strength) }, due: moved(before, after, due),
            twin: document.twins[recorded.id])
    }

    private static func due(_ commitment: Commitment) -> String? {
        commitment.due?.iso ?? commitment.period.map { singleLine($0) }
    }

    /// One value, or both where they differ, with a dash for none.
    private static func moved(
        _ before: Commitment?, _ after: Commitment?, _ value: (Commitment) -> String?
    ) -> String {
        guard let before, let after else { return (after ?? before).flatMap(value) ?? "" }
        let (was, now) = (value(before), value(after))
        return was == now ? now ?? "" : "\(was ?? "–") → \(now ?? "–")"
    }
}
