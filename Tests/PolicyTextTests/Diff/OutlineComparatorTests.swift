import TestSupport
import Testing

@testable import PolicyText

@Suite struct OutlineComparatorTests {
    private func outline(_ text: String) -> Outline { OutlineParser.parse(text, format: .markdown) }

    private func changes(_ old: String, _ new: String) -> [Change] {
        ChangeWeigher(lexicon: .builtIn).changes(from: outline(old), to: outline(new))
    }

    /// Clauses that have little in common, numbered from 1.
    private static let subjects = [
        "The tenant pays the rent on the first day of each month to the landlord's account.",
        "Repairs to the roof and the outer walls are a matter for the owner of the building.",
        "Animals are welcome in the garden when they are kept on a lead at all times.",
        "Heating is included from October to April and billed by meter in other months.",
        "Bicycles stand in the cellar behind the laundry and nowhere in the staircase.",
        "Noise after ten in the evening disturbs the neighbours and is to be avoided.",
        "Keys that are lost are replaced at the expense of whoever has lost them.",
        "A deposit of two rents is returned after the flat has been inspected together.",
    ]

    private func clauses(_ subjects: [String]) -> String {
        subjects.enumerated().map { "\($0 + 1). \($1)\n" }.joined(separator: "\n")
    }

    @Test func `a clause that is put in and renumbers the rest is one clause and one cascade`() {
        var subjects = (0..<200).map { "Rule \(Self.word($0)): \(Self.subjects[$0 % 8])" }
        let old = clauses(subjects)
        subjects.insert("Visitors sign the book at the door before they enter the archive.", at: 3)
        let told = changes(old, clauses(subjects))
        #expect(told.map(\.operation).filter { $0 == .added }.count == 1)
        #expect(told.filter { $0.kinds == [.sectionRenumbered] }.count == 1)
        #expect(told.count == 2, "\(told.map(\.summary))")
    }

    @Test func `renumbered headings with all that stands below them are one change too`() {
        func code(_ inserted: Bool) -> String {
            var number = 0
            return (0..<60).flatMap { index -> [String] in
                number += 1
                var parts = ["## Article \(number) \(Self.word(index).capitalized)\n"]
                parts.append("\(Self.word(index)) \(Self.subjects[index % 8])\n")
                if inserted, index == 5 {
                    number += 1
                    parts += [
                        "## Article \(number) Archives\n", "The archive is open to anyone on weekdays.\n",
                    ]
                }
                return parts
            }.joined(separator: "\n")
        }
        let told = changes(code(false), code(true))
        #expect(told.filter { $0.kinds.contains(.sectionRenumbered) }.count == 1, "\(told.map(\.summary))")
        #expect(told.filter { $0.operation == .added }.count <= 2)
        #expect(told.count <= 3, "\(told.map(\.summary))")
    }

    @Test func `moved and edited and renumbered is one change that says all three`() throws {
        var subjects = Self.subjects
        let old = clauses(subjects)
        let deposit = subjects.removeLast()
        subjects.insert(deposit.replacing("two rents", with: "three rents"), at: 1)
        let told = changes(old, clauses(subjects))
        let rents = told.filter { ($0.after ?? "").contains("rents") }
        let change = try #require(rents.first)
        #expect(change.operation == .moved)
        #expect(change.kinds.contains(.numberChanged))
        #expect(change.kinds.contains(.sectionMoved) && change.kinds.contains(.sectionRenumbered))
        #expect(rents.count == 1)
        #expect(!told.contains { $0.operation == .added || $0.operation == .removed })
    }

    @Test func `three hundred articles that moved are not told as deleted and added`() {
        let articles = (0..<600).map {
            "### Article \(Self.word($0))\n\n\(Self.word($0 * 7)) \(Self.subjects[$0 % 8]) \(Self.word($0 * 13)).\n"
        }
        let moved = articles[300...] + articles[..<300]
        let comparison = OutlineComparator.compare(
            outline(articles.joined(separator: "\n")), outline(moved.joined(separator: "\n")))
        #expect(comparison.pairs.allSatisfy { $0.relation == .same })
        #expect(comparison.pairs.filter(\.isMoved).count == 600)
        let told = changes(articles.joined(separator: "\n"), moved.joined(separator: "\n"))
        #expect(told.allSatisfy { $0.significance == .low })
        #expect(told.count <= 2, "\(told.map(\.summary))")
    }

