internal import PolicyText

/// Tells which documents moved where, from what went and what came in one batch.
///
/// The evidence, strongest first: the watcher knows it; the same inode with like content; the same content, byte for
/// byte; like content. A stub proves nothing: texts that are short resemble each other by nature, so they count only
/// where the watcher or the inode speaks for them too.
struct RenameFinder {
    /// A document on record whose file is not where it was.
    struct Departure {
        var path: DocumentPath
        var sha256: [UInt8]
        /// Its latest text; read only where likeness decides.
        var text: () -> String?
    }

    /// A file where the record has no document, or another one.
    struct Arrival {
        var path: DocumentPath
        var sha256: [UInt8]
        var size: Int
        var text: () -> String?
    }

    /// What the watcher saw.
    struct Sighting {
        var from: DocumentPath
        var to: DocumentPath
        /// The file itself is known to have moved; else only its inode is the same, which a file system gives to the
        /// next file too, and content decides.
        var isCertain: Bool
    }

    struct Rename: Equatable, Sendable {
        var from: DocumentPath
        var to: DocumentPath
        /// The evidence, for `reasons`.
        var why: String
    }

    /// Shorter texts are not told apart by their content.
    static let minimumWords = 30
    /// Shorter files are not known by their hash alone.
    static let minimumBytes = 64
    /// The share of word triples that two texts must have in common.
    static let minimumLikeness = 0.5
    /// The same where a document had been gone for a while before the other came.
    static let minimumLikenessAfterwards = 0.8
    /// More files on a side than this are not compared by likeness: it would take longer than a reader waits.
    static let maximumCompared = 400
    /// Nor are files that have more words on a side than this: each is compared with each, word by word.
    static let maximumWords = 4_000_000

    /// - Parameter standing: the files that stand now where departed documents stood. A program that replaces one
    ///   file after another hands the inode of each on to the next; so where a path still holds what it held, or
    ///   much of it, its inode elsewhere proves nothing.
    /// - Parameter others: texts of documents that stay where they are: what they say too is no likeness.
    /// - Parameter maximumWords: files that have more words on a side are not compared by likeness.
    /// - Parameter beat: called now and then.
    static func renames(
        departures: [Departure], arrivals: [Arrival], sightings: [Sighting], standing: [Arrival] = [],
        minimumLikeness: Double = RenameFinder.minimumLikeness,
        maximumWords: Int = RenameFinder.maximumWords, others: () -> [String] = { [] },
        beat: @escaping () -> Void = {}
    ) -> [Rename] {
        var finder = RenameFinder(departures, arrivals, standing: standing, beat: beat)
        finder.take(sightings.filter(\.isCertain))
        finder.take(sightings.filter { !$0.isCertain })
        finder.leaveWhatStayed()
        finder.takeSameContent()
        finder.takeLikeContent(atLeast: minimumLikeness, maximumWords, others: others)
        return finder.renames.sorted { $0.to < $1.to }
    }

    /// Renames in groups, each of which can only be recorded at once: in a chain one document takes the place of
    /// another, and a circle has no order in which each step could stand alone.
    static func independent(_ renames: [Rename]) -> [[Rename]] {
        let bySource = Dictionary(renames.map { ($0.from, $0) }) { first, _ in first }
        let byTarget = Dictionary(renames.map { ($0.to, $0) }) { first, _ in first }
        var seen: Set<DocumentPath> = []
        return renames.compactMap { rename in
            guard !seen.contains(rename.to) else { return nil }
            var first = rename
            while let before = byTarget[first.from], before != rename { first = before }
            var chain: [Rename] = []
            var next: Rename? = first
            while let rename = next, seen.insert(rename.to).inserted {
                chain.append(rename)
                next = bySource[rename.to]
            }
            return chain.isEmpty ? nil : chain.sorted { $0.to < $1.to }
        }
    }

    private var departures: [DocumentPath: Departure]
    private var arrivals: [DocumentPath: Arrival]
    private let standing: [DocumentPath: Arrival]
    private let beat: () -> Void
    private var renames: [Rename] = []

    private init(
        _ departures: [Departure], _ arrivals: [Arrival], standing: [Arrival], beat: @escaping () -> Void
    ) {
        self.beat = beat
        self.standing = Dictionary(standing.map { ($0.path, $0) }) { first, _ in first }
        self.departures = Dictionary(departures.map { ($0.path, $0) }) { first, _ in first }
        self.arrivals = Dictionary(arrivals.map { ($0.path, $0) }) { first, _ in first }
    }

    private mutating func take(_ from: DocumentPath, _ to: DocumentPath, why: String) {
        renames.append(Rename(from: from, to: to, why: why))
        departures[from] = nil
        arrivals[to] = nil
    }

    private mutating func take(_ sightings: [Sighting]) {
        for seen in sightings.sorted(by: { ($0.to, $0.from) < ($1.to, $1.from) }) {
            guard seen.from != seen.to, let old = departures[seen.from], let new = arrivals[seen.to] else {
                continue
            }
            if seen.isCertain {
                take(seen.from, seen.to, why: "the file was renamed")
            } else if isAlike(old, new), standing[seen.from].map({ isAlike(old, $0) }) != true {
                take(seen.from, seen.to, why: "the same file, under another name")
            }
        }
    }

    /// A path that holds what it held, or much of it, was not left by its document; nor was one that holds anything
    /// and that no sighting speaks of.
    private mutating func leaveWhatStayed() {
        for path in departures.keys.sorted() {
            guard let old = departures[path] else { continue }
            if let new = arrivals[path], isAlike(old, new) {
                departures[path] = nil
                arrivals[path] = nil
            } else if standing[path] != nil {
                departures[path] = nil
            }
        }
    }

