/// Passages that say nearly the same, and those that were split or merged.
extension PassageMatcher {
    /// How alike two passages between the same neighbours must be.
    private static let nearSimilarity = 0.3
    /// How alike two passages anywhere must be.
    private static let farSimilarity = 0.5
    /// What a pair adds to its likeness: in a gap where all pairs are looked at, by having one label, by each
    /// neighbour that is a pair.
    private static let gapBonus = 0.12
    private static let labelBonus = 0.05
    private static let neighbourBonus = 0.05
    /// The most that two passages which do not stand in one gap can score.
    private static let farBest = 1 + labelBonus + 2 * neighbourBonus
    /// Steps of the scores down which candidates are looked at.
    private static let scoreStep = 0.05
    /// Gaps with at most so many possible pairs have all of them looked at.
    private static let gapPairs = 900
    /// What a text must weigh to be looked for elsewhere.
    private static let farWeight = 16 * 24
    /// Words of a text that may be replaced whole and still be told as one change.
    private static let shortText = 8
    /// How much of a part must lie within the whole it was split from.
    private static let partCoverage = 0.6

    private struct Candidate {
        var old: Int
        var new: Int
        /// Of a possible candidate, the most that it may be.
        var likeness: Double
        var least: Double
        var bonuses: (place: Double, label: Double, neighbours: Double)

        var score: Double { likeness + bonuses.place + bonuses.label + bonuses.neighbours }
    }

    // MARK: Similar

    mutating func pairSimilar() {
        let (oldLeft, newLeft) = (unpairedTexts(old, groupOfOld), unpairedTexts(new, groupOfNew))
        guard !oldLeft.isEmpty, !newLeft.isEmpty else { return }
        let near = nearCandidates(oldLeft, newLeft).sorted(by: Self.isBetter)
        // No passage elsewhere scores as much as these, which are most of a lightly edited document.
        let isSure = near.firstIndex { $0.score < Self.farBest } ?? near.count
        pair(near[..<isSure])
        let far = farCandidates(unpairedTexts(old, groupOfOld), unpairedTexts(new, groupOfNew))
        pair(near[isSure...], andPossible: far)
        pairLoneShortOnes()
    }

    private func unpairedTexts(_ side: ComparedPassages, _ groups: [Int]) -> [Int] {
        side.entries.indices.filter { groups[$0] < 0 && !side.entries[$0].isLabelOnly }
    }

    private static func isBetter(_ first: Candidate, _ second: Candidate) -> Bool {
        (second.score, first.old, first.new) < (first.score, second.old, second.new)
    }

    /// Pairs candidates, best first, whose sides are free yet.
    private mutating func pair(_ candidates: ArraySlice<Candidate>) {
        for candidate in candidates where groupOfOld[candidate.old] < 0 && groupOfNew[candidate.new] < 0 {
            // Order is looked at only where it decides.
            guard
                0.85 * candidate.likeness >= candidate.least
                    || similarity.areSimilar(
                        old: candidate.old..<candidate.old + 1, new: candidate.new..<candidate.new + 1,
                        atLeast: candidate.least)
            else { continue }
            group([candidate.old], [candidate.new])
        }
    }

    /// Pairs candidates and what may be some, best first.
    ///
    /// Most possible ones lose a side to a better candidate before their words need to be counted. So they are looked
    /// at from the highest score they may have down, and at each step what scores as much as any that was not looked at
    /// may have is paired.
    private mutating func pair(_ candidates: ArraySlice<Candidate>, andPossible possible: [Candidate]) {
        var known = candidates
        var possible = possible.sorted { $0.score > $1.score }[...]
        var step = possible.first?.score ?? 0
        while let next = possible.first {
            step = min(step - Self.scoreStep, next.score)
            while let candidate = possible.first, candidate.score >= step {
                possible.removeFirst()
                guard groupOfOld[candidate.old] < 0, groupOfNew[candidate.new] < 0 else { continue }
                if let candidate = counted(candidate) { known.append(candidate) }
            }
            known.sort(by: Self.isBetter)
            let rest = known.firstIndex { $0.score < step } ?? known.endIndex
            pair(known[..<rest])
            known = known[rest...].filter { groupOfOld[$0.old] < 0 && groupOfNew[$0.new] < 0 }[...]
        }
        pair(known)
    }

    /// The candidate with its true likeness; nil where it is none.
    private mutating func counted(_ candidate: Candidate) -> Candidate? {
        var candidate = candidate
        candidate.likeness = similarity.likeness(
            old: candidate.old, new: candidate.new, atLeast: candidate.least)
        return candidate.likeness >= candidate.least && candidate.likeness > 0 ? candidate : nil
    }

