/// An option of policyctl or of one of its commands.
package enum Option: String, CaseIterable, Sendable {
    case socket
    case json
    case color
    case noPager = "no-pager"
    case help
    case version
    case limit
    case asOf = "as-of"
    case document
    case deleted
    case source
    case since
    case until
    case significance
    case format
    case dueBefore = "due-before"
    case dropped
    case after
    case timeout

    /// As it is typed.
    package var name: String { "--" + rawValue }

    /// Those that every command takes.
    package static let general: [Option] = [.socket, .json, .color, .noPager, .help]

    /// What its value is called in the help; nil where it takes none.
    package var placeholder: String? {
        switch self {
        case .socket, .document: "PATH"
        case .color: "WHEN"
        case .limit: "N"
        case .asOf, .since, .until: "WHEN"
        case .significance: "LEVEL"
        case .format: "FORMAT"
        case .dueBefore: "DATE"
        case .after: "CURSOR"
        case .timeout: "SECONDS"
        case .json, .noPager, .help, .version, .deleted, .source, .dropped: nil
        }
    }

    /// What it does, as a fragment.
    package var summary: String {
        switch self {
        case .socket: "the daemon's socket"
        case .json: "print each reply's parameters as one line of JSON"
        case .color: "auto, always or never"
        case .noPager: "print to the terminal directly"
        case .help: "print this"
        case .version: "print the version"
        case .limit: "no more than N"
        case .asOf: "as the folder stood then"
        case .document: "in this document only"
        case .deleted: "deleted documents too"
        case .source: "the file's own bytes and nothing else"
        case .since: "from then on; a date means its beginning"
        case .until: "up to then; a date means its end"
        case .significance: "low, medium or high: this and weightier"
        case .format: "markdown, html or json"
        case .dueBefore: "due before this day"
        case .dropped: "those that were dropped too"
        case .after: "from after this change on; 0: from the first"
        case .timeout: "wait no longer than this"
        }
    }
}

/// What a command takes and what it is for.
package struct CommandDescription: Sendable {
    package let command: Command
    /// What follows the command's name, as the help shows it.
    package let operands: String
    package let count: ClosedRange<Int>
    package let options: [Option]
    package let summary: String

    package static let all: [CommandDescription] = [
        .init(.ask, "QUESTION...", 1...Int.max, [.limit, .asOf, .document], "answer a question"),
        .init(.search, "QUERY...", 1...Int.max, [.limit, .asOf, .document], "find passages by their words"),
        .init(.list, "", 0...0, [.deleted, .asOf], "list the documents"),
        .init(.history, "PATH", 1...1, [], "list the versions of a document"),
        .init(.show, "PATH[@VERSION]", 1...1, [.asOf, .source], "print the text of a version"),
        .init(.diff, "PATH [FROM [TO]]", 1...3, [], "tell what changed between two versions"),
        .init(.blame, "PATH[@VERSION]", 1...1, [], "tell which version brought in each passage"),
        .init(
            .changes, "", 0...0, [.since, .until, .document, .significance, .limit],
            "tell what changed in the folder"),
        .init(.digest, "[DATE]", 0...1, [.format], "print the digest of a day"),
        .init(
            .commitments, "", 0...0, [.document, .dueBefore, .dropped, .asOf],
            "list who undertakes what, and until when"),
        .init(.follow, "", 0...0, [.after, .significance], "tell each change as it happens"),
        .init(.notify, "", 0...0, [], "run the programs that tell people of changes"),
        .init(.status, "", 0...0, [], "tell what the daemon is doing"),
        .init(.sync, "", 0...0, [.timeout], "wait until all that is on disk is recorded"),
        .init(.rescan, "", 0...0, [], "read every file again"),
        .init(.reload, "", 0...0, [], "read the configuration again"),
        .init(.verify, "", 0...0, [], "check everything that is recorded"),
        .init(.backup, "[NAME]", 0...1, [], "copy the database while it is in use"),
    ]

    private init(
        _ command: Command, _ operands: String, _ count: ClosedRange<Int>, _ options: [Option],
        _ summary: String
    ) {
        self.command = command
        self.operands = operands
        self.count = count
        self.options = options
        self.summary = summary
    }

    /// The description of a command; each has one.
    package static func of(_ command: Command) -> CommandDescription {
        guard let description = all.first(where: { $0.command == command }) else {
            preconditionFailure("\(command) has no description")
        }
        return description
    }
}

/// What policyctl can be asked to do.
package enum Command: String, CaseIterable, Sendable {
    case ask, search, list, history, show, diff, blame, changes, digest, commitments, follow, notify
    case status, sync, rescan, reload, verify, backup
}
