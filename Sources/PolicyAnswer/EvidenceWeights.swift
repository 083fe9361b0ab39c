/// What each feature of the evidence counts, in the order of `EvidenceFeature`: learned by `learn.py` of the tests'
/// evaluation, which says from what.
enum EvidenceWeights {
    /// Whether an answer is right: its logarithmic odds.
    static let right: (bias: Double, weights: [Double]) = (
        -3.257,
        [
            1.032, -1.721, 1.020, -0.205, 0.529, -0.430, -0.230, 1.178, -0.007, 0.058, -0.831, -0.048, 0.080,
            0.649, -0.042, 0.078, 0.183, -0.460, 1.115, 0.000, -0.176, 0.000, -0.372, 0.000, 0.000, 0.713,
            -0.384,
            0.854, 7.206, -0.117, -0.173, -0.055, 0.352, 0.542, -0.076, -0.080, 0.155, -0.160,
        ]
    )
    /// Whether the topic is there; the bias holds the threshold.
    static let present: (bias: Double, weights: [Double]) = (
        -7.980,
        [
            1.861, -1.161, -1.331, -0.241, 1.094, -0.367, 1.024, 3.377, 0.728, 0.284, -2.672, -0.115, -0.497,
            -0.215, 0.541, 0.197, -0.119, 0.510, 2.165, 0.000, -0.455, -0.191, -1.729, 1.190, -0.151, 2.117,
            0.807,
            0.274, 9.111, -0.203, 0.069, 0.136, 2.124, -0.211, 0.440, -0.064, 0.306, -3.222,
        ]
    )
}
