import PolicyText
import Testing

@Suite struct CounterpartFinderTests {
    private func side(_ name: String, changes: Int) throws -> CounterpartFinder.Side {
        let change = Change(
            operation: .modified, kinds: [.amountChanged], significance: .high, summary: "The fee changes.",
            reasons: [], section: [], line: 1, before: "The fee is $40.", after: "The fee is $55.", edits: [])
        return CounterpartFinder.Side(
            path: try #require(DocumentPath(text: name)),
            outline: OutlineParser.parse("The fee is $55.\n", format: .markdown),
            changes: Array(repeating: change, count: changes))
    }

    @Test func `where too many changes are to be compared, none is told to stand alone`() throws {
        let few = CounterpartFinder.pairing(try side("a-en.md", changes: 2), try side("a-fr.md", changes: 1))
        #expect(few.pairs.count == 1 && few.firstAlone.count == 1)
        let most = CounterpartFinder.mostComparisons
        let many = CounterpartFinder.pairing(
            try side("a-en.md", changes: most / 1000 + 1), try side("a-fr.md", changes: 1000))
        #expect(many.pairs.isEmpty && many.firstAlone.isEmpty && many.secondAlone.isEmpty)
    }
}
