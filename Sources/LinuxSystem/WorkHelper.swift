internal import Dispatch
internal import Glibc
internal import Synchronization

/// Threads that take parts of one thread's work, so that several processors share it: whoever waits for the whole
/// waits for its longest part alone.
///
/// What they have not begun when a result is wanted, or have begun and do not end, is done by whoever wants it; so on
/// a busy machine the work does not wait for a thread that the kernel does not run.
package final class WorkHelper: Sendable {
    /// More threads than this bring no more: what they share is the memory or one disk.
    private static let mostThreads = 3

    private struct State {
        var waiting: [@Sendable () -> Void] = []
        var isStopped = false
    }

    /// What the threads and their owner share.
    private final class Orders: Sendable {
        let state = Mutex(State())
        let given = DispatchSemaphore(value: 0)

        func work() {
            while true {
                given.wait()
                let (work, isStopped) = state.withLock { state in
                    (state.waiting.isEmpty ? nil : state.waiting.removeFirst(), state.isStopped)
                }
                if isStopped { return }
                work?()
            }
        }
    }

    private let orders = Orders()
    private let threads: [SystemThread]

    /// Starts a thread for each processor that the owner's own thread leaves, `limit` at most; nil where it leaves
    /// none.
    package init?(atMost limit: Int = WorkHelper.mostThreads) {
        let processors = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        threads = (0..<min(processors - 1, limit, Self.mostThreads)).compactMap { [orders] _ in
            try? SystemThread(named: "policyd-help") { orders.work() }
        }
        if threads.isEmpty { return nil }
    }

    deinit {
        orders.state.withLock { $0.isStopped = true }
        for _ in threads { orders.given.signal() }
        for thread in threads { thread.join() }
    }

    /// Has the work begun as soon as a thread is free, after what was given before. The work must not hold the helper,
    /// whose end waits for its threads.
    package func take(_ work: SharedWork<some Sendable>) {
        orders.state.withLock { $0.waiting.append { work.begin() } }
        orders.given.signal()
    }

    /// Has the work begun as `take(_:)` does; gives what waits for its result.
    package func share<Result: Sendable>(_ work: @escaping @Sendable () -> Result) -> () -> Result {
        let shared = SharedWork(work)
        take(shared)
        return { shared.result() }
    }

    /// Leaves what was given and not begun to whoever wants it, and lets go of what it holds.
    package func forget() { orders.state.withLock { $0.waiting = [] } }
}

/// A piece of work that tells something and changes nothing, so that it may be done twice; mostly it is done once, by
/// whichever thread begins first.
package final class SharedWork<Result: Sendable>: Sendable {
    /// So long another thread may take at least to end what it has begun: longer than it takes to wake up from
    /// waiting, and less than the kernel lets a thread of somebody else's run.
    private static var leastPatience: Duration { .microseconds(300) }

    private enum State {
        case waiting
        case begun(ContinuousClock.Instant)
        case done(Result)
    }

    private let work: @Sendable () -> Result
    private let state = Mutex(State.waiting)
    private let finished = DispatchSemaphore(value: 0)

    package init(_ work: @escaping @Sendable () -> Result) {
        self.work = work
    }

    /// Does the work, unless another thread has begun it.
    package func begin() {
        let isFirst = state.withLock { state in
            guard case .waiting = state else { return false }
            state = .begun(.now)
            return true
        }
        guard isFirst else { return }
        let result = work()
        state.withLock { $0 = .done(result) }
        finished.signal()
    }

    /// What came of the work, which is done here where nobody has begun it or whoever has does not end in as long
    /// again as it has been at it. One thread asks.
    package func result() -> Result {
        begin()
        if case .begun(let start) = standing {
            let patience = max(Self.leastPatience, .now - start)
            _ = finished.wait(timeout: .now() + .nanoseconds(Int(patience / .nanoseconds(1))))
        }
        if case .done(let result) = standing { return result }
        return work()
    }

    private var standing: State { state.withLock { $0 } }
}
