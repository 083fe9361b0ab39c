internal import CLinux
internal import Glibc

/// A clock that makes its descriptor readable at a set time (timerfd).
package final class Timer: Sendable {
    /// Readable once the time has come, until `drain()`.
    package let descriptor: FileDescriptor

    /// A timer that is not set, on the monotonic clock.
    package init() throws(SystemError) {
        let flags = Int32(TFD_CLOEXEC | TFD_NONBLOCK)
        descriptor = FileDescriptor(
            owning: try retrying("timerfd_create") { timerfd_create(CLOCK_MONOTONIC, flags) })
    }

    /// Fires once after `delay`, and then every `interval` where one is given.
    package func set(after delay: Duration, every interval: Duration? = nil) throws(SystemError) {
        // A zero time would unset the timer.
        var times = itimerspec()
        times.it_value = timespec(max(delay, .nanoseconds(1)))
        if let interval { times.it_interval = timespec(interval) }
        try retrying("timerfd_settime") { timerfd_settime(descriptor.number, 0, &times, nil) }
    }

    /// Stops it.
    package func unset() throws(SystemError) {
        var times = itimerspec()
        try retrying("timerfd_settime") { timerfd_settime(descriptor.number, 0, &times, nil) }
    }

    /// How often it fired since it was last asked.
    @discardableResult
    package func drain() -> UInt64 {
        var count: UInt64 = 0
        let size = withUnsafeMutableBytes(of: &count) {
            Glibc.read(descriptor.number, $0.baseAddress, $0.count)
        }
        return size == 8 ? count : 0
    }
}

extension timespec {
    fileprivate init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self.init(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
    }
}
