internal import CLinux
internal import Glibc

/// A process group that a child of ours leads (waitid(2), kill(2)).
struct ProcessGroup {
    enum Ending {
        case exited(Int32)
        case killed(signal: Int32)
    }

    let leader: pid_t

    /// How the leader ended; blocks until it has.
    func ending() -> Ending {
        var information = siginfo_t()
        // WNOWAIT leaves the number taken, so that killing the group can hit nobody else.
        while clinux_wait(leader, &information) < 0 {
            if errno != EINTR { return .killed(signal: SIGKILL) }
        }
        let value = clinux_status(&information)
        return information.si_code == Int32(CLD_EXITED) ? .exited(value) : .killed(signal: value)
    }

    /// Ends all that is left of it, the leader too, and lets go of the number.
    func end() {
        kill(-leader, SIGKILL)
        kill(leader, SIGKILL)
        var status: Int32 = 0
        while waitpid(leader, &status, 0) < 0, errno == EINTR {}
    }
}
