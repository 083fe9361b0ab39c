internal import PolicyText
internal import Synchronization

/// Who follows the changes, and how far each has come.
///
/// A follower reads the record up to its end, then joins; it is let in only where nothing was recorded in between, so
/// that no change is missed or told twice. What is published goes to each follower on the publisher's thread, which
/// never waits: a follower that falls behind is ended by the server, and can come back with its cursor.
final class FollowHub: Sendable {
    /// Takes a change; false where it is gone.
    typealias Follower = @Sendable (RecordedChange) -> Bool

    private struct State {
        var last: Int64
        var followers: [UInt64: Follower] = [:]
        var nextNumber: UInt64 = 1
    }

    private let state: Mutex<State>

    init(last: Int64) {
        state = Mutex(State(last: last))
    }

    /// The id of the newest change.
    var last: Int64 { state.withLock { $0.last } }

    /// Joins where nothing newer than `cursor` has been published; gives the number to leave by.
    func join(after cursor: Int64, _ follower: @escaping Follower) -> UInt64? {
        state.withLock { state in
            guard cursor >= state.last else { return nil }
            let number = state.nextNumber
            state.nextNumber += 1
            state.followers[number] = follower
            return number
        }
    }

    func leave(_ number: UInt64) {
        state.withLock { $0.followers[number] = nil }
    }

    /// Tells every follower of changes that are durable, in the order of their ids.
    func publish(_ changes: [RecordedChange]) {
        guard let last = changes.last?.id else { return }
        // Followers only put bytes into a queue, so the lock is held briefly; it keeps their order.
        state.withLock { state in
            state.last = max(state.last, last)
            for (number, follower) in state.followers {
                for change in changes where !follower(change) {
                    state.followers[number] = nil
                    break
                }
            }
        }
    }
}
