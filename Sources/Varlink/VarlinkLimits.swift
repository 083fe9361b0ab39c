package import LinuxSystem

/// What a server allows, with what happens at each limit.
package struct VarlinkLimits: Sendable {
    /// Connections at a time; one more is told so and closed.
    package var connections = 512
    /// The longest request; a longer one is refused and its connection closed.
    package var requestBytes = 1 << 20
    /// All requests together that are not yet whole; the connection that goes over it is closed.
    package var pendingRequestBytes = 64 << 20
    /// Replies that one client has not yet read. A stream that goes over it is ended with an error, in the place of
    /// what waits for the client. A single reply of any size is sent, but the next request waits until it has gone.
    package var queuedReplyBytes = 4 << 20
    /// Calls that wait for a worker; one more is refused.
    package var queuedCalls = 1024
    /// Threads that answer calls. No client process gets more than half of them, rounded up.
    package var workers = 4
    /// A connection that asks nothing for so long is closed.
    package var idleTime: Duration? = .seconds(300)
    /// A request must be whole so long after its first byte; else its connection is closed.
    package var messageTime: Duration = .seconds(30)
    /// A call is cancelled and refused after this, unless it is a stream or its handler has asked for more time.
    package var requestTime: Duration? = .seconds(10)
    /// A client must read something of what waits for it within this time; else its connection is closed.
    package var writeTime: Duration = .seconds(30)
    /// When the server stops, calls in hand have so long to end.
    package var stoppingTime: Duration = .seconds(2)

    package init() {}
}

/// Why the server itself refuses or ends a call.
package enum VarlinkRefusal: Hashable, Sendable {
    /// `VarlinkLimits.connections` is reached.
    case tooManyConnections(limit: Int)
    /// `VarlinkLimits.queuedCalls` is reached.
    case tooManyCalls(limit: Int)
    /// `VarlinkLimits.requestTime` has passed.
    case timedOut
    /// A stream's client has not read as fast as `VarlinkLimits.queuedReplyBytes` demands.
    case fellBehind(limit: Int)
    /// A stream's client has read nothing for `VarlinkLimits.writeTime`; there is no room left to tell it in.
    case readNothing(limit: Duration)
    /// The server is stopping.
    case stopping
}

/// Who answers the calls that a server takes.
package protocol VarlinkHandler: Sendable {
    /// Answers a call, on a worker thread; may keep it and answer later from any thread.
    ///
    /// The call's interface and method exist and its parameters fit the interface.
    func respond(to call: VarlinkCall)

    /// Whether the method, named in full, is answered in microseconds without waiting for anything: it is then called
    /// on the thread that serves every client.
    func isQuick(_ method: String) -> Bool

    /// The error that tells a client of a refusal.
    func error(for refusal: VarlinkRefusal) -> VarlinkError

    /// A stream was ended by the server; on the server's thread, so it must not wait.
    func ended(_ method: String, of peer: PeerCredentials, for refusal: VarlinkRefusal)
}

extension VarlinkHandler {
    package func isQuick(_ method: String) -> Bool { false }
    package func ended(_ method: String, of peer: PeerCredentials, for refusal: VarlinkRefusal) {}
}
