internal import CLinux
internal import Glibc

/// Replaces a file so that every reader finds the old content or the new, whole, also after a power cut.
package enum AtomicFile {
    /// What a file that was not finished is called: the daemon may remove such files at start.
    package static let temporarySuffix = ".policyd-new"

    /// Writes a temporary file beside `path`, forces it to the disk, renames it over `path` and forces the folder.
    package static func write(_ bytes: [UInt8], to path: String, mode: UInt32 = 0o644) throws(SystemError) {
        let temporary = path + temporarySuffix
        do {
            let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW
            let file = FileDescriptor(
                owning: try retrying("write", path) { open(temporary, flags, mode_t(mode)) })
            try file.writeAll(bytes)
            try file.synchronize()
            try put(temporary, at: path)
        } catch {
            unlink(temporary)
            throw SystemError("write", path, code: error.code)
        }
    }

    /// As `write`, but leaves the forcing to one `synchronizeFileSystem` after many files.
    package static func replace(_ path: String, with bytes: [UInt8], mode: UInt32) throws(SystemError) {
        let temporary = path + temporarySuffix
        do throws(SystemError) {
            let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW
            let file = FileDescriptor(
                owning: try retrying("write", path) { open(temporary, flags, mode_t(mode)) })
            try file.writeAll(bytes)
            guard rename(temporary, path) == 0 else { throw SystemError("write", path) }
        } catch {
            unlink(temporary)
            throw SystemError("write", path, code: error.code)
        }
    }

    /// Forces all that was written to a folder's file system to the disk (syncfs).
    package static func synchronizeFileSystem(of folder: String) throws(SystemError) {
        let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
        let opened = FileDescriptor(owning: try retrying("open", folder) { open(folder, flags) })
        _ = try retrying("write", folder) { clinux_syncfs(opened.number) }
    }

    /// Makes `path` a symbolic link to `target`, in place of what is there.
    package static func link(_ path: String, to target: String) throws(SystemError) {
        let temporary = path + temporarySuffix
        unlink(temporary)
        guard symlink(target, temporary) == 0 else { throw SystemError("write", path) }
        do {
            try put(temporary, at: path)
        } catch {
            unlink(temporary)
            throw SystemError("write", path, code: error.code)
        }
    }

    /// Forces a folder's names to the disk.
    package static func synchronizeFolder(_ path: String) throws(SystemError) {
        let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
        let folder = FileDescriptor(owning: try retrying("open", path) { open(path, flags) })
        // Some file systems cannot force a folder (EINVAL); there is nothing better to do on them.
        do { try folder.synchronize() } catch  where error.code == EINVAL {}
    }

    private static func put(_ temporary: String, at path: String) throws(SystemError) {
        guard rename(temporary, path) == 0 else { throw SystemError("write", path) }
        let parent = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) } ?? "."
        try synchronizeFolder(parent.isEmpty ? "/" : parent)
    }
}
