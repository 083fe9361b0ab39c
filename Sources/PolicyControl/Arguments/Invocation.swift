private import ConfigurationFile
private import LinuxSystem

/// What policyctl was asked to do.
package struct Invocation: Hashable, Sendable {
    /// Nil for `--help` and `--version` alone.
    package var command: Command?
    /// The last value of each option that was given; empty for one that takes none.
    package var options: [Option: String] = [:]
    /// What is left: words, paths, versions.
    package var operands: [String] = []

    /// Whether the option was given.
    package func has(_ option: Option) -> Bool { options[option] != nil }

    /// Reads the arguments after the program's name. Options may stand anywhere; `--` ends them.
    package init(_ arguments: [String]) throws(Trouble) {
        var words: [String] = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "--" {
                words += rest
                break
            }
            if argument == "-" || !argument.hasPrefix("-") {
                words.append(argument)
            } else {
                try readOption(argument, &rest, commandName: words.first)
            }
        }
        if !words.isEmpty { try readCommand(words) }
        guard let command else {
            guard has(.help) || has(.version) else {
                throw .usage("no command given", "see policyctl --help")
            }
            return
        }
        if !has(.help) && !has(.version) { try check(CommandDescription.of(command)) }
    }

    private mutating func readOption(
        _ argument: String, _ rest: inout ArraySlice<String>, commandName: String?
    ) throws(Trouble) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        guard let option = Option.allCases.first(where: { $0.name == name || ($0 == .help && name == "-h") })
        else { throw Self.unknownOption(name, commandName) }
        guard option.placeholder != nil else {
            guard parts.count == 1 else { throw .usage("'\(name)' takes no value", "see policyctl --help") }
            options[option] = ""
            return
        }
        if parts.count == 2 {
            options[option] = String(parts[1])
        } else if let value = rest.popFirst() {
            options[option] = value
        } else {
            throw .usage("'\(name)' needs a value", option.summary)
        }
    }

    private static func unknownOption(_ name: String, _ commandName: String?) -> Trouble {
        let command = commandName.flatMap { Command(rawValue: $0) }
        let known = (command.map { CommandDescription.of($0).options } ?? []) + Option.general + [.version]
        if name.hasPrefix("--"), let nearest = NearestName.nearest(to: name, among: known.map(\.name)) {
            return .usage("unknown option \(quoted(name))", "did you mean '\(nearest)'?")
        }
        let place = command.map { "policyctl \($0.rawValue) --help" } ?? "policyctl --help"
        let hint = command == .ask || command == .search ? "; '--' before words that begin with '-'" : ""
        return .usage("unknown option \(quoted(name))", "see \(place)\(hint)")
    }

    private mutating func readCommand(_ words: [String]) throws(Trouble) {
        guard let command = Command(rawValue: words[0]) else {
            let names = Command.allCases.map(\.rawValue)
            let hint = NearestName.nearest(to: words[0], among: names).map { "did you mean '\($0)'? " } ?? ""
            throw .usage("unknown command \(quoted(words[0]))", hint + "see policyctl --help")
        }
        self.command = command
        operands = Array(words.dropFirst())
    }

    private func check(_ description: CommandDescription) throws(Trouble) {
        let name = description.command.rawValue
        let allowed = description.options + Option.general
        if let alien = Option.allCases.first(where: { has($0) && !allowed.contains($0) }) {
            throw .usage("'\(name)' takes no option '\(alien.name)'", "see policyctl \(name) --help")
        }
        if operands.count < description.count.lowerBound {
            let missing = description.operands.split(separator: " ").first ?? ""
            throw .usage("'\(name)' needs a \(missing)", "see policyctl \(name) --help")
        }
        if operands.count > description.count.upperBound {
            let extra = operands[description.count.upperBound]
            throw .usage("'\(name)' does not take \(quoted(extra))", "see policyctl \(name) --help")
        }
        if let color = options[.color], !["auto", "always", "never"].contains(color) {
            throw .usage("'--color' must be auto, always or never, not \(quoted(color))", nil)
        }
    }
}

// MARK: - Values

extension Invocation {
    /// A whole number from `least` on.
    func number(_ option: Option, from least: Int) throws(Trouble) -> Int? {
        guard let text = options[option] else { return nil }
        guard let number = Int(text), number >= least else {
            let kind = least == 0 ? "a number from 0 on" : "a positive number"
            throw .usage("'\(option.name)' must be \(kind), not \(quoted(text))", nil)
        }
        return number
    }

    /// Seconds, with or without a fraction.
    func seconds(_ option: Option) throws(Trouble) -> Double? {
        guard let text = options[option] else { return nil }
        guard let seconds = Double(text), seconds.isFinite, seconds >= 0 else {
            throw .usage("'\(option.name)' must be a number of seconds, not \(quoted(text))", nil)
        }
        return seconds
    }

    /// One of a few words.
    func word<Word: RawRepresentable & CaseIterable>(
        _ option: Option, _: Word.Type
    ) throws(Trouble) -> Word? where Word.RawValue == String {
        guard let text = options[option] else { return nil }
        if let word = Word(rawValue: text) { return word }
        let names = Word.allCases.map(\.rawValue)
        let list = names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
        throw .usage("'\(option.name)' must be \(list), not \(quoted(text))", nil)
    }
}
