internal import Glibc
package import LinuxSystem
package import PolicyText

/// The bytes of a document as they stood at one moment.
package struct Snapshot: Sendable {
    package let bytes: [UInt8]
    /// SHA-256 of the bytes: 32 bytes.
    package let sha256: [UInt8]
    /// The state in which they were read, for `FolderWatcher.accept`. Where a later change could leave the same
    /// state, it is one that equals no other, so that the next comparison reads once more.
    package let signature: FileSignature
    /// When the content was last written, as the file says.
    package let modified: Timestamp
}

/// Reads documents beneath the watched folder: no link is followed, nothing but a regular file is opened, no more than
/// the limit is read, and only what held still counts.
package struct DocumentReader: Sendable {
    /// A file that changes while it is read is read so often before it is left for later.
    private static let attempts = 4
    private static let chunkSize = 256 << 10

    private let directory: String
    private let maximumSize: Int64

    package init(directory: String, maximumSize: Int64) {
        self.directory = directory
        self.maximumSize = maximumSize
    }

    /// Reads the document at a path.
    package func read(_ path: DocumentPath) throws(ReadError) -> Snapshot {
        do {
            return try read(path.bytes)
        } catch {
            throw ReadError(path: path, cause: error)
        }
    }

    private func read(_ path: [UInt8]) throws(ReadError.Cause) -> Snapshot {
        let slash = path.lastIndex(of: UInt8(ascii: "/"))
        let name = slash.map { Array(path[($0 + 1)...]) } ?? path
        let folder = try step { () throws(SystemError) in
            try FolderDescriptor(path: directory).folder(
                slash.map { Array(path[..<$0]) } ?? [], forListing: false)
        }
        for _ in 0..<Self.attempts {
            if let snapshot = try readOnce(name, in: folder) { return snapshot }
        }
        throw .stillBeingWritten
    }

    // Nil where the file changed meanwhile.
    private func readOnce(_ name: [UInt8], in folder: FolderDescriptor) throws(ReadError.Cause) -> Snapshot? {
        // Asked before it is opened, because opening a device can set it in motion.
        let found = try step { () throws(SystemError) in try folder.status(of: name) }
        guard found.kind == .regular else { throw .notAFile }
        let file = try step { () throws(SystemError) in try folder.file(name) }
        let clock = FileStatus.clock_ns()
        let before = try step { () throws(SystemError) in try FileStatus(of: file) }
        guard before.kind == .regular else { throw .notAFile }
        guard before.size <= maximumSize else { throw .tooLarge(size: before.size, limit: maximumSize) }
        guard
            let bytes = try step({ () throws(SystemError) in try content(of: file, size: Int(before.size)) })
        else {
            return nil
        }
        let after = try step { () throws(SystemError) in try FileStatus(of: file) }
        let signature = FileSignature(after)
        guard signature == FileSignature(before) else { return nil }
        return Snapshot(
            bytes: bytes, sha256: SHA256.hash(of: bytes),
            signature: signature.isTooFresh(at: clock) ? signature.doubted : signature,
            modified: Timestamp(milliseconds: after.modified_ns / 1_000_000))
    }

    // Nil where there is more or less than the size says.
    private func content(of file: FileDescriptor, size: Int) throws(SystemError) -> [UInt8]? {
        // One byte more than there should be: the end shows itself without another call.
        var bytes = [UInt8](repeating: 0, count: size + 1)
        var filled = 0
        while filled < bytes.count {
            let end = min(bytes.count, filled + max(Self.chunkSize, size / 4))
            let count = try bytes.withUnsafeMutableBufferPointer { buffer throws(SystemError) in
                try file.read(
                    into: UnsafeMutableRawBufferPointer(
                        UnsafeMutableBufferPointer(rebasing: buffer[filled..<end])))
            }
            guard let count else { return nil }
            if count == 0 { break }
            filled += count
        }
        guard filled == size else { return nil }
        bytes.removeLast(bytes.count - filled)
        return bytes
    }

    private func step<Value>(_ call: () throws(SystemError) -> Value) throws(ReadError.Cause) -> Value {
        do {
            return try call()
        } catch {
            switch error.code {
            case ENOENT, ENOTDIR: throw .missing
            // A link was met, or somebody tried to lead out of the folder.
            case ELOOP, EXDEV: throw .notAFile
            default: throw .system(error)
            }
        }
    }
}

/// Why a document could not be read.
package struct ReadError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Cause: Error, Hashable, Sendable {
        /// It is gone: the watcher will say so.
        case missing
        /// A folder, a link, a FIFO, a socket or a device.
        case notAFile
        case tooLarge(size: Int64, limit: Int64)
        /// It changed each time it was read.
        case stillBeingWritten
        case system(SystemError)
    }

    package let path: DocumentPath
    package let cause: Cause

    /// The reason, for a `Problem`.
    package var reason: String {
        switch cause {
        case .missing: "No such file or directory"
        case .notAFile: "not a regular file"
        case .tooLarge(let size, let limit): "\(size) bytes are more than \(limit)"
        case .stillBeingWritten: "still being written"
        case .system(let error): error.reason
        }
    }

    /// What to do about it, where there is something.
    package var advice: String? {
        switch cause {
        case .tooLarge: "raise MaximumSize="
        case .system(let error) where error.code == EACCES || error.code == EPERM:
            "let the daemon's user read the file"
        case .system(let error) where error.code == EMFILE || error.code == ENFILE: "raise LimitNOFILE="
        default: nil
        }
    }

    /// Whether reading again soon can help: `FolderWatcher.retry`. Otherwise the file is refused until it changes.
    package var isTransient: Bool {
        switch cause {
        case .missing, .stillBeingWritten: true
        case .notAFile, .tooLarge: false
        case .system(let error): ![EACCES, EPERM].contains(error.code)
        }
    }

    package var description: String { "cannot read \(quoted(path.text)): \(reason)" }
}
