import Foundation
import PolicyText
import TestSupport
import Testing

@testable import PolicyDigest

/// Reasons as a French digest tells them.
@Suite struct ReasonPhrasesTests {
    @Test(arguments: [
        (
            "rule commitment_weakened: 4 → 1", "règle commitment_weakened\u{A0}: 4 → 1"
        ),
        (
            "before: cue 'will' (modal, 4), modality.tsv:31",
            "avant\u{A0}: indice «\u{A0}will\u{A0}» (modal, 4), modality.tsv:31"
        ),
        (
            "rule actor_changed: 'the 'Board'' → 'it'",
            "règle actor_changed\u{A0}: «\u{A0}the 'Board'\u{A0}» → «\u{A0}it\u{A0}»"
        ),
        (
            "document_renamed: 93 % of the words are the same",
            "document_renamed\u{A0}: 93\u{A0}% des mots sont les mêmes"
        ),
        ("rule scope_narrowed: nobody wrote this", "règle scope_narrowed\u{A0}: nobody wrote this"),
        (
            "it is a PDF document, not text", "ce n’est pas du texte\u{A0}: PDF document"
        ),
        ("raise MaximumSize=", "augmentez MaximumSize="),
        ("Le sommaire d’un changement annulé.", "Le sommaire d’un changement annulé."),
    ])
    func `a phrase is translated, and what it quotes is not`(reason: String, expected: String) {
        #expect(ReasonPhrases.french(reason) == expected)
    }

    /// The reasons of the project's own examples: no word of the rules stays English.
    @Test func `every reason has its French`() throws {
        let english: Set<Substring> = [
            "the", "of", "with", "none", "strength", "rule", "cue", "capped", "before", "after", "denials",
            "same", "another", "more", "words", "passages", "equal", "was", "nothing", "edited", "clause",
        ]
        var told = 0
        for name in ["weighed-pairs.tsv", "pairs-by-field.tsv"] {
            let path = SharedFolder.projectFolder + "/Tests/PolicyTextTests/Meaning/Cases/" + name
            for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").dropFirst() {
                let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
                guard columns[1] == "fr" else { continue }
                let (old, new) = (columns[4], columns[5])
                let changes = ChangeWeigher(lexicon: .builtIn).changes(
                    from: OutlineParser.parse(old.replacing("\\n", with: "\n") + "\n", format: .markdown),
                    to: OutlineParser.parse(new.replacing("\\n", with: "\n") + "\n", format: .markdown))
                for reason in changes.flatMap({ DigestWords(language: .french).reasons($0) }) {
                    let own = reason.replacing(/«\u{A0}.*?\u{A0}»/, with: "")
                    let words = own.split { !$0.isLetter }
                    #expect(words.allSatisfy { !english.contains($0) }, "\(reason)")
                    told += 1
                }
            }
        }
        #expect(told > 100)
    }
}
