private import Glibc
internal import LinuxSystem
private import Synchronization

/// The thread of a server: one turn waits for the epoll, does what it found, takes the mail, and looks at the clock
/// where a time limit may have come.
struct ServerLoop {
    // Tokens below this are listening sockets; the first is the mailbox.
    private static let firstConnection: UInt64 = 1 << 16
    /// Read at once; a longer request takes several turns.
    private static let readBytes = 64 << 10
    /// The connections taken, and the requests of one connection answered, before others have their turn.
    private static let perTurn = 64
    /// Time limits are looked at no more often than this, however many connections have one.
    private static let sweepGap = Duration.milliseconds(50)
    /// A client that connected within this time before a stop still gets its first request answered.
    private static let firstRequestGrace = Duration.milliseconds(500)
    /// How long new clients wait where the process has no descriptor left.
    private static let acceptPause = Duration.seconds(1)

    private let listening: [FileDescriptor]
    private let services: ServiceTable
    private let limits: VarlinkLimits
    private let handler: any VarlinkHandler
    private let mailbox: Mailbox
    private let queue: CallQueue
    private let count: ConnectionCount

    private let epoll: Epoll
    private let readBuffer = ReadBuffer(size: ServerLoop.readBytes)
    private var connections: [UInt64: Connection] = [:]
    private var nextToken = ServerLoop.firstConnection
    // Connections that can go on without the epoll.
    private var ready: [Connection] = []
    // Bytes kept in all framers.
    private var pendingBytes = 0
    private var now = Moment.now
    // No connection breaks a time limit before this.
    private var nextSweep: Moment?
    private var lastSweep = Moment.now
    private var acceptsAgain: Moment?
    private var stopsBy: Moment?

    init(
        listening: [FileDescriptor], services: ServiceTable, limits: VarlinkLimits,
        handler: any VarlinkHandler, mailbox: Mailbox, queue: CallQueue, count: ConnectionCount
    ) throws(SystemError) {
        self.listening = listening
        self.services = services
        self.limits = limits
        self.handler = handler
        self.mailbox = mailbox
        self.queue = queue
        self.count = count
        epoll = try Epoll()
    }

    /// Serves until the mail says to stop.
    mutating func run() throws(SystemError) {
        mailbox.readHere()
        try epoll.add(mailbox.wakeUp.descriptor, for: .readable, token: 0)
        try listen()
        defer { leave() }
        while true {
            takeMail()
            if stopsBy != nil, connections.isEmpty { return }
            let events = try epoll.wait(upTo: ready.isEmpty ? untilSweep() : .zero)
            now = .now
            for event in events { handle(event) }
            goOn()
            if let nextSweep, nextSweep <= now { try sweep() }
            if let stopsBy, stopsBy <= now { return }
        }
    }

    private mutating func handle(_ event: Epoll.Event) {
        if event.token == 0 {
            mailbox.wakeUp.drain()
        } else if event.token < Self.firstConnection {
            accept(from: listening[Int(event.token) - 1])
        } else if let connection = connections[event.token] {
            handle(event.found, on: connection)
        }
    }

    // MARK: - Clients come and go

    private func listen() throws(SystemError) {
        for (index, socket) in listening.enumerated() {
            try epoll.add(socket, for: .readable, token: UInt64(index + 1))
        }
    }

    private mutating func accept(from listener: FileDescriptor) {
        guard stopsBy == nil else { return }
        for _ in 0..<Self.perTurn {
            do throws(SystemError) {
                guard let socket = try UnixSocket.accept(from: listener) else { return }
                try admit(socket)
            } catch {
                // No descriptor, or no memory for one. The clients wait where they are: the epoll would tell of
                // them without end.
                pauseAccepting()
                return
            }
        }
    }

    private mutating func admit(_ socket: FileDescriptor) throws(SystemError) {
        guard connections.count < limits.connections else {
            let refusal = handler.error(for: .tooManyConnections(limit: limits.connections))
            // A fresh socket has room for it; if the client has gone already, so be it.
            _ = try? ReplyMessage.bytes(refusal).withUnsafeBytes { try socket.send($0) }
            return
        }
        let connection = Connection(
            token: nextToken, socket: socket, peer: try UnixSocket.peer(of: socket), limits: limits, now: now)
        try epoll.add(socket, for: .readable, token: nextToken)
        connections[nextToken] = connection
        nextToken += 1
        count.value.store(connections.count, ordering: .relaxed)
        watchTime(of: connection)
    }

