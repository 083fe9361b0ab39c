/// One `Key=value` line, with where it stands.
package struct ConfigurationEntry: Sendable, Equatable {
    package let section: String
    package let key: String
    package let value: String
    package let file: String
    package let line: Int

    /// What is wrong with it.
    package func issue(_ message: String) -> ConfigurationIssue {
        ConfigurationIssue(file: file, line: line, message: message)
    }

    /// A value that is not what its key takes.
    package func refusal(expected: String) -> ConfigurationIssue {
        issue("'\(key)' must be \(expected), not '\(ConfigurationSyntax.printable(value))'")
    }
}

/// A line of a configuration file that cannot be read, or that is not understood.
package struct ConfigurationIssue: Error, Sendable, Equatable, CustomStringConvertible {
    package let file: String
    /// 1-based; 0 where the file as a whole is meant.
    package let line: Int
    package let message: String

    package var description: String { line == 0 ? "\(file): \(message)" : "\(file):\(line): \(message)" }

    package init(file: String, line: Int, message: String) {
        self.file = file
        self.line = line
        self.message = message
    }
}
