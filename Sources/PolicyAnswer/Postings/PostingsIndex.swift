import PolicyText

/// Which passages hold which words, in memory: ranks a million passages by BM25 in a few milliseconds.
///
/// A posting is four bytes: 24 bits for the passage's place in the order of adding, 4 for its occurrences in the
/// body, 2 each for those in the headings and in the title. A query fills an array of one score a passage, the words
/// that can add most first; once what is left cannot bring anybody among the best who is not near them, the lists of
/// the other words are looked up at those passages only (MaxScore: Turtle and Flood, "Query Evaluation: Strategies and
/// Optimizations", 1995).
///
/// The texts stay where they are; `PostedPassages` loads those that are read. Passages that went keep their postings,
/// so that the folder can be asked as it stood. One thread at a time may add or end; the owner sees to it.
package struct PostingsIndex {
    /// A passage to be added.
    package struct Entry {
        /// Ascending from one addition to the next.
        package var id: Int64
        /// The document's number in the record.
        package var document: Int64
        package var text: String
        package var language: Language
        /// The headings it stands under.
        package var section: [String]
        package var title: String
        /// From when it stood, and until when; nil while it stands.
        package var since: Timestamp
        package var until: Timestamp?

        package init(
            id: Int64, document: Int64, text: String, language: Language, section: [String], title: String,
            since: Timestamp, until: Timestamp? = nil
        ) {
            self.id = id
            self.document = document
            self.text = text
            self.language = language
            self.section = section
            self.title = title
            self.since = since
            self.until = until
        }
    }

    /// More passages than this are not indexed: `add` returns false.
    package static let maximumPassages = 1 << 24

    private var vocabulary = Vocabulary()
    private var postings: [[UInt32]] = []
    private var ids: [Int64] = []
    private var documents: [Int32] = []
    private var documentNumbers: [Int64] = []
    private var documentPlaces: [Int64: Int32] = [:]
    private var languages: [UInt8] = []
    /// The body's length in tokens, rounded as `LengthCode` says.
    private var lengths: [UInt8] = []
    private var since: [Int64] = []
    private var until: [Int64] = []
    private var counts = [0, 0, 0]
    private var totalLength = [0, 0, 0]

    package init() {}

    /// How many passages were ever added.
    package var count: Int { ids.count }
    /// How many postings they make.
    package var postingCount: Int { postings.reduce(0) { $0 + $1.count } }

    /// Adds a passage; false where there is no room or its id does not ascend.
    ///
    /// - Parameter reading: one for all passages that are added in one go.
    @discardableResult
    package mutating func add(_ entry: Entry, reading: inout PassageWords) -> Bool {
        guard count < Self.maximumPassages, ids.last ?? .min < entry.id else { return false }
        let place = UInt32(count)
        let language = Self.code(entry.language)
        let body = reading.words(of: entry.text, entry.language, in: &self)
        let headings = reading.words(ofHeadings: entry.section, entry.language, in: &self)
        let title = reading.words(ofTitle: entry.title, entry.language, in: &self)
        ids.append(entry.id)
        documents.append(number(ofDocument: entry.document))
        languages.append(UInt8(language))
        lengths.append(LengthCode.code(of: body.count))
        since.append(entry.since.milliseconds)
        until.append(entry.until?.milliseconds ?? .max)
        if entry.until == nil {
            counts[language] += 1
            totalLength[language] += body.count
        }
        for word in body { post(word, place, step: 1 << 4, field: 0xF0) }
        for word in headings { post(word, place, step: 1 << 2, field: 0x0C) }
        for word in title { post(word, place, step: 1, field: 0x03) }
        return true
    }

    /// Notes that a passage no longer stands.
    package mutating func end(_ id: Int64, at moment: Timestamp) {
        guard let place = place(of: id), until[place] == .max else { return }
        until[place] = moment.milliseconds
        let language = Int(languages[place])
        counts[language] -= 1
        totalLength[language] -= LengthCode.length(of: lengths[place])
    }

    /// Notes that a passage that was gone stands again; it is told as if it had stayed.
    package mutating func resume(_ id: Int64) {
        guard let place = place(of: id), until[place] != .max else { return }
        until[place] = .max
        let language = Int(languages[place])
        counts[language] += 1
        totalLength[language] += LengthCode.length(of: lengths[place])
    }

    private func place(of id: Int64) -> Int? {
        var low = 0
        var high = ids.count
        while low < high {
            let middle = (low + high) / 2
            if ids[middle] < id { low = middle + 1 } else { high = middle }
        }
        return low < ids.count && ids[low] == id ? low : nil
    }

    private mutating func number(ofDocument document: Int64) -> Int32 {
        if let known = documentPlaces[document] { return known }
        let place = Int32(documentNumbers.count)
        documentNumbers.append(document)
        documentPlaces[document] = place
        return place
    }

    /// The number of a token, which is new where it was never met.
    mutating func number(of token: String, _ language: Language) -> UInt32 {
        let word = vocabulary.insert(Vocabulary.key(of: IndexToken(token, language)))
        if word == postings.count { postings.append([]) }
        return UInt32(word)
    }

    private mutating func post(_ word: UInt32, _ place: UInt32, step: UInt32, field: UInt32) {
        let word = Int(word)
        if let last = postings[word].last, last >> 8 == place {
            if last & field != field { postings[word][postings[word].count - 1] = last + step }
        } else {
            postings[word].append(place << 8 | step)
        }
    }

    private static func code(_ language: Language) -> Int {
        switch language {
        case .english: 0
        case .french: 1
        case .undetermined: 2
        }
    }

    private static let order: [Language] = [.english, .french, .undetermined]
}

