internal import Dispatch
internal import LinuxSystem
internal import Synchronization

/// A thread that takes a part of the work on one document, so that two processors share it: whoever waits for a change
/// waits for the longer part alone.
///
/// What the thread has not begun when the result is wanted is done by whoever wants it; so a busy machine does not
/// make the work wait for the thread. One thread gives it work.
final class WorkHelper: Sendable {
    private struct State {
        var work: (@Sendable () -> Void)?
        var isStopped = false
    }

    /// What the thread and its owner share.
    private final class Order: Sendable {
        let state = Mutex(State())
        let given = DispatchSemaphore(value: 0)

        func work() {
            while true {
                given.wait()
                let (work, isStopped) = state.withLock { state in
                    defer { state.work = nil }
                    return (state.work, state.isStopped)
                }
                if isStopped { return }
                work?()
            }
        }
    }

    private let order = Order()
    private let thread: SystemThread

    init() throws(SystemError) {
        thread = try SystemThread(named: "policyd-help") { [order] in order.work() }
    }

    deinit {
        order.state.withLock { $0.isStopped = true }
        order.given.signal()
        thread.join()
    }

    /// Begins the work as soon as the thread is free; work that was given before and not begun is left to whoever
    /// wants its result.
    func take(_ work: SharedWork<some Sendable>) {
        order.state.withLock { $0.work = { work.begin() } }
        order.given.signal()
    }
}

/// A piece of work that is done once, by whichever thread begins first.
final class SharedWork<Result: Sendable>: Sendable {
    private enum State {
        case waiting(@Sendable () -> Result)
        case begun
        case done(Result)
    }

    private let state: Mutex<State>
    private let finished = DispatchSemaphore(value: 0)

    init(_ work: @escaping @Sendable () -> Result) {
        state = Mutex(.waiting(work))
    }

    /// Does the work, unless another thread has begun it.
    func begin() {
        guard let work = claim() else { return }
        let result = work()
        state.withLock { $0 = .done(result) }
        finished.signal()
    }

    /// What came of the work, which is done here where nobody has begun it. Call it once.
    func result() -> Result {
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
