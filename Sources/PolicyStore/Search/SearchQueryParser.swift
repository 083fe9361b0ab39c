/// Reads a query by recursive descent; its depth is bounded by `SearchQuery.maximumDepth`.
struct SearchQueryParser {
    private enum Lexeme: Hashable {
        case word(String), phrase(String), open, close, and, or, not, end
    }

    private struct Piece {
        var lexeme: Lexeme
        var isPrefix = false
        var written: String
        var offset: Int
    }

    private let bytes: [UInt8]
    private var position = 0
    private var current = Piece(lexeme: .end, written: "", offset: 0)
    private var words = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The whole query.
    mutating func query() throws(SearchQueryError) -> SearchQuery.Node {
        advance()
        let node = try alternatives(depth: 0)
        guard current.lexeme == .end else { throw error("there is no parenthesis to close", at: current) }
        return node
    }

    private mutating func alternatives(depth: Int) throws(SearchQueryError) -> SearchQuery.Node {
        var nodes = [try conjunction(depth: depth)]
        while current.lexeme == .or {
            advance()
            nodes.append(try conjunction(depth: depth))
        }
        return nodes.count == 1 ? nodes[0] : .any(nodes)
    }

    private mutating func conjunction(depth: Int) throws(SearchQueryError) -> SearchQuery.Node {
        var nodes = [try operand(depth: depth)]
        while true {
            switch current.lexeme {
            case .end, .close, .or: return joined(nodes)
            case .and:
                advance()
                if current.lexeme != .not { nodes.append(try operand(depth: depth)) }
            case .not:
                advance()
                nodes = [.difference(joined(nodes), minus: try operand(depth: depth))]
            case .word, .phrase, .open: nodes.append(try operand(depth: depth))
            }
        }
    }

    private func joined(_ nodes: [SearchQuery.Node]) -> SearchQuery.Node {
        nodes.count == 1 ? nodes[0] : .all(nodes)
    }

    private mutating func operand(depth: Int) throws(SearchQueryError) -> SearchQuery.Node {
        let piece = current
        switch piece.lexeme {
        case .word(let text): return try words(text, isPhrase: false, in: piece)
        case .phrase(let text): return try words(text, isPhrase: true, in: piece)
        case .open: return try group(depth: depth)
        case .close: throw error("a word is missing before the parenthesis", at: piece)
        case .and, .or: throw error("a word is missing before the operator", at: piece)
        case .not: throw error("NOT has nothing before it to take away from", at: piece)
        case .end:
            let reason = words == 0 ? "it has no word" : "it ends where a word is missing"
            throw SearchQueryError(reason: reason, word: "", offset: piece.offset)
        }
    }

    private mutating func words(
        _ text: String, isPhrase: Bool, in piece: Piece
    ) throws(SearchQueryError) -> SearchQuery.Node {
        if piece.written.utf8.first == UInt8(ascii: "\""), !isPhrase {
            throw error("a quotation is not closed", at: piece)
        }
        words += 1
        guard words <= SearchQuery.maximumWords else {
            throw error("it has more than \(SearchQuery.maximumWords) words", at: piece)
        }
        advance()
        return .words(text, isPhrase: isPhrase, isPrefix: piece.isPrefix)
    }

    private mutating func group(depth: Int) throws(SearchQueryError) -> SearchQuery.Node {
        let open = current
        guard depth < SearchQuery.maximumDepth else {
            throw error("parentheses are more than \(SearchQuery.maximumDepth) deep", at: open)
        }
        advance()
        let node = try alternatives(depth: depth + 1)
        guard current.lexeme == .close else { throw error("a parenthesis is not closed", at: open) }
        advance()
        return node
    }

    private func error(_ reason: String, at piece: Piece) -> SearchQueryError {
        SearchQueryError(reason: reason, word: String(piece.written.prefix(40)), offset: piece.offset)
    }

    // MARK: Lexemes

    private mutating func advance() {
        while position < bytes.count, isSpace(bytes[position]) { position += 1 }
        let start = position
        guard position < bytes.count else {
            current = Piece(lexeme: .end, written: "", offset: start)
            return
        }
        switch bytes[position] {
        case UInt8(ascii: "("):
            position += 1
            current = Piece(lexeme: .open, written: "(", offset: start)
        case UInt8(ascii: ")"):
            position += 1
            current = Piece(lexeme: .close, written: ")", offset: start)
        case UInt8(ascii: "\""): takePhrase()
        default: takeWord()
        }
    }

    /// An open quotation is given as a word, for `words` to refuse.
    private mutating func takePhrase() {
        let start = position
        let end = bytes[(start + 1)...].firstIndex(of: UInt8(ascii: "\""))
        position = end.map { $0 + 1 } ?? bytes.count
        let words = text(start + 1..<(end ?? bytes.count))
        current = Piece(
            lexeme: end == nil ? .word(words) : .phrase(words), written: text(start..<position), offset: start
        )
        current.isPrefix = takeStar()
    }

    private mutating func takeWord() {
        let start = position
        while position < bytes.count, !isSpace(bytes[position]), !Self.ends.contains(bytes[position]) {
            position += 1
        }
        let word = text(start..<position)
        let isPrefix = takeStar()
        let lexeme: Lexeme =
            switch isPrefix ? "" : word {
            case "AND": .and
            case "OR": .or
            case "NOT": .not
            default: .word(word)
            }
        current = Piece(lexeme: lexeme, isPrefix: isPrefix, written: text(start..<position), offset: start)
    }

    private static let ends = Array("()\"*".utf8)

    private mutating func takeStar() -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "*") else { return false }
        while position < bytes.count, bytes[position] == UInt8(ascii: "*") { position += 1 }
        return true
    }

    private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    private func isSpace(_ byte: UInt8) -> Bool { byte <= 0x20 }
}