    private mutating func pauseAccepting() {
        guard acceptsAgain == nil else { return }
        for socket in listening { epoll.remove(socket) }
        let again = now + Self.acceptPause
        acceptsAgain = again
        sweepBy(again)
    }

    /// Forgets a connection: its call is cancelled, its socket closed.
    private mutating func close(_ connection: Connection) {
        guard connections.removeValue(forKey: connection.token) != nil else { return }
        count.value.store(connections.count, ordering: .relaxed)
        pendingBytes -= connection.framer.pendingBytes
        connection.isClosed = true
        connection.isClosing = true
        connection.call?.cancel()
        connection.call = nil
        epoll.remove(connection.socket)
    }

    /// Closes a connection once all is sent.
    private mutating func finish(_ connection: Connection) {
        connection.isClosing = true
        if connection.hasOutput { updateInterest(of: connection) } else { close(connection) }
    }

    // MARK: - Bytes come and go

    private mutating func handle(_ found: Epoll.Interest, on connection: Connection) {
        if found.contains(.writable) { flush(connection) }
        if found.contains(.hungUp) || found.contains(.failed) {
            hangUp(connection)
        } else if found.contains(.readable) {
            read(connection)
        }
    }

    /// The client has gone for good. Its call is cancelled; what it sent and wants no reply to is still done.
    private mutating func hangUp(_ connection: Connection) {
        if let call = connection.call, !call.isOneway { return close(connection) }
        connection.hasGone = true
        // The epoll would tell of it without end.
        epoll.remove(connection.socket)
        enlist(connection)
    }

    private mutating func read(_ connection: Connection) {
        guard connection.call == nil, !connection.hasOutput, !connection.isClosing else {
            updateInterest(of: connection)
            return
        }
        _ = receive(connection)
        proceed(connection)
    }

    /// Reads once; false where there was nothing to read.
    private mutating func receive(_ connection: Connection) -> Bool {
        do throws(SystemError) {
            guard let count = try connection.socket.read(into: readBuffer.bytes) else { return false }
            guard count > 0 else {
                connection.hasEnded = true
                return false
            }
            connection.lastSign = now
            take(readBuffer.first(count), on: connection)
            return true
        } catch {
            connection.hasEnded = true
            return false
        }
    }

    /// Answers the request that fills the whole read where it stands, or adds it to what is kept.
    private mutating func take(_ bytes: UnsafeBufferPointer<UInt8>, on connection: Connection) {
        let kept = connection.framer.pendingBytes
        if kept == 0, let end = firstNUL(in: bytes), end == bytes.count - 1 {
            if end <= limits.requestBytes {
                return begin(UnsafeBufferPointer(rebasing: bytes[..<end]), on: connection)
            }
            return refuseTooLong(connection)
        }
        connection.framer.append(bytes)
        pendingBytes += bytes.count
        if connection.messageBegan == nil {
            connection.messageBegan = now
            watchTime(of: connection)
        }
        if pendingBytes > limits.pendingRequestBytes { close(connection) }
    }

