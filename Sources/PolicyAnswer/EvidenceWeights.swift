/// What each feature of the evidence counts, in the order of `EvidenceFeature`: learned by `learn.py` of the tests'
/// evaluation, which says from what.
enum EvidenceWeights {
    /// Whether an answer is right: its logarithmic odds.
    static let right: (bias: Double, weights: [Double]) = (
        -1.713,
        [
            0.861, -2.783, 2.655, -0.466, 1.772, 0.583, -0.386, 1.783, -0.098, -0.093, -1.792, 0.052, 0.219,
            0.899, 0.137, -0.051, 0.543, -0.504, 0.283, 0.000, -0.220, -0.234, -1.941, 0.527, 0.359,
        ]
    )
    /// Whether the topic is there; the bias holds the threshold.
    static let present: (bias: Double, weights: [Double]) = (
        -5.565,
        [
            6.060, -1.839, 1.581, 0.249, 1.902, -0.135, 1.672, 3.608, -0.261, 0.317, -1.984, -0.184, -0.242,
            -0.099, 0.749, -0.034, -0.754, 0.512, 1.973, 0.000, -0.617, -0.289, -4.365, 2.200, -0.938,
        ]
    )
}
