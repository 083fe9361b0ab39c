package import LinuxSystem
internal import Synchronization

/// A call that waits for its answer.
///
/// Any thread may answer it, once; `stream` may come before, as often as there is something to tell. A call that
/// is forgotten without an answer is answered with MethodNotImplemented.
package final class VarlinkCall: Sendable {
    /// The interface and the method.
    package let method: String
    /// Who asks.
    package let peer: PeerCredentials
    /// The client takes several replies.
    package let wantsMore: Bool

    private let arguments: JSONValue
    private let progress: CallProgress

    init(_ message: CallMessage, peer: PeerCredentials, progress: CallProgress) {
        method = message.method
        wantsMore = message.more
        arguments = message.parameters
        self.peer = peer
        self.progress = progress
    }

    deinit {
        if progress.finish() {
            progress.post(ReplyMessage.bytes(.methodNotImplemented(method)), isFinal: true)
        }
    }

    /// The parameters as that type.
    package func parameters<Parameters: Decodable>(
        _: Parameters.Type
    ) throws(VarlinkError) -> Parameters {
        do {
            return try JSONReader.decode(Parameters.self, from: arguments)
        } catch {
            throw .invalidParameter(error.parameter ?? "parameters")
        }
    }

    /// Answers the call. A second answer, or one to a client that has gone, is dropped.
    package func reply(_ parameters: some Encodable) {
        guard progress.finish() else { return }
        let bytes =
            (try? ReplyMessage.bytes(parameters, continues: false))
            // Only a number that JSON does not have brings us here.
            ?? ReplyMessage.bytes(.methodNotImplemented(method))
        progress.post(bytes, isFinal: true)
    }

    /// Answers the call with what was encoded before.
    package func reply(_ prepared: PreparedReply) {
        guard progress.finish() else { return }
        progress.post(prepared.bytes, isFinal: true)
    }

    /// Sends one reply of several; false where the client is gone or too far behind, and there the call has ended.
    package func stream(_ parameters: some Encodable) -> Bool {
        guard wantsMore else {
            fail(.expectedMore)
            return false
        }
        guard !progress.isOver, let part = PreparedPart(parameters) else { return false }
        return progress.postUnlessBehind(part.bytes)
    }

    /// Sends one reply of several that was encoded before.
    package func stream(_ prepared: PreparedPart) -> Bool {
        guard wantsMore else {
            fail(.expectedMore)
            return false
        }
        return !progress.isOver && progress.postUnlessBehind(prepared.bytes)
    }

    /// Answers the call with an error.
    package func fail(_ error: VarlinkError) {
        guard progress.finish() else { return }
        progress.post(ReplyMessage.bytes(error), isFinal: true)
    }

    /// Whether nobody waits for the answer any more: the client has gone, or its time is up.
    package var isCancelled: Bool { progress.isOver }

    /// Runs the action when the call is cancelled, at once where it already is; on the server's thread, so it must
    /// not wait. It does not run once the call is answered.
    package func whenCancelled(_ action: @escaping @Sendable () -> Void) {
        progress.whenCancelled(action)
    }

    /// Gives the call this long from now, more or less than `VarlinkLimits.requestTime`; nil: without end.
    package func limitTime(to limit: Duration?) {
        progress.limitTime(to: limit)
    }
}

/// A reply that is encoded once and sent as often as it is asked for.
package struct PreparedReply: Sendable {
    let bytes: [UInt8]

    /// Nil for a number that JSON does not have.
    package init?(_ parameters: some Encodable) {
        guard let bytes = try? ReplyMessage.bytes(parameters, continues: false) else { return nil }
        self.bytes = bytes
    }
}

/// One reply of several, encoded once for all the calls that it is streamed to.
package struct PreparedPart: Sendable {
    let bytes: [UInt8]

    /// Nil for a number that JSON does not have.
    package init?(_ parameters: some Encodable) {
        guard let bytes = try? ReplyMessage.bytes(parameters, continues: true) else { return nil }
        self.bytes = bytes
    }
}

/// What the thread that answers a call and the server's thread share about it.
final class CallProgress: Sendable {
    private struct State {
        var isAnswered = false
        var isCancelled = false
        var actions: [@Sendable () -> Void] = []
        var deadline: Moment?
    }

    /// The connection that the call came on.
    let connection: UInt64
    /// The interface and the method.
    let method: String
    let isOneway: Bool
    let isStream: Bool
    private let mailbox: Mailbox
    private let backlog: ReplyBacklog
    private let state: Mutex<State>

