internal import PolicyText

/// What a search index should hold: the words of passages under their headings, or of names.
struct IndexedTexts {
    private let connection: Connection
    private(set) var sum: PostingSum
    /// How many rows there are, then how many words in each column.
    private(set) var totals: [UInt64]
    private let memo = StemMemo()
    // The words of the headings above the passage that was added last: neighbours have the same.
    private var heading: HeadingKey?
    private var headingWords: [UInt64] = []
    private var words: [UInt64] = []

    private struct HeadingKey: Hashable {
        var heading: Int64
        var language: Language
    }

    init(_ connection: Connection, columns: Int, _ key: PostingKey) {
        self.connection = connection
        sum = PostingSum(key)
        totals = [UInt64](repeating: 0, count: columns + 1)
    }

    /// Adds the passages that are indexed: all but headings.
    mutating func addPassages(under section: (Int64) throws -> [String]) throws {
        try connection.forEachRow("SELECT id, language, heading_id, text FROM passage_row WHERE kind <> 0") {
            row in
            let language = try language(row.int(1))
            try add(row.bytes(3), in: language, row: row.int64(0))
            guard let heading = row.optionalInt64(2) else { return true }
            try read(HeadingKey(heading: heading, language: language), section)
            add(headingWords, column: 1, row: row.int64(0))
            return true
        }
    }

    mutating func addNamings() throws {
        try connection.forEachRow("SELECT id, language, words FROM naming") { row in
            try add(row.bytes(2), in: language(row.int(1)), row: row.int64(0))
            return true
        }
    }

    /// Whether an index holds these words, and says so many.
    func agree(with index: SearchIndex) throws -> Bool {
        try index.sum(sum.key).value == sum.value && index.totals() == totals
    }

    private mutating func add(_ text: UnsafeRawBufferPointer, in language: Language, row: Int64) throws {
        words.removeAll(keepingCapacity: true)
        Self.scan(text, language, memo, sum.key, into: &words)
        add(words, column: 0, row: row)
        totals[0] += 1
    }

    private mutating func add(_ words: [UInt64], column: Int, row: Int64) {
        for (position, word) in words.enumerated() {
            sum.add(sum.key.hash(of: word, in: row), column: column, position: position)
        }
        totals[1 + column] += UInt64(words.count)
    }

    private mutating func read(_ key: HeadingKey, _ section: (Int64) throws -> [String]) throws {
        guard key != heading else { return }
        heading = key
        headingWords.removeAll(keepingCapacity: true)
        let text = Array(try section(key.heading).joined(separator: "\n").utf8)
        text.withUnsafeBytes { Self.scan($0, key.language, memo, sum.key, into: &headingWords) }
    }

    private static func scan(
        _ text: UnsafeRawBufferPointer, _ language: Language, _ memo: StemMemo, _ key: PostingKey,
        into words: inout [UInt64]
    ) {
        Tokenizer(stemming: language).scan(text.assumingMemoryBound(to: UInt8.self), memo: memo) {
            word, _, _ in
            words.append(key.hash(of: UnsafeRawBufferPointer(word)))
            return true
        }
    }

    private func language(_ code: Int) throws(IndexDamage) -> Language {
        guard let language = try? Language(code: code) else { throw IndexDamage() }
        return language
    }
}
