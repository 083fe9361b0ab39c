/// Says what the edits between two versions of a document mean.
///
/// Passages are aligned first, then the sentences and items of passages that stand for each other, then each pair of
/// sentences is weighed by itself: one paragraph may hold a dropped item, a moved deadline and two items that swapped
/// places, and these are three changes. What says nothing is folded: print that changed all over the document is one
/// change, and so is a cascade of new numbers.
package struct ChangeWeigher: Sendable {
    package let lexicon: Lexicon

    package init(lexicon: Lexicon) {
        self.lexicon = lexicon
    }

    /// The changes in the order of the new version; empty where the texts are the same.
    ///
    /// `noise` is what earlier versions tell about passages that change every time.
    package func changes(from old: Outline, to new: Outline, noise: NoiseEvidence = .none) -> [Change] {
        guard !old.text.utf8.elementsEqual(new.text.utf8) else { return [] }
        let comparison = OutlineComparator.compare(old, new)
        var weighing = DocumentWeighing(old: old, new: new, comparison.pairs, lexicon: lexicon, noise: noise)
        if comparison.isFormattingOnly { return stamped([weighing.formattingOnly(comparison.pairs)]) }
        for pair in comparison.pairs { weighing.weigh(pair) }
        return stamped(weighing.changes())
    }

    /// What is recorded keeps what it said, whatever later rules would say: it tells which rules those were.
    private func stamped(_ changes: [Change]) -> [Change] {
        changes.map { change in
            var change = change
            change.reasons.append(lexicon.stamp)
            return change
        }
    }
}

/// The weighing of two versions of one document.
struct DocumentWeighing {
    let old: Outline
    let new: Outline
    let lexicon: Lexicon
    let noise: NoiseEvidence
    let acronyms: AcronymTable
    let summary: Summary
    let oldForms: SentenceForms
    let newForms: SentenceForms
    private let oldHeadings: RunInHeadings
    private let newHeadings: RunInHeadings

    /// What was found, with the place in the new version that orders it.
    private var findings: [(order: (Int, Int), change: Change)] = []
    /// Sentences without a counterpart in their passage; one elsewhere may be found at the end.
    private var lost: [PlacedUnit] = []
    private var gained: [PlacedUnit] = []
    /// For each old passage that lost something, where that is told in the new version.
    private var losses: [Int: Int] = [:]
    /// What differs only in print: passages, or a sentence of them.
    private var reprinted: [(old: PlacedText, new: PlacedText)] = []
    private var renumbered: [PassagePair] = []
    private var moved: [PassagePair] = []
    /// What else happened to the passage at hand, told with the first change of it.
    private var asides: [ChangeFacet] = []
    /// Where in the new version the pair at hand stands.
    private var position = 0

    /// `pairs` tell which passages have sentences to be weighed.
    init(old: Outline, new: Outline, _ pairs: [PassagePair], lexicon: Lexicon, noise: NoiseEvidence) {
        self.old = old
        self.new = new
        self.lexicon = lexicon
        self.noise = noise
        acronyms = AcronymTable(text: old.text + "\n\n" + new.text, known: lexicon.names)
        let edited = pairs.filter { $0.relation != .same && $0.relation != .formatting }
        oldForms = SentenceForms(old, lexicon, of: edited.flatMap(\.old))
        newForms = SentenceForms(new, lexicon, of: edited.flatMap(\.new))
        oldHeadings = RunInHeadings(old)
        newHeadings = RunInHeadings(new)
        summary = Summary(language: new.language == .undetermined ? old.language : new.language)
    }

    /// The one change of a version in which no word changed.
    func formattingOnly(_ pairs: [PassagePair]) -> Change {
        let first = pairs.first { pair in
            pair.old.count == 1 && pair.new.count == 1
                && old.passages[pair.old[0]].text != new.passages[pair.new[0]].text
        }
        let before = first.map { old.passages[$0.old[0]].text }
        let after = first.map { new.passages[$0.new[0]].text }
        let edits = before.flatMap { before in after.map { WordDiff.edits(from: before, to: $0) } }
        return Change(
            operation: .modified, kinds: [.typographic], significance: .low,
            summary: summary.formattingOnly(),
            reasons: ["rule typographic: both versions are equal after folding of print"], section: [],
            line: first.map { new.passages[$0.new[0]].line } ?? 1, before: before, after: after,
            edits: edits ?? [])
    }

    // One pair

    mutating func weigh(_ pair: PassagePair) {
        if let first = pair.new.first { position = first }
        switch pair.relation {
        case .added: gained += pair.new.flatMap { units(of: $0, in: new, newForms, isWhole: true) }
        case .removed: lose(pair.old.flatMap { units(of: $0, in: old, oldForms, isWhole: true) })
        case .same, .formatting, .modified, .split, .merged: weighMatched(pair)
        }
    }

    /// What is gone is told where it stood.
    private mutating func lose(_ units: [PlacedUnit]) {
        for unit in units where losses[unit.passage] == nil { losses[unit.passage] = position }
        lost += units
    }

