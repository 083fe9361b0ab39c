internal import Synchronization

/// The settings as the latest reload left them, with the lexicon that they name; what only a restart can change is in
/// those of the start.
final class SettingsInUse: Sendable {
    private struct Values {
        var settings: Settings
        var meaning: Meaning
    }

    private let values: Mutex<Values>

    init(_ settings: Settings, _ meaning: Meaning) {
        values = Mutex(Values(settings: settings, meaning: meaning))
    }

    var current: Settings { values.withLock { $0.settings } }

    var meaning: Meaning { values.withLock { $0.meaning } }

    var watchedFolder: String { values.withLock { $0.settings.watchedFolder } }

    func use(_ settings: Settings, _ meaning: Meaning) {
        values.withLock { $0 = Values(settings: settings, meaning: meaning) }
    }
}
