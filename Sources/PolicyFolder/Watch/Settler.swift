/// Decides when a changed file is quiet enough to read, and a missing one long enough missing.
///
/// Editors save by writing a temporary file and renaming it, or by moving the old file away and writing a new one, so
/// one save arrives as several events. The rules:
/// - renamed into place or closed after writing: read at once;
/// - written and not closed: read once no event has come for the quiet period;
/// - missing: gone once it has been missing for the quiet period;
/// - written without a pause: read after `patience` quiet periods all the same, so that nothing waits for ever.
///
/// Each pending name keeps the stamp of the first event that made it pending. Stamps only grow, so that "all that was
/// pending then has been handed over" is a comparison of two numbers. What was handed over and could not be recorded
/// comes back with the stamp 0, so that whoever waits for it waits on.
struct Settler {
    /// A changed name that waits to be looked at.
    struct Entry {
        var stamp: UInt64
        /// When to look, at the latest.
        var limit: ContinuousClock.Instant
        var due: ContinuousClock.Instant
        /// To be read even where its signature has not changed: it was written to.
        var mustRead = false
        var missingSince: ContinuousClock.Instant?
        /// Found by a scheduled comparison, and by nothing the kernel reported.
        var isRepair = false
        /// It was found in the place of another document.
        var isDisplacing = false
        /// Where the kernel said it was renamed from.
        var renamedFrom: Place?
    }

    /// What makes a name pending.
    enum Cause {
        /// Renamed to this name, or closed after writing.
        case completed
        /// Written to, or just made.
        case written
        /// Mode, owner, times or number of links changed.
        case touched
        /// Deleted or renamed away.
        case removed
        /// A comparison found it different, and quiet since the given time.
        case compared(quietSince: ContinuousClock.Instant, isRepair: Bool)
        /// A comparison did not find it.
        case missed(isRepair: Bool)
    }

    /// After so many quiet periods a file that is written without a pause is looked at.
    static let patience = 20
    /// And after so many where somebody waits for it.
    static let patienceOfSync = 4

    let quietPeriod: Duration
    private var entries: [Place: Entry] = [:]
    private var queue = DueQueue()

    init(quietPeriod: Duration) {
        self.quietPeriod = quietPeriod
    }

    var count: Int { entries.count }

    /// The oldest stamp that is pending.
    var oldestStamp: UInt64? { entries.values.lazy.map(\.stamp).min() }

    /// When to look next.
    var nextDue: ContinuousClock.Instant? { queue.first?.due }

    /// Makes a name pending, or tells more of one that is.
    mutating func note(
        _ place: Place, _ cause: Cause, stamp: UInt64, now: ContinuousClock.Instant, renamedFrom: Place? = nil
    ) {
        let isNew = entries[place] == nil
        var entry = entries[place] ?? Entry(stamp: stamp, limit: now + quietPeriod * Self.patience, due: now)
        if isNew { place.folder.pendingCount += 1 }
        entry.stamp = min(entry.stamp, stamp)
        let before = entry.due
        switch cause {
        case .completed, .removed: entry.due = now
        case .written: entry.due = min(now + quietPeriod, entry.limit)
        case .touched: break
        case .compared(let quietSince, let isRepair):
            if isNew {
                entry.due = min(max(now, quietSince + quietPeriod), now + quietPeriod)
                entry.isRepair = isRepair
            }
        case .missed(let isRepair): if isNew { entry.isRepair = isRepair }
        }
        switch cause {
        case .completed, .written:
            entry.mustRead = true
            entry.missingSince = nil
            entry.isRepair = false
        case .touched, .removed: entry.isRepair = false
        case .compared, .missed: break
        }
        if let renamedFrom { entry.renamedFrom = renamedFrom }
        entries[place] = entry
        // A later time is found out when the earlier one comes; so a storm of writes adds nothing to the queue.
        if isNew || entry.due < before { queue.insert(place, at: entry.due) }
    }

    /// Puts a name back that was taken, to be looked at later.
    mutating func putBack(_ place: Place, _ entry: Entry, due: ContinuousClock.Instant) {
        var entry = entry
        entry.due = due
        if entries.updateValue(entry, forKey: place) == nil { place.folder.pendingCount += 1 }
        queue.insert(place, at: due)
    }

    /// Takes one name whose time has come.
    mutating func takeDue(now: ContinuousClock.Instant) -> (Place, Entry)? {
        while let first = queue.first, first.due <= now {
            queue.removeFirst()
            guard let entry = entries[first.place] else { continue }
            if entry.due > now {
                queue.insert(first.place, at: entry.due)
                continue
            }
            return take(first.place).map { (first.place, $0) }
        }
        return nil
    }

    /// Takes a name, whatever its time.
    mutating func take(_ place: Place) -> Entry? {
        guard let entry = entries.removeValue(forKey: place) else { return nil }
        place.folder.pendingCount -= 1
        return entry
    }

    func entry(_ place: Place) -> Entry? { entries[place] }

    /// Looks sooner at what is pending since a stamp or before, because somebody waits for it.
    mutating func hurry(upTo stamp: UInt64, now: ContinuousClock.Instant) {
        let limit = now + quietPeriod * Self.patienceOfSync
        for (place, entry) in entries where entry.stamp <= stamp && entry.limit > limit {
            entries[place]?.limit = limit
            guard entry.due > limit else { continue }
            entries[place]?.due = limit
            queue.insert(place, at: limit)
        }
    }

    /// Looks at all that one comparison found at one time, so that what is gone and what has come stay together.
    mutating func gather(stamp: UInt64, at due: ContinuousClock.Instant, now: ContinuousClock.Instant) {
        for (place, entry) in entries where entry.stamp == stamp {
            entries[place]?.due = due
            entries[place]?.limit = max(entry.limit, due)
            // The pause that each would be given by itself is this one.
            entries[place]?.missingSince = now
            entries[place]?.isDisplacing = true
            queue.insert(place, at: due)
        }
    }

    /// Drops all that is pending: a comparison will find it again.
    mutating func removeAll() {
        for place in entries.keys { place.folder.pendingCount = 0 }
        entries = [:]
        queue = DueQueue()
    }
}

/// Names in the order of their time; a binary heap. A name can stand in it more than once.
private struct DueQueue {
    private var items: [(due: ContinuousClock.Instant, place: Place)] = []

    var first: (due: ContinuousClock.Instant, place: Place)? { items.first }

    mutating func insert(_ place: Place, at due: ContinuousClock.Instant) {
        items.append((due, place))
        var index = items.count - 1
        while index > 0, items[index].due < items[(index - 1) / 2].due {
            items.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    mutating func removeFirst() {
        items.swapAt(0, items.count - 1)
        items.removeLast()
        var index = 0
        while true {
            var smallest = index
            for child in [2 * index + 1, 2 * index + 2] where child < items.count {
                if items[child].due < items[smallest].due { smallest = child }
            }
            if smallest == index { return }
            items.swapAt(index, smallest)
            index = smallest
        }
    }
}
