internal import Glibc
internal import LinuxSystem
internal import PolicyAPI
internal import Synchronization
internal import Varlink

/// Keeps one program told, on a thread of its own, so that no program waits for another.
///
/// It follows the changes from where the program is, gathers for a while from the first one on, lets go of the
/// connection and runs the program with what was gathered. Only once the program has ended well is its place moved;
/// whatever goes wrong, the next attempt begins from the place on the disk.
final class NotifyRunner: Sendable {
    /// Everything the runners of one notifier share.
    struct Surroundings: Sendable {
        let settings: NotifySettings
        let memory: NotifyMemory
        let log: NotifyLog
        let socket: String
        let machine: String
        let environment: [String]
        let now: @Sendable () -> Int64
    }

    /// Changes given to a program at once; the rest comes in the next batch.
    private static let maximumBatch = 1000
    /// A program that runs longer is killed, and tried again.
    private static let programTime: Duration = .seconds(300)
    private static let firstDelay: Duration = .seconds(5)
    private static let longestDelay: Duration = .seconds(3600)
    /// Days whose digests are caught up at most.
    private static let maximumDays = 31
    /// How long the daemon may take to answer anything but a stream.
    private static let patience: Duration = .seconds(60)

    let name: String
    private let path: String
    private let around: Surroundings
    private let wakeUp: WakeUp

    private struct State {
        var isStopping = false
        // Held while it is read from, so that a stop can end it.
        var connection: FileDescriptor?
    }

    private let state = Mutex(State())

    init(name: String, around: Surroundings) throws(SystemError) {
        self.name = name
        path = around.settings.programs + "/" + name
        self.around = around
        wakeUp = try WakeUp()
    }

    /// Lets `run()` return once the program, where it runs, has ended. Any thread may call it.
    func stop() {
        let connection = state.withLock { state in
            state.isStopping = true
            return state.connection
        }
        wakeUp.signal()
        if let connection { UnixSocket.end(connection) }
    }

    private var isStopping: Bool { state.withLock { $0.isStopping } }

    /// Keeps the program told until `stop()`.
    func run() {
        var delay = Self.firstDelay
        var lastTrouble: String?
        while !isStopping {
            do {
                try tell()
                delay = Self.firstDelay
                lastTrouble = nil
            } catch {
                guard !isStopping else { return }
                let reason = (error as? Refusal)?.reason ?? reason(of: error)
                // A daemon that is down for a weekend is told of once.
                if reason != lastTrouble {
                    around.log.write(
                        .warning, "\(quoted(name)) \(reason); trying again", .notTold,
                        [("POLICYD_PROGRAM", name)])
                }
                lastTrouble = reason
                pause(delay)
                delay = min(delay * 2, Self.longestDelay)
            }
        }
    }

    /// The program did not take what it was given.
    private struct Refusal: Error {
        let reason: String
    }

    private func reason(of error: any Error) -> String {
        switch error as? VarlinkClientError {
        case .system(let error): "waits: \(error)"
        case .closed: "waits: policyd has closed the connection"
        case .refused(let refusal): "waits: policyd refused: \(refusal.name)"
        case .notUnderstood, .tooLong: "waits: policyd's reply is not understood"
        case nil: "waits: \(error)"
        }
    }

    private func pause(_ delay: Duration) {
        var polled = pollfd(fd: wakeUp.descriptor.number, events: Int16(POLLIN), revents: 0)
        poll(&polled, 1, Int32(clamping: delay.components.seconds * 1000))
    }

    // MARK: - One round

    /// Tells the program what there is, waiting for the first change or the next digest.
    private func tell() throws {
        let (client, connection) = try connect()
        defer { state.withLock { $0.connection = nil } }
        var progress = try progress(client)
        if let day = try nextDigest(client, &progress) {
            state.withLock { $0.connection = nil }
            UnixSocket.end(connection)
            try run(day)
            if case .digest(let date, _, _) = day.content { progress.digest = date }
            return try around.memory.remember(progress, of: name)
        }
        let changes = try gather(client, after: progress.cursor)
        state.withLock { $0.connection = nil }
        // Nothing is sent to us while the program runs, which may take long.
        UnixSocket.end(connection)
        guard let last = changes.last, !isStopping else { return }
        try run(batch(.changes(changes), progress.source))
        progress.cursor = last.id
        progress.moment = NotifyDay.utcSecond(of: last.time)
        try around.memory.remember(progress, of: name)
        around.log.write(
            .info, "\(quoted(name)) took \(Phrases.count(changes.count, "change"))", .told,
            [("POLICYD_PROGRAM", name), ("POLICYD_CURSOR", String(last.id))])
    }

    private func connect() throws(VarlinkClientError) -> (VarlinkClient, FileDescriptor) {
        do throws(SystemError) {
            let socket = try UnixSocket.connect(to: around.socket)
            try UnixSocket.setTimeout(Self.patience, on: socket)
            let isLate = state.withLock { state in
                state.connection = socket
                return state.isStopping
            }
            if isLate { UnixSocket.end(socket) }
            return (VarlinkClient(socket: socket), socket)
        } catch {
            throw .system(error)
        }
    }

