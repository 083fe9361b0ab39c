internal import PolicyAPI
internal import PolicyText
internal import Synchronization

/// What `Status` tells, kept ready so that it is answered without a wait. The ingest thread writes it.
final class ServiceState: Sendable {
    struct Values: Sendable {
        var state = Wire.ServiceState.starting
        var documents = 0
        var versions = 0
        var passages = 0
        var changes = 0
        var pending = 0
        var databaseBytes = 0
        var lastScan: Timestamp?
        var lastChange: Timestamp?
        var repaired = 0
        var head: String?
        /// Grows with each change.
        fileprivate(set) var revision: UInt64 = 0
    }

    let started: Timestamp
    private let values = Mutex(Values())

    init(started: Timestamp) {
        self.started = started
    }

    var revision: UInt64 { values.withLock { $0.revision } }
    var current: Values { values.withLock { $0 } }

    func update(_ change: (inout Values) -> Void) {
        values.withLock { values in
            values.revision += 1
            change(&values)
        }
    }
}
