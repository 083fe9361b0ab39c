internal import CLinux
internal import Glibc

/// Waits for many descriptors at once (epoll).
///
/// Any thread may add or remove; one thread waits.
package final class Epoll: Sendable {
    /// What to wait for, or what was found.
    package struct Interest: OptionSet, Sendable {
        package let rawValue: UInt32

        package init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        package static let readable = Interest(rawValue: CLINUX_EPOLLIN)
        package static let writable = Interest(rawValue: CLINUX_EPOLLOUT)
        /// Found without being asked for: the other side has gone.
        package static let hungUp = Interest(rawValue: CLINUX_EPOLLHUP)
        /// Found without being asked for.
        package static let failed = Interest(rawValue: CLINUX_EPOLLERR)
    }

    /// One descriptor that is ready, by the token it was added with.
    package struct Event: Sendable {
        package let token: UInt64
        package let found: Interest
    }

    /// The most events one call of `wait` gives; the rest come with the next.
    package static let maximumEvents = 128

    private let descriptor: FileDescriptor

    package init() throws(SystemError) {
        descriptor = FileDescriptor(
            owning: try retrying("epoll_create") { epoll_create1(Int32(EPOLL_CLOEXEC)) })
    }

    /// The number of the epoll descriptor, so that one epoll can wait for another.
    package var number: Int32 { descriptor.number }

    /// Starts to wait for a descriptor.
    package func add(_ file: FileDescriptor, for interest: Interest, token: UInt64) throws(SystemError) {
        try control(EPOLL_CTL_ADD, file.number, interest, token)
    }

    /// Changes what is waited for on a descriptor that was added.
    package func modify(_ file: FileDescriptor, for interest: Interest, token: UInt64) throws(SystemError) {
        try control(EPOLL_CTL_MOD, file.number, interest, token)
    }

    /// Stops waiting for a descriptor; one that was never added is no error.
    package func remove(_ file: FileDescriptor) {
        _ = clinux_epoll_control(descriptor.number, EPOLL_CTL_DEL, file.number, 0, 0)
    }

    /// What became ready within the time; empty where the time passed or a signal came. nil waits without end.
    package func wait(upTo limit: Duration?) throws(SystemError) -> [Event] {
        let milliseconds = limit.map { wholeMilliseconds($0) } ?? -1
        var found = [clinux_epoll_event](repeating: clinux_epoll_event(), count: Self.maximumEvents)
        let count = clinux_epoll_wait(descriptor.number, &found, Int32(Self.maximumEvents), milliseconds)
        if count < 0 {
            if errno == EINTR { return [] }
            throw SystemError("epoll_wait")
        }
        return found.prefix(Int(count)).map { Event(token: $0.token, found: Interest(rawValue: $0.events)) }
    }

    private func control(
        _ operation: Int32, _ file: Int32, _ interest: Interest, _ token: UInt64
    ) throws(SystemError) {
        guard clinux_epoll_control(descriptor.number, operation, file, interest.rawValue, token) == 0 else {
            throw SystemError("epoll_ctl")
        }
    }

    // Rounded up: a wait that ends before its time would spin until the time has come.
    private func wholeMilliseconds(_ duration: Duration) -> Int32 {
        guard duration > .zero else { return 0 }
        let (seconds, attoseconds) = duration.components
        guard seconds < 1_000_000 else { return 1_000_000_000 }
        let extra: Int64 = 999_999_999_999_999
        return Int32(seconds * 1000 + (attoseconds + extra) / 1_000_000_000_000_000)
    }
}
