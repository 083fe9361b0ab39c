import PolicyText

/// The words of an index, numbered from 0 in the order they were first met.
///
/// The bytes of all words stand in one array, found through an open-addressing table, so that a million passages'
/// words cost about 30 bytes each. A word's key is a byte for its language and then its token; the words that share
/// the key's first four bytes are listed together, which is where spellings and prefixes are looked for.
struct Vocabulary {
    private var bytes: [UInt8] = []
    private var starts: [UInt32] = [0]
    /// Word numbers, or `free`; the count is a power of two.
    private var slots: [UInt32] = Array(repeating: Vocabulary.free, count: 1 << 12)
    private var families: [UInt32: [UInt32]] = [:]

    private static let free = UInt32.max
    /// A longer token is cut: no word of a language comes near it.
    static let maximumTokenBytes = 64

    var count: Int { starts.count - 1 }

    /// The byte a key begins with.
    static func mark(of language: Language) -> UInt8 {
        switch language {
        case .english: UInt8(ascii: "e")
        case .french: UInt8(ascii: "f")
        case .undetermined: UInt8(ascii: "u")
        }
    }

    /// The key of a token.
    static func key(of token: IndexToken) -> [UInt8] {
        [mark(of: token.language)] + Array(token.text.utf8.prefix(maximumTokenBytes))
    }

    /// The number of a word, nil where it was never met.
    func number(of key: [UInt8]) -> Int? {
        let slot = slot(of: key)
        return slots[slot] == Self.free ? nil : Int(slots[slot])
    }

    /// The number of a word, which is new where it was never met.
    mutating func insert(_ key: [UInt8]) -> Int {
        let slot = slot(of: key)
        if slots[slot] != Self.free { return Int(slots[slot]) }
        let number = count
        bytes.append(contentsOf: key)
        starts.append(UInt32(bytes.count))
        slots[slot] = UInt32(number)
        families[family(of: key), default: []].append(UInt32(number))
        if count * 2 > slots.count { grow() }
        return number
    }

    /// The token of a word.
    func token(_ number: Int) -> String {
        String(decoding: bytes[(Int(starts[number]) + 1)..<Int(starts[number + 1])], as: UTF8.self)
    }

    /// The words whose token begins with `prefix`, which has at least three bytes.
    func words(withPrefix prefix: String, language: Language) -> [Int] {
        let key = Self.key(of: IndexToken(prefix, language))
        guard key.count >= 4, let members = families[family(of: key)] else { return [] }
        return members.lazy.map(Int.init).filter { bytes(of: $0).starts(with: key) }
    }

    /// The words one edit away from `token` that begin with the same byte.
    ///
    /// Few misspell a first letter, and keeping it makes the search twenty times shorter.
    func words(withinOneEditOf token: String, language: Language) -> [Int] {
        let key = Self.key(of: IndexToken(token, language))
        guard key.count >= 2 else { return [] }
        var found: [Int] = []
        for (family, members) in families
        where family >> 24 == UInt32(key[0]) && (family >> 16) & 0xFF == UInt32(key[1]) {
            for member in members {
                let length = Int(starts[Int(member) + 1] - starts[Int(member)])
                guard abs(length - key.count) <= 1 else { continue }
                if Self.isOneEdit(key, bytes(of: Int(member))) { found.append(Int(member)) }
            }
        }
        return found.sorted()
    }

    private func bytes(of number: Int) -> ArraySlice<UInt8> {
        bytes[Int(starts[number])..<Int(starts[number + 1])]
    }

    private func family(of key: [UInt8]) -> UInt32 {
        var result: UInt32 = 0
        for place in 0..<4 { result = result << 8 | (place < key.count ? UInt32(key[place]) : 0) }
        return result
    }

    /// The slot a key is in, or the free one it would be put in.
    private func slot(of key: [UInt8]) -> Int {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: Self.hash(key)) & mask
        while slots[slot] != Self.free, !isWord(Int(slots[slot]), key) { slot = (slot + 1) & mask }
        return slot
    }

    private func isWord(_ number: Int, _ key: [UInt8]) -> Bool {
        let start = Int(starts[number])
        guard Int(starts[number + 1]) - start == key.count else { return false }
        for place in key.indices where bytes[start + place] != key[place] { return false }
        return true
    }

    private mutating func grow() {
        slots = Array(repeating: Self.free, count: slots.count * 2)
        let mask = slots.count - 1
        for number in 0..<count {
            var slot = Int(truncatingIfNeeded: Self.hash(bytes(of: number))) & mask
            while slots[slot] != Self.free { slot = (slot + 1) & mask }
            slots[slot] = UInt32(number)
        }
    }

    /// FNV-1a, mixed once more: the same in every run, unlike `Hasher`.
    private static func hash(_ key: some Sequence<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in key { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash ^ (hash >> 29)
    }

    /// Whether one insertion, deletion, replacement or exchange of neighbours leads from one to the other.
    static func isOneEdit(_ left: [UInt8], _ right: ArraySlice<UInt8>) -> Bool {
        let (shorter, longer) =
            left.count <= right.count ? (left[...], right) : (right, left[...])
        var start = 0
        while start < shorter.count,
            shorter[shorter.startIndex + start] == longer[longer.startIndex + start]
        {
            start += 1
        }
        var end = 0
        while end < shorter.count - start,
            shorter[shorter.endIndex - 1 - end] == longer[longer.endIndex - 1 - end]
        {
            end += 1
        }
        let shortRest = shorter.count - start - end
        let longRest = longer.count - start - end
        if longRest == 1 { return shortRest <= 1 }
        guard longRest == 2, shortRest == 2 else { return false }
        let (a, b) = (shorter.startIndex + start, longer.startIndex + start)
        return shorter[a] == longer[b + 1] && shorter[a + 1] == longer[b]
    }
}
