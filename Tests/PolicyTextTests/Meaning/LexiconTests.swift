import Testing

@testable import PolicyText

@Suite struct LexiconTests {
    private let lexicon = Lexicon.builtIn

    @Test func `an added row commits, and a later row wins over an earlier one`() throws {
        let text = "The Board is sworn to publish its minutes."
        #expect(lexicon.reading(of: text, language: .english).strength == 0)
        let local = try lexicon.adding(
            "lang\tcue\tstrength\tnote\nen\tis sworn to\t5\tduty\n", named: "a.tsv")
        let reading = local.reading(of: text, language: .english)
        #expect(reading.strength == 5)
        #expect(reading.reasons.contains { $0.contains("a.tsv:2") })
        let weaker = try local.adding("en\tis sworn to\t2\taim\n", named: "b.tsv")
        #expect(weaker.reading(of: text, language: .english).strength == 2)
    }

    @Test func `added names make two forms of one organization equal`() throws {
        let names =
            "en\tfr\tkind\nTown Water Board\tRégie des eaux de la ville\torganization\nTWB\tREV\tacronym\n"
        let local = try lexicon.adding(names, named: "names.tsv")
        func kinds(_ lexicon: Lexicon) -> [ChangeKind] {
            ChangeWeigher(lexicon: lexicon).changes(
                from: OutlineParser.parse("The plan is run by the Town Water Board.\n", format: .markdown),
                to: OutlineParser.parse("The plan is run by the TWB.\n", format: .markdown)
            ).flatMap(\.kinds)
        }
        #expect(kinds(local) == [.acronym])
    }

    @Test(arguments: [
        ("en\tmust\n", 1, "three or four columns"), ("\n# a comment\nde\tmuss\t5\tduty\n", 3, "'de'"),
        ("en\tis mandated to\t7\tduty\n", 1, "0 to 5, not 7"), ("en\t  \t5\tduty\n", 1, "the cue is empty"),
        ("en\tshall\tmaybe\t\n", 1, "'maybe'"), ("en\tshall\t5\tsolemn\n", 1, "'solemn'"),
        ("en\tfr\tkind\nBoard\tRégie\n", 2, "three columns"),
        ("en\tfr\tkind\nBoard\tRégie\tthing\n", 2, "'thing'"),
        ("en\tshall\u{FFFD}\t5\tduty\n", 1, "UTF-8"),
    ])
    func `a row that cannot be read is told with its line`(text: String, line: Int, reason: String) {
        #expect {
            _ = try lexicon.adding(text, named: "x.tsv")
        } throws: { error in
            guard let error = error as? LexiconError else { return false }
            return error.line == line && "\(error)".hasPrefix("x.tsv:\(line): ")
                && error.reason.contains(reason)
        }
    }

    @Test func `the version follows every row, and each change names it`() throws {
        let local = try lexicon.adding("en\tis sworn to\t5\tduty\n", named: "a.tsv")
        let again = try lexicon.adding("en\tis sworn to\t5\tduty\n", named: "b.tsv")
        let named = try lexicon.adding(
            "en\tfr\tkind\nBoard of Works\tRégie des travaux\torganization\n", named: "c.tsv")
        #expect(local.version == again.version && local.version != lexicon.version)
        #expect(named.version != lexicon.version)
        let changes = ChangeWeigher(lexicon: local).changes(
            from: OutlineParser.parse("We will act.\n", format: .markdown),
            to: OutlineParser.parse("We may act.\n", format: .markdown))
        #expect(changes.count == 1 && changes[0].reasons.last?.contains(local.version) ?? false)
    }
}
