/// The changes of a document in one language that say what changes of the other say.
///
/// Both versions of a batch are at hand, so changes are paired without a dictionary first: the same kinds at the same
/// place with the same values are one event. What remains on one side, and says more than words, is the line that a
/// digest must not miss: "the French no longer says what the English says".
package enum CounterpartFinder {
    /// One document's changes, with the outline that they lead to.
    package struct Side: Sendable {
        package var path: DocumentPath
        package var outline: Outline
        package var changes: [Change]

        package init(path: DocumentPath, outline: Outline, changes: [Change]) {
            self.path = path
            self.outline = outline
            self.changes = changes
        }
    }

    /// What was paired, as indices into the changes of both sides, and what stands alone.
    package struct Pairing: Hashable, Sendable {
        package var pairs: [Pair]
        package var firstAlone: [Int]
        package var secondAlone: [Int]
    }

    package struct Pair: Hashable, Sendable {
        package var first: Int
        package var second: Int
    }

    /// Pairs the changes of the two languages; each is in one pair at most.
    package static func pairing(_ first: Side, _ second: Side) -> Pairing {
        var scored: [(score: Int, distance: Double, first: Int, second: Int)] = []
        guard first.changes.count * second.changes.count <= mostComparisons else {
            return Pairing(pairs: [], firstAlone: [], secondAlone: [])
        }
        let (left, right) = (
            first.changes.map { Trace($0, in: first.outline) },
            second.changes.map { Trace($0, in: second.outline) }
        )
        for i in left.indices {
            for j in right.indices {
                guard let score = left[i].likeness(to: right[j]) else { continue }
                scored.append((score, abs(left[i].place - right[j].place), i, j))
            }
        }
        scored.sort {
            ($1.score, $0.distance, $0.first, $0.second) < ($0.score, $1.distance, $1.first, $1.second)
        }
        var (takenFirst, takenSecond): (Set<Int>, Set<Int>) = ([], [])
        var pairs: [Pair] = []
        for match in scored where !takenFirst.contains(match.first) && !takenSecond.contains(match.second) {
            takenFirst.insert(match.first)
            takenSecond.insert(match.second)
            pairs.append(Pair(first: match.first, second: match.second))
        }
        pairs.sort { ($0.first, $0.second) < ($1.first, $1.second) }
        return Pairing(
            pairs: pairs, firstAlone: first.changes.indices.filter { !takenFirst.contains($0) },
            secondAlone: second.changes.indices.filter { !takenSecond.contains($0) })
    }

    /// Changes compared each with each; beyond that nothing is paired, and nothing is told to stand alone.
    package static let mostComparisons = 1_000_000

    /// Tells of a change that only one language made, where it says more than words; `other` is the document in the
    /// other language, in which nothing like it changed.
    package static func told(_ change: Change, onlyIn language: Language, other: DocumentPath) -> Change {
        guard change.significance > .low else { return change }
        var told = change
        told.summary +=
            language == .french
            ? frenchOnly + " (« \(other.name) » ne dit plus la même chose)"
            : englishOnly + " ('\(other.name)' no longer says the same)"
        told.reasons.insert(
            "\(oneLanguageRule): no change of '\(other.text)' has its kinds at its place",
            at: ruleCount(change))
        return told
    }

    /// The same change as it is told once the other language says the same: without the line that it did not.
    package static func told(_ recorded: RecordedChange) -> RecordedChange {
        guard recorded.counterpart != nil else { return recorded }
        var told = recorded
        for mark in [englishOnly, frenchOnly] {
            guard recorded.change.reasons.contains(where: { $0.hasPrefix(oneLanguageRule) }),
                let cut = told.change.summary.firstRange(of: mark)
            else { continue }
            told.change.summary = String(told.change.summary[..<cut.lowerBound])
            told.change.reasons.removeAll { $0.hasPrefix(oneLanguageRule) }
        }
        return told
    }

    private static let oneLanguageRule = "rule one_language_only"
    private static let englishOnly = "; in the English only"
    private static let frenchOnly = " ; dans le français seulement"

    /// The stamp of the rules stays last.
    private static func ruleCount(_ change: Change) -> Int {
        change.reasons.last?.hasPrefix(Lexicon.stampOpening) ?? false
            ? change.reasons.count - 1 : change.reasons.count
    }
}

/// What of a change survives translation: its kinds, its place, its values and numbers.
private struct Trace {
    let kinds: Set<ChangeKind>
    let operation: ChangeOperation
    let significance: Significance
    /// Where in the document, 0 to 1.
    let place: Double
    /// The number in the nearest heading, as « Pilier 2 » and "Pillar 2".
    let section: [String]
    let values: [String]

    init(_ change: Change, in outline: Outline) {
        kinds = Set(change.kinds)
        operation = change.operation
        significance = change.significance
        let lines = max(1, outline.passages.last?.line ?? 1)
        place = Double(change.line) / Double(lines)
        section = change.section.map { heading in
            ValueToken.tokens(of: heading).filter { $0.kind == .digits }.map(\.text).joined(separator: ".")
        }.filter { !$0.isEmpty }
        // Only values that changed tell events apart.
        let before =
            change.before.map { ValueReader.values(in: $0, language: outline.language).map(\.canonical) }
            ?? []
        let after =
            change.after.map { ValueReader.values(in: $0, language: outline.language).map(\.canonical) } ?? []
        values = (before.filter { !after.contains($0) } + ["→"] + after.filter { !before.contains($0) })
    }

    /// How much two changes have in common; nil where they cannot be one event.
    func likeness(to other: Trace) -> Int? {
        let shared = kinds.intersection(other.kinds).count
        guard shared > 0 || (operation == other.operation && significance == other.significance) else {
            return nil
        }
        guard section.isEmpty || other.section.isEmpty || section == other.section else { return nil }
        guard abs(place - other.place) <= 0.25 else { return nil }
        // Other values are another event.
        if values.count > 1 || other.values.count > 1 {
            guard values == other.values else { return nil }
            return 10 + shared * 4
        }
        guard shared > 0 else { return nil }
        return shared * 4 + (operation == other.operation ? 2 : 0) + (section == other.section ? 1 : 0)
    }
}
