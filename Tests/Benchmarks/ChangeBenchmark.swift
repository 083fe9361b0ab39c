import Foundation
import Synchronization
import TestSupport

/// One changed file: from the rename that brings it in to the line that tells it.
enum ChangeBenchmark {
    static func figures(_ options: BenchmarkOptions, _ place: Workplace) throws -> [Figure] {
        var figures: [Figure] = []
        for count in [100, options.manyDocuments] {
            let watched = try place.fresh("change")
            var corpus = PolicyCorpus(seed: 9)
            let paths = try corpus.write(count, bytes: BenchmarkOptions.smallDocumentBytes, to: watched)
            figures.append(try oneChange(options, place, corpus, paths, watched))
            place.growth.add("one change", size: count, milliseconds: figures.last?.ours ?? 0)
        }
        return figures
    }

    private static func oneChange(
        _ options: BenchmarkOptions, _ place: Workplace, _ seed: PolicyCorpus, _ paths: [String],
        _ watched: String
    ) throws -> Figure {
        var corpus = seed
        let daemon = try RunningDaemon(watching: watched, state: try place.fresh("state"))
        try daemon.sync(within: BenchmarkOptions.patience)
        let follow = try LineReader(
            BuiltProgram.path("policyctl"), ["--socket", daemon.socket, "--json", "follow"])
        defer { follow.stop() }
        // `follow` has subscribed once it tells the first change; that one is not counted.
        var tries = 0
        repeat {
            try rename(corpus.edited(String(contentsOfFile: paths[0], encoding: .utf8)), to: paths[0], place)
            tries += 1
        } while follow.line(containing: "\"", timeout: 1) == nil && tries < 30
        try daemon.sync(within: BenchmarkOptions.patience)
        follow.drain()
        let (floorFolder, floorState) = (try place.fresh("floor"), try place.fresh("floor-state"))
        let floor = try LineReader(
            try Peers.floor("commit_floor", in: place.folder.path), [floorFolder, floorState + "/db"])
        defer { floor.stop() }
        guard floor.line(containing: "ready", timeout: 10) != nil else {
            throw PeerFailed(command: "commit_floor", message: "not ready after 10 s")
        }
        let git = try place.fresh("git")
        try Peers.shell("git init -q", in: git)
        var number = 0
        let medians = try Measuring.alternating(
            rounds: options.isQuick ? 21 : 101,
            [
                {
                    number += 1
                    let path = paths[number % paths.count]
                    let text = corpus.edited(try String(contentsOfFile: path, encoding: .utf8))
                    return try told(text, path, follow, String(path.split(separator: "/").last ?? ""), place)
                },
                {
                    number += 1
                    let name = "\(number).txt"
                    return try told(corpus.document(bytes: 600), floorFolder + "/" + name, floor, name, place)
                },
                {
                    try corpus.document(bytes: 600).write(
                        toFile: git + "/a.txt", atomically: true, encoding: .utf8)
                    return try Measuring.shell(
                        "cd '\(git)' && git add -A && git -c user.name=a -c user.email=a@example.org commit -q -m a"
                    )
                },
            ])
        daemon.stop()
        let recoll = try RecollMonitor(of: watched, in: place)
        defer { recoll?.stop() }
        let found = try recoll.map { try Measuring.median((0..<3).map($0.found)) }
        return Figure(
            what: "one changed file, told durably, of \(paths.count)", unit: "ms", ours: medians[0],
            peers: [
                .init(name: "inotify and one durable commit, in C (the floor)", value: medians[1]),
                .init(name: "git add, commit", value: medians[2]),
                .init(
                    name: found == nil
                        ? Peers.missing("recollindex") : "recollindex -m until recollq finds it",
                    value: found),
            ], aim: "3 times the floor; the same in both folders",
            note: "a file renamed in needs no settling")
    }

    /// Milliseconds from the rename of a file with `text` to `path` until a line with `words` comes.
    private static func told(
        _ text: String, _ path: String, _ reader: LineReader, _ words: String, _ place: Workplace
    ) throws -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        try rename(text, to: path, place)
        guard reader.line(containing: words, timeout: 60) != nil else {
            throw PeerFailed(command: "wait for '\(words)'", message: "nothing told for a minute")
        }
        return (clock.now - start).milliseconds
    }

    private static func rename(_ text: String, to path: String, _ place: Workplace) throws {
        let draft = place.path("draft")
        try text.write(toFile: draft, atomically: false, encoding: .utf8)
        guard Glibc.rename(draft, path) == 0 else { throw PeerFailed(command: "rename", message: path) }
    }
}

/// The lines that a program writes while it runs.
final class LineReader: Sendable {
    private struct State {
        var lines: [String] = []
        var partial: [UInt8] = []
    }

    private let process: Process
    private let state = Mutex(State())
    private let arrived = DispatchSemaphore(value: 0)

    init(_ program: String, _ arguments: [String]) throws {
        process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let handle = pipe.fileHandleForReading
        Thread { [self] in
            while case let data = handle.availableData, !data.isEmpty {
                state.withLock { state in
                    for byte in data {
                        if byte == UInt8(ascii: "\n") {
                            state.lines.append(String(decoding: state.partial, as: UTF8.self))
                            state.partial = []
                        } else {
                            state.partial.append(byte)
                        }
                    }
                }
                arrived.signal()
            }
        }.start()
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }

    /// The first line not yet taken that has the words; those before it are dropped. Nil after `timeout` seconds.
    func line(containing words: String, timeout: Int) -> String? {
        let end = DispatchTime.now() + .seconds(timeout)
        while true {
            let found: String? = state.withLock { state in
                guard let place = state.lines.firstIndex(where: { $0.contains(words) }) else {
                    state.lines = []
                    return nil
                }
                let line = state.lines[place]
                state.lines.removeFirst(place + 1)
                return line
            }
            if let found { return found }
            if arrived.wait(timeout: end) == .timedOut { return nil }
        }
    }

    func drain() { state.withLock { $0.lines = [] } }
}
