private import Glibc

/// A point on the monotonic clock, as coarse as the kernel's tick: for time limits, read at every turn of a loop.
struct Moment: Comparable, Sendable {
    private let nanoseconds: Int64

    static var now: Moment {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
        return Moment(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    static func < (left: Moment, right: Moment) -> Bool { left.nanoseconds < right.nanoseconds }

    /// Far in the future where the duration is too long to count.
    static func + (moment: Moment, duration: Duration) -> Moment {
        let (seconds, attoseconds) = duration.components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, overflowToo) = whole.addingReportingOverflow(
            moment.nanoseconds + attoseconds / 1_000_000_000)
        return Moment(nanoseconds: overflow || overflowToo ? .max : sum)
    }

    static func - (left: Moment, right: Moment) -> Duration {
        .nanoseconds(left.nanoseconds.subtractingReportingOverflow(right.nanoseconds).partialValue)
    }
}

/// A number that tells threads apart.
func currentThread() -> UInt {
    UInt(pthread_self())
}
