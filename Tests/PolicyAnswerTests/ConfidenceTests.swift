import TestSupport
import Testing

@testable import PolicyAnswer

/// How sure an answer is, and whether it is given at all.
@Suite struct ConfidenceTests {
    @Test func `an answer that is told as sure is never refused`() {
        var random = SeededGenerator(seed: 5)
        var seen = (sure: 0, refused: 0)
        for _ in 0..<20_000 {
            let features = EvidenceFeature.allCases.map { _ in Double.random(in: 0...1, using: &random) }
            let isSure = Confidence.isRight(features) >= 0.9
            let isGiven = Confidence.isPresent(features)
            seen.sure += isSure ? 1 : 0
            seen.refused += isGiven ? 0 : 1
            #expect(!isSure || isGiven, "\(features)")
        }
        #expect(seen.sure > 100 && seen.refused > 100, "both kinds were met: \(seen)")
    }
}
