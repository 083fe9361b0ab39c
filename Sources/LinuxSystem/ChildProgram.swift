internal import CLinux
internal import Glibc

/// A program run to its end with something on its standard input (posix_spawn): trusted, but not to end.
///
/// Its standard output and error are ours; it leads a process group, which is killed with all that is in it once its
/// time is up. To run what is not trusted, use `ConfinedProgram`.
package struct ChildProgram: Sendable {
    package enum Ending: Hashable, Sendable {
        case exited(Int32)
        case killed(signal: Int32)
        case tookTooLong
    }

    private let path: String
    private let environment: [String]

    /// - Parameter environment: the whole of it, as `NAME=value`.
    package init(path: String, environment: [String]) {
        self.path = path
        self.environment = environment
    }

    /// Runs it; blocks until it has ended or been killed.
    package func run(input: [UInt8], limit: Duration) throws(SystemError) -> Ending {
        let process = try start(try Self.file(holding: input))
        let group = ProcessGroup(leader: process)
        // Whatever it leaves running has nobody to answer to.
        defer { group.end() }
        guard try wait(for: process, limit) else { return .tookTooLong }
        switch group.ending() {
        case .exited(let status): return .exited(status)
        case .killed(let signal): return .killed(signal: signal)
        }
    }

    private func start(_ input: FileDescriptor) throws(SystemError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input.number, 0)
        // Standard output is for answers of ours; what a program says is for the log.
        posix_spawn_file_actions_adddup2(&actions, 2, 1)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
        var words = [strdup(path), nil]
        var variables = environment.map { (text: String) in strdup(text) } + [nil]
        defer { for text in words + variables { free(text) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, path, &actions, &attributes, &words, &variables)
        guard code == 0 else { throw SystemError("run", path, code: code) }
        return process
    }

    /// Waits for its end; false where that does not come in time.
    private func wait(for process: pid_t, _ limit: Duration) throws(SystemError) -> Bool {
        let handle = FileDescriptor(owning: try retrying("run", path) { clinux_open_process(process) })
        let end = ContinuousClock.now + limit
        while true {
            var polled = pollfd(fd: handle.number, events: Int16(POLLIN), revents: 0)
            let left = end - .now
            guard left > .zero else { return false }
            let milliseconds = Int32(clamping: left.components.seconds * 1000 + 999)
            if poll(&polled, 1, milliseconds) > 0 { return true }
        }
    }

    private static func file(holding input: [UInt8]) throws(SystemError) -> FileDescriptor {
        let file = FileDescriptor(
            owning: try retrying("memfd_create") { clinux_memfd_create("policyd-input", CLINUX_MFD_CLOEXEC) })
        try file.writeAll(input)
        try retrying("lseek") { lseek(file.number, 0, SEEK_SET) }
        return file
    }
}
