internal import Dispatch
internal import Glibc
internal import Synchronization

/// Threads that take parts of one thread's work, so that several processors share it: whoever waits for the whole
/// waits for its longest part alone.
///
/// What they have not begun when a result is wanted is done by whoever wants it; so on a busy machine the work does
/// not wait for a thread.
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

    /// Has the work begun as soon as a thread is free, after what was given before.
    package func take(_ work: SharedWork<some Sendable>) {
        orders.state.withLock { $0.waiting.append { work.begin() } }
        orders.given.signal()
    }
}

/// A piece of work that is done once, by whichever thread begins first.
package final class SharedWork<Result: Sendable>: Sendable {
    private enum State {
        case waiting(@Sendable () -> Result)
        case begun
        case done(Result)
    }

    private let state: Mutex<State>
    private let finished = DispatchSemaphore(value: 0)

    package init(_ work: @escaping @Sendable () -> Result) {
        state = Mutex(.waiting(work))
    }

    /// Does the work, unless another thread has begun it.
    package func begin() {
        guard let work = claim() else { return }
        let result = work()
        state.withLock { $0 = .done(result) }
        finished.signal()
    }

    /// What came of the work, which is done here where nobody has begun it. Call it once.
    package func result() -> Result {
        if let work = claim() { return work() }
        finished.wait()
        return state.withLock { state in
            guard case .done(let result) = state else { preconditionFailure("finished work has a result") }
            return result
        }
    }

    private func claim() -> (@Sendable () -> Result)? {
        state.withLock { state in
            guard case .waiting(let work) = state else { return nil }
            state = .begun
            return work
        }
    }
}
