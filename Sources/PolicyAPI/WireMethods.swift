/// A method of `org.policyd`: its name, what it takes and what it gives.
package protocol PolicyMethod {
    associatedtype Parameters: Codable, Hashable, Sendable
    associatedtype Reply: Codable, Hashable, Sendable

    /// The full name, as on the wire.
    static var name: String { get }
}

extension Wire {
    /// A question in plain words.
    package enum Ask: PolicyMethod {
        package static let name = PolicyInterface.name + ".Ask"

        package struct Parameters: Codable, Hashable, Sendable {
            package var question: String
            package var limit: Int?
            package var asOf: String?
            package var path: String?

            package init(question: String, limit: Int? = nil, asOf: String? = nil, path: String? = nil) {
                self.question = question
                self.limit = limit
                self.asOf = asOf
                self.path = path
            }

            private enum CodingKeys: String, CodingKey {
                case question, limit
                case asOf = "as_of"
                case path
            }
        }

        package struct Reply: Codable, Hashable, Sendable {
            package var answered: Bool
            package var about: Subject
            package var answers: [Answer]
            package var changes: [Change]
            package var commitments: [Commitment]

            package init(
                answered: Bool, about: Subject, answers: [Answer], changes: [Change],
                commitments: [Commitment]
            ) {
                self.answered = answered
                self.about = about
                self.answers = answers
                self.changes = changes
                self.commitments = commitments
            }
        }
    }

    /// Full-text search.
    package enum Search: PolicyMethod {
        package static let name = PolicyInterface.name + ".Search"

        package struct Parameters: Codable, Hashable, Sendable {
            package var query: String
            package var limit: Int?
            package var asOf: String?
            package var path: String?

            package init(query: String, limit: Int? = nil, asOf: String? = nil, path: String? = nil) {
                self.query = query
                self.limit = limit
                self.asOf = asOf
                self.path = path
            }

            private enum CodingKeys: String, CodingKey {
                case query, limit
                case asOf = "as_of"
                case path
            }
        }

        package struct Reply: Codable, Hashable, Sendable {
            package var passages: [Passage]

            package init(passages: [Passage]) {
                self.passages = passages
            }
        }
    }

    /// The documents.
    package enum List: PolicyMethod {
        package static let name = PolicyInterface.name + ".List"

        package struct Parameters: Codable, Hashable, Sendable {
            package var deleted: Bool?
            package var asOf: String?

            package init(deleted: Bool? = nil, asOf: String? = nil) {
                self.deleted = deleted
                self.asOf = asOf
            }

            private enum CodingKeys: String, CodingKey {
                case deleted
                case asOf = "as_of"
            }
        }

        package struct Reply: Codable, Hashable, Sendable {
            package var documents: [Document]

            package init(documents: [Document]) {
                self.documents = documents
            }
        }
    }

    /// The versions of a document.
    package enum History: PolicyMethod {
        package static let name = PolicyInterface.name + ".History"

        package struct Parameters: Codable, Hashable, Sendable {
            package var path: String

            package init(path: String) {
                self.path = path
            }
        }

        package struct Reply: Codable, Hashable, Sendable {
            package var versions: [Version]

            package init(versions: [Version]) {
                self.versions = versions
            }
        }
    }

    /// The text of a version.
    package enum Show: PolicyMethod {
        package static let name = PolicyInterface.name + ".Show"

        package struct Parameters: Codable, Hashable, Sendable {
            package var path: String
            package var version: Int?
            package var asOf: String?
            package var source: Bool?

            package init(path: String, version: Int? = nil, asOf: String? = nil, source: Bool? = nil) {
                self.path = path
                self.version = version
                self.asOf = asOf
                self.source = source
            }

            private enum CodingKeys: String, CodingKey {
                case path, version
                case asOf = "as_of"
                case source
            }
        }

        package struct Reply: Codable, Hashable, Sendable {
            package var path: String
            package var version: Int
            package var sha256: String
            package var text: String
            package var source: String?

            package init(path: String, version: Int, sha256: String, text: String, source: String? = nil) {
                self.path = path
                self.version = version
                self.sha256 = sha256
                self.text = text
                self.source = source
            }
        }
    }

