/// Cuts what is longer than anything people write into parts that all later work can bear: a text without line breaks
/// would else be one passage, and comparing, quoting and reading it takes time by the square of its length.
///
/// Where it is cut depends on the words that stand there and not on how much stands before, so that a word more at the
/// beginning moves no other cut (content-defined chunking).
enum PassageCutter {
    /// Longer passages are cut before a sentence. In bytes, as all here.
    static let longestPassage = 32 << 10
    static let shortestPart = 8 << 10
    /// Longer sentences are cut before a word.
    static let longestSentence = 8 << 10
    static let shortestSentencePart = 2 << 10
    /// One place in so many is one to cut at.
    private static let places: UInt32 = 32

    struct Part {
        var range: Range<Int>
        var sentences: [Range<Int>]
    }

    /// The parts of a passage, in order; one that is of a usual length is one part. All are ranges of the source.
    static func parts(of range: Range<Int>, sentences: [Range<Int>], in source: SourceText) -> [Part] {
        let isCut = sentences.contains { $0.count > longestSentence }
        let sentences = isCut ? sentences.flatMap { self.sentences(in: $0, source) } : sentences
        guard range.count > longestPassage, let first = sentences.first else {
            return [Part(range: range, sentences: sentences)]
        }
        var parts = [Part(range: range.lowerBound..<range.lowerBound, sentences: [first])]
        for sentence in sentences.dropFirst() {
            let start = parts[parts.count - 1].range.lowerBound
            let isLong = sentence.lowerBound - start >= shortestPart
            if sentence.upperBound - start > longestPassage || (isLong && isPlace(sentence, source)) {
                parts[parts.count - 1].range = source.trimmed(start..<sentence.lowerBound)
                parts.append(Part(range: sentence.lowerBound..<sentence.lowerBound, sentences: []))
            }
            parts[parts.count - 1].sentences.append(sentence)
        }
        let last = parts[parts.count - 1].range.lowerBound
        parts[parts.count - 1].range = source.trimmed(last..<range.upperBound)
        return parts
    }

    private static func sentences(in sentence: Range<Int>, _ source: SourceText) -> [Range<Int>] {
        guard sentence.count > longestSentence else { return [sentence] }
        var parts: [Range<Int>] = []
        var start = sentence.lowerBound
        while sentence.upperBound - start > longestSentence {
            let end = cut(in: start..<sentence.upperBound, source)
            let part = source.trimmed(start..<end)
            if !part.isEmpty { parts.append(part) }
            start = end
        }
        let rest = source.trimmed(start..<sentence.upperBound)
        return rest.isEmpty ? parts : parts + [rest]
    }

    /// Where the first part of a range ends: before a word, or within one that has no end.
    private static func cut(in range: Range<Int>, _ source: SourceText) -> Int {
        let limit = range.lowerBound + longestSentence
        var last: Int?
        var index = range.lowerBound + shortestSentencePart
        while index < limit {
            guard source[index] <= 0x20 else {
                index += 1
                continue
            }
            last = index + 1
            if isPlace(index + 1..<range.upperBound, source) { return index + 1 }
            index += 1
        }
        if let last { return last }
        // Not within a character.
        var end = limit
        while end > range.lowerBound + 1, source[end] & 0xC0 == 0x80 { end -= 1 }
        return end
    }

    /// Whether the bytes that begin a range say so: FNV-1a.
    private static func isPlace(_ range: Range<Int>, _ source: SourceText) -> Bool {
        var hash: UInt32 = 0x811C_9DC5
        for index in range.prefix(24) { hash = (hash ^ UInt32(source[index])) &* 0x0100_0193 }
        return (hash >> 8) % places == 0
    }
}