    private mutating func weighMatched(_ pair: PassagePair) {
        guard let oldFirst = pair.old.first, let newFirst = pair.new.first else { return }
        let (before, after) = (old.passages[oldFirst], new.passages[newFirst])
        let isUnedited = pair.relation == .same || pair.relation == .formatting
        if isUnedited {
            if pair.isMoved { moved.append(pair) }
        } else {
            // Moved and edited and renumbered is one change that says all three.
            asides = renumbering(pair) + (pair.isMoved ? [movement(of: newFirst, passages: nil)] : [])
        }
        defer { reportAsides(oldFirst, newFirst) }
        if pair.relation == .same, before.text.utf8.elementsEqual(after.text.utf8) { return }
        let isOne = pair.old.count == 1 && pair.new.count == 1
        let hasOtherLabel = Folding.folded(pair.oldLabel ?? "") != Folding.folded(pair.newLabel ?? "")
        if isOne, pair.isRenumbered, hasOtherLabel, pair.relation != .modified {
            renumbered.append(pair)
            return
        }
        if pair.relation == .formatting || pair.relation == .same {
            reprinted.append((placed(pair.old, in: old), placed(pair.new, in: new)))
            return
        }
        if isOne, before.kind == .heading, after.kind == .heading {
            weighHeading(pair)
            return
        }
        weighSentences(pair)
    }

    private mutating func weighHeading(_ pair: PassagePair) {
        let (oldIndex, newIndex) = (pair.old[0], pair.new[0])
        let (before, after) = (old.passages[oldIndex].text, new.passages[newIndex].text)
        let language = new.passages[newIndex].language
        let comparison = SentenceComparison(
            WeighedUnit(before, language: language, acronyms: acronyms),
            WeighedUnit(after, language: language, acronyms: acronyms),
            lexicon: lexicon, acronyms: acronyms, language: summary.language)
        if let quiet = comparison.equivalence(), quiet.kind != .reordered {
            if quiet.kind == .typographic {
                return reprinted.append((placed(pair.old, in: old), placed(pair.new, in: new)))
            }
            return report([quiet], old: (oldIndex, before), new: (newIndex, after))
        }
        let gone = comparison.old.stems.filter { !comparison.new.stems.contains($0) }
        let lost = Tokenizer(stemming: language).tokens(in: before).filter { gone.contains($0.text) }
            .map { before.bytes($0.range) }
        let facet = ChangeFacet(
            .sectionRenamed, told: summary.renamed(before, after, lost: lost),
            reasons: ["rule section_renamed: same place or same body, another heading"])
        let facets = [facet]
        report(facets, old: (oldIndex, before), new: (newIndex, after))
    }

    /// That the label changed with the words.
    private func renumbering(_ pair: PassagePair) -> [ChangeFacet] {
        guard pair.isRenumbered else { return [] }
        let (from, to) = (pair.oldLabel ?? "", pair.newLabel ?? "")
        return [
            ChangeFacet(
                .sectionRenumbered, told: summary.renumbered(from, to),
                reasons: ["rule section_renumbered: \(from) → \(to)"])
        ]
    }

    private mutating func weighSentences(_ pair: PassagePair) {
        let (before, after) = (
            pair.old.flatMap { units(of: $0, in: old, oldForms) },
            pair.new.flatMap { units(of: $0, in: new, newForms) }
        )
        let (beforeText, afterText) = (text(of: pair.old, in: old), text(of: pair.new, in: new))
        if let oldFirst = pair.old.first, let newFirst = pair.new.first {
            if WordDiff.isTypographic(beforeText, afterText) {
                reprinted.append((placed(pair.old, in: old), placed(pair.new, in: new)))
                return
            }
            let furniture = Boilerplate.reason(
                from: beforeText, to: afterText, language: summary.language, lexicon: lexicon)
            if let noisy = furniture ?? noise.reason(from: beforeText, to: afterText) {
                let facet = ChangeFacet(
                    .boilerplate, told: summary.boilerplate(afterText),
                    reasons: ["rule boilerplate: \(noisy)"])
                return report([facet], old: (oldFirst, beforeText), new: (newFirst, afterText))
            }
        }
        let alignment = UnitAlignment(before.map(\.unit), after.map(\.unit))
        let operation: ChangeOperation =
            pair.relation == .split ? .split : pair.relation == .merged ? .merged : .modified
        // The full stop goes to whichever item is the last: that items came or went is told.
        let isResized =
            !alignment.oldAlone.isEmpty || !alignment.newAlone.isEmpty || alignment.reordering != nil
        var reprint: (PlacedText, PlacedText)?
        for (oldIndex, newIndex) in alignment.pairs {
            let (left, right) = (before[oldIndex], after[newIndex])
            if left.unit.text.utf8.elementsEqual(right.unit.text.utf8) { continue }
            if isResized, left.unit.endsOnlyOtherwise(than: right.unit) { continue }
            let facets = SentenceComparison(
                left.unit, right.unit, lexicon: lexicon, acronyms: acronyms, language: summary.language
            ).facets()
            if facets.map(\.kind) == [.typographic] {
                if reprint == nil { reprint = (PlacedText(left), PlacedText(right)) }
                continue
            }
            report(facets, operation: operation, old: left, new: right)
        }
        if let reprint { reprinted.append(reprint) }
        reportOrder(alignment, before, after)
        lose(alignment.oldAlone.map { before[$0] })
        gained += alignment.newAlone.map { after[$0] }
    }

