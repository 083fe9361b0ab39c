internal import CLinux
internal import Glibc

/// Memory that is held and not needed: what was freed and the C library keeps for later, and the pages of the program
/// that only its start or a long piece of work touched.
package enum FreedMemory {
    /// Has few threads share what they free, where the C library would keep a store for each (mallopt(3), M_ARENA_MAX).
    /// Call it before there are threads.
    package static func share() { clinux_share_freed_memory() }

    /// Gives it back to the system: once after work that took much and is over (malloc_trim(3), madvise(2)).
    package static func giveBack() { clinux_give_back_memory() }

    /// Runs a piece of work, and gives back what it leaves where it was long.
    package static func givingBack<Result>(after work: () throws -> Result) rethrows -> Result {
        let start_ns = processorTime_ns
        defer { if processorTime_ns - start_ns > longWork_ns { giveBack() } }
        return try work()
    }

    /// Work that keeps a thread busy for longer has taken memory worth giving back.
    private static let longWork_ns: Int64 = 200_000_000

    /// What this thread has used: unlike the time that went by it does not grow while others work.
    private static var processorTime_ns: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
