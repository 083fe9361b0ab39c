internal import ConfigurationFile

/// The command line of `policyd`.
package struct Arguments: Sendable, Equatable {
    package var configurationFile: String?
    package var watchedFolder: String?
    package var stateFolder: String?
    package var socketPath: String?
    package var mode: Mode = .run

    package enum Mode: Sendable, Equatable {
        case run, checkConfiguration, version, help
    }

    package init() {}

    /// Reads the words after the program's name.
    package init(_ words: some Sequence<String>) throws(UsageError) {
        var words = Array(words)[...]
        while let word = words.popFirst() {
            let (name, inline) = Self.split(word)
            switch name {
            case "--config": configurationFile = try Self.value(of: name, inline, &words)
            case "--watch": watchedFolder = try Self.value(of: name, inline, &words)
            case "--state": stateFolder = try Self.value(of: name, inline, &words)
            case "--socket": socketPath = try Self.value(of: name, inline, &words)
            case "--check-config": mode = .checkConfiguration
            case "--version": mode = .version
            case "--help", "-h": mode = .help
            default:
                let kind = word.hasPrefix("-") ? "option" : "argument"
                throw UsageError(
                    message: "unknown \(kind) '\(ConfigurationSyntax.printable(word))' (see policyd --help)")
            }
        }
    }

    private static func split(_ word: String) -> (name: String, value: String?) {
        guard word.hasPrefix("--"), let equals = word.firstIndex(of: "=") else { return (word, nil) }
        return (String(word[..<equals]), String(word[word.index(after: equals)...]))
    }

    private static func value(
        of name: String, _ inline: String?, _ words: inout ArraySlice<String>
    ) throws(UsageError) -> String {
        guard let value = inline ?? words.popFirst(), !value.isEmpty else {
            throw UsageError(message: "option '\(name)' needs a value (see policyd --help)")
        }
        return value
    }

    package static let help = """
        usage: policyd [--config FILE] [--watch DIR] [--state DIR] [--socket PATH]
               policyd --check-config [--config FILE]
               policyd --version | --help

        Watches a folder of policy documents, keeps every version, says what each change means, writes a
        digest a day and answers policyctl over a Unix socket. Runs in the foreground.

          --config FILE    read FILE; else /etc/policyd/policyd.conf under a service manager, else
                           $XDG_CONFIG_HOME/policyd/policyd.conf where it exists, else no file
          --watch DIR      watch DIR and every folder below it (without a configuration: ./seeds)
          --state DIR      keep the database, the digests and the socket in DIR (without a
                           configuration: ./.policyd)
          --socket PATH    listen on PATH
          --check-config   say what is wrong with the configuration, and exit
          --version        print the version, and exit

        SIGHUP reads the configuration again; SIGTERM stops.
        Exit status: 0 stopped, 1 could not start, 2 usage.
        """
}

/// A command line that cannot be read.
package struct UsageError: Error, Sendable, Equatable {
    package let message: String

    package init(message: String) {
        self.message = message
    }
}
