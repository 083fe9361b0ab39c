import PolicyText

/// The runs of two and three words of a question, stop words counted: a passage that says « la fin de la guerre » as the
/// question does is more likely to answer it than one with the same words apart.
///
/// Runs are known by a hash of their words' hashes.
struct PhraseTable {
    private let pairs: Set<UInt32>
    private let triples: Set<UInt32>

    /// Runs after these are ignored.
    static let maximumRuns = 256

    /// Empty where the passages are in another language than the question.
    init(question: Question, plan: LanguagePlan) {
        var words: [UInt32] = []
        if !plan.isTranslated {
            var text = question.text
            text.withUTF8 { bytes in
                Tokenizer(stemming: plan.language).scan(bytes) { word, _, kind in
                    if kind != .elision { words.append(TermTable.hash(word)) }
                    return words.count < Self.maximumRuns
                }
            }
        }
        let joined = zip(words, words.dropFirst()).map { Self.join($0, $1) }
        pairs = Set(joined)
        triples = Set(zip(joined, words.dropFirst(2)).map { Self.join($0, $1) })
    }

    /// The shares of the question's runs of two and of three that stand in a range of words.
    func cover(_ reading: PassageReading, _ words: Range<Int>) -> (pairs: Double, triples: Double) {
        guard !pairs.isEmpty, words.count > 1 else { return (0, 0) }
        var two: Set<UInt32> = []
        var three: Set<UInt32> = []
        for place in words.dropLast() {
            let pair = Self.join(reading.words[place].hash, reading.words[place + 1].hash)
            guard pairs.contains(pair) else { continue }
            two.insert(pair)
            guard place + 2 < words.upperBound else { continue }
            let triple = Self.join(pair, reading.words[place + 2].hash)
            if triples.contains(triple) { three.insert(triple) }
        }
        return (
            Double(two.count) / Double(pairs.count),
            triples.isEmpty ? 0 : Double(three.count) / Double(triples.count)
        )
    }

    @inline(__always)
    private static func join(_ left: UInt32, _ right: UInt32) -> UInt32 {
        ((left &* 0x9E37_79B1) ^ right) &* 0x85EB_CA6B
    }
}
