/// What became of a commitment when a version was read.
package enum CommitmentStep: Hashable, Sendable {
    /// Unchanged but for where it stands; its section or line may have moved.
    case kept(id: Int64, Commitment)
    /// New in this version.
    case stated(Commitment)
    /// Reworded, strengthened or weakened.
    case revised(id: Int64, Commitment, CommitmentStatus)
    /// No longer in the document.
    case dropped(id: Int64)
}

/// Tells which commitments of a version are those of the version before.
///
/// The same text under the same section is the same commitment; then the same text anywhere; then, under one section,
/// the most similar of at least `leastSimilarity`; last, anywhere, of at least `leastSimilarityElsewhere`. Each is
/// paired once: the more similar pair first, and of equal ones the earlier. So the same words under two sections stay
/// two commitments. Similarity is the share of distinct words (Dice); only commitments that share an uncommon word are
/// compared, so that thousands take no square of thousands.
package enum CommitmentRegister {
    /// How similar two texts under one section must be.
    package static let leastSimilarity = 0.5
    /// How similar two texts under different sections must be.
    package static let leastSimilarityElsewhere = 0.8
    /// A word found in more commitments than this finds no candidates.
    static let mostSharers = 64

    /// The steps from the open commitments of a document to those of its newest version: first those of the version,
    /// in its order, then what was dropped, by id. A dropped commitment among `open` that comes back is revised.
    ///
    /// `rereading` reads the version before again near these lines, with today's rules and words: a commitment that
    /// only these read otherwise was neither weakened nor strengthened. It is asked for where something seems revised,
    /// with the lines of all that does.
    package static func reconcile(
        _ open: [RegisteredCommitment], with current: [Commitment],
        rereading: (_ lines: [Int]) -> [Commitment] = { _ in [] }
    ) -> [CommitmentStep] {
        let old = open.sorted { $0.id < $1.id }
        var matching = Matching(old.map(\.commitment), current)
        matching.pairEqual { "\($0.section)\u{0}\($0.text)" }
        matching.pairEqual(\.text)
        matching.pairSimilar(atLeast: leastSimilarity, withinSection: true)
        matching.pairSimilar(atLeast: leastSimilarityElsewhere, withinSection: false)
        var steps = current.enumerated().map { index, commitment in
            matching.oldOfNew[index].map { step(from: old[$0], to: commitment) } ?? .stated(commitment)
        }
        let revised: [(index: Int, before: RegisteredCommitment)] = steps.indices.compactMap { index in
            guard case .revised = steps[index], let partner = matching.oldOfNew[index],
                old[partner].status != .dropped
            else { return nil }
            return (index, old[partner])
        }
        let today = revised.isEmpty ? [:] : read(rereading(revised.map(\.before.commitment.line)))
        for (index, before) in revised {
            guard let again = today[key(before.commitment)] else { continue }
            var before = before
            before.commitment = again
            steps[index] = step(from: before, to: current[index])
        }
        for (index, registered) in old.enumerated()
        where matching.newOfOld[index] == nil && registered.status != .dropped {
            steps.append(.dropped(id: registered.id))
        }
        return steps
    }

    /// The commitments of one version by text and section; the first of several.
    private static func read(_ commitments: [Commitment]) -> [String: Commitment] {
        Dictionary(commitments.map { (key($0), $0) }) { first, _ in first }
    }

    private static func key(_ commitment: Commitment) -> String {
        (commitment.section + [commitment.text]).joined(separator: "\u{0}")
    }

    private static func step(from old: RegisteredCommitment, to new: Commitment) -> CommitmentStep {
        let before = old.commitment
        if new.strength > before.strength, !new.isResult { return .revised(id: old.id, new, .strengthened) }
        if new.strength < before.strength, !new.isResult { return .revised(id: old.id, new, .weakened) }
        if before.isResult != new.isResult || old.status == .dropped || !says(before, the: new) {
            return .revised(id: old.id, new, .amended)
        }
        return .kept(id: old.id, new)
    }

    /// Whether two commitments say the same, apart from where they stand.
    private static func says(_ one: Commitment, the other: Commitment) -> Bool {
        one.actor == other.actor && one.due == other.due
            && (one.text == other.text || Item.words(of: one.text) == Item.words(of: other.text))
    }
}

/// A commitment as it is compared.
private struct Item {
    var section: String
    var text: String
    /// Distinct words, sorted.
    var words: [String]

