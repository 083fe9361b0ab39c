package import PolicyText

/// What stands above the days: a calendar, the course of the changes, and the documents.
package struct DigestIndex: Sendable {
    /// Documents that the index lists; the others are on a page of their own.
    package static let maximumDocuments = 300

    /// How many changes there were, by significance; the bare arrival of a document is none.
    package struct Counts: Hashable, Sendable {
        package var high: Int
        package var medium: Int
        package var low: Int

        package init(high: Int = 0, medium: Int = 0, low: Int = 0) {
            self.high = high
            self.medium = medium
            self.low = low
        }

        package var total: Int { high + medium + low }

        package mutating func add(_ count: Int, _ significance: Significance) {
            switch significance {
            case .high: high += count
            case .medium: medium += count
            case .low: low += count
            }
        }
    }

    /// A document with its last change and its past year.
    package struct Entry: Sendable {
        package var path: DocumentPath
        package var title: String?
        package var language: Language
        package var version: Int
        package var isDeleted: Bool
        package var lastChange: ZonedTime
        /// Changes in each of the last 52 weeks, oldest first.
        package var weeks: [Int]

        package init(
            path: DocumentPath, title: String?, language: Language, version: Int, isDeleted: Bool,
            lastChange: ZonedTime, weeks: [Int]
        ) {
            self.path = path
            self.title = title
            self.language = language
            self.version = version
            self.isDeleted = isDeleted
            self.lastChange = lastChange
            self.weeks = weeks
        }
    }

    package var today: CalendarDate
    package var language: Language
    /// The days that have a page.
    package var days: Set<CalendarDate>
    /// The days that have changes.
    package var counts: [CalendarDate: Counts]
    /// Last changed first.
    package var documents: [Entry]
    /// Whether there is a feed to name.
    package var hasFeed: Bool

    package init(
        today: CalendarDate, language: Language, days: Set<CalendarDate>, counts: [CalendarDate: Counts],
        documents: [Entry], hasFeed: Bool
    ) {
        self.today = today
        self.language = language
        self.days = days
        self.counts = counts
        self.documents = documents.sorted { left, right in
            let (a, b) = (left.lastChange.rfc3339, right.lastChange.rfc3339)
            return a != b ? a > b : left.path < right.path
        }
        self.hasFeed = hasFeed
    }

    /// The index, and the page of all documents where they are too many for it.
    package var pages: [(address: String, text: String)] {
        let renderer = IndexRenderer(index: self)
        let all =
            documents.count > Self.maximumDocuments
            ? [(PageAddress.allDocuments, renderer.allDocuments())] : []
        return [(PageAddress.index, renderer.render())] + all
    }
}
