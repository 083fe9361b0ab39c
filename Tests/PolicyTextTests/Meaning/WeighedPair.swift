import FoundationEssentials
import TestSupport

@testable import PolicyText

/// A text before and after an edit, and what the edit means.
struct WeighedPair: Sendable, CustomStringConvertible {
    var id: String
    var language: String
    var kinds: [String]
    var significance: String
    var before: String
    var after: String

    var description: String { id }

    /// The pairs of `Cases/weighed-pairs.tsv`: other kinds of policy text than the seeds.
    static func own() throws -> [WeighedPair] { try pairs(of: "weighed-pairs.tsv") }

    /// Written before any rule saw them: privacy policies, statutes, procurement, health, universities.
    static func byField() throws -> [WeighedPair] { try pairs(of: "pairs-by-field.tsv") }

    private static func pairs(of name: String) throws -> [WeighedPair] {
        let path = SharedFolder.projectFolder + "/Tests/PolicyTextTests/Meaning/Cases/" + name
        guard let data = FileManager.default.contents(atPath: path) else { throw CocoaError(.fileNoSuchFile) }
        let text = String(decoding: data, as: UTF8.self)
        return text.split(separator: "\n").dropFirst().map { line in
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            func unescaped(_ text: String) -> String {
                text.split(separator: "\\n", omittingEmptySubsequences: false).joined(separator: "\n")
            }
            return WeighedPair(
                id: columns[0], language: columns[1],
                kinds: columns[2].split(separator: ",").map(String.init),
                significance: columns[3], before: unescaped(columns[4]), after: unescaped(columns[5]))
        }
    }

    /// The shared examples, each as a document of its own: a heading as a heading, an item under its lead-in.
    static func shared() throws -> [WeighedPair] {
        struct Row: Decodable {
            var id: String
            var lang: String
            var section: String?
            var before: String
            var after: String
            var kinds: [String]
            var significance: String
            var tags: [String]
        }
        return try SharedFolder.text("gold/changes-dev.jsonl").split(separator: "\n").map { line in
            let row = try JSONDecoder().decode(Row.self, from: Data(line.utf8))
            let isHeading = row.tags.contains("heading")
            let isItem = row.section?.hasSuffix("> Initiatives") ?? false
            let isList = isItem && (row.before + row.after).contains(";")
            let lead = isHeading ? "## " : isList ? "Initiatives : " : ""
            return WeighedPair(
                id: row.id, language: row.lang, kinds: row.kinds, significance: row.significance,
                before: lead + row.before,
                after: lead + row.after)
        }
    }

    /// What the weigher says of it.
    func weighed() -> [Change] {
        let old = OutlineParser.parse(before + "\n", format: .markdown)
        let new = OutlineParser.parse(after + "\n", format: .markdown)
        return ChangeWeigher(lexicon: .builtIn).changes(from: old, to: new)
    }

    /// The weight of the weightiest change; nil where nothing is told.
    var weight: Significance? { weighed().map(\.significance).max() }

    /// Nil where the weightiest kind and the significance are the expected ones, else what was said instead.
    func miss() -> String? {
        let changes = weighed()
        let primary = changes.flatMap(\.kinds).min()
        let level = changes.map(\.significance).max()
        let told = changes.map {
            "\($0.kinds.map(\.rawValue)) \($0.significance.name): \($0.summary) | \($0.reasons.joined(separator: " / "))"
        }
        guard primary?.rawValue == kinds.first, level?.name == significance else {
            return "\(id) \(language): expected \(kinds) \(significance), got\n    "
                + told.joined(separator: "\n    ")
        }
        return nil
    }
}
