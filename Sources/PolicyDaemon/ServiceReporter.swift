internal import LinuxSystem
internal import PolicyText
internal import Synchronization

/// Tells the service manager how it goes, and keeps its watchdog fed from the loop that does the work.
final class ServiceReporter: Sendable {
    private let manager: ServiceManager
    private let last = Mutex<ContinuousClock.Instant?>(nil)
    private let lastPlea = Mutex<ContinuousClock.Instant?>(nil)

    init(environment: (String) -> String?) throws {
        manager = try ServiceManager(environment: environment)
    }

    /// How often the work must show that it lives; nil where nobody asks.
    var interval: Duration? { manager.watchdogInterval }

    /// The work lives. May be called at any rate: the service manager hears of it no more often than it must.
    func beat() {
        guard let interval = manager.watchdogInterval else { return }
        // Nothing can be done about a service manager that does not listen: it will restart us.
        if Self.isDue(last, every: interval / 2) { try? manager.keepAlive() }
    }

    /// Opening the record goes on, and gets somewhere. May be called at any rate.
    /// - Parameter work: what is done, as `status` tells it.
    func stillOpening(_ work: String) {
        guard Self.isDue(lastPlea, every: Self.openingStep / 6) else { return }
        try? manager.extendTimeout(by: Self.openingStep)
        try? manager.status(work)
    }

    /// A step of the work may take so long, and more is no reason to be taken for dead.
    func allowSteps(of duration: Duration) {
        // The interval is half of what the service manager waits.
        guard let interval = manager.watchdogInterval, interval * 2 < duration + Self.slack else { return }
        try? manager.setWatchdog((duration + Self.slack) * 2)
    }

    /// A start that shows a sign within this time has so long again.
    private static let openingStep: Duration = .seconds(60)
    private static let slack: Duration = .seconds(10)

    private static func isDue(_ last: borrowing Mutex<ContinuousClock.Instant?>, every interval: Duration)
        -> Bool
    {
        last.withLock { last in
            let now = ContinuousClock.now
            guard last.map({ now - $0 >= interval }) ?? true else { return false }
            last = now
            return true
        }
    }

    func ready(_ status: String) { try? manager.ready(status: status) }
    func status(_ text: String) { try? manager.status(text) }
    func reloading() { try? manager.reloading() }
    func stopping() { try? manager.stopping(status: "stopping") }

    /// « watching 5 documents, 412 passages; last change 2 h ago ».
    static func line(_ values: ServiceState.Values, now: Timestamp) -> String {
        let documents = "\(values.documents) \(values.documents == 1 ? "document" : "documents")"
        let passages = "\(values.passages) \(values.passages == 1 ? "passage" : "passages")"
        let state: String =
            switch values.state {
            case .starting: "starting"
            case .scanning: "scanning, \(documents) so far, \(values.pending) to go"
            case .watching: "watching \(documents), \(passages)"
            case .polling: "comparing \(documents), \(passages), on a schedule"
            case .waitingForFolder: "waiting for the folder; \(documents) on record"
            case .stopping: "stopping"
            }
        guard let change = values.lastChange else { return state }
        return state + "; last change \(age(now.milliseconds - change.milliseconds)) ago"
    }

    private static func age(_ milliseconds: Int64) -> String {
        let seconds = max(0, milliseconds / 1000)
        switch seconds {
        case ..<60: return "\(seconds) s"
        case ..<3600: return "\(seconds / 60) min"
        case ..<172_800: return "\(seconds / 3600) h"
        default: return "\(seconds / 86_400) days"
        }
    }
}
