/// A word or mark of a sentence, as the lexicon knows it.
struct LexiconWord {
    enum Kind: UInt8 {
        case word, number, comma, semicolon, colon, open, close, dash, quote, mark
    }

    /// What the letters alone tell.
    struct Shape: OptionSet {
        let rawValue: UInt16
        static let capitalized = Shape(rawValue: 1)
        /// At least two letters, all of them capitals.
        static let allCapitals = Shape(rawValue: 2)
        /// Ends as a French infinitive does.
        static let infinitive = Shape(rawValue: 4)
        /// Ends as an adverb does: -ly, -ment.
        static let adverb = Shape(rawValue: 8)
        /// Ends as a participle of the past does.
        static let participle = Shape(rawValue: 16)
        /// Ends in -er, -or, -eur, -ant and the like: someone who does something.
        static let agent = Shape(rawValue: 32)
        /// Ends in -tion, -ness, -ité and the like: something abstract.
        static let abstract = Shape(rawValue: 64)
        /// Elided (« d' »): the next word stands close.
        static let elided = Shape(rawValue: 128)
        /// Ends as French adjectives do: -al, -ique, -if, -aire.
        static let adjective = Shape(rawValue: 256)
    }

    /// The number of the word in the vocabulary, -1 where it is in none.
    var id: Int32
    var kind: Kind
    var shape: Shape
    /// The last byte of the folded word.
    var last: UInt8
    /// Where it stands, in UTF-8 bytes of the text.
    var start: Int32
    var end: Int32

    var range: Range<Int> { Int(start)..<Int(end) }
    func has(_ wanted: Shape) -> Bool { shape.contains(wanted) }
}

/// The distinct words of a lexicon, each with a number: an open-addressing table over folded bytes.
struct LexiconVocabulary: Sendable {
    private var slots: [Int32]
    private var hashes: [UInt64] = []
    /// The number that each word goes by: its own, or that of the word it is another spelling of.
    private var canonical: [Int32] = []
    private var starts: [Int32] = [0]
    private var bytes: [UInt8] = []

    init() { slots = [Int32](repeating: -1, count: 1 << 10) }

    var count: Int { hashes.count }

    static let emptyHash: UInt64 = 0xcbf2_9ce4_8422_2325

    @inline(__always)
    static func hash(_ hash: UInt64, adding byte: UInt8) -> UInt64 {
        (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }

    /// The word's number, -1 where there is none.
    @inline(__always)
    func id(of word: UnsafeBufferPointer<UInt8>, hash: UInt64) -> Int32 {
        let mask = slots.count - 1
        var slot = Self.slot(of: hash) & mask
        while true {
            let id = slots[slot]
            if id < 0 { return -1 }
            if hashes[Int(id)] == hash, isEqual(Int(id), word) { return canonical[Int(id)] }
            slot = (slot + 1) & mask
        }
    }

    func id(of word: [UInt8]) -> Int32 {
        let hash = word.reduce(Self.emptyHash) { Self.hash($0, adding: $1) }
        return word.withUnsafeBufferPointer { id(of: $0, hash: hash) }
    }

    /// Adds a word; as another spelling of `same` where that is given. A known word stays what it is.
    @discardableResult
    mutating func insert(_ word: [UInt8], as same: Int32? = nil) -> Int32 {
        let known = id(of: word)
        if known >= 0 { return known }
        if hashes.count * 2 >= slots.count { grow() }
        let id = Int32(hashes.count)
        canonical.append(same ?? id)
        hashes.append(word.reduce(Self.emptyHash) { Self.hash($0, adding: $1) })
        bytes += word
        starts.append(Int32(bytes.count))
        place(id)
        return id
    }

    /// The folded bytes of a word.
    func word(_ id: Int32) -> [UInt8] { Array(bytes[Int(starts[Int(id)])..<Int(starts[Int(id) + 1])]) }

    private static func slot(of hash: UInt64) -> Int {
        Int(truncatingIfNeeded: hash ^ (hash >> 29)) & Int.max
    }

    private func isEqual(_ id: Int, _ word: UnsafeBufferPointer<UInt8>) -> Bool {
        let from = Int(starts[id])
        guard Int(starts[id + 1]) - from == word.count else { return false }
        for index in 0..<word.count where bytes[from + index] != word[index] { return false }
        return true
    }

    private mutating func place(_ id: Int32) {
        let mask = slots.count - 1
        var slot = Self.slot(of: hashes[Int(id)]) & mask
        while slots[slot] >= 0 { slot = (slot + 1) & mask }
        slots[slot] = id
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        for id in hashes.indices { place(Int32(id)) }
    }
}
