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
            let file = try create(temporary, path, mode)
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
            try create(temporary, path, mode).writeAll(bytes)
            guard rename(temporary, path) == 0 else { throw SystemError("write", path) }
        } catch {
            unlink(temporary)
            throw SystemError("write", path, code: error.code)
        }
    }

    /// As `write`, with the content piece by piece, of which no more is held than a piece; a file that has the same
    /// content is left as it is.
    ///
    /// - Parameter body: hands over the pieces; what it throws is thrown, and the file is left as it was.
    package static func write(to path: String, mode: UInt32, pieces body: (Pieces) throws -> Void) throws {
        let temporary = path + temporarySuffix
        do {
            let pieces = try Pieces(to: create(temporary, path, mode), besides: path)
            try body(pieces)
            if try pieces.isAsBefore() {
                unlink(temporary)
                return
            }
            try pieces.file.synchronize()
            try put(temporary, at: path)
        } catch let error as SystemError {
            unlink(temporary)
            throw SystemError("write", path, code: error.code)
        } catch {
            unlink(temporary)
            throw error
        }
    }

    /// Takes the pieces of a file, and knows whether they are what it held before.
    package final class Pieces {
        fileprivate let file: FileDescriptor
        /// The file as it was, read beside; nil once it differs.
        private var before: FileDescriptor?

        fileprivate init(to file: FileDescriptor, besides path: String) {
            self.file = file
            let number = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
            before = number < 0 ? nil : FileDescriptor(owning: number)
        }

        package func write(_ bytes: [UInt8]) throws(SystemError) {
            try file.writeAll(bytes)
            if let before, try next(bytes.count, of: before) != bytes { self.before = nil }
        }

        fileprivate func isAsBefore() throws(SystemError) -> Bool {
            guard let before else { return false }
            return try next(1, of: before).isEmpty
        }

        /// So many bytes, or what is left of them.
        private func next(_ count: Int, of file: FileDescriptor) throws(SystemError) -> [UInt8] {
            var bytes = [UInt8](repeating: 0, count: count)
            var filled = 0
            while filled < count {
                let more = try retrying("read") {
                    bytes.withUnsafeMutableBytes {
                        Glibc.read(file.number, $0.baseAddress! + filled, $0.count - filled)
                    }
                }
                if more == 0 { break }
                filled += more
            }
            return Array(bytes.prefix(filled))
        }
    }

    private static func create(_ temporary: String, _ path: String, _ mode: UInt32) throws(SystemError)
        -> FileDescriptor
    {
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW
        return FileDescriptor(owning: try retrying("write", path) { open(temporary, flags, mode_t(mode)) })
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
