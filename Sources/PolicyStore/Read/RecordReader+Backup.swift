private import CSQLite
private import Glibc

extension RecordReader {
    /// Makes a consistent copy of the database while others read and write, and returns its size in bytes.
    ///
    /// The copy comes to its name only when it is whole and on disk. A file of that name is not replaced.
    package func backup(to path: String) throws -> Int {
        let part = path + ".part"
        unlink(part)
        do {
            try copy(to: part)
            guard link(part, path) == 0 else {
                throw StoreError.cannotOpen(path: path, reason: String(cString: strerror(errno)))
            }
            unlink(part)
            try syncFolder(of: path)
        } catch {
            unlink(part)
            throw error
        }
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Copies the database as it stands in the open transaction.
    func copy(to path: String, while isWanted: () -> Bool = { true }) throws {
        var target: OpaquePointer?
        defer { sqlite3_close_v2(target) }
        let opened = sqlite3_open_v2(path, &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nil)
        guard opened == SQLITE_OK, let target else {
            let reason = target.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            throw StoreError.cannotOpen(path: path, reason: reason)
        }
        guard let backup = sqlite3_backup_init(target, "main", connection.handle, "main") else {
            throw SQLiteError(code: sqlite3_errcode(target), message: String(cString: sqlite3_errmsg(target)))
        }
        var stepped = SQLITE_OK
        while stepped == SQLITE_OK, isWanted() { stepped = sqlite3_backup_step(backup, pagesAtOnce) }
        let finished = sqlite3_backup_finish(backup)
        if stepped == SQLITE_OK { throw SQLiteError.interrupted }
        guard stepped == SQLITE_DONE, finished == SQLITE_OK else {
            throw SQLiteError(
                code: finished == SQLITE_OK ? stepped : finished,
                message: String(cString: sqlite3_errmsg(target)))
        }
    }

    private var pagesAtOnce: Int32 { 4096 }

    private func syncFolder(of path: String) throws {
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let folder = slash.map { String(path[..<$0]) } ?? "."
        let descriptor = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw StoreError.cannotOpen(path: folder, reason: String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw StoreError.cannotOpen(path: folder, reason: String(cString: strerror(errno)))
        }
    }
}
