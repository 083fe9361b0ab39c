internal import LinuxSystem

/// One client of a server; only the server's thread touches it.
final class Connection {
    /// Tells it apart from every other, past and future.
    let token: UInt64
    let socket: FileDescriptor
    let peer: PeerCredentials
    let backlog: ReplyBacklog
    /// What the epoll waits for.
    var interest: Epoll.Interest = .readable
    /// What has been read and not yet answered.
    var framer: MessageFramer
    /// The call in hand.
    var call: CallProgress?
    /// It has sent a request.
    var hasAsked = false
    /// The client sends no more.
    var hasEnded = false
    /// The client has gone; what it sent before is still to be done.
    var hasGone = false
    /// Forgotten by the server.
    var isClosed = false
    /// Closed once everything is sent.
    var isClosing = false
    /// Waits in the server's list of connections that have something to do.
    var isListed = false
    /// When it last asked or read something.
    var lastSign: Moment
    /// When the first byte of the request that is not yet whole came.
    var messageBegan: Moment?

    // Replies that the socket had no room for, the first from `sent` on.
    private var output: [[UInt8]] = []
    private var sent = 0

    init(
        token: UInt64, socket: FileDescriptor, peer: PeerCredentials, limits: VarlinkLimits, now: Moment
    ) {
        self.token = token
        self.socket = socket
        self.peer = peer
        backlog = ReplyBacklog(limit: limits.queuedReplyBytes)
        framer = MessageFramer(limit: limits.requestBytes)
        lastSign = now
    }

    var hasOutput: Bool { !output.isEmpty }

    /// Sends the bytes, or keeps what the socket has no room for.
    func send(_ bytes: [UInt8], now: Moment) throws(SystemError) {
        guard output.isEmpty else {
            output.append(bytes)
            return
        }
        let count =
            try bytes.withUnsafeBufferPointer { buffer throws(SystemError) in
                try socket.send(UnsafeRawBufferPointer(buffer))
            } ?? 0
        backlog.remove(count)
        if count < bytes.count {
            output = [bytes]
            sent = count
            // Its time to read begins here, not when it last asked.
            lastSign = now
        }
    }

    /// Sends what was kept, as far as there is room.
    func flush(now: Moment) throws(SystemError) {
        var done = 0
        defer { output.removeFirst(done) }
        while done < output.count {
            let left = output[done].count - sent
            let count = try output[done].withUnsafeBufferPointer { buffer throws(SystemError) in
                try socket.send(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: buffer[sent...])))
            }
            guard let count else { return }
            backlog.remove(count)
            lastSign = now
            guard count == left else {
                sent += count
                return
            }
            sent = 0
            done += 1
        }
    }

    /// Forgets the replies of which nothing has been sent; the client reads the one that has been begun to its end.
    func forgetUnsent() {
        let isBegun = sent > 0
        for bytes in output.dropFirst(isBegun ? 1 : 0) { backlog.remove(bytes.count) }
        output = Array(output.prefix(isBegun ? 1 : 0))
    }

    /// When the connection breaks a time limit, if nothing happens before.
    func deadline(_ limits: VarlinkLimits) -> Moment? {
        if hasOutput { return lastSign + limits.writeTime }
        if let call { return call.deadline }
        if let messageBegan { return messageBegan + limits.messageTime }
        return limits.idleTime.map { lastSign + $0 }
    }
}
