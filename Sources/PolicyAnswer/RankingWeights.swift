/// What each feature of a passage and of a sentence counts.
enum RankingWeights {
    /// In the order of `PassageFeature`.
    static let passage: [Double] = [6, 1, 2, 0.5, 0.5, 1, -2, 1, 1, 0.3, 0, -0.2, 0, -0.3]
    /// In the order of `SentenceFeature`.
    static let sentence: [Double] = [5, 1.5, 1, 1, 1, 1, 1, 1, 0.7, 0.7, 0.2, -0.2, -1, -1]

    static func score(_ features: [Double], _ weights: [Double]) -> Double {
        var sum = 0.0
        for place in features.indices { sum += features[place] * weights[place] }
        return sum
    }
}
