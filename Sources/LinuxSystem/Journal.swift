internal import CLinux
internal import Glibc

/// The system's journal, by its native protocol (systemd.io/JOURNAL_NATIVE_PROTOCOL).
package struct Journal: Sendable {
    /// One field of an entry; the name is upper case letters, digits and underscores.
    package struct Field: Sendable {
        package let name: String
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Where the journal listens.
    package static let standardPath = "/run/systemd/journal/socket"

    private let socket: DatagramSocket

    package init(at path: String = standardPath) throws(SystemError) {
        socket = try DatagramSocket(to: path)
    }

    /// Says whether this process's standard error is connected to the journal (JOURNAL_STREAM names its inode).
    package static func ownsStandardError(environment: (String) -> String?) -> Bool {
        let parts = (environment("JOURNAL_STREAM") ?? "").split(separator: ":").map { UInt64($0) }
        var status = stat()
        guard parts.count == 2, let device = parts[0], let inode = parts[1], fstat(2, &status) == 0 else {
            return false
        }
        return UInt64(status.st_dev) == device && UInt64(status.st_ino) == inode
    }

    /// Sends an entry; one too large for a datagram goes as a sealed file in memory.
    package func send(_ fields: [Field]) throws(SystemError) {
        let message = Self.message(of: fields)
        do {
            try socket.send(message)
        } catch  where error.code == EMSGSIZE || error.code == ENOBUFS {
            try socket.send(file: try Self.sealed(message))
        }
    }

    /// The bytes of an entry. A value with a line break is sent by its length, and a last field that does not end in
    /// a line break would not be found by its MESSAGE_ID.
    static func message(of fields: [Field]) -> [UInt8] {
        var bytes: [UInt8] = []
        for field in fields {
            bytes += field.name.utf8
            if field.value.utf8.contains(UInt8(ascii: "\n")) {
                bytes.append(UInt8(ascii: "\n"))
                withUnsafeBytes(of: UInt64(field.value.utf8.count).littleEndian) { bytes += $0 }
            } else {
                bytes.append(UInt8(ascii: "="))
            }
            bytes += field.value.utf8
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    private static func sealed(_ message: [UInt8]) throws(SystemError) -> FileDescriptor {
        let file = FileDescriptor(
            owning: try retrying("memfd_create") {
                clinux_memfd_create("policyd-journal", CLINUX_MFD_CLOEXEC | CLINUX_MFD_ALLOW_SEALING)
            })
        try file.writeAll(message)
        try retrying("seal") { clinux_seal(file.number) }
        return file
    }
}
