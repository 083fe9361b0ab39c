/// What each feature of the evidence counts, in the order of `EvidenceFeature`: learned by `learn.py` of the tests'
/// evaluation, which says from what.
enum EvidenceWeights {
    /// Whether an answer is right: its logarithmic odds.
    static let right: (bias: Double, weights: [Double]) = (
        -2.659,
        [
            -0.107, -1.126, 1.218, -0.078, 0.824, -0.314, 0.061, 0.398, -0.181, -0.076, -1.086, 0.045, 0.230,
            0.712, -0.124, -0.021, 0.144, -0.177, 0.812, 0.000, -0.256, -0.389, -0.874, 0.502, 0.287, 1.073,
            -0.166, -0.186, 6.553, 0.136, 0.052, -0.067, 1.125, 0.522, -0.012, -0.060, 0.067, 2.829,
        ]
    )
    /// Whether the topic is there; the bias holds the threshold.
    static let present: (bias: Double, weights: [Double]) = (
        -8.533,
        [
            0.217, -0.849, 0.128, -0.848, 1.485, -0.377, 0.723, 2.248, 0.403, -0.032, -0.588, -1.065, 0.090,
            -0.081, 0.325, 0.235, -0.101, 0.852, 2.224, 0.000, -0.214, 0.621, -0.761, -0.212, -0.449, 3.080,
            -2.048, 1.364, 9.359, -0.058, -0.145, -0.594, 2.169, -0.228, 0.331, -0.041, 0.117, 0.614,
        ]
    )
}
