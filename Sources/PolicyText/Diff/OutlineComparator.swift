/// Compares two versions of a document, passage by passage.
///
/// There is no size above which it gives up: each step takes time with the number of passages and words, not with
/// the number of pairs.
package struct OutlineComparator {
    /// Shorter texts, both together, are compared sooner than another thread begins with a part of the work.
    private static let fewestShared_bytes = 128 << 10

    /// What became of each passage.
    ///
    /// - Parameter helper: takes a part of the work, where the texts are long.
    package static func compare(
        _ old: Outline, _ new: Outline, with helper: (any WorkSharing)? = nil
    ) -> OutlineComparison {
        let isLong = old.text.utf8.count + new.text.utf8.count >= fewestShared_bytes
        var comparator = OutlineComparator(old: old, new: new, with: isLong ? helper : nil)
        return comparator.compare()
    }

    private let oldOutline: Outline
    private let newOutline: Outline
    private let old: ComparedPassages
    private let new: ComparedPassages
    private var matcher: PassageMatcher

    private init(old: Outline, new: Outline, with helper: (any WorkSharing)?) {
        oldOutline = old
        newOutline = new
        var numbering = ComparedPassages.Numbering()
        (self.old, self.new) = ComparedPassages.sides(
            old: old.passages, new: new.passages, &numbering, with: helper)
        matcher = PassageMatcher(old: self.old, new: self.new, table: numbering.words, with: helper)
    }

    private mutating func compare() -> OutlineComparison {
        var groups = matcher.match()
        var moves = moveGroups(of: groups)
        // What is barely alike and stands elsewhere is not the same passage any more, nor is a bare label that
        // nothing moved with.
        let carried = Set(
            groups.indices.filter { !old.entries[groups[$0].old[0]].isLabelOnly }.compactMap { moves[$0] })
        let kept = groups.indices.filter { index in
            guard let move = moves[index] else { return true }
            return carried.contains(move) && isConvincing(groups[index])
        }
        if kept.count < groups.count {
            groups = kept.map { groups[$0] }
            moves = moveGroups(of: groups)
        }
        let paired = zip(groups, moves).map { pair($0, moveGroup: $1) }
        let pairs = inOrder(paired + unpaired(groups))
        let isFormattingOnly = pairs.allSatisfy {
            ($0.relation == .same || $0.relation == .formatting) && !$0.isMoved && !$0.isRenumbered
                && !$0.changesLinks
        }
        return .init(isFormattingOnly: isFormattingOnly, pairs: pairs)
    }

    /// What one more passage costs that is told as moved, as much as eight rare words or so: who reads it counts
    /// passages too.
    private static let movedPassage = 640

    private func moveGroups(of groups: [PassageMatcher.Group]) -> [Int?] {
        MoveFinder.moveGroups(
            of: groups.map { group in
                let weight = group.old.reduce(Self.movedPassage) { sum, index in
                    sum + (old.entries[index].isLabelOnly ? 0 : matcher.similarity.weight(old: index))
                }
                return .init(old: group.old[0], new: group.new[0], weight: weight)
            })
    }

    private mutating func isConvincing(_ group: PassageMatcher.Group) -> Bool {
        if group.old.count == 1, group.new.count == 1,
            old.identities[group.old[0]] == new.identities[group.new[0]] || old.entries[group.old[0]].isHead
        {
            return true
        }
        return matcher.similarity.areSimilar(old: group.oldRange, new: group.newRange, atLeast: 0.45)
    }

    // MARK: Pairs

    private func pair(_ group: PassageMatcher.Group, moveGroup: Int?) -> PassagePair {
        let oldLabel = label(of: old.entries[group.old[0]], in: oldOutline.passages[group.old[0]])
        let newLabel = label(of: new.entries[group.new[0]], in: newOutline.passages[group.new[0]])
        let isRenumbered = isRenumbered(old.entries[group.old[0]], new.entries[group.new[0]])
        let relation = relation(of: group, isRenumbered: isRenumbered)
        return PassagePair(
            relation: relation, old: group.old, new: group.new, isMoved: moveGroup != nil,
            moveGroup: moveGroup,
            isRenumbered: isRenumbered, oldLabel: oldLabel, newLabel: newLabel,
            changesLinks: group.old.flatMap { old.entries[$0].links }
                != group.new.flatMap { new.entries[$0].links })
    }

    private func label(of entry: ComparedPassages.Entry, in passage: Passage) -> String? {
        entry.label.map { passage.sentence($0.range) }
    }

    /// A list that got numbers or lost them is formatted, not renumbered; a heading is renumbered.
    private func isRenumbered(_ first: ComparedPassages.Entry, _ second: ComparedPassages.Entry) -> Bool {
        guard let old = first.label, let new = second.label else {
            return (first.label != nil || second.label != nil) && first.kind == .heading
                && second.kind == .heading
        }
        return old.value != new.value
    }

    private func relation(of group: PassageMatcher.Group, isRenumbered: Bool) -> PassagePair.Relation {
        guard group.old.count == 1, group.new.count == 1 else {
            if words(old, group.old).elementsEqual(words(new, group.new)) { return .formatting }
            return group.old.count == 1 ? .split : .merged
        }
        let (o, n) = (group.old[0], group.new[0])
        let (first, second) = (oldOutline.passages[o], newOutline.passages[n])
        if old.entries[o].isLabelOnly, new.entries[n].isLabelOnly {
            return first.kind == second.kind && first.level == second.level ? .same : .formatting
        }
        guard old.identities[o] == new.identities[n] else { return .modified }
        let isSame =
            first.kind == second.kind && first.level == second.level
            && (isRenumbered || (old.entries[o].label == nil) == (new.entries[n].label == nil))
            && isSameText(
                first.text, from: old.entries[o].label?.end, second.text, from: new.entries[n].label?.end)
        return isSame ? .same : .formatting
    }

    private func isSameText(_ first: String, from start: Int?, _ second: String, from other: Int?) -> Bool {
        var (first, second) = (first, second)
        return first.withUTF8 { first in
            second.withUTF8 { second in
                EightBytes.areEqual(
                    .init(rebasing: first[(start ?? 0)...]), .init(rebasing: second[(other ?? 0)...]))
            }
        }
    }

    /// The words of passages joined, labels included but for the first.
    private func words(_ side: ComparedPassages, _ indices: [Int]) -> [UInt32] {
        guard let first = indices.first, let last = indices.last else { return [] }
        return Array(side.keys[side.entries[first].text..<side.entries[last].words.upperBound])
    }

    private func unpaired(_ groups: [PassageMatcher.Group]) -> [PassagePair] {
        let oldPaired = Set(groups.flatMap(\.old))
        let newPaired = Set(groups.flatMap(\.new))
        let removed = old.entries.indices.filter { !oldPaired.contains($0) }.map { index in
            PassagePair(
                relation: .removed, old: [index], new: [],
                oldLabel: label(of: old.entries[index], in: oldOutline.passages[index]))
        }
        let added = new.entries.indices.filter { !newPaired.contains($0) }.map { index in
            PassagePair(
                relation: .added, old: [], new: [index],
                newLabel: label(of: new.entries[index], in: newOutline.passages[index]))
        }
        return removed + added
    }

    /// In the order of the new version; what was removed comes after what stood before it and stayed.
    private func inOrder(_ pairs: [PassagePair]) -> [PassagePair] {
        var follows = [Int](repeating: -1, count: old.entries.count)
        for pair in pairs where !pair.isMoved {
            guard let last = pair.new.last else { continue }
            for index in pair.old { follows[index] = last }
        }
        var last = -1
        for index in follows.indices {
            if follows[index] >= 0 { last = follows[index] }
            follows[index] = last
        }
        return pairs.map { pair -> (Int, Int, PassagePair) in
            if let first = pair.new.first { return (first, -1, pair) }
            return (follows[pair.old[0]], pair.old[0], pair)
        }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
    }
}
