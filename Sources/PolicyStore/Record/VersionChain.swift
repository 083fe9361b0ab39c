internal import LinuxSystem
internal import PolicyText

/// What is hashed into a version's chain hash: everything of its row, its names, its text and its changes.
struct VersionChain {
    /// The chain hash before the first version.
    static let origin = [UInt8](repeating: 0, count: SHA256.size)

    private var hash = SHA256()
    // Small fields are gathered, as the hash is fastest on whole blocks.
    private var pending: [UInt8] = []

    init(after previous: [UInt8], row: VersionRow) {
        pending.reserveCapacity(1024)
        pending += previous
        pending += "policyd version 1\n".utf8
        add(row)
    }

    private mutating func add(_ row: VersionRow) {
        add(row.id)
        add(row.document)
        add(row.number)
        add(row.event.rawValue)
        add(row.comparedNumber)
        add(row.returnsTo ?? 0)
        add(row.renamedFrom)
        add(row.path)
        add(row.title)
        add(row.language.rawValue)
        add(row.sha256.map { SHA256.hexadecimal($0) })
        add(row.size_bytes ?? -1)
        add(row.reading?.encoding)
        add(row.reading?.format)
        add(row.reading?.parser ?? 0)
        add(row.passages)
        add(row.modified?.milliseconds ?? .min)
        add(row.ingested.milliseconds)
        add(row.textHash.map { SHA256.hexadecimal($0) })
    }

    mutating func add(_ change: Change) {
        add(change.operation.rawValue)
        add(change.kinds.map(\.rawValue))
        add(change.significance.rawValue)
        add(change.summary)
        add(change.reasons)
        add(change.section)
        add(change.line)
        add(change.before)
        add(change.after)
        add(change.edits.count)
        for edit in change.edits {
            add(edit.operation.rawValue)
            add(edit.text)
        }
        add(change.elsewhere?.text)
    }

    consuming func finish() -> [UInt8] {
        hash.update(pending)
        return hash.finish()
    }

    private mutating func add(_ number: Int) { add(Int64(number)) }

    private mutating func add(_ number: Int64) {
        withUnsafeBytes(of: number.bigEndian) { pending.append(contentsOf: $0) }
    }

    /// A text is preceded by its length, a missing one by -1, so that no two rows are hashed alike.
    private mutating func add(_ text: String?) {
        guard let text else { return add(-1) }
        add(text.utf8.count)
        pending.append(contentsOf: text.utf8)
        if pending.count > 1 << 14 {
            hash.update(pending)
            pending.removeAll(keepingCapacity: true)
        }
    }

    private mutating func add(_ texts: [String]) {
        add(texts.count)
        for text in texts { add(text) }
    }
}

/// A version's row, with the names it goes by.
struct VersionRow {
    var id: Int64
    var document: Int64
    var number: Int
    var event: VersionEvent
    /// The version that the changes lead from; 0 where there is none.
    var comparedNumber: Int
    var returnsTo: Int?
    var renamedFrom: String?
    var path: String
    var title: String?
    var language: Language
    var sha256: [UInt8]?
    var size_bytes: Int?
    var reading: Reading?
    /// Where the source bytes are kept whole.
    var source: Int64?
    var passages: Int
    var modified: Timestamp?
    var ingested: Timestamp
    var lastChange: Int64
    var chain: [UInt8]
    /// SHA-256 of the text where the source is not it; not on record, made again from the passages.
    var textHash: [UInt8]?
}

/// How a source was read.
struct Reading: Hashable {
    var encoding: String
    var format: String
    var parser: Int
}
