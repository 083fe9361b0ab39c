internal import CLinux
internal import Glibc

/// An open file, socket or kernel object; closed when the last reference goes.
package final class FileDescriptor: Sendable {
    /// The number the kernel knows it by; valid as long as this object lives.
    package let number: Int32

    /// Takes over a descriptor that nobody else closes.
    package init(owning number: Int32) {
        self.number = number
    }

    deinit {
        _ = Glibc.close(number)
    }

    /// Allows this process so many open files, where its hard limit does (setrlimit with RLIMIT_NOFILE); gives the
    /// number that it may open.
    @discardableResult
    package static func allow(_ count: Int) -> Int {
        Int(clamping: clinux_allow_open_files(UInt64(max(0, count))))
    }

    /// Reads what is there (read); 0 at the end, nil where a non-blocking descriptor has nothing now.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int? {
        try unlessBlocked { () throws(SystemError) in
            try retrying("read") { Glibc.read(number, buffer.baseAddress, buffer.count) }
        }
    }

    /// Writes what fits (write); nil where a non-blocking descriptor has no room now.
    ///
    /// A socket whose other side has gone throws EPIPE and raises no signal only through `send(_:)`.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(SystemError) -> Int? {
        try unlessBlocked { () throws(SystemError) in
            try retrying("write") { Glibc.write(number, bytes.baseAddress, bytes.count) }
        }
    }

    /// Sends what fits over a socket (send with MSG_NOSIGNAL); nil where it has no room now.
    package func send(_ bytes: UnsafeRawBufferPointer) throws(SystemError) -> Int? {
        try unlessBlocked { () throws(SystemError) in
            try retrying("send") { Glibc.send(number, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL)) }
        }
    }

    /// Writes all of it to a blocking descriptor.
    package func writeAll(_ bytes: [UInt8]) throws(SystemError) {
        var written = 0
        while written < bytes.count {
            let count = try retrying("write") {
                bytes.withUnsafeBytes { Glibc.write(number, $0.baseAddress! + written, $0.count - written) }
            }
            written += count
        }
    }

    /// Forces the content to the disk (fsync).
    package func synchronize() throws(SystemError) {
        try retrying("fsync") { fsync(number) }
    }

    /// Says whether calls return at once where they would block (fcntl with O_NONBLOCK).
    package func setNonBlocking(_ isNonBlocking: Bool) throws(SystemError) {
        let flags = try retrying("fcntl") { fcntl(number, F_GETFL) }
        let wanted = isNonBlocking ? flags | O_NONBLOCK : flags & ~O_NONBLOCK
        if wanted != flags { try retrying("fcntl") { fcntl(number, F_SETFL, wanted) } }
    }

    private func unlessBlocked(_ call: () throws(SystemError) -> Int) throws(SystemError) -> Int? {
        do {
            return try call()
        } catch  where error.code == EAGAIN || error.code == EWOULDBLOCK {
            return nil
        }
    }
}
