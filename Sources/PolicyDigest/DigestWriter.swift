internal import FoundationEssentials
package import LinuxSystem
package import PolicyText

/// The folder of digests: one file a day and format, `latest.*` links to the newest day, the feed, and the pages above
/// and beside the days.
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
    private static let folderMode = 0o750

    package let folder: String

    package init(folder: String) {
        self.folder = folder
    }

    /// Makes the folder where it is missing.
    package func prepare() throws { try prepare(folder) }

    package func path(of date: CalendarDate, _ format: Format) -> String {
        "\(folder)/\(date.iso).\(format.ending)"
    }

    /// The days that have a page.
    package func daysWithPages() throws -> Set<CalendarDate> {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        return Set(names.filter { $0.hasSuffix(".html") }.compactMap { CalendarDate(iso: $0.dropLast(5)) })
    }

    /// Writes a day in one format.
    package func write(_ text: String, of date: CalendarDate, as format: Format) throws(SystemError) {
        try replace(path(of: date, format), with: text)
    }

    /// Writes a day in one format, piece by piece.
    package func write(
        of date: CalendarDate, as format: Format, pieces body: (AtomicFile.Pieces) throws -> Void
    ) throws {
        try AtomicFile.write(to: path(of: date, format), mode: Self.fileMode, pieces: body)
    }

    /// Writes a page by its address in the folder, piece by piece.
    package func write(_ address: String, pieces body: (AtomicFile.Pieces) throws -> Void) throws {
        try AtomicFile.write(to: "\(folder)/\(address)", mode: Self.fileMode, pieces: body)
    }

    /// Writes pages by their addresses in the folder. They are on the disk once `finishPages` has returned.
    package func write(_ pages: [(address: String, text: String)]) throws {
        for page in pages {
            let path = "\(folder)/\(page.address)"
            if let slash = path.lastIndex(of: "/") { try prepare(String(path[..<slash])) }
            let bytes = Array(page.text.utf8)
            if isSame(path, bytes) { continue }
            try AtomicFile.replace(path, with: bytes, mode: Self.fileMode)
        }
    }

    /// Forces the pages written to the disk: once for all, as there may be thousands.
    package func finishPages() throws(SystemError) {
        try AtomicFile.synchronizeFileSystem(of: folder)
    }

    /// Whether there is a folder of documents' pages.
    package var hasDocumentPages: Bool {
        FileManager.default.fileExists(atPath: "\(folder)/\(PageAddress.documents)")
    }

    /// Removes a document's page, where it is called otherwise now.
    package func removePage(of path: DocumentPath) {
        _ = unlinkIfThere("\(folder)/\(PageAddress.document(path))")
    }

    /// Removes the parts of a day that has fewer than it had.
    package func removeParts(of date: CalendarDate, after count: Int) {
        var number = count + 1
        while unlinkIfThere("\(folder)/\(PageAddress.part(number, of: date))") { number += 1 }
    }

    /// The size and time of each file of a day in some formats; nil where one of them is missing, or a link to them, the
    /// feed, the index or the documents' pages.
    package func states(of date: CalendarDate, _ formats: [Format]) -> [String]? {
        var states: [String] = []
        for format in formats {
            let names =
                switch format {
                case .atom: [Self.feedName]
                case .html: ["latest.html", PageAddress.index]
                case .markdown, .json: ["latest.\(format.ending)"]
                }
            guard names.allSatisfy({ FileManager.default.fileExists(atPath: "\(folder)/\($0)") }) else {
                return nil
            }
            guard format != .atom else { continue }
            guard format != .html || hasDocumentPages else { return nil }
            guard let status = try? FileStatus(of: path(of: date, format)) else { return nil }
            states.append("\(status.size) \(status.modified_ns)")
        }
        return states
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

    private func prepare(_ folder: String) throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: Self.folderMode])
    }

    private func unlinkIfThere(_ path: String) -> Bool {
        (try? FileManager.default.removeItem(atPath: path)) != nil
    }

    private func isSame(_ path: String, _ bytes: [UInt8]) -> Bool {
        FileManager.default.contents(atPath: path) == Data(bytes)
    }

    private func replace(_ path: String, with text: String) throws(SystemError) {
        let bytes = Array(text.utf8)
        if isSame(path, bytes) { return }
        try AtomicFile.write(bytes, to: path, mode: Self.fileMode)
    }
}