    init(
        connection: UInt64, method: String, isOneway: Bool, isStream: Bool, mailbox: Mailbox,
        backlog: ReplyBacklog, deadline: Moment?
    ) {
        self.connection = connection
        self.method = method
        self.isOneway = isOneway
        self.isStream = isStream
        self.mailbox = mailbox
        self.backlog = backlog
        state = Mutex(State(deadline: deadline))
    }

    /// Answered or cancelled.
    var isOver: Bool { state.withLock { $0.isCancelled || $0.isAnswered } }

    var deadline: Moment? { state.withLock { $0.deadline } }

    /// Says that the answer is on its way; false where there was one, or nobody waits for it.
    func finish() -> Bool {
        state.withLock {
            guard !$0.isAnswered, !$0.isCancelled else { return false }
            $0.isAnswered = true
            $0.actions = []
            return true
        }
    }

    func cancel() {
        let actions = state.withLock { state -> [@Sendable () -> Void] in
            guard !state.isAnswered, !state.isCancelled else { return [] }
            state.isCancelled = true
            defer { state.actions = [] }
            return state.actions
        }
        for action in actions { action() }
    }

    func whenCancelled(_ action: @escaping @Sendable () -> Void) {
        let isLate = state.withLock {
            if !$0.isCancelled && !$0.isAnswered { $0.actions.append(action) }
            return $0.isCancelled
        }
        if isLate { action() }
    }

    func limitTime(to limit: Duration?) {
        state.withLock { $0.deadline = limit.map { Moment.now + $0 } }
        // The server's thread looks at the clock where it knew of a deadline; an earlier one it must be told of.
        mailbox.post(.newDeadline(self))
    }

    func post(_ bytes: [UInt8], isFinal: Bool) {
        backlog.add(bytes.count)
        mailbox.post(.reply(self, bytes, isFinal: isFinal))
    }

    func postUnlessBehind(_ bytes: [UInt8]) -> Bool {
        guard backlog.fits(bytes.count) else {
            if finish() { mailbox.post(.fellBehind(self)) }
            return false
        }
        post(bytes, isFinal: false)
        return true
    }
}

/// Replies made for one connection and not yet taken by its client, in bytes.
final class ReplyBacklog: Sendable {
    private let bytes = Atomic<Int>(0)
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    // One call at a time streams on a connection, so nothing is added between this and `add`.
    func fits(_ count: Int) -> Bool {
        let waiting = bytes.load(ordering: .relaxed)
        return waiting == 0 || waiting + count <= limit
    }

    func add(_ count: Int) {
        bytes.add(count, ordering: .relaxed)
    }

    func remove(_ count: Int) {
        bytes.subtract(count, ordering: .relaxed)
    }
}

/// What other threads have for the server's thread.
final class Mailbox: Sendable {
    enum Post: Sendable {
        case reply(CallProgress, [UInt8], isFinal: Bool)
        case fellBehind(CallProgress)
        case newDeadline(CallProgress)
        case stop
    }

    let wakeUp: WakeUp
    private let posts = Mutex<[Post]>([])
    private let reader = Atomic<UInt>(0)

    init() throws(SystemError) {
        wakeUp = try WakeUp()
    }

    /// Says that the calling thread is the one that takes the posts, so that its own need not wake it.
    func readHere() {
        reader.store(currentThread(), ordering: .relaxed)
    }

    func post(_ post: Post) {
        let wasEmpty = posts.withLock {
            $0.append(post)
            return $0.count == 1
        }
        // The reader empties the box before it waits. Whoever fills an empty box wakes it; a post of the reader's own
        // is followed by its taking it, so one that finds it there may rely on that.
        if wasEmpty && reader.load(ordering: .relaxed) != currentThread() { wakeUp.signal() }
    }

    func take() -> [Post] {
        posts.withLock {
            guard !$0.isEmpty else { return [] }
            let taken = $0
            $0.removeAll(keepingCapacity: false)
            return taken
        }
    }
}

extension Error {
    /// The parameter that a decoding error is about.
    fileprivate var parameter: String? {
        let path: [any CodingKey]
        switch self as? DecodingError {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            path = context.codingPath
        case .keyNotFound(let key, let context): path = context.codingPath + [key]
        default: return nil
        }
        return path.isEmpty ? nil : path.map(\.stringValue).joined(separator: ".")
    }
}
