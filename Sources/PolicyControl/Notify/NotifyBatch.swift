internal import PolicyAPI
internal import Varlink

/// What one run of a program is given: changes, or the digest of a day.
struct NotifyBatch: Sendable {
    enum Content: Sendable {
        case changes([Wire.Change])
        case digest(date: String, markdown: String, html: String)
    }

    let machine: String
    let source: String
    let content: Content

    /// As JSON, on standard input.
    func json() throws -> [UInt8] {
        switch content {
        case .changes(let changes):
            try JSONWriter.bytes(
                of: Changes(machine: machine, source: source, changes: changes)) + [0x0A]
        case .digest(let date, let markdown, let html):
            try JSONWriter.bytes(
                of: Digest(machine: machine, source: source, date: date, markdown: markdown, html: html))
                + [0x0A]
        }
    }

    /// The gist, for a program that needs no more.
    var environment: [String] {
        let common = ["POLICYD_MACHINE=" + machine, "POLICYD_SOURCE=" + source]
        switch content {
        case .changes(let changes):
            let documents = Set(changes.map(\.path)).count
            let heaviest = changes.max { weight($0) < weight($1) }
            let count = Phrases.count(changes.count, "change") + " in " + Phrases.count(documents, "document")
            let summary = heaviest.map { "\(count): \($0.path): \($0.summary)" } ?? count
            return common + [
                "POLICYD_KIND=changes", "POLICYD_CHANGES=\(changes.count)", "POLICYD_DOCUMENTS=\(documents)",
                "POLICYD_CURSOR=\(changes.last?.id ?? 0)",
                "POLICYD_SIGNIFICANCE=" + (heaviest?.significance.rawValue ?? "low"),
                "POLICYD_SUMMARY=" + SafeText.line(summary),
            ]
        case .digest(let date, _, _):
            return common + [
                "POLICYD_KIND=digest", "POLICYD_DATE=" + date, "POLICYD_SUMMARY=Changes of \(date)",
            ]
        }
    }

    private func weight(_ change: Wire.Change) -> Int {
        switch change.significance {
        case .low: 0
        case .medium: 1
        case .high: 2
        }
    }

    private struct Changes: Encodable {
        var kind = "changes"
        let machine: String
        let source: String
        let changes: [Wire.Change]
    }

    private struct Digest: Encodable {
        var kind = "digest"
        let machine: String
        let source: String
        let date: String
        let markdown: String
        let html: String
    }
}
