internal import Glibc
internal import LinuxSystem
internal import PolicyAPI

/// Runs policyctl with the process's own arguments and surroundings; gives its exit status.
package func runPolicyctl() -> Int32 {
    // A closed pipe is an error to be looked at, not a signal to die of.
    SignalReader.ignore(SIGPIPE)
    LocalTime.useZone(nil)
    return Policyctl(.own).run(Array(CommandLine.arguments.dropFirst()))
}

/// The program: from arguments to an exit status.
package struct Policyctl {
    /// What `--version` prints.
    package static let version = programVersion

    private let surroundings: Surroundings

    package init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
    }

    /// Does what the arguments ask for.
    package func run(_ arguments: [String]) -> Int32 {
        do throws(Trouble) {
            return try answer(try Invocation(arguments))
        } catch {
            if let message = error.message { complain(message) }
            return error.status
        }
    }

    private func complain(_ message: String) {
        try? surroundings.errors.write(Array("policyctl: \(message)\n".utf8))
    }

    private func answer(_ invocation: Invocation) throws(Trouble) -> Int32 {
        let style = Style(usesColor: usesColor(invocation), columns: surroundings.columns)
        let sink = sink(invocation)
        defer { sink.finish() }
        let printer = Printer(style: style, sink: sink)
        if invocation.has(.help) {
            try printer.write(invocation.command.map(Help.text(for:)) ?? Help.general)
            try printer.flush()
            return 0
        }
        guard let command = invocation.command, !invocation.has(.version) else {
            try printer.write("policyctl \(Self.version)\n")
            try printer.flush()
            return 0
        }
        let session = Session(invocation, surroundings, printer)
        let nothing = try command.run(session)
        try session.printLines()
        try printer.flush()
        guard let nothing else { return 0 }
        if !session.printsJSON { complain(nothing) }
        return 1
    }

    private func usesColor(_ invocation: Invocation) -> Bool {
        switch invocation.options[.color] {
        case "always": return true
        case "never": return false
        default:
            let refused = surroundings.environment("NO_COLOR").map { !$0.isEmpty } ?? false
            return surroundings.columns != nil && !refused && surroundings.environment("TERM") != "dumb"
        }
    }

    private func sink(_ invocation: Invocation) -> any Sink {
        let isLong: Bool
        switch invocation.command {
        case .ask, .search, .list, .history, .show, .diff, .blame, .changes, .digest, .commitments:
            isLong = true
        default: isLong = false
        }
        guard isLong, surroundings.columns != nil, !invocation.has(.noPager), !invocation.has(.help),
            !invocation.has(.json), let command = Pager.command(surroundings.environment)
        else { return surroundings.output }
        return Pager(command: command, fallback: surroundings.output)
    }
}

extension Surroundings {
    private static let defaultColumns = 80
    private static let largestInput = 1 << 20

    /// Those of the process.
    static var own: Surroundings {
        let output = FileDescriptor(owning: 1)
        return Surroundings(
            environment: { name in getenv(name).map { String(cString: $0) } },
            now: { Int64(time(nil)) },
            columns: columns(of: output),
            readInput: readStandardInput,
            output: DescriptorSink(output),
            errors: DescriptorSink(FileDescriptor(owning: 2)),
            fileExists: { access($0, F_OK) == 0 })
    }

    private static func columns(of output: FileDescriptor) -> Int? {
        guard isatty(output.number) == 1 else { return nil }
        if let told = getenv("COLUMNS").flatMap({ Int(String(cString: $0)) }), told > 0 { return told }
        var size = winsize()
        guard ioctl(output.number, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return defaultColumns
        }
        return Int(size.ws_col)
    }

    private static func readStandardInput() throws(SystemError) -> [UInt8] {
        let input = FileDescriptor(owning: 0)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while bytes.count < largestInput {
            let count = try buffer.withUnsafeMutableBufferPointer { buffer throws(SystemError) in
                try input.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            guard let count, count > 0 else { return bytes }
            bytes += buffer[..<count]
        }
        throw SystemError("read standard input", code: EFBIG)
    }
}