    /// A short text alone between the same neighbours was replaced by what stands there now, however unlike.
    private mutating func pairLoneShortOnes() {
        var olds: [Int: [Int]] = [:]
        for o in old.entries.indices where groupOfOld[o] < 0 && !old.entries[o].isLabelOnly {
            olds[oldGap[o], default: []].append(o)
        }
        var news: [Int: [Int]] = [:]
        for n in new.entries.indices where groupOfNew[n] < 0 && !new.entries[n].isLabelOnly {
            news[newGap[n], default: []].append(n)
        }
        for (gap, left) in olds.sorted(by: { $0.key < $1.key }) {
            guard left.count == 1, let right = news[gap], right.count == 1,
                old.entries[left[0]].kind == new.entries[right[0]].kind,
                max(old.entries[left[0]].body.count, new.entries[right[0]].body.count) <= Self.shortText
            else { continue }
            group(left, right)
        }
    }

    private mutating func nearCandidates(_ oldLeft: [Int], _ newLeft: [Int]) -> [Candidate] {
        var newByGap: [Int: [Int]] = [:]
        for n in newLeft { newByGap[newGap[n], default: []].append(n) }
        var oldByGap: [Int: [Int]] = [:]
        for o in oldLeft { oldByGap[oldGap[o], default: []].append(o) }
        var result: [Candidate] = []
        for (gap, olds) in oldByGap {
            guard let news = newByGap[gap], olds.count * news.count <= Self.gapPairs else { continue }
            // Alone between two neighbours that stayed, a passage may be rewritten almost whole.
            let least = olds.count == 1 && news.count == 1 ? Self.nearSimilarity / 2 : Self.nearSimilarity
            // All old ones beside one new, whose words are then counted once.
            for (j, n) in news.enumerated() {
                for (i, o) in olds.enumerated() {
                    let distance = abs(Double(i) / Double(olds.count) - Double(j) / Double(news.count))
                    guard
                        let possible = possible(o, n, least: least, bonus: Self.gapBonus - 0.02 * distance),
                        let candidate = counted(possible)
                    else { continue }
                    result.append(candidate)
                }
            }
        }
        return result
    }

    /// What may be a candidate elsewhere, by what the index and a sketch tell.
    private mutating func farCandidates(_ oldLeft: [Int], _ newLeft: [Int]) -> [Candidate] {
        guard !oldLeft.isEmpty, !newLeft.isEmpty else { return [] }
        let sketching = shared { [similarity] in
            (old: similarity.sketches(old: oldLeft), new: similarity.sketches(new: newLeft))
        }
        let index = ShingleIndex(
            old, oldLeft, askedBy: ShingleNumbers(new, newLeft, words: words), with: helper)
        let (oldSketches, newSketches) = sketching()
        var result: [Candidate] = []
        for (n, candidates) in index.candidates(with: helper) {
            for o in candidates {
                let isNear = oldGap[o] == newGap[n]
                if !isNear, min(similarity.weight(old: o), similarity.weight(new: n)) < Self.farWeight {
                    continue
                }
                let least = isNear ? Self.nearSimilarity : Self.farSimilarity
                guard var candidate = possible(o, n, least: least, bonus: isNear ? 0.1 : 0) else { continue }
                candidate.likeness = similarity.mostLikeness(
                    old: o, new: n, shared: oldSketches.mostShared(o, with: newSketches, n))
                if candidate.likeness >= least { result.append(candidate) }
            }
        }
        return result
    }

    /// A candidate whose words were not counted yet; nil where its kind makes it none.
    private func possible(_ o: Int, _ n: Int, least: Double, bonus: Double) -> Candidate? {
        guard (old.entries[o].kind == .heading) == (new.entries[n].kind == .heading) else { return nil }
        let label = old.entries[o].label?.value
        let sameLabel = label != nil && label == new.entries[n].label?.value ? Self.labelBonus : 0
        return Candidate(
            old: o, new: n, likeness: 1, least: least,
            bonuses: (place: bonus, label: sameLabel, neighbours: neighbourBonus(o, n)))
    }

    /// Passages whose neighbours are a pair are more likely one.
    private func neighbourBonus(_ o: Int, _ n: Int) -> Double {
        var bonus = 0.0
        if o > 0, n > 0, groupOfOld[o - 1] >= 0, groupOfOld[o - 1] == groupOfNew[n - 1] {
            bonus += Self.neighbourBonus
        }
        if o + 1 < groupOfOld.count, n + 1 < groupOfNew.count, groupOfOld[o + 1] >= 0,
            groupOfOld[o + 1] == groupOfNew[n + 1]
        {
            bonus += Self.neighbourBonus
        }
        return bonus
    }

    // MARK: Split and merged

