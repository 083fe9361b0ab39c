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
