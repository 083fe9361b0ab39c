/// Which sentences of two passages stand for each other.
///
/// Equal ones first, wherever they stand; then the most alike; then what is left alone between two neighbours that
/// are matched, because a sentence rewritten in its place is still that sentence.
struct UnitAlignment {
    /// Ascending by the new side.
    private(set) var pairs: [(old: Int, new: Int)] = []
    private(set) var oldAlone: [Int] = []
    private(set) var newAlone: [Int] = []
    /// Two sentences that one says as well, in the same words; on either side.
    private(set) var rejoined: [(old: [Int], new: [Int])] = []

    /// Likeness from which two sentences are versions of one (see `commitment_dropped`).
    static let alike = 0.5
    /// The same for the only sentence on either side between two neighbours.
    static let alikeInPlace = 0.2
    /// Sentences of one side times those of the other that are compared each with each; beyond that, those only that
    /// share a rare word.
    static let mostComparisons = 20_000

    init(_ old: [WeighedUnit], _ new: [WeighedUnit]) {
        // Where each side has one, these are versions of one sentence, however alike.
        if old.count == 1, new.count == 1 {
            pairs = [(0, 0)]
            return
        }
        var partner = [Int?](repeating: nil, count: old.count)
        var isTaken = [Bool](repeating: false, count: new.count)
        matchEqual(old, new, &partner, &isTaken)
        matchAlike(old, new, &partner, &isTaken)
        matchInPlace(old, new, &partner, &isTaken)
        pairs = partner.indices.compactMap { index in partner[index].map { (index, $0) } }.sorted {
            $0.1 < $1.1
        }
        oldAlone = partner.indices.filter { partner[$0] == nil }
        newAlone = isTaken.indices.filter { !isTaken[$0] }
        rejoin(old, new)
    }

    /// Takes as one what was joined ("The warden shall lock the gate and shall keep the key") or parted.
    private mutating func rejoin(_ old: [WeighedUnit], _ new: [WeighedUnit]) {
        for alone in oldAlone {
            let place = pairs.firstIndex { pair in
                abs(pair.old - alone) == 1
                    && Self.saysBoth(new[pair.new], old[min(pair.old, alone)], old[max(pair.old, alone)])
            }
            guard let place else { continue }
            let pair = pairs.remove(at: place)
            rejoined.append(([min(pair.old, alone), max(pair.old, alone)], [pair.new]))
            oldAlone.removeAll { $0 == alone }
        }
        for alone in newAlone {
            let place = pairs.firstIndex { pair in
                abs(pair.new - alone) == 1
                    && Self.saysBoth(old[pair.old], new[min(pair.new, alone)], new[max(pair.new, alone)])
            }
            guard let place else { continue }
            let pair = pairs.remove(at: place)
            rejoined.append(([pair.old], [min(pair.new, alone), max(pair.new, alone)]))
            newAlone.removeAll { $0 == alone }
        }
    }

    /// Whether a sentence has the words of two, in their order, but for a subject or verb said twice, pronouns and
    /// coordinators.
    private static func saysBoth(_ whole: WeighedUnit, _ first: WeighedUnit, _ second: WeighedUnit) -> Bool {
        func keys(_ unit: WeighedUnit) -> [String] {
            unit.meanings.map(\.key).filter { !joints.contains($0) }
        }
        let (one, two) = (keys(first), keys(second))
        let all = keys(whole)
        guard one.count >= 2, two.count >= 2, all.starts(with: one) else { return false }
        var rest = two[...]
        for key in all.dropFirst(one.count) {
            // What stands before it in the second sentence was not said again.
            guard let place = rest.firstIndex(of: key), rest[..<place].allSatisfy(one.contains) else {
                return false
            }
            rest = rest[(place + 1)...]
        }
        return rest.isEmpty
    }

    // Without "or": what must be done both ways is not done one way or the other.
    private static let joints: Set<String> = [
        "and", "et", "&", "it", "they", "he", "she", "then", "also", "il", "elle", "ils", "elles", "puis",
        "aussi",
    ]

    private func matchEqual(
        _ old: [WeighedUnit], _ new: [WeighedUnit], _ partner: inout [Int?], _ isTaken: inout [Bool]
    ) {
        var places: [[String]: [Int]] = [:]
        for index in new.indices.reversed() { places[new[index].words.map(\.key), default: []].append(index) }
        for index in old.indices {
            guard let place = places[old[index].words.map(\.key)]?.popLast() else { continue }
            partner[index] = place
            isTaken[place] = true
        }
    }

    private func matchAlike(
        _ old: [WeighedUnit], _ new: [WeighedUnit], _ partner: inout [Int?], _ isTaken: inout [Bool]
    ) {
        let left = old.indices.filter { partner[$0] == nil }
        let right = new.indices.filter { !isTaken[$0] }
        let index = left.count * right.count > Self.mostComparisons ? UnitIndex(new, right) : nil
        var scored: [(likeness: Double, distance: Int, old: Int, new: Int)] = []
        for i in left {
            for j in index?.candidates(for: old[i]) ?? right {
                let likeness = WeighedUnit.likeness(old[i], new[j])
                if likeness >= Self.alike { scored.append((likeness, abs(i - j), i, j)) }
            }
        }
        scored.sort {
            ($1.likeness, $0.distance, $0.old, $0.new) < ($0.likeness, $1.distance, $1.old, $1.new)
        }
        for match in scored where partner[match.old] == nil && !isTaken[match.new] {
            partner[match.old] = match.new
            isTaken[match.new] = true
        }
    }

    private func matchInPlace(
        _ old: [WeighedUnit], _ new: [WeighedUnit], _ partner: inout [Int?], _ isTaken: inout [Bool]
    ) {
        for index in old.indices where partner[index] == nil {
            let before = index == 0 ? -1 : partner[index - 1]
            let after = index == old.count - 1 ? new.count : partner[index + 1]
            guard let before, let after, after == before + 2, !isTaken[before + 1] else { continue }
            guard WeighedUnit.likeness(old[index], new[before + 1]) >= Self.alikeInPlace else { continue }
            partner[index] = before + 1
            isTaken[before + 1] = true
        }
    }

    /// The sentences between the first and the last that changed their order; nil where all kept it.
    var reordering: (old: [Int], new: [Int])? {
        let byNew = pairs.map(\.old)
        let sorted = byNew.sorted()
        guard byNew != sorted,
            let first = zip(byNew, sorted).enumerated().first(where: { $0.element.0 != $0.element.1 })?
                .offset,
            let last = zip(byNew, sorted).enumerated().reversed().first(where: {
                $0.element.0 != $0.element.1
            })?.offset
        else { return nil }
        return (Array(sorted[first...last]), pairs[first...last].map(\.new))
    }
}
