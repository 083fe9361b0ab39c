internal import Glibc
internal import LinuxSystem

extension SystemError {
    /// Nobody reads what we write any more (EPIPE).
    var isClosedPipe: Bool { code == EPIPE }

    /// What to try where a socket cannot be connected to.
    var connectionHint: String? {
        switch code {
        case ENOENT, ECONNREFUSED: "is policyd running?"
        case EACCES, EPERM: "are you in the socket's group?"
        default: nil
        }
    }
}
