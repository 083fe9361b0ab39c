internal import ConfigurationFile
internal import FoundationEssentials
internal import Glibc
internal import LinuxSystem
internal import PolicyAPI
internal import PolicyStore
internal import PolicyText
internal import Synchronization
internal import Varlink

/// The daemon whole: it makes the parts, starts their threads, and waits for a signal.
///
/// - main thread: signals and the service manager
/// - ingest thread: the folder, the database's one writer; with one that helps, and for long batches others that read
///   ahead
/// - digest thread: the folder of digests
/// - server thread and its workers: the socket; each worker reads the record by a connection of its own
package final class Daemon {
    private let arguments: Arguments
    private let settings: Settings
    private let environment: [String: String]
    private let log: Log
    private let clock = Clock()

    package init(arguments: Arguments, settings: Settings, environment: [String: String]) {
        self.arguments = arguments
        self.settings = settings
        self.environment = environment
        log = Log { environment[$0] }
    }

    /// Runs until SIGTERM or SIGINT, or until a part fails.
    package func run() throws {
        FreedMemory.share()
        // Threads inherit what is blocked here, so this comes before any other thread.
        let signals = try SignalReader([SIGTERM, SIGINT, SIGHUP])
        SignalReader.ignore(SIGPIPE)
        try useZone()
        let lock = try StateFolder(settings.stateFolder)
        defer { withExtendedLifetime(lock) {} }
        let reporter = try ServiceReporter { environment[$0] }
        reporter.status("opening the record")
        reporter.allowSteps(of: settings.configuration.convert.timeout)
        FileDescriptor.allow(settings.configuration.socket.maximumConnections + Self.ownDescriptors)
        let problems = ProblemBook(changed: tellProblem)
        let store = try RecordOpener(
            path: settings.databasePath, clock: clock, log: log, problems: problems, reporter: reporter
        ).open()
        do {
            let parts = DaemonParts(
                settings: settings, settingsInUse: SettingsInUse(settings, try Meaning(settings)),
                clock: clock, log: log, reporter: reporter, control: try IngestControl(),
                state: ServiceState(started: clock.now()),
                hub: FollowHub(last: try store.lastChange(), wire: WireFormat(clock: clock)),
                problems: problems)
            let newest = try lastChange(store)
            parts.state.update { $0.lastChange = newest }
            try run(parts, store: store, signals: signals)
        } catch  where RecordOpener.isDamage(error) {
            RecordOpener.doubt(settings.databasePath)
            throw DamagedRecord(cause: error)
        }
    }

    private func run(_ parts: DaemonParts, store: Store, signals: SignalReader) throws {
        let ending = Ending()
        let service = PolicyService(parts: parts, answers: AnswerService(clock: clock), owner: geteuid())
        let digests = DigestLoop(parts, documents: try store.counts().documents) { [log] in
            Self.announce(parts, log: log)
            service.warm()
        }
        let loop = try IngestLoop(
            parts: parts, store: store, digests: digests,
            reload: { [arguments, environment] in
                let fresh = try Settings(
                    arguments, environment: environment, directory: Self.workingDirectory)
                return (fresh, try Meaning(fresh))
            })
        let listening = try listen()
        // The first comparison is what a start waits for: it is begun before the rest is made ready.
        let ingesting = try thread("policyd-ingest", ending) { [loop = Handed(loop)] in try loop.value.run() }
        let server = try VarlinkServer(
            listening: listening, interfaces: [PolicyInterface.description],
            product: ServiceInfo(
                vendor: "policyd", product: "policyd", version: policydVersion, url: "man:policyd(8)"),
            limits: limits, handler: service)

        let serving = try thread("policyd-serve", ending) { try server.run() }
        let digesting = try thread("policyd-digest", ending) { digests.run() }
        // The socket answers, and the first comparison has begun.
        parts.reporter.ready(ServiceReporter.line(parts.state.current, now: clock.now()))

        waitForEnd(signals, ending, parts)
        parts.reporter.stopping()
        log.info(.stopping, "stopping")
        parts.state.update { $0.state = .stopping }
        // First, so that what it has remembered is kept.
        digests.stop()
        digesting.join()
        parts.control.stop()
        server.stop()
        ingesting.join()
        serving.join()
        if let failure = ending.failure { throw failure }
    }

    // MARK: Start

    private func useZone() throws {
        let zone = settings.configuration.digest.timeZone
        if let zone, !LocalTime.isZone(zone) {
            throw ConfigurationIssue(
                file: settings.files.first ?? "policyd", line: 0,
                message:
                    "'TimeZone' must be a time zone that this system knows, such as America/Toronto, not '\(zone)'"
            )
        }
        LocalTime.useZone(zone)
    }

    private func lastChange(_ store: Store) throws -> Timestamp? {
        var selection = ChangeSelection()
        selection.limit = 1
        selection.isNewestFirst = true
        return try store.changes(selection).first?.time
    }

    private func listen() throws -> [FileDescriptor] {
        let handed = try SocketActivation.sockets { environment[$0] }
        if !handed.isEmpty { return handed }
        return [
            try UnixSocket.listen(at: settings.socketPath, mode: UInt32(settings.configuration.socket.mode))
        ]
    }

    private var limits: VarlinkLimits {
        let socket = settings.configuration.socket
        var limits = VarlinkLimits()
        limits.connections = socket.maximumConnections
        limits.requestBytes = socket.maximumRequest
        limits.idleTime = socket.idle
        limits.requestTime = socket.requestTimeout
        return limits
    }

    /// Descriptors for everything but clients: the database and its readers, the folder, converters.
    private static let ownDescriptors = 256

    private static var workingDirectory: String { FileManager.default.currentDirectoryPath }

    // MARK: Threads

    /// A part that ends before it is asked to ends the daemon.
    private func thread(
        _ name: String, _ ending: Ending, _ body: @escaping @Sendable () throws -> Void
    ) throws -> SystemThread {
        try SystemThread(named: name) {
            do {
                try body()
                ending.end(nil)
            } catch {
                ending.end(error)
            }
        }
    }

    private func waitForEnd(_ signals: SignalReader, _ ending: Ending, _ parts: DaemonParts) {
        while true {
            ending.wait(besides: signals.descriptor)
            while let signal = signals.next() {
                if signal == SIGHUP {
                    parts.reporter.reloading()
                    let isTaken = parts.control.ask(
                        .reload { [reporter = parts.reporter, state = parts.state, clock] _ in
                            reporter.ready(ServiceReporter.line(state.current, now: clock.now()))
                        })
                    if !isTaken { log.warning(.trouble, "cannot reload: too many requests wait") }
                } else {
                    return
                }
            }
            if ending.hasEnded { return }
        }
    }

    // MARK: Telling

    private var tellProblem: @Sendable (DocumentPath, Problem?) -> Void {
        { [log] path, problem in
            guard let problem else {
                return log.notice(
                    .documentReadable, "\(quoted(path.text)) can be read again", ["POLICYD_PATH": path.text])
            }
            let advice = problem.advice.map { " (\($0))" } ?? ""
            log.warning(
                .documentUnreadable, "cannot read \(quoted(path.text)): \(problem.reason)\(advice)",
                ["POLICYD_PATH": path.text])
        }
    }

    /// The end of the start: what is watched, where the digest is, what to type next.
    private static func announce(_ parts: DaemonParts, log: Log) {
        let values = parts.state.current
        let control =
            CommandLine.arguments.first.map { program in
                program.contains("/")
                    ? program.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
                        separator: "/") + "/policyctl" : "policyctl"
            } ?? "policyctl"
        let digest = DigestSchedule(clock: parts.clock, settings: parts.settings).todaysFile
        log.notice(
            .ready,
            "ready: \(ServiceReporter.line(values, now: parts.clock.now())) in \(quoted(parts.watchedFolder)); "
                + "today's digest: \(digest); next: \(control) ask 'your question'")
    }
}

