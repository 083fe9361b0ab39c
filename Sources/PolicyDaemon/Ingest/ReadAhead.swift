internal import Dispatch
internal import Glibc
internal import LinuxSystem
internal import PolicyStore
internal import Synchronization

/// Prepares the files of a batch in several threads, and gives them back in order while the next ones are prepared.
///
/// Few and small files are not worth a thread; a large one is, for while it is prepared the daemon's heart beats.
final class ReadAhead: Sendable {
    static let mostThreads = 4
    /// From so many files, or bytes, on.
    static let fewestFiles = 16
    static let fewestBytes = 1 << 20
    /// Files that are being prepared, or wait to be taken: so many, and together so many bytes, or one that is larger.
    static let mostAhead = 256
    static let mostAhead_bytes = 8 << 20
    /// A file that takes longer than this to prepare lets the heart stop beating.
    static let longestFile: Duration = .seconds(900)

    private struct State {
        /// The next file to prepare, and the next to be taken.
        var next = 0
        var taken = 0
        var bytes = 0
        var results: [Int: Result<PreparedDocument, any Error>] = [:]
        var isStopped = false
    }

    private enum Order {
        case prepare(Int)
        case wait
        case end
    }

    private let tasks: [DocumentTask]
    private let preparer: DocumentPreparer
    private let path: String
    private let pulse: Duration
    private let state = Mutex(State())
    private let prepared = DispatchSemaphore(value: 0)
    private let room = DispatchSemaphore(value: 0)
    private let threads = Mutex<[SystemThread]>([])

    /// Begins; nil where the files are better prepared one by one.
    ///
    /// - Parameters:
    ///   - path: the database, which each thread opens for itself.
    ///   - pulse: how long the heart waits for its next beat.
    init?(
        _ tasks: [DocumentTask], by preparer: DocumentPreparer, database path: String,
        pulse: Duration = .seconds(1)
    ) throws {
        let bytes = tasks.reduce(0) { $0 + Self.size(of: $1) }
        guard tasks.count >= Self.fewestFiles || bytes >= Self.fewestBytes else { return nil }
        self.tasks = tasks
        self.preparer = preparer
        self.path = path
        self.pulse = pulse
        let processors = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        do {
            for number in 1...min(processors, Self.mostThreads, tasks.count) {
                let thread = try SystemThread(named: "policyd-read-\(number)") { [self] in work() }
                threads.withLock { $0.append(thread) }
            }
        } catch {
            stop()
            throw error
        }
    }

    /// What came of the next file, in the order of the batch; calls `beat` now and then while it waits.
    func next(beat: () -> Void) throws -> PreparedDocument {
        let deadline = ContinuousClock.now + Self.longestFile
        while true {
            let result = state.withLock { state -> Result<PreparedDocument, any Error>? in
                guard let result = state.results.removeValue(forKey: state.taken) else { return nil }
                state.bytes -= Self.size(of: tasks[state.taken])
                state.taken += 1
                return result
            }
            if let result {
                room.signal()
                return try result.get()
            }
            // What takes longer is not given up, but no sign of life is given for it any more.
            if .now < deadline { beat() }
            // This comes at once where files were ready before they were asked for: a turn is no measure of time.
            _ = prepared.wait(timeout: .now() + .milliseconds(Int(pulse / .milliseconds(1))))
        }
    }

    /// Lets the threads end; returns once they have finished the file they are at.
    func stop() {
        state.withLock { $0.isStopped = true }
        let started = threads.withLock { threads in
            defer { threads = [] }
            return threads
        }
        for _ in started { room.signal() }
        for thread in started { thread.join() }
    }

    private func work() {
        let reader = Result { try StoreReader(path: path) }
        while true {
            switch order() {
            case .end: return
            case .wait: room.wait()
            case .prepare(let index):
                let result = Result {
                    let record = try reader.get()
                    return try record.snapshot { try preparer.prepare(tasks[index], reading: record) }
                }
                state.withLock { $0.results[index] = result }
                prepared.signal()
            }
        }
    }

    private func order() -> Order {
        state.withLock { state in
            guard !state.isStopped, state.next < tasks.count else { return .end }
            let size = Self.size(of: tasks[state.next])
            let isAlone = state.next == state.taken
            guard
                isAlone
                    || state.next - state.taken < Self.mostAhead && state.bytes + size <= Self.mostAhead_bytes
            else { return .wait }
            state.next += 1
            state.bytes += size
            return .prepare(state.next - 1)
        }
    }

    private static func size(of task: DocumentTask) -> Int { Int(task.found?.size ?? 0) }
}
