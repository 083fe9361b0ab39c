internal import Glibc
internal import LinuxSystem
internal import Synchronization

/// What the notifier says while it runs: to the journal with fields, else to standard error. Never a document's text.
final class NotifyLog: Sendable {
    /// The kinds of event, with the id by which the journal and its catalog know each.
    enum Event: String {
        case told = "2ceaf4b6d8f94bbfb369b1f3e5c7a62f"
        case notTold = "3dfba5c7e90a4cc0c47ac2a4f6d8b730"
    }

    /// How urgent a line is, as syslog(3) counts.
    enum Level: Int {
        case warning = 4
        case info = 6
    }

    private let journal: Journal?
    private let lock = Mutex(())

    init(_ environment: (String) -> String?) {
        journal = Journal.ownsStandardError(environment: environment) ? try? Journal() : nil
    }

    func write(_ level: Level, _ text: String, _ event: Event? = nil, _ fields: [(String, String)] = []) {
        if let journal {
            let own = [
                Journal.Field("MESSAGE", text), Journal.Field("PRIORITY", String(level.rawValue)),
                Journal.Field("SYSLOG_IDENTIFIER", "policyd-notify"),
            ]
            let more = fields.map { Journal.Field($0.0, $0.1) }
            let kind = event.map { [Journal.Field("MESSAGE_ID", $0.rawValue)] } ?? []
            if (try? journal.send(own + kind + more)) != nil { return }
        }
        let moment = LocalTime(secondsSince1970: Int64(time(nil))).rfc3339.prefix(19)
        let line = Array("\(moment) policyctl: \(text)\n".utf8)
        lock.withLock { _ in
            _ = line.withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
        }
    }
}
