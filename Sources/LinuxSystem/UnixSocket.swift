internal import CLinux
internal import Glibc

/// Who is at the other end of a Unix socket, as the kernel vouches (SO_PEERCRED).
package struct PeerCredentials: Hashable, Sendable {
    package let process: Int32
    package let user: UInt32
    package let group: UInt32
}

/// Stream sockets in the file system (unix(7)).
package enum UnixSocket {
    /// The longest path that fits sockaddr_un, without its final NUL.
    package static let maximumPathLength = 107

    /// Listens at a path, non-blocking; a socket file that nobody listens on any more is replaced.
    ///
    /// - Throws: EADDRINUSE where another process answers at the path, and where the path is no socket.
    package static func listen(at path: String, mode: UInt32, backlog: Int32 = 511) throws(SystemError)
        -> FileDescriptor
    {
        let operation = "listen on"
        let socket = try make(operation, path)
        var (address, length) = try self.address(of: path, operation)
        if try isStale(path) { unlink(path) }
        // The mode is set before anyone can connect: bind makes the file, listen opens the door.
        try withAddress(&address) { pointer throws(SystemError) in
            try retrying(operation, path) { bind(socket.number, pointer, length) }
        }
        guard chmod(path, mode) == 0 else { throw SystemError("set the mode of", path) }
        try retrying(operation, path) { Glibc.listen(socket.number, backlog) }
        try socket.setNonBlocking(true)
        return socket
    }

    /// Takes the next connection, non-blocking; nil where nobody waits.
    ///
    /// - Throws: EMFILE or ENFILE where no descriptor is left.
    package static func accept(from listener: FileDescriptor) throws(SystemError) -> FileDescriptor? {
        while true {
            let number = clinux_accept4(
                listener.number, Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue))
            if number >= 0 { return FileDescriptor(owning: number) }
            switch errno {
            case EINTR, ECONNABORTED: continue
            case EAGAIN: return nil
            default: throw SystemError("accept a connection")
            }
        }
    }

    /// Connects, blocking.
    package static func connect(to path: String) throws(SystemError) -> FileDescriptor {
        let operation = "connect to"
        let socket = try make(operation, path)
        var (address, length) = try self.address(of: path, operation)
        try withAddress(&address) { pointer throws(SystemError) in
            try retrying(operation, path) { Glibc.connect(socket.number, pointer, length) }
        }
        return socket
    }

    /// Two sockets connected to each other, blocking (socketpair).
    package static func pair() throws(SystemError) -> (FileDescriptor, FileDescriptor) {
        var numbers: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        try retrying("make a socket pair") { socketpair(AF_UNIX, kind, 0, &numbers) }
        return (FileDescriptor(owning: numbers[0]), FileDescriptor(owning: numbers[1]))
    }

    /// Who connected.
    package static func peer(of socket: FileDescriptor) throws(SystemError) -> PeerCredentials {
        var peer = clinux_peer()
        try retrying("read the peer's credentials") { clinux_peer_credentials(socket.number, &peer) }
        return PeerCredentials(process: peer.pid, user: peer.uid, group: peer.gid)
    }

    /// Says that no more will be sent (shutdown with SHUT_WR).
    package static func finishSending(on socket: FileDescriptor) {
        _ = shutdown(socket.number, Int32(SHUT_WR))
    }

    /// Ends both directions, so that a thread blocked on the socket returns (shutdown with SHUT_RDWR).
    package static func end(_ socket: FileDescriptor) {
        _ = shutdown(socket.number, Int32(SHUT_RDWR))
    }

    /// How long a blocking read or write waits before it throws EAGAIN (SO_RCVTIMEO, SO_SNDTIMEO).
    package static func setTimeout(_ limit: Duration, on socket: FileDescriptor) throws(SystemError) {
        let (seconds, attoseconds) = limit.components
        var time = timeval(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
        let size = socklen_t(MemoryLayout<timeval>.size)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            try retrying("set a time limit") { setsockopt(socket.number, SOL_SOCKET, option, &time, size) }
        }
    }

    private static func make(_ operation: String, _ path: String) throws(SystemError) -> FileDescriptor {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        return FileDescriptor(owning: try retrying(operation, path) { socket(AF_UNIX, kind, 0) })
    }

    static func address(of path: String, _ operation: String) throws(SystemError) -> (sockaddr_un, socklen_t)
    {
        let bytes = Array(path.utf8)
        guard !bytes.isEmpty, bytes.count <= maximumPathLength else {
            throw SystemError(operation, path, code: ENAMETOOLONG)
        }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let offset = MemoryLayout<sockaddr_un>.offset(of: \.sun_path)!
        // systemd writes an abstract address with an '@' for its leading NUL; its length counts no final NUL.
        guard bytes[0] == UInt8(ascii: "@") else { return (address, socklen_t(offset + bytes.count + 1)) }
        address.sun_path.0 = 0
        return (address, socklen_t(offset + bytes.count))
    }

    @discardableResult
    static func withAddress<Result>(
        _ address: inout sockaddr_un, _ body: (UnsafePointer<sockaddr>) throws(SystemError) -> Result
    ) throws(SystemError) -> Result {
        try withUnsafePointer(to: &address) { pointer throws(SystemError) in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1, body)
        }
    }

    // Only a socket that refuses a connection is stale. Anything else at the path is somebody's.
    private static func isStale(_ path: String) throws(SystemError) -> Bool {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return false }
        do {
            _ = try connect(to: path)
            return false
        } catch {
            return error.code == ECONNREFUSED
        }
    }
}
