internal import Synchronization

/// The settings as the latest reload left them; what only a restart can change is in those of the start.
final class SettingsInUse: Sendable {
    private let settings: Mutex<Settings>

    init(_ settings: Settings) {
        self.settings = Mutex(settings)
    }

    var current: Settings { settings.withLock { $0 } }

    var watchedFolder: String { settings.withLock { $0.watchedFolder } }

    func use(_ changed: Settings) { settings.withLock { $0 = changed } }
}
