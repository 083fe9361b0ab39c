/// Passages that say nearly the same, and those that were split or merged.
extension PassageMatcher {
    /// How alike two passages between the same neighbours must be.
    private static let nearSimilarity = 0.3
    /// How alike two passages anywhere must be.
    private static let farSimilarity = 0.5
    /// Gaps with at most so many possible pairs have all of them looked at.
    private static let gapPairs = 900
    /// What a text must weigh to be looked for elsewhere.
    private static let farWeight = 16 * 24
    /// How much of a part must lie within the whole it was split from.
    private static let partCoverage = 0.6

    private struct Candidate {
        var old: Int
        var new: Int
        var score: Double
    }

    // MARK: Similar

    mutating func pairSimilar() {
        let oldLeft = old.entries.indices.filter { groupOfOld[$0] < 0 && !old.entries[$0].isLabelOnly }
        let newLeft = new.entries.indices.filter { groupOfNew[$0] < 0 && !new.entries[$0].isLabelOnly }
        guard !oldLeft.isEmpty, !newLeft.isEmpty else { return }
        var candidates = nearCandidates(oldLeft, newLeft)
        candidates += farCandidates(oldLeft, newLeft)
        candidates.sort { ($1.score, $0.old, $0.new) < ($0.score, $1.old, $1.new) }
        for candidate in candidates where groupOfOld[candidate.old] < 0 && groupOfNew[candidate.new] < 0 {
            group([candidate.old], [candidate.new])
        }
    }

    private func nearCandidates(_ oldLeft: [Int], _ newLeft: [Int]) -> [Candidate] {
        var newByGap: [Int: [Int]] = [:]
        for n in newLeft { newByGap[newGap[n], default: []].append(n) }
        var oldByGap: [Int: [Int]] = [:]
        for o in oldLeft { oldByGap[oldGap[o], default: []].append(o) }
        var result: [Candidate] = []
        for (gap, olds) in oldByGap {
            guard let news = newByGap[gap], olds.count * news.count <= Self.gapPairs else { continue }
            // Alone between two neighbours that stayed, a passage may be rewritten almost whole.
            let least = olds.count == 1 && news.count == 1 ? Self.nearSimilarity / 2 : Self.nearSimilarity
            for (i, o) in olds.enumerated() {
                for (j, n) in news.enumerated() {
                    let distance = abs(Double(i) / Double(olds.count) - Double(j) / Double(news.count))
                    if let candidate = candidate(o, n, least: least, bonus: 0.12 - 0.02 * distance) {
                        result.append(candidate)
                    }
                }
            }
        }
        return result
    }

    private func farCandidates(_ oldLeft: [Int], _ newLeft: [Int]) -> [Candidate] {
        let index = ShingleIndex(old, oldLeft)
        var result: [Candidate] = []
        for n in newLeft {
            for o in index.candidates(for: n, of: new) {
                let isNear = oldGap[o] == newGap[n]
                if !isNear, min(similarity.weight(old: o), similarity.weight(new: n)) < Self.farWeight {
                    continue
                }
                let least = isNear ? Self.nearSimilarity : Self.farSimilarity
                if let candidate = candidate(o, n, least: least, bonus: isNear ? 0.1 : 0) {
                    result.append(candidate)
                }
            }
        }
        return result
    }

    private func candidate(_ o: Int, _ n: Int, least: Double, bonus: Double) -> Candidate? {
        let (first, second) = (old.entries[o], new.entries[n])
        guard (first.kind == .heading) == (second.kind == .heading) else { return nil }
        let alike = similarity.similarity(old: [o], new: [n], atLeast: least)
        guard alike >= least else { return nil }
        let sameLabel = first.label != nil && first.label?.value == second.label?.value ? 0.05 : 0
        return Candidate(old: o, new: n, score: alike + bonus + sameLabel + neighbourBonus(o, n))
    }

    /// Passages whose neighbours are a pair are more likely one.
    private func neighbourBonus(_ o: Int, _ n: Int) -> Double {
        var bonus = 0.0
        if o > 0, n > 0, groupOfOld[o - 1] >= 0, groupOfOld[o - 1] == groupOfNew[n - 1] { bonus += 0.05 }
        if o + 1 < groupOfOld.count, n + 1 < groupOfNew.count, groupOfOld[o + 1] >= 0,
            groupOfOld[o + 1] == groupOfNew[n + 1]
        {
            bonus += 0.05
        }
        return bonus
    }