    /// The changes between two versions.
    package enum Diff: PolicyMethod {
        package static let name = PolicyInterface.name + ".Diff"

        package struct Parameters: Codable, Hashable, Sendable {
            package var path: String
            package var from: Int?
            package var to: Int?

            package init(path: String, from: Int? = nil, to: Int? = nil) {
                self.path = path
                self.from = from
                self.to = to
            }
        }

        package struct Reply: Codable, Hashable, Sendable {
            package var changes: [Change]

            package init(changes: [Change]) {
                self.changes = changes
            }
        }
    }

    /// Each passage with the version that brought it in.
    package enum Blame: PolicyMethod {
        package static let name = PolicyInterface.name + ".Blame"

        package struct Parameters: Codable, Hashable, Sendable {
            package var path: String
            package var version: Int?

            package init(path: String, version: Int? = nil) {
                self.path = path
                self.version = version
            }
        }

        package struct Reply: Codable, Hashable, Sendable {
            package var passages: [BlamedPassage]

            package init(passages: [BlamedPassage]) {
                self.passages = passages
            }
        }
    }

    /// Changes in order of ingestion.
    package enum Changes: PolicyMethod {
        package static let name = PolicyInterface.name + ".Changes"

        package struct Parameters: Codable, Hashable, Sendable {
            package var after: Int?
            package var since: String?
            package var until: String?
            package var path: String?
            package var significance: Significance?
            package var limit: Int?

            package init(
                after: Int? = nil, since: String? = nil, until: String? = nil, path: String? = nil,
                significance: Significance? = nil, limit: Int? = nil
            ) {
                self.after = after
                self.since = since
                self.until = until
                self.path = path
                self.significance = significance
                self.limit = limit
            }
        }

        package struct Reply: Codable, Hashable, Sendable {
            package var changes: [Change]

            package init(changes: [Change]) {
                self.changes = changes
            }
        }
    }

    /// A day's digest.
    package enum Digest: PolicyMethod {
        package static let name = PolicyInterface.name + ".Digest"

        package struct Parameters: Codable, Hashable, Sendable {
            package var date: String?
            package var format: DigestFormat?

            package init(date: String? = nil, format: DigestFormat? = nil) {
                self.date = date
                self.format = format
            }
        }

        package struct Reply: Codable, Hashable, Sendable {
            package var date: String
            package var content: String

            package init(date: String, content: String) {
                self.date = date
                self.content = content
            }
        }
    }

    /// The register of commitments.
    package enum Commitments: PolicyMethod {
        package static let name = PolicyInterface.name + ".Commitments"

        package struct Parameters: Codable, Hashable, Sendable {
            package var path: String?
            package var dueBefore: String?
            package var includeDropped: Bool?
            package var asOf: String?

            package init(
                path: String? = nil, dueBefore: String? = nil, includeDropped: Bool? = nil,
                asOf: String? = nil
            ) {
                self.path = path
                self.dueBefore = dueBefore
                self.includeDropped = includeDropped
                self.asOf = asOf
            }

            private enum CodingKeys: String, CodingKey {
                case path
                case dueBefore = "due_before"
                case includeDropped = "include_dropped"
                case asOf = "as_of"
            }
        }

        package struct Reply: Codable, Hashable, Sendable {
            package var commitments: [Commitment]

            package init(commitments: [Commitment]) {
                self.commitments = commitments
            }
        }
    }

    /// Each change as it is durable.
    package enum Follow: PolicyMethod {
        package static let name = PolicyInterface.name + ".Follow"

        package struct Parameters: Codable, Hashable, Sendable {
            package var after: Int?
            package var significance: Significance?

            package init(after: Int? = nil, significance: Significance? = nil) {
                self.after = after
                self.significance = significance
            }
        }

        package struct Reply: Codable, Hashable, Sendable {
            package var change: Change

            package init(change: Change) {
                self.change = change
            }
        }
    }