    private func firstNUL(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let base = bytes.baseAddress, let found = memchr(base, 0, bytes.count) else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    private mutating func send(_ bytes: [UInt8], on connection: Connection) {
        guard !connection.hasGone else { return connection.backlog.remove(bytes.count) }
        do throws(SystemError) {
            try connection.send(bytes, now: now)
            if connection.hasOutput {
                updateInterest(of: connection)
                watchTime(of: connection)
            }
        } catch {
            close(connection)
        }
    }

    private mutating func flush(_ connection: Connection) {
        do throws(SystemError) {
            try connection.flush(now: now)
            guard !connection.hasOutput else { return }
            if connection.isClosing { close(connection) } else { enlist(connection) }
            updateInterest(of: connection)
            watchTime(of: connection)
        } catch {
            close(connection)
        }
    }

    private func updateInterest(of connection: Connection) {
        guard !connection.hasGone, !connection.isClosed else { return }
        var wanted: Epoll.Interest = []
        if connection.hasOutput {
            wanted = .writable
        } else if connection.call == nil && !connection.isClosing && !connection.hasEnded {
            wanted = .readable
        }
        guard wanted != connection.interest else { return }
        connection.interest = wanted
        try? epoll.modify(connection.socket, for: wanted, token: connection.token)
    }

    // MARK: - Requests

    private mutating func enlist(_ connection: Connection) {
        guard !connection.isListed else { return }
        connection.isListed = true
        ready.append(connection)
    }

    /// Goes on with the connections that became free.
    private mutating func goOn() {
        let listed = ready
        ready = []
        for connection in listed {
            connection.isListed = false
            proceed(connection)
        }
    }

    /// Answers what the connection has sent, as far as it goes without waiting.
    private mutating func proceed(_ connection: Connection) {
        for _ in 0..<Self.perTurn {
            guard isFree(connection) else { return }
            do throws(MessageFramer.TooLong) {
                let before = connection.framer.pendingBytes
                let message = try connection.framer.next()
                pendingBytes -= before - connection.framer.pendingBytes
                guard let message else {
                    if connection.hasGone && receive(connection) { continue }
                    return rest(connection)
                }
                connection.messageBegan = connection.framer.pendingBytes > 0 ? now : nil
                message.withUnsafeBufferPointer { begin($0, on: connection) }
            } catch {
                return refuseTooLong(connection)
            }
        }
        enlist(connection)
    }

    private func isFree(_ connection: Connection) -> Bool {
        connection.call == nil && !connection.hasOutput && !connection.isClosing
    }

    /// Nothing to do until more comes, which from a client that has ended never will.
    private mutating func rest(_ connection: Connection) {
        if connection.hasEnded || connection.hasGone || stopsBy != nil {
            close(connection)
        } else {
            updateInterest(of: connection)
        }
    }

    private mutating func refuseTooLong(_ connection: Connection) {
        send(ReplyMessage.bytes(.invalidParameter("parameters")), on: connection)
        finish(connection)
    }

    private mutating func begin(_ bytes: UnsafeBufferPointer<UInt8>, on connection: Connection) {
        do throws(CallMessage.Refusal) {
            begin(try CallMessage(reading: bytes), on: connection)
        } catch {
            switch error {
            case .notJSON: close(connection)
            case .invalid(let error): send(ReplyMessage.bytes(error), on: connection)
            }
        }
    }

    private mutating func begin(_ message: CallMessage, on connection: Connection) {
        do throws(VarlinkError) {
            try services.check(message)
        } catch {
            if !message.oneway { send(ReplyMessage.bytes(error), on: connection) }
            return
        }
        if let reply = services.ownReply(to: message) {
            if !message.oneway { send(reply, on: connection) }
            return
        }
        // Nobody waits for the reply: only what wants none is still done.
        guard !connection.hasGone || message.oneway else { return }
        connection.hasAsked = true
        let progress = CallProgress(
            connection: connection.token, method: message.method, isOneway: message.oneway,
            isStream: message.more, mailbox: mailbox, backlog: connection.backlog,
            deadline: message.more ? nil : limits.requestTime.map { now + $0 })
        connection.call = progress
        hand(VarlinkCall(message, peer: connection.peer, progress: progress), progress, on: connection)
    }

    private mutating func hand(_ call: VarlinkCall, _ progress: CallProgress, on connection: Connection) {
        if handler.isQuick(call.method) {
            handler.respond(to: call)
            takeMail()
        } else if !queue.add(call, progress) {
            call.fail(handler.error(for: .tooManyCalls(limit: limits.queuedCalls)))
            takeMail()
        }
        if connection.call != nil { watchTime(of: connection) }
    }

    // MARK: - Replies

    private mutating func takeMail() {
        for post in mailbox.take() {
            switch post {
            case .reply(let call, let bytes, let isFinal): deliver(bytes, of: call, isFinal: isFinal)
            case .fellBehind(let call): drop(call, for: .fellBehind(limit: limits.queuedReplyBytes))
            case .newDeadline(let call):
                if let connection = connections[call.connection], connection.call === call {
                    watchTime(of: connection)
                }
            case .stop: beginToStop()
            }
        }
    }

    private mutating func deliver(_ bytes: [UInt8], of call: CallProgress, isFinal: Bool) {
        guard let connection = connections[call.connection], connection.call === call else { return }
        if call.isOneway {
            connection.backlog.remove(bytes.count)
        } else {
            send(bytes, on: connection)
        }
        if isFinal { free(connection) }
    }

    /// The call in hand is answered.
    private mutating func free(_ connection: Connection) {
        connection.call = nil
        connection.lastSign = now
        guard !connection.isClosed else { return }
        if isFree(connection)
            && (connection.framer.pendingBytes > 0 || connection.interest != .readable
                || connection.hasGone || connection.hasEnded || stopsBy != nil)
        {
            enlist(connection)
        }
        // Its idle time ends later than it did before, so no sweep is needed sooner.
        if connection.hasOutput { watchTime(of: connection) }
    }

    /// Answers a call in place of its handler.
    private mutating func end(
        _ call: CallProgress, with error: VarlinkError, then: (inout ServerLoop, Connection) -> Void
    ) {
        guard let connection = connections[call.connection], connection.call === call else { return }
        call.cancel()
        if !call.isOneway { send(ReplyMessage.bytes(error), on: connection) }
        free(connection)
        if !connection.isClosed { then(&self, connection) }
    }

    /// Ends a stream that waits for its client: the error comes in the place of what was not sent yet.
    private mutating func drop(_ call: CallProgress, for refusal: VarlinkRefusal) {
        guard let connection = connections[call.connection], connection.call === call else { return }
        handler.ended(call.method, of: connection.peer, for: refusal)
        connection.forgetUnsent()
        end(call, with: handler.error(for: refusal)) { $0.finish($1) }
    }

    // MARK: - Time

    private mutating func sweepBy(_ moment: Moment) {
        let possible = max(moment, lastSweep + Self.sweepGap)
        nextSweep = nextSweep.map { min($0, possible) } ?? possible
    }

    private mutating func watchTime(of connection: Connection) {
        if let deadline = connection.deadline(limits) { sweepBy(deadline) }
    }

    private func untilSweep() -> Duration? {
        nextSweep.map { max(.zero, $0 - Moment.now) }
    }

    /// Ends what has run out of time and finds the next time limit.
    private mutating func sweep() throws(SystemError) {
        lastSweep = now
        nextSweep = stopsBy
        if let again = acceptsAgain {
            if again <= now {
                acceptsAgain = nil
                try listen()
            } else {
                sweepBy(again)
            }
        }
        for connection in Array(connections.values) {
            if let deadline = connection.deadline(limits), deadline <= now { expire(connection) }
            if !connection.isClosed { watchTime(of: connection) }
        }
    }

    private mutating func expire(_ connection: Connection) {
        guard let call = connection.call else { return close(connection) }
        if connection.hasOutput {
            if call.isStream {
                handler.ended(call.method, of: connection.peer, for: .readNothing(limit: limits.writeTime))
            }
            return close(connection)
        }
        end(call, with: handler.error(for: .timedOut)) { _, _ in }
    }

    // MARK: - The end

    private mutating func beginToStop() {
        guard stopsBy == nil else { return }
        let end = now + limits.stoppingTime
        stopsBy = end
        sweepBy(end)
        for socket in listening { epoll.remove(socket) }
        for connection in Array(connections.values) {
            if let call = connection.call {
                if call.isStream { self.end(call, with: handler.error(for: .stopping)) { $0.finish($1) } }
            } else if !connection.hasAsked, connection.lastSign + Self.firstRequestGrace > now {
                // Who has only just connected is about to ask, and could not know.
                continue
            } else if !connection.hasOutput {
                // A request that has arrived is answered.
                _ = receive(connection)
                enlist(connection)
            }
        }
    }

    private mutating func leave() {
        for connection in Array(connections.values) { close(connection) }
    }
}
