internal import PolicyStore
internal import PolicyText

/// Which documents on record were read by other programs than those of today, and how far they have been read anew.
///
/// What is on record says by which programs it was read: several, from the moment a reading begins until it is over.
/// So wherever the daemon is stopped, and whatever is configured then, no text is taken for one that the programs of
/// today made. A mark beside it says up to which path the latest reading has come, so that it is not begun again.
///
/// Only the ingest thread uses it.
struct OutdatedTexts {
    private static let programsKey = "converted_by"
    private static let markKey = "converted_up_to"
    private static let separator: Character = "\u{1E}"

    private let store: Store
    /// Those of today.
    private let programs: String
    /// Those that read what is on record.
    private var known: [String]
    /// The mark is of another reading, by other programs.
    private var isMarkStale = false
    /// Those not read yet.
    private var waiting: [DocumentPath: KnownFile]
    /// The same in order of path, with some that have been read since.
    private var order: ArraySlice<DocumentPath>

    init(_ store: Store, readBy sources: SourceReader) throws {
        self.store = store
        let programs = sources.programs
        self.programs = programs
        known = try store.meta(Self.programsKey).map(Self.parts) ?? []
        waiting = [:]
        order = []
        guard !known.allSatisfy({ $0 == programs }) else { return }
        var last: DocumentPath?
        if let mark = try store.meta(Self.markKey).map(Self.parts) {
            isMarkStale = mark.first != programs
            if !isMarkStale { last = mark.last.flatMap { DocumentPath(text: $0) } }
        }
        for file in try store.knownFiles() where last.map({ $0 < file.path }) ?? true {
            guard known.contains(where: { sources.isRead(file.path, otherwiseThan: $0) }) else { continue }
            waiting[file.path] = file
        }
        order = waiting.keys.sorted()[...]
    }

    /// All on record was read by the programs of today, and the record says so.
    var isOver: Bool { known == [programs] }

    /// The next ones.
    func next(atMost count: Int) -> [KnownFile] {
        Array(order.lazy.compactMap { waiting[$0] }.prefix(count))
    }

    /// Those among some documents.
    func among(_ paths: some Sequence<DocumentPath>) -> [KnownFile] {
        guard !waiting.isEmpty else { return [] }
        return Set(paths).compactMap { waiting[$0] }.sorted { $0.path < $1.path }
    }

    /// Notes in the record, before the first of them, that texts of today's programs come to those that are there.
    mutating func begin() throws {
        if isMarkStale { try store.setMeta(Self.markKey, nil) }
        isMarkStale = false
        guard !known.contains(programs) else { return }
        try store.setMeta(Self.programsKey, Self.joined(known + [programs]))
        known.append(programs)
    }

    /// These have been read; the record says how far this has come.
    mutating func note(_ files: some Sequence<KnownFile>) throws {
        for file in files { waiting[file.path] = nil }
        let done = order.prefix { waiting[$0] == nil }
        if waiting.isEmpty {
            try store.setMeta(Self.programsKey, programs)
            try store.setMeta(Self.markKey, nil)
            known = [programs]
        } else if let last = done.last {
            try store.setMeta(Self.markKey, Self.joined([programs, last.text]))
        }
        order = order.dropFirst(done.count)
    }

    private static func joined(_ parts: [String]) -> String { parts.joined(separator: String(separator)) }

    private static func parts(_ text: String) -> [String] {
        text.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}
