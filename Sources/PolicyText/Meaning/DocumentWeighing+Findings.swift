/// What is told once all passages are weighed: what moved, came and went, and what is folded into one change.
extension DocumentWeighing {
    /// Everything that was found, in the order of the new version.
    mutating func changes() -> [Change] {
        matchMoved()
        reportLost()
        reportGained()
        reportMoved()
        reportRenumbered()
        reportReprinted()
        let changes = findings.enumerated().sorted { left, right in
            (left.element.order.0, left.element.order.1, left.offset) < (
                right.element.order.0, right.element.order.1, right.offset
            )
        }.map(\.element.change)
        return withEdits(changes)
    }

    /// The words of those changes that were found without them.
    private func withEdits(_ changes: [Change]) -> [Change] {
        let places = changes.indices.filter { index in
            changes[index].edits.isEmpty && changes[index].before != nil && changes[index].after != nil
        }
        let pairs = places.map { (before: changes[$0].before ?? "", after: changes[$0].after ?? "") }
        var changes = changes
        for (place, edits) in zip(places, WordDiff.edits(of: pairs, with: helper)) {
            changes[place].edits = edits
        }
        return changes
    }

    /// Sentences that left one passage and arrived in another.
    private mutating func matchMoved() {
        var taken: Set<Int> = []
        var rest: [PlacedUnit] = []
        let isLarge = lost.count * gained.count > UnitAlignment.mostComparisons
        let index = isLarge ? UnitIndex(gained.map(\.unit), gained.indices) : nil
        for unit in lost {
            let candidates = index?.candidates(for: unit.unit) ?? Array(gained.indices)
            let best = candidates.filter { !taken.contains($0) }
                .map { ($0, WeighedUnit.likeness(unit.unit, gained[$0].unit)) }
                .filter { $0.1 >= Self.sameElsewhere }
                .max { ($0.1, -$0.0) < ($1.1, -$1.0) }
            // A short text stands in many places; in its own list it is the same item.
            guard let (index, _) = best, case let other = gained[index],
                unit.unit.stems.count >= 3 || isReplaced(unit, other)
            else {
                rest.append(unit)
                continue
            }
            taken.insert(index)
            if isReplaced(unit, other) {
                let facet = ChangeFacet(
                    .reordered, told: summary.reordered(1),
                    reasons: ["rule reordered: the same item at another place of its list"])
                report([facet], operation: .moved, old: unit, new: other)
                continue
            }
            let heading = new.passages[other.passage].heading.map { new.passages[$0].text }
            let comparison = SentenceComparison(
                unit.unit, other.unit, lexicon: lexicon, acronyms: acronyms, language: summary.language)
            let isSame = unit.unit.words.map(\.key) == other.unit.words.map(\.key)
            let edits = isSame ? [] : comparison.facets().filter { $0.significance > .low }
            let told =
                isSame ? summary.moved(other.unit.text, under: heading) : summary.alsoMoved(under: heading)
            let move = ChangeFacet(
                .sectionMoved, told: told,
                reasons: ["rule section_moved: \(isSame ? "the same" : "nearly the same") sentence elsewhere"]
            )
            report((edits + [move]).sorted { $0.kind < $1.kind }, operation: .moved, old: unit, new: other)
        }
        lost = rest
        gained = gained.indices.filter { !taken.contains($0) }.map { gained[$0] }
    }

    /// Whether the same words stand under the same heading still.
    private func isReplaced(_ unit: PlacedUnit, _ other: PlacedUnit) -> Bool {
        unit.isWhole && other.isWhole && unit.unit.words.map(\.key) == other.unit.words.map(\.key)
            && parent(of: unit.passage, in: old) == parent(of: other.passage, in: new)
    }

    /// Likeness from which a sentence elsewhere in the document is the same one.
    static let sameElsewhere = 0.8

    private mutating func reportLost() {
        for group in grouped(lost) {
            let facet = weightiest(
                group.map { unit in
                    if let furniture = boilerplate(unit) { return furniture }
                    let reading = unit.unit.reading
                    guard reading.strength >= 2, !reading.isResult else {
                        return ChangeFacet(
                            .contentRemoved, told: summary.contentRemoved(unit.unit.text),
                            reasons: ["rule content_removed: strength \(reading.strength)"])
                    }
                    return ChangeFacet(
                        .commitmentDropped, told: summary.dropped(unit.unit.text, strength: reading.strength),
                        reasons: [
                            "rule commitment_dropped: nothing alike in its list, none ≥ 0.80 in the document",
                            "was strength \(reading.strength)",
                        ]
                            + reading.reasons)
                })
            let text =
                group.count == 1 && !group[0].isWhole
                ? group[0].unit.text : old.passages[group[0].passage].text
            position = losses[group[0].passage] ?? position
            report(
                facet, operation: .removed, old: (group[0].passage, text), new: nil,
                at: group[0].line)
        }
    }

