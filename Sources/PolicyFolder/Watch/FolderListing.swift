internal import Glibc
internal import LinuxSystem

/// What a folder holds, as far as it concerns the watcher; the states of its files are asked for in parts, which
/// several threads may share.
struct FolderListing {
    /// Files of one part: a state takes some microseconds, so that a part is worth a thread's attention.
    private static let partSize = 64

    typealias Part = SharedWork<Result<[(name: Name, status: FileStatus)], SystemError>>

    private(set) var folders: [Name] = []
    private(set) var files: [Part] = []

    /// Lists a folder; asks for the states with `helper`, or when they are wanted.
    init(
        of folder: FolderDescriptor, _ path: [UInt8], by filter: DocumentFilter, with helper: WorkHelper?
    ) throws(SystemError) {
        var names: [Name] = []
        for entry in try folder.entries() {
            let entryPath = { path.isEmpty ? entry.name : path + [UInt8(ascii: "/")] + entry.name }
            switch try Self.kind(of: entry, in: folder) {
            case .regular where filter.includesFile(named: entry.name, path: entryPath()):
                names.append(Name(entry.name))
            case .folder where filter.includesFolder(named: entry.name, path: entryPath()):
                folders.append(Name(entry.name))
            default: continue
            }
        }
        for start in stride(from: 0, to: names.count, by: Self.partSize) {
            let part = names[start..<min(start + Self.partSize, names.count)]
            let states = Part { Self.states(of: part, in: folder) }
            helper?.take(states)
            files.append(states)
        }
    }

    private static func states(
        of names: ArraySlice<Name>, in folder: FolderDescriptor
    ) -> Result<[(name: Name, status: FileStatus)], SystemError> {
        Result { () throws(SystemError) in
            var found: [(name: Name, status: FileStatus)] = []
            found.reserveCapacity(names.count)
            for name in names {
                let status = try unlessMissing { () throws(SystemError) in try folder.status(of: name.bytes) }
                if let status, status.kind == .regular { found.append((name, status)) }
            }
            return found
        }
    }

    private static func kind(
        of entry: FolderDescriptor.Entry, in folder: FolderDescriptor
    ) throws(SystemError) -> FileStatus.Kind? {
        if let kind = entry.kind { return kind }
        return try unlessMissing { () throws(SystemError) in try folder.status(of: entry.name).kind }
    }

    private static func unlessMissing<Value>(
        _ call: () throws(SystemError) -> Value
    ) throws(SystemError) -> Value? {
        do {
            return try call()
        } catch  where error.code == ENOENT {
            return nil
        }
    }
}