    /// Waits until what was on disk is ingested and durable.
    package enum Sync: PolicyMethod {
        package static let name = PolicyInterface.name + ".Sync"

        package struct Parameters: Codable, Hashable, Sendable {
            package var timeoutSeconds: Double?

            package init(timeoutSeconds: Double? = nil) {
                self.timeoutSeconds = timeoutSeconds
            }

            private enum CodingKeys: String, CodingKey {
                case timeoutSeconds = "timeout_seconds"
            }
        }

        package struct Reply: Codable, Hashable, Sendable {
            package var cursor: Int

            package init(cursor: Int) {
                self.cursor = cursor
            }
        }
    }

    /// What the daemon is doing.
    package enum Status: PolicyMethod {
        package static let name = PolicyInterface.name + ".Status"

        package struct Parameters: Codable, Hashable, Sendable {
            package init() {}
        }

        package struct Reply: Codable, Hashable, Sendable {
            package var version: String
            package var folder: String
            package var state: ServiceState
            package var documents: Int
            package var versions: Int
            package var passages: Int
            package var changes: Int
            package var pending: Int
            package var databaseBytes: Int
            package var started: String
            package var lastScan: String?
            package var repaired: Int
            package var head: String?
            package var problems: [Problem]

            package init(
                version: String, folder: String, state: ServiceState, documents: Int, versions: Int,
                passages: Int, changes: Int, pending: Int, databaseBytes: Int, started: String,
                lastScan: String? = nil, repaired: Int, head: String? = nil, problems: [Problem]
            ) {
                self.version = version
                self.folder = folder
                self.state = state
                self.documents = documents
                self.versions = versions
                self.passages = passages
                self.changes = changes
                self.pending = pending
                self.databaseBytes = databaseBytes
                self.started = started
                self.lastScan = lastScan
                self.repaired = repaired
                self.head = head
                self.problems = problems
            }

            private enum CodingKeys: String, CodingKey {
                case version, folder, state, documents, versions, passages, changes, pending
                case databaseBytes = "database_bytes"
                case started
                case lastScan = "last_scan"
                case repaired, head, problems
            }
        }
    }

    /// Reads every file again.
    package enum Rescan: PolicyMethod {
        package static let name = PolicyInterface.name + ".Rescan"

        package struct Parameters: Codable, Hashable, Sendable {
            package init() {}
        }

        package struct Reply: Codable, Hashable, Sendable {
            package init() {}
        }
    }

    /// Reads the configuration again.
    package enum Reload: PolicyMethod {
        package static let name = PolicyInterface.name + ".Reload"

        package struct Parameters: Codable, Hashable, Sendable {
            package init() {}
        }

        package struct Reply: Codable, Hashable, Sendable {
            package init() {}
        }
    }

    /// Recomputes every stored hash.
    package enum Verify: PolicyMethod {
        package static let name = PolicyInterface.name + ".Verify"

        package struct Parameters: Codable, Hashable, Sendable {
            package init() {}
        }

        package struct Reply: Codable, Hashable, Sendable {
            package var documents: Int
            package var versions: Int
            package var passages: Int
            package var problems: [Problem]

            package init(documents: Int, versions: Int, passages: Int, problems: [Problem]) {
                self.documents = documents
                self.versions = versions
                self.passages = passages
                self.problems = problems
            }
        }
    }

    /// A consistent copy of the database.
    package enum Backup: PolicyMethod {
        package static let name = PolicyInterface.name + ".Backup"

        package struct Parameters: Codable, Hashable, Sendable {
            package var name: String?

            package init(name: String? = nil) {
                self.name = name
            }
        }

        package struct Reply: Codable, Hashable, Sendable {
            package var path: String
            package var bytes: Int

            package init(path: String, bytes: Int) {
                self.path = path
                self.bytes = bytes
            }
        }
    }
}
