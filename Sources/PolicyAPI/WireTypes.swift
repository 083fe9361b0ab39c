/// The types of `org.policyd`, with exactly its names; what each field means is told there, once.
///
/// They are apart from the model of the same names: the model is free to change because no wire format is made of it.
package enum Wire {}

extension Wire {
    /// The latest version of a document.
    package struct Document: Codable, Hashable, Sendable {
        package var path: String
        package var title: String?
        package var language: String
        package var version: Int
        package var deleted: Bool
        package var sha256: String
        package var size: Int
        package var passages: Int
        package var ingested: String

        package init(
            path: String, title: String? = nil, language: String, version: Int, deleted: Bool, sha256: String,
            size: Int, passages: Int, ingested: String
        ) {
            self.path = path
            self.title = title
            self.language = language
            self.version = version
            self.deleted = deleted
            self.sha256 = sha256
            self.size = size
            self.passages = passages
            self.ingested = ingested
        }
    }

    /// One version of a document.
    package struct Version: Codable, Hashable, Sendable {
        package var number: Int
        package var event: VersionEvent
        package var returnsTo: Int?
        package var sha256: String?
        package var size: Int?
        package var modified: String?
        package var ingested: String
        package var renamedFrom: String?

        package init(
            number: Int, event: VersionEvent, returnsTo: Int? = nil, sha256: String? = nil, size: Int? = nil,
            modified: String? = nil, ingested: String, renamedFrom: String? = nil
        ) {
            self.number = number
            self.event = event
            self.returnsTo = returnsTo
            self.sha256 = sha256
            self.size = size
            self.modified = modified
            self.ingested = ingested
            self.renamedFrom = renamedFrom
        }

        private enum CodingKeys: String, CodingKey {
            case number, event
            case returnsTo = "returns_to"
            case sha256, size, modified, ingested
            case renamedFrom = "renamed_from"
        }
    }

    /// A run of a word-level comparison.
    package struct Edit: Codable, Hashable, Sendable {
        package var operation: EditOperation
        package var text: String

        package init(operation: EditOperation, text: String) {
            self.operation = operation
            self.text = text
        }
    }

    /// What one version did to one passage, and what it means.
    package struct Change: Codable, Hashable, Sendable {
        package var id: Int
        package var path: String
        package var fromVersion: Int
        package var toVersion: Int
        package var time: String
        package var operation: ChangeOperation
        package var kinds: [String]
        package var significance: Significance
        package var summary: String
        package var reasons: [String]
        package var section: [String]
        package var line: Int
        package var before: String?
        package var after: String?
        package var edits: [Edit]
        package var elsewhere: String?
        package var counterpart: Int?

        package init(
            id: Int, path: String, fromVersion: Int, toVersion: Int, time: String, operation: ChangeOperation,
            kinds: [String], significance: Significance, summary: String, reasons: [String],
            section: [String], line: Int, before: String? = nil, after: String? = nil, edits: [Edit],
            elsewhere: String? = nil, counterpart: Int? = nil
        ) {
            self.id = id
            self.path = path
            self.fromVersion = fromVersion
            self.toVersion = toVersion
            self.time = time
            self.operation = operation
            self.kinds = kinds
            self.significance = significance
            self.summary = summary
            self.reasons = reasons
            self.section = section
            self.line = line
            self.before = before
            self.after = after
            self.edits = edits
            self.elsewhere = elsewhere
            self.counterpart = counterpart
        }

        private enum CodingKeys: String, CodingKey {
            case id, path
            case fromVersion = "from_version"
            case toVersion = "to_version"
            case time, operation, kinds, significance, summary, reasons, section, line, before, after, edits,
                elsewhere, counterpart
        }
    }

    /// A sentence that answers a question, with where it stands.
    package struct Answer: Codable, Hashable, Sendable {
        package var path: String
        package var version: Int
        package var section: [String]
        package var line: Int
        package var language: String
        package var passage: String
        package var sentence: String
        package var answer: String?
        package var confidence: Double
        package var ingested: String?

        package init(
            path: String, version: Int, section: [String], line: Int, language: String, passage: String,
            sentence: String, answer: String? = nil, confidence: Double, ingested: String? = nil
        ) {
            self.path = path
            self.version = version
            self.section = section
            self.line = line
            self.language = language
            self.passage = passage
            self.sentence = sentence
            self.answer = answer
            self.confidence = confidence
            self.ingested = ingested
        }
    }

    /// A passage that a search found.
    package struct Passage: Codable, Hashable, Sendable {
        package var path: String
        package var version: Int
        package var section: [String]
        package var line: Int
        package var language: String
        package var text: String
        package var score: Double

        package init(
            path: String, version: Int, section: [String], line: Int, language: String, text: String,
            score: Double
        ) {
            self.path = path
            self.version = version
            self.section = section
            self.line = line
            self.language = language
            self.text = text
            self.score = score
        }
    }

    /// What a document undertakes, with its state in the register.
    package struct Commitment: Codable, Hashable, Sendable {
        package var id: Int
        package var path: String
        package var section: [String]
        package var line: Int
        package var language: String
        package var text: String
        package var actor: String?
        package var cue: String?
        package var strength: Int
        package var period: String?
        package var due: String?
        package var amount: String?
        package var partners: [String]
        package var status: CommitmentStatus
        package var sinceVersion: Int
        package var since: String
        package var until: String?
        package var reported: Bool?

        package init(
            id: Int, path: String, section: [String], line: Int, language: String, text: String,
            actor: String? = nil, cue: String? = nil, strength: Int, period: String? = nil,
            due: String? = nil, amount: String? = nil, partners: [String], status: CommitmentStatus,
            sinceVersion: Int, since: String, until: String? = nil, reported: Bool? = nil
        ) {
            self.id = id
            self.path = path
            self.section = section
            self.line = line
            self.language = language
            self.text = text
            self.actor = actor
            self.cue = cue
            self.strength = strength
            self.period = period
            self.due = due
            self.amount = amount
            self.partners = partners
            self.status = status
            self.sinceVersion = sinceVersion
            self.since = since
            self.until = until
            self.reported = reported
        }

        private enum CodingKeys: String, CodingKey {
            case id, path, section, line, language, text, actor, cue, strength, period, due, amount, partners,
                status
            case sinceVersion = "since_version"
            case since, until, reported
        }
    }

    /// Something the daemon could not do, and what to do about it.
    package struct Problem: Codable, Hashable, Sendable {
        package var path: String?
        package var reason: String
        package var advice: String?
        package var since: String

        package init(path: String? = nil, reason: String, advice: String? = nil, since: String) {
            self.path = path
            self.reason = reason
            self.advice = advice
            self.since = since
        }
    }

    /// A passage with the version that brought it in.
    package struct BlamedPassage: Codable, Hashable, Sendable {
        package var line: Int
        package var text: String
        package var sinceVersion: Int
        package var since: String

        package init(line: Int, text: String, sinceVersion: Int, since: String) {
            self.line = line
            self.text = text
            self.sinceVersion = sinceVersion
            self.since = since
        }

        private enum CodingKeys: String, CodingKey {
            case line, text
            case sinceVersion = "since_version"
            case since
        }
    }
}
