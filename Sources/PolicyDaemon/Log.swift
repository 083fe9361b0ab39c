internal import Glibc
internal import LinuxSystem
internal import Synchronization

/// What the daemon says while it runs: to the journal with fields where standard error is the journal's, else to
/// standard error, a line with a time each. Never a document's text.
package final class Log: Sendable {
    /// How urgent a line is, as syslog(3) counts.
    package enum Level: Int, Sendable {
        case error = 3
        case warning = 4
        case notice = 5
        case info = 6
    }

    /// The kinds of event, with the id by which the journal and its catalog know each.
    package enum Event: String, CaseIterable, Sendable {
        case ready = "5d3c1f6a2b0e4c7f9a3f0d1c6b8e2a41"
        case stopping = "0b7f4f2ad1c84d0fa6c2b5a9e3d71c52"
        case documentIngested = "c1a6d0e84f7b4b6d8f1e2a3b9c5d7e63"
        case documentUnreadable = "7e2f9b3c5a1d4e8fb6c0d2e4f6a81b74"
        case documentReadable = "1f8a6b4c2d0e49f7a5b3c1d9e7f50285"
        case folderAway = "93b1d5f7a9c24e6880f2e4d6c8ba0f96"
        case folderBack = "a4c2e6f8b0d143579be1f3d5c7a9e8a7"
        case folderPolled = "b5d3f7a9c1e24468acf2a4e6d8b0f9b8"
        case configurationLoaded = "c6e4a8b0d2f34579bd03b5f7e9c1a0c9"
        case configurationRejected = "d7f5b9c1e3a4468ace14c6a8f0d2b1da"
        case requestRefused = "e8a6c0d2f4b5479bdf25d7b9a1e3c2eb"
        case followerLeftBehind = "4e0c6b8d1f2a43b59d8ca3b5f7e9c841"
        case databaseSetAside = "f9b7d1e3a5c6488ce036e8c0b2f4d3fc"
        case digestWritten = "0ac8e2f4b6d7499df147f9d1c3a5e40d"
        case scanning = "2c4e6a8b0d1f43759b7d9f1a3c5e7082"
        case trouble = "1bd9f3a5c7e84aaea258a0e2d4b6f51e"
    }

    private let journal: Journal?
    private let lock = Mutex(())

    /// Chooses the journal where the service manager connected standard error to it.
    package init(environment: (String) -> String?) {
        journal = Journal.ownsStandardError(environment: environment) ? try? Journal() : nil
    }

    package func error(_ event: Event, _ text: String, _ fields: [String: String] = [:]) {
        write(.error, event, text, fields)
    }

    package func warning(_ event: Event, _ text: String, _ fields: [String: String] = [:]) {
        write(.warning, event, text, fields)
    }

    package func notice(_ event: Event, _ text: String, _ fields: [String: String] = [:]) {
        write(.notice, event, text, fields)
    }

    package func info(_ event: Event, _ text: String, _ fields: [String: String] = [:]) {
        write(.info, event, text, fields)
    }

    private func write(_ level: Level, _ event: Event, _ text: String, _ fields: [String: String]) {
        if let journal {
            let own = [
                Journal.Field("MESSAGE", text), Journal.Field("PRIORITY", String(level.rawValue)),
                Journal.Field("SYSLOG_IDENTIFIER", "policyd"), Journal.Field("MESSAGE_ID", event.rawValue),
            ]
            let more = fields.sorted { $0.key < $1.key }.map { Journal.Field($0.key, $0.value) }
            if (try? journal.send(own + more)) != nil { return }
        }
        let line = prefix() + "policyd: " + text + "\n"
        lock.withLock { _ in
            _ = Array(line.utf8).withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
        }
    }

    /// The local time, to the second.
    private func prefix() -> String {
        String(LocalTime(secondsSince1970: Int64(time(nil))).rfc3339.prefix(19)) + " "
    }
}
