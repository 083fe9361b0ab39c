package import PolicyFolder
package import PolicyText

/// Everything an administrator can set, with its defaults: built once at start and again on reload, then passed down.
///
/// The keys and their meanings are those of `policyd.conf(5)`.
package struct Configuration: Sendable, Equatable {
    package struct Watch: Sendable, Equatable {
        package var directory: String?
        package var include = standard.include
        package var exclude = standard.exclude
        package var quiet = standard.quietPeriod
        package var maximumSize = 16 << 20
        package var rescan = standard.rescanPeriod
        package var poll = standard.pollPeriod

        private static let standard = WatchSettings(directory: "")
    }

    package struct Digest: Sendable, Equatable {
        package var directory: String?
        package var formats: [String] = ["markdown", "html", "json", "atom"]
        package var language: Language = .english
        /// An IANA zone name; nil for the system's.
        package var timeZone: String?
        package var upcomingDays = 90
        package var baseURL: String?
    }

    package struct Socket: Sendable, Equatable {
        package var path: String?
        package var mode = 0o660
        package var maximumConnections = 512
        package var maximumRequest = 1 << 20
        package var idle: Duration = .seconds(300)
        package var requestTimeout: Duration = .seconds(10)
    }

    package struct Notify: Sendable, Equatable {
        package var significance: Significance = .medium
        package var batch: Duration = .seconds(60)
        package var directory = "/etc/policyd/notify.d"
        /// When the digest of the day before is sent, in minutes since midnight; nil: never.
        package var digestTime: Int? = 7 * 60
    }

    package var watch = Watch()
    package var convert = ConvertSettings()
    /// `[Store] Directory=`.
    package var storeDirectory: String?
    package var digest = Digest()
    package var socket = Socket()
    package var notify = Notify()
    /// `[Meaning] Directory=`: rows added to the built-in lexicons.
    package var meaningDirectory = "/etc/policyd/lexicon.d"

    package init() {}
}
