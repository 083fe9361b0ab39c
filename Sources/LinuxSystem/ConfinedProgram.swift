internal import CLinux
internal import Glibc

/// A program that turns its standard input into standard output, and can do nothing else.
///
/// It has no network (a namespace of its own, and no sockets), writes no file (a file size limit of 0, and Landlock),
/// has bounded CPU time, memory, output and wall time, and is killed with all its children: they cannot leave its
/// process group. What a kernel or a sandbox does not grant is left out, and told.
package struct ConfinedProgram: Sendable {
    package struct Limits: Hashable, Sendable {
        package var wallTime: Duration = .seconds(30)
        package var memory_bytes: UInt64 = 1 << 30
        package var output_bytes = 64 << 20

        package init() {}
    }

    /// What holds beyond the limits.
    package struct Confinement: OptionSet, Hashable, Sendable {
        package let rawValue: UInt32

        package init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        /// A network namespace with nothing in it.
        package static let network = Confinement(rawValue: 1)
        /// Landlock: no file can be written, made or removed.
        package static let files = Confinement(rawValue: 2)
        /// seccomp: no sockets, and no way out of the process group.
        package static let calls = Confinement(rawValue: 4)

        package static let all: Confinement = [.network, .files, .calls]
    }

    package enum Ending: Hashable, Sendable {
        case exited(Int32)
        case killed(signal: Int32)
        case tookTooLong
        case wroteTooMuch

        init(_ ending: ProcessGroup.Ending) {
            switch ending {
            case .exited(let status): self = .exited(status)
            case .killed(let signal): self = .killed(signal: signal)
            }
        }
    }

    package struct Outcome: Sendable {
        package let ending: Ending
        package let output: [UInt8]
        /// The beginning of what it wrote to standard error.
        package let diagnostics: String
        package let confinement: Confinement
    }

    /// So much of standard error is kept.
    private static let maximumDiagnostics = 4096
    private static let environment = [
        "PATH=/usr/bin:/bin", "LANG=C.UTF-8", "LC_ALL=C.UTF-8", "HOME=/nonexistent",
    ]

    private let path: String
    private let arguments: [String]
    private let limits: Limits

    /// The program at a path; the arguments without its name.
    package init(path: String, arguments: [String], limits: Limits) {
        self.path = path
        self.arguments = arguments
        self.limits = limits
    }

    /// Where a program is found: a path as it is, a name in the folders of programs.
    package static func path(of name: String) -> String? {
        let candidates =
            name.utf8.contains(UInt8(ascii: "/"))
            ? [name] : ["/usr/local/bin/", "/usr/bin/", "/bin/"].map { $0 + name }
        return candidates.first { access($0, X_OK) == 0 }
    }

    /// Runs it to its end; blocks as long as that takes.
    package func run(input: [UInt8]) throws(SystemError) -> Outcome {
        let source = try Self.memoryFile(holding: input)
        do {
            return try run(source, confinedBy: .all)
        } catch  where error.code == ENOTRECOVERABLE {
            // A sandbox that kills for a call it does not know: the limits and the rest must do.
            try retrying("run", path) { lseek(source.number, 0, SEEK_SET) }
            return try run(source, confinedBy: [])
        }
    }

    private func run(_ input: FileDescriptor, confinedBy wanted: Confinement) throws(SystemError) -> Outcome {
        var output = try Pipe()
        var errors = try Pipe()
        var report = try Pipe()
        let process = try start(input, output.writer!, errors.writer!, report.writer!, wanted)
        let group = ProcessGroup(leader: process)
        defer { group.end() }
        output.writer = nil
        errors.writer = nil
        report.writer = nil
        let reported = try report.readToEnd()
        if reported.isEmpty { throw SystemError("run", path, code: ENOTRECOVERABLE) }
        if reported.count >= 8 { throw SystemError("run", path, code: Int32(Self.number(reported, at: 4))) }
        var collector = Collector(output: output.reader, errors: errors.reader, limits: limits)
        let early = try collector.collect(until: process)
        let ending = early ?? Ending(group.ending())
        let shown = String(decoding: collector.diagnostics.prefix(Self.maximumDiagnostics), as: UTF8.self)
        return Outcome(
            ending: ending, output: collector.output, diagnostics: shown,
            confinement: Confinement(rawValue: Self.number(reported, at: 0)))
    }

    private func start(
        _ input: FileDescriptor, _ output: FileDescriptor, _ errors: FileDescriptor, _ report: FileDescriptor,
        _ wanted: Confinement
    ) throws(SystemError) -> pid_t {
        var arguments = ([path] + arguments).map { strdup($0) } + [nil]
        var environment = Self.environment.map { strdup($0) } + [nil]
        let path = strdup(path)
        defer {
            for text in arguments + environment { free(text) }
            free(path)
        }
        let (seconds, _) = limits.wallTime.components
        var program = clinux_program()
        program.path = UnsafePointer(path)
        program.input = input.number
        program.output = output.number
        program.errors = errors.number
        program.report = report.number
        program.cpu_seconds = UInt64(max(1, seconds))
        program.memory_bytes = limits.memory_bytes
        program.wanted = wanted.rawValue
        let process = arguments.withUnsafeMutableBufferPointer { arguments in
            environment.withUnsafeMutableBufferPointer { environment in
                program.arguments = UnsafePointer(arguments.baseAddress!)
                program.environment = UnsafePointer(environment.baseAddress!)
                return clinux_start(&program)
            }
        }
        guard process > 0 else { throw SystemError("run", self.path) }
        return process
    }

    private static func memoryFile(holding bytes: [UInt8]) throws(SystemError) -> FileDescriptor {
        let file = FileDescriptor(
            owning: try retrying("memfd_create") {
                clinux_memfd_create("policyd-document", CLINUX_MFD_CLOEXEC)
            })
        try file.writeAll(bytes)
        try retrying("lseek") { lseek(file.number, 0, SEEK_SET) }
        return file
    }

    private static func number(_ bytes: [UInt8], at offset: Int) -> UInt32 {
        bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self) }
    }
}

