/// The results that a document reports, read once to be asked of many commitments.
package struct ReportedResults {
    /// How much of a commitment's words a result must repeat to report it.
    private static let leastReported = 0.6

    private let results: [(language: Language, stems: Set<String>)]

    /// - Parameter commitments: those that are no results are left out.
    package init(among commitments: [Commitment]) {
        results = commitments.filter(\.isResult).map { ($0.language, Self.stems(of: $0)) }
    }

    /// Whether a result says that a commitment was met: most of its words come back in it.
    package func report(_ commitment: Commitment) -> Bool {
        let promised = Self.stems(of: commitment)
        guard promised.count >= 3 else { return false }
        return results.contains { result in
            result.language == commitment.language
                && Double(promised.intersection(result.stems).count) >= Self.leastReported
                    * Double(promised.count)
        }
    }

    private static func stems(of commitment: Commitment) -> Set<String> {
        let words = Tokenizer(stemming: commitment.language).tokens(in: commitment.text)
        return Set(words.map(\.text).filter { !WeighingWords.isEmpty($0) })
    }
}
