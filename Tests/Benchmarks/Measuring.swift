import Foundation
import TestSupport

/// Takes times and medians.
enum Measuring {
    /// Milliseconds that `work` takes.
    static func milliseconds(_ work: () throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        try work()
        return (clock.now - start).milliseconds
    }

    static func median(_ values: [Double]) -> Double { percentile(values, 0.5) }

    /// The value below which a share of the values lies; 0 of none.
    static func percentile(_ values: [Double], _ share: Double) -> Double {
        guard !values.isEmpty else { return 0 }
        let sorted = values.sorted()
        return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }

    /// The medians of several kinds of work, done in turns so that what disturbs the machine disturbs all of them.
    static func alternating(rounds: Int, _ works: [() throws -> Double]) throws -> [Double] {
        var values = [[Double]](repeating: [], count: works.count)
        for _ in 0..<rounds {
            for place in works.indices { values[place].append(try works[place]()) }
        }
        return values.map(median)
    }

    /// Milliseconds from the start of a program to its exit, its output thrown away: by posix_spawn, for Foundation's
    /// `Process` takes tens of milliseconds of its own.
    static func start(_ program: String, _ arguments: [String]) throws -> Double {
        var status: Int32 = 0
        let clock = ContinuousClock()
        let start = clock.now
        waitpid(try spawn(program, arguments), &status, 0)
        let taken = (clock.now - start).milliseconds
        guard status & 0x7F == 0, (status >> 8) & 0xFF <= 4 else {
            throw PeerFailed(command: program, message: "status \(status)")
        }
        return taken
    }

    /// The same of a shell command.
    static func shell(_ command: String) throws -> Double { try start("/bin/sh", ["-c", command]) }

    /// Starts a program, its output thrown away.
    static func spawn(_ program: String, _ arguments: [String]) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor in 1...2 as ClosedRange<Int32> {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
        }
        var words = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process: pid_t = 0
        let error = posix_spawn(&process, program, &actions, nil, &words, environ)
        guard error == 0 else { throw PeerFailed(command: program, message: "error \(error)") }
        return process
    }

    /// A figure of a process from `/proc/PID/status`, in MB: `VmRSS`, `VmHWM`.
    static func memory(of process: Int32, _ name: String) -> Double {
        let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        for line in status.split(separator: "\n") where line.hasPrefix(name + ":") {
            let kilobytes = line.split(separator: " ").compactMap { Double($0) }.first ?? 0
            return kilobytes / 1000
        }
        return 0
    }

    /// How often a process and its threads have given up the processor on their own.
    static func wakeUps(of process: Int32) -> Int {
        let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
        return tasks.reduce(0) { sum, task in
            let path = "/proc/\(process)/task/\(task)/status"
            let status = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            let line = status.split(separator: "\n").first { $0.hasPrefix("voluntary_ctxt_switches") }
            return sum + (line?.split(separator: "\t").last.flatMap { Int($0) } ?? 0)
        }
    }

    /// Returns once a process has taken no processor time for two seconds.
    static func waitUntilIdle(_ process: Int32) throws {
        var last: String?
        for _ in 0..<BenchmarkOptions.patience / 2 {
            let stat = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
            // User and system time are the 12th and 13th field after the name, which ends in a parenthesis.
            let fields = stat.split(separator: ")").last?.split(separator: " ") ?? []
            let used = fields.count > 12 ? "\(fields[11])/\(fields[12])" : ""
            if used == last { return }
            last = used
            Thread.sleep(forTimeInterval: 2)
        }
        throw PeerFailed(command: "wait", message: "process \(process) has not come to rest")
    }

    /// The bytes that the files below a folder hold.
    static func size(of folder: String) -> Double {
        let files = FileManager.default.enumerator(atPath: folder)
        var sum = 0.0
        while let name = files?.nextObject() as? String {
            let attributes = try? FileManager.default.attributesOfItem(atPath: folder + "/" + name)
            if attributes?[.type] as? FileAttributeType == .typeRegular {
                sum += (attributes?[.size] as? NSNumber)?.doubleValue ?? 0
            }
        }
        return sum
    }
}

extension Duration {
    var milliseconds: Double {
        Double(components.seconds) * 1000 + Double(components.attoseconds) / 1e15
    }
}
