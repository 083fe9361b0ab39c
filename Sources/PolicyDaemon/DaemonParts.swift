internal import PolicyStore

/// What the parts of the daemon share; each says itself which threads may use it.
struct DaemonParts {
    let settings: Settings
    let clock: Clock
    let log: Log
    let reporter: ServiceReporter
    let control: IngestControl
    let state: ServiceState
    let hub: FollowHub
    let problems: ProblemBook

    /// The folder as the configuration names it.
    var watchedFolder: String { settings.watchedFolder }
}