extension PostingsIndex {
    /// As `PassageIndex.statistics`.
    package func statistics(of tokens: [IndexToken]) -> IndexStatistics {
        var result = IndexStatistics()
        for (code, language) in Self.order.enumerated() { result.passages[language] = counts[code] }
        for token in tokens {
            if let word = vocabulary.number(of: Vocabulary.key(of: token)) {
                result.frequencies[token] = postings[word].count
            }
        }
        return result
    }

    /// As `PassageIndex.vocabulary`.
    package func vocabulary(like pattern: TokenPattern, language: Language, limit: Int) -> [TokenFrequency] {
        let words =
            switch pattern {
            case .withPrefix(let prefix): vocabulary.words(withPrefix: prefix, language: language)
            case .withinOneEdit(let token): vocabulary.words(withinOneEditOf: token, language: language)
            }
        let found = words.map { TokenFrequency(text: vocabulary.token($0), passages: postings[$0].count) }
        return Array(
            found.sorted { left, right in
                left.passages != right.passages
                    ? left.passages > right.passages
                    : left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
            }.prefix(limit))
    }

    /// As `PassageIndex.matches`, as of a moment, or as of now.
    package func matches(for query: CandidateQuery, document: Int64?, asOf moment: Timestamp?) -> [Match] {
        let stands = filter(document: document, asOf: moment)
        var scores = PassageScores(count: count)
        return Self.order.flatMap { language in
            let groups = weighed(query, in: language)
            defer { scores.endLanguage() }
            // What the groups read so far can have given a passage.
            var given: Float = 0
            for number in groups.indices {
                // What the groups that are left can add gets nobody among the best who is far from them: the long
                // lists of common words are then looked up, not read.
                let left = groups[number...]
                // A little more than the sum, which is rounded as the scores are.
                let rest = left.reduce(0) { $0 + $1.bound } * 1.001
                let unread = left.reduce(0) { $0 + $1.postings }
                if given > rest, unread > max(Self.worthPruning, scores.scored.count),
                    scores.scored.count >= query.limit,
                    case let floor = scores.best(query.limit, where: stands).floor, rest < floor
                {
                    let candidates = scores.places(from: floor - rest)
                    for group in left { add(group, to: &scores, at: candidates) }
                    break
                }
                add(groups[number], to: &scores, at: nil)
                given += groups[number].bound
            }
            return scores.best(query.limit, where: stands).sorted.map { score, place in
                Match(id: ids[place], language: language, score: Double(score))
            }
        }
    }

    /// Lists of fewer postings are read in less time than it takes to see whether they must be.
    private static let worthPruning = 1 << 13

