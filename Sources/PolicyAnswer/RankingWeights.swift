/// What each feature of a passage and of a sentence counts.
enum RankingWeights {
    /// In the order of `PassageFeature`.
    static let passage: [Double] = [
        7.08, -0.29, 1.73, 0.43, 2.37, 0.88, 0, -0.1, 1.7, 0.62, -4.62, 0.89, 1.26, 0.35, 0.41, 0.0, -0.65,
        -0.3, 0.12, 0.7, 0.0, 0, 0.1, 0.17, -0.24, 0.18, 0.14, 0,
        6, 1.0, 3, 0.5, 0.4,
    ]
    /// In the order of `SentenceFeature`.
    static let sentence: [Double] = [
        3.55, 1.47, 1.72, 0.39, 0.46, 1.76, 2.09, 1.36, 1.61, 1.34, 1.13, 0.63, -0.92, -1.53, -1.03, 0.89,
        5, 0.8, 0.5, -2, 1,
    ]

    static func score(_ features: [Double], _ weights: [Double]) -> Double {
        var sum = 0.0
        for place in features.indices { sum += features[place] * weights[place] }
        return sum
    }

    /// A sentence's score, whatever headings and title say already.
    static func scoreWithoutContext(_ features: [Double]) -> Double {
        var sum = score(features, sentence)
        for feature in [SentenceFeature.given, .meant] {
            sum -= features[feature.rawValue] * sentence[feature.rawValue]
        }
        return sum
    }
}
