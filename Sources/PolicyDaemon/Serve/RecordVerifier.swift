internal import LinuxSystem
internal import PolicyStore
internal import PolicyText
internal import Synchronization

/// Verifies the record in three threads, each with a reader of its own: the tables, the versions, the search index.
struct RecordVerifier: Sendable {
    /// The database.
    let path: String
    let now: Timestamp

    /// - Parameter isWanted: asked now and then; false ends it with an error.
    func verify(while isWanted: @escaping @Sendable () -> Bool) throws -> Verification {
        let parts: [@Sendable (StoreReader) throws -> Verification] = [
            { try $0.verifyTables(at: now) },
            { try $0.verifyVersions(at: now, while: isWanted) },
            { try index($0) },
        ]
        let found = Found()
        try found.gather(parts) { part in
            do {
                let reader = try StoreReader(path: path)
                return try reader.reading(while: isWanted) { try reader.snapshot { try part(reader) } }
            } catch  where RecordOpener.isDamage(error) {
                // That is what was to be found out.
                RecordOpener.doubt(path)
                var result = Verification()
                result.note("the database is damaged: \(error)", at: now)
                return result
            }
        }
        let results = found.results.withLock { $0 }.sorted { $0.key < $1.key }
        return try results.reduce(Verification()) { try $0.adding($1.value.get()) }
    }

    private func index(_ reader: StoreReader) throws -> Verification {
        var result = Verification()
        if let reason = try reader.verifyIndex() {
            result.problems.append(
                Problem(
                    path: nil, reason: reason, advice: "start policyd again: it makes the index anew",
                    since: now))
        }
        return result
    }
}

/// What the threads found.
private final class Found: Sendable {
    let results = Mutex<[Int: Result<Verification, any Error>]>([:])

    /// Runs `body` on each part in a thread of its own; returns once all have ended.
    func gather<Part: Sendable>(
        _ parts: [Part], by body: @escaping @Sendable (Part) throws -> Verification
    ) throws {
        var threads: [SystemThread] = []
        defer { for thread in threads { thread.join() } }
        for (number, part) in parts.enumerated() {
            threads.append(
                try SystemThread(named: "policyd-verify") { [self] in
                    let result = Result { try body(part) }
                    results.withLock { $0[number] = result }
                })
        }
    }
}
