import PolicyText

/// The four-letter runs of a question's words: finds words that a stemmer keeps apart (longueur, long de).
///
/// A word is taken with a mark at its beginning, so that a run there is worth one of its own.
struct GramTable {
    private var slots: [UInt32] = Array(repeating: 0, count: 512)
    private var numbers: [Int16] = Array(repeating: -1, count: 512)
    private(set) var masses: [Double] = []
    private var total = 0.0

    /// Runs after these are ignored.
    static let maximumGrams = 192

    init(plan: LanguagePlan) {
        for group in plan.groups where !group.isNumber {
            guard let term = group.terms.first(where: { $0.quality >= 0.85 }) else { continue }
            let key = Array(term.token.utf8.prefix(24))
            var grams: [UInt32] = []
            key.withUnsafeBufferPointer { Self.grams(of: $0) { grams.append($0) } }
            for gram in grams where masses.count < Self.maximumGrams {
                let slot = slot(of: gram)
                if numbers[slot] < 0 {
                    slots[slot] = gram
                    numbers[slot] = Int16(masses.count)
                    masses.append(0)
                }
                masses[Int(numbers[slot])] += group.mass / Double(grams.count)
            }
        }
        total = masses.reduce(0, +)
    }

    /// The numbers of a word's runs that the question has too.
    @inline(__always)
    func each(of word: UnsafeBufferPointer<UInt8>, _ visit: (Int16) -> Void) {
        Self.grams(of: word) { gram in
            let slot = slot(of: gram)
            if numbers[slot] >= 0 { visit(numbers[slot]) }
        }
    }

    /// The share of the question's runs, by mass, that stand in a range of words.
    func cover(_ reading: PassageReading, _ words: Range<Int>) -> Double {
        guard total > 0, !words.isEmpty else { return 0 }
        var seen = [Bool](repeating: false, count: masses.count)
        var mass = 0.0
        for hit in reading.gramHits(in: words) where !seen[Int(hit)] {
            seen[Int(hit)] = true
            mass += masses[Int(hit)]
        }
        return mass / total
    }

    private func slot(of gram: UInt32) -> Int {
        var slot = Int((gram &* 0x9E37_79B1) >> 23)
        while numbers[slot] >= 0, slots[slot] != gram { slot = (slot + 1) & 511 }
        return slot
    }

    @inline(__always)
    private static func grams(of word: UnsafeBufferPointer<UInt8>, _ visit: (UInt32) -> Void) {
        guard word.count >= 3 else { return }
        var gram: UInt32 = UInt32(UInt8(ascii: "^"))
        for place in 0..<word.count {
            gram = gram << 8 | UInt32(word[place])
            if place >= 2 { visit(gram) }
        }
    }
}
