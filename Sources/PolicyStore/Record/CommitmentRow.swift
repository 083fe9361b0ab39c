internal import PolicyText

/// A state of a commitment as its row holds it.
struct CommitmentRow: Equatable {
    var commitment: Int64 = 0
    var since: Int64 = 0
    var status = CommitmentStatus.active
    var passage: Int64?
    var from: Int?
    var bytes: Int?
    var text: String?
    /// Where it cannot be told from the passage.
    var line: Int?
    var section: String?
    var language = Language.undetermined
    var actor: String?
    var cue: String?
    var strength = 0
    var period: String?
    var due: Int?
    var amount: String?
    var partners: String?
    var condition: String?
    var isResult = false

    init() {}

    init(_ commitment: Commitment) {
        language = commitment.language
        actor = commitment.actor
        cue = commitment.cue
        strength = commitment.strength
        period = commitment.period
        due = commitment.due?.daysSince1970
        amount = commitment.amount
        partners = commitment.partners.isEmpty ? nil : Packed.text(of: commitment.partners)
        condition = commitment.condition
        isResult = commitment.isResult
    }

    /// Reads the columns in the order of `commitment_state`, from `commitment_id` on.
    init(_ row: Row, from first: Int32) throws {
        commitment = row.int64(first)
        since = row.int64(first + 1)
        status = try CommitmentStatus(code: row.int(first + 2))
        passage = row.optionalInt64(first + 3)
        from = row.optionalInt(first + 4)
        bytes = row.optionalInt(first + 5)
        text = row.optionalText(first + 6)
        line = row.optionalInt(first + 7)
        section = row.optionalText(first + 8)
        language = try Language(code: row.int(first + 9))
        actor = row.optionalText(first + 10)
        cue = row.optionalText(first + 11)
        strength = row.int(first + 12)
        period = row.optionalText(first + 13)
        due = row.optionalInt(first + 14)
        amount = row.optionalText(first + 15)
        partners = row.optionalText(first + 16)
        condition = row.optionalText(first + 17)
        isResult = row.bool(first + 18)
    }

    /// The commitment, once its words and its place are known.
    func commitment(text: String, section: [String], line: Int) -> Commitment {
        Commitment(
            text: text, section: section, line: line, language: language, actor: actor, cue: cue,
            strength: strength, period: period, due: due.map { CalendarDate(daysSince1970: $0) },
            amount: amount,
            partners: partners.map { Packed.texts(in: $0) } ?? [], condition: condition, isResult: isResult)
    }
}
