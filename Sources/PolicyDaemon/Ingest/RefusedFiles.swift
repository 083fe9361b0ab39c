internal import PolicyText

/// Files that could not be read although they hold still, and when to try each again.
///
/// A file that changes is handed over by the watcher anyway; this is for what is mended elsewhere, as by installing
/// the program that reads it.
struct RefusedFiles {
    /// Where trying costs next to nothing, it is tried this often; else it takes twice as long each time.
    private static let shortest: Duration = .seconds(30)
    private static let longest: Duration = .seconds(3600)

    private var byPath: [DocumentPath: (next: ContinuousClock.Instant, delay: Duration)] = [:]

    /// When to try next.
    var next: ContinuousClock.Instant? { byPath.values.lazy.map(\.next).min() }

    mutating func note(_ path: DocumentPath, isCheap: Bool) {
        let known = byPath[path]?.delay
        let delay = isCheap ? Self.shortest : min(known.map { $0 * 2 } ?? Self.shortest, Self.longest)
        byPath[path] = (.now + delay, delay)
    }

    mutating func clear(_ path: DocumentPath) {
        if !byPath.isEmpty { byPath[path] = nil }
    }

    /// Those whose time has come.
    func due(at now: ContinuousClock.Instant) -> [DocumentPath] {
        byPath.filter { $0.value.next <= now }.keys.sorted()
    }
}
