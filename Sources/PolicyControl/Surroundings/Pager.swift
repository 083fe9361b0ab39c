internal import Glibc
internal import LinuxSystem

/// A program that shows output a screen at a time, started with the first byte and waited for at the end.
final class Pager: Sink {
    // As git's own: quit where it fits one screen, keep colours, leave the screen as it is; for lv, show colours.
    private static let defaults = ["LESS=FRX", "LV=-c"]

    private let command: String
    private let fallback: any Sink
    private var process: pid_t = 0
    private var pipe: FileDescriptor?
    private var hasStarted = false

    init(command: String, fallback: any Sink) {
        self.command = command
        self.fallback = fallback
    }

    /// The command that the environment asks for, `POLICYCTL_PAGER` before `PAGER`; nil for none.
    static func command(_ environment: (String) -> String?) -> String? {
        if let chosen = environment("POLICYCTL_PAGER") ?? environment("PAGER") {
            return chosen.isEmpty || chosen == "cat" ? nil : chosen
        }
        let folders = (environment("PATH") ?? "").split(separator: ":")
        return folders.contains { access($0 + "/less", X_OK) == 0 } ? "less" : nil
    }

    func write(_ bytes: [UInt8]) throws(SystemError) {
        if !hasStarted {
            hasStarted = true
            start()
        }
        guard let pipe else { return try fallback.write(bytes) }
        try pipe.writeAll(bytes)
    }

    func finish() {
        pipe = nil
        guard process > 0 else { return }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        process = 0
    }

    private func start() {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { return }
        let (read, write) = (FileDescriptor(owning: ends[0]), FileDescriptor(owning: ends[1]))
        _ = fcntl(write.number, F_SETFD, FD_CLOEXEC)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, read.number, 0)
        posix_spawn_file_actions_addclose(&actions, read.number)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // We ignore SIGPIPE; the pager is to have its own way.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        var arguments = ["sh", "-c", command].map { (word: String) in strdup(word) } + [nil]
        defer { for argument in arguments { free(argument) } }
        // For the pager's own environment: what is set there stays.
        let missing = Self.defaults.filter { getenv(String($0.prefix { $0 != "=" })) == nil }
        let additions = missing.map { (setting: String) in strdup(setting) }
        defer { for addition in additions { free(addition) } }
        var inherited: [UnsafeMutablePointer<CChar>?] = []
        while let variable = environ[inherited.count] { inherited.append(variable) }
        var variables = inherited + additions + [nil]
        guard posix_spawn(&process, "/bin/sh", &actions, &attributes, &arguments, &variables) == 0 else {
            process = 0
            return
        }
        pipe = write
        // Control-C is for the pager, which may use it to stop a search.
        signal(SIGINT, SIG_IGN)
    }
}
