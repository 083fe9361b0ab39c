/// A full-text query as a person writes it: words, "phrases", prefix*, AND OR NOT, parentheses.
///
/// Words side by side must all occur. NOT takes away from what stands before it and binds like AND; OR binds last.
package struct SearchQuery: Hashable, Sendable {
    /// More words, or a longer query, is an error: no one reads the result of one.
    package static let maximumWords = 64
    package static let maximumBytes = 16_384
    /// Parentheses within parentheses.
    package static let maximumDepth = 16

    indirect enum Node: Hashable, Sendable {
        /// Words as written; the last is the beginning of a word where `isPrefix`.
        case words(String, isPhrase: Bool, isPrefix: Bool)
        case all([Node])
        case any([Node])
        case difference(Node, minus: Node)
    }

    let root: Node

    /// Reads a query; throws where it cannot be understood, and says at which word.
    package init(_ text: String) throws(SearchQueryError) {
        guard text.utf8.count <= Self.maximumBytes else {
            throw SearchQueryError(
                reason: "it is longer than \(Self.maximumBytes) bytes", word: "", offset: Self.maximumBytes)
        }
        var parser = SearchQueryParser(text)
        root = try parser.query()
    }
}

/// Why a query cannot be understood, and at which of its words.
package struct SearchQueryError: Error, Hashable, CustomStringConvertible {
    /// Without the word.
    package var reason: String
    /// As written; empty where it is the end that is wrong.
    package var word: String
    /// Where it begins, in UTF-8 bytes.
    package var offset: Int

    package var description: String { word.isEmpty ? reason : "\(reason) at '\(word)'" }
}
