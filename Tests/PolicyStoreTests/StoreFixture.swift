import LinuxSystem
import PolicyText
import TestSupport
import Testing

@testable import PolicyStore

/// A store in a folder of its own, and a clock that goes a second a version.
final class StoreFixture {
    let folder: TemporaryFolder
    let store: Store
    var now = Timestamp(milliseconds: 1_800_000_000_000)

    init() throws {
        folder = try TemporaryFolder()
        store = try Store(path: folder.path("policyd.db"))
    }

    var path: String { folder.path("policyd.db") }

    func reader() throws -> StoreReader { try StoreReader(path: path) }

    /// Records a version of a text, in a transaction of its own.
    @discardableResult
    func record(
        _ name: String, _ text: String, event: VersionEvent = .created, encoding: TextEncoding = .utf8,
        renamedFrom: String? = nil, changes: [Change] = [], steps: [CommitmentStep]? = nil
    ) throws -> RecordedVersion {
        try store.transaction {
            try store.record(
                entry(
                    name, text, event: event, encoding: encoding, renamedFrom: renamedFrom, changes: changes,
                    steps: steps))
        }
    }

    func entry(
        _ name: String, _ text: String, event: VersionEvent, encoding: TextEncoding = .utf8,
        renamedFrom: String? = nil, changes: [Change] = [], steps: [CommitmentStep]? = nil
    ) throws -> IngestedVersion {
        now.milliseconds += 1000
        let bytes = encoding.encode(text) ?? Array(text.utf8)
        let source = IngestedSource(
            bytes: bytes, sha256: SHA256.hash(of: bytes), encoding: encoding.rawValue, format: "markdown",
            isText: encoding.encode(text) != nil)
        return IngestedVersion(
            path: try #require(DocumentPath(text: name)), event: event,
            renamedFrom: renamedFrom.flatMap { DocumentPath(text: $0) }, source: source,
            outline: SimpleOutline.outline(of: text), modified: now, ingested: now,
            signature: FileSignature(device: 1, inode: 2, size_bytes: Int64(bytes.count)), changes: changes,
            commitmentSteps: steps)
    }

    @discardableResult
    func delete(_ name: String) throws -> RecordedVersion {
        now.milliseconds += 1000
        let entry = IngestedVersion(
            path: try #require(DocumentPath(text: name)), event: .deleted, ingested: now)
        return try store.transaction { try store.record(entry) }
    }

    func path(_ name: String) throws -> DocumentPath { try #require(DocumentPath(text: name)) }
}

/// A parser of a few rules, so that what the store is tested with is plain: a block of lines is a passage, one that
/// begins with `#` a heading.
enum SimpleOutline {
    static func outline(of text: String) -> Outline {
        let bytes = Array(text.utf8)
        var passages: [Passage] = []
        var headings: [(level: Int, index: Int)] = []
        var line = 1
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 10) ?? bytes.count
            if end > start {
                let isHeading = bytes[start] == UInt8(ascii: "#")
                let marker = isHeading ? bytes[start..<end].prefix { $0 == UInt8(ascii: "#") }.count : 0
                let from = min(end, start + (isHeading ? marker + 1 : 0))
                while let last = headings.last, isHeading, last.level >= marker {
                    headings.removeLast(1); _ = last
                }
                let words = String(decoding: bytes[from..<end], as: UTF8.self)
                if !words.isEmpty {
                    passages.append(
                        Passage(
                            kind: isHeading ? .heading : .paragraph, level: marker, text: words,
                            range: from..<end, line: line, heading: headings.last?.index,
                            language: words.utf8.contains(0xC3) ? .french : .english,
                            sentences: [0..<words.utf8.count]))
                    if isHeading { headings.append((marker, passages.count - 1)) }
                }
            }
            line += 1
            start = end + 1
        }
        let title = passages.first { $0.kind == .heading }?.text
        return Outline(text: text, title: title, language: .english, passages: passages)
    }
}
