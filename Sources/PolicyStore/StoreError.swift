internal import LinuxSystem

/// Why the store cannot do what was asked.
package enum StoreError: Error, Hashable, CustomStringConvertible {
    case cannotOpen(path: String, reason: String)
    /// The database was written by a newer policyd.
    case newerSchema(path: String, schema: Int, newest: Int)
    /// The file is a database, but of some other program.
    case foreignDatabase(path: String)
    /// A path that two living documents would share at the end of a transaction.
    case pathTaken(String)
    /// A rename, change or deletion of a document that is not on record.
    case unknownDocument(String)
    /// What is on record contradicts itself; the text says what.
    case inconsistent(String)
    case sqlite(SQLiteError)

    /// The database file itself is damaged, as `SQLiteError.isCorrupt`.
    package var isCorrupt: Bool {
        guard case .sqlite(let error) = self else { return false }
        return error.isCorrupt
    }

    package var description: String {
        switch self {
        case .cannotOpen(let path, let reason): "cannot open \(path): \(reason)"
        case .newerSchema(let path, let schema, let newest):
            "cannot open \(path): schema \(schema) is newer than \(newest), the newest this policyd knows"
        case .foreignDatabase(let path): "cannot open \(path): it is not a policyd database"
        case .pathTaken(let path): "cannot record \(quoted(path)): another document has that path"
        case .unknownDocument(let path): "cannot record \(quoted(path)): no such document is on record"
        case .inconsistent(let what): "cannot read the record: \(what)"
        case .sqlite(let error): "cannot use the database: \(error)"
        }
    }
}

/// Why the record cannot be written now although it is sound: what was asked can be asked again.
package struct StoreTrouble: Error, Hashable {
    package let reason: String
    /// What to do about it.
    package let advice: String?

    /// Nil where trying again would not help.
    package init?(_ error: any Error) {
        switch error {
        case let error as SQLiteError: self.init(error)
        case StoreError.sqlite(let error): self.init(error)
        default: return nil
        }
    }

    private init?(_ error: SQLiteError) {
        guard let (reason, advice) = error.trouble else { return nil }
        self.reason = reason
        self.advice = advice
    }
}
