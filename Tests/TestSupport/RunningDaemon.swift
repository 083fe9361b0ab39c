import Foundation
import Synchronization

/// A built policyd, running over a real folder until it is stopped or let go.
package final class RunningDaemon: Sendable {
    package let state: String
    private let process: Process
    private let log = LineLog()

    package var socket: String { state + "/policyd.sock" }

    /// Starts it and returns once it says that it is ready.
    ///
    /// - Parameters:
    ///   - watched: the folder; nil where its configuration names it.
    ///   - wrapper: a program, with its arguments, that is to become policyd, such as `env A=b`.
    package init(
        watching watched: String? = nil, state: String, arguments: [String] = [], by wrapper: [String] = []
    )
        throws
    {
        self.state = state
        process = Process()
        let command =
            wrapper + [BuiltProgram.path("policyd")] + (watched.map { ["--watch", $0] } ?? [])
            + ["--state", state] + arguments
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": state]
        let stderr = Pipe()
        process.standardError = stderr
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        log.follow(stderr.fileHandleForReading)
        guard log.wait(for: "policyd: ready") else {
            throw DaemonDidNotStart(log: log.text)
        }
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    /// Everything it has said so far.
    package var messages: String { log.text }

    /// Returns once it has said something; false where it ended without, or two minutes went by.
    package func wait(for words: String) -> Bool { log.wait(for: words) }

    package var processIdentifier: Int32 { process.processIdentifier }

    /// Asks it to stop, and returns its exit status.
    @discardableResult
    package func stop(with signal: Int32 = SIGTERM) -> Int32 {
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Runs policyctl against it.
    package func policyctl(_ arguments: String..., input: String = "") throws -> BuiltProgram.Result {
        try BuiltProgram.run("policyctl", ["--socket", socket] + arguments, input: Array(input.utf8))
    }

    /// Returns when everything done to the folder before is in the record.
    package func sync(within seconds: Int = 60) throws {
        let result = try policyctl("sync", "--timeout", "\(seconds)")
        guard result.status == 0 else { throw DaemonDidNotStart(log: result.errors + messages) }
    }
}

/// It ended, or was not ready in time; with what it said.
package struct DaemonDidNotStart: Error, CustomStringConvertible {
    package let log: String
    package var description: String { "policyd did not get ready: \(log)" }
}

/// The lines a process has written, and a way to wait for one.
private final class LineLog: Sendable {
    private struct State {
        var text = ""
        var isAtEnd = false
    }

    private let state = Mutex(State())
    private let changed = DispatchSemaphore(value: 0)

    var text: String { state.withLock { $0.text } }

    func follow(_ handle: FileHandle) {
        Thread { [self] in
            while true {
                let data = handle.availableData
                state.withLock { state in
                    state.text += String(decoding: data, as: UTF8.self)
                    state.isAtEnd = data.isEmpty
                }
                changed.signal()
                if data.isEmpty { return }
            }
        }.start()
    }

    /// True once the log holds `words`; false when the process has ended without, or after two minutes.
    func wait(for words: String) -> Bool {
        while true {
            let (found, isAtEnd) = state.withLock { ($0.text.contains(words), $0.isAtEnd) }
            if found || isAtEnd { return found }
            if changed.wait(timeout: .now() + 120) == .timedOut { return false }
        }
    }
}
