import Glibc
import LinuxSystem
import TestSupport
import Testing

struct ConfinedProgramTests {
    private func run(
        _ script: String, input: String = "", limit: (inout ConfinedProgram.Limits) -> Void = { _ in }
    ) throws -> ConfinedProgram.Outcome {
        var limits = ConfinedProgram.Limits()
        limit(&limits)
        return try ConfinedProgram(path: "/bin/bash", arguments: ["-c", script], limits: limits)
            .run(input: Array(input.utf8))
    }

    @Test func `it reads its standard input, writes its standard output and tells its status`() throws {
        let outcome = try run("tr a-z A-Z; echo trouble >&2; exit 3", input: "hello")
        #expect(outcome.ending == .exited(3))
        #expect(outcome.output == Array("HELLO".utf8))
        #expect(outcome.diagnostics == "trouble\n")
    }

    @Test func `it sees no variable, descriptor or argument of the daemon`() throws {
        let outcome = try run("env | cut -d= -f1 | sort | tr '\\n' ' '; ls /proc/self/fd | wc -l; pwd")
        #expect(String(decoding: outcome.output, as: UTF8.self) == "HOME LANG LC_ALL PATH PWD SHLVL _ 4\n/\n")
    }

    @Test func `it cannot write, make or remove a file`() throws {
        let folder = try TemporaryFolder()
        let kept = try folder.write("kept", to: "kept")
        chmod(folder.path, 0o777)
        chmod(kept, 0o666)
        let outcome = try run(
            "echo x > \(folder.path)/new; echo x > \(kept); echo x >> \(kept); echo null > /dev/null")
        #expect(outcome.output.isEmpty)
        let look = try run("cat \(kept); stat -c %s \(folder.path)/new")
        // Without Landlock an empty file can be made, but nothing be put into any.
        if outcome.confinement.contains(.files) {
            #expect(String(decoding: look.output, as: UTF8.self) == "kept")
            #expect(
                try run("rm \(kept); mkdir \(folder.path)/m; mv \(kept) \(folder.path)/n").ending
                    == .exited(1))
            #expect(access(kept, F_OK) == 0)
        }
    }

    @Test func `it has no network`() throws {
        let outcome = try run("exec 3<>/dev/tcp/127.0.0.1/9")
        #expect(!outcome.confinement.isDisjoint(with: [.network, .calls]))
        #expect(outcome.ending == .exited(1))
        #expect(!outcome.diagnostics.contains("Connection refused"))
    }

    @Test func `what takes too long is killed with its children, who cannot get away`() throws {
        let outcome = try run("setsid sleep 1000 & sleep 1000 & echo $!; wait; sleep 1000") {
            $0.wallTime = .milliseconds(300)
        }
        #expect(outcome.ending == .tookTooLong)
        let child = Int32(String(decoding: outcome.output, as: UTF8.self).dropLast())
        #expect(try ends(#require(child)))
    }

    @Test func `a program that ends before its children is over`() throws {
        let outcome = try run("sleep 1000 & echo $!")
        #expect(outcome.ending == .exited(0))
        let child = Int32(String(decoding: outcome.output, as: UTF8.self).dropLast())
        #expect(try ends(#require(child)))
    }

    @Test func `what writes too much is stopped`() throws {
        let outcome = try run("yes") { $0.output_bytes = 1 << 20 }
        #expect(outcome.ending == .wroteTooMuch)
        #expect(outcome.output.count <= (1 << 20) + (64 << 10))
    }

    @Test func `memory is bounded`() throws {
        let outcome = try run("x=$(head -c 300000000 /dev/zero | tr '\\0' a); echo ${#x}") {
            $0.memory_bytes = 128 << 20
        }
        #expect(outcome.ending != .exited(0))
    }

    @Test func `CPU time is bounded`() throws {
        let outcome = try run("while :; do :; done") { $0.wallTime = .seconds(1) }
        #expect([.tookTooLong, .killed(signal: SIGXCPU)].contains(outcome.ending))
    }

    @Test func `a program that is none is an error with the system's reason`() throws {
        let folder = try TemporaryFolder()
        let path = try BuiltProgram.write("no program", to: folder.path("tool"))
        let program = ConfinedProgram(path: path, arguments: [], limits: .init())
        let error = #expect(throws: SystemError.self) { _ = try program.run(input: []) }
        #expect(error?.description == "cannot run '\(path)': Exec format error")
    }

    // The kernel kills in its own time; a process that is not killed sleeps on for longer than this.
    private func ends(_ process: Int32) -> Bool {
        let limit = ContinuousClock.now + .seconds(60)
        while isRunning(process), ContinuousClock.now < limit { sched_yield() }
        return !isRunning(process)
    }

    // A killed process can stay a zombie until its new parent asks for it.
    private func isRunning(_ process: Int32) -> Bool {
        guard let file = fopen("/proc/\(process)/stat", "re") else { return false }
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 512)
        let count = fread(&buffer, 1, buffer.count, file)
        let text = String(decoding: buffer.prefix(count), as: UTF8.self)
        return text.split(separator: " ").dropFirst(2).first != "Z" && count > 0
    }
}
