internal import Glibc

/// Listening sockets handed over by the service manager (sd_listen_fds(3)).
package enum SocketActivation {
    /// The first descriptor that can be handed over.
    private static let firstDescriptor: Int32 = 3
    /// More than a service has; a larger LISTEN_FDS is not believed.
    private static let maximumCount: Int32 = 64

    /// The sockets that LISTEN_PID and LISTEN_FDS name for this process, non-blocking; none where it was started
    /// otherwise. Call once: each descriptor gets its one owner here.
    package static func sockets(environment: (String) -> String?) throws(SystemError) -> [FileDescriptor] {
        guard let process = environment("LISTEN_PID").flatMap({ Int32($0) }), process == getpid(),
            let count = environment("LISTEN_FDS").flatMap({ Int32($0) }), (1...maximumCount).contains(count)
        else { return [] }
        var sockets: [FileDescriptor] = []
        for number in firstDescriptor..<firstDescriptor + count {
            guard isListening(number) else { continue }
            try retrying("fcntl") { fcntl(number, F_SETFD, FD_CLOEXEC) }
            let socket = FileDescriptor(owning: number)
            try socket.setNonBlocking(true)
            sockets.append(socket)
        }
        return sockets
    }

    private static func isListening(_ number: Int32) -> Bool {
        var value: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(number, SOL_SOCKET, SO_ACCEPTCONN, &value, &size) == 0 && value != 0
    }
}
