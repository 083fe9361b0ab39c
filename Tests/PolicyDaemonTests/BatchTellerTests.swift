import PolicyStore
import PolicyText
import TestSupport
import Testing

@testable import PolicyDaemon

@Suite struct BatchTellerTests {
    private let clause =
        "The registrar keeps every application for admission in a locked cabinet for ten years."

    @Test func `a paragraph that left one document for another is told as moved between them`() throws {
        let folder = try IngestedFolder()
        try folder.put([
            "admissions.md": "# Admissions\n\nAnyone may apply.\n\n\(clause)\n",
            "records.md": "# Records\n\nRecords are public.\n",
        ])
        let changes = try folder.put([
            "admissions.md": "# Admissions\n\nAnyone may apply.\n",
            "records.md": "# Records\n\nRecords are public.\n\n\(clause)\n",
        ])
        #expect(changes.map(\.change.operation) == [.moved, .moved])
        #expect(changes.map(\.change.kinds) == [[.sectionMoved], [.sectionMoved]])
        #expect(changes.map { $0.change.elsewhere?.text } == ["records.md", "admissions.md"])
    }

    @Test func `a paragraph that moved into a new document is not told as deleted`() throws {
        let folder = try IngestedFolder()
        try folder.put(["admissions.md": "# Admissions\n\nAnyone may apply.\n\n\(clause)\n"])
        let changes = try folder.put([
            "admissions.md": "# Admissions\n\nAnyone may apply.\n", "records.md": "# Records\n\n\(clause)\n",
        ])
        let moved = changes.filter { $0.change.operation == .moved }
        #expect(moved.map { $0.change.elsewhere?.text } == ["records.md"])
        #expect(!changes.contains { $0.change.kinds.contains(.contentRemoved) })
    }

    private let english = (
        before: "# Fees\n\nThe council will publish its accounts by 1 May 2026.\n\nThe fee is $40 a year.\n",
        after: "# Fees\n\nThe council may publish its accounts by 1 May 2026.\n\nThe fee is $55 a year.\n"
    )
    private let french = (
        before:
            "# Droits\n\nLe conseil publiera ses comptes d’ici le 1er mai 2026.\n\nLe droit est de 40 $ par année.\n",
        half:
            "# Droits\n\nLe conseil publiera ses comptes d’ici le 1er mai 2026.\n\nLe droit est de 55 $ par année.\n",
        after:
            "# Droits\n\nLe conseil pourra publier ses comptes d’ici le 1er mai 2026.\n\nLe droit est de 55 $ par année.\n"
    )

    @Test func `the same change in both languages is one event`() throws {
        let folder = try IngestedFolder()
        try folder.put(["fees-en.md": english.before, "fees-fr.md": french.before])
        let changes = try folder.put(["fees-en.md": english.after, "fees-fr.md": french.after])
        #expect(changes.count == 4)
        let byID = Dictionary(uniqueKeysWithValues: changes.map { ($0.id, $0) })
        for change in changes {
            let other = try #require(change.counterpart.flatMap { byID[$0] }, "\(change.change.summary)")
            #expect(other.counterpart == change.id && other.path != change.path)
            #expect(other.change.kinds[0] == change.change.kinds[0])
            #expect(!change.change.reasons.contains { $0.contains("one_language_only") })
        }
    }

    @Test func `a change in one language only is told as such`() throws {
        let folder = try IngestedFolder()
        try folder.put(["en/fees.md": english.before, "fr/fees.md": french.before])
        let changes = try folder.put(["en/fees.md": english.after, "fr/fees.md": french.half])
        let alone = changes.filter { $0.counterpart == nil }
        #expect(alone.count == 1)
        #expect(alone[0].path.text == "en/fees.md" && alone[0].change.kinds[0] == .commitmentWeakened)
        #expect(alone[0].change.summary.contains("fr/fees.md") || alone[0].change.summary.contains("fees.md"))
        #expect(alone[0].change.reasons.contains { $0.contains("one_language_only") })
    }

    @Test func `a translation that follows later is paired with what it translates`() throws {
        let folder = try IngestedFolder()
        try folder.put(["fees-en.md": english.before, "fees-fr.md": french.before])
        let first = try folder.put(["fees-en.md": english.after])
        #expect(first.allSatisfy { $0.change.reasons.contains { $0.contains("one_language_only") } })
        let second = try folder.put(["fees-fr.md": french.after])
        #expect(second.count == 2)
        #expect(second.allSatisfy { change in first.contains { $0.id == change.counterpart } })
        #expect(!second.contains { $0.change.reasons.contains { $0.contains("one_language_only") } })
    }

    @Test func `documents without a mark of language are paired by structure`() throws {
        let folder = try IngestedFolder()
        func report(_ items: [String], fee: Int) -> String {
            items.enumerated().map { number, item in
                "## \(number + 1). \(item)\n\n\(item) 20\(10 + number): \(number * 7 + 3) %, \(fee + number * 100) $.\n"
            }.joined(separator: "\n")
        }
        let names = (
            [
                "The budget of the year", "The staff and the roads", "The schools of the town",
                "What the law says",
            ],
            [
                "Le budget de l’année", "Le personnel et les routes", "Les écoles de la ville",
                "Ce que dit la loi",
            ]
        )
        try folder.put(["budget.md": report(names.0, fee: 40), "finances.md": report(names.1, fee: 40)])
        let changes = try folder.put([
            "budget.md": report(names.0, fee: 60), "finances.md": report(names.1, fee: 60),
        ])
        #expect(!changes.isEmpty && changes.allSatisfy { $0.counterpart != nil })
    }

    @Test func `a counter that changes in every version becomes noise, and a fee does not`() throws {
        let folder = try IngestedFolder()
        var last: [RecordedChange] = []
        for visit in 1...8 {
            last = try folder.put([
                "page.md":
                    "# Parks\n\nThis year \(visit * 131) people have walked the trail so far.\n\nThe fee is $\(visit + 3).\n"
            ])
        }
        let noisy = last.filter { $0.change.kinds == [.boilerplate] }
        #expect(noisy.count == 1 && noisy[0].change.significance == .low)
        #expect(noisy.first?.change.reasons.contains { $0.contains("versions") } ?? false)
        #expect(last.contains { $0.change.kinds.contains(.amountChanged) })
    }
}
