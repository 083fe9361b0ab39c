internal import FoundationEssentials
internal import LinuxSystem
internal import PolicyAPI
internal import PolicyStore
internal import PolicyText
internal import Synchronization
internal import Varlink

/// Answers the methods of `org.policyd`.
///
/// Each call is answered on a worker thread from a read-only connection of its own, so that no client waits for
/// another or for the ingest thread; what the ingest thread must do is asked of it and answered when it is done.
final class PolicyService: VarlinkHandler {
    /// Results that one call may ask for.
    static let maximumLimit = 10_000
    /// A day on which a whole archive changed takes longer to tell than other requests may, and so does the first
    /// reading of one.
    static let longTime: Duration = .seconds(120)
    static let standardLimit = 10
    static let standardChanges = 1000

    let readers: ReaderPool
    let wire: WireFormat
    let clock: Clock
    let answers: AnswerService
    let lengths = PassageLengths()
    let parts: DaemonParts
    private let owner: UInt32
    private let toldStatus = Mutex<ToldStatus?>(nil)
    /// One verification at a time: each takes all processors.
    private let verifying = Mutex(())

    init(parts: DaemonParts, answers: AnswerService, owner: UInt32) {
        readers = ReaderPool(path: parts.settings.databasePath, maximumIdle: 4)
        wire = WireFormat(clock: parts.clock)
        clock = parts.clock
        self.answers = answers
        self.parts = parts
        self.owner = owner
    }

    /// By the lexicon in use.
    var meaning: Meaning { parts.settingsInUse.meaning }

    /// More passages than this are read by the first question: until somebody asks, the memory is for others.
    static let mostWarmed = 200_000

    /// Reads what every change and every question needs, on a thread of its own, so that the first one does not wait
    /// for it.
    func warm() {
        let isWorthReading = parts.state.current.passages <= Self.mostWarmed
        _ = try? SystemThread(named: "policyd-warm") { [readers, answers, meaning] in
            meaning.prepare()
            // What fails here is tried again, and told, by the first question.
            if isWorthReading { try? readers.read(answers.bringUpToDate) }
            FreedMemory.giveBack()
        }
    }

    // A sync is but handed on to the ingest thread.
    func isQuick(_ method: String) -> Bool { method == Wire.Status.name || method == Wire.Sync.name }

    func error(for refusal: VarlinkRefusal) -> VarlinkError { PolicyError(refusal).varlinkError }

    func ended(_ method: String, of peer: PeerCredentials, for refusal: VarlinkRefusal) {
        let name = method.split(separator: ".").last.map(String.init) ?? method
        let why: String =
            switch refusal {
            case .fellBehind(let limit): "\(limit) bytes waited to be read, the most allowed"
            case .readNothing(let limit): "it read nothing for \(Int(limit / .seconds(1))) s"
            default: "the daemon is busy"
            }
        parts.log.notice(
            .followerLeftBehind,
            "let go of a client of \(name), user \(peer.user), process \(peer.process): \(why); its cursor stays good",
            ["POLICYD_PEER_UID": String(peer.user), "POLICYD_PEER_PID": String(peer.process)])
    }

    func respond(to call: VarlinkCall) {
        do {
            try FreedMemory.givingBack { try route(call) }
        } catch let error as VarlinkError {
            call.fail(error)
        } catch let error as PolicyError {
            call.fail(error.varlinkError)
        } catch  where call.isCancelled {
            // Nobody waits for it, and its query was stopped for that.
        } catch {
            if RecordOpener.isDamage(error) { RecordOpener.doubt(parts.settings.databasePath) }
            parts.log.error(.trouble, "cannot answer \(call.method): \(error)")
            call.fail(PolicyError.busy(reason: "\(error)").varlinkError)
        }
    }

