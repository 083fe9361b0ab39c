/// Decides when the digests are written: at once where that takes no time, and where the folder is so large that it
/// does, so seldom that it takes a small share of the time.
struct DigestTimer {
    /// A digest that is due is written once nothing is pending, and at the latest after this.
    private static let patience: Duration = .seconds(20)
    private static let retryDelay: Duration = .seconds(60)
    /// After a digest, the next waits for so many times as long as it took to write.
    private static let restFactor = 20
    /// Whoever waits for the folder does not wait for a digest that takes longer than this.
    private static let quick: Duration = .seconds(1)

    private var due: ContinuousClock.Instant? = .now
    private var rested: ContinuousClock.Instant = .now
    /// The last digest took so little time that somebody can wait for it.
    private(set) var isQuick = true

    /// Something is to be told.
    mutating func noteChange() { due = due ?? .now + Self.patience }

    /// Everything is to be told anew.
    mutating func noteNewDay() { due = .now }

    mutating func noteWritten(taking duration: Duration) {
        due = nil
        isQuick = duration <= Self.quick
        rested = .now + min(duration * Self.restFactor, Self.patience)
    }

    mutating func noteFailure() {
        due = .now + Self.retryDelay
        rested = .now + Self.retryDelay
    }

    /// Whether to write now.
    ///
    /// - Parameters:
    ///   - isCaughtUp: the record is what the folder is.
    ///   - isAwaited: somebody asked for that.
    func isDue(isCaughtUp: Bool, isAwaited: Bool) -> Bool {
        guard let due else { return false }
        if isAwaited, isQuick { return true }
        let now = ContinuousClock.now
        return rested <= now && (isCaughtUp || isAwaited || due <= now)
    }

    /// When to ask again; nil where a change comes first.
    var next: ContinuousClock.Instant? { due.map { rested > .now ? rested : $0 } }
}
