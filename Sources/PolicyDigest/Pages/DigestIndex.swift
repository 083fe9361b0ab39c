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
        /// How many changes there were, in the weeks that had any, oldest first.
        package var weeks: [WeekCount]

        package init(
            path: DocumentPath, title: String?, language: Language, version: Int, isDeleted: Bool,
            lastChange: ZonedTime, weeks: [WeekCount]
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

    /// How many changes a document had in a week.
    package struct WeekCount: Hashable, Sendable {
        /// Weeks since 1970.
        package var week: Int32
        package var count: Int32

        package init(week: Int32, count: Int32) {
            self.week = week
            self.count = count
        }

        package static func week(of date: CalendarDate) -> Int32 { Int32(clamping: date.daysSince1970 / 7) }
    }

    /// The past that the index shows of each document.
    package static let weeks = 52

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
        // By the moment, whatever the offset from UTC was then.
        let keys = documents.enumerated().map { (-$0.element.lastChange.secondsSince1970, $0.offset) }
        self.documents = keys.sorted { left, right in
            left.0 != right.0
                ? left.0 < right.0 : documents[left.1].path < documents[right.1].path
        }.map { documents[$0.1] }
        self.hasFeed = hasFeed
    }

    /// The index as a page.
    package var page: String { IndexRenderer(index: self).render() }

    /// Whether the documents are too many for the index, and have a page of their own.
    package var hasPageOfAllDocuments: Bool { documents.count > Self.maximumDocuments }

    /// Renders the page of all documents piece by piece, as there may be very many.
    package func forEachPieceOfAllDocuments(_ body: (String) throws -> Void) rethrows {
        try IndexRenderer(index: self).forEachPieceOfAllDocuments(body)
    }
}
