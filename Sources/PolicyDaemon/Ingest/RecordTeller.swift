internal import LinuxSystem
internal import PolicyAPI
internal import PolicyFolder
internal import PolicyStore
internal import PolicyText

/// Tells what was recorded and how the watching goes: the followers, the log, the service manager and `status`.
///
/// Only the ingest thread uses it.
final class RecordTeller {
    private let parts: DaemonParts
    /// It was told that the folder is away.
    private var isAway = false

    init(parts: DaemonParts) {
        self.parts = parts
    }

    /// Documents recorded together that have a line each in the log; of more there is one for all.
    private static let mostLogged = 32

    /// Tells of changes that are durable.
    func tell(_ changes: [RecordedChange]) {
        guard !changes.isEmpty else { return }
        parts.hub.publish(changes)
        parts.state.update { $0.lastChange = changes.last?.time }
        var counts: [DocumentPath: (changes: Int, heaviest: RecordedChange)] = [:]
        for change in changes {
            let known = counts[change.path]
            let isHeavier = known.map { $0.heaviest.change.significance < change.change.significance } ?? true
            counts[change.path] = ((known?.changes ?? 0) + 1, isHeavier ? change : known?.heaviest ?? change)
        }
        guard counts.count <= Self.mostLogged else {
            return parts.log.info(
                .documentIngested,
                "recorded \(counts.count) documents: \(changes.count) changes ('policyctl changes' lists them)",
                ["POLICYD_DOCUMENTS": String(counts.count), "POLICYD_CHANGES": String(changes.count)])
        }
        for (path, (count, heaviest)) in counts.sorted(by: { $0.key < $1.key }) {
            parts.log.info(
                .documentIngested,
                "recorded \(quoted(path.text)), version \(heaviest.toVersion): \(count) \(count == 1 ? "change" : "changes")",
                [
                    "POLICYD_PATH": path.text, "POLICYD_VERSION": String(heaviest.toVersion),
                    "POLICYD_CHANGES": String(count),
                    "POLICYD_SIGNIFICANCE": heaviest.change.significance.name,
                ])
        }
    }

    /// Notes how the watching goes.
    func note(_ status: FolderStatus, _ counts: RecordCounts?) {
        parts.problems.setFolder(problem(of: status.state), status.problems)
        let before = parts.state.current.state
        parts.state.update { values in
            values.state = Wire.ServiceState(status.state)
            values.pending = status.pending
            values.repaired = status.repaired
            values.lastScan = status.lastComparison ?? values.lastScan
        }
        note(counts)
        tell(status.state, before: before)
        parts.reporter.status(ServiceReporter.line(parts.state.current, now: parts.clock.now()))
    }

    /// Notes how much is on record.
    func note(_ counts: RecordCounts?) {
        guard let counts else { return }
        parts.state.update { values in
            values.documents = counts.documents
            values.versions = counts.versions
            values.passages = counts.passages
            values.changes = counts.changes
            values.databaseBytes = counts.database_bytes
            values.head = counts.head
        }
    }

    // A file system that does not report changes is no trouble: that it is polled is its state.
    private func problem(of folder: FolderState) -> Problem? {
        let name = quoted(parts.watchedFolder)
        let now = parts.clock.now()
        switch folder {
        case .waitingForFolder(let reason):
            return Problem(
                path: nil, reason: "cannot watch \(name): \(reason)",
                advice: "bring its documents back; nothing is deleted meanwhile", since: now)
        case .polling(let reason, let advice?):
            return Problem(
                path: nil, reason: "\(name) is compared on a schedule: \(reason)", advice: advice, since: now)
        case .polling, .scanning, .watching: return nil
        }
    }

    private func tell(_ folder: FolderState, before: Wire.ServiceState) {
        let name = quoted(parts.watchedFolder)
        if isAway, folder.isThere {
            isAway = false
            parts.log.notice(.folderBack, "\(name) is back")
        }
        switch folder {
        case .waitingForFolder(let reason) where !isAway:
            isAway = true
            parts.log.warning(
                .folderAway, "cannot watch \(name): \(reason); nothing is deleted, waiting for it")
        case .polling(let reason, _) where before != .polling:
            parts.log.notice(.folderPolled, "comparing \(name) on a schedule: \(reason)")
        default: break
        }
    }

    /// Notes that the record cannot be written now, once for each reason.
    func note(recordTrouble error: StoreTrouble) {
        let reason = "cannot write the record: \(error.reason)"
        let problem = Problem(path: nil, reason: reason, advice: error.advice, since: parts.clock.now())
        guard parts.problems.setRecord(problem) else { return }
        let advice = error.advice.map { " (\($0))" } ?? ""
        parts.log.error(.trouble, "\(reason)\(advice); trying again, nothing is lost")
    }

    /// Notes that the record is written again.
    func noteRecordWritten() {
        if parts.problems.setRecord(nil) { parts.log.notice(.trouble, "the record can be written again") }
    }
}

extension FolderState {
    /// It is known to be there: a first comparison may yet find that it is not.
    fileprivate var isThere: Bool {
        switch self {
        case .watching, .polling: true
        case .scanning, .waitingForFolder: false
        }
    }
}
