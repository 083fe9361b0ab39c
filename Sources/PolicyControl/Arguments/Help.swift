/// The texts of `--help`.
package enum Help {
    /// For `policyctl --help`.
    package static let general: String = {
        var text = """
            Usage: policyctl [OPTION...] COMMAND ...

            Ask policyd what the documents say, what they said before and what changed.

            Commands:

            """
        let names = CommandDescription.all.map { invocation($0, with: "") }
        text += columns(zip(names, CommandDescription.all.map(\.summary)).map { ($0, $1) })
        text += "\nOptions:\n" + options([.socket, .json, .color, .noPager, .help, .version])
        text += """

            WHEN is 2026-11-21, 2026-11-21T08:46, RFC 3339, today, yesterday, '3 days ago', 'last week'.
            A date means its end. PATH is relative to the watched folder; a unique ending or beginning does.
            Exit status: 0 something to show, 1 nothing, 2 trouble.

            """
        return text
    }()

    /// For `policyctl COMMAND --help`.
    package static func text(for command: Command) -> String {
        let description = CommandDescription.of(command)
        var text = "Usage: " + invocation(description, with: "policyctl ")
        if !description.options.isEmpty { text += " [OPTION...]" }
        let summary = description.summary
        text += "\n\n" + summary.prefix(1).uppercased() + summary.dropFirst() + ".\n" + note(command)
        text += "\nOptions:\n" + options(description.options + Option.general)
        return text
    }

    private static func note(_ command: Command) -> String {
        switch command {
        case .ask:
            """

            The question is all words that follow, in English or French; '-' reads it from standard input.
            It may be about the documents ("who reviews the plan?"), their changes ("what changed in 003
            since March?") or their commitments ("what is due by 2027?").

            """
        case .search:
            """

            The query is all words that follow; '-' reads it from standard input. It may hold words,
            "phrases", prefix*, AND, OR, NOT and parentheses.

            """
        case .diff:
            """

            FROM and TO are versions. Without TO: up to the latest. Without FROM: from the one before it.

            """
        case .follow:
            """

            Each change is printed as soon as it is durable, until policyctl is ended.

            """
        case .notify:
            """

            Runs every program in /etc/policyd/notify.d for each batch of changes, which it gets as JSON on
            standard input. policyd-notify.service runs this; it is not meant to be typed.

            """
        case .rescan, .reload, .verify, .backup:
            """

            For root and the service's own user.

            """
        default: ""
        }
    }

    private static func invocation(_ description: CommandDescription, with prefix: String) -> String {
        let name = prefix + description.command.rawValue
        return description.operands.isEmpty ? name : name + " " + description.operands
    }

    private static func options(_ options: [Option]) -> String {
        columns(options.map { ($0.name + ($0.placeholder.map { " " + $0 } ?? ""), $0.summary) })
    }

    private static func columns(_ rows: [(String, String)]) -> String {
        let width = rows.map(\.0.count).max() ?? 0
        return rows.map { name, summary in
            "  " + name + String(repeating: " ", count: width - name.count + 2) + summary + "\n"
        }.joined()
    }
}
