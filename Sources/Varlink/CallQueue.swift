private import Glibc
internal import LinuxSystem

/// Calls on their way from the server's thread to its workers.
///
/// First come, first served, but no client process holds more than its share of the workers: one that asks slow
/// questions over many connections leaves room for the others.
// The mutex `lock` guards everything else; `Synchronization` has no condition to wait for.
final class CallQueue: @unchecked Sendable {
    private struct Waiting {
        let call: VarlinkCall
        let progress: CallProgress
    }

    private let limit: Int
    private let share: Int
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var waiting: [Waiting] = []
    private var running: [Int32: Int] = [:]
    private var isClosed = false

    init(limit: Int, workers: Int) {
        self.limit = limit
        share = max(1, (workers + 1) / 2)
        pthread_mutex_init(lock, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(lock)
        changed.deallocate()
        lock.deallocate()
    }

    /// Adds a call; false where the queue is full.
    func add(_ call: VarlinkCall, _ progress: CallProgress) -> Bool {
        locked {
            guard waiting.count < limit, !isClosed else { return false }
            waiting.append(Waiting(call: call, progress: progress))
            pthread_cond_signal(changed)
            return true
        }
    }

    /// Lets every worker end once the queue is empty.
    func close() {
        locked {
            isClosed = true
            pthread_cond_broadcast(changed)
        }
    }

    /// What a worker does: hands calls to the body, one after the other, until the queue is closed.
    func work(_ body: (VarlinkCall) -> Void) {
        var last: Int32?
        while let call = next(after: last) {
            last = call.peer.process
            body(call)
        }
    }

    private func next(after last: Int32?) -> VarlinkCall? {
        locked {
            if let last { release(last) }
            while true {
                waiting.removeAll { $0.progress.isOver }
                if let index = waiting.firstIndex(where: {
                    running[$0.call.peer.process, default: 0] < share
                }) {
                    let call = waiting.remove(at: index).call
                    running[call.peer.process, default: 0] += 1
                    return call
                }
                if isClosed { return nil }
                pthread_cond_wait(changed, lock)
            }
        }
    }

    private func release(_ process: Int32) {
        let count = running[process, default: 0]
        running[process] = count > 1 ? count - 1 : nil
        // Another worker may have passed over this process's next call.
        if count == share && !waiting.isEmpty { pthread_cond_signal(changed) }
    }

    private func locked<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return body()
    }
}
