import LinuxSystem
import PolicyAPI
import PolicyControl
import Synchronization
import TestSupport
import Testing
import Varlink

/// Answers `org.policyd` on a real socket with what a test tells it to.
final class FakeDaemon: Sendable {
    typealias Answer = @Sendable (VarlinkCall) throws -> Void

    let path: String
    private let folder: TemporaryFolder
    private let server: VarlinkServer
    private let thread: SystemThread
    private let handler: Handler

    init(_ answers: [String: Answer] = [:], documents: [String] = [], deleted: [String] = []) throws {
        folder = try TemporaryFolder()
        path = folder.path("socket")
        var answers = answers
        if answers["List"] == nil {
            answers["List"] = { call in
                let wantsDeleted = try call.parameters(Wire.List.Parameters.self).deleted ?? false
                let paths = documents + (wantsDeleted ? deleted : [])
                call.reply(Wire.List.Reply(documents: paths.map { Sample.document($0) }))
            }
        }
        handler = Handler(answers)
        let listening = try UnixSocket.listen(at: path, mode: 0o600)
        let server = try VarlinkServer(
            listening: [listening], interfaces: [PolicyInterface.description],
            product: ServiceInfo(vendor: "policyd", product: "policyd", version: "0", url: ""),
            limits: VarlinkLimits(), handler: handler)
        self.server = server
        thread = try SystemThread(named: "fake") { try? server.run() }
    }

    deinit {
        server.stop()
        thread.join()
    }

    /// The calls so far: the method and its parameters as JSON.
    var calls: [String] { handler.calls.withLock { $0 } }

    private final class Handler: VarlinkHandler {
        let answers: [String: Answer]
        let calls = Mutex<[String]>([])

        init(_ answers: [String: Answer]) {
            self.answers = answers
        }

        func respond(to call: VarlinkCall) {
            let name = String(call.method.split(separator: ".").last!)
            do {
                let parameters = try JSONWriter.bytes(of: try call.parameters(JSONValue.self))
                calls.withLock { $0.append(name + String(decoding: parameters, as: UTF8.self)) }
                try answers[name]?(call)
            } catch let error as VarlinkError {
                call.fail(error)
            } catch let error as PolicyError {
                call.fail(error.varlinkError)
            } catch {
                Issue.record(error)
            }
        }

        func error(for refusal: VarlinkRefusal) -> VarlinkError { PolicyError(refusal).varlinkError }
    }
}

extension FakeDaemon {
    /// Runs policyctl against it.
    func policyctl(
        _ arguments: String..., input: String = "", columns: Int? = nil, environment: [String: String] = [:]
    ) -> Outcome {
        Outcome.of(
            ["--socket", path, "--no-pager"] + arguments, input: input, columns: columns,
            environment: environment)
    }
}

/// What a run of policyctl left behind.
struct Outcome: Equatable {
    var output = ""
    var errors = ""
    var status: Int32 = 0

    // 2026-11-21 08:46:00 -05:00.
    static let now: Int64 = 1_795_268_760

    /// The same, once the zone is set.
    static var nowInZone: Int64 {
        _ = zone
        return now
    }

    // The zone is the process's: set once, before anything looks at it.
    private static let zone: Void = LocalTime.useZone("America/Toronto")

    static func of(
        _ arguments: [String], input: String = "", columns: Int? = nil,
        environment: [String: String] = [:], files: [String] = []
    ) -> Outcome {
        _ = zone
        let output = MemorySink()
        let errors = MemorySink()
        let surroundings = Surroundings(
            environment: { environment[$0] }, now: { now }, columns: columns,
            readInput: { () throws(SystemError) in Array(input.utf8) }, output: output, errors: errors,
            fileExists: { files.contains($0) })
        let status = Policyctl(surroundings).run(arguments)
        return Outcome(
            output: String(decoding: output.bytes, as: UTF8.self),
            errors: String(decoding: errors.bytes, as: UTF8.self), status: status)
    }
}

final class MemorySink: Sink {
    private(set) var bytes: [UInt8] = []

    func write(_ more: [UInt8]) throws(SystemError) { bytes += more }
    func finish() {}
}

enum Sample {
    static func document(_ path: String, deleted: Bool = false) -> Wire.Document {
        Wire.Document(
            path: path, title: "Title of " + path, language: "en", version: 3, deleted: deleted,
            sha256: String(repeating: "ab", count: 32), size: 12_345, passages: 1234,
            ingested: "2026-11-21T08:46:00-05:00")
    }

    static func status(_ state: Wire.ServiceState, problems: [Wire.Problem] = []) -> Wire.Status.Reply {
        Wire.Status.Reply(
            version: "0.1.0", folder: "/srv/policyd/seeds", state: state, documents: 5, versions: 9,
            passages: 1412, changes: 12, pending: 0, databaseBytes: 1_234_567,
            started: "2026-11-21T08:46:00-05:00", repaired: 0, problems: problems)
    }

    static func change(_ id: Int = 7) -> Wire.Change {
        Wire.Change(
            id: id, path: "privacy.md", fromVersion: 1, toVersion: 2, time: "2026-11-21T08:46:00-05:00",
            operation: .modified, kinds: ["commitment_weakened", "deadline_moved"], significance: .high,
            summary: "The review is now optional.", reasons: ["« examinera » (4) → « pourra » (1)"],
            section: ["Plan", "Review"], line: 12,
            before: "We will review the plan every year.", after: "We may review the plan.",
            edits: [
                .init(operation: .equal, text: "We "), .init(operation: .delete, text: "will "),
                .init(operation: .insert, text: "may "), .init(operation: .equal, text: "review the plan"),
                .init(operation: .delete, text: " every year"), .init(operation: .equal, text: "."),
            ])
    }

    static func answer(_ line: Int, confidence: Double = 0.9) -> Wire.Answer {
        Wire.Answer(
            path: "plan.txt", version: 2, section: ["Pilier 1", "Initiatives"], line: line, language: "fr",
            passage: "Avant. Le ministre examinera le plan en 2027. Après.",
            sentence: "Le ministre examinera le plan en 2027.", answer: "2027", confidence: confidence,
            ingested: "2026-11-21T08:46:00+00:00")
    }

    static func commitment(_ id: Int) -> Wire.Commitment {
        Wire.Commitment(
            id: id, path: "plan.txt", section: ["Pilier 1"], line: 4, language: "en",
            text: "The Department will publish a report on the state of the coast by 31 March 2027.",
            actor: "The Department", cue: "will", strength: 4, period: "by 31 March 2027",
            due: "2027-03-31", partners: [], status: .weakened, sinceVersion: 1,
            since: "2026-11-01T00:00:00-04:00")
    }
}
