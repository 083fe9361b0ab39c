internal import PolicyStore
internal import Synchronization
internal import Varlink

/// Read-only connections to the record, lent to one worker thread at a time.
final class ReaderPool: Sendable {
    private let path: String
    private let idle: Mutex<[Lent]>

    // A reader is used by the one thread that it is lent to; the lock hands it over.
    private struct Lent: @unchecked Sendable {
        let reader: StoreReader
    }

    /// Connections kept open while nobody asks.
    private let maximumIdle: Int

    init(path: String, maximumIdle: Int) {
        self.path = path
        self.maximumIdle = maximumIdle
        idle = Mutex([])
    }

    /// Runs `body` on one state of the record, and stops its queries when the call is cancelled: its client has gone,
    /// or its time is up.
    func read<Result>(for call: VarlinkCall, _ body: (StoreReader) throws -> Result) throws -> Result {
        try read { reader in
            try reader.reading(while: { !call.isCancelled }) { try body(reader) }
        }
    }

    /// Runs `body` on one state of the record.
    func read<Result>(_ body: (StoreReader) throws -> Result) throws -> Result {
        let lent = try idle.withLock { $0.popLast() } ?? Lent(reader: StoreReader(path: path))
        defer {
            idle.withLock { idle in
                if idle.count < maximumIdle { idle.append(lent) }
            }
        }
        return try lent.reader.snapshot { try body(lent.reader) }
    }
}