/// The database was found damaged in the middle of the work.
private struct DamagedRecord: Error, CustomStringConvertible {
    let cause: any Error

    var description: String {
        "\(cause) (start policyd again: it checks the database, and keeps it aside where it is damaged)"
    }
}

/// The end of a part, and of the daemon: any thread may tell it, the main thread waits for it.
private final class Ending: Sendable {
    private struct State {
        var hasEnded = false
        var failure: (any Error)?
    }

    private let state = Mutex(State())
    private let wakeUp = try? WakeUp()

    var hasEnded: Bool { state.withLock { $0.hasEnded } }
    var failure: (any Error)? { state.withLock { $0.failure } }

    func end(_ failure: (any Error)?) {
        state.withLock { state in
            state.hasEnded = true
            state.failure = state.failure ?? failure
        }
        wakeUp?.signal()
    }

    /// Waits until a part has ended or the descriptor can be read.
    func wait(besides descriptor: FileDescriptor) {
        var polled = [
            pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wakeUp?.descriptor.number ?? -1, events: Int16(POLLIN), revents: 0),
        ]
        poll(&polled, nfds_t(polled.count), -1)
    }
}

/// Hands something that one thread owns to that thread, before it starts.
private struct Handed<Value>: @unchecked Sendable {
    let value: Value

    init(_ value: Value) {
        self.value = value
    }
}
