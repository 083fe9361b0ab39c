internal import CSQLite
internal import PolicyText

/// The tokenizer of the full-text index, named 'policy' in its tables (fts5_tokenizer).
///
/// FTS5 does not say which language a text is in, so the text says it: byte 1, then 'e', 'f' or 'u', go before it.
/// Byte 2 goes before words that are tokens already, as a query holds them, parted by spaces. Both go before only
/// in what the store itself builds; a text that comes without is taken as of no language.
enum PassageTokenizer {
    static let name = "policy"

    private static let languageMark: UInt8 = 1
    private static let tokensMark: UInt8 = 2

    /// Puts the mark of a language before a text.
    static func append(mark language: Language, to bytes: inout [UInt8]) {
        bytes.append(languageMark)
        switch language {
        case .english: bytes.append(UInt8(ascii: "e"))
        case .french: bytes.append(UInt8(ascii: "f"))
        case .undetermined: bytes.append(UInt8(ascii: "u"))
        }
    }

    /// Tokens as a string of the FTS5 query language: whatever they hold, they are nothing but words.
    static func append(quoted tokens: String, to query: inout [UInt8]) {
        query.append(UInt8(ascii: "\""))
        query.append(tokensMark)
        for byte in tokens.utf8 where byte != 0 {
            if byte == UInt8(ascii: "\"") { query.append(byte) }
            query.append(byte)
        }
        query.append(UInt8(ascii: "\""))
    }

    typealias Sink =
        @convention(c) (
            UnsafeMutableRawPointer?, Int32, UnsafePointer<CChar>?, Int32, Int32, Int32
        ) -> Int32

    /// Hands the tokens of a marked text to FTS5; returns how many there were, and its result code.
    static func tokenize(
        _ text: UnsafeBufferPointer<UInt8>, context: UnsafeMutableRawPointer?, sink: Sink
    ) -> (count: Int, code: Int32) {
        guard let first = text.first else { return (0, SQLITE_OK) }
        if first == tokensMark { return split(text, context: context, sink: sink) }
        var language = Language.undetermined
        var body = text
        if first == languageMark, text.count >= 2 {
            if text[1] == UInt8(ascii: "e") { language = .english }
            if text[1] == UInt8(ascii: "f") { language = .french }
            body = UnsafeBufferPointer(rebasing: text.dropFirst(2))
        }
        let skipped = text.count - body.count
        var count = 0
        var code = SQLITE_OK
        Tokenizer(stemming: language).scan(body) { word, range, _ in
            count += 1
            code = word.withMemoryRebound(to: CChar.self) {
                sink(
                    context, 0, $0.baseAddress, Int32($0.count), Int32(skipped + range.lowerBound),
                    Int32(skipped + range.upperBound))
            }
            return code == SQLITE_OK
        }
        return (count, code)
    }

    private static func split(
        _ text: UnsafeBufferPointer<UInt8>, context: UnsafeMutableRawPointer?, sink: Sink
    ) -> (count: Int, code: Int32) {
        var count = 0
        var start = 1
        for end in 1...text.count where end == text.count || text[end] == UInt8(ascii: " ") {
            if end > start {
                let word = UnsafeBufferPointer(rebasing: text[start..<end])
                let code = word.withMemoryRebound(to: CChar.self) {
                    sink(context, 0, $0.baseAddress, Int32($0.count), Int32(start), Int32(end))
                }
                count += 1
                guard code == SQLITE_OK else { return (count, code) }
            }
            start = end + 1
        }
        return (count, SQLITE_OK)
    }
}

/// What a connection's tokenizer tells it: the words of the texts indexed since it was last asked, a text each.
final class TokenizerState {
    private(set) var counts: [Int] = []

    func note(_ count: Int) { counts.append(count) }

    func reset() { counts.removeAll(keepingCapacity: true) }
}

extension Connection {
    /// Adds the tokenizer and the functions of the index to this connection.
    func registerExtensions() throws {
        let api = try fts5()
        var methods = fts5_tokenizer(xCreate: create, xDelete: { _ in }, xTokenize: tokenize)
        // The connection outlives its tokenizers: it closes its handle, and they with it, before it goes.
        let state = Unmanaged.passUnretained(tokenizer).toOpaque()
        let code = api.pointee.xCreateTokenizer(api, PassageTokenizer.name, state, &methods, nil)
        guard code == SQLITE_OK else { throw SQLiteError(code: code, message: "cannot add the tokenizer") }
        try registerFunctions(api)
    }

    /// The interface of FTS5 (SELECT fts5(?1) with a pointer bound).
    private func fts5() throws -> UnsafeMutablePointer<fts5_api> {
        // SQLite keeps the address of the name, so it must be one that stays.
        let name: StaticString = "fts5_api_ptr"
        var found: UnsafeMutablePointer<fts5_api>?
        let statement = try statement("SELECT fts5(?)")
        defer { statement.reset() }
        withUnsafeMutablePointer(to: &found) { pointer in
            _ = name.utf8Start.withMemoryRebound(to: CChar.self, capacity: name.utf8CodeUnitCount + 1) {
                sqlite3_bind_pointer(statement.handle, 1, pointer, $0, nil)
            }
            _ = sqlite3_step(statement.handle)
        }
        guard let found else { throw SQLiteError(code: SQLITE_ERROR, message: "this sqlite3 has no FTS5") }
        return found
    }
}

// FTS5 has one tokenizer a table and connection; all share the connection's state, so its address will do.
private let create:
    @convention(c) (
        UnsafeMutableRawPointer?, UnsafeMutablePointer<UnsafePointer<CChar>?>?, Int32,
        UnsafeMutablePointer<OpaquePointer?>?
    ) -> Int32 = { context, _, _, made in
        made?.pointee = context.map { OpaquePointer($0) }
        return SQLITE_OK
    }

private let tokenize:
    @convention(c) (
        OpaquePointer?, UnsafeMutableRawPointer?, Int32, UnsafePointer<CChar>?, Int32, PassageTokenizer.Sink?
    ) -> Int32 = { tokenizer, context, flags, text, length, sink in
        guard let tokenizer, let sink, length >= 0 else { return SQLITE_OK }
        let start = UnsafeRawPointer(text)?.assumingMemoryBound(to: UInt8.self)
        let bytes = UnsafeBufferPointer(start: start, count: start == nil ? 0 : Int(length))
        let (count, code) = PassageTokenizer.tokenize(bytes, context: context, sink: sink)
        if flags & FTS5_TOKENIZE_DOCUMENT != 0 {
            Unmanaged<TokenizerState>.fromOpaque(UnsafeRawPointer(tokenizer)).takeUnretainedValue().note(
                count)
        }
        return code
    }