    private mutating func reportGained() {
        for group in grouped(gained) {
            let facet = weightiest(
                group.map { unit in
                    if let furniture = boilerplate(unit) { return furniture }
                    let reading = unit.unit.reading
                    guard reading.strength >= 2, !reading.isResult else {
                        return ChangeFacet(
                            .contentAdded, told: summary.contentAdded(unit.unit.text),
                            reasons: ["rule content_added: strength \(reading.strength)"])
                    }
                    let values = unit.unit.values
                    let deadline = values.first {
                        $0.role == .deadline || $0.role == .until || $0.kind == .frequency
                    }
                    let amount = values.first { $0.kind == .money || $0.kind == .share }
                    return ChangeFacet(
                        .commitmentAdded,
                        told: summary.added(
                            unit.unit.text, strength: reading.strength, deadline: deadline?.phraseText,
                            amount: amount?.text),
                        reasons: [
                            "rule commitment_added: nothing alike in the old version",
                            "strength \(reading.strength)",
                        ]
                            + reading.reasons)
                })
            let text =
                group.count == 1 && !group[0].isWhole
                ? group[0].unit.text : new.passages[group[0].passage].text
            position = group[0].passage
            report(
                facet, operation: .added, old: nil, new: (group[0].passage, text), at: group[0].line)
        }
    }

    /// That a sentence is no more than furniture of its page.
    private func boilerplate(_ unit: PlacedUnit) -> ChangeFacet? {
        Boilerplate.reason(for: unit.unit).map { reason in
            ChangeFacet(
                .boilerplate, told: summary.boilerplate(unit.unit.text),
                reasons: ["rule boilerplate: \(reason)"])
        }
    }

    /// The weightiest of what the sentences of one passage say, and how many more commitments there are.
    private func weightiest(_ facets: [ChangeFacet]) -> [ChangeFacet] {
        guard var first = facets.min(by: { $0.kind < $1.kind }) else { return [] }
        let more = facets.count { $0.kind == first.kind } - 1
        if more > 0, [.commitmentDropped, .commitmentAdded].contains(first.kind) {
            first.told += summary.moreCommitments(more)
            first.reasons.append("\(more) more in the same passage")
        }
        return [first]
    }

    /// The units of a whole passage together, the others one by one.
    private func grouped(_ units: [PlacedUnit]) -> [[PlacedUnit]] {
        var groups: [[PlacedUnit]] = []
        for unit in units {
            if unit.isLeadIn, !unit.isWhole, unit.unit.stems.isEmpty { continue }
            if unit.isWhole, let last = groups.last?.last, last.isWhole, last.passage == unit.passage {
                groups[groups.count - 1].append(unit)
            } else {
                groups.append([unit])
            }
        }
        return groups
    }

    private mutating func reportMoved() {
        var index = 0
        while index < moved.count {
            var end = index + 1
            // A heading and what follows it moved together.
            while end < moved.count, moved[end].moveGroup == moved[index].moveGroup,
                moved[index].moveGroup != nil
            { end += 1 }
            let (oldIndex, newIndex) = (moved[index].old[0], moved[index].new[0])
            let passage = new.passages[newIndex]
            let holdsHeading = moved[index..<end].contains { new.passages[$0.new[0]].kind == .heading }
            let staysUnderHeading =
                !holdsHeading && parent(of: oldIndex, in: old) == parent(of: newIndex, in: new)
            let facet =
                staysUnderHeading
                ? ChangeFacet(
                    .reordered, told: summary.reordered(end - index),
                    reasons: ["rule reordered: \(end - index) passages at another place of their section"])
                : movement(from: oldIndex, to: newIndex, passages: end - index)
            position = newIndex
            report(
                [facet], operation: .moved, old: (oldIndex, old.passages[oldIndex].text),
                new: (newIndex, passage.text))
            index = end
        }
    }

    private func parent(of index: Int, in outline: Outline) -> String {
        outline.passages[index].heading.map { Folding.folded(outline.passages[$0].text) } ?? ""
    }

