package import LinuxSystem
internal import Synchronization

/// Serves interfaces over listening Unix sockets.
///
/// One thread owns every connection and never waits for anything but the epoll. It reads requests, checks them
/// against the interface, answers `org.varlink.service` and quick methods itself and hands other calls to a few
/// worker threads through a bounded queue. Rules that always hold: a connection has one call in hand, and the next
/// request is not looked at before the reply to the one before has been taken by the socket, so replies come in
/// order and a client that does not read makes the server keep no more than one reply; every wait has a time
/// limit; a client that goes cancels its call.
package final class VarlinkServer: Sendable {
    private let listening: [FileDescriptor]
    private let services: ServiceTable
    private let limits: VarlinkLimits
    private let handler: any VarlinkHandler
    private let mailbox: Mailbox
    private let count = ConnectionCount()

    /// - Parameter listening: non-blocking sockets that listen; they stay open when the server stops.
    package init(
        listening: [FileDescriptor], interfaces: [InterfaceDescription], product: ServiceInfo,
        limits: VarlinkLimits, handler: any VarlinkHandler
    ) throws(SystemError) {
        self.listening = listening
        self.limits = limits
        self.handler = handler
        services = ServiceTable(product: product, interfaces: interfaces)
        mailbox = try Mailbox()
    }

    /// The clients that are connected now.
    package var connectionCount: Int { count.value.load(ordering: .relaxed) }

    /// Serves until `stop()`; call once.
    package func run() throws(SystemError) {
        let queue = CallQueue(limit: limits.queuedCalls, workers: limits.workers)
        var workers: [SystemThread] = []
        defer {
            queue.close()
            for worker in workers { worker.join() }
        }
        for number in 1...max(1, limits.workers) {
            workers.append(
                try SystemThread(named: "varlink-\(number)") { [handler] in
                    queue.work { handler.respond(to: $0) }
                })
        }
        var loop = try ServerLoop(
            listening: listening, services: services, limits: limits, handler: handler, mailbox: mailbox,
            queue: queue, count: count)
        try loop.run()
    }

    /// Lets `run()` return: new clients and requests are left alone, calls in hand have
    /// `VarlinkLimits.stoppingTime` to end, streams are ended. Any thread may call it.
    package func stop() {
        mailbox.post(.stop)
    }
}

/// How many clients are connected: written by the server's thread, read by any.
final class ConnectionCount: Sendable {
    let value = Atomic<Int>(0)
}
