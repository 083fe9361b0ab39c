internal import PolicyText

/// A search query in the language of FTS5, made of nothing but quoted tokens and the operators put between them.
struct IndexExpression {
    private(set) var text: [UInt8] = []
    /// For each phrase of the expression, in order, the number of the word it is a form of.
    private(set) var groups: [Int] = []
    private var words = 0

    /// Nil where no word of the query has anything to look for (punctuation, signs).
    init?(_ query: SearchQuery) {
        guard let text = expression(query.root) else { return nil }
        self.text = text
    }

    private mutating func expression(_ node: SearchQuery.Node) -> [UInt8]? {
        switch node {
        case .words(let text, let isPhrase, let isPrefix): return word(text, isPhrase, isPrefix)
        case .all(let nodes): return joined(nodes.compactMap { expression($0) }, by: " AND ")
        case .any(let nodes): return joined(nodes.compactMap { expression($0) }, by: " OR ")
        case .difference(let node, let minus):
            guard let kept = expression(node) else { return nil }
            return joined([kept, expression(minus)].compactMap { $0 }, by: " NOT ")
        }
    }

    private func joined(_ parts: [[UInt8]], by separator: String) -> [UInt8]? {
        guard parts.count > 1 else { return parts.first }
        return [UInt8(ascii: "(")] + parts.joined(separator: separator.utf8) + [UInt8(ascii: ")")]
    }

    /// A word is any of its forms, as each language stems it, since passages are in either language. What stands
    /// before a star is the beginning of a word as written, and its stems are matched whole.
    private mutating func word(_ text: String, _ isPhrase: Bool, _ isPrefix: Bool) -> [UInt8]? {
        var forms: [String] = []
        for language in [Language.undetermined, .english, .french] {
            let tokens = Tokenizer(stemming: language).tokens(in: text)
                .filter { isPhrase || $0.kind != .elision }.map(\.text).joined(separator: " ")
            if !tokens.isEmpty, !forms.contains(tokens) { forms.append(tokens) }
        }
        guard !forms.isEmpty else { return nil }
        var parts: [[UInt8]] = []
        for (index, form) in forms.enumerated() {
            var part: [UInt8] = []
            PassageTokenizer.append(quoted: form, to: &part)
            if isPrefix, index == 0 { part += " *".utf8 }
            parts.append(part)
            groups.append(words)
        }
        words += 1
        return joined(parts, by: " OR ")
    }
}
