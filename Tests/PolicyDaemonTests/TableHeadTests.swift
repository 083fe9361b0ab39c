import PolicyStore
import PolicyText
import TestSupport
import Testing

/// The rows of a table that name its columns, as the record gives them to who answers.
@Suite struct TableHeadTests {
    @Test func `the row before a line of dashes is a table's head, and no other is`() throws {
        let folder = try IngestedFolder()
        try folder.put([
            "fees.md":
                "# Fees\n\n| Service | Fee |\n| --- | :-: |\n| Mooring | $25 |\n| - | none |\n\nThe end.\n"
        ])
        var ids: [Int64] = []
        try folder.store.forEachPassage(after: 0) { passage in
            ids.append(passage.id)
            return true
        }
        let heads = try folder.store.passageTexts(ids).filter(\.isTableHead)
        #expect(heads.count == 1)
        #expect(heads.first?.text.hasPrefix("Service") == true)
        #expect(heads.first?.text.contains("Mooring") == false)
    }
}
