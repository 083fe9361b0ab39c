internal import Synchronization

/// What earlier versions of a document tell about passages that change every time: stamps, counters.
///
/// A passage is noise where it changed in nearly every version of late, nothing of it but dates and numbers did, and
/// it commits nobody. One edit of its words, and it is told again.
package struct NoiseEvidence: Sendable {
    /// No evidence: nothing is noise by behaviour.
    package static let none = NoiseEvidence(steps: [])

    /// Fewer steps between versions prove nothing.
    package static let fewestSteps = 4
    /// The steps looked at; the caller need not pass more.
    package static let mostSteps = 20

    private let steps: Int
    private let shapes: Shapes

    /// Keeps the changes of the latest steps from version to version, in any order, one list a step.
    package init(steps changes: [[Change]]) {
        let recent = Array(changes.suffix(Self.mostSteps))
        steps = recent.count
        shapes = Shapes(recent)
    }

    /// Why an edit is noise by behaviour; nil where it is not.
    func reason(from old: String, to new: String) -> String? {
        guard steps >= Self.fewestSteps, let shape = Self.commonShape(old, new) else { return nil }
        let count = shapes.steps(with: shape)
        guard count * 5 >= steps * 4 else { return nil }
        // A fee that goes up each time is no noise.
        let counts = ValueReader.values(in: new, language: .undetermined)
        guard !counts.contains(where: { $0.kind == .money || $0.kind == .share }) else { return nil }
        return "changed in \(count) of the last \(steps) versions, and only its numbers did"
    }

    /// In how many steps a passage of a shape changed: read when it is first asked for, since most edits change words.
    private final class Shapes: Sendable {
        private let changes: [[Change]]
        private let counts = Mutex<[String: Int]?>(nil)

        init(_ changes: [[Change]]) { self.changes = changes }

        func steps(with shape: String) -> Int {
            counts.withLock { counts in
                let known = counts ?? count()
                counts = known
                return known[shape] ?? 0
            }
        }

        private func count() -> [String: Int] {
            var counts: [String: Int] = [:]
            for step in changes {
                let found = step.compactMap { change -> String? in
                    guard change.operation == .modified, let before = change.before, let after = change.after
                    else { return nil }
                    return NoiseEvidence.commonShape(before, after)
                }
                for shape in Set(found) { counts[shape, default: 0] += 1 }
            }
            return counts
        }
    }

    /// The words of both texts with their values masked, where that makes them equal.
    private static func commonShape(_ old: String, _ new: String) -> String? {
        guard old.utf8.count <= longestNoise_bytes, let left = shape(of: old), left == shape(of: new) else {
            return nil
        }
        return left
    }

    /// Longer passages say something.
    private static let longestNoise_bytes = 400

    private static func shape(of text: String) -> String? {
        let tokens = ValueToken.tokens(of: text)
        // Months may be words, so that dates are masked as values before digits are.
        let dates = ValueReader.values(in: text, language: .undetermined).map(\.range)
        var words: [String] = []
        for token in tokens where token.kind != .sign {
            let isMasked = token.kind == .digits || dates.contains { $0.overlaps(token.range) }
            if isMasked, words.last == "#" { continue }
            words.append(isMasked ? "#" : token.text)
        }
        return words.contains("#") ? words.joined(separator: " ") : nil
    }
}
