import Foundation
import TestSupport

/// The programs that policyd is measured beside.
enum Peers {
    /// Where a program is, or nil.
    static func path(_ name: String) -> String? {
        ["/usr/bin/", "/usr/local/bin/", "/bin/", "/usr/sbin/"].map { $0 + name }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Has recollindex index a folder, by lines of settings of its own; the folder of its configuration.
    static func recollIndex(
        of watched: String, in place: Workplace, _ settings: String = ""
    ) throws -> String {
        let folder = try place.fresh("recoll")
        try "topdirs = \(watched)\n\(settings)".write(
            toFile: folder + "/recoll.conf", atomically: false, encoding: .utf8)
        try shell("recollindex -c '\(folder)' >/dev/null 2>&1")
        return folder
    }

    /// The name of a missing program with the command that installs it.
    static func missing(_ name: String) -> String { "\(name) (missing: run .ci/benchmark-peers)" }

    /// Runs a shell command to its end, quietly; throws where it fails with a status that is not among `allowed`.
    @discardableResult
    static func shell(_ command: String, in folder: String = "/", allowed: Set<Int32> = [0]) throws -> String
    {
        let result = try BuiltProgram.run(
            "/bin/sh", ["-c", "cd '\(folder)' && \(command)"],
            environment: [
                "HOME": folder, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_AUTHOR_NAME": "a",
                "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "a",
                "GIT_COMMITTER_EMAIL": "a@example.org",
            ])
        guard allowed.contains(result.status) else {
            throw PeerFailed(command: command, message: result.errors)
        }
        return result.text
    }

    /// Builds one of the floors in `Tests/Benchmarks/Peers` with the system's C compiler.
    static func floor(_ name: String, in folder: String) throws -> String {
        let source = SharedFolder.projectFolder + "/Tests/Benchmarks/Peers/\(name).c"
        let program = folder + "/" + name
        if !FileManager.default.fileExists(atPath: program) {
            try shell("cc -O2 -o '\(program)' '\(source)' -lsqlite3")
        }
        return program
    }
}

/// A peer that ended with trouble, with what it said.
struct PeerFailed: Error, CustomStringConvertible {
    var command: String
    var message: String
    var description: String { "cannot run '\(command.prefix(200))': \(message.prefix(500))" }
}
