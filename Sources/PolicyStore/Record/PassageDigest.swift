internal import PolicyText

/// What a passage is looked up by: equal passages have equal digests, different ones nearly always different.
enum PassageDigest {
    /// The digest on record. Changing how it is made would only cost sharing with passages recorded before.
    static func digest(of passage: Passage, under heading: Int64?) -> Int32 {
        var state = UInt64(bitPattern: heading ?? 0) &* 0x9E37_79B9_7F4A_7C15
        state ^= UInt64(passage.kind.rawValue) << 32 ^ UInt64(truncatingIfNeeded: passage.level) << 8
        state ^= UInt64(passage.language.code)
        var text = passage.text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            mix(UInt64(rest.count), into: &state)
            while rest.count >= 8 {
                mix(UInt64(littleEndian: rest.loadUnaligned(as: UInt64.self)), into: &state)
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(8))
            }
            for byte in rest { mix(UInt64(byte), into: &state) }
        }
        return Int32(truncatingIfNeeded: state ^ state >> 32)
    }

    @inline(__always)
    private static func mix(_ word: UInt64, into state: inout UInt64) {
        state = (state ^ word) &* 0xFF51_AFD7_ED55_8CCD
        state ^= state >> 32
    }
}
