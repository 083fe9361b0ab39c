import Foundation
import PolicyAPI
import PolicyControl
import TestSupport
import Testing
import Varlink

/// The manual page and the completions against the parser's own lists.
@Suite struct ManualTests {
    private static let folder = SharedFolder.projectFolder + "/etc/"

    private func page() throws -> String {
        try String(contentsOfFile: Self.folder + "man/policyctl.1", encoding: .utf8)
    }

    @Test func `every command stands in the manual with each of its options, and no other`() throws {
        let lines = try page().split(separator: "\n").filter { $0.hasPrefix(".It Cm ") }
        let entries = Dictionary(
            lines.map { line -> (String, [String]) in
                let words = line.split(separator: " ").map(String.init)
                let options = zip(words, words.dropFirst()).filter { $0.0 == "Fl" }.map {
                    String($0.1.dropFirst())
                }
                return (words[2], options)
            }, uniquingKeysWith: { first, _ in first })
        #expect(Set(entries.keys) == Set(Command.allCases.map(\.rawValue)))
        for description in CommandDescription.all {
            #expect(
                Set(entries[description.command.rawValue] ?? []) == Set(description.options.map(\.rawValue)),
                "\(description.command)")
        }
    }

    @Test func `every general option stands in the manual`() throws {
        let page = try page()
        for option in Option.general + [.version] {
            #expect(page.contains("\n.It Fl -\(option.rawValue)"), "\(option)")
        }
    }

    // MARK: Completion

    private func complete(_ words: [String], socket: String = "/nowhere") throws -> Set<String> {
        let script = """
            source "$1"; shift
            COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
            _policyctl
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let bin = URL(fileURLWithPath: BuiltProgram.path("policyctl")).deletingLastPathComponent().path
        let result = try BuiltProgram.run(
            "/bin/bash", ["-c", script, "bash", Self.folder + "completions/policyctl.bash"] + words,
            environment: ["PATH": bin + ":/usr/bin:/bin", "POLICYD_SOCKET": socket])
        return Set(result.text.split(separator: "\n").map(String.init))
    }

    @Test func `bash completes every command`() throws {
        #expect(try complete(["policyctl", ""]) == Set(Command.allCases.map(\.rawValue)))
        #expect(try complete(["policyctl", "--json", "di"]) == ["diff", "digest"])
    }

    @Test(arguments: Command.allCases) func `bash completes the options of a command`(command: Command) throws
    {
        let options = CommandDescription.of(command).options + Option.general
        #expect(try complete(["policyctl", command.rawValue, "--"]) == Set(options.map(\.name)))
    }

    @Test func `bash completes the words that an option takes, and days`() throws {
        #expect(try complete(["policyctl", "changes", "--significance", ""]) == ["low", "medium", "high"])
        #expect(try complete(["policyctl", "digest", "--format", "m"]) == ["markdown"])
        let days = try complete(["policyctl", "digest", ""])
        #expect(days.contains("yesterday") && days.contains { $0.hasPrefix("20") && $0.count == 10 })
        #expect(try complete(["policyctl", "changes", "--since", "3"]) == ["3 days ago"])
    }

    @Test func `bash completes the paths of documents from the running daemon`() throws {
        let paths = ["plan & budget.txt", "a \"b\".md", "sub/été.txt", "c\\\\d.txt"]
        let daemon = try FakeDaemon([
            "List": { call in
                call.reply(
                    Wire.List.Reply(
                        documents: paths.map { path in
                            .init(
                                path: path, title: "Not a \"path\":\"x\"", language: "en", version: 1,
                                deleted: false,
                                sha256: "", size: 1, passages: 1, ingested: "2026-11-21T08:46:00-05:00")
                        }))
            }
        ])
        #expect(try complete(["policyctl", "show", ""], socket: daemon.path) == Set(paths))
        #expect(
            try complete(["policyctl", "ask", "--document", "sub/"], socket: daemon.path) == ["sub/été.txt"])
        #expect(try complete(["policyctl", "diff", "sub/été.txt", ""], socket: daemon.path) == [])
    }

    @Test func `the other shells complete the same commands and options`() throws {
        for name in ["policyctl.fish", "_policyctl"] {
            let text = try String(contentsOfFile: Self.folder + "completions/" + name, encoding: .utf8)
            for command in Command.allCases {
                #expect(
                    text.contains("-a \(command.rawValue) ") || text.contains("'\(command.rawValue):"),
                    "\(name): \(command)")
            }
            for option in Option.allCases {
                #expect(
                    text.contains("-l \(option.rawValue) ") || text.contains("--\(option.rawValue)["),
                    "\(name): \(option)")
            }
        }
    }
}