    /// Joins leftover passages to the group whose other side holds their words.
    mutating func joinParts() {
        let oldWholes = old.entries.indices.filter { isOpen(groupOfOld[$0]) && !old.entries[$0].isHead }
        let newWholes = new.entries.indices.filter { isOpen(groupOfNew[$0]) && !new.entries[$0].isHead }
        let (newLeft, oldLeft) = (
            newWholes.filter { groupOfNew[$0] < 0 }, oldWholes.filter { groupOfOld[$0] < 0 }
        )
        let oldParts = shared { [old, new, words] in
            Self.parts(oldLeft, of: old, among: newWholes, of: new, words, areNew: false)
        }
        let newParts = Self.parts(newLeft, of: new, among: oldWholes, of: old, words, areNew: true)
        let parts = newParts + oldParts()
        // Each round may give a part the neighbour that the next one needs.
        for _ in 0..<3 where !join(parts) { return }
    }

    /// A passage without a counterpart, and those of the other side that may hold it.
    private struct Part {
        var index: Int
        var isNew: Bool
        var wholes: [Int]
    }

    private static func parts(
        _ parts: [Int], of side: ComparedPassages, among wholes: [Int], of other: ComparedPassages,
        _ words: Int, areNew: Bool
    ) -> [Part] {
        guard !parts.isEmpty, !wholes.isEmpty else { return [] }
        let index = ShingleIndex(other, wholes, askedBy: ShingleNumbers(side, parts, words: words), with: nil)
        return index.candidates(with: nil).map { Part(index: $0.asker, isNew: areNew, wholes: $0.passages) }
    }

    /// Begins with the work on the helper, where there is one; gives what waits for its result.
    private func shared<Result: Sendable>(_ work: @escaping @Sendable () -> Result) -> () -> Result {
        helper?.share(work) ?? work
    }

    /// Joins the parts in order, each to the first of its wholes that may hold it; gives whether any was.
    private mutating func join(_ parts: [Part]) -> Bool {
        var didJoin = false
        for part in parts where (part.isNew ? groupOfNew : groupOfOld)[part.index] < 0 {
            let isJoined =
                part.isNew ? join(newPart: part.index, part.wholes) : join(oldPart: part.index, part.wholes)
            didJoin = isJoined || didJoin
        }
        return didJoin
    }

    private mutating func join(newPart part: Int, _ candidates: [Int]) -> Bool {
        for whole in candidates {
            guard let number = joinable(whole, part, partIsNew: true) else { continue }
            if number < 0 {
                group([whole], [part])
            } else {
                groupOfNew[part] = number
                groups[number].new = (groups[number].new + [part]).sorted()
            }
            return true
        }
        return false
    }

    private mutating func join(oldPart part: Int, _ candidates: [Int]) -> Bool {
        for whole in candidates {
            guard let number = joinable(part, whole, partIsNew: false) else { continue }
            if number < 0 {
                group([part], [whole])
            } else {
                groupOfOld[part] = number
                groups[number].old = (groups[number].old + [part]).sorted()
            }
            return true
        }
        return false
    }

    /// No counterpart yet, or one that does not say all the same.
    private func isOpen(_ number: Int) -> Bool {
        guard number >= 0 else { return true }
        let group = groups[number]
        guard group.old.count == 1, group.new.count == 1 else { return true }
        return old.identities[group.old[0]] != new.identities[group.new[0]]
    }

    /// Whether a part's words lie within the whole and, where the whole has a counterpart, the part stands beside
    /// it and the two together are more like the whole. Gives the whole's group, -1 where it has none.
    private mutating func joinable(_ o: Int, _ n: Int, partIsNew: Bool) -> Int? {
        let number = partIsNew ? groupOfOld[o] : groupOfNew[n]
        let part = partIsNew ? n : o
        let partWeight = partIsNew ? similarity.weight(new: n) : similarity.weight(old: o)
        let least = Self.partCoverage * Double(partWeight)
        guard isOpen(number), partWeight >= Self.farWeight,
            number < 0 || mayGrow(groups[number], by: part, partIsNew: partIsNew)
        else { return nil }
        let (old, new) = (o..<o + 1, n..<n + 1)
        guard Double(similarity.sharedWords(old: old, new: new)) >= least else { return nil }
        let kept = Double(similarity.keptWords(old: old, new: new))
        guard kept >= least else { return nil }
        guard number >= 0 else {
            return oldGap[o] == newGap[n] || kept >= 0.8 * Double(partWeight) ? number : nil
        }
        let group = groups[number]
        var grown = group
        if partIsNew {
            grown.new = (group.new + [part]).sorted()
        } else {
            grown.old = (group.old + [part]).sorted()
        }
        let isBetter = similarity.isMoreAlike(
            old: grown.oldRange, new: grown.newRange, than: (group.oldRange, group.newRange), by: 0.02)
        return isBetter ? number : nil
    }

    private func mayGrow(_ group: Group, by part: Int, partIsNew: Bool) -> Bool {
        partIsNew
            ? group.old.count == 1 && stands(part, beside: group.new)
            : group.new.count == 1 && stands(part, beside: group.old)
    }

    private func stands(_ part: Int, beside siblings: [Int]) -> Bool {
        guard let first = siblings.first, let last = siblings.last else { return false }
        return part == first - 1 || part == last + 1
    }
}
