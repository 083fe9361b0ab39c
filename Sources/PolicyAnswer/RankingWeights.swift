/// What each feature of a passage and of a sentence counts.
enum RankingWeights {
    /// In the order of `PassageFeature`.
    static let passage: [Double] = [
        7, -0.3, 1.5, 0.5, 2, 0.8, 0, 0, 0, 0, -4, 1, 1.2, 0.5, 0.3, 0, 0, -0.3, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0,
    ]
    /// In the order of `SentenceFeature`.
    static let sentence: [Double] = [
        4.3, 1.4, 1.4, 1, 0, 1.5, 1.7, 1.2, 1.4, 1.1, 1, 0.66, -0.9, -1.3, -1, 0.5,
    ]

    static func score(_ features: [Double], _ weights: [Double]) -> Double {
        var sum = 0.0
        for place in features.indices { sum += features[place] * weights[place] }
        return sum
    }
}
