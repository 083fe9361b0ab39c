import Foundation
import TestSupport

/// Many versions of one document.
enum VersionsBenchmark {
    static func figures(_ options: BenchmarkOptions, _ place: Workplace) throws -> [Figure] {
        let count = options.isQuick ? 100 : 1_000
        let watched = try place.fresh("versions")
        let state = try place.fresh("state")
        let git = try place.fresh("git")
        try Peers.shell("git init -q", in: git)
        var corpus = PolicyCorpus(seed: 13)
        var text = corpus.document(bytes: 100_000)
        var copies = 0.0
        let daemon = try RunningDaemon(watching: watched, state: state)
        for _ in 0..<count {
            text = corpus.edited(text)
            copies += Double(text.utf8.count)
            try text.write(toFile: place.path("draft"), atomically: false, encoding: .utf8)
            try text.write(toFile: git + "/a.txt", atomically: false, encoding: .utf8)
            guard Glibc.rename(place.path("draft"), watched + "/a.txt") == 0 else { continue }
            try daemon.sync(within: BenchmarkOptions.patience)
            try Peers.shell("git add a.txt && git commit -q -m a", in: git)
        }
        try Peers.shell("git gc -q --aggressive --prune=now", in: git)
        let policyctl = BuiltProgram.path("policyctl")
        func show(_ version: Int) -> [String] {
            ["--socket", daemon.socket, "show", "a.txt@\(version)", "--source"]
        }
        let reads = try Measuring.alternating(
            rounds: options.rounds * 3,
            [
                { try Measuring.start(policyctl, show(1)) }, { try Measuring.start(policyctl, show(count)) },
            ])
        daemon.stop()
        // Of the database alone: its log is empty now.
        let size =
            Measuring.size(of: state) - Measuring.size(of: state + "/digests")
            - Measuring.size(of: state + "/backups")
        return [
            Figure(
                what: "\(count) versions of a 100 kB document", unit: "MB",
                ours: size / 1e6,
                peers: [
                    .init(name: "git after gc", value: Measuring.size(of: git + "/.git") / 1e6),
                    .init(name: "\(count) copies", value: copies / 1e6),
                ], aim: "2 times git"),
            Figure(
                what: "reading version 1 of \(count)", unit: "ms", ours: reads[0],
                peers: [.init(name: "version \(count)", value: reads[1])], aim: "as fast"),
        ]
    }
}
