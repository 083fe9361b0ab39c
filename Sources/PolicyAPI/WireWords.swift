extension Wire {
    /// How much a change matters to a reader.
    package enum Significance: String, Codable, CaseIterable, Sendable {
        case low, medium, high
    }

    /// How a version came about.
    package enum VersionEvent: String, Codable, CaseIterable, Sendable {
        case created, modified, renamed, deleted, restored, reparsed
    }

    /// Which side of a comparison a run of words is on.
    package enum EditOperation: String, Codable, CaseIterable, Sendable {
        case equal, delete, insert
    }

    /// What happened to a passage, or to the document whole.
    package enum ChangeOperation: String, Codable, CaseIterable, Sendable {
        case documentAdded = "document_added"
        case documentRemoved = "document_removed"
        case documentRenamed = "document_renamed"
        case added, removed, modified, moved, split, merged
    }

    /// What became of a commitment.
    package enum CommitmentStatus: String, Codable, CaseIterable, Sendable {
        case active, strengthened, weakened, amended, dropped
    }

    /// What a question is about.
    package enum Subject: String, Codable, CaseIterable, Sendable {
        case documents, changes, commitments
    }

    /// The form of a digest.
    package enum DigestFormat: String, Codable, CaseIterable, Sendable {
        case markdown, html, json
    }

    /// What the daemon is doing.
    package enum ServiceState: String, Codable, CaseIterable, Sendable {
        case starting, scanning, watching, polling
        case waitingForFolder = "waiting_for_folder"
        case stopping
    }
}
