internal import CLinux
internal import Glibc

/// Signals as something to read (signalfd), so that nothing runs in a signal handler.
///
/// Make it on the main thread before any other thread starts: threads inherit what is blocked.
package final class SignalReader: Sendable {
    /// Readable while a signal is waiting.
    package let descriptor: FileDescriptor

    /// Blocks the signals for this thread and those it starts later, and reads them instead.
    package init(_ signals: [Int32]) throws(SystemError) {
        var set = Self.set(of: signals)
        let blocked = pthread_sigmask(SIG_BLOCK, &set, nil)
        guard blocked == 0 else { throw SystemError("block signals", code: blocked) }
        let flags = Int32(SFD_CLOEXEC | SFD_NONBLOCK)
        descriptor = FileDescriptor(owning: try retrying("signalfd") { signalfd(-1, &set, flags) })
    }

    /// The next signal that came; nil where there is none.
    package func next() -> Int32? {
        var information = signalfd_siginfo()
        let size = withUnsafeMutableBytes(of: &information) {
            Glibc.read(descriptor.number, $0.baseAddress, $0.count)
        }
        return size == MemoryLayout<signalfd_siginfo>.size ? Int32(information.ssi_signo) : nil
    }

    /// Ignores a signal in the whole process: SIGPIPE, where an answer to a client that has gone is an error.
    package static func ignore(_ signal: Int32) {
        _ = Glibc.signal(signal, SIG_IGN)
    }

    private static func set(of signals: [Int32]) -> sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in signals { sigaddset(&set, signal) }
        return set
    }
}