    @Test func `a paragraph cut in two and edited is a split, and two joined are a merge`() {
        let (one, two) = (Self.subjects[0] + " " + Self.subjects[1], Self.subjects[2])
        let cut = Self.subjects[0] + "\n\n" + Self.subjects[1].replacing("roof", with: "chimney")
        let splitting = OutlineComparator.compare(
            outline("\(one)\n\n\(two)\n"), outline("\(cut)\n\n\(two)\n"))
        #expect(splitting.pairs.map(\.relation) == [.split, .same])
        let merging = OutlineComparator.compare(outline("\(cut)\n\n\(two)\n"), outline("\(one)\n\n\(two)\n"))
        #expect(merging.pairs.map(\.relation) == [.merged, .same])
        #expect(changes("\(one)\n\n\(two)\n", "\(cut)\n\n\(two)\n").map(\.operation) == [.split])
        #expect(changes("\(cut)\n\n\(two)\n", "\(one)\n\n\(two)\n").map(\.operation) == [.merged])
    }

    @Test func `a line that became a paragraph is print, shown with all its words on both sides`() throws {
        let old = outline("Scope\n\n\"Fees\" means rent.\n\"Term\" means a year.\n\nIt ends in May.\n")
        let new = outline("Scope\n\n\"Fees\" means rent.\n\n**\"Term\"** means a year.\n\nIt ends in June.\n")
        let told = ChangeWeigher(lexicon: .builtIn).changes(from: old, to: new)
        let print = try #require(told.first { $0.kinds == [.typographic] })
        let (before, after) = (try #require(print.before), try #require(print.after))
        #expect(WordDiff.isTypographic(before, after), "\(before) → \(after)")
    }

    @Test func `links that got numbers are print, and other numbers of theirs a cascade`() {
        let names = ["Evaluate tools", "Set budgets", "Assign one leader"]
        func list(_ numbers: [Int?]) -> String {
            zip(names, numbers).map { name, number in
                "[\(number.map { "\($0). " } ?? "")\(name) (Standard)](https://example.org/\(name.count))\n"
            }.joined(separator: "\n") + "\nThe rest stays.\n"
        }
        #expect(changes(list([nil, nil, nil]), list([6, 5, 3])).map(\.kinds) == [[.typographic]])
        #expect(changes(list([1, 2, 3]), list([2, 3, 4])).map(\.kinds) == [[.sectionRenumbered]])
    }

    @Test func `a sentence of common words that stands elsewhere now has moved`() {
        // In a long law each of its words stands a hundred times.
        let others = (0..<300).map { number in
            "### Article \(number + 1)\n\nThe debt of the debtor and the pledge of the creditor, \(Self.word(number)).\n"
        }
        let sentence = "The pledge of the debtor and of the creditor the debt.\n\n"
        let comparison = OutlineComparator.compare(
            outline(
                others[..<40].joined(separator: "\n") + "\n" + sentence
                    + others[40...].joined(separator: "\n")),
            outline(
                others[..<200].joined(separator: "\n") + "\n" + sentence
                    + others[200...].joined(separator: "\n")))
        #expect(comparison.pairs.allSatisfy { $0.relation == .same })
        #expect(comparison.pairs.filter(\.isMoved).count == 1)
    }

    @Test func `every passage is in exactly one pair, and every change rebuilds its texts`() {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<120 {
            let old = document(&random)
            let new = edited(old, &random)
            let (before, after) = (
                outline(old.joined(separator: "\n\n")), outline(new.joined(separator: "\n\n"))
            )
            check(before, after)
        }
    }

    @Test(.enabled(if: SharedFolder.isPresent, Comment(rawValue: SharedFolder.absence)), arguments: 1...20)
    func `real revisions are paired whole and told exactly`(number: Int) throws {
        let (old, new) = try Revision.outlines(number)
        check(old, new)
    }

    private func check(_ old: Outline, _ new: Outline) {
        let comparison = OutlineComparator.compare(old, new)
        #expect(comparison.pairs.flatMap(\.old).sorted() == Array(old.passages.indices))
        #expect(comparison.pairs.flatMap(\.new).sorted() == Array(new.passages.indices))
        for change in ChangeWeigher(lexicon: .builtIn).changes(from: old, to: new) where !change.edits.isEmpty
        {
            let before = change.edits.filter { $0.operation != .insert }.map(\.text).joined()
            let after = change.edits.filter { $0.operation != .delete }.map(\.text).joined()
            #expect(Array(before.utf8) == Array((change.before ?? "").utf8))
            #expect(Array(after.utf8) == Array((change.after ?? "").utf8))
        }
    }

    // MARK: Documents

    /// A word for a number, no two alike.
    private static func word(_ number: Int) -> String {
        let syllables = ["ba", "cor", "din", "fel", "gar", "hos", "jul", "kem", "lor", "mat", "nis", "pol"]
        var (word, rest) = ("", number + 1)
        while rest > 0 {
            word += syllables[rest % syllables.count]
            rest /= syllables.count
        }
        return word
    }

    private func document(_ random: inout SeededGenerator) -> [String] {
        (0..<Int.random(in: 0...14, using: &random)).map { _ in
            let text = Self.subjects.randomElement(using: &random) ?? ""
            switch Int.random(in: 0...4, using: &random) {
            case 0: return "## \(text.prefix(18))"
            case 1: return "- \(text)"
            case 2: return "\(Int.random(in: 1...9, using: &random)). \(text)"
            case 3: return text + " " + (Self.subjects.randomElement(using: &random) ?? "")
            default: return text
            }
        }
    }

    private func edited(_ old: [String], _ random: inout SeededGenerator) -> [String] {
        var new = old
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let place = Int.random(in: 0...new.count, using: &random)
            switch Int.random(in: 0...4, using: &random) {
            case 0 where place < new.count: new.remove(at: place)
            case 1 where place < new.count:
                let moved = new.remove(at: place)
                new.insert(moved, at: Int.random(in: 0...new.count, using: &random))
            case 2 where place < new.count: new[place] = new[place].replacing("the ", with: "any ")
            case 3 where place + 1 < new.count: new[place] += " " + new.remove(at: place + 1)
            default: new.insert(document(&random).first ?? "New.", at: place)
            }
        }
        return new
    }
}

