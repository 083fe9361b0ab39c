/// Headings and bare labels: paired by what stands under them.
extension PassageMatcher {
    /// The share of what stands under a heading that must stand under its counterpart.
    private static let bodyShare = 0.5

    private struct Vote {
        var old: Int
        var new: Int
        var weight: Int
    }

    mutating func pairHeads() {
        let oldOwner = owners(old)
        let newOwner = owners(new)
        for vote in votes(oldOwner, newOwner) where groupOfOld[vote.old] < 0 && groupOfNew[vote.new] < 0 {
            group([vote.old], [vote.new])
        }
        pairSameHeads()
        // A heading that holds only headings is known by them.
        for _ in 0..<4 where pairOuterHeads() == 0 { break }
    }

    /// Of each passage that is no head, the nearest head above it.
    private func owners(_ side: ComparedPassages) -> [Int] {
        var last = -1
        return side.entries.indices.map { index in
            if side.entries[index].isHead { last = index }
            return last
        }
    }

    /// Pairs of heads without a counterpart, by the weight of the paired passages under them, heaviest first.
    private func votes(_ oldOwner: [Int], _ newOwner: [Int]) -> [Vote] {
        var under: [Int: [Int: Int]] = [:]
        var oldTotal: [Int: Int] = [:]
        var newTotal: [Int: Int] = [:]
        for index in old.entries.indices where !old.entries[index].isHead && oldOwner[index] >= 0 {
            oldTotal[oldOwner[index], default: 0] += similarity.weight(old: index)
        }
        for index in new.entries.indices where !new.entries[index].isHead && newOwner[index] >= 0 {
            newTotal[newOwner[index], default: 0] += similarity.weight(new: index)
        }
        for group in groups {
            for o in group.old where !old.entries[o].isHead {
                guard let n = group.new.first, oldOwner[o] >= 0, newOwner[n] >= 0,
                    groupOfOld[oldOwner[o]] < 0,
                    groupOfNew[newOwner[n]] < 0
                else { continue }
                under[oldOwner[o], default: [:]][newOwner[n], default: 0] += similarity.weight(old: o)
            }
        }
        var result: [Vote] = []
        for (o, votes) in under {
            for (n, weight) in votes where old.entries[o].isLabelOnly == new.entries[n].isLabelOnly {
                let least = Double(min(oldTotal[o] ?? 0, newTotal[n] ?? 0)) * Self.bodyShare
                guard Double(weight) >= least else { continue }
                let isSame = old.entries[o].label?.value == new.entries[n].label?.value
                result.append(.init(old: o, new: n, weight: isSame ? weight + weight / 8 + 1 : weight))
            }
        }
        return result.sorted { ($1.weight, $0.old, $0.new) < ($0.weight, $1.old, $1.new) }
    }

    /// Heads that say the same, in order within a gap; and anywhere where they are the only ones to say it.
    private mutating func pairSameHeads() {
        var olds: [UInt32: [Int]] = [:]
        for o in old.entries.indices where groupOfOld[o] < 0 && old.entries[o].isHead {
            olds[old.identities[o], default: []].append(o)
        }
        var news: [UInt32: Int] = [:]
        for n in new.entries.indices where groupOfNew[n] < 0 && new.entries[n].isHead {
            news[new.identities[n], default: 0] += 1
        }
        for n in new.entries.indices where groupOfNew[n] < 0 && new.entries[n].isHead {
            let found = (olds[new.identities[n]] ?? []).filter { groupOfOld[$0] < 0 }
            if let near = found.first(where: { oldGap[$0] == newGap[n] }) {
                group([near], [n])
            } else if found.count == 1, news[new.identities[n]] == 1 {
                group([found[0]], [n])
            }
        }
    }

    /// Pairs heads that are followed at once by heads which are a pair; gives how many.
    private mutating func pairOuterHeads() -> Int {
        var count = 0
        for o in old.entries.indices.dropLast().reversed()
        where groupOfOld[o] < 0 && old.entries[o].isHead && old.entries[o + 1].isHead
            && groupOfOld[o + 1] >= 0
        {
            guard let below = groups[groupOfOld[o + 1]].new.first, below > 0 else { continue }
            let n = below - 1
            guard groupOfNew[n] < 0, new.entries[n].isHead,
                old.entries[o].isLabelOnly == new.entries[n].isLabelOnly
            else { continue }
            group([o], [n])
            count += 1
        }
        return count
    }
}
