import Foundation
import TestSupport
import Testing

@testable import PolicyText

/// A part of a document is read as it is read within the whole.
@Suite struct PartialReadingTests {
    private static let documents = ["seeds", "Tests/PolicyAnswerTests/Harbour"]

    /// Lists under lead-ins and headings, in both languages, before and after the first undertaking.
    private static let lists = """
        # Plan d’action

        Contexte : le pays change.

        ## Ce qui est prévu

        - soutenir les communautés
        - élargir l’accès aux services

        Renforcer la surveillance des côtes d’ici 2030.

        ## Commitments

        We will:

        - publish a report each year
        - fund ten schools by 2028

        The department may review it.

        ## Objectifs

        Le ministère vise à :

        - réduire les délais
        - former le personnel
        """

    private static func outlines() throws -> [Outline] {
        let files = try documents.flatMap { folder in
            let path = SharedFolder.projectFolder + "/" + folder
            return try FileManager.default.contentsOfDirectory(atPath: path).sorted().filter {
                $0.hasSuffix(".txt") || $0.hasSuffix(".md")
            }
            .map { path + "/" + $0 }
        }
        let texts = try files.map { (String(decoding: try TestFiles.bytes($0), as: UTF8.self), $0) }
        return texts.map { OutlineParser.parse($0, format: $1.hasSuffix(".md") ? .markdown : .plainText) }
            + [OutlineParser.parse(lists, format: .markdown)]
    }

    @Test func `the sentences of a passage have the forms that they have in the whole document`() throws {
        for outline in try Self.outlines() {
            let whole = SentenceForms(outline, .builtIn, of: outline.passages.indices)
            for index in outline.passages.indices {
                let part = SentenceForms(outline, .builtIn, of: [index])
                for sentence in outline.passages[index].sentences.indices {
                    #expect(
                        part.form(passage: index, sentence: sentence)
                            == whole.form(passage: index, sentence: sentence))
                }
            }
        }
    }

    @Test func `commitments near a line are those of the whole document`() throws {
        let reader = CommitmentReader(.builtIn)
        var read = 0
        for outline in try Self.outlines() {
            let whole = reader.commitments(in: outline)
            for line in Set(whole.map(\.line)).sorted() {
                let near = reader.commitments(in: outline, near: [line])
                #expect(near.filter { $0.line == line } == whole.filter { $0.line == line })
                #expect(near.allSatisfy(whole.contains))
                read += near.count
            }
        }
        #expect(read > 100)
    }
}
