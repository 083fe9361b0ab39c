/// A word that a stemmer shortens in place.
struct StemBuffer {
    let bytes: UnsafeMutableBufferPointer<UInt8>
    var count: Int

    @inline(__always)
    func ends(in suffix: StaticString) -> Bool {
        let length = suffix.utf8CodeUnitCount
        guard count >= length else { return false }
        let start = suffix.utf8Start
        var position = length
        while position > 0 {
            guard bytes[count - length + position - 1] == start[position - 1] else { return false }
            position -= 1
        }
        return true
    }

    /// Puts `other` in the place of `suffix`, no longer than it; false where the word ends otherwise.
    @inline(__always) @discardableResult
    mutating func replace(_ suffix: StaticString, by other: StaticString) -> Bool {
        guard ends(in: suffix) else { return false }
        count -= suffix.utf8CodeUnitCount
        for offset in 0..<other.utf8CodeUnitCount { bytes[count + offset] = other.utf8Start[offset] }
        count += other.utf8CodeUnitCount
        return true
    }

    /// The last byte is 1 from the end; 0 beyond the beginning.
    @inline(__always)
    func byte(fromEnd distance: Int) -> UInt8 { distance <= count ? bytes[count - distance] : 0 }

    @inline(__always)
    func set(_ letter: StaticString, fromEnd distance: Int) {
        bytes[count - distance] = letter.utf8Start[0]
    }

    /// Makes each doubled letter single.
    mutating func dropDoubled() {
        var kept = 1
        for position in 1..<count where bytes[position] != bytes[kept - 1] {
            bytes[kept] = bytes[position]
            kept += 1
        }
        count = kept
    }

    static func stem(_ word: String, with stem: (UnsafeMutableBufferPointer<UInt8>, Int) -> Int) -> String {
        var bytes = Array(word.utf8)
        guard bytes.count > 3, bytes.allSatisfy({ $0 &- 0x61 < 26 }) else { return word }
        let count = bytes.withUnsafeMutableBufferPointer { stem($0, $0.count) }
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}
