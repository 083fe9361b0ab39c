internal import LinuxSystem
internal import PolicyFolder
internal import Synchronization

/// What other threads ask of the ingest thread.
final class IngestControl: Sendable {
    /// Runs once what was asked is done, on the ingest thread; nil in place of why it cannot be done now.
    typealias Completion = @Sendable (String?) -> Void
    /// The same for a reload, which what the configuration says can keep from being done too.
    typealias ReloadCompletion = @Sendable (ReloadRefusal?) -> Void

    enum ReloadRefusal: Hashable, Sendable {
        /// It cannot be done now.
        case busy(String)
        /// The configuration cannot be used.
        case configuration(String)
    }

    enum Request: Sendable {
        /// Read every file again.
        case rescan(Completion)
        /// Read the configuration again.
        case reload(ReloadCompletion)

        /// Tells whoever asked that it cannot be done now.
        func refuse(_ reason: String) {
            switch self {
            case .rescan(let completion): completion(reason)
            case .reload(let completion): completion(.busy(reason))
            }
        }
    }

    /// What is told to those who wait for what is not done any more.
    static let isStoppingReason = "the daemon is stopping"

    private struct State {
        var requests: [Request] = []
        var waiting: [SyncTicket: Completion] = [:]
        /// What the record is to remember, by key.
        var notes: [String: String] = [:]
        var isStopping = false
    }

    /// What is asked of the watcher itself.
    let folder: FolderRequests

    private let state = Mutex(State())

    /// Requests of one kind that wait at the same time; one more is refused.
    static let maximumWaiting = 1024

    init() throws(SystemError) {
        folder = try FolderRequests()
    }

    /// Asks a new watcher what the one before it had not answered.
    func askAgain() {
        state.withLock { state in
            let completions = state.waiting.sorted { $0.key < $1.key }.map(\.value)
            state.waiting = [:]
            for completion in completions { state.waiting[folder.requestSync()] = completion }
        }
    }

    /// Asks anew for tickets that came through before all of theirs could be recorded.
    func askAgain(for tickets: [SyncTicket]) {
        state.withLock { state in
            for ticket in tickets.sorted() {
                guard let completion = state.waiting.removeValue(forKey: ticket) else { continue }
                state.waiting[folder.requestSync()] = completion
            }
        }
    }

    /// Asks to be told when all that is on disk now is durable; false where too many wait already.
    func sync(_ completion: @escaping Completion) -> Bool {
        state.withLock { state in
            guard !state.isStopping, state.waiting.count < Self.maximumWaiting else {
                return false
            }
            state.waiting[folder.requestSync()] = completion
            return true
        }
    }

    /// Asks for more than a sync; false where too many wait already.
    func ask(_ request: Request) -> Bool {
        state.withLock { state in
            guard !state.isStopping, state.requests.count < Self.maximumWaiting else { return false }
            state.requests.append(request)
            folder.wake()
            return true
        }
    }

    /// Has the record remember a word for a key, of which there are few.
    func remember(_ key: String, _ value: String) {
        state.withLock { state in
            state.notes[key] = value
            folder.wake()
        }
    }

    /// Keeps for a while later what could not be remembered now, unless it has been replaced.
    func putBack(_ note: (key: String, value: String)) {
        state.withLock { state in
            if state.notes[note.key] == nil { state.notes[note.key] = note.value }
        }
    }

    func takeNotes() -> [(key: String, value: String)] {
        state.withLock { state in
            defer { state.notes = [:] }
            return state.notes.sorted { $0.key < $1.key }
        }
    }

    func stop() {
        state.withLock { state in
            state.isStopping = true
            folder.wake()
        }
    }

    var isStopping: Bool { state.withLock { $0.isStopping } }

    func takeRequests() -> [Request] {
        state.withLock { state in
            defer { state.requests = [] }
            return state.requests
        }
    }

    /// What is to be run for tickets that have come through.
    func take(_ tickets: [SyncTicket]) -> [Completion] {
        state.withLock { state in tickets.sorted().compactMap { state.waiting.removeValue(forKey: $0) } }
    }

    /// Tells all who still wait that they wait in vain.
    func refuseAll() {
        let (waiting, requests) = state.withLock { state in
            defer {
                state.waiting = [:]
                state.requests = []
            }
            return (state.waiting, state.requests)
        }
        for (_, completion) in waiting.sorted(by: { $0.key < $1.key }) { completion(Self.isStoppingReason) }
        for request in requests { request.refuse(Self.isStoppingReason) }
    }
}
