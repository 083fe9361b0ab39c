import PolicyText
import Testing

@testable import PolicyDigest

@Suite struct RedlineTests {
    private func redline(_ before: String, _ after: String, _ kinds: [ChangeKind] = [.reworded]) -> String {
        let change = SampleDigest.change(1, kinds, .medium, "s", before: before, after: after)
        return marked(Redline.runs(of: change.change))
    }

    private func marked(_ runs: [Redline.Run]) -> String {
        runs.map { run in
            switch run {
            case .equal(let text): text
            case .delete(let text): "[-\(text)-]"
            case .insert(let text): "{+\(text)+}"
            case .gap: "…"
            }
        }.joined()
    }

    @Test func `an edit within a word takes in the word`() {
        #expect(redline("une clef rouillée", "une clefs rouillée") == "une [-clef-] {+clefs+} rouillée")
    }

    @Test func `a change of print beside another change is left out`() {
        #expect(
            redline("Il agira d’ici 2025", "Il pourra agir d'ici 2025")
                == "Il [-agira-] {+pourra agir+} d'ici 2025")
    }

    @Test func `a change of print alone is kept`() {
        #expect(redline("d’ici 2025", "d'ici 2025", [.typographic]).contains("[-"))
    }

    @Test func `a mark never begins or ends with punctuation against a word`() {
        #expect(redline("la paix, et FPS", "la paix") == "la [-paix, et FPS-] {+paix+}")
    }

    @Test func `space stands outside of the marks`() {
        #expect(
            redline("dans l’Asie et dans le monde entier.", "dans l’Asie.")
                == "dans l’Asie [-et dans le monde entier-].")
    }

    @Test func `equal text far from an edit is left out`() {
        let far = (1...40).map { "mot\($0)" }.joined(separator: " ")
        let text = redline(far + " vert", far + " bleu")
        #expect(text.hasPrefix("… mot30 "))
        #expect(text.hasSuffix("mot40 [-vert-] {+bleu+}"))
    }

    @Test func `one side reads as a sentence`() {
        let change = SampleDigest.change(
            1, [.reworded], .medium, "s", before: "dans l’Asie et le monde.", after: "dans l’Asie.")
        let runs = Redline.runs(of: change.change)
        #expect(marked(Redline.side(.insert, of: runs)) == "dans l’Asie.")
        #expect(marked(Redline.side(.delete, of: runs)) == "dans l’Asie [-et le monde-].")
    }

    @Test func `a passage that came or went is one run on one line`() {
        let added = SampleDigest.change(1, [.contentAdded], .low, "s", before: nil, after: "a\n  b\tc")
        #expect(marked(Redline.runs(of: added.change)) == "{+a b c+}")
    }
}
