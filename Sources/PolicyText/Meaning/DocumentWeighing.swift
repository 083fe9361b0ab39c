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
    let oldHeadings: RunInHeadings
    let newHeadings: RunInHeadings
    /// Takes a part of the work, where there is one.
    let helper: (any WorkSharing)?

    /// What was found, with the place in the new version that orders it.
    var findings: [(order: (Int, Int), change: Change)] = []
    /// Sentences without a counterpart in their passage; one elsewhere may be found at the end.
    var lost: [PlacedUnit] = []
    var gained: [PlacedUnit] = []
    /// For each old passage that lost something, where that is told in the new version.
    var losses: [Int: Int] = [:]
    /// What differs only in print: passages, or a sentence of them.
    var reprinted: [(old: PlacedText, new: PlacedText)] = []
    var renumbered: [PassagePair] = []
    var moved: [PassagePair] = []
    /// What else happened to the passage at hand, told with the first change of it.
    var asides: [ChangeFacet] = []
    /// Where in the new version the pair at hand stands.
    var position = 0

    /// `pairs` tell which passages have sentences to be weighed.
    init(
        old: Outline, new: Outline, _ pairs: [PassagePair], lexicon: Lexicon, noise: NoiseEvidence,
        with helper: (any WorkSharing)?
    ) {
        self.old = old
        self.new = new
        self.helper = helper
        self.lexicon = lexicon
        self.noise = noise
        acronyms = AcronymTable(old, new, known: lexicon.names)
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
            asides =
                renumbering(pair)
                + (pair.isMoved ? [movement(from: oldFirst, to: newFirst, passages: nil)] : [])
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
            WeighedUnit(before, language: language, lexicon: lexicon, acronyms: acronyms),
            WeighedUnit(after, language: language, lexicon: lexicon, acronyms: acronyms),
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
                from: whole(beforeText, before), to: whole(afterText, after))
            if let noisy = furniture ?? noise.reason(from: beforeText, to: afterText) {
                let facet = ChangeFacet(
                    .boilerplate, told: summary.boilerplate(afterText),
                    reasons: ["rule boilerplate: \(noisy)"])
                return report([facet], old: (oldFirst, beforeText), new: (newFirst, afterText))
            }
        }
        if let responsible = responsible(pair) {
            asides.append(responsible.facet)
            if responsible.isAll { return }
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
        for joint in alignment.rejoined { reportJoint(joint, before, after) }
        reportOrder(alignment, before, after)
        lose(alignment.oldAlone.map { before[$0] })
        gained += alignment.newAlone.map { after[$0] }
    }

    /// Passages as one unit: the one that they hold, where that is all.
    private func whole(_ text: String, _ units: [PlacedUnit]) -> WeighedUnit {
        if units.count == 1, let only = units.first?.unit, only.language == summary.language,
            only.text.utf8.count == text.utf8.count
        {
            return only
        }
        return WeighedUnit(text, language: summary.language, lexicon: lexicon, acronyms: acronyms)
    }

    /// That another is responsible for what a row or a line tells, and whether nothing else of it differs.
    private func responsible(_ pair: PassagePair) -> (facet: ChangeFacet, isAll: Bool)? {
        guard pair.old.count == 1, pair.new.count == 1, let oldIndex = pair.old.first,
            let newIndex = pair.new.first
        else { return nil }
        let (before, after) = (old.passages[oldIndex].text, new.passages[newIndex].text)
        guard
            let (left, right) = LabelledCells.replaced(
                before, after, heading: columnHeadings(of: newIndex, in: new))
        else { return nil }
        let language = new.passages[newIndex].language
        let (from, to) = (before.bytes(left), after.bytes(right))
        let comparison = SentenceComparison(
            WeighedUnit(from, language: language, lexicon: lexicon, acronyms: acronyms),
            WeighedUnit(to, language: language, lexicon: lexicon, acronyms: acronyms),
            lexicon: lexicon, acronyms: acronyms, language: summary.language)
        guard comparison.equivalence() == nil, !comparison.isInOtherWords else { return nil }
        let facet = ChangeFacet(
            .actorChanged, told: summary.actor(from, to),
            reasons: ["rule actor_changed: '\(from)' → '\(to)', as the label says who is responsible"])
        let rest = (
            before.bytes(0..<left.lowerBound) + before.bytes(left.upperBound..<before.utf8.count),
            after.bytes(0..<right.lowerBound) + after.bytes(right.upperBound..<after.utf8.count)
        )
        return (facet, WordDiff.isTypographic(rest.0, rest.1))
    }

    /// The first row of the table in which a row stands; nil for the first itself and outside of tables.
    func columnHeadings(of row: Int, in outline: Outline) -> String? {
        guard outline.passages[row].kind == .tableRow else { return nil }
        let above = outline.passages[..<row].suffix(Self.longestTable_rows)
        let before = above.lastIndex { $0.kind != .tableRow }
        // Of a longer table the first row is out of reach.
        guard let first = before.map({ $0 + 1 }) ?? (above.startIndex == 0 ? 0 : nil), first < row else {
            return nil
        }
        return outline.passages[first].text
    }

    /// How far up the headings of a table are looked for.
    private static let longestTable_rows = 500

    /// One sentence made of two, or two of one, without a word lost.
    private mutating func reportJoint(
        _ joint: (old: [Int], new: [Int]), _ before: [PlacedUnit], _ after: [PlacedUnit]
    ) {
        guard let oldFirst = joint.old.first, let oldLast = joint.old.last, let newFirst = joint.new.first,
            let newLast = joint.new.last
        else { return }
        let isJoined = joint.new.count == 1
        let right = span(after[newFirst], after[newLast], in: new)
        let facet = ChangeFacet(
            .reworded, told: summary.rejoined(isJoined, right),
            reasons: [
                isJoined
                    ? "rule reworded: two sentences are one, in the same words"
                    : "rule reworded: one sentence is two, in the same words"
            ])
        report(
            [facet], old: (before[oldFirst].passage, span(before[oldFirst], before[oldLast], in: old)),
            new: (after[newFirst].passage, right), at: after[newFirst].line)
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
}