    private func isAlike(_ old: Departure, _ new: Arrival) -> Bool {
        old.sha256 == new.sha256 || likeness(old, new) >= Self.minimumLikeness
    }

    private mutating func takeSameContent() {
        let byHash = Dictionary(grouping: departures.values) { $0.sha256 }.mapValues {
            $0.map(\.path).sorted()
        }
        for (hash, group) in Dictionary(grouping: arrivals.values, by: { $0.sha256 })
            .sorted(by: { $0.key.lexicographicallyPrecedes($1.key) })
        {
            guard var old = byHash[hash]?.filter({ departures[$0] != nil }), !old.isEmpty,
                let size = group.first?.size, size >= Self.minimumBytes
            else { continue }
            var new = group.map(\.path).sorted()
            // Among copies, the one that kept its name first.
            for path in new {
                guard let same = old.firstIndex(where: { $0.name == path.name }) else { continue }
                take(old.remove(at: same), path, why: "the same content, in another folder")
            }
            new.removeAll { arrivals[$0] == nil }
            for (from, to) in zip(old, new) { take(from, to, why: "the same content, under another name") }
        }
    }

    private mutating func takeLikeContent(
        atLeast minimum: Double, _ maximumWords: Int, others: () -> [String]
    ) {
        guard !departures.isEmpty, !arrivals.isEmpty, departures.count <= Self.maximumCompared,
            arrivals.count <= Self.maximumCompared
        else { return }
        guard let old = words(departures.values.map { ($0.path, $0.text) }, maximumWords),
            let new = words(arrivals.values.map { ($0.path, $0.text) }, maximumWords)
        else { return }
        var pairs = alike(old, new, atLeast: minimum)
        guard !pairs.isEmpty else { return }
        let common = Self.common(old.map(\.1) + others().map { Self.triples($0) }, new.map(\.1))
        if !common.isEmpty {
            pairs = alike(
                old.map { ($0.0, $0.1.filter { !common.contains($0) }) },
                new.map { ($0.0, $0.1.filter { !common.contains($0) }) }, atLeast: minimum)
        }
        for pair in pairs.sorted(by: { ($1.likeness, $0.from, $0.to) < ($0.likeness, $1.from, $1.to) })
        where departures[pair.from] != nil && arrivals[pair.to] != nil {
            take(pair.from, pair.to, why: "\(Int(pair.likeness * 100)) % of the words are the same")
        }
    }

    private typealias Words = (DocumentPath, [UInt64])

    /// What texts say, in order of path; nil where it is too much to compare.
    private func words(_ texts: [(path: DocumentPath, text: () -> String?)], _ most: Int) -> [Words]? {
        var (words, count): ([Words], Int) = ([], 0)
        for (path, text) in texts.sorted(by: { $0.path < $1.path }) {
            beat()
            let triples = Self.triples(text())
            count += triples.count
            guard count <= most else { return nil }
            words.append((path, triples))
        }
        return words
    }

    private func alike(
        _ old: [Words], _ new: [Words], atLeast minimum: Double
    ) -> [(likeness: Double, from: DocumentPath, to: DocumentPath)] {
        var pairs: [(likeness: Double, from: DocumentPath, to: DocumentPath)] = []
        for (from, left) in old where left.count >= Self.minimumWords {
            beat()
            for (to, right) in new where right.count >= Self.minimumWords {
                let likeness = Self.likeness(left, right)
                if likeness >= minimum { pairs.append((likeness, from, to)) }
            }
        }
        return pairs
    }

    /// What two documents of before say, or three that came: the words of a form, not of a document.
    private static func common(_ before: [[UInt64]], _ came: [[UInt64]]) -> Set<UInt64> {
        said(by: 2, of: before).union(said(by: 3, of: came))
    }

    private static func said(by least: Int, of texts: [[UInt64]]) -> Set<UInt64> {
        var counts: [UInt64: Int] = [:]
        for word in texts.joined() { counts[word, default: 0] += 1 }
        return Set(counts.filter { $0.value >= least }.keys)
    }

    private func likeness(_ old: Departure, _ new: Arrival) -> Double {
        beat()
        return Self.likeness(Self.triples(old.text()), Self.triples(new.text()))
    }

    /// Jaccard's index of two sorted lists of distinct numbers.
    private static func likeness(_ left: [UInt64], _ right: [UInt64]) -> Double {
        guard !left.isEmpty, !right.isEmpty else { return 0 }
        var (i, j, common) = (0, 0, 0)
        while i < left.count, j < right.count {
            if left[i] == right[j] {
                common += 1
                i += 1
                j += 1
            } else if left[i] < right[j] {
                i += 1
            } else {
                j += 1
            }
        }
        return Double(common) / Double(left.count + right.count - common)
    }

    /// The hashes (FNV-1a) of each three words in a row, sorted, each once.
    private static func triples(_ text: String?) -> [UInt64] {
        var words: [UInt64] = []
        for word in (text ?? "").utf8.split(whereSeparator: { $0 <= 0x20 }) {
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325
            for byte in word { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            words.append(hash)
        }
        guard words.count >= 3 else { return words.sorted() }
        let hashes = (2..<words.count).map { (index: Int) -> UInt64 in
            let first: UInt64 = words[index - 2] &* 31 &+ words[index - 1]
            return first &* 31 &+ words[index]
        }
        return Array(Set(hashes)).sorted()
    }
}
