import Foundation
import TestSupport

/// What watching a folder costs while nothing happens: memory, and how often the processor is asked for.
enum IdleBenchmark {
    static func figures(_ options: BenchmarkOptions, _ place: Workplace) throws -> [Figure] {
        var figures: [Figure] = []
        for (count, aim) in [(5, "no wake-ups; under 15 MB"), (options.manyDocuments, "under 60 MB")] {
            let watched = try place.fresh("idle")
            var corpus = PolicyCorpus(seed: 10)
            _ = try corpus.write(count, bytes: BenchmarkOptions.smallDocumentBytes, to: watched)
            let state = try place.fresh("state")
            _ = try ScanBenchmark.scan(watched, state: state)
            let daemon = try RunningDaemon(watching: watched, state: state)
            try daemon.sync(within: BenchmarkOptions.patience)
            let (memory, wakeUps) = try rest(of: daemon.processIdentifier)
            daemon.stop()
            figures.append(
                Figure(
                    what: "idle with \(count) documents: memory", unit: "MB", ours: memory,
                    peers: [try watchman(place, watched), try recoll(place, watched)], aim: aim,
                    note: "\(wakeUps) wake-ups in 10 s"))
        }
        return figures
    }

    /// Its memory in MB once it has come to rest, and how often it woke up in ten seconds.
    private static func rest(of process: Int32) throws -> (memory: Double, wakeUps: Int) {
        try Measuring.waitUntilIdle(process)
        let before = Measuring.wakeUps(of: process)
        Thread.sleep(forTimeInterval: 10)
        return (Measuring.memory(of: process, "VmRSS"), Measuring.wakeUps(of: process) - before)
    }

    private static func watchman(_ place: Workplace, _ watched: String) throws -> Figure.Peer {
        guard let program = Peers.path("watchman") else {
            return .init(name: Peers.missing("watchman"), value: nil)
        }
        let folder = try place.fresh("watchman")
        let process = try Measuring.spawn(
            program,
            [
                "--foreground", "--no-save-state", "--sockname", folder + "/sock", "--logfile",
                folder + "/log", "--pidfile", folder + "/pid",
            ])
        defer {
            kill(process, SIGTERM)
            waitpid(process, nil, 0)
        }
        let client = "\(program) --no-spawn --sockname '\(folder)/sock'"
        try Peers.shell("until \(client) watch '\(watched)' >/dev/null 2>&1; do sleep 0.1; done")
        let (memory, wakeUps) = try rest(of: process)
        return .init(name: "watchman (\(wakeUps) wake-ups)", value: memory)
    }

    private static func recoll(_ place: Workplace, _ watched: String) throws -> Figure.Peer {
        guard let monitor = try RecollMonitor(of: watched, in: place) else {
            return .init(name: Peers.missing("recollindex"), value: nil)
        }
        defer { monitor.stop() }
        let (memory, wakeUps) = try rest(of: monitor.process)
        return .init(name: "recollindex -m (\(wakeUps) wake-ups)", value: memory)
    }
}

/// `recollindex -m` beside a folder, told to index a change at once.
struct RecollMonitor {
    let process: Int32
    private let recollq: String
    private let watched: String
    private let configuration: String
    private let place: Workplace

    /// Indexes the folder and starts; nil where the program is missing.
    init?(of watched: String, in place: Workplace) throws {
        guard let program = Peers.path("recollindex"), let recollq = Peers.path("recollq") else {
            return nil
        }
        (self.recollq, self.watched, self.place) = (recollq, watched, place)
        configuration = try Peers.recollIndex(
            of: watched, in: place, "monixinterval = 1\nmonauxinterval = 1\n")
        process = try Measuring.spawn(program, ["-c", configuration, "-m", "-D", "-x", "-w", "0"])
        // It reads the folder once more before it watches.
        try Measuring.waitUntilIdle(process)
    }

    /// Milliseconds from the rename of a file with a word of its own until a query finds it.
    func found(_ number: Int) throws -> Double {
        let draft = place.path("draft")
        let word = "recollable\(number)"
        try "The word is \(word).\n".write(toFile: draft, atomically: false, encoding: .utf8)
        let clock = ContinuousClock()
        let start = clock.now
        guard Glibc.rename(draft, watched + "/\(word).txt") == 0 else {
            throw PeerFailed(command: "rename", message: word)
        }
        while clock.now - start < .seconds(120) {
            let reply = try BuiltProgram.run(recollq, ["-c", configuration, "-n", "1", "-o", word])
            if reply.text.contains("/\(word).txt") { return (clock.now - start).milliseconds }
            usleep(2_000)
        }
        throw PeerFailed(command: "recollindex -m", message: "'\(word)' is not found after two minutes")
    }

    func stop() {
        kill(process, SIGTERM)
        waitpid(process, nil, 0)
    }
}
