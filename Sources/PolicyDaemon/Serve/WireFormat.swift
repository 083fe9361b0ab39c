internal import PolicyAPI
internal import PolicyAnswer
internal import PolicyText

/// The model as it stands on the wire: times with the zone's offset, dates and words as the interface names them.
struct WireFormat: Sendable {
    let clock: Clock

    func time(_ moment: Timestamp) -> String { clock.zoned(moment).rfc3339 }

    func document(_ document: DocumentSummary) -> Wire.Document {
        Wire.Document(
            path: document.path.text, title: document.title, language: document.language.rawValue,
            version: document.version, deleted: document.isDeleted, sha256: document.sha256,
            size: document.size,
            passages: document.passages, ingested: time(document.ingested))
    }

    func version(_ version: Version) -> Wire.Version {
        Wire.Version(
            number: version.number, event: Wire.VersionEvent(rawValue: version.event.rawValue) ?? .modified,
            returnsTo: version.returnsTo, sha256: version.sha256, size: version.size,
            modified: version.modified.map(time), ingested: time(version.ingested),
            renamedFrom: version.renamedFrom?.text)
    }

    func change(_ recorded: RecordedChange) -> Wire.Change {
        let recorded = CounterpartFinder.told(recorded)
        let change = recorded.change
        return Wire.Change(
            id: Int(recorded.id), path: recorded.path.text, fromVersion: recorded.fromVersion,
            toVersion: recorded.toVersion, time: time(recorded.time),
            operation: Wire.ChangeOperation(rawValue: change.operation.rawValue) ?? .modified,
            kinds: change.kinds.map(\.rawValue),
            significance: Wire.Significance(rawValue: change.significance.name) ?? .low,
            summary: change.summary, reasons: change.reasons, section: change.section, line: change.line,
            before: change.before, after: change.after, edits: change.edits.map(edit),
            elsewhere: change.elsewhere?.text, counterpart: recorded.counterpart.map(Int.init))
    }

    private func edit(_ edit: Edit) -> Wire.Edit {
        let operation: Wire.EditOperation =
            switch edit.operation {
            case .equal: .equal
            case .delete: .delete
            case .insert: .insert
            }
        return Wire.Edit(operation: operation, text: edit.text)
    }

    func answer(_ answer: Answer) -> Wire.Answer {
        Wire.Answer(
            path: answer.path.text, version: answer.version, section: answer.section, line: answer.line,
            language: answer.language.rawValue, passage: answer.passage, sentence: answer.sentence,
            answer: answer.answer, confidence: answer.confidence, ingested: time(answer.ingested))
    }

    func commitment(_ registered: RegisteredCommitment, isReported: Bool = false) -> Wire.Commitment {
        let commitment = registered.commitment
        return Wire.Commitment(
            id: Int(registered.id), path: registered.path.text, section: commitment.section,
            line: commitment.line,
            language: commitment.language.rawValue, text: commitment.text, actor: commitment.actor,
            cue: commitment.cue, strength: commitment.strength, period: commitment.period,
            due: commitment.due?.iso, amount: commitment.amount, partners: commitment.partners,
            status: Wire.CommitmentStatus(rawValue: registered.status.rawValue) ?? .active,
            sinceVersion: registered.sinceVersion, since: time(registered.since),
            until: registered.until.map(time), reported: isReported ? true : nil)
    }

    func problem(_ problem: Problem) -> Wire.Problem {
        Wire.Problem(
            path: problem.path?.text, reason: problem.reason, advice: problem.advice,
            since: time(problem.since))
    }
}
