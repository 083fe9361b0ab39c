package import PolicyText

/// A version as the ingester hands it over: what was read, what it says, what changed.
package struct IngestedVersion: Sendable {
    /// Where the document stands now.
    package var path: DocumentPath
    package var event: VersionEvent
    /// Where it stood before, for a rename.
    package var renamedFrom: DocumentPath?
    /// The document on record, where the caller knows it; else it is found by `renamedFrom` or `path`.
    package var document: Int64?
    /// Nil where the document is gone.
    package var source: IngestedSource?
    /// What the source says; nil where the document is gone.
    package var outline: Outline?
    /// The file's own modification time.
    package var modified: Timestamp?
    package var ingested: Timestamp
    package var signature: FileSignature
    package var changes: [Change]
    /// What became of each commitment that was open; nil leaves the register as it is.
    package var commitmentSteps: [CommitmentStep]?

    package init(
        path: DocumentPath, event: VersionEvent, renamedFrom: DocumentPath? = nil, document: Int64? = nil,
        source: IngestedSource? = nil, outline: Outline? = nil, modified: Timestamp? = nil,
        ingested: Timestamp,
        signature: FileSignature = FileSignature(), changes: [Change] = [],
        commitmentSteps: [CommitmentStep]? = nil
    ) {
        self.path = path
        self.event = event
        self.renamedFrom = renamedFrom
        self.document = document
        self.source = source
        self.outline = outline
        self.modified = modified
        self.ingested = ingested
        self.signature = signature
        self.changes = changes
        self.commitmentSteps = commitmentSteps
    }
}

/// The bytes of a file and how they were read.
package struct IngestedSource: Sendable {
    package var bytes: [UInt8]
    /// SHA-256 of `bytes`: 32 bytes.
    package var sha256: [UInt8]
    /// How the text was decoded, as `TextEncoding` names it.
    package var encoding: String
    /// How the text was parsed: `DocumentFormat`, or the kind of file it was converted from.
    package var format: String
    /// The version of the parser and of the converter that read it.
    package var parser: Int
    /// The outline's text, encoded again, gives `bytes`: then they are not kept a second time.
    package var isText: Bool

    package init(
        bytes: [UInt8], sha256: [UInt8], encoding: String, format: String, parser: Int = 1, isText: Bool
    ) {
        self.bytes = bytes
        self.sha256 = sha256
        self.encoding = encoding
        self.format = format
        self.parser = parser
        self.isText = isText
    }
}

/// What tells without reading it that a file is as it was.
package struct FileSignature: Hashable, Sendable {
    package var device: Int64
    package var inode: Int64
    package var size_bytes: Int64
    package var modified_ns: Int64
    package var changed_ns: Int64

    package init(
        device: Int64 = 0, inode: Int64 = 0, size_bytes: Int64 = 0, modified_ns: Int64 = 0,
        changed_ns: Int64 = 0
    ) {
        self.device = device
        self.inode = inode
        self.size_bytes = size_bytes
        self.modified_ns = modified_ns
        self.changed_ns = changed_ns
    }
}

/// What recording a version brought.
package struct RecordedVersion: Hashable, Sendable {
    package var document: Int64
    package var id: Int64
    package var number: Int
    /// The earlier version whose content this one goes back to.
    package var returnsTo: Int?
    /// As many as the ingested version had, in the same order.
    package var changes: Range<Int64>
}
