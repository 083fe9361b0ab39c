internal import PolicyText
internal import Synchronization

/// What cannot be done at the moment, by document; each goes away by itself when it is mended.
///
/// The ingest thread writes it, any thread may read it.
final class ProblemBook: Sendable {
    /// Of the documents with a problem the first so many are told.
    static let maximumListed = 1000

    private struct State {
        var revision: UInt64 = 0
        var byPath: [DocumentPath: Problem] = [:]
        var folder: [Problem] = []
        var lasting: [Problem] = []
        var watching: Problem?
        var record: Problem?
        var digest: Problem?
    }

    private let state = Mutex(State())
    private let changed: @Sendable (DocumentPath, Problem?) -> Void

    /// - Parameter changed: told of each problem of a document that is new or another, and of each that is gone.
    init(changed: @escaping @Sendable (DocumentPath, Problem?) -> Void = { _, _ in }) {
        self.changed = changed
    }

    /// Grows each time that what is told here may be another.
    var revision: UInt64 { state.withLock { $0.revision } }

    private func change<Result>(_ body: (inout State) -> Result) -> Result {
        state.withLock { state in
            state.revision += 1
            return body(&state)
        }
    }

    /// Notes a document's problem; one that is noted already keeps its time.
    func note(_ path: DocumentPath, _ reason: String, _ advice: String?, at time: Timestamp) {
        let problem = change { state -> Problem? in
            let old = state.byPath[path]
            guard old?.reason != reason else { return nil }
            let problem = Problem(path: path, reason: reason, advice: advice, since: old?.since ?? time)
            state.byPath[path] = problem
            return problem
        }
        if let problem { changed(path, problem) }
    }

    func clear(_ path: DocumentPath) {
        let old = change { $0.byPath.removeValue(forKey: path) }
        if old != nil { changed(path, nil) }
    }

    /// What keeps the folder from being watched, and what in it cannot be looked at; replaces what was said before.
    func setFolder(_ whole: Problem?, _ parts: [Problem]) {
        change { state in
            _ = replace(&state.watching, by: whole)
            state.folder = parts
        }
    }

    /// What holds until the daemon is started again: a database that was set aside.
    func addLasting(_ problem: Problem) {
        change { $0.lasting.append(problem) }
    }

    /// What keeps the record from being written; nil once it is. Says whether that is news.
    @discardableResult
    func setRecord(_ problem: Problem?) -> Bool {
        change { replace(&$0.record, by: problem) }
    }

    /// What keeps the digest from being written; nil once it is.
    func setDigest(_ problem: Problem?) {
        change { _ = replace(&$0.digest, by: problem) }
    }

    private func replace(_ known: inout Problem?, by problem: Problem?) -> Bool {
        let old = known
        known = problem.map {
            Problem(path: nil, reason: $0.reason, advice: $0.advice, since: old?.since ?? $0.since)
        }
        return old?.reason != known?.reason
    }

    /// All of them: the lasting first, then the record's and the folder's, then documents by path.
    var all: [Problem] {
        state.withLock { state in
            let documents = state.byPath.values.sorted { ($0.path?.text ?? "") < ($1.path?.text ?? "") }
            return state.lasting + [state.record, state.digest, state.watching].compactMap { $0 }
                + state.folder
                + documents.prefix(Self.maximumListed)
        }
    }
}
