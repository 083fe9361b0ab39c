internal import PolicyAPI
internal import PolicyText
internal import Synchronization
internal import Varlink

/// Who follows the changes, and how far each has come.
///
/// A follower reads the record up to its end, then joins; it is let in only where nothing was recorded in between, so
/// that no change is missed or told twice. What is published goes to each follower on the publisher's thread, which
/// never waits: a follower that falls behind is ended by the server, and can come back with its cursor.
final class FollowHub: Sendable {
    struct Follower {
        /// Lesser changes are not told.
        var least: Significance
        /// Takes a change as it is sent; false where the follower is gone.
        var take: @Sendable (PreparedPart) -> Bool
    }

    private struct State {
        var last: Int64
        var followers: [UInt64: Follower] = [:]
        var nextNumber: UInt64 = 1
    }

    private let state: Mutex<State>
    private let wire: WireFormat

    init(last: Int64, wire: WireFormat) {
        state = Mutex(State(last: last))
        self.wire = wire
    }

    /// The id of the newest change.
    var last: Int64 { state.withLock { $0.last } }

    /// Joins where nothing newer than `cursor` has been published; gives the number to leave by.
    func join(after cursor: Int64, _ follower: Follower) -> UInt64? {
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
        // Each change is encoded once, and followers only put its bytes into a queue, so the lock is held briefly; it
        // keeps their order.
        state.withLock { state in
            state.last = max(state.last, last)
            for change in changes {
                let wanting = state.followers.filter { $0.value.least <= change.change.significance }
                if wanting.isEmpty { continue }
                let part = PreparedPart(Wire.Follow.Reply(change: wire.change(change)))
                for (number, follower) in wanting where !(part.map(follower.take) ?? false) {
                    state.followers[number] = nil
                }
            }
        }
    }
}
