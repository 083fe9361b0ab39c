/// How a long scan goes, told now and then: how much is on record, how fast, and how long the rest may take.
struct ScanProgress {
    /// How far a batch has come.
    struct Step: Hashable {
        var documents: Int
        /// How many the batch has.
        var of: Int
        /// How many wait for the batches after it.
        var waiting: Int
        var bytes: Int
        var elapsed: Duration
    }

    /// It is told no more often than this.
    static let interval: Duration = .seconds(3)

    private var told: ContinuousClock.Instant?
    /// What the batches before this one had, as long as one followed the other.
    private var before = (documents: 0, bytes: 0, elapsed: Duration.zero)

    /// What to say of a step; nil where the last word is not long ago.
    mutating func line(_ step: Step, passages: Int, now: ContinuousClock.Instant = .now) -> String? {
        let done = (
            documents: before.documents + step.documents, bytes: before.bytes + step.bytes,
            elapsed: before.elapsed + step.elapsed
        )
        let all = before.documents + step.of + step.waiting
        if step.documents >= step.of { before = step.waiting > 0 ? done : (0, 0, .zero) }
        guard told.map({ now - $0 >= Self.interval }) ?? true, done.documents > 0 else { return nil }
        told = now
        let seconds = max(0.001, done.elapsed / .seconds(1))
        let left = Double(all - done.documents) * seconds / Double(done.documents)
        return "scanning: \(done.documents) of \(all) documents, \(passages) passages, "
            + "\(Self.tenths(Double(done.bytes) / 1e6 / seconds)) MB/s, about \(Self.duration(left)) left"
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
