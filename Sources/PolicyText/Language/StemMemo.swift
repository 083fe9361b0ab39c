/// Stems of words met before, for whoever tokenizes more than a document: most words of a text are common ones.
///
/// Each word of at most 15 bytes has one place in a table and takes it from the word that had it. Used by one thread at
/// a time.
package final class StemMemo {
    /// The bytes of a word, then zeros; the last byte is their count, with a language where it is not stemmed yet.
    private struct Word: Equatable {
        var low: UInt64 = 0
        var high: UInt64 = 0
    }

    private static let longestWord = 15
    private static let indexBits: UInt64 = 13
    private let entries: UnsafeMutablePointer<(word: Word, stem: Word)>

    package init() {
        entries = .allocate(capacity: 1 << Int(Self.indexBits))
        entries.initialize(repeating: (Word(), Word()), count: 1 << Int(Self.indexBits))
    }

    deinit { entries.deallocate() }

    /// Stems the first `count` bytes of `word`, as `stem` does, and returns the stem's length.
    ///
    /// - Parameter word: has room for 16 bytes.
    func stem(
        _ word: UnsafeMutableBufferPointer<UInt8>, count: Int, language: Language,
        _ stem: (UnsafeMutableBufferPointer<UInt8>, Int) -> Int
    ) -> Int {
        guard count <= Self.longestWord else { return stem(word, count) }
        let bytes = UnsafeMutableRawPointer(word.baseAddress!)
        let key = Self.word(bytes, count, tag: language == .french ? 0x80 : 0x40)
        let hash = (key.low ^ key.high &* 0x9E37_79B9_7F4A_7C15) &* 0xFF51_AFD7_ED55_8CCD
        let entry = entries + Int(hash >> (64 - Self.indexBits))
        if entry.pointee.word == key {
            let known = entry.pointee.stem
            bytes.storeBytes(of: known.low.littleEndian, as: UInt64.self)
            bytes.storeBytes(of: known.high.littleEndian, toByteOffset: 8, as: UInt64.self)
            return Int(known.high >> 56)
        }
        let length = stem(word, count)
        entry.pointee = (key, Self.word(bytes, length, tag: 0))
        return length
    }

    @inline(__always)
    private static func word(_ bytes: UnsafeMutableRawPointer, _ count: Int, tag: UInt64) -> Word {
        // As the bytes were written, eight at a time: anything else would wait for the writing.
        let low = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        let high = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        return Word(
            low: low & UInt64.max >> UInt64(64 - 8 * min(8, count)),
            high: (count > 8 ? high & UInt64.max >> UInt64(64 - 8 * (count - 8)) : 0)
                | (UInt64(count) | tag) << 56)
    }
}
