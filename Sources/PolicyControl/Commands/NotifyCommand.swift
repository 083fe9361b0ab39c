internal import ConfigurationFile
internal import Glibc
internal import LinuxSystem

/// `policyctl notify`: runs the programs that tell people, until it is asked to stop.
enum NotifyCommand {
    /// The folder of programs is looked at this often, and on SIGHUP.
    private static let lookEvery_ms: Int32 = 30_000

    static func run(_ session: Session) throws(Trouble) -> String? {
        do {
            try keepTelling(session)
            return nil
        } catch {
            throw .failure("cannot notify: \(error)", nil)
        }
    }

    private static func keepTelling(_ session: Session) throws {
        // Threads inherit what is blocked here, so this comes before any other thread.
        let signals = try SignalReader([SIGTERM, SIGINT, SIGHUP])
        let environment = session.surroundings.environment
        let settings = try NotifySettings(environment)
        LocalTime.useZone(settings.timeZone)
        let manager = try ServiceManager(environment: environment)
        let memory = try NotifyMemory(folder: settings.memory)
        _ = try memory.currentSource()
        let crew = NotifyCrew(
            around: NotifyRunner.Surroundings(
                settings: settings, memory: memory, log: NotifyLog(environment),
                socket: session.socketPath(), machine: machine(), environment: inherited(),
                now: { Int64(time(nil)) }))
        var isReady = false
        while true {
            try crew.look()
            let status = "telling \(Phrases.count(crew.count, "program")) of \(settings.programs)"
            if isReady { try? manager.status(status) } else { try? manager.ready(status: status) }
            isReady = true
            var polled = pollfd(fd: signals.descriptor.number, events: Int16(POLLIN), revents: 0)
            poll(&polled, 1, lookEvery_ms)
            while let signal = signals.next() {
                guard signal != SIGHUP else { continue }
                try? manager.stopping(status: "waiting for programs to end")
                return crew.stop()
            }
        }
    }

    private static func machine() -> String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
        return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    // What the service manager says to us is not for the programs.
    private static let ours = ["NOTIFY_SOCKET=", "WATCHDOG_", "LISTEN_", "INVOCATION_ID=", "JOURNAL_STREAM="]

    private static func inherited() -> [String] {
        var variables: [String] = []
        var next = environ
        while let variable = next.pointee {
            let text = String(cString: variable)
            if !ours.contains(where: text.hasPrefix) { variables.append(text) }
            next += 1
        }
        return variables
    }
}

/// The programs of the folder, each with its runner.
private final class NotifyCrew {
    private let around: NotifyRunner.Surroundings
    private var members: [String: (runner: NotifyRunner, thread: SystemThread)] = [:]

    /// More are left alone, and told of.
    private static let maximumPrograms = 32

    init(around: NotifyRunner.Surroundings) {
        self.around = around
    }

    var count: Int { members.count }

    /// Starts a runner for each program that is there, and ends those of programs that are not.
    func look() throws {
        let names = Self.programs(in: around.settings.programs)
        for name in members.keys where !names.contains(name) {
            guard let member = members.removeValue(forKey: name) else { continue }
            member.runner.stop()
            member.thread.join()
        }
        for name in names.sorted() where members[name] == nil {
            guard members.count < Self.maximumPrograms else {
                return around.log.write(
                    .warning, "\(quoted(name)) is not run: more than \(Self.maximumPrograms) programs")
            }
            let runner = try NotifyRunner(name: name, around: around)
            members[name] = (runner, try SystemThread(named: name) { runner.run() })
        }
    }

    func stop() {
        for member in members.values { member.runner.stop() }
        for member in members.values { member.thread.join() }
        members = [:]
    }

    /// Executable files whose names are letters, digits, hyphens and underscores, as run-parts(8) takes them: no
    /// settings, no backups of editors or packages.
    private static func programs(in folder: String) -> Set<String> {
        Set(
            SmallFile.names(in: folder).filter { name in
                name.utf8.allSatisfy(isPlain) && SmallFile.isProgram(folder + "/" + name)
            })
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
