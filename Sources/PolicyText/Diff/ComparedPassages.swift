/// One side of a comparison: its passages as sequences of numbered words.
struct ComparedPassages {
    struct Entry {
        /// Where its words stand in `keys`; from `text` on, they are the text after the label.
        var words: Range<Int>
        var text: Int
        var label: PassageLabel?
        var kind: Passage.Kind
        var links: [UInt32]
        /// It says nothing but its label: « Article 12 ».
        var isLabelOnly: Bool

        /// The words after the label; of a bare label, the label's own.
        var body: Range<Int> { isLabelOnly ? words : text..<words.upperBound }
        /// It gives what follows it a name, and says little by itself.
        var isHead: Bool { isLabelOnly || kind == .heading }
    }

    private(set) var entries: [Entry] = []
    private(set) var keys: [UInt32] = []
    /// Equal for passages that say the same after their labels.
    private(set) var identities: [UInt32] = []

    /// Reads passages; words and identities are numbered in tables that both sides share.
    init(_ passages: some Collection<(text: String, kind: Passage.Kind)>, numbering: inout Numbering) {
        entries.reserveCapacity(passages.count)
        for (text, kind) in passages { add(text, kind, &numbering) }
    }

    private mutating func add(_ text: String, _ kind: Passage.Kind, _ numbering: inout Numbering) {
        let tokenized = TokenizedText(text, table: &numbering.words)
        let label = PassageLabel.read(text, kind: kind)
        let start = keys.count
        keys.append(contentsOf: tokenized.tokens.lazy.map(\.key))
        let labelWords = label.map { label in tokenized.tokens.prefix { $0.start < label.end }.count } ?? 0
        let entry = Entry(
            words: start..<keys.count, text: start + labelWords, label: label, kind: kind,
            links: tokenized.links,
            isLabelOnly: labelWords > 0 && start + labelWords == keys.count)
        entries.append(entry)
        let identity = keys[entry.body].withUnsafeBytes { bytes in
            bytes.withMemoryRebound(to: UInt8.self) { numbering.texts.number(of: $0) }
        }
        identities.append(identity)
    }

    /// The numbers of words and of whole texts, shared by the sides of a comparison.
    struct Numbering {
        var words = WordTable(capacity: 4096)
        var texts = WordTable(capacity: 1024)
    }
}
