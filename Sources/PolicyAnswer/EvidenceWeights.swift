/// What each feature of the evidence counts, in the order of `EvidenceFeature`: learned by `learn.py` of the tests'
/// evaluation, which says from what.
enum EvidenceWeights {
    /// Whether an answer is right: its logarithmic odds.
    static let right: (bias: Double, weights: [Double]) = (
        -3.406,
        [
            0.303, -1.539, 1.237, 0.222, 0.847, -0.224, -0.039, 0.844, -0.159, -0.071, -1.516, 0.029, 0.182,
            0.679, -0.106, -0.006, 0.213, -0.395, 1.128, 0.000, -0.273, -0.731, -1.397, 1.225, 0.833, 0.881,
            -0.173, -0.110, 6.966, 0.169, 0.020, 0.121, 1.267, 0.587, -0.055, -0.060, 0.069, 2.076,
        ]
    )
    /// Whether the topic is there; the bias holds the threshold.
    static let present: (bias: Double, weights: [Double]) = (
        -8.381,
        [
            0.467, -1.094, -0.419, -0.250, 1.550, -1.083, 1.263, 2.752, 0.617, 0.064, -0.836, -1.045, 0.084,
            -0.080, 0.356, 0.246, -0.102, 0.968, 2.016, 0.000, -0.229, 0.345, -1.266, -0.055, -0.043, 2.516,
            -1.885, 1.233, 8.777, -0.094, -0.200, -0.488, 2.310, -0.222, 0.353, -0.027, 0.117, 0.090,
        ]
    )
}
