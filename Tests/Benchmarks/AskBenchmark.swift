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
        try daemon.sync()
        let questions = (0..<(options.isQuick ? 40 : 200)).map { _ in corpus.question() }
        let ours = try questions.map { question in
            try Measuring.milliseconds { _ = try daemon.policyctl("ask", "--limit", "10", question) }
        }
        let start = try questions.map { _ in try Measuring.milliseconds { _ = try daemon.policyctl("status") }
        }
        let memory = Measuring.memory(of: daemon.processIdentifier, "VmRSS")
        daemon.stop()
        let floor = try Peers.floor("fts5_floor", in: place.folder.path)
        let database = try place.fresh("floor") + "/db"
        try Peers.shell("'\(floor)' '\(watched)' '\(database)'")
        let asked = questions.map { $0.filter { $0.isLetter || $0 == " " } }.joined(separator: "\n") + "\n"
        let reply = try BuiltProgram.run(
            try Peers.floor("bm25_floor", in: place.folder.path), [database], input: Array(asked.utf8))
        let theirs = reply.text.split(separator: "\n").compactMap { Double($0) }
        let p99 = Measuring.percentile(ours, 0.99)
        place.growth.add("ask", size: passages, milliseconds: Measuring.median(ours))
        return Figure(
            what: "policyctl ask, start to exit, about \(passages) passages", unit: "ms",
            ours: Measuring.median(ours),
            peers: [
                .init(name: "FTS5's bm25(), in C, the query alone", value: Measuring.median(theirs)),
                .init(name: "policyctl status", value: Measuring.median(start)),
            ], aim: "5 ms in the daemon at 100,000, 25 ms at a million",
            note: "p99 \(FigureTable.text(p99)) ms; daemon \(FigureTable.text(memory)) MB")
    }
}
