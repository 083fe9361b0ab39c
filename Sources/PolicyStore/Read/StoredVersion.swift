private import LinuxSystem
package import PolicyText

/// A version with what is needed to read it.
package struct StoredVersion {
    let row: VersionRow
    /// What stands before the first passage.
    let leading: String
    /// The line on which the first passage begins.
    let firstLine: Int

    /// Its document on record, whatever path that has.
    package var document: Int64 { row.document }
    /// Ascending over the whole record.
    package var id: Int64 { row.id }
    /// Where the document stood then.
    package var path: DocumentPath {
        // Only well-formed paths are recorded.
        DocumentPath(text: row.path) ?? DocumentPath(text: "?")!
    }
    package var number: Int { row.number }
    package var event: VersionEvent { row.event }
    package var isDeleted: Bool { row.event == .deleted }
    package var title: String? { row.title }
    package var language: Language { row.language }
    /// 32 bytes; nil where the document was gone.
    package var sha256: [UInt8]? { row.sha256 }
    package var encoding: String? { row.reading?.encoding }
    package var format: String? { row.reading?.format }
    /// The version of the parser that read it.
    package var parser: Int? { row.reading?.parser }
    /// The version's text, encoded again, is its source.
    package var isText: Bool { row.source == nil }
    package var passages: Int { row.passages }
    /// The version that its changes lead from; 0 where there is none.
    package var comparedNumber: Int { row.comparedNumber }
    package var chain: [UInt8] { row.chain }

    /// The version as the model has it.
    package var version: Version {
        Version(
            number: row.number, event: row.event, returnsTo: row.returnsTo,
            sha256: row.sha256.map { SHA256.hexadecimal($0) }, size: row.size_bytes, modified: row.modified,
            ingested: row.ingested, renamedFrom: row.renamedFrom.flatMap { DocumentPath(text: $0) })
    }

    /// Reads the columns of the view `version_row`.
    init(_ row: Row) throws {
        var reading: Reading?
        if let encoding = row.optionalText(12) {
            reading = Reading(encoding: encoding, format: row.text(13), parser: row.int(14))
        }
        self.row = VersionRow(
            id: row.int64(0), document: row.int64(1), number: row.int(2),
            event: try VersionEvent(code: row.int(3)), comparedNumber: row.int(4),
            returnsTo: row.optionalInt(5),
            renamedFrom: row.optionalText(6), path: row.text(7), title: row.optionalText(8),
            language: try Language(code: row.int(9)), sha256: row.optionalBlob(10),
            size_bytes: row.optionalInt(11), reading: reading, source: row.optionalInt64(15),
            passages: row.int(16), modified: row.optionalInt64(17).map { Timestamp(milliseconds: $0) },
            ingested: Timestamp(milliseconds: row.int64(18)), lastChange: row.int64(19), chain: row.blob(20))
        firstLine = row.int(21)
        leading = row.text(22)
    }
}

/// A file as it was when it was last read.
package struct KnownFile: Hashable, Sendable {
    package var document: Int64
    package var path: DocumentPath
    package var signature: FileSignature
}

/// A document that stands near another.
package struct Neighbour: Sendable {
    package var path: DocumentPath
    package var language: Language
    package var passages: Int

    /// Reads a path, a language and a count of passages; nil where the path is none.
    init?(_ row: Row) throws {
        guard let path = DocumentPath(text: row.text(0)) else { return nil }
        self.path = path
        language = try Language(code: row.int(1))
        passages = row.int(2)
    }
}
