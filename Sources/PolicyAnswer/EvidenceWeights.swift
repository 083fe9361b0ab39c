/// What each feature of the evidence counts, in the order of `EvidenceFeature`: learned by `learn.py` of the tests'
/// evaluation, which says from what.
enum EvidenceWeights {
    /// Whether an answer is right: its logarithmic odds.
    static let right: (bias: Double, weights: [Double]) = (
        -1.316,
        [
            1.971, -2.941, 3.631, -0.491, 1.810, 0.532, -0.452, 1.315, 0.088, -0.018, -1.425, -0.026, 0.409,
            0.861, 0.060, -0.121, 0.221, -1.383, 0.404, 0.000, -0.220, -0.775, -1.697, 1.036, 1.003,
        ]
    )
    /// Whether the topic is there; the bias holds the threshold.
    static let present: (bias: Double, weights: [Double]) = (
        -5.761,
        [
            6.024, -1.522, 1.938, 0.113, 2.037, -0.128, 1.716, 3.112, -0.072, 0.385, -2.139, -0.134, -0.151,
            -0.051, 0.645, -0.075, -0.681, -0.222, 1.929, 0.000, -0.612, -0.339, -4.361, 2.233, -0.827,
        ]
    )
}
