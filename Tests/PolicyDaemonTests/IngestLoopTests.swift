import LinuxSystem
import PolicyAPI
import PolicyStore
import PolicyText
import Synchronization
import TestSupport
import Testing

@testable import PolicyDaemon

/// The ingest thread's work, on the thread of the test: what it does when it is asked to stop, and on a reload.
@Suite struct IngestLoopTests {
    private let folder: TemporaryFolder
    private let store: Store

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("", to: "state/empty")
        store = try Store(path: folder.path("state/policyd.db"))
    }

    private func settings(_ configuration: String = "") throws -> Settings {
        let file = try folder.write("[Watch]\nQuietSec=30ms\n" + configuration, to: "policyd.conf")
        return try Settings(
            Arguments(["--watch", folder.path("seeds"), "--state", folder.path("state"), "--config", file]),
            environment: [:], directory: folder.path)
    }

    private func parts(
        _ settings: Settings, _ control: IngestControl, problems: ProblemBook = ProblemBook(),
        clock: Clock = Clock()
    ) throws -> DaemonParts {
        DaemonParts(
            settings: settings, settingsInUse: SettingsInUse(settings, try Meaning(settings)), clock: clock,
            log: Log { _ in nil }, reporter: try ServiceReporter { _ in nil }, control: control,
            state: ServiceState(started: clock.now()),
            hub: FollowHub(last: try store.lastChange(), wire: WireFormat(clock: clock)),
            problems: problems)
    }

    /// Works until it is asked to stop.
    private func run(
        _ parts: DaemonParts, reload: @escaping () throws -> (Settings, Meaning) = { throw Unexpected() }
    ) throws {
        // So many documents have nobody wait for the digests, which nobody writes here.
        let digests = DigestLoop(parts, documents: 1000) {}
        try IngestLoop(parts: parts, store: store, digests: digests, readingTime: .zero, reload: reload).run()
    }

    /// Records what is in the folder, and stops.
    private func catchUp(_ configuration: String = "") throws {
        let control = try IngestControl()
        #expect(control.sync { _ in control.stop() })
        try run(try parts(try settings(configuration), control))
    }

    private struct Unexpected: Error {}

    private func events(_ name: String) throws -> [VersionEvent] {
        try store.history(DocumentPath(text: name)!).map(\.event)
    }

    // MARK: Stopping

    @Test func `a stop while every file is read again answers all who wait, and is no failure`() throws {
        for name in ["a.txt", "b.txt"] { try folder.write("A policy of \(name).\n", to: "seeds/" + name) }
        try catchUp()
        try folder.write([0x50, 0x4B, 3, 4, 0, 0, 8, 0] + (0..<200).map { UInt8($0) }, to: "seeds/a.txt")
        let control = try IngestControl()
        // The first file that it comes to has a problem, which is told in the middle of the work.
        let problems = ProblemBook { _, _ in control.stop() }
        let answers = Answers()
        #expect(control.ask(.rescan { answers.add("rescan: \($0 ?? "done")") }))
        #expect(control.ask(.reload { answers.add("reload: \($0.map { "\($0)" } ?? "done")") }))
        try run(try parts(try settings(), control, problems: problems))
        #expect(
            answers.all == [
                "rescan: the daemon is stopping", "reload: busy(\"the daemon is stopping\")",
            ])
    }

    /// What those who asked were told.
    private final class Answers: Sendable {
        private let told = Mutex<[String]>([])

        var all: [String] { told.withLock { $0 } }

        func add(_ text: String) { told.withLock { $0.append(text) } }
    }

    // MARK: Other programs

    /// What this program writes is another text each time.
    private static let unsteady = "[Convert]\n.pdf=sh -c 'cat; cat /proc/sys/kernel/random/uuid'\n"

    @Test func `another converter stops when asked, and goes on where it was`() throws {
        let names = ["a.pdf", "b.pdf", "c.pdf"]
        for name in names { try folder.write("A policy of \(name).\n", to: "seeds/" + name) }
        try catchUp("[Convert]\n.pdf=cat\n")
        let control = try IngestControl()
        let isAtWork = Mutex(false)
        let clock = Clock(now: {
            if isAtWork.withLock({ $0 }) { control.stop() }
            return Clock().now()
        })
        let parts = try parts(try settings(Self.unsteady), control, clock: clock)
        // From here on the time is first asked for when the first document has been read again.
        isAtWork.withLock { $0 = true }
        try run(parts)
        #expect(try names.map(events) == [[.created, .reparsed], [.created], [.created]])
        // What was read once is not read again, now or later: its text would be another.
        for _ in 0..<4 { try catchUp(Self.unsteady) }
        #expect(try names.map(events) == Array(repeating: [.created, .reparsed], count: 3))
    }

    @Test func `a document that changed meanwhile is compared with what the same converter made`() throws {
        let names = (10..<40).map { "d\($0).pdf" }
        for name in names {
            try folder.write("The council must answer \(name) within 30 days.\n", to: "seeds/" + name)
        }
        try catchUp("[Convert]\n.pdf=cat\n")
        for name in names.suffix(3) {
            try folder.write("The council must answer \(name) within 60 days.\n", to: "seeds/" + name)
        }
        // Each time one is read again at least.
        for _ in names { try catchUp("[Convert]\n.pdf=sed -e 's/council/board/'\n") }
        for name in names.dropLast(3) { #expect(try events(name) == [.created, .reparsed]) }
        for name in names.suffix(3) { #expect(try events(name) == [.created, .reparsed, .modified]) }
        let told = try store.changes(ChangeSelection()).filter { $0.change.operation == .modified }
        #expect(told.count == 3)
        for change in told {
            #expect(change.change.before?.contains("board") == true)
            #expect(change.change.after?.contains("60 days") == true)
        }
    }

    // MARK: Reload

    /// What a reload answers, and what `run` throws.
    private func reload(
        _ start: Settings, _ body: @escaping () throws -> (Settings, Meaning)
    ) throws -> (answer: IngestControl.ReloadRefusal?, parts: DaemonParts) {
        let control = try IngestControl()
        let told = Mutex<IngestControl.ReloadRefusal?>(nil)
        #expect(
            control.ask(
                .reload { refusal in
                    told.withLock { $0 = refusal }
                    control.stop()
                }))
        let parts = try parts(start, control)
        try run(parts, reload: body)
        return (told.withLock { $0 }, parts)
    }

    @Test func `a reload takes all of a configuration, or nothing`() throws {
        try folder.write("A policy.\n", to: "seeds/a.txt")
        let start = try settings()
        let lexicon = try folder.write("", to: "lexicon/none")
        let changed = try settings(
            "MaximumSize=1M\n[Meaning]\nDirectory=\(lexicon.dropLast("/none".count))\n")
        let taken = try reload(start) { (changed, try Meaning(changed)) }
        #expect(taken.answer == nil)
        #expect(taken.parts.settingsInUse.current == changed)

        try folder.write("no such table\n", to: "lexicon/a.tsv")
        let refused = try reload(start) { (changed, try Meaning(changed)) }
        guard case .configuration(let reason) = refused.answer else {
            Issue.record("\(String(describing: refused.answer))")
            return
        }
        #expect(reason.contains("a.tsv:1"))
        #expect(refused.parts.settingsInUse.current == start)
    }

    @Test func `a reload that something else keeps from being done does not tell a wrong configuration`()
        throws
    {
        let start = try settings()
        let trouble = try reload(start) { throw SystemError("watch", "a folder", code: 24) }
        #expect(trouble.answer == .busy("cannot watch 'a folder': Too many open files"))
        #expect(PolicyError(IngestControl.ReloadRefusal.busy("x")) == .busy(reason: "x"))
        #expect(
            PolicyError(IngestControl.ReloadRefusal.configuration("x"))
                == .invalidArgument(parameter: "configuration", reason: "x"))
        let damage = StoreError.inconsistent("a source is missing")
        #expect(throws: damage) { try reload(start) { throw damage } }
    }
}