    private mutating func reportOrder(
        _ alignment: UnitAlignment, _ before: [PlacedUnit], _ after: [PlacedUnit]
    ) {
        guard let window = alignment.reordering, let oldFirst = window.old.first,
            let oldLast = window.old.last,
            let newFirst = window.new.first, let newLast = window.new.last
        else { return }
        let facet = ChangeFacet(
            .reordered, told: summary.reordered(window.old.count),
            reasons: ["rule reordered: the same sentences or items in another order"])
        let left = span(before[oldFirst], before[oldLast], in: old)
        let right = span(after[newFirst], after[newLast], in: new)
        report(
            [facet], old: (before[oldFirst].passage, left), new: (after[newFirst].passage, right),
            at: after[newFirst].line)
    }

    private func span(_ first: PlacedUnit, _ last: PlacedUnit, in outline: Outline) -> String {
        guard first.passage == last.passage else { return first.unit.text }
        return outline.passages[first.passage].text.bytes(first.range.lowerBound..<last.range.upperBound)
    }

    private func placed(_ passages: [Int], in outline: Outline) -> PlacedText {
        let first = passages.first ?? 0
        return PlacedText(
            passage: first, line: outline.passages[first].line, text: text(of: passages, in: outline))
    }

    private func text(of passages: [Int], in outline: Outline) -> String {
        passages.map { outline.passages[$0].text }.joined(separator: "\n\n")
    }

    // The end

    /// Everything that was found, in the order of the new version.
    mutating func changes() -> [Change] {
        matchMoved()
        reportLost()
        reportGained()
        reportMoved()
        reportRenumbered()
        reportReprinted()
        return findings.enumerated().sorted { left, right in
            (left.element.order.0, left.element.order.1, left.offset) < (
                right.element.order.0, right.element.order.1, right.offset
            )
        }.map(\.element.change)
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
                    if let reason = Boilerplate.reason(
                        for: unit.unit.text, language: unit.unit.language, lexicon: lexicon)
                    {
                        return ChangeFacet(
                            .boilerplate, told: summary.boilerplate(unit.unit.text),
                            reasons: ["rule boilerplate: \(reason)"])
                    }
                    let reading = reading(of: unit, in: old)
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
                    if let reason = Boilerplate.reason(
                        for: unit.unit.text, language: unit.unit.language, lexicon: lexicon)
                    {
                        return ChangeFacet(
                            .boilerplate, told: summary.boilerplate(unit.unit.text),
                            reasons: ["rule boilerplate: \(reason)"])
                    }
                    let reading = reading(of: unit, in: new)
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
                : movement(of: newIndex, passages: end - index)
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

    /// That a block of so many passages moved unchanged, or one that is edited too.
    private func movement(of newIndex: Int, passages: Int?) -> ChangeFacet {
        let passage = new.passages[newIndex]
        let heading = passage.heading.map { new.passages[$0].text }
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
    private mutating func reportAsides(_ oldIndex: Int, _ newIndex: Int) {
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

    private mutating func report(
        _ facets: [ChangeFacet], operation: ChangeOperation, old left: PlacedUnit, new right: PlacedUnit
    ) {
        report(
            facets, operation: operation, old: (left.passage, left.unit.text),
            new: (right.passage, right.unit.text),
            at: right.line)
    }

    private mutating func report(
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
        let edits = left.flatMap { left in right.map { WordDiff.edits(from: left.text, to: $0.text) } } ?? []
        let told = summary.joined(facets.map(\.told))
        let change = Change(
            operation: isMoved ? .moved : operation, kinds: kinds, significance: significance,
            summary: told + place(of: facets, in: right?.text, edits),
            reasons: facets.flatMap(\.reasons), section: section, line: line ?? ownLine, before: left?.text,
            after: right?.text, edits: edits)
        findings.append(((right?.passage ?? position, line ?? ownLine), change))
    }

    /// The sentence that a changed value, cue, name or condition stands in: by itself it tells a reader little.
    private func place(of facets: [ChangeFacet], in text: String?, _ edits: [Edit]) -> String {
        guard let text, facets.contains(where: { $0.kind.needsPlace }) else { return "" }
        let kept = edits.prefix { $0.operation == .equal }.reduce(0) { $0 + $1.text.count }
        return summary.place(text, changedAt: kept)
    }

    private func reading(of unit: PlacedUnit, in outline: Outline) -> SentenceReading {
        SentenceComparison.reading(of: unit.unit, lexicon: lexicon)
    }
}
