import Foundation
import TestSupport

/// Requests a second, and a program's start to its exit.
enum ServeBenchmark {
    static func figures(_ options: BenchmarkOptions, _ place: Workplace) throws -> [Figure] {
        let daemon = try RunningDaemon(
            watching: SharedFolder.projectFolder + "/seeds", state: try place.fresh("state"))
        try daemon.sync()
        defer { daemon.stop() }
        return try requests(options, place, daemon) + [try status(place, daemon)]
    }

    private static let statusRequest = #"{"method":"org.policyd.Status"}"#
    private static let askRequest =
        #"{"method":"org.policyd.Ask","parameters":{"question":"Which regional players will Canada cooperate with?"}}"#

    private static func requests(
        _ options: BenchmarkOptions, _ place: Workplace, _ daemon: RunningDaemon
    ) throws -> [Figure] {
        let load = try Peers.floor("load", in: place.folder.path)
        let echo = place.path("echo.sock")
        let floor = Process()
        floor.executableURL = URL(fileURLWithPath: try Peers.floor("echo_floor", in: place.folder.path))
        floor.arguments = [echo, "400"]
        try floor.run()
        defer { floor.terminate() }
        while !FileManager.default.fileExists(atPath: echo) { usleep(1000) }
        var figures: [Figure] = []
        for clients in [1, 16, 256] {
            var slowest: [String] = []
            func rate(_ socket: String, _ request: String) throws -> Double {
                let seconds = options.isQuick ? "1" : "5"
                let reply = try BuiltProgram.run(load, [socket, "\(clients)", seconds, request])
                let numbers = reply.text.split(separator: " ").compactMap {
                    Double($0.trimmingCharacters(in: .whitespacesAndNewlines))
                }
                guard reply.status == 0, numbers.count == 3 else {
                    throw PeerFailed(command: "load", message: "status \(reply.status), \(clients) clients")
                }
                slowest.append(FigureTable.text(numbers[2]))
                return numbers[0]
            }
            let medians = try Measuring.alternating(
                rounds: options.isQuick ? 1 : 3,
                [
                    { try rate(daemon.socket, statusRequest) }, { try rate(echo, statusRequest) },
                    { try rate(daemon.socket, askRequest) },
                ])
            figures.append(
                Figure(
                    what: "Status, \(clients) clients", unit: "requests a second", ours: medians[0],
                    peers: [.init(name: "epoll echo, in C (the floor)", value: medians[1])],
                    aim: "0.6 of the floor", note: "p99 \(slowest[0]) ms"))
            figures.append(
                Figure(
                    what: "Ask on the seeds, \(clients) clients", unit: "requests a second", ours: medians[2],
                    aim: "told", note: "p99 \(slowest[2]) ms"))
        }
        return figures
    }

    private static func status(_ place: Workplace, _ daemon: RunningDaemon) throws -> Figure {
        let policyctl = BuiltProgram.path("policyctl")
        let git = try place.fresh("git")
        try Peers.shell("git init -q && git commit -q --allow-empty -m a", in: git)
        var works: [() throws -> Double] = [
            { try Measuring.start(policyctl, ["--socket", daemon.socket, "status"]) },
            { try Measuring.start("/usr/bin/git", ["-C", git, "rev-parse", "HEAD"]) },
        ]
        let systemctl = Peers.path("systemctl")
        if let systemctl { works.append { try Measuring.start(systemctl, ["is-active", "policyd"]) } }
        let medians = try Measuring.alternating(rounds: 51, works)
        return Figure(
            what: "policyctl status, start to exit", unit: "ms", ours: medians[0],
            peers: [
                .init(name: "git rev-parse HEAD", value: medians[1]),
                .init(
                    name: systemctl == nil ? Peers.missing("systemctl") : "systemctl is-active",
                    value: medians.count > 2 ? medians[2] : nil),
            ], aim: "3 ms")
    }
}