    // MARK: Split and merged

    /// Joins leftover passages to the group whose other side holds their words.
    mutating func joinParts() {
        for _ in 0..<4 {
            let joined = joinNewParts()
            let merged = joinOldParts()
            guard joined || merged else { return }
        }
    }

    private mutating func joinNewParts() -> Bool {
        let parts = new.entries.indices.filter { groupOfNew[$0] < 0 && !new.entries[$0].isHead }
        let wholes = old.entries.indices.filter { isOpen(groupOfOld[$0]) && !old.entries[$0].isHead }
        guard !parts.isEmpty, !wholes.isEmpty else { return false }
        let index = ShingleIndex(old, wholes)
        var didJoin = false
        for part in parts {
            let candidates = index.candidates(for: part, of: new)
            guard let (whole, number) = firstJoinable(part, candidates, partIsNew: true) else { continue }
            didJoin = true
            if number < 0 {
                group([whole], [part])
            } else {
                groupOfNew[part] = number
                groups[number].new = (groups[number].new + [part]).sorted()
            }
        }
        return didJoin
    }

    private mutating func joinOldParts() -> Bool {
        let parts = old.entries.indices.filter { groupOfOld[$0] < 0 && !old.entries[$0].isHead }
        let wholes = new.entries.indices.filter { isOpen(groupOfNew[$0]) && !new.entries[$0].isHead }
        guard !parts.isEmpty, !wholes.isEmpty else { return false }
        let index = ShingleIndex(new, wholes)
        var didJoin = false
        for part in parts {
            let candidates = index.candidates(for: part, of: old)
            guard let (whole, number) = firstJoinable(part, candidates, partIsNew: false) else { continue }
            didJoin = true
            if number < 0 {
                group([part], [whole])
            } else {
                groupOfOld[part] = number
                groups[number].old = (groups[number].old + [part]).sorted()
            }
        }
        return didJoin
    }

    /// No counterpart yet, or one that does not say all the same.
    private func isOpen(_ number: Int) -> Bool {
        guard number >= 0 else { return true }
        let group = groups[number]
        guard group.old.count == 1, group.new.count == 1 else { return true }
        return old.identities[group.old[0]] != new.identities[group.new[0]]
    }

    private func firstJoinable(_ part: Int, _ wholes: [Int], partIsNew: Bool) -> (whole: Int, number: Int)? {
        for whole in wholes {
            let (o, n) = partIsNew ? (whole, part) : (part, whole)
            if let found = joinable(o, n, partIsNew: partIsNew) { return found }
        }
        return nil
    }

    /// Whether a part's words lie within the whole and, where the whole has a counterpart, the part stands beside
    /// it and the two together are more like the whole. Gives the whole and its group.
    private func joinable(_ o: Int, _ n: Int, partIsNew: Bool) -> (whole: Int, number: Int)? {
        let whole = partIsNew ? o : n
        let number = partIsNew ? groupOfOld[o] : groupOfNew[n]
        let partWeight = partIsNew ? similarity.weight(new: n) : similarity.weight(old: o)
        guard partWeight >= Self.farWeight else { return nil }
        let kept = Double(similarity.keptWords(old: [o], new: [n])) / Double(partWeight)
        guard kept >= Self.partCoverage else { return nil }
        guard number >= 0 else {
            let isNear = oldGap[o] == newGap[n]
            return isNear || kept >= 0.8 ? (whole, number) : nil
        }
        let group = groups[number]
        let siblings = partIsNew ? group.new : group.old
        let others = partIsNew ? group.old : group.new
        let part = partIsNew ? n : o
        guard others.count == 1, let first = siblings.first, let last = siblings.last,
            part == first - 1 || part == last + 1
        else { return nil }
        let before = similarity.similarity(old: group.old, new: group.new)
        let after = similarity.similarity(
            old: partIsNew ? group.old : (group.old + [part]).sorted(),
            new: partIsNew ? (group.new + [part]).sorted() : group.new)
        return after > before + 0.02 ? (whole, number) : nil
    }
}
