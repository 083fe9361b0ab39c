import TestSupport
import Testing

@testable import PolicyText

/// The systems of the seeds are in the register: what the test expects it reads out of the seeds themselves.
@Suite struct SeedRegisterTests {
    private func seed(_ name: String) throws -> Outline {
        let path = SharedFolder.projectFolder + "/seeds/" + name
        return OutlineParser.parse(
            String(decoding: try TestFiles.bytes(path), as: UTF8.self), format: .plainText)
    }

    private func commitments(_ outline: Outline) -> [Commitment] {
        CommitmentReader(.builtIn).commitments(in: outline)
    }

    @Test func `each pillar of the Korea plan is there with each of its initiatives`() throws {
        let outline = try seed("003_7c5c1f1ca56e02a3.txt")
        let register = commitments(outline)
        let lines = outline.text.split(separator: "\n").map(String.init)
        let pillars = lines.filter { $0.hasPrefix("Pilier") }
        #expect(pillars.count == 5)
        var pillar = ""
        for line in lines {
            if line.hasPrefix("Pilier") { pillar = line }
            guard line.hasPrefix("Initiatives") else { continue }
            let list = line.drop { $0 != ":" }.dropFirst()
            for item in list.split(separator: ";") {
                let words = item.filter { !".".contains($0) }.split(whereSeparator: \.isWhitespace)
                let found = register.filter { commitment in
                    commitment.text.split(whereSeparator: \.isWhitespace).starts(with: words.prefix(6))
                }
                #expect(
                    found.contains { $0.section.first { $0.hasPrefix("Pilier") } == pillar }, "\(words)")
                #expect(found.contains { $0.section.last == "Initiatives" }, "\(found.map(\.section))")
            }
        }
        for name in pillars {
            let own = register.filter { $0.section.contains(name) }
            #expect(own.contains { $0.section.last != "Initiatives" && $0.strength >= 2 }, "\(name)")
            #expect(own.allSatisfy { $0.actor?.contains("Corée") ?? false }, "\(own.map(\.actor))")
        }
    }

    @Test func `every sentence of the Specific Initiatives that says will is an undertaking`() throws {
        let outline = try seed("001_d90d75396a7f1652.txt")
        let register = commitments(outline)
        var expected = 0
        for (index, passage) in outline.passages.enumerated()
        where passage.kind == .listItem
            && outline.section(of: index).last?.hasPrefix("Specific Initiative") ?? false
        {
            for range in passage.sentences {
                let sentence = passage.sentence(range)
                guard sentence.contains(" will ") else { continue }
                expected += 1
                let found = register.filter { sentence.contains($0.text) || $0.text.contains(sentence) }
                #expect(found.contains { $0.strength == 4 }, "\(sentence)")
            }
        }
        #expect(expected >= 4)
    }

    @Test func `the programmes with Mexico are under their headings, with the one that has a term`() throws {
        let outline = try seed("004_7da8e4461cd5fb24.txt")
        let register = commitments(outline)
        for heading in outline.passages where heading.kind == .heading && heading.heading != nil {
            let own = register.filter { $0.section.last == heading.text }
            #expect(own.contains { $0.strength >= 2 && !$0.isResult }, "\(heading.text)")
        }
        for name in ["ACCBP", "Construction de Capacités", "RACBI", "MIRPS", "Formation Militaire"] {
            #expect(register.contains { !$0.isResult && $0.text.contains(name) }, "\(name)")
        }
        let presidency = register.filter { $0.text.contains("MIRPS") }
        #expect(presidency.contains { $0.due?.iso == "2022-07-31" })
        let undertakings = outline.text.components(of: "s’est engagé")
        #expect(
            register.filter { $0.strength == 4 && ($0.cue ?? "").contains("engagé") }.count >= undertakings)
    }

    @Test func `the objectives of Québec are aims and what its report tells are results`() throws {
        let register = commitments(try seed("002_83a94cb50acd7304.txt"))
        // « cinq grands objectifs ».
        #expect(register.filter { $0.actor == "Québec" && $0.strength == 2 && !$0.isResult }.count == 5)
        let results = register.filter(\.isResult)
        for word in ["UNESCO", "missions économiques", "permis de conduire", "vitrines", "Haïti"] {
            #expect(results.contains { $0.text.contains(word) }, "\(word)")
        }
        #expect(results.allSatisfy { $0.strength == 0 && $0.due == nil })
    }

    @Test func `the results of the Global Partnership are told and never open`() throws {
        let register = commitments(try seed("000_bfa88a9756c6cd9d.txt"))
        #expect(register.filter(\.isResult).count >= 6)
        #expect(register.allSatisfy { $0.isResult == ($0.strength == 0) })
        let past = ["a continué", "s'est employé", "a également contribué", "a été menée", "ont donné"]
        for words in past {
            let found = register.filter { $0.text.contains(words) }
            #expect(!found.isEmpty && found.allSatisfy(\.isResult), "\(words)")
        }
    }

    @Test func `a commitment that a result repeats is reported`() throws {
        let text = "# Plan\n\nThe city will open a shelter for young people by 2024.\n\n"
        let reader = CommitmentReader(.builtIn)
        func register(_ more: String) -> [Commitment] {
            reader.commitments(in: OutlineParser.parse(text + more, format: .markdown))
        }
        let done = register("In 2024 the city has opened a shelter for young people near the station.\n")
        let open = register("In 2024 the city has opened a swimming pool.\n")
        #expect(ReportedResults(among: Array(done.dropFirst())).report(done[0]))
        #expect(!ReportedResults(among: Array(open.dropFirst())).report(open[0]))
    }
}

extension String {
    /// How often a text stands in this one.
    fileprivate func components(of part: String) -> Int {
        var (count, rest) = (0, self[...])
        while let found = rest.firstRange(of: part) {
            count += 1
            rest = rest[found.upperBound...]
        }
        return count
    }
}
