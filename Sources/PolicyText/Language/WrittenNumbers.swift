/// The ways in which one small number or rank is written: "20th", "twentieth", « XXe », « vingtième ».
package enum WrittenNumbers {
    /// The other ways to write a folded word that is a number up to 100 or a rank up to 30, as folded words of the
    /// language; empty for any other word.
    package static func forms(of word: String, language: Language) -> [String] {
        switch language {
        case .english: english[word] ?? []
        case .french: french[word] ?? []
        case .undetermined: []
        }
    }

    private static let english = table(
        cardinals: NumberWords.english.filter { (2...100).contains($0.value) && $0.key != "hundred" },
        ordinals: NumberWords.englishOrdinals
    ) { rank in
        let ending =
            switch (rank % 10, rank) {
            case (_, 11...13): "th"
            case (1, _): "st"
            case (2, _): "nd"
            case (3, _): "rd"
            default: "th"
            }
        return ["\(rank)\(ending)"]
    }
    private static let french = table(
        cardinals: NumberWords.french.filter { (2...100).contains($0.value) && $0.key != "cent" },
        ordinals: NumberWords.frenchOrdinals
    ) { rank in
        let roman = roman(rank)
        return rank == 1
            ? ["1er", "1ere", "ier", "iere"]
            : ["\(rank)e", "\(rank)eme", "\(rank)ieme", roman + "e", roman + "eme"]
    }

    private static let lastRank = 30

    /// Each word with the others that stand for its number.
    private static func table(
        cardinals: [String: Int], ordinals: [String: Int], marks: (Int) -> [String]
    ) -> [String: [String]] {
        var ways = Dictionary(grouping: cardinals.keys, by: { cardinals[$0] ?? 0 }).mapValues { $0.sorted() }
        for (number, words) in ways { ways[number] = ["\(number)"] + words }
        var groups = Array(ways.values)
        let ranks = Dictionary(grouping: ordinals.keys, by: { ordinals[$0] ?? 0 })
        for rank in 1...lastRank { groups.append((ranks[rank] ?? []).sorted() + marks(rank)) }
        var result: [String: [String]] = [:]
        for group in groups {
            for word in group { result[word] = group.filter { $0 != word } }
        }
        return result
    }

    private static func roman(_ number: Int) -> String {
        String(repeating: "x", count: number / 10)
            + ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"][number % 10]
    }
}