    /// Where the program is. One that is new begins with what happens from now on; where the record is another than
    /// it was, everything in it is new.
    private func progress(_ client: VarlinkClient) throws -> NotifyMemory.Progress {
        if var known = try around.memory.progress(of: name) {
            let there = known.cursor > 0 ? try change(after: known.cursor - 1, client) : nil
            let isThere =
                there?.id == known.cursor && NotifyDay.utcSecond(of: there?.time ?? "") == known.moment
            if known.cursor == 0 || isThere {
                known.source = try around.memory.currentSource()
                return known
            }
            around.log.write(
                .warning, "\(quoted(name)) is told everything again: the record is not the one it was")
            let fresh = NotifyMemory.Progress(
                digest: known.digest, source: try around.memory.source(after: known.source))
            // At once: what follows may fail, and is then tried again from here.
            try around.memory.remember(fresh, of: name)
            return fresh
        }
        let cursor = try client.call(Wire.Sync.name, Wire.Sync.Parameters(timeoutSeconds: 30))
            .parameters(Wire.Sync.Reply.self).cursor
        var progress = NotifyMemory.Progress(cursor: cursor, source: try around.memory.currentSource())
        if cursor > 0 {
            progress.moment = try change(after: cursor - 1, client).flatMap {
                NotifyDay.utcSecond(of: $0.time)
            }
        }
        if let minutes = around.settings.digestTime {
            progress.digest = NotifyDay.iso(NotifyDay.lastDue(now: around.now(), minutes: minutes))
        }
        try around.memory.remember(progress, of: name)
        return progress
    }

    private func change(after cursor: Int, _ client: VarlinkClient) throws -> Wire.Change? {
        try client.call(Wire.Changes.name, Wire.Changes.Parameters(after: cursor, limit: 1))
            .parameters(Wire.Changes.Reply.self).changes.first
    }

    /// What happens from the cursor on: waits for the first, then gathers for a while. Empty where a digest is due
    /// before anything happens.
    private func gather(_ client: VarlinkClient, after cursor: Int) throws -> [Wire.Change] {
        try client.send(
            Wire.Follow.name,
            Wire.Follow.Parameters(after: cursor, significance: around.settings.significance), more: true)
        var changes: [Wire.Change] = []
        var end = around.settings.digestTime.map {
            ContinuousClock.now + NotifyDay.untilNext(now: around.now(), minutes: $0)
        }
        while changes.count < Self.maximumBatch {
            let left = end.map { max(.milliseconds(1), $0 - .now) }
            // Without a limit the socket waits without end; zero says so.
            try client.setTimeout(left ?? .zero)
            do throws(VarlinkClientError) {
                changes.append(try client.nextReply().parameters(Wire.Follow.Reply.self).change)
            } catch {
                guard case .system(let reason) = error, reason.code == EAGAIN else {
                    // What has been gathered is told all the same; the rest comes from its place.
                    if changes.isEmpty { throw error }
                    return changes
                }
                return changes
            }
            if changes.count == 1 { end = .now + around.settings.batch }
        }
        return changes
    }

    /// The oldest digest that is due and was not taken; days on which nothing happened have none.
    private func nextDigest(
        _ client: VarlinkClient, _ progress: inout NotifyMemory.Progress
    ) throws -> NotifyBatch? {
        guard let minutes = around.settings.digestTime else { return nil }
        let due = NotifyDay.lastDue(now: around.now(), minutes: minutes)
        for day in NotifyDay.days(after: progress.digest, upTo: due, limit: Self.maximumDays) {
            let parameters = Wire.Changes.Parameters(since: day, until: day, limit: 1)
            let hasChanges = try !client.call(Wire.Changes.name, parameters)
                .parameters(Wire.Changes.Reply.self).changes.isEmpty
            if hasChanges {
                return batch(
                    .digest(
                        date: day, markdown: try digest(of: day, .markdown, client),
                        html: try digest(of: day, .html, client)), progress.source)
            }
            progress.digest = day
            try around.memory.remember(progress, of: name)
        }
        return nil
    }

    private func digest(
        of day: String, _ format: Wire.DigestFormat, _ client: VarlinkClient
    ) throws(VarlinkClientError) -> String {
        try client.call(Wire.Digest.name, Wire.Digest.Parameters(date: day, format: format))
            .parameters(Wire.Digest.Reply.self).content
    }

    private func batch(_ content: NotifyBatch.Content, _ source: String) -> NotifyBatch {
        NotifyBatch(machine: around.machine, source: source, content: content)
    }

    private func run(_ batch: NotifyBatch) throws {
        let own = try NotifyProgramSettings.read(path + ".conf")
        let program = ChildProgram(path: path, environment: around.environment + own + batch.environment)
        switch try program.run(input: try batch.json(), limit: Self.programTime) {
        case .exited(0): return
        case .exited(let status): throw Refusal(reason: "ended with status \(status)")
        case .killed(let signal): throw Refusal(reason: "was killed by signal \(signal)")
        case .tookTooLong: throw Refusal(reason: "took longer than \(Self.programTime.components.seconds) s")
        }
    }
}
