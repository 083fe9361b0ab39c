import Foundation

/// What a test needs to make faults; one that lacks it is skipped with the reason.
package enum FaultTools {
    package static var isRoot: Bool { geteuid() == 0 }

    /// The path of a program of the system; nil where it is not installed.
    package static func path(_ name: String) -> String? {
        ["/usr/bin/", "/bin/", "/usr/sbin/", "/sbin/"].map { $0 + name }.first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
    }

    package static func has(_ names: String...) -> Bool { names.allSatisfy { path($0) != nil } }

    /// Whether a process may have a user namespace of its own.
    package static let hasUserNamespaces: Bool = {
        guard let unshare = path("unshare") else { return false }
        let words = ["-Ur", "sh", "-c", "echo 9 > /proc/sys/user/max_inotify_watches"]
        return (try? BuiltProgram.run(unshare, words).status) == 0
    }()

    /// Runs a line of shell, and returns what it wrote.
    @discardableResult
    package static func shell(_ line: String, in folder: String = "/") throws -> String {
        let result = try BuiltProgram.run("/bin/sh", ["-c", "cd \"$1\" && " + line, "sh", folder])
        guard result.status == 0 else { throw ShellFailed(line: line, errors: result.errors) }
        return result.text
    }
}

package struct ShellFailed: Error {
    package let line: String
    package let errors: String
}
