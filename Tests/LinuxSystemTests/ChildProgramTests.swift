import LinuxSystem
import TestSupport
import Testing

@Suite struct ChildProgramTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func run(
        _ script: String, input: String = "", limit: Duration = .seconds(60)
    ) throws -> ChildProgram.Ending {
        let path = try BuiltProgram.write("#!/bin/sh\n" + script, to: folder.path("program"))
        let program = ChildProgram(path: path, environment: ["PATH=/usr/bin:/bin", "FOLDER=" + folder.path])
        return try program.run(input: Array(input.utf8), limit: limit)
    }

    private func text(_ name: String) throws -> String {
        String(decoding: try TestFiles.bytes(folder.path(name)), as: UTF8.self)
    }

    @Test func `a program gets its input whole and its environment, and its status is told`() throws {
        let input = String(repeating: "0123456789", count: 100_000)
        #expect(try run("cat > $FOLDER/got; exit 3", input: input) == .exited(3))
        #expect(try text("got") == input)
        #expect(try run("env > $FOLDER/env") == .exited(0))
        #expect(try text("env").split(separator: "\n").contains("FOLDER=\(folder.path)"))
    }

    @Test func `one that does not read its input holds up nobody`() throws {
        #expect(try run("exit 0", input: String(repeating: "x", count: 1 << 20)) == .exited(0))
    }

    @Test func `one whose time is up is killed with its children`() throws {
        // On a busy machine a short time can be up before the script has begun.
        for limit in [Duration.seconds(1), .seconds(10), .seconds(60)] {
            let ending = try run("sleep 600 & echo $! > $FOLDER/child; wait", limit: limit)
            #expect(ending == .tookTooLong)
            let child = ((try? text("child")) ?? "").filter { $0.isNumber }
            guard !child.isEmpty else { continue }
            #expect(isGone(child))
            return
        }
        Issue.record("the script never began")
    }

    /// A signal is on its way for a moment; gone is also who is dead and waits for init to notice.
    private func isGone(_ process: String) -> Bool {
        let end = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < end {
            guard let bytes = try? TestFiles.bytes("/proc/\(process)/stat") else { return true }
            let state = String(decoding: bytes, as: UTF8.self)
            if state.contains(") Z ") || state.contains(") X ") { return true }
        }
        return false
    }

    @Test func `a signal that ends it is told, and so is a program that is not there`() throws {
        #expect(try run("kill -9 $$") == .killed(signal: 9))
        #expect(throws: SystemError.self) {
            try ChildProgram(path: folder.path("none"), environment: []).run(input: [], limit: .seconds(1))
        }
    }
}