private struct Pipe {
    let reader: FileDescriptor
    var writer: FileDescriptor?

    init() throws(SystemError) {
        var numbers: [Int32] = [-1, -1]
        try retrying("make a pipe") { clinux_pipe(&numbers) }
        reader = FileDescriptor(owning: numbers[0])
        writer = FileDescriptor(owning: numbers[1])
    }

    func readToEnd() throws(SystemError) -> [UInt8] {
        var found: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64)
        while true {
            let count = try retrying("read") { read(reader.number, &buffer, buffer.count) }
            if count == 0 { return found }
            found += buffer.prefix(count)
        }
    }
}

/// Reads what a program writes until it ends or breaks a limit.
private struct Collector {
    private static let outputToken: UInt64 = 0
    private static let errorsToken: UInt64 = 1
    private static let endToken: UInt64 = 2

    var output: [UInt8] = []
    var diagnostics: [UInt8] = []
    private let outputReader: FileDescriptor
    private let errorsReader: FileDescriptor
    private let limits: ConfinedProgram.Limits
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)

    init(output: FileDescriptor, errors: FileDescriptor, limits: ConfinedProgram.Limits) {
        outputReader = output
        errorsReader = errors
        self.limits = limits
    }

    /// Nil where the program ended by itself.
    mutating func collect(until process: pid_t) throws(SystemError) -> ConfinedProgram.Ending? {
        let end = ContinuousClock.now + limits.wallTime
        let epoll = try Epoll()
        for (file, token) in [(outputReader, Self.outputToken), (errorsReader, Self.errorsToken)] {
            try file.setNonBlocking(true)
            try epoll.add(file, for: .readable, token: token)
        }
        let processFile = FileDescriptor(
            owning: try retrying("watch a process") { clinux_open_process(process) })
        try epoll.add(processFile, for: .readable, token: Self.endToken)
        while true {
            let now = ContinuousClock.now
            if now >= end { return .tookTooLong }
            for event in try epoll.wait(upTo: end - now) {
                let isOutput = event.token == Self.outputToken
                if event.token == Self.endToken {
                    // A child that still writes is not waited for; what is in the pipes is.
                    kill(-process, SIGKILL)
                    while try readOutput() == .more {}
                    while try readErrors() == .more {}
                    return output.count > limits.output_bytes ? .wroteTooMuch : nil
                }
                let left = isOutput ? try readOutput() : try readErrors()
                if left == .ended { epoll.remove(isOutput ? outputReader : errorsReader) }
                if output.count > limits.output_bytes { return .wroteTooMuch }
            }
        }
    }

    private enum Left {
        case more, nothingNow, ended
    }

    private mutating func readOutput() throws(SystemError) -> Left {
        guard output.count <= limits.output_bytes else { return .ended }
        guard let count = try readSome(outputReader) else { return .nothingNow }
        output += buffer.prefix(count)
        return count == 0 ? .ended : .more
    }

    private mutating func readErrors() throws(SystemError) -> Left {
        guard let count = try readSome(errorsReader) else { return .nothingNow }
        // Read on when there is enough, so that the program is not held up.
        if diagnostics.count < buffer.count { diagnostics += buffer.prefix(count) }
        return count == 0 ? .ended : .more
    }

    private mutating func readSome(_ file: FileDescriptor) throws(SystemError) -> Int? {
        try buffer.withUnsafeMutableBufferPointer { buffer throws(SystemError) in
            try file.read(into: UnsafeMutableRawBufferPointer(buffer))
        }
    }
}
