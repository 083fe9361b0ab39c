internal import CLinux

/// Memory that is held and not needed: what was freed and the C library keeps for later, and the pages of the program
/// that only its start or a long piece of work touched.
package enum FreedMemory {
    /// Has few threads share what they free, where the C library would keep a store for each (mallopt(3), M_ARENA_MAX).
    /// Call it before there are threads.
    package static func share() { clinux_share_freed_memory() }

    /// Gives it back to the system: once after work that took much and is over (malloc_trim(3), madvise(2)).
    package static func giveBack() { clinux_give_back_memory() }
}