/// A pair of successive versions of a real policy.
enum Revision {
    static func outlines(_ number: Int) throws -> (Outline, Outline) {
        let folder = "revisions/" + (number < 10 ? "0" : "") + "\(number)/"
        return (
            OutlineParser.parse(try SharedFolder.text(folder + "before.md"), format: .markdown),
            OutlineParser.parse(try SharedFolder.text(folder + "after.md"), format: .markdown)
        )
    }
}

@Suite(.enabled(if: SharedFolder.isPresent, Comment(rawValue: SharedFolder.absence)))
struct RevisionTests {
    /// Characters but white space that wdiff 1.2.2 tells as deleted or inserted, pair by pair (`wdiff -3`).
    private static let wdiff = [
        3596, 11011, 23718, 2949, 5158, 73732, 97, 205, 236, 19, 14866, 14520, 9006, 37, 270, 14024, 213, 166,
        296,
        304, 23325, 82612,
    ]

    @Test func `never more is told as changed than wdiff tells, and far less in all`() throws {
        let told = try (1...22).map { try Self.charactersTold(Revision.outlines($0)) }
        for (number, (mine, theirs)) in zip(told, Self.wdiff).enumerated() {
            #expect(mine <= theirs, "pair \(number + 1)")
        }
        let (all, theirs) = (told.reduce(0, +), Self.wdiff.reduce(0, +))
        // Half of these characters are whole articles that a reform put in place of others.
        #expect(all * 100 <= theirs * 66, "\(all) of \(theirs)")
        let (most, others) = (told.dropLast(2).reduce(0, +), Self.wdiff.dropLast(2).reduce(0, +))
        #expect(most * 100 <= others * 55, "\(most) of \(others)")
    }

    private static func charactersTold(_ pair: (old: Outline, new: Outline)) -> Int {
        OutlineComparator.compare(pair.old, pair.new).pairs.reduce(0) { sum, pairing in
            func text(_ passages: [Int], _ outline: Outline) -> String {
                passages.map { outline.passages[$0].text }.joined(separator: "\n\n")
            }
            guard pairing.relation != .same, pairing.relation != .formatting else { return sum }
            let edits = WordDiff.edits(from: text(pairing.old, pair.old), to: text(pairing.new, pair.new))
            return edits.filter { $0.operation != .equal }.reduce(sum) { sum, edit in
                sum + edit.text.unicodeScalars.count { !$0.properties.isWhitespace }
            }
        }
    }
}
