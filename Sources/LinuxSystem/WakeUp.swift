internal import CLinux
internal import Glibc

/// Wakes a thread that waits in an `Epoll` (eventfd); any thread may signal.
package final class WakeUp: Sendable {
    /// Readable while signalled.
    package let descriptor: FileDescriptor

    package init() throws(SystemError) {
        let flags = Int32(EFD_CLOEXEC | EFD_NONBLOCK)
        descriptor = FileDescriptor(owning: try retrying("eventfd") { eventfd(0, flags) })
    }

    /// Makes the descriptor readable.
    package func signal() {
        var one: UInt64 = 1
        // A full counter (EAGAIN) is signalled already.
        _ = withUnsafeBytes(of: &one) { Glibc.write(descriptor.number, $0.baseAddress, $0.count) }
    }

    /// Takes the signals back; says whether there were any.
    @discardableResult
    package func drain() -> Bool {
        var count: UInt64 = 0
        return withUnsafeMutableBytes(of: &count) { Glibc.read(descriptor.number, $0.baseAddress, $0.count) }
            == 8
    }
}
