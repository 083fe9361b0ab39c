internal import CLinux

/// Memory that was freed and that the C library keeps for later.
package enum FreedMemory {
    /// Has few threads share what they free, where the C library would keep a store for each (mallopt(3), M_ARENA_MAX).
    /// Call it before there are threads.
    package static func share() { clinux_share_freed_memory() }

    /// Gives it back to the system: once after work that took much and is over (malloc_trim(3)).
    package static func giveBack() { clinux_give_back_memory() }
}
