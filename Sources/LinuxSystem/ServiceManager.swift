internal import Glibc

/// What a service tells the service manager (sd_notify(3)); silent where there is none.
package struct ServiceManager: Sendable {
    private let socket: DatagramSocket?
    /// How often the service manager wants to hear that the service lives; nil where it does not ask.
    package let watchdogInterval: Duration?

    /// Reads NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID.
    package init(environment: (String) -> String?) throws(SystemError) {
        guard let path = environment("NOTIFY_SOCKET"), !path.isEmpty else {
            socket = nil
            watchdogInterval = nil
            return
        }
        socket = try DatagramSocket(to: path)
        let isForUs = environment("WATCHDOG_PID").map { Int32($0) == getpid() } ?? true
        let limit = environment("WATCHDOG_USEC").flatMap { Int64($0) }
        // Twice as often as asked for, so that one late wake-up kills nobody.
        watchdogInterval = isForUs ? limit.flatMap { $0 > 1 ? .microseconds($0 / 2) : nil } : nil
    }

    /// The service is up: what `systemctl start` waits for.
    package func ready(status: String) throws(SystemError) {
        try send(["READY=1", "STATUS=" + status])
    }

    /// A line for `systemctl status`.
    package func status(_ text: String) throws(SystemError) {
        try send(["STATUS=" + text])
    }

    /// Configuration is being read again; `ready` ends it.
    package func reloading() throws(SystemError) {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        let microseconds = Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1000
        try send(["RELOADING=1", "MONOTONIC_USEC=\(microseconds)"])
    }

    /// The service is on its way down.
    package func stopping(status: String) throws(SystemError) {
        try send(["STOPPING=1", "STATUS=" + status])
    }

    /// The service lives.
    package func keepAlive() throws(SystemError) {
        try send(["WATCHDOG=1"])
    }

    /// Sets how long the service may be silent before it is taken to hang (WATCHDOG_USEC).
    package func setWatchdog(_ limit: Duration) throws(SystemError) {
        try send(["WATCHDOG_USEC=\(Self.microseconds(limit))"])
    }

    /// Asks for more time, for a start or a stop that takes long (EXTEND_TIMEOUT_USEC).
    package func extendTimeout(by duration: Duration) throws(SystemError) {
        try send(["EXTEND_TIMEOUT_USEC=\(Self.microseconds(duration))"])
    }

    private static func microseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        let (whole, isTooLong) = seconds.multipliedReportingOverflow(by: 1_000_000)
        let (sum, isJustTooLong) = whole.addingReportingOverflow(attoseconds / 1_000_000_000_000)
        return isTooLong || isJustTooLong ? .max : sum
    }

    private func send(_ lines: [String]) throws(SystemError) {
        // A line break inside a text would start another assignment.
        let text = lines.map { String($0.map { $0.isNewline ? " " : $0 }) }.joined(separator: "\n")
        try socket?.send(Array(text.utf8))
    }
}
