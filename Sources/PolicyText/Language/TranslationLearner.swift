/// Learns which words of English and French mean the same from documents that a folder holds in both.
///
/// The passages of the two are aligned by their kinds in order, and their sentences where they are as many. In each
/// aligned unit the words that the glossary explains are struck out on both sides, and so are those that are the same:
/// what is left are the words of the field. Two of them are a pair where they stand together in at least
/// `fewestTogether` units, seldom apart, and each is the other's best.
///
/// What is kept while learning is bounded by `mostUnits` and `mostWords`; what comes of it by `mostPairs`.
package struct TranslationLearner {
    /// Stems of a pair of words.
    package struct Pair: Hashable, Sendable {
        package var english: String
        package var french: String
        /// How much of the time they stand together: twice the units with both, over the units with either.
        package var association: Double
    }

    /// Aligned sentences after these are not read.
    package static let mostUnits = 20_000
    /// Of a unit with more words unexplained on one side, nothing is learned.
    static let mostWords = 40
    /// The best-associated are kept.
    package static let mostPairs = 20_000
    private static let fewestTogether = 2
    private static let leastAssociation = 0.6
    /// How far the best must be above the next best.
    private static let leastMargin = 0.1
    /// Beyond it, two words stand together by chance in one folder of a thousand (chi-squared, one degree).
    private static let leastLikelihood = 10.83

    private let glossary: Glossary
    private var english = WordNumbers()
    private var french = WordNumbers()
    private var units: [(english: [Int32], french: [Int32])] = []
    /// Those included of which nothing is left to explain.
    private var unitCount = 0

    package init(knowing glossary: Glossary = .builtIn) { self.glossary = glossary }

    /// Reads a document that stands in both languages; in whichever order.
    package mutating func read(_ one: Outline, _ other: Outline) {
        guard one.language != other.language else { return }
        let (left, right) = one.language == .english ? (one, other) : (other, one)
        guard left.language == .english, right.language == .french else { return }
        for (mine, theirs) in Self.aligned(left, right) {
            if mine.sentences.count == theirs.sentences.count {
                for (first, second) in zip(mine.sentences, theirs.sentences) {
                    addUnit(mine.sentence(first), theirs.sentence(second))
                }
            } else {
                addUnit(mine.text, theirs.text)
            }
        }
    }

    /// Passages of the same kind in the same order, of like length.
    private static func aligned(_ left: Outline, _ right: Outline) -> [(Passage, Passage)] {
        let matches = EditScript.matches(
            old: left.passages.map(LanguagePairs.shape), new: right.passages.map(LanguagePairs.shape))
        return matches.flatMap { run in
            (0..<run.count).map { (left.passages[run.old + $0], right.passages[run.new + $0]) }
        }.filter { mine, theirs in
            let (a, b) = (mine.text.utf8.count, theirs.text.utf8.count)
            return a * 5 >= b * 2 && b * 5 >= a * 2
        }
    }

    private mutating func addUnit(_ left: String, _ right: String) {
        guard unitCount < Self.mostUnits else { return }
        unitCount += 1
        var mine = Self.content(of: left, .english)
        var theirs = Self.content(of: right, .french)
        for word in mine.sorted() {
            let explained = glossary.translations(of: [word][...], from: .english)
                .filter { $0.stems.count == 1 && theirs.contains($0.stems[0]) }.map { $0.stems[0] }
            if theirs.contains(word) || !explained.isEmpty { mine.remove(word) }
            if theirs.contains(word) { theirs.remove(word) }
            for other in explained { theirs.remove(other) }
        }
        guard !mine.isEmpty, !theirs.isEmpty, mine.count <= Self.mostWords, theirs.count <= Self.mostWords
        else {
            return
        }
        units.append(
            (mine.sorted().map { english.number(of: $0) }, theirs.sorted().map { french.number(of: $0) }))
    }

    private static func content(of text: String, _ language: Language) -> Set<String> {
        let stems = Tokenizer(stemming: language).tokens(in: text)
        let words = Tokenizer().tokens(in: text)
        guard stems.count == words.count else { return [] }
        var result: Set<String> = []
        for (stem, word) in zip(stems, words)
        where word.kind == .word && stem.text.utf8.count >= 3
            && !StopWords.contains(word.text, language: language)
        {
            result.insert(stem.text)
        }
        return result
    }

    // MARK: Association

    /// The pairs learned, by association, then by their words.
    package func pairs() -> [Pair] {
        var counts: [UInt64: Int32] = [:]
        var (ours, theirs) = (
            [Int32](repeating: 0, count: english.count), [Int32](repeating: 0, count: french.count)
        )
        for unit in units {
            for word in unit.english { ours[Int(word)] += 1 }
            for word in unit.french { theirs[Int(word)] += 1 }
        }
        let fewest = Int32(Self.fewestTogether)
        for unit in units {
            for mine in unit.english where ours[Int(mine)] >= fewest {
                for other in unit.french where theirs[Int(other)] >= fewest {
                    counts[UInt64(mine) << 32 | UInt64(other), default: 0] += 1
                }
            }
        }
        var (bestOfOurs, bestOfTheirs) = (BestTwo(english.count), BestTwo(french.count))
        var found: [(mine: Int, other: Int, association: Double)] = []
        for (key, together) in counts where together >= fewest {
            let (mine, other) = (Int(key >> 32), Int(key & 0xFFFF_FFFF))
            let association = 2 * Double(together) / Double(ours[mine] + theirs[other])
            bestOfOurs.offer(association, at: mine)
            bestOfTheirs.offer(association, at: other)
            guard association >= Self.leastAssociation,
                likelihood(Int(together), Int(ours[mine]), Int(theirs[other])) >= Self.leastLikelihood
            else { continue }
            found.append((mine, other, association))
        }
        let clear = found.filter {
            bestOfOurs.isClear($0.association, at: $0.mine, margin: Self.leastMargin)
                && bestOfTheirs.isClear($0.association, at: $0.other, margin: Self.leastMargin)
        }
        let pairs = clear.map {
            Pair(
                english: english.words[$0.mine], french: french.words[$0.other], association: $0.association)
        }
        let ordered = pairs.sorted {
            $0.association != $1.association
                ? $0.association > $1.association : ($0.english, $0.french) < ($1.english, $1.french)
        }
        return Array(ordered.prefix(Self.mostPairs))
    }

    /// Dunning's log-likelihood ratio of two words standing in `together` units, and in so many each.
    private func likelihood(_ together: Int, _ mine: Int, _ other: Int) -> Double {
        func part(_ count: Int, _ row: Int, _ column: Int) -> Double {
            guard count > 0 else { return 0 }
            let expected = Double(row) * Double(column) / Double(unitCount)
            return Double(count) * Self.logarithm(Double(count) / expected)
        }
        let all = unitCount
        return 2
            * (part(together, mine, other) + part(mine - together, mine, all - other)
                + part(other - together, all - mine, other)
                + part(all - mine - other + together, all - mine, all - other))
    }

    /// The natural logarithm of a positive number, by halving and a series: exact to a millionth, and everywhere the same.
    private static func logarithm(_ value: Double) -> Double {
        var (rest, powers) = (value, 0.0)
        while rest > 1.5 { (rest, powers) = (rest / 2, powers + 1) }
        while rest < 0.75 { (rest, powers) = (rest * 2, powers - 1) }
        let ratio = (rest - 1) / (rest + 1)
        var (term, sum) = (ratio, 0.0)
        for power in 0..<12 {
            sum += term / Double(2 * power + 1)
            term *= ratio * ratio
        }
        return 2 * sum + powers * 0.693_147_180_559_945_3
    }
}

/// Words as numbers, in the order they were first met.
private struct WordNumbers {
    private(set) var words: [String] = []
    private var numbers: [String: Int32] = [:]

    var count: Int { words.count }

    mutating func number(of word: String) -> Int32 {
        if let known = numbers[word] { return known }
        let number = Int32(words.count)
        words.append(word)
        numbers[word] = number
        return number
    }
}

/// The best and the next best value at each place.
private struct BestTwo {
    private var best: [Double]
    private var next: [Double]

    init(_ count: Int) {
        best = Array(repeating: 0, count: count)
        next = best
    }

    mutating func offer(_ value: Double, at place: Int) {
        if value > best[place] {
            next[place] = best[place]
            best[place] = value
        } else if value > next[place] {
            next[place] = value
        }
    }

    /// Whether a value is the best at its place, by a margin.
    func isClear(_ value: Double, at place: Int, margin: Double) -> Bool {
        value >= best[place] && value - next[place] >= margin
    }
}
