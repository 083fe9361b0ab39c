package import ConfigurationFile
internal import LinuxSystem
internal import PolicyText

/// Turns the lines of configuration files into a `Configuration`.
///
/// An unknown section or key is a warning, so that a file written for a newer policyd still starts an older one; a
/// value that cannot be read is an error, so that nobody runs with a setting other than the one they wrote.
package struct ConfigurationReader {
    package private(set) var configuration = Configuration()
    package private(set) var warnings: [ConfigurationIssue] = []
    // Lists that a file has set: the first value replaces the default, the next ones add to it.
    private var listsSet: Set<String> = []

    package init() {}

    /// Applies a file's text; later files override or add to what earlier ones said.
    package mutating func read(_ text: String, file: String) throws(ConfigurationIssue) {
        for entry in try ConfigurationSyntax.entries(in: text, file: file) {
            try apply(entry)
        }
    }

    private mutating func apply(_ entry: ConfigurationEntry) throws(ConfigurationIssue) {
        guard let keys = Self.settings[entry.section] else {
            // Sections with this prefix belong to other programs, as in systemd's own files.
            if !entry.section.hasPrefix("X-") {
                warn(
                    entry, "unknown section '\(entry.section)'", of: entry.section,
                    among: Array(Self.settings.keys))
            }
            return
        }
        if entry.section == "Convert", entry.key.hasPrefix(".") {
            return try applyProgram(entry)
        }
        guard let setting = keys[entry.key] else {
            warn(
                entry, "unknown key '\(entry.key)' in [\(entry.section)]", of: entry.key,
                among: Array(keys.keys))
            return
        }
        switch setting {
        case .value(let apply): try apply(&configuration, entry)
        case .list(let place, let known):
            let words = try words(of: entry, among: known)
            let isFirst = listsSet.insert("\(entry.section).\(entry.key)").inserted
            let kept = isFirst || words.isEmpty ? [] : configuration[keyPath: place]
            configuration[keyPath: place] = kept + words.filter { !kept.contains($0) }
        }
    }

    private func words(of entry: ConfigurationEntry, among known: [String]?) throws(ConfigurationIssue)
        -> [String]
    {
        guard let words = ConfigurationValue.words(entry.value) else {
            throw entry.refusal(expected: "words separated by spaces, quotes closed")
        }
        if let known, let unknown = words.first(where: { !known.contains($0) }) {
            throw entry.issue(
                "'\(entry.key)' must be any of \(known.joined(separator: ", ")), not '\(ConfigurationSyntax.printable(unknown))'"
            )
        }
        return words
    }

    private mutating func warn(
        _ entry: ConfigurationEntry, _ message: String, of name: String, among known: [String]
    ) {
        let hint =
            NearestName.nearest(to: name, among: known.sorted()).map { " (did you mean '\($0)'?)" } ?? ""
        warnings.append(entry.issue(ConfigurationSyntax.printable(message) + hint))
    }

    private mutating func applyProgram(_ entry: ConfigurationEntry) throws(ConfigurationIssue) {
        let ending = entry.key.lowercased()
        guard !entry.value.isEmpty else {
            configuration.convert.programs[ending] = nil
            return
        }
        guard let words = ConfigurationValue.words(entry.value), !words.isEmpty else {
            throw entry.refusal(expected: "a program and its arguments, such as 'pdftotext - -'")
        }
        configuration.convert.programs[ending] = words
    }

    /// The keys of each section, and how each is applied.
    package static var keys: [String: [String]] { settings.mapValues { $0.keys.sorted() } }

    private enum Setting: Sendable {
        case value(@Sendable (inout Configuration, ConfigurationEntry) throws(ConfigurationIssue) -> Void)
        case list(WritableKeyPath<Configuration, [String]> & Sendable, [String]?)
    }

    private static let settings: [String: [String: Setting]] = [
        "Watch": [
            "Directory": path(\.watch.directory),
            "Include": list(\.watch.include),
            "Exclude": list(\.watch.exclude),
            "QuietSec": duration(\.watch.quiet),
            "MaximumSize": size(\.watch.maximumSize),
            "RescanSec": duration(\.watch.rescan, least: .milliseconds(100)),
            "PollSec": duration(\.watch.poll, least: .milliseconds(100)),
        ],
        "Convert": [
            "TimeoutSec": duration(\.convert.timeout),
            "MaximumOutput": size(\.convert.maximumOutput),
            "MaximumMemory": size(\.convert.maximumMemory),
        ],
        "Store": ["Directory": path(\.storeDirectory)],
        "Digest": [
            "Directory": path(\.digest.directory),
            "Formats": list(\.digest.formats, among: ["markdown", "html", "json", "atom"]),
            "Language": value(\.digest.language, expected: "en or fr") { text in
                Language(rawValue: text).flatMap { $0 == .undetermined ? nil : $0 }
            },
            "TimeZone": value(
                \.digest.timeZone, expected: "a time zone that this system knows, such as America/Toronto"
            ) {
                text in
                let isName = !text.utf8.contains(0) && !text.hasPrefix("/") && !text.contains("..")
                return isName && LocalTime.isZone(text) ? .some(text) : nil
            },
            "UpcomingDays": number(\.digest.upcomingDays, in: 0...3660),
            "BaseURL": value(\.digest.baseURL, expected: "an address that begins with https:// or http://") {
                text in
                text.hasPrefix("https://") || text.hasPrefix("http://") ? .some(text) : nil
            },
        ],
        "Socket": [
            "Path": path(\.socket.path),
            "Mode": value(
                \.socket.mode, expected: "permissions in octal such as 0660", ConfigurationValue.mode),
            "MaximumConnections": number(\.socket.maximumConnections, in: 1...100_000),
            "MaximumRequest": size(\.socket.maximumRequest),
            "IdleSec": duration(\.socket.idle),
            "RequestTimeoutSec": duration(\.socket.requestTimeout),
        ],
        "Notify": [
            "Significance": value(\.notify.significance, expected: "low, medium or high") {
                Significance(name: $0)
            },
            "BatchSec": duration(\.notify.batch),
            "DigestTime": value(\.notify.digestTime, expected: "a time such as 07:00, or off") { text in
                text == "off" ? .some(nil) : ConfigurationValue.timeOfDay(text).map(Optional.some)
            },
            "Directory": value(\.notify.directory, expected: absolutePath, ConfigurationValue.absolutePath),
        ],
        "Meaning": [
            "Directory": value(\.meaningDirectory, expected: absolutePath, ConfigurationValue.absolutePath)
        ],
    ]

    private static let absolutePath = "an absolute path"

    /// A setting with one value; an empty one goes back to the default.
    private static func value<Value: Sendable>(
        _ place: WritableKeyPath<Configuration, Value> & Sendable, expected: String,
        _ read: @escaping @Sendable (String) -> Value?
    ) -> Setting {
        .value { (configuration, entry) throws(ConfigurationIssue) in
            if entry.value.isEmpty {
                configuration[keyPath: place] = Configuration()[keyPath: place]
            } else if let value = read(entry.value) {
                configuration[keyPath: place] = value
            } else {
                throw entry.refusal(expected: expected)
            }
        }
    }

    private static func path(_ place: WritableKeyPath<Configuration, String?> & Sendable) -> Setting {
        value(place, expected: absolutePath) { ConfigurationValue.absolutePath($0).map(Optional.some) }
    }

    private static func duration(
        _ place: WritableKeyPath<Configuration, Duration> & Sendable, least: Duration = .zero
    ) -> Setting {
        let expected =
            least == .zero ? "a duration such as 2s" : "a duration of at least 100ms, such as 1h"
        return value(place, expected: expected) { text in
            ConfigurationValue.duration(text).flatMap { $0 >= least ? $0 : nil }
        }
    }

    private static func size(_ place: WritableKeyPath<Configuration, Int> & Sendable) -> Setting {
        value(place, expected: "a size such as 16M") { text in
            ConfigurationValue.size(text).flatMap { $0 > 0 ? $0 : nil }
        }
    }

    private static func number(
        _ place: WritableKeyPath<Configuration, Int> & Sendable, in range: ClosedRange<Int>
    ) -> Setting {
        value(place, expected: "a number from \(range.lowerBound) to \(range.upperBound)") { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    private static func list(
        _ place: WritableKeyPath<Configuration, [String]> & Sendable, among known: [String]? = nil
    ) -> Setting {
        .list(place, known)
    }
}
