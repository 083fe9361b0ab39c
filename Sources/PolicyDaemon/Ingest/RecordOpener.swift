internal import FoundationEssentials
internal import Glibc
internal import LinuxSystem
internal import PolicyStore
internal import PolicyText

/// Opens the record at the start. One that is damaged is set aside whole, never overwritten, and a new one begun.
///
/// Damage seen once may have been a passing trouble of the disk, so it must be seen twice: by opening the database
/// twice, or, where the daemon met it in the middle of its work, by a whole check at the next start. A mark beside the
/// database asks for that check. An I/O error, a full disk or a lock is never taken for damage.
struct RecordOpener {
    let path: String
    let clock: Clock
    let log: Log
    let problems: ProblemBook
    let reporter: ServiceReporter

    /// The record, ready to be written.
    func open() throws -> Store {
        do {
            return try openOnce()
        } catch let first where Self.isDamage(first) {
            do {
                return try openOnce()
            } catch let second where Self.isDamage(second) {
                return try begin(after: second)
            }
        }
    }

    /// Asks the next start to check the database whole, because of an error that says it is damaged.
    ///
    /// Any thread may call it.
    static func doubt(_ path: String) {
        _ = FileManager.default.createFile(atPath: mark(path), contents: Data())
    }

    /// Whether an error says that the database itself is damaged, or that what is in it contradicts itself.
    static func isDamage(_ error: any Error) -> Bool {
        switch error {
        case StoreError.inconsistent: true
        case let error as StoreError: error.isCorrupt
        case let error as SQLiteError: error.isCorrupt
        default: false
        }
    }

    private static func mark(_ path: String) -> String { path + ".check" }

    private func openOnce() throws -> Store {
        let store = try Store(path: path) { [reporter] in
            reporter.stillOpening("bringing the record to this version")
        }
        let mark = Self.mark(path)
        guard FileManager.default.fileExists(atPath: mark) else { return store }
        // Before the first sign of the check itself, which a slow disk may delay.
        reporter.stillOpening("checking the record")
        try store.checkWhole { [reporter] in reporter.stillOpening("checking the record") }
        if try store.verifyIndex() != nil {
            try store.rebuildIndex()
            log.notice(.trouble, "the search index did not agree with the record and was made anew")
        }
        // What a start reads, so that it does not end it again.
        _ = try (store.counts(), store.knownFiles(), store.changes(Self.newest))
        unlink(mark)
        return store
    }

    private static let newest: ChangeSelection = {
        var selection = ChangeSelection()
        selection.limit = 1
        selection.isNewestFirst = true
        return selection
    }()

    private func begin(after error: any Error) throws -> Store {
        let kept = try setAside()
        unlink(Self.mark(path))
        let reason = "the database was damaged (\(error)) and a new one was begun"
        let advice = "the damaged one is kept as \(kept); its history can be had from a backup"
        log.error(.databaseSetAside, "\(reason); \(advice)")
        problems.addLasting(Problem(path: nil, reason: reason, advice: advice, since: clock.now()))
        return try Store(path: path)
    }

    /// Renames the database and its log, so that nothing of them is lost; returns the new name.
    private func setAside() throws -> String {
        let now = clock.zoned(clock.now())
        let suffix = ".damaged-\(now.date.iso)-\(clock.now().milliseconds % 86_400_000)"
        for ending in ["", "-wal", "-shm"] {
            let old = path + ending
            guard FileManager.default.fileExists(atPath: old) else { continue }
            guard rename(old, path + suffix + ending) == 0 else { throw SystemError("set aside", old) }
        }
        return path + suffix
    }
}
