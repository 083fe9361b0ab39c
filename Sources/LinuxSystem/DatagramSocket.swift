internal import CLinux
internal import Glibc

/// A Unix socket that sends whole messages to one address: the service manager's and the journal's.
package final class DatagramSocket: Sendable {
    private let descriptor: FileDescriptor

    /// Prepares to send to a path, or to an abstract address where it starts with `@`.
    package init(to path: String) throws(SystemError) {
        let kind = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)
        let socket = FileDescriptor(
            owning: try retrying("connect to", path) { Glibc.socket(AF_UNIX, kind, 0) })
        var (address, length) = try UnixSocket.address(of: path, "connect to")
        try UnixSocket.withAddress(&address) { pointer throws(SystemError) in
            try retrying("connect to", path) { connect(socket.number, pointer, length) }
        }
        descriptor = socket
    }

    /// Sends one message.
    package func send(_ message: [UInt8]) throws(SystemError) {
        try retrying("send") {
            message.withUnsafeBytes {
                Glibc.send(descriptor.number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
        }
    }

    /// Sends an open file as a message of no bytes (SCM_RIGHTS).
    func send(file: FileDescriptor) throws(SystemError) {
        try retrying("send") { clinux_send_descriptor(descriptor.number, file.number) }
    }
}