    private func route(_ call: VarlinkCall) throws {
        switch call.method {
        case Wire.Ask.name:
            try readAhead(of: call)
            try answer(call, Wire.Ask.self, ask)
        case Wire.Search.name: try answer(call, Wire.Search.self, search)
        case Wire.List.name: try answer(call, Wire.List.self, list)
        case Wire.History.name: try answer(call, Wire.History.self, history)
        case Wire.Show.name: try answer(call, Wire.Show.self, show)
        case Wire.Diff.name: try answer(call, Wire.Diff.self, diff)
        case Wire.Blame.name: try answer(call, Wire.Blame.self, blame)
        case Wire.Changes.name: try answer(call, Wire.Changes.self, changes)
        case Wire.Digest.name:
            call.limitTime(to: max(Self.longTime, parts.settings.configuration.socket.requestTimeout))
            try answer(call, Wire.Digest.self, digest)
        case Wire.Commitments.name: try answer(call, Wire.Commitments.self, commitments)
        case Wire.Status.name: tellStatus(call)
        case Wire.Follow.name: try follow(call)
        case Wire.Sync.name: try sync(call)
        case Wire.Rescan.name: try rescan(call)
        case Wire.Reload.name: try reload(call)
        case Wire.Verify.name: try verify(call)
        case Wire.Backup.name: try backup(call)
        default: call.fail(.methodNotFound(call.method))
        }
    }

    /// Reads what every question needs, to its end, whoever has gone. Of a large folder that takes longer than a
    /// question may, and the first one waits for it.
    private func readAhead(of call: VarlinkCall) throws {
        let limit = parts.settings.configuration.socket.requestTimeout
        try readers.read { record in
            guard try answers.isBehind(record) else { return }
            call.limitTime(to: max(Self.longTime, limit))
            try answers.bringUpToDate(record)
            call.limitTime(to: limit)
        }
    }

    private func answer<Method: PolicyMethod>(
        _ call: VarlinkCall, _: Method.Type, _ body: (Method.Parameters, StoreReader) throws -> Method.Reply
    ) throws {
        let parameters = try call.parameters(Method.Parameters.self)
        call.reply(try readers.read(for: call) { try body(parameters, $0) })
    }

    // MARK: State

    /// What `Status` was told last, and of which state: it is asked often and changes seldom.
    private struct ToldStatus {
        var state: UInt64
        var problems: UInt64
        var folder: String
        var reply: PreparedReply
    }

    private func tellStatus(_ call: VarlinkCall) {
        let (state, problems) = (parts.state.revision, parts.problems.revision)
        let folder = parts.watchedFolder
        let known = toldStatus.withLock { $0 }
        if let known, known.state == state, known.problems == problems, known.folder == folder {
            return call.reply(known.reply)
        }
        // What changed since its revision was read is told the next time.
        let current = status()
        guard let reply = PreparedReply(current) else { return call.reply(current) }
        toldStatus.withLock {
            $0 = ToldStatus(state: state, problems: problems, folder: folder, reply: reply)
        }
        call.reply(reply)
    }

    private func status() -> Wire.Status.Reply {
        let values = parts.state.current
        return Wire.Status.Reply(
            version: policydVersion, folder: parts.watchedFolder, state: values.state,
            documents: values.documents,
            versions: values.versions, passages: values.passages, changes: values.changes,
            pending: values.pending,
            databaseBytes: values.databaseBytes, started: wire.time(parts.state.started),
            lastScan: values.lastScan.map(wire.time), repaired: values.repaired, head: values.head,
            problems: parts.problems.all.map(wire.problem))
    }

    private func follow(_ call: VarlinkCall) throws {
        let parameters = try call.parameters(Wire.Follow.Parameters.self)
        guard call.wantsMore else { throw VarlinkError.expectedMore }
        let least = try parameters.significance.map { try significance($0) } ?? .low
        var cursor = parameters.after.map(Int64.init) ?? parts.hub.last
        guard cursor >= 0 else {
            throw PolicyError.invalidArgument(parameter: "after", reason: "a cursor is 0 or a change's id")
        }
        call.limitTime(to: nil)
        let follower = FollowHub.Follower(least: least) { call.stream($0) }
        while !call.isCancelled {
            if let number = parts.hub.join(after: cursor, follower) {
                call.whenCancelled { [hub = parts.hub] in hub.leave(number) }
                return
            }
            let page = try readers.read { reader in
                var selection = ChangeSelection()
                selection.after = cursor
                selection.limit = Self.followPage
                return try reader.changes(selection)
            }
            for change in page where change.change.significance >= least {
                guard call.stream(Wire.Follow.Reply(change: wire.change(change))) else { return }
            }
            cursor = page.last?.id ?? parts.hub.last
        }
    }

