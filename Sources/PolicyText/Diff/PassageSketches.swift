/// The words of passages in so few sums that a glance at two passages tells the most that they can share.
///
/// Each word counts in one of `parts` sums of weights, which several words share; what two passages have of one word
/// is no more than what both have in its sum.
struct PassageSketches {
    private static let parts = 64

    private var sums: [Int32]
    /// Of each passage, where its sums begin; -1 where it has none here.
    private var starts: [Int]

    /// Sketches the passages with these indices, by the weight of a word.
    init(_ side: ComparedPassages, _ indices: [Int], weight: (UInt32) -> Int32) {
        sums = .init(repeating: 0, count: indices.count * Self.parts)
        starts = .init(repeating: -1, count: side.entries.count)
        sums.withUnsafeMutableBufferPointer { sums in
            for (place, index) in indices.enumerated() {
                starts[index] = place * Self.parts
                for key in side.keys[side.entries[index].body] {
                    sums[place * Self.parts + Self.part(of: key)] &+= weight(key)
                }
            }
        }
    }

    /// The most that the words which two passages have in common can weigh.
    func mostShared(_ index: Int, with other: Self, _ otherIndex: Int) -> Int {
        let (start, otherStart) = (starts[index], other.starts[otherIndex])
        return sums.withUnsafeBufferPointer { sums in
            other.sums.withUnsafeBufferPointer { others in
                var sum: Int32 = 0
                for part in 0..<Self.parts { sum &+= min(sums[start &+ part], others[otherStart &+ part]) }
                return Int(sum)
            }
        }
    }

    @inline(__always)
    private static func part(of key: UInt32) -> Int {
        Int(key &* 0x9E37_79B1) >> (UInt32.bitWidth - parts.trailingZeroBitCount)
    }
}
