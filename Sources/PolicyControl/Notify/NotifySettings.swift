internal import ConfigurationFile
internal import LinuxSystem
internal import PolicyAPI

/// What the notifier goes by: the `[Notify]` section, and where its programs and its memory are.
struct NotifySettings {
    var significance = Standard.significance
    var batch = Standard.batch
    /// In minutes since midnight; nil: no digest is sent.
    var digestTime: Int? = Standard.digestTime
    var programs: String
    /// What each program has been given is remembered here.
    var memory: String
    /// The zone in which a day begins; nil for the system's.
    var timeZone: String?

    private enum Standard {
        static let significance = Wire.Significance.medium
        static let batch = Duration.seconds(60)
        static let digestTime = 7 * 60
    }

    private static let variables = [
        "HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR",
    ]

    init(_ environment: (String) -> String?) throws(ConfigurationIssue) {
        let named = Self.variables.compactMap { name in environment(name).map { (name, $0) } }
        let own = PersonalFolders(Dictionary(named) { first, _ in first })
        let isManaged = environment("CONFIGURATION_DIRECTORY") != nil
        let system = ConfigurationFile(
            path: environment("CONFIGURATION_DIRECTORY").map { $0 + "/policyd.conf" }
                ?? ConfigurationFile.system)
        let personal = own?.configurationFile
        let isOwn = !isManaged && (personal?.exists ?? false || !system.exists)
        programs = isOwn ? (own?.configuration ?? ".policyd") + "/notify.d" : "/etc/policyd/notify.d"
        memory = environment("STATE_DIRECTORY") ?? (own?.state ?? ".policyd") + "/notify"
        let file = isOwn ? personal : system
        guard let file, file.exists else { return }
        for name in file.withDropIns {
            let text = try ConfigurationFile.text(of: name)
            for entry in try ConfigurationSyntax.entries(in: text, file: name) { try take(entry) }
        }
    }

    // Keys of other sections, and those that a newer policyd knows, are the daemon's to warn of.
    private mutating func take(_ entry: ConfigurationEntry) throws(ConfigurationIssue) {
        switch (entry.section, entry.key) {
        case ("Notify", "Significance"):
            significance = try value(of: entry, or: Standard.significance, "low, medium or high") {
                Wire.Significance(rawValue: $0)
            }
        case ("Notify", "BatchSec"):
            batch = try value(
                of: entry, or: Standard.batch, "a duration such as 2s", ConfigurationValue.duration)
        case ("Notify", "DigestTime"):
            digestTime = try value(of: entry, or: Standard.digestTime, "a time such as 07:00, or off") {
                text in
                text == "off" ? .some(nil) : ConfigurationValue.timeOfDay(text).map(Optional.some)
            }
        case ("Notify", "Directory"):
            programs = try value(
                of: entry, or: programs, "an absolute path", ConfigurationValue.absolutePath)
        case ("Digest", "TimeZone"): timeZone = entry.value.isEmpty ? nil : entry.value
        default: break
        }
    }

    private func value<Value>(
        of entry: ConfigurationEntry, or standard: Value, _ expected: String, _ read: (String) -> Value?
    ) throws(ConfigurationIssue) -> Value {
        if entry.value.isEmpty { return standard }
        guard let value = read(entry.value) else { throw entry.refusal(expected: expected) }
        return value
    }
}
