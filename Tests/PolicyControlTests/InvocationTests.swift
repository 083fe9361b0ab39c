import ConfigurationFile
import PolicyControl
import Testing

struct InvocationTests {
    @Test func `options stand anywhere, and after two dashes there are none`() throws {
        let invocation = try Invocation([
            "--json", "ask", "Who", "--limit=3", "reviews", "--as-of", "last week", "--", "--it?",
        ])
        #expect(invocation.command == .ask)
        #expect(invocation.operands == ["Who", "reviews", "--it?"])
        #expect(invocation.options == [.json: "", .limit: "3", .asOf: "last week"])
    }

    @Test(arguments: [
        ([], "no command given (see policyctl --help)"),
        (["lst"], "unknown command 'lst' (did you mean 'list'? see policyctl --help)"),
        (["frobnicate"], "unknown command 'frobnicate' (see policyctl --help)"),
        (["\u{1B}[31m"], "unknown command '\\u{1b}[31m' (see policyctl --help)"),
        (["ask"], "'ask' needs a QUESTION... (see policyctl ask --help)"),
        (["history"], "'history' needs a PATH (see policyctl history --help)"),
        (["history", "a", "b"], "'history' does not take 'b' (see policyctl history --help)"),
        (["list", "--limt"], "unknown option '--limt' (see policyctl list --help)"),
        (["ask", "q", "--limt", "3"], "unknown option '--limt' (did you mean '--limit'?)"),
        (
            ["ask", "-5"],
            "unknown option '-5' (see policyctl ask --help; '--' before words that begin with '-')"
        ),
        (["ask", "q", "--limit"], "'--limit' needs a value (no more than N)"),
        (["list", "--json=1"], "'--json' takes no value (see policyctl --help)"),
        (["list", "--limit", "3"], "'list' takes no option '--limit' (see policyctl list --help)"),
        (["list", "--color", "red"], "'--color' must be auto, always or never, not 'red'"),
        (["ask", "q", "--limit", "0"], "'--limit' must be a positive number, not '0'"),
        (["follow", "--after", "-1"], "'--after' must be a number from 0 on, not '-1'"),
        (["sync", "--timeout", "nan"], "'--timeout' must be a number of seconds, not 'nan'"),
        (
            ["changes", "--significance", "huge"],
            "'--significance' must be low, medium or high, not 'huge'"
        ),
        (
            ["list", "--as-of", "soon"],
            "'--as-of' must be a time such as 2026-11-21, yesterday or '3 days ago', not 'soon'"
        ),
        (["digest", "now"], "'DATE' must be a day such as 2026-11-21, not 'now'"),
        (["diff", "a", "x"], "a version must be a number, not 'x' (see policyctl diff --help)"),
        (
            ["show", "a@1", "--as-of", "today"],
            "'--as-of' and a version exclude each other (see policyctl show --help)"
        ),
        (["search", ""], "the query is empty (see policyctl search --help)"),
    ])
    func `a wrong command line says what to do`(arguments: [String], message: String) {
        #expect(
            Outcome.of(["--socket", "/nonexistent"] + arguments)
                == Outcome(errors: "policyctl: \(message)\n", status: 2))
    }

    @Test func `help and version need no daemon`() {
        #expect(Outcome.of(["--version"]) == Outcome(output: "policyctl \(Policyctl.version)\n"))
        for arguments in [["--help"], ["-h"], ["ask", "--help"], ["--help", "diff"]] {
            let outcome = Outcome.of(arguments)
            #expect(outcome.output.hasPrefix("Usage: policyctl "))
            #expect(outcome.errors.isEmpty && outcome.status == 0)
            #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
        }
    }

    @Test func `the help tells every command and every option`() {
        for command in Command.allCases {
            #expect(Help.general.contains("\n  \(command.rawValue)"))
            for option in CommandDescription.of(command).options {
                #expect(Help.text(for: command).contains(option.name))
            }
        }
    }

    @Test func `a name is guessed where few edits lead to it`() {
        let names = ["status", "list", "history", "privacy.md"]
        #expect(NearestName.nearest(to: "satus", among: names) == "status")
        #expect(NearestName.nearest(to: "hsitory", among: names) == "history")
        #expect(NearestName.nearest(to: "PRIVCY.md", among: names) == "privacy.md")
        #expect(NearestName.nearest(to: "elephant", among: names) == nil)
        #expect(NearestName.nearest(to: "", among: names) == nil)
    }
}
