/// How a long scan goes, told now and then: how much is on record, how fast, and how long the rest may take.
struct ScanProgress {
    /// How far a batch has come.
    struct Step: Hashable {
        var documents: Int
        /// How many the batch has.
        var of: Int
        var bytes: Int
        var elapsed: Duration
    }

    /// It is told no more often than this.
    static let interval: Duration = .seconds(3)

    private var told: ContinuousClock.Instant?

    /// What to say of a step; nil where the last word is not long ago.
    mutating func line(_ step: Step, passages: Int, now: ContinuousClock.Instant = .now) -> String? {
        guard told.map({ now - $0 >= Self.interval }) ?? true, step.documents > 0 else { return nil }
        told = now
        let seconds = max(0.001, step.elapsed / .seconds(1))
        let left = Double(step.of - step.documents) * seconds / Double(step.documents)
        return "scanning: \(step.documents) of \(step.of) documents, \(passages) passages, "
            + "\(Self.tenths(Double(step.bytes) / 1e6 / seconds)) MB/s, about \(Self.duration(left)) left"
    }

    private static func tenths(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    private static func duration(_ seconds: Double) -> String {
        let seconds = Int(seconds.rounded(.up))
        switch seconds {
        case ..<100: return "\(seconds) s"
        case ..<6000: return "\((seconds + 59) / 60) min"
        default: return "\((seconds + 3599) / 3600) h"
        }
    }
}
