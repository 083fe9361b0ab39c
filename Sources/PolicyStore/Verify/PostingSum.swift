/// A sum over the words of an index, each with its row, column and position: the same in whatever order they come.
struct PostingSum {
    let key: PostingKey
    private(set) var value: UInt64 = 0

    init(_ key: PostingKey) {
        self.key = key
    }

    /// Adds a word in a row, given by the hash of both, at a place.
    @inline(__always)
    mutating func add(_ wordInRow: UInt64, column: Int, position: Int) {
        value &+= key.hash(wordInRow ^ (UInt64(column) << 32 | UInt64(position)), with: key.place)
    }
}

/// What words are hashed with, drawn anew for each verification: nobody can make an index of other words that has the
/// same sum.
struct PostingKey: Sendable {
    private let word = UInt64.random(in: 1...UInt64.max)
    private let row = UInt64.random(in: 1...UInt64.max)
    fileprivate let place = UInt64.random(in: 1...UInt64.max)

    /// The hash of a word's bytes.
    @inline(__always)
    func hash(of bytes: UnsafeRawBufferPointer) -> UInt64 {
        var hash = word ^ UInt64(bytes.count)
        var index = 0
        while index + 8 <= bytes.count {
            hash = self.hash(hash ^ bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self), with: word)
            index += 8
        }
        var rest: UInt64 = 0
        if bytes.count >= 8 {
            // The last eight, some of them once more.
            rest = bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self)
        } else {
            for byte in bytes { rest = rest << 8 | UInt64(byte) }
        }
        return self.hash(hash ^ rest, with: word)
    }

    /// The hash of a word in a row, from the word's.
    @inline(__always)
    func hash(of word: UInt64, in row: Int64) -> UInt64 {
        hash(word ^ UInt64(bitPattern: row), with: self.row)
    }

    @inline(__always)
    fileprivate func hash(_ number: UInt64, with key: UInt64) -> UInt64 {
        let product = number.multipliedFullWidth(by: key)
        return product.high ^ product.low
    }
}
