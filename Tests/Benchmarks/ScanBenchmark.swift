import Foundation
import LinuxSystem
import TestSupport

/// A first scan, a start on an unchanged folder, the upkeep of its record, and many files changed at once.
enum ScanBenchmark {
    static func figures(_ options: BenchmarkOptions, _ place: Workplace) throws -> [Figure] {
        let watched = try place.fresh("scan")
        var corpus = PolicyCorpus(seed: 7)
        let paths = try corpus.write(options.documents, bytes: BenchmarkOptions.documentBytes, to: watched)
        let megabytes = FigureTable.text(Measuring.size(of: watched) / 1e6)
        let what = "\(options.documents) documents, \(megabytes) MB"
        var figures = try firstScan(options, place, watched, what)
        figures += try start(place, watched, what)
        figures += try UpkeepBenchmark.figures(options, place, watched, state: place.path("state"))
        figures.append(try checkout(place, &corpus, paths, watched, what))
        try growth(options, place)
        return figures
    }

    private static func firstScan(
        _ options: BenchmarkOptions, _ place: Workplace, _ watched: String, _ what: String
    ) throws -> [Figure] {
        let floor = try Peers.floor("fts5_floor", in: place.folder.path)
        var memory = 0.0
        let recoll = Peers.path("recollindex")
        var works: [() throws -> Double] = [
            {
                let (milliseconds, peak) = try scan(watched, state: try place.fresh("state"))
                memory = max(memory, peak)
                return milliseconds
            },
            {
                let folder = try place.fresh("floor")
                return try Measuring.milliseconds {
                    try Peers.shell("'\(floor)' '\(watched)' '\(folder)/db'")
                }
            },
            {
                let git = try place.fresh("git")
                return try Measuring.milliseconds {
                    try Peers.shell(
                        "git --git-dir='\(git)/.git' init -q && git --git-dir='\(git)/.git' --work-tree='\(watched)' "
                            + "add -A && git --git-dir='\(git)/.git' --work-tree='\(watched)' commit -q -m a")
                }
            },
        ]
        if recoll != nil {
            works.append {
                try Measuring.milliseconds { _ = try Peers.recollIndex(of: watched, in: place) }
            }
        }
        let medians = try Measuring.alternating(rounds: options.isQuick ? 1 : 3, works)
        return [
            Figure(
                what: "first scan: \(what)", unit: "ms", ours: medians[0],
                peers: [
                    .init(name: "FTS5 alone, in C (the floor)", value: medians[1]),
                    .init(name: "git add, commit", value: medians[2]),
                    .init(
                        name: recoll == nil ? Peers.missing("recollindex") : "recollindex",
                        value: medians.count > 3 ? medians[3] : nil),
                ], aim: "1.5 times the floor; a third of recollindex"),
            Figure(what: "first scan: peak memory", unit: "MB", ours: memory, aim: "under 150 MB"),
        ]
    }

    /// A first scan from start to everything recorded: milliseconds, and the peak of memory in MB.
    static func scan(_ watched: String, state: String) throws -> (milliseconds: Double, memory: Double) {
        var peak = 0.0
        let milliseconds = try Measuring.milliseconds {
            let daemon = try RunningDaemon(watching: watched, state: state)
            try daemon.sync(within: BenchmarkOptions.patience)
            peak = Measuring.memory(of: daemon.processIdentifier, "VmHWM")
            daemon.stop(with: SIGKILL)
        }
        return (milliseconds, peak)
    }

    /// From a start to the answer that everything in the folder is recorded, in milliseconds.
    private static func start(_ watched: String, state: String) throws -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        let process = try Measuring.spawn(
            BuiltProgram.path("policyd"), ["--watch", watched, "--state", state])
        defer {
            kill(process, SIGTERM)
            waitpid(process, nil, 0)
        }
        while true {
            if let socket = try? UnixSocket.connect(to: state + "/policyd.sock") {
                let client = try DaemonClient(socket)
                _ = try client.exchange(DaemonClient.message("Sync", [:]))
                return (clock.now - start).milliseconds
            }
            guard clock.now - start < .seconds(BenchmarkOptions.patience) else {
                throw PeerFailed(command: "policyd", message: "not ready after an hour")
            }
            usleep(500)
        }
    }

    private static func start(_ place: Workplace, _ watched: String, _ what: String) throws -> [Figure] {
        let state = place.path("state")
        let git = place.path("git") + "/.git"
        let medians = try Measuring.alternating(
            rounds: 3,
            [
                { try start(watched, state: state) },
                {
                    try Measuring.start(
                        "/usr/bin/git",
                        ["--git-dir=" + git, "--work-tree=" + watched, "status", "--porcelain"])
                },
            ])
        return [
            Figure(
                what: "start, nothing changed: \(what)", unit: "ms", ours: medians[0],
                peers: [.init(name: "git status", value: medians[1])], aim: "faster")
        ]
    }

    private static func checkout(
        _ place: Workplace, _ corpus: inout PolicyCorpus, _ paths: [String], _ watched: String, _ what: String
    ) throws -> Figure {
        let git = "git --git-dir='\(place.path("git"))/.git' --work-tree='\(watched)'"
        for path in paths {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try corpus.edited(text).write(toFile: path, atomically: false, encoding: .utf8)
        }
        let commit = try Measuring.milliseconds { try Peers.shell("\(git) add -A && \(git) commit -q -m b") }
        let first = try scan(watched, state: try place.fresh("other")).milliseconds
        let daemon = try RunningDaemon(watching: watched, state: place.path("state"))
        try daemon.sync(within: BenchmarkOptions.patience)
        try Peers.shell("\(git) checkout -q HEAD~1 -- .", in: watched)
        let all = try Measuring.milliseconds { try daemon.sync(within: BenchmarkOptions.patience) }
        daemon.stop()
        return Figure(
            what: "all changed at once: \(what)", unit: "ms", ours: all,
            peers: [
                .init(name: "git add, commit", value: commit),
                .init(name: "policyd's first scan", value: first),
            ],
            aim: "1.5 times a first scan")
    }

    private static func growth(_ options: BenchmarkOptions, _ place: Workplace) throws {
        for count in [100, 1_000, 10_000, 100_000] where count <= options.manyDocuments {
            let watched = try place.fresh("growth")
            var corpus = PolicyCorpus(seed: 8)
            _ = try corpus.write(count, bytes: BenchmarkOptions.smallDocumentBytes, to: watched)
            let state = try place.fresh("growth-state")
            place.growth.add(
                "first scan", size: count, milliseconds: try scan(watched, state: state).milliseconds)
            place.growth.add("start", size: count, milliseconds: try start(watched, state: state))
        }
    }
}
