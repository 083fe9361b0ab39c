internal import PolicyStore

/// What the parts of the daemon share; each says itself which threads may use it.
struct DaemonParts {
    /// Those of the start.
    let settings: Settings
    let settingsInUse: SettingsInUse
    let clock: Clock
    let log: Log
    let reporter: ServiceReporter
    let control: IngestControl
    let state: ServiceState
    let hub: FollowHub
    let problems: ProblemBook

    /// The folder as the configuration names it now.
    var watchedFolder: String { settingsInUse.watchedFolder }
}