    /// As `PassageIndex.documents`, with the documents' numbers, as of a moment, or as of now.
    package func documents(
        mentioning query: CandidateQuery, document: Int64?, asOf moment: Timestamp?
    ) -> [(document: Int64, passages: Int, best: Int64)] {
        let groups = Set(query.terms.map(\.group)).count
        guard groups > 0 else { return [] }
        let scores = scores(for: query)
        let hits = groupHits(of: query)
        let stands = filter(document: document, asOf: moment)
        var found: [Int32: (passages: Int, score: Float, place: Int)] = [:]
        for place in 0..<scores.count where Int(hits[place]) == groups && stands(place) {
            let old = found[documents[place]] ?? (0, -1, place)
            found[documents[place]] =
                scores[place] > old.score
                ? (old.passages + 1, scores[place], place) : (old.passages + 1, old.score, old.place)
        }
        return found.map { (documentNumbers[Int($0.key)], $0.value.passages, ids[$0.value.place]) }
            .sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.0 < $1.0 }
            .map { (document: $0.0, passages: $0.1, best: $0.2) }
    }

    private func filter(document: Int64?, asOf moment: Timestamp?) -> (Int) -> Bool {
        let number = document.map { documentPlaces[$0] ?? -1 }
        let time = moment?.milliseconds
        return { place in
            if let number, documents[place] != number { return false }
            guard let time else { return until[place] == .max }
            return since[place] <= time && time < until[place]
        }
    }

    /// The terms of one group of a query that some passage holds.
    private struct WeighedGroup {
        var terms: [(word: Int, weight: Float)] = []
        var language: Int
        /// What the group adds to a score at most.
        var bound: Float = 0
        var postings = 0
    }

    /// A query's groups in one language, those that can add most first.
    private func weighed(_ query: CandidateQuery, in language: Language) -> [WeighedGroup] {
        Self.groups(of: query).map { terms in
            var group = WeighedGroup(language: Self.code(language))
            for term in terms where term.token.language == language {
                guard let word = vocabulary.number(of: Vocabulary.key(of: term.token)) else { continue }
                let weight = Float(term.weight) * (Float(CandidateQuery.k1) + 1)
                group.terms.append((word, weight))
                group.bound = max(group.bound, weight)
                group.postings += postings[word].count
            }
            return group
        }.filter { !$0.terms.isEmpty }.enumerated().sorted {
            ($1.element.bound, $0.offset) < ($0.element.bound, $1.offset)
        }.map(\.element)
    }

    /// Adds a group to the scores, where several of its terms stand the best of them; only at `candidates`, ascending,
    /// where these are told: other scores may then come out too small.
    private func add(_ group: WeighedGroup, to scores: inout PassageScores, at candidates: [UInt32]?) {
        let (words, passages) = (totalLength[group.language], counts[group.language])
        let average = max(1, Double(words) / Double(max(1, passages)))
        let table = BM25Table.of(averageLength: average)
        lengths.withUnsafeBufferPointer { lengths in
            for (word, weight) in group.terms {
                postings[word].withUnsafeBufferPointer { postings in
                    if let candidates, candidates.count * 16 < postings.count {
                        scores.add(
                            PostingSearch.found(candidates, in: postings), weight, lengths, table,
                            isAlone: group.terms.count == 1)
                    } else {
                        scores.add(postings, weight, lengths, table, isAlone: group.terms.count == 1)
                    }
                }
            }
        }
        if group.terms.count > 1 { scores.endGroup() }
    }

    /// One score a passage.
    private func scores(for query: CandidateQuery) -> PassageScores {
        var scores = PassageScores(count: count)
        for language in Self.order {
            for group in weighed(query, in: language) { add(group, to: &scores, at: nil) }
        }
        return scores
    }

    private func groupHits(of query: CandidateQuery) -> [UInt8] {
        var hits = [UInt8](repeating: 0, count: count)
        var lastGroup = [UInt8](repeating: 0xFF, count: count)
        for (number, terms) in Self.groups(of: query).enumerated() {
            for term in terms {
                eachPosting(of: term) { place, _ in
                    if lastGroup[place] != UInt8(truncatingIfNeeded: number) {
                        lastGroup[place] = UInt8(truncatingIfNeeded: number)
                        hits[place] += 1
                    }
                }
            }
        }
        return hits
    }

    private static func groups(of query: CandidateQuery) -> [ArraySlice<CandidateQuery.Term>] {
        var result: [ArraySlice<CandidateQuery.Term>] = []
        let terms = query.terms.prefix(CandidateQuery.maximumTerms)
        var start = terms.startIndex
        while start < terms.endIndex, result.count < CandidateQuery.maximumGroups {
            var end = start
            while end < terms.endIndex, terms[end].group == terms[start].group { end += 1 }
            result.append(ArraySlice(Array(terms[start..<end])))
            start = end
        }
        return result
    }

    private func eachPosting(of term: CandidateQuery.Term, _ body: (Int, UInt32) -> Void) {
        guard let word = vocabulary.number(of: Vocabulary.key(of: term.token)) else { return }
        for posting in postings[word] { body(Int(posting >> 8), posting & 0xFF) }
    }
}

/// The best of many scores: a heap of at most `limit`, the worst on top.
struct BestMatches {
    private var heap: [(score: Float, place: Int)] = []
    private let limit: Int
    /// What a score must exceed to get in.
    private(set) var floor: Float = 0

    init(limit: Int) {
        self.limit = max(0, limit)
        if self.limit == 0 { floor = .infinity }
    }

    /// Best first, ties by place.
    var sorted: [(score: Float, place: Int)] { heap.sorted { Self.isBetter($0, $1) } }

    /// Whether it is among the best so far, were it offered.
    @inline(__always)
    func takes(_ score: Float, _ place: Int) -> Bool {
        score > floor || score == floor && heap.count == limit && limit > 0 && place < heap[0].place
    }

    mutating func offer(_ score: Float, _ place: Int) {
        if heap.count < limit {
            heap.append((score, place))
            rise(heap.count - 1)
        } else {
            heap[0] = (score, place)
            sink(0)
        }
        if heap.count == limit { floor = heap[0].score }
    }

    private static func isBetter(_ left: (score: Float, place: Int), _ right: (score: Float, place: Int))
        -> Bool
    {
        left.score != right.score ? left.score > right.score : left.place < right.place
    }

    private mutating func rise(_ start: Int) {
        var child = start
        while child > 0, Self.isBetter(heap[(child - 1) / 2], heap[child]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    private mutating func sink(_ start: Int) {
        var parent = start
        while true {
            var worst = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && Self.isBetter(heap[worst], heap[child]) {
                worst = child
            }
            if worst == parent { return }
            heap.swapAt(parent, worst)
            parent = worst
        }
    }
}
