import Foundation
import TestSupport

/// What checking and copying a record costs.
enum UpkeepBenchmark {
    /// Of the record in `state`, made of the folder `watched`.
    static func figures(
        _ options: BenchmarkOptions, _ place: Workplace, _ watched: String, state: String
    ) throws -> [Figure] {
        guard let sqlite = Peers.path("sqlite3") else {
            return [
                Figure(
                    what: "verify, backup", unit: "ms", ours: 0,
                    peers: [.init(name: Peers.missing("sqlite3"), value: nil)],
                    aim: "2 times", note: "not measured")
            ]
        }
        let daemon = try RunningDaemon(watching: watched, state: state)
        defer { daemon.stop() }
        try daemon.sync(within: BenchmarkOptions.patience)
        try Measuring.waitUntilIdle(daemon.processIdentifier)
        let policyctl = BuiltProgram.path("policyctl")
        let database = state + "/policyd.db"
        let attributes = try FileManager.default.attributesOfItem(atPath: database)
        let megabytes = FigureTable.text(((attributes[.size] as? NSNumber)?.doubleValue ?? 0) / 1e6)
        let medians = try Measuring.alternating(
            rounds: 3,
            [
                { try Measuring.start(policyctl, ["--socket", daemon.socket, "verify"]) },
                { try Measuring.start(sqlite, [database, "PRAGMA integrity_check"]) },
                {
                    let taken = try Measuring.start(policyctl, ["--socket", daemon.socket, "backup", "copy"])
                    try FileManager.default.removeItem(atPath: state + "/backups")
                    return taken
                },
                {
                    let copy = try place.fresh("copy") + "/copy.db"
                    return try Measuring.start(sqlite, [database, ".backup '\(copy)'"])
                },
            ])
        return [
            Figure(
                what: "verify: \(megabytes) MB", unit: "ms", ours: medians[0],
                peers: [.init(name: "PRAGMA integrity_check", value: medians[1])], aim: "2 times",
                note: "policyd also recomputes every hash"),
            Figure(
                what: "backup: \(megabytes) MB", unit: "ms", ours: medians[2],
                peers: [.init(name: "sqlite3 .backup", value: medians[3])], aim: "2 times"),
        ]
    }
}
