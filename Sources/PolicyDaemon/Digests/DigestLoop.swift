internal import Dispatch
internal import Glibc
internal import LinuxSystem
internal import PolicyStore
internal import PolicyText
internal import Synchronization

/// The thread that writes the digests and their pages, beside the one that records: however much there is to write,
/// the folder is watched meanwhile. It alone writes the digest folder, and reads the record by a connection of its own.
///
/// Any thread may tell it something.
final class DigestLoop: Sendable {
    /// Whoever waits for the folder waits for the digest too, unless so many documents changed.
    private static let mostAwaited = 200
    /// Writing that takes longer than this has taken memory worth giving back.
    private static let longWriting: Duration = .milliseconds(200)
    /// Niceness of the thread: recording and answering come first.
    private static let niceness: Int32 = 10

    private struct State {
        /// Documents that changed since the digests were last begun.
        var changed = 0
        var hasNews = false
        var isCaughtUp = false
        /// Writing takes long: nobody is kept waiting for it.
        var isSlow = false
        /// The first comparison of the folder is over, and has been announced.
        var isAnnounced = false
        var waiting: [IngestControl.Completion] = []
        var settings: Settings?
        var isStopping = false
    }

    private let parts: DaemonParts
    private let caughtUp: @Sendable () -> Void
    private let state: Mutex<State>
    private let poke = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - documents: how many there are on record.
    ///   - caughtUp: called once, when the record first agrees with the folder, and where that is quick the digests
    ///     with the record.
    init(_ parts: DaemonParts, documents: Int, caughtUp: @escaping @Sendable () -> Void) {
        self.parts = parts
        self.caughtUp = caughtUp
        state = Mutex(State(isSlow: documents > Self.mostAwaited))
    }

    /// Tells how the record stands after a batch.
    ///
    /// - Parameters:
    ///   - changed: documents of the batch that have something to tell.
    ///   - isCaughtUp: nothing is pending.
    ///   - waiting: called once the digests tell of it too, or at once where that would take long.
    func note(changed: Int, isCaughtUp: Bool, waiting: [IngestControl.Completion]) {
        let (isAwaited, isFirst) = state.withLock { state in
            state.changed += changed
            if changed > 0 { state.hasNews = true }
            state.isCaughtUp = isCaughtUp
            if state.changed > Self.mostAwaited { state.isSlow = true }
            let isAwaited = !state.isSlow && !state.isStopping
            if isAwaited { state.waiting += waiting }
            let isFirst = !isAwaited && isCaughtUp && !state.isAnnounced
            if isFirst { state.isAnnounced = true }
            return (isAwaited, isFirst)
        }
        if isFirst { caughtUp() }
        if !isAwaited { for completion in waiting { completion(nil) } }
        poke.signal()
    }

    /// Goes by another configuration from the next digest on.
    func use(_ settings: Settings) {
        state.withLock { $0.settings = settings }
        poke.signal()
    }

    func stop() {
        state.withLock { $0.isStopping = true }
        poke.signal()
    }

    // MARK: The thread

    private struct Stopping: Error {}

    /// Works until it is asked to stop.
    func run() {
        // Of this thread alone (setpriority(2), "C library/kernel differences").
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Self.niceness)
        var timer = DigestTimer()
        var writer = Writer(parts) { [self] in
            if state.withLock({ $0.isStopping }) { throw Stopping() }
        }
        while true {
            let news = state.withLock { state in
                defer {
                    state.hasNews = false
                    state.settings = nil
                }
                return state
            }
            if news.isStopping { return answer(.stopped) }
            if let settings = news.settings {
                writer.digests.use(settings)
                timer.noteNewDay()
            }
            if news.hasNews || writer.hasOtherProblems { timer.noteChange() }
            if writer.digests.hasDayEnded { timer.noteNewDay() }
            var deadline = ContinuousClock.now + writer.digests.untilDayEnds
            // Until the first comparison is over nothing is written, and only its end is waited for.
            if news.isCaughtUp || news.isAnnounced {
                if timer.isDue(isCaughtUp: news.isCaughtUp, isAwaited: !news.waiting.isEmpty) {
                    write(by: &writer, &timer)
                }
                answer(.written(waiting: news.waiting.count))
                if let next = timer.next { deadline = min(deadline, next) }
            }
            let wait = max(.zero, deadline - .now)
            _ = poke.wait(timeout: .now() + .milliseconds(Int(wait / .milliseconds(1)) + 1))
        }
    }

    private enum Answer {
        case stopped
        case written(waiting: Int)
    }

    /// Tells whoever waited; with the first digest that the daemon has caught up.
    private func answer(_ answer: Answer) {
        let (completions, isFirst) = state.withLock { state in
            switch answer {
            case .stopped:
                defer { state.waiting = [] }
                return (state.waiting, false)
            case .written(let count):
                defer {
                    state.waiting.removeFirst(count)
                    state.isAnnounced = true
                }
                return (Array(state.waiting.prefix(count)), !state.isAnnounced)
            }
        }
        if isFirst { caughtUp() }
        for completion in completions {
            if case .stopped = answer { completion("the daemon is stopping") } else { completion(nil) }
        }
    }

    private func write(by writer: inout Writer, _ timer: inout DigestTimer) {
        state.withLock { $0.changed = 0 }
        let start = ContinuousClock.now
        do {
            try writer.write()
            timer.noteWritten(taking: .now - start)
            if .now - start > Self.longWriting {
                writer.releaseMemory()
                FreedMemory.giveBack()
            }
        } catch is Stopping {
            // The next start writes what is missing.
            return
        } catch {
            // The record is whole; only its telling waits.
            let reason = "cannot write the digest: \(error)"
            parts.problems.setDigest(
                Problem(path: nil, reason: reason, advice: nil, since: parts.clock.now()))
            parts.log.warning(.trouble, "\(reason); trying again in a minute")
            timer.noteFailure()
        }
        state.withLock { $0.isSlow = !timer.isQuick || $0.changed > Self.mostAwaited }
    }

    /// What the thread has of its own.
    private struct Writer {
        let parts: DaemonParts
        let digests: DigestSchedule
        private let notes: DigestNotes
        private var record: StoreReader?
        /// The problems that the last digest told.
        private var toldProblems: [Problem] = []

        init(_ parts: DaemonParts, step: @escaping () throws -> Void) {
            self.parts = parts
            digests = DigestSchedule(clock: parts.clock, settings: parts.settings, step: step)
            notes = DigestNotes(remember: parts.control.remember)
        }

        func releaseMemory() { record?.connection.releaseMemory() }

        var hasOtherProblems: Bool { parts.problems.all != toldProblems }

        mutating func write() throws {
            let record = try record ?? StoreReader(path: parts.settings.databasePath)
            self.record = record
            parts.problems.setDigest(nil)
            let problems = parts.problems.all
            for day in try digests.write(record, notes, problems: problems) {
                parts.log.info(
                    .digestWritten, "the digest of \(day.iso) is complete", ["POLICYD_DATE": day.iso])
            }
            toldProblems = problems
        }
    }
}

/// What is remembered of the digests from one writing to the next, and in the record from one start to the next.
final class DigestNotes {
    private var known: [String: String] = [:]
    private let remember: (String, String) -> Void

    /// - Parameter remember: has the record's one writer keep a value for a key.
    init(remember: @escaping (String, String) -> Void) {
        self.remember = remember
    }

    func value(_ key: String, in record: any RecordReader) throws -> String? {
        try known[key] ?? record.meta(key)
    }

    func note(_ key: String, _ value: String) {
        guard known[key] != value else { return }
        known[key] = value
        remember(key, value)
    }
}
