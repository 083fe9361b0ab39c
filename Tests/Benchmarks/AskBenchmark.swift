import Foundation
import TestSupport

/// Questions to folders of growing size.
enum AskBenchmark {
    static func figures(_ options: BenchmarkOptions, _ place: Workplace) throws -> [Figure] {
        let sizes = options.isQuick ? [10_000] : [10_000, 100_000, 1_000_000]
        return try sizes.map { try figure(options, place, passages: $0) }
    }

    /// A document of this many bytes has about this many passages, headings included.
    private static let bytesPerPassage = 290

    private static func figure(
        _ options: BenchmarkOptions, _ place: Workplace, passages: Int
    ) throws -> Figure {
        let watched = try place.fresh("ask")
        var corpus = PolicyCorpus(seed: 12)
        let documents = max(passages * bytesPerPassage / BenchmarkOptions.documentBytes, 1)
        _ = try corpus.write(documents, bytes: BenchmarkOptions.documentBytes, to: watched)
        let daemon = try RunningDaemon(watching: watched, state: try place.fresh("state"))
        try daemon.sync(within: BenchmarkOptions.patience)
        // The day's digest is written first.
        try Measuring.waitUntilIdle(daemon.processIdentifier)
        let questions = (0..<(options.isQuick ? 40 : 200)).map { _ in corpus.question() }
        let client = try DaemonClient(daemon)
        // What is read for the first question is kept for the others.
        try client.call("Ask", ["question": questions[0]])
        func asked(_ more: [String: Any]) throws -> [Double] {
            try questions.map { question in
                let parameters = more.merging(["question": question, "limit": 10]) { $1 }
                let message = try DaemonClient.message("Ask", parameters)
                return try Measuring.milliseconds { _ = try client.exchange(message) }
            }
        }
        let ours = try asked([:])
        let asOf = try asked(["as_of": ISO8601DateFormatter().string(from: Date())])
        let policyctl = BuiltProgram.path("policyctl")
        // Each question by either way, one after the other.
        let more = try questions.prefix(100).map { question in
            let message = try DaemonClient.message("Ask", ["question": question])
            let asked = try Measuring.milliseconds { _ = try client.exchange(message) }
            return try Measuring.start(policyctl, ["--socket", daemon.socket, "ask", question]) - asked
        }
        let memory = Measuring.memory(of: daemon.processIdentifier, "VmRSS")
        daemon.stop()
        let floor = try Peers.floor("fts5_floor", in: place.folder.path)
        let database = try place.fresh("floor") + "/db"
        try Peers.shell("'\(floor)' '\(watched)' '\(database)'")
        let lines = questions.map { $0.filter { $0.isLetter || $0 == " " } }.joined(separator: "\n") + "\n"
        let reply = try BuiltProgram.run(
            try Peers.floor("bm25_floor", in: place.folder.path), [database], input: Array(lines.utf8))
        let theirs = reply.text.split(separator: "\n").compactMap { Double($0) }
        let p99 = Measuring.percentile(ours, 0.99)
        place.growth.add("ask", size: passages, milliseconds: Measuring.median(ours))
        return Figure(
            what: "Ask over the socket, about \(passages) passages", unit: "ms",
            ours: Measuring.median(ours),
            peers: [
                .init(name: "FTS5's bm25(), in C, the query alone", value: Measuring.median(theirs)),
                try recoll(place, watched, questions, passages: passages),
                try python("bm25s", watched, lines), try python("minilm", watched, lines),
            ], aim: "5 ms at 100,000, 25 ms at a million",
            note:
                "p99 \(FigureTable.text(p99)) ms; as of a day \(FigureTable.text(Measuring.median(asOf))) ms; "
                + "policyctl, start to exit, \(FigureTable.text(Measuring.median(more))) ms more than Ask; "
                + "daemon \(FigureTable.text(memory)) MB")
    }

    /// `recollq`, start to exit: the median.
    private static func recoll(
        _ place: Workplace, _ watched: String, _ questions: [String], passages: Int
    ) throws -> Figure.Peer {
        guard Peers.path("recollindex") != nil, let recollq = Peers.path("recollq") else {
            return .init(name: Peers.missing("recollq"), value: nil)
        }
        // Ten minutes of work.
        guard passages <= 100_000 else {
            return .init(name: "recollq (too many passages to index)", value: nil)
        }
        let folder = try Peers.recollIndex(of: watched, in: place)
        let times = try questions.prefix(40).map { question in
            let words = question.filter { $0.isLetter || $0 == " " }
            return try Measuring.start(recollq, ["-c", folder, "-n", "10", "-o", words])
        }
        return .init(name: "recollq, start to exit", value: Measuring.median(times))
    }

    /// A search in Python, the query alone: the median.
    private static func python(_ name: String, _ folder: String, _ questions: String) throws -> Figure.Peer {
        let own = SharedFolder.projectFolder + "/.build/benchmark-peers/bin/python"
        guard FileManager.default.isExecutableFile(atPath: own) else {
            return .init(name: Peers.missing(name), value: nil)
        }
        let script = SharedFolder.projectFolder + "/Tests/Benchmarks/Peers/python_search.py"
        let reply = try BuiltProgram.run(
            own, [script, name, folder], input: Array(questions.utf8),
            environment: ["HF_HUB_OFFLINE": "1", "HOME": folder])
        switch reply.status {
        case 0: break
        case 3: return .init(name: Peers.missing(name), value: nil)
        case 4: return .init(name: "\(name) (too many passages to index)", value: nil)
        default: throw PeerFailed(command: "python_search.py \(name)", message: reply.errors)
        }
        let times = reply.text.split(separator: "\n").compactMap { Double($0) }
        return .init(name: name, value: Measuring.median(times))
    }
}
