import Foundation
import Synchronization

/// The programs as they were built beside the tests.
package enum BuiltProgram {
    /// The path of a built program, such as `policyd`.
    package static func path(_ name: String) -> String {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent(name).path
    }

    /// Writes a program to be run, and returns its path.
    ///
    /// Another process does it: a program that this one had open for writing when another thread began a process would
    /// for a moment be open there too, and "Text file busy".
    package static func write(_ text: String, to path: String) throws -> String {
        let made = try run(
            "/bin/sh", ["-c", #"cat > "$0" && chmod 755 "$0""#, path], input: Array(text.utf8))
        guard made.status == 0 else { throw TemporaryFolderError(errno: EIO) }
        return path
    }

    /// What a program that has ended left behind.
    package struct Result: Sendable {
        package let status: Int32
        package let output: [UInt8]
        package let errors: String

        /// Standard output as text.
        package var text: String { String(decoding: output, as: UTF8.self) }
    }

    /// Runs a program to its end.
    package static func run(
        _ name: String, _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:]
    ) throws -> Result {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: name.hasPrefix("/") ? name : path(name))
        process.arguments = arguments
        process.environment = ["PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL": "C.UTF-8"]
            .merging(environment) { $1 }
        let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = stderr
        // A program may end before it has read all of its input.
        signal(SIGPIPE, SIG_IGN)
        try process.run()
        let errors = Mutex<[UInt8]>([])
        let drained = DispatchSemaphore(value: 0)
        let watch = Thread {
            let bytes = Array(stderr.fileHandleForReading.readDataToEndOfFile())
            errors.withLock { $0 = bytes }
            drained.signal()
        }
        watch.start()
        if !input.isEmpty { try? stdin.fileHandleForWriting.write(contentsOf: Data(input)) }
        try? stdin.fileHandleForWriting.close()
        let output = Array(stdout.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
        drained.wait()
        return Result(
            status: process.terminationStatus, output: output,
            errors: errors.withLock { String(decoding: $0, as: UTF8.self) })
    }
}
