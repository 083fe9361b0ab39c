internal import FoundationEssentials
package import LinuxSystem
package import PolicyText

/// The folder of digests: one file a day and format, `latest.*` links to the newest day, and the feed.
///
/// Each file is replaced whole, and only where its content differs, so that whoever watches the folder sees a file
/// change when the digest did.
package struct DigestWriter {
    package enum Format: String, CaseIterable, Sendable {
        case markdown, html, json, atom

        /// The ending of a day's file; the feed has a name of its own.
        package var ending: String {
            switch self {
            case .markdown: "md"
            case .html: "html"
            case .json: "json"
            case .atom: "atom"
            }
        }
    }

    package static let feedName = "feed.atom"
    /// Readable by the service's group: the people who read digests.
    private static let fileMode: UInt32 = 0o640

    package let folder: String

    package init(folder: String) {
        self.folder = folder
    }

    /// Makes the folder where it is missing.
    package func prepare() throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o750])
    }

    package func path(of date: CalendarDate, _ format: Format) -> String {
        "\(folder)/\(date.iso).\(format.ending)"
    }

    /// Whether the day has been written in every one of these formats.
    package func isWritten(_ date: CalendarDate, _ formats: [Format]) -> Bool {
        formats.allSatisfy { $0 == .atom || FileManager.default.fileExists(atPath: path(of: date, $0)) }
    }

    /// Writes a day in one format.
    package func write(_ text: String, of date: CalendarDate, as format: Format) throws(SystemError) {
        try replace(path(of: date, format), with: text)
    }

    /// Points `latest.md` and its siblings to a day.
    package func linkLatest(to date: CalendarDate, _ formats: [Format]) throws(SystemError) {
        for format in formats where format != .atom {
            let target = "\(date.iso).\(format.ending)"
            let link = "\(folder)/latest.\(format.ending)"
            if (try? FileManager.default.destinationOfSymbolicLink(atPath: link)) != target {
                try AtomicFile.link(link, to: target)
            }
        }
    }

    package func writeFeed(_ text: String) throws(SystemError) {
        try replace("\(folder)/\(Self.feedName)", with: text)
    }

    private func replace(_ path: String, with text: String) throws(SystemError) {
        let bytes = Array(text.utf8)
        guard FileManager.default.contents(atPath: path).map({ $0.elementsEqual(bytes) }) != true else {
            return
        }
        try AtomicFile.write(bytes, to: path, mode: Self.fileMode)
    }
}
