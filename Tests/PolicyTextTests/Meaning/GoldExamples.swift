import FoundationEssentials
import TestSupport

@testable import PolicyText

/// The hand-made examples of `../shared/gold`, and how what policyd says is measured against them.
enum GoldExamples {
    /// Two versions of one whole document, and a change that a reader expects between them.
    struct ExpectedChange: Decodable {
        var id: String
        var kinds: [String]
        var significance: String
        var old: String
        var new: String

        /// Whether a change says this: the same kinds and weight, at the same words.
        func isTold(by change: Change) -> Bool {
            let told = change.kinds.map(\.rawValue)
            guard kinds.allSatisfy(told.contains), told[0] == kinds[0],
                change.significance.name == significance
            else { return false }
            // Print that changed all over the document is one note at no one place.
            if kinds == ["typographic"] { return true }
            // What came or went is expected with the words around it.
            if change.before == nil { return GoldExamples.overlaps(new, change.after) }
            if change.after == nil { return GoldExamples.overlaps(old, change.before) }
            return GoldExamples.overlaps(old, change.before) && GoldExamples.overlaps(new, change.after)
        }
    }

    /// A commitment of a seed.
    struct ExpectedCommitment: Decodable {
        var id: String
        var doc: String
        var kind: String
        var text: String
        var strength: Int
        var optional: Bool

        /// Neither missed nor wrong where it is found.
        var isIndifferent: Bool { optional || kind == "result" }
    }

    static func expectedChanges() throws -> [ExpectedChange] { try rows("gold/003-expected.jsonl") }
    static func commitments() throws -> [ExpectedCommitment] { try rows("gold/commitments-dev.jsonl") }

    private static func rows<Row: Decodable>(_ name: String) throws -> [Row] {
        try SharedFolder.text(name).split(separator: "\n").map {
            try JSONDecoder().decode(Row.self, from: Data($0.utf8))
        }
    }

    static func seed(_ name: String) throws -> Outline {
        OutlineParser.parse(try SharedFolder.text("seeds/\(name)"), format: .plainText)
    }

    /// The words of two texts, where most of the fewer are in the other; nothing overlaps nothing.
    private static func overlaps(_ expected: String, _ told: String?) -> Bool {
        let (left, right) = (words(expected), words(told ?? ""))
        if left.isEmpty || right.isEmpty { return left.isEmpty == right.isEmpty || left.isEmpty }
        let shared = left.filter(right.contains).count
        return shared * 10 >= left.count * 9 || shared * 10 >= right.count * 9
    }

    private static func words(_ text: String) -> Set<String> {
        Set(Tokenizer().tokens(in: text).map(\.text))
    }

    /// What was found of the commitments of one document.
    struct Found {
        var missed: [String] = []
        var wrong: [String] = []
        var otherStrength: [String] = []
        var expected = 0
        var right = 0
    }

    /// Pairs the commitments read with those expected, by the words they share, each once.
    static func found(_ read: [Commitment], of expected: [ExpectedCommitment]) -> Found {
        var result = Found()
        let open = read.filter { !$0.isResult && $0.strength > 0 }
        var taken: Set<Int> = []
        var scored: [(likeness: Double, gold: Int, read: Int)] = []
        for (gold, row) in expected.enumerated() {
            for (index, commitment) in open.enumerated() {
                let likeness = Self.likeness(row.text, commitment.text)
                let isPart = row.optional && commitment.text.contains(row.text)
                if likeness >= 0.6 || isPart { scored.append((likeness, gold, index)) }
            }
        }
        var partner: [Int: Int] = [:]
        for match in scored.sorted(by: { ($1.likeness, $0.gold) < ($0.likeness, $1.gold) })
        where partner[match.gold] == nil && !taken.contains(match.read) {
            partner[match.gold] = match.read
            taken.insert(match.read)
        }
        for (gold, row) in expected.enumerated() where !row.isIndifferent {
            result.expected += 1
            guard let index = partner[gold] else {
                result.missed.append("\(row.id): \(row.text)")
                continue
            }
            result.right += 1
            if open[index].strength != row.strength {
                result.otherStrength.append(
                    "\(row.id): \(open[index].strength), not \(row.strength): \(row.text)")
            }
        }
        result.wrong = open.indices.filter { !taken.contains($0) }.map { open[$0].text }
        return result
    }

    private static func likeness(_ a: String, _ b: String) -> Double {
        let (left, right) = (words(a), words(b))
        return left.isEmpty || right.isEmpty
            ? 0 : Double(2 * left.intersection(right).count) / Double(left.count + right.count)
    }
}
