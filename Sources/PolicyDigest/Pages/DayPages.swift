internal import PolicyText

/// How a day's changes are laid out: on its own page, or on parts of a bounded length.
struct DayPages {
    /// What one page tells of one document.
    struct Piece {
        /// Its place among the documents told.
        var document: Int
        var changes: [RecordedChange]
        /// Whether an earlier page began it.
        var isContinued: Bool

        var anchor: String { "d\(document + 1)" }

        func changes(_ level: Significance) -> [RecordedChange] {
            changes.filter { $0.change.significance == level }
        }
    }

    private(set) var parts: [[Piece]] = []
    /// The number of each change to report, by its id: they run through the whole day.
    private(set) var numbers: [Int64: Int] = [:]
    let isSplit: Bool
    private let date: CalendarDate
    // How many changes the last part has.
    private var filled = 0
    private var partOfDocument: [Int: Int] = [:]
    private var partOfChange: [Int64: Int] = [:]

    init(_ digest: Digest, limit: Int) {
        date = digest.date
        let documents = digest.told.map { document in
            [Significance.high, .medium, .low].flatMap { document.changes($0) }
        }
        isSplit = documents.reduce(0) { $0 + $1.count } > limit
        for (index, changes) in documents.enumerated() {
            for change in changes where change.change.significance > .low {
                numbers[change.id] = numbers.count + 1
            }
            add(changes, of: index, limit: limit)
        }
    }

    private mutating func add(_ changes: [RecordedChange], of document: Int, limit: Int) {
        var rest = changes[...]
        var isContinued = false
        repeat {
            // A document begins on a page that holds all of it, where one can.
            if parts.isEmpty || limit - filled < min(rest.count, limit) {
                parts.append([])
                filled = 0
            }
            let taken = Array(rest.prefix(limit))
            filled += taken.count
            rest = rest.dropFirst(taken.count)
            parts[parts.count - 1].append(Piece(document: document, changes: taken, isContinued: isContinued))
            if !isContinued { partOfDocument[document] = parts.count }
            for change in taken { partOfChange[change.id] = parts.count }
            isContinued = true
        } while !rest.isEmpty
    }

    /// Where a document is told, from the day's own page.
    func address(ofDocument index: Int) -> String {
        let anchor = "#d\(index + 1)"
        guard isSplit, let part = partOfDocument[index] else { return anchor }
        return PageAddress.part(part, of: date) + anchor
    }

    /// Where a change is told, from the day's own page.
    func address(of change: Int64) -> String {
        guard isSplit, let part = partOfChange[change] else { return "#c\(change)" }
        return PageAddress.part(part, of: date) + "#c\(change)"
    }
}
