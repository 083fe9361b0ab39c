import PolicyText

/// The words of one passage as the question sees them: which are its terms, and which might answer it.
struct PassageReading {
    struct Word {
        var start: Int32
        var end: Int32
        /// Of its stem.
        var hash: UInt32
        /// An entry of the `TermTable`, or -1.
        var entry: Int16
        var isNumber: Bool
        var isYear: Bool
        var isCapital: Bool
        var isMoney: Bool
    }

    private(set) var words: [Word] = []
    /// The runs of the question's words that were met, each word's together.
    private var gramHits: [Int16] = []
    /// Where each word's runs begin in `gramHits`.
    private var gramStarts: [Int32] = []

    /// More words of a passage are not read: it is a table or a page without paragraphs.
    static let maximumWords = 4_000

    init(_ text: String, table: TermTable, tokenizer: Tokenizer, grams: GramTable? = nil) {
        var text = text
        words.reserveCapacity(text.utf8.count / 5)
        text.withUTF8 { bytes in
            tokenizer.scan(bytes) { word, range, kind in
                guard kind != .elision else { return true }
                let hash = TermTable.hash(word)
                let entry = table.entry(of: word, hash: hash).map { Int16($0) } ?? -1
                let isNumber = kind == .number
                if let grams {
                    gramStarts.append(Int32(gramHits.count))
                    grams.each(of: word) { gramHits.append($0) }
                }
                words.append(
                    Word(
                        start: Int32(range.lowerBound), end: Int32(range.upperBound), hash: hash,
                        entry: entry,
                        isNumber: isNumber, isYear: isNumber && Self.isYear(word),
                        isCapital: Capitals.isCapital(at: range.lowerBound, in: bytes),
                        isMoney: isNumber && Self.isMoney(bytes, range)))
                return words.count < Self.maximumWords
            }
        }
    }

    /// The words that stand within a range of bytes.
    func words(in range: Range<Int>) -> Range<Int> {
        let low = firstWord(from: range.lowerBound)
        return low..<max(low, firstWord(from: range.upperBound))
    }

    /// The runs of the question's words met in a range of words.
    func gramHits(in words: Range<Int>) -> ArraySlice<Int16> {
        guard words.lowerBound < gramStarts.count else { return [] }
        let end = words.upperBound < gramStarts.count ? Int(gramStarts[words.upperBound]) : gramHits.count
        return gramHits[Int(gramStarts[words.lowerBound])..<end]
    }

    private func firstWord(from byte: Int) -> Int {
        var low = 0
        var high = words.count
        while low < high {
            let middle = (low + high) / 2
            if Int(words[middle].start) < byte { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func isYear(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
        guard word.count == 4, word[0] == UInt8(ascii: "1") || word[0] == UInt8(ascii: "2") else {
            return false
        }
        return word.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// Whether a sign of money or share stands beside a number: `$5`, « 5 € », `5%`.
    private static func isMoney(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
        if range.lowerBound > 0, isSign(bytes, at: range.lowerBound - 1) { return true }
        if range.lowerBound > 2, isEuro(bytes, at: range.lowerBound - 3) { return true }
        var next = range.upperBound
        for _ in 0..<4 where next < bytes.count {
            if isSign(bytes, at: next) || isEuro(bytes, at: next) { return true }
            // Spaces between, no-break ones included.
            guard
                bytes[next] == 0x20 || bytes[next] == 0xC2 || bytes[next] == 0xA0 || bytes[next] == 0xE2
                    || bytes[next] == 0x80 || bytes[next] == 0xAF
            else { return false }
            next += 1
        }
        return false
    }

    private static func isSign(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        bytes[index] == UInt8(ascii: "$") || bytes[index] == UInt8(ascii: "%")
            || (bytes[index] == 0xA3 && index > 0 && bytes[index - 1] == 0xC2)
    }

    private static func isEuro(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        index >= 0 && index + 2 < bytes.count && bytes[index] == 0xE2 && bytes[index + 1] == 0x82
            && bytes[index + 2] == 0xAC
    }
}
