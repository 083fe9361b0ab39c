internal import LinuxSystem
internal import PolicyText

/// What in the folder cannot be looked at, by path.
final class FolderProblems {
    /// More are not kept: the first ones tell what is wrong.
    static let maximumCount = 100

    private var byPath: [Name: Problem] = [:]

    var isEmpty: Bool { byPath.isEmpty }

    /// In the order of their paths.
    var list: [Problem] {
        guard !byPath.isEmpty else { return [] }
        return byPath.sorted { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }.map(\.value)
    }

    func note(_ path: [UInt8], _ reason: String, advice: String?) {
        let key = Name(path)
        if var known = byPath[key] {
            known.reason = reason
            known.advice = advice
            byPath[key] = known
        } else if byPath.count < Self.maximumCount {
            let now = Timestamp(milliseconds: FileStatus.clock_ns() / 1_000_000)
            byPath[key] = Problem(path: DocumentPath(bytes: path), reason: reason, advice: advice, since: now)
        }
    }

    func clear(_ path: [UInt8]) {
        if !byPath.isEmpty { byPath[Name(path)] = nil }
    }

    func clear(below path: [UInt8]) {
        guard !byPath.isEmpty else { return }
        let start = path.isEmpty ? [] : path + [UInt8(ascii: "/")]
        byPath = byPath.filter { $0.key.bytes != path && !$0.key.bytes.starts(with: start) }
    }
}
