/// What each feature of a passage and of a sentence counts.
enum RankingWeights {
    /// In the order of `PassageFeature`.
    static let passage: [Double] = [
        7.03, -0.34, 1.76, 0.43, 2.43, 0.77, -0.1, 0, 2.1, 0.74, -4.65, 0.82, 1.23, 0.42, 0.42, 0, -0.66,
        -0.31, 0.14, 0.81, 0.09, 0.06, 0.13, 0.31, -0.34, 0.22, 0.27, 0,
        6, 1.03, 3.13, 0.53, 0.33,
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
