import PolicyText
import TestSupport
import Testing

@testable import PolicyStore

struct SearchTests {
    private func search(
        _ fixture: StoreFixture, _ query: String, by bound: VersionBound = .now, path: String? = nil
    ) throws -> [String] {
        let hits = try fixture.reader().search(
            SearchQuery(query), limit: 20, path: path.flatMap { DocumentPath(text: $0) }, by: bound,
            lengths: PassageLengths())
        return hits.map(\.passage.text)
    }

    private func fixture() throws -> StoreFixture {
        let fixture = try StoreFixture()
        try fixture.record(
            "a.md",
            """
            # Privacy
            The agency keeps personal information for five years.

            ## Retention
            Records are deleted after the review.
            L’accord sur la pêche est révisé chaque année.
            """)
        try fixture.record(
            "b.md", "Fishing policies protect the oceans.\nThe review of policies is annual.\n")
        return fixture
    }

    @Test func `words, phrases, prefixes and operators find their passages`() throws {
        let fixture = try fixture()
        #expect(
            try search(fixture, "personal information") == [
                "The agency keeps personal information for five years."
            ])
        #expect(try search(fixture, "\"information personal\"").isEmpty)
        #expect(try search(fixture, "policy review") == ["The review of policies is annual."])
        #expect(try search(fixture, "\"review of policies\"") == ["The review of policies is annual."])
        #expect(try search(fixture, "review NOT annual") == ["Records are deleted after the review."])
        #expect(try search(fixture, "ocean* OR (five years)").count == 2)
        #expect(try search(fixture, "l'accord peche") == ["L’accord sur la pêche est révisé chaque année."])
        #expect(try search(fixture, "fish*") == ["Fishing policies protect the oceans."])
    }

    @Test func `a heading finds the passages under it and is none itself`() throws {
        let fixture = try fixture()
        #expect(try search(fixture, "retention").count == 2)
        let hit = try #require(
            try fixture.reader().search(
                SearchQuery("records"), limit: 1, lengths: PassageLengths()
            ).first)
        #expect(hit.passage.section == ["Privacy", "Retention"])
        #expect(hit.passage.line == 5)
        #expect(hit.passage.path.text == "a.md")
    }

    @Test func `a search as of a day sees what stood then`() throws {
        let fixture = try fixture()
        let before = try fixture.store.bound(at: fixture.now)
        try fixture.record("b.md", "Forests are protected.\n", event: .modified)
        #expect(try search(fixture, "oceans").isEmpty)
        #expect(try search(fixture, "oceans", by: before).count == 1)
        #expect(try search(fixture, "forests", by: before).isEmpty)
        try fixture.delete("b.md")
        #expect(try search(fixture, "forests").isEmpty)
        #expect(try search(fixture, "review", path: "a.md").count == 1)
    }

    @Test(arguments: [
        ("\"unbalanced", "a quotation is not closed at '\"unbalanced'"),
        ("(privacy", "a parenthesis is not closed at '('"),
        ("privacy)", "there is no parenthesis to close at ')'"),
        ("NOT privacy", "NOT has nothing before it to take away from at 'NOT'"),
        ("privacy AND", "it ends where a word is missing"),
        ("OR", "a word is missing before the operator at 'OR'"),
        ("", "it has no word"),
        ("()", "a word is missing before the parenthesis at ')'"),
    ])
    func `a query that cannot be understood says where`(query: String, message: String) throws {
        let error = try #require(throws: SearchQueryError.self) { try SearchQuery(query) }
        #expect("\(error)" == message)
    }

    @Test(arguments: [
        "body:privacy", "privacy\u{0}review", "NEAR(privacy review)", "^privacy", "-privacy",
        "privacy + review",
        "{body heading} : x", "'; DROP TABLE passage; --", "😀", "😀 OR privacy", "the of and", "* ** *",
        "\"\"",
        "a\"b\" c", "privacy NOT 😀", "\u{2}privacy", "\u{1}e", "and or not", "\"*\"", "**privacy", "é\u{301}",
    ])
    func `a hostile query is only words, or is refused`(query: String) throws {
        let fixture = try fixture()
        let before = try fixture.reader().search(SearchQuery("review"), limit: 10, lengths: PassageLengths())
        do {
            let found = try fixture.reader().search(SearchQuery(query), limit: 10, lengths: PassageLengths())
            #expect(found.count <= 10)
        } catch {
            #expect(error is SearchQueryError)
        }
        // And whatever it was, everything is as it was.
        let after = try fixture.reader().search(SearchQuery("review"), limit: 10, lengths: PassageLengths())
        #expect(!before.isEmpty && after.map(\.passage) == before.map(\.passage))
    }

    @Test func `too much of a query is refused`() throws {
        #expect(throws: SearchQueryError.self) { try SearchQuery(String(repeating: "a", count: 1 << 20)) }
        #expect(throws: SearchQueryError.self) { try SearchQuery(String(repeating: "a ", count: 100)) }
        #expect(throws: SearchQueryError.self) { try SearchQuery(String(repeating: "(", count: 100) + "a") }
        let fixture = try fixture()
        let deep = String(repeating: "(a OR ", count: 15) + "review" + String(repeating: ")", count: 15)
        #expect(try search(fixture, deep).count == 2)
        let wide = (0..<64).map { "word\($0)" }.joined(separator: " OR ") + ""
        #expect(try search(fixture, wide).isEmpty)
    }

    @Test func `the index agrees with the passages after many versions`() throws {
        var random = SeededGenerator(seed: 7)
        let fixture = try StoreFixture()
        let words = [
            "policy", "review", "pêche", "année", "must", "may", "l’accord", "2026", "data", "fishing",
        ]
        try fixture.store.transaction {
            for number in 0..<400 {
                let lines = (0..<12).map { line -> String in
                    let text = (0..<6).map { _ in words.randomElement(using: &random) ?? "" }.joined(
                        separator: " ")
                    return line % 5 == 0 ? "# \(text)" : text
                }
                let name = "d\(number % 9).md"
                let event: VersionEvent = number < 9 ? .created : .modified
                _ = try fixture.store.record(
                    fixture.entry(name, lines.joined(separator: "\n"), event: event))
            }
        }
        #expect(try fixture.store.verifyIndex() == nil)
        let reader = try fixture.reader()
        #expect(try reader.verify(at: fixture.now).problems == [])
        // Whatever is found holds the word, and whatever stands and holds it is found.
        var expected = 0
        for document in try reader.documents() {
            let latest = try #require(try reader.latest(document.path))
            let outline = SimpleOutline.outline(of: try reader.text(of: latest))
            expected +=
                outline.passages.indices.filter { index in
                    let texts = [outline.passages[index].text] + outline.section(of: index)
                    return outline.passages[index].kind != .heading
                        && texts.contains { $0.contains("fishing") }
                }.count
        }
        let hits = try reader.search(SearchQuery("fishing"), limit: 1000, lengths: PassageLengths())
        #expect(hits.count == expected)
        #expect(try fixture.store.connection.row("SELECT count(*) FROM passage") { $0.int(0) } ?? 0 > 1000)
    }
}