    /// Changes read at a time for a follower that catches up.
    private static let followPage = 200

    private func sync(_ call: VarlinkCall) throws {
        let parameters = try call.parameters(Wire.Sync.Parameters.self)
        if let seconds = parameters.timeoutSeconds {
            guard seconds.isFinite, seconds > 0, seconds <= 86_400 else {
                throw PolicyError.invalidArgument(
                    parameter: "timeout_seconds", reason: "it must be more than 0 and at most 86400")
            }
            call.limitTime(to: .milliseconds(Int64(seconds * 1000)))
        } else {
            call.limitTime(to: nil)
        }
        let isTaken = parts.control.sync { [hub = parts.hub] trouble in
            if let trouble {
                call.fail(PolicyError.busy(reason: trouble).varlinkError)
            } else {
                call.reply(Wire.Sync.Reply(cursor: Int(hub.last)))
            }
        }
        guard isTaken else {
            throw PolicyError.busy(reason: "too many clients wait for the folder, or it is stopping")
        }
    }

    // MARK: For the owner

    private func checkOwner(_ call: VarlinkCall) throws {
        guard call.peer.user == 0 || call.peer.user == owner else {
            let method = call.method.split(separator: ".").last.map(String.init) ?? call.method
            parts.log.warning(
                .requestRefused, "refused \(method) to user \(call.peer.user), process \(call.peer.process)",
                ["POLICYD_PEER_UID": String(call.peer.user), "POLICYD_PEER_PID": String(call.peer.process)])
            throw PolicyError.notPermitted(reason: "\(method) is for root and the service's own user")
        }
    }

    private func rescan(_ call: VarlinkCall) throws {
        try checkOwner(call)
        try ask(
            call,
            .rescan { trouble in
                if let trouble {
                    call.fail(PolicyError.busy(reason: trouble).varlinkError)
                } else {
                    call.reply(Wire.Rescan.Reply())
                }
            })
    }

    private func reload(_ call: VarlinkCall) throws {
        try checkOwner(call)
        try ask(
            call,
            .reload { refusal in
                if let refusal {
                    call.fail(PolicyError(refusal).varlinkError)
                } else {
                    call.reply(Wire.Reload.Reply())
                }
            })
    }

    private func ask(_ call: VarlinkCall, _ request: IngestControl.Request) throws {
        call.limitTime(to: nil)
        guard parts.control.ask(request) else {
            throw PolicyError.busy(reason: "too many requests wait, or the daemon is stopping")
        }
    }

    private func verify(_ call: VarlinkCall) throws {
        try checkOwner(call)
        call.limitTime(to: nil)
        let verifier = RecordVerifier(path: parts.settings.databasePath, now: clock.now())
        let report = try verifying.withLock { _ in try verifier.verify { !call.isCancelled } }
        if !report.problems.isEmpty { RecordOpener.doubt(parts.settings.databasePath) }
        call.reply(
            Wire.Verify.Reply(
                documents: report.documents, versions: report.versions, passages: report.passages,
                problems: report.problems.map(wire.problem)))
    }

    private func backup(_ call: VarlinkCall) throws {
        try checkOwner(call)
        let parameters = try call.parameters(Wire.Backup.Parameters.self)
        let now = clock.zoned(clock.now())
        let time = now.clock.split(separator: ":").joined()
        let thousandth = String(clock.now().milliseconds % 1000 + 1000).dropFirst()
        let name = parameters.name ?? "policyd-\(now.date.iso)-\(time).\(thousandth).db"
        guard !name.isEmpty, !name.hasPrefix("."), !name.utf8.contains(UInt8(ascii: "/")),
            !name.utf8.contains(0),
            name.utf8.count <= 200
        else {
            throw PolicyError.invalidArgument(
                parameter: "name",
                reason: "it must be a file name, without '/' and not beginning with a full stop")
        }
        call.limitTime(to: nil)
        let folder = parts.settings.stateFolder + "/backups"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let path = folder + "/" + name
        guard !FileManager.default.fileExists(atPath: path) else {
            throw PolicyError.invalidArgument(parameter: "name", reason: "there is a backup of that name")
        }
        let bytes = try readers.read { try $0.backup(to: path) }
        call.reply(Wire.Backup.Reply(path: path, bytes: bytes))
    }
}
