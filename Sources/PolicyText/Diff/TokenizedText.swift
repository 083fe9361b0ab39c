/// A text as a comparison sees it: its words, numbers and signs in order, each with the number of its comparable
/// form, and between them gaps of white space and markup that no comparison looks at.
///
/// The comparable form keeps letters, case and accents, and drops what only printing cares about: the shape of
/// quotes, apostrophes, dashes and ligatures, soft hyphens, composed or combining accents, the spaces in a number.
struct TokenizedText {
    enum Kind: UInt8 {
        case word
        case number
        case symbol
    }

    struct Token {
        /// Bytes of the text.
        var start: Int
        var end: Int
        /// The number of the comparable form in the `WordTable`.
        var key: UInt32
        /// How many link targets stand before it in the text.
        var links: UInt32
        var kind: Kind
    }

    var tokens: [Token] = []
    /// Comparable forms of the link targets, in order.
    var links: [UInt32] = []
    /// Bytes of the whole text.
    var length = 0

    /// Cuts a text, numbering its words in `table`.
    init(_ text: String, table: inout WordTable) {
        var text = text
        text.withUTF8 { read($0, table: &table) }
    }

    init(_ bytes: UnsafeBufferPointer<UInt8>, table: inout WordTable) {
        read(bytes, table: &table)
    }

    private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, table: inout WordTable) {
        length = bytes.count
        tokens.reserveCapacity(bytes.count / 5)
        var scanner = ComparisonScanner(bytes)
        while let found = scanner.next() {
            let key = scanner.key(of: found, in: &table)
            let kind: Kind
            switch found.kind {
            case .link:
                links.append(key)
                continue
            case .word: kind = .word
            case .number: kind = .number
            case .symbol: kind = .symbol
            }
            let count = UInt32(truncatingIfNeeded: links.count)
            tokens.append(.init(start: found.start, end: found.end, key: key, links: count, kind: kind))
        }
    }

    /// The link targets between the token before `index` and the token at it.
    func links(beforeToken index: Int) -> ArraySlice<UInt32> {
        let from = index == 0 ? 0 : Int(tokens[index - 1].links)
        let to = index == tokens.count ? links.count : Int(tokens[index].links)
        return links[from..<to]
    }
}