    /// That a block of so many passages moved unchanged, or one that is edited too; its heading is told where it
    /// stood under another.
    func movement(from oldIndex: Int, to newIndex: Int, passages: Int?) -> ChangeFacet {
        let passage = new.passages[newIndex]
        let isElsewhere = parent(of: oldIndex, in: old) != parent(of: newIndex, in: new)
        let heading = isElsewhere ? passage.heading.map { new.passages[$0].text } : nil
        guard let passages else {
            return ChangeFacet(
                .sectionMoved, told: summary.alsoMoved(under: heading),
                reasons: ["rule section_moved: edited, at another place"])
        }
        return ChangeFacet(
            .sectionMoved, told: summary.moved(passage.text, under: heading),
            reasons: ["rule section_moved: \(passages) passages at another place"])
    }

    /// What else happened to a passage of which nothing was reported that could say it.
    mutating func reportAsides(_ oldIndex: Int, _ newIndex: Int) {
        guard !asides.isEmpty else { return }
        let facets = asides
        asides = []
        report(
            facets, operation: facets.contains { $0.kind == .sectionMoved } ? .moved : .modified,
            old: (oldIndex, old.passages[oldIndex].text), new: (newIndex, new.passages[newIndex].text))
    }

    private mutating func reportRenumbered() {
        guard let first = renumbered.first else { return }
        let labels = renumbered.map { ($0.oldLabel ?? "", $0.newLabel ?? "") }
        let facet = ChangeFacet(
            .sectionRenumbered, told: summary.renumbered(labels),
            reasons: ["rule section_renumbered: \(renumbered.count) with another number and the same words"])
        position = first.new[0]
        let (before, after) = (old.passages[first.old[0]].text, new.passages[first.new[0]].text)
        report([facet], old: (first.old[0], before), new: (first.new[0], after))
    }

    private mutating func reportReprinted() {
        guard let first = reprinted.first else { return }
        let facet = ChangeFacet(
            .typographic, told: summary.typographic(reprinted.count),
            reasons: ["rule typographic: \(reprinted.count) passages are equal after folding of print"])
        position = first.new.passage
        report(
            [facet], old: (first.old.passage, first.old.text), new: (first.new.passage, first.new.text),
            at: first.new.line)
    }

    // Reporting

    mutating func report(
        _ facets: [ChangeFacet], operation: ChangeOperation, old left: PlacedUnit, new right: PlacedUnit
    ) {
        report(
            facets, operation: operation, old: (left.passage, left.unit.text),
            new: (right.passage, right.unit.text),
            at: right.line)
    }

    mutating func report(
        _ facets: [ChangeFacet], operation: ChangeOperation = .modified,
        old left: (passage: Int, text: String)?,
        new right: (passage: Int, text: String)?, at line: Int? = nil
    ) {
        let isMoved = asides.contains { $0.kind == .sectionMoved }
        let facets = asides.isEmpty ? facets : (facets + asides).sorted { $0.kind < $1.kind }
        asides = []
        guard let significance = facets.map(\.significance).max() else { return }
        var kinds: [ChangeKind] = []
        for facet in facets where !kinds.contains(facet.kind) { kinds.append(facet.kind) }
        let section =
            right.map { newHeadings.section(of: $0.passage) }
            ?? left.map { oldHeadings.section(of: $0.passage) } ?? []
        let ownLine =
            right.map { new.passages[$0.passage].line } ?? left.map { old.passages[$0.passage].line } ?? 1
        // All the other words are compared at the end.
        let needsPlace = facets.contains { $0.kind.needsPlace }
        let edits =
            needsPlace
            ? left.flatMap { left in right.map { WordDiff.edits(from: left.text, to: $0.text) } } ?? [] : []
        let told = summary.joined(facets.map(\.told))
        let change = Change(
            operation: isMoved ? .moved : operation, kinds: kinds, significance: significance,
            summary: told + (needsPlace ? place(in: right?.text, edits) : ""),
            reasons: facets.flatMap(\.reasons), section: section, line: line ?? ownLine, before: left?.text,
            after: right?.text, edits: edits)
        findings.append(((right?.passage ?? position, line ?? ownLine), change))
    }

    /// The sentence that a changed value, cue, name or condition stands in: by itself it tells a reader little.
    private func place(in text: String?, _ edits: [Edit]) -> String {
        guard let text else { return "" }
        let kept = edits.prefix { $0.operation == .equal }.reduce(0) { $0 + $1.text.count }
        return summary.place(text, changedAt: kept)
    }
}
