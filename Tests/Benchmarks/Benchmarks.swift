import Foundation
import TestSupport

/// What to measure, on how much, and where the results go.
struct BenchmarkOptions: Sendable {
    var isQuick = false
    /// Names of groups; empty: all.
    var only: [String] = []
    /// Folder that is given `figures.md`, `figures.json` and `growth.svg`.
    var output = ".build/benchmarks"

    /// Documents of a first scan.
    var documents: Int { isQuick ? 500 : 10_000 }
    /// Documents of the larger folder, for what must not grow with the folder.
    var manyDocuments: Int { isQuick ? 2_000 : 100_000 }
    /// Rounds of which the median is taken.
    var rounds: Int { isQuick ? 3 : 5 }
    static let documentBytes = 20_000
    /// How long anything may take that is waited for, in seconds.
    static let patience = 3600
    static let smallDocumentBytes = 600

    static let usage = """
        usage: policyd-benchmarks [--quick] [--only GROUP] [--output DIR]

        Measures policyd beside what people would use instead, on the same data in the same run.
        Groups: \(BenchmarkGroup.all.map(\.name).joined(separator: ", ")).
        Peers come from .ci/benchmark-peers; a missing one is named in the table.

        """

    /// Nil where the arguments cannot be understood.
    init?(_ arguments: [String]) {
        var rest = arguments.dropFirst()
        while let argument = rest.popFirst() {
            switch argument {
            case "--quick": isQuick = true
            case "--only":
                guard let name = rest.popFirst(), BenchmarkGroup.all.contains(where: { $0.name == name })
                else {
                    return nil
                }
                only.append(name)
            case "--output":
                guard let folder = rest.popFirst() else { return nil }
                output = folder
            default: return nil
            }
        }
    }
}

/// Figures that share their data.
struct BenchmarkGroup: Sendable {
    var name: String
    var run: @Sendable (BenchmarkOptions, Workplace) throws -> [Figure]

    static let all = [
        BenchmarkGroup(name: "scan", run: ScanBenchmark.figures),
        BenchmarkGroup(name: "change", run: ChangeBenchmark.figures),
        BenchmarkGroup(name: "idle", run: IdleBenchmark.figures),
        BenchmarkGroup(name: "compare", run: CompareBenchmark.figures),
        BenchmarkGroup(name: "ask", run: AskBenchmark.figures),
        BenchmarkGroup(name: "serve", run: ServeBenchmark.figures),
        BenchmarkGroup(name: "versions", run: VersionsBenchmark.figures),
    ]
}

/// A folder for the data of a run, and what the groups tell the growth plot.
final class Workplace {
    let folder: TemporaryFolder
    var growth = GrowthPlot()

    init() throws { folder = try TemporaryFolder() }

    func path(_ name: String) -> String { folder.path(name) }

    /// Removes and makes a folder.
    func fresh(_ name: String) throws -> String {
        try? FileManager.default.removeItem(atPath: path(name))
        try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
        return path(name)
    }
}

/// Runs the benchmarks and writes the table; returns the exit status.
func runBenchmarks(_ arguments: [String]) -> Int32 {
    guard let options = BenchmarkOptions(arguments) else {
        FileHandle.standardError.write(Data(BenchmarkOptions.usage.utf8))
        return 2
    }
    do {
        let workplace = try Workplace()
        var table = FigureTable(figures: [])
        var failed: [String] = []
        for group in BenchmarkGroup.all where options.only.isEmpty || options.only.contains(group.name) {
            say("measuring: \(group.name)")
            do {
                table.figures += try group.run(options, workplace)
            } catch {
                say("policyd-benchmarks: \(group.name): \(error)")
                failed.append(group.name)
            }
            try write(table, growth: workplace.growth, to: options.output)
        }
        print(table.markdown)
        guard failed.isEmpty else {
            say("not measured: \(failed.joined(separator: ", "))")
            return 1
        }
        return 0
    } catch {
        say("policyd-benchmarks: \(error)")
        return 1
    }
}

/// Tells whoever waits for the table what is being done.
func say(_ words: String) { FileHandle.standardError.write(Data("\(words)\n".utf8)) }

private func write(_ table: FigureTable, growth: GrowthPlot, to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try table.markdown.write(toFile: folder + "/figures.md", atomically: true, encoding: .utf8)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try encoder.encode(table.figures).write(to: URL(fileURLWithPath: folder + "/figures.json"))
    try growth.svg.write(toFile: folder + "/growth.svg", atomically: true, encoding: .utf8)
}
