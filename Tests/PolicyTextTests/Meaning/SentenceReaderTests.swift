import TestSupport
import Testing

@testable import PolicyText

@Suite struct SentenceReaderTests {
    /// Lines of `Cases/strength.tsv`: language, form, strength, actor, sentence.
    static let cases: [[String]] = {
        let path = SharedFolder.projectFolder + "/Tests/PolicyTextTests/Meaning/Cases/strength.tsv"
        let text = String(decoding: (try? TestFiles.bytes(path)) ?? [], as: UTF8.self)
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
            $0.split(separator: "\t").map(String.init)
        }
    }()

    @Test(arguments: cases) func `a sentence commits as far as its words say`(row: [String]) throws {
        let language = try #require(Language(rawValue: row[0]))
        let reading = Lexicon.builtIn.reading(
            of: row[4], language: language, form: row[1] == "i" ? .item : .sentence)
        #expect(reading.strength == Int(row[2]), "\(row[4]): \(reading.reasons)")
        guard row[3] != "-" else { return }
        let subject = reading.subjectRange.map { String(decoding: Array(row[4].utf8)[$0], as: UTF8.self) }
        #expect(subject?.hasSuffix(row[3]) ?? false, "\(row[4]): \(subject ?? "nobody")")
    }
}
