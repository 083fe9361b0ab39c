internal import CLinux
internal import Glibc

/// An open folder, and what stands beneath it: no path leads out of it, through `..` or through a link.
///
/// Paths are bytes relative to the folder, of any length: one longer than the kernel takes is walked in pieces.
package struct FolderDescriptor: Sendable {
    /// One name in a folder.
    package struct Entry: Hashable, Sendable {
        package let name: [UInt8]
        /// Nil where the file system does not tell without asking for the file's status.
        package let kind: FileStatus.Kind?
    }

    /// The longest piece of a path handed to the kernel at once (PATH_MAX with its final NUL).
    static let maximumPieceLength = 4095

    package let descriptor: FileDescriptor

    /// Opens a folder by its path, following links: the path is the administrator's.
    package init(path: String) throws(SystemError) {
        descriptor = FileDescriptor(
            owning: try retrying("open", path) { Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) })
    }

    private init(descriptor: FileDescriptor) {
        self.descriptor = descriptor
    }

    /// A folder beneath this one; for listing it, or only for reaching what is in it, which needs less permission.
    package func folder(_ path: [UInt8], forListing: Bool = true) throws(SystemError) -> FolderDescriptor {
        if path.isEmpty { return self }
        let flags = O_DIRECTORY | (forListing ? O_RDONLY : CLINUX_O_PATH)
        return FolderDescriptor(descriptor: try open(path, flags))
    }

    /// Opens a file beneath this folder for reading; never waits for a FIFO's other end.
    package func file(_ path: [UInt8]) throws(SystemError) -> FileDescriptor {
        try open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
    }

    /// The status of a name in this very folder, a link not followed (fstatat).
    package func status(of name: [UInt8]) throws(SystemError) -> FileStatus {
        var status = stat()
        try retrying("read the state of", Self.text(name)) {
            name.withCString { fstatat(descriptor.number, $0, &status, AT_SYMLINK_NOFOLLOW) }
        }
        return FileStatus(status)
    }

    /// The folder's own status.
    package func status() throws(SystemError) -> FileStatus { try FileStatus(of: descriptor) }

    /// What kind of file system it stands on: the magic number of statfs(2).
    package func fileSystemType() throws(SystemError) -> UInt64 {
        var type: UInt64 = 0
        try retrying("statfs") { clinux_file_system_type(descriptor.number, &type) }
        return type
    }

    /// Hands over each name in the folder, in the file system's order (getdents64).
    package func forEachEntry(_ body: (Entry) -> Void) throws(SystemError) {
        // A listing moves the descriptor's position, so that each begins again at the top.
        try retrying("list") { lseek(descriptor.number, 0, SEEK_SET) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 32 << 10, alignment: 8)
        defer { buffer.deallocate() }
        while true {
            let count = try retrying("list") {
                clinux_getdents(descriptor.number, buffer.baseAddress, buffer.count)
            }
            if count == 0 { return }
            Self.parse(UnsafeRawBufferPointer(rebasing: buffer.prefix(count)), body)
        }
    }

    /// All names in the folder.
    package func entries() throws(SystemError) -> [Entry] {
        var entries: [Entry] = []
        try forEachEntry { entries.append($0) }
        return entries
    }

    // linux_dirent64: inode (8 bytes), offset (8), length (2), type (1), name and its NUL.
    private static func parse(_ records: UnsafeRawBufferPointer, _ body: (Entry) -> Void) {
        var offset = 0
        while offset + 19 < records.count {
            let length = Int(records.loadUnaligned(fromByteOffset: offset + 16, as: UInt16.self))
            guard length > 19, offset + length <= records.count else { return }
            let name = [UInt8](records[(offset + 19)..<(offset + length)].prefix { $0 != 0 })
            let isDots = name.count <= 2 && name.allSatisfy { $0 == UInt8(ascii: ".") }
            if !isDots {
                body(Entry(name: name, kind: kind(records[offset + 18])))
            }
            offset += length
        }
    }

    private static func kind(_ type: UInt8) -> FileStatus.Kind? {
        switch Int(type) {
        case Int(DT_UNKNOWN): nil
        case Int(DT_REG): .regular
        case Int(DT_DIR): .folder
        case Int(DT_LNK): .link
        default: .other
        }
    }

    private func open(_ path: [UInt8], _ flags: Int32) throws(SystemError) -> FileDescriptor {
        var folder = descriptor
        var rest = path[...]
        while rest.count > Self.maximumPieceLength {
            let window = rest.prefix(Self.maximumPieceLength)
            guard let slash = window.lastIndex(of: UInt8(ascii: "/")) else {
                throw SystemError("open", Self.text(path), code: ENAMETOOLONG)
            }
            folder = try openPiece(Array(rest[..<slash]), in: folder, CLINUX_O_PATH | O_DIRECTORY)
            rest = rest[(slash + 1)...]
        }
        return try openPiece(Array(rest), in: folder, flags)
    }

    private func openPiece(
        _ path: [UInt8], in folder: FileDescriptor, _ flags: Int32
    ) throws(SystemError) -> FileDescriptor {
        let resolve = CLINUX_RESOLVE_BENEATH | CLINUX_RESOLVE_NO_SYMLINKS | CLINUX_RESOLVE_NO_MAGICLINKS
        do {
            let number = try retrying("open", Self.text(path)) {
                path.withCString {
                    clinux_openat2(folder.number, $0, UInt64(flags | O_CLOEXEC | O_NOFOLLOW), 0, resolve)
                }
            }
            return FileDescriptor(owning: number)
        } catch  where error.code == ENOSYS || error.code == EPERM {
            // A kernel before 5.6, or a sandbox that does not know the call.
            return try walk(path, from: folder, flags)
        }
    }

    /// What openat2 does, part by part (openat with O_NOFOLLOW).
    func walk(_ path: [UInt8], from start: FileDescriptor, _ flags: Int32) throws(SystemError)
        -> FileDescriptor
    {
        var folder = start
        let parts = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map(Array.init)
        for (index, part) in parts.enumerated() {
            guard !part.isEmpty, part != Array(".".utf8), part != Array("..".utf8) else {
                throw SystemError("open", Self.text(path), code: EXDEV)
            }
            let isLast = index == parts.count - 1
            let partFlags = (isLast ? flags : CLINUX_O_PATH | O_DIRECTORY) | O_CLOEXEC | O_NOFOLLOW
            folder = FileDescriptor(
                owning: try retrying("open", Self.text(path)) {
                    part.withCString { openat(folder.number, $0, partFlags) }
                })
        }
        return folder
    }

    private static func text(_ path: [UInt8]) -> String { String(decoding: path, as: UTF8.self) }
}

extension [UInt8] {
    // A name holds no NUL where it comes from the kernel or a checked path; elsewhere it would end there.
    fileprivate func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: count + 1) { buffer in
            for (index, byte) in enumerated() { buffer[index] = CChar(bitPattern: byte) }
            buffer[count] = 0
            return body(buffer.baseAddress!)
        }
    }
}