    init(_ commitment: Commitment) {
        section = commitment.section.map { Self.words(of: $0).joined(separator: " ") }.joined(
            separator: "\u{1}")
        let words = Self.words(of: commitment.text)
        text = words.joined(separator: " ")
        self.words = Set(words).sorted()
    }

    static func words(of text: String) -> [String] { Tokenizer().tokens(in: text).map(\.text) }
}

/// Pairs of old and new commitments, each in one pair at most.
private struct Matching {
    private(set) var newOfOld: [Int?]
    private(set) var oldOfNew: [Int?]
    /// What is not paired byte for byte, as it is compared; most of a document is.
    private var old: [Int: Item] = [:]
    private var new: [Int: Item] = [:]

    init(_ old: [Commitment], _ new: [Commitment]) {
        newOfOld = Array(repeating: nil, count: old.count)
        oldOfNew = Array(repeating: nil, count: new.count)
        pairVerbatim(old, new)
        for index in old.indices where newOfOld[index] == nil { self.old[index] = Item(old[index]) }
        for index in new.indices where oldOfNew[index] == nil { self.new[index] = Item(new[index]) }
    }

    private mutating func pairVerbatim(_ old: [Commitment], _ new: [Commitment]) {
        struct Key: Hashable {
            var section: [String]
            var text: String
        }
        var waiting: [Key: [Int]] = [:]
        for index in old.indices.reversed() {
            waiting[Key(section: old[index].section, text: old[index].text), default: []].append(index)
        }
        for index in new.indices {
            let key = Key(section: new[index].section, text: new[index].text)
            if let partner = waiting[key]?.popLast() { pair(partner, index) }
        }
    }

    /// The old and the new ones that are not paired yet, in order.
    private var oldLeft: [(Int, Item)] {
        old.filter { newOfOld[$0.key] == nil }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
    private var newLeft: [(Int, Item)] {
        new.filter { oldOfNew[$0.key] == nil }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Pairs what has an equal key, first with first.
    mutating func pairEqual(_ key: (Item) -> String) {
        var waiting: [String: [Int]] = [:]
        for (index, item) in oldLeft.reversed() { waiting[key(item), default: []].append(index) }
        for (index, item) in newLeft {
            if let partner = waiting[key(item)]?.popLast() { pair(partner, index) }
        }
    }

    /// Pairs what is similar, the most similar first.
    mutating func pairSimilar(atLeast least: Double, withinSection: Bool) {
        var sharers: [String: [Int]] = [:]
        for (index, item) in oldLeft {
            for word in item.words {
                sharers[Self.key(word, item, withinSection), default: []].append(index)
            }
        }
        var candidates: [(similarity: Double, old: Int, new: Int)] = []
        for (index, item) in newLeft {
            for (partner, shared, words) in shares(of: item, sharers, withinSection) {
                let similarity = 2 * Double(shared) / Double(max(1, item.words.count + words))
                if similarity >= least { candidates.append((similarity, partner, index)) }
            }
        }
        candidates.sort { ($1.similarity, $0.new, $0.old) < ($0.similarity, $1.new, $1.old) }
        for candidate in candidates where newOfOld[candidate.old] == nil && oldOfNew[candidate.new] == nil {
            pair(candidate.old, candidate.new)
        }
    }

    /// The old commitments that share an uncommon word with a new one, with how many distinct words they share and
    /// have.
    private func shares(
        of item: Item, _ sharers: [String: [Int]], _ withinSection: Bool
    ) -> [(old: Int, shared: Int, words: Int)] {
        var found: Set<Int> = []
        for word in item.words {
            guard let list = sharers[Self.key(word, item, withinSection)],
                list.count <= CommitmentRegister.mostSharers
            else { continue }
            found.formUnion(list)
        }
        return found.sorted().compactMap { index in
            old[index].map { (index, Self.common($0.words, item.words), $0.words.count) }
        }
    }

    private static func key(_ word: String, _ item: Item, _ withinSection: Bool) -> String {
        withinSection ? "\(item.section)\u{0}\(word)" : word
    }

    /// How many words two sorted lists share.
    private static func common(_ one: [String], _ other: [String]) -> Int {
        var count = 0
        var left = 0
        var right = 0
        while left < one.count, right < other.count {
            if one[left] == other[right] {
                count += 1
                left += 1
                right += 1
            } else if one[left] < other[right] {
                left += 1
            } else {
                right += 1
            }
        }
        return count
    }

    private mutating func pair(_ old: Int, _ new: Int) {
        newOfOld[old] = new
        oldOfNew[new] = old
    }
}
