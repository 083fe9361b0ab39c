import Foundation
import LinuxSystem
import PolicyText
import TestSupport

extension WorkHelper: WorkSharing {}

/// Comparing two texts: how long, and how many characters are told as deleted or inserted.
enum CompareBenchmark {
    static func figures(_ options: BenchmarkOptions, _ place: Workplace) throws -> [Figure] {
        var figures = try revisions(options, place)
        var corpus = PolicyCorpus(seed: 11)
        let words = options.isQuick ? 20_000 : 100_000
        let before = corpus.prose(words: words)
        for share in [0.01, 0.1, 0.5] {
            let after = corpus.edited(before, share: share)
            let pair = try files(before, after, place)
            let tools = programs
            let works: [() throws -> Double] =
                [{ Measuring.milliseconds { _ = told(before, after, .plainText) } }]
                + tools.map { tool in { try Measuring.shell(tool.command(pair)) } }
            let medians = try Measuring.alternating(rounds: options.rounds, works)
            figures.append(
                Figure(
                    what: "compare 2 x \(words) words, \(Int(share * 100)) % edited", unit: "ms",
                    ours: medians[0],
                    peers: zip(tools, medians.dropFirst()).map { .init(name: $0.name, value: $1) },
                    aim: "faster than each", note: "in the process, as the daemon compares"))
        }
        return figures
    }

    private struct Tool {
        var name: String
        /// With PAIR for the files.
        var words: String
        var counts: Bool

        func command(_ pair: String) -> String { words.replacingOccurrences(of: "PAIR", with: pair) }
    }

    private static let all = [
        Tool(name: "wdiff", words: "wdiff -n PAIR", counts: true),
        Tool(name: "dwdiff", words: "dwdiff PAIR", counts: false),
        Tool(
            name: "git --word-diff", words: "git diff --no-index --word-diff=plain -U1000000 PAIR",
            counts: false),
        Tool(name: "git --patience", words: "git diff --no-index --patience PAIR", counts: false),
    ]

    private static var programs: [Tool] {
        all.filter { tool in Peers.path(String(tool.words.prefix { $0 != " " })) != nil }
    }

    private static func files(_ before: String, _ after: String, _ place: Workplace) throws -> String {
        let pair = [place.path("before.md"), place.path("after.md")]
        try before.write(toFile: pair[0], atomically: false, encoding: .utf8)
        try after.write(toFile: pair[1], atomically: false, encoding: .utf8)
        return pair.map { "'\($0)'" }.joined(separator: " ")
    }

    // MARK: Real revisions

    private static func revisions(_ options: BenchmarkOptions, _ place: Workplace) throws -> [Figure] {
        guard SharedFolder.isPresent else {
            FileHandle.standardError.write(Data("revisions: \(SharedFolder.absence)\n".utf8))
            return []
        }
        let folders = try FileManager.default.contentsOfDirectory(atPath: SharedFolder.path("revisions"))
            .sorted()
        var ours = (characters: 0, milliseconds: 0.0)
        var wdiff = (characters: 0, milliseconds: 0.0)
        var worse: [String] = []
        for folder in folders where folder.utf8.count == 2 {
            let before = try SharedFolder.text("revisions/\(folder)/before.md")
            let after = try SharedFolder.text("revisions/\(folder)/after.md")
            var characters = 0
            ours.milliseconds += Measuring.milliseconds { characters = told(before, after, .markdown) }
            ours.characters += characters
            guard let tool = programs.first(where: { $0.counts }) else { continue }
            let pair = try files(before, after, place)
            wdiff.milliseconds += try Measuring.shell(tool.command(pair))
            let theirs = marked(try Peers.shell(tool.command(pair), allowed: [0, 1]))
            wdiff.characters += theirs
            if characters > theirs { worse.append(folder) }
        }
        let note =
            worse.isEmpty
            ? "more than wdiff on no pair" : "more than wdiff on \(worse.joined(separator: ", "))"
        let isThere = wdiff.characters > 0
        let name = isThere ? "wdiff" : Peers.missing("wdiff")
        return [
            Figure(
                what: "real revisions: characters told as deleted or inserted", unit: "characters",
                ours: Double(ours.characters),
                peers: [.init(name: name, value: isThere ? Double(wdiff.characters) : nil)],
                aim: "half of wdiff's", note: note),
            Figure(
                what: "real revisions: time", unit: "ms", ours: ours.milliseconds,
                peers: [.init(name: name, value: isThere ? wdiff.milliseconds : nil)],
                aim: "faster than wdiff",
                note: "parsing included"),
        ]
    }

    /// Takes a part of the work, as where the daemon compares.
    private static let helper = WorkHelper(atMost: 1)

    /// The characters that policyd tells as deleted or inserted, from bytes to word runs; white space, and what is
    /// told as print, are left out.
    static func told(_ before: String, _ after: String, _ format: DocumentFormat) -> Int {
        let reading = SharedWork { OutlineParser.parse(before, format: format) }
        helper?.take(reading)
        let new = OutlineParser.parse(after, format: format)
        let old = reading.result()
        var count = 0
        var matched: [(before: String, after: String)] = []
        for pair in OutlineComparator.compare(old, new, with: helper).pairs
        where pair.relation != .same && pair.relation != .formatting {
            let (left, right) = (text(old, pair.old), text(new, pair.new))
            if pair.relation == .added || pair.relation == .removed {
                count += visible(left) + visible(right)
                continue
            }
            matched.append((left, right))
        }
        for edits in WordDiff.edits(of: matched, with: helper) {
            for edit in edits where edit.operation != .equal { count += visible(edit.text) }
        }
        return count
    }

    private static func visible(_ text: String) -> Int {
        var text = text
        return text.withUTF8 { bytes in
            bytes.reduce(0) { $0 + ($1 & 0xC0 != 0x80 && $1 > UInt8(ascii: " ") ? 1 : 0) }
        }
    }

    private static func text(_ outline: Outline, _ passages: [Int]) -> String {
        passages.map { outline.passages[$0].text }.joined(separator: "\n")
    }

    /// The characters but white space that wdiff marks as deleted `[-…-]` or inserted `{+…+}`.
    private static func marked(_ output: String) -> Int {
        let bytes = Array(output.utf8)
        var count = 0
        var end: [UInt8]?
        var place = 0
        while place < bytes.count {
            let pair = Array(bytes[place..<min(place + 2, bytes.count)])
            if let closing = end {
                if pair == closing {
                    end = nil
                    place += 2
                    continue
                }
                // Code points: bytes but for those that go on with one.
                if bytes[place] & 0xC0 != 0x80, bytes[place] > UInt8(ascii: " ") { count += 1 }
            } else if pair == Array("[-".utf8) || pair == Array("{+".utf8) {
                end = Array(pair[0] == UInt8(ascii: "[") ? "-]".utf8 : "+}".utf8)
                place += 1
            }
            place += 1
        }
        return count
    }
}
