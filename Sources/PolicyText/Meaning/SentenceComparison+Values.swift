extension SentenceComparison {
    /// Sums and shares, deadlines and frequencies, dates and numbers that differ as values.
    func values(_ before: SentenceReading, _ after: SentenceReading, _ explained: inout Explained)
        -> [ChangeFacet]
    {
        let isCommitment = max(before.strength, after.strength) >= 1
        let isResult = before.isResult || after.isResult
        var facets: [ChangeFacet] = []
        for family in ValueFamily.allCases {
            var (left, right) = unequal(family)
            if family == .number { dropLoneNumbers(&left, &right) }
            for (old, new) in ValueFamily.paired(left, right) {
                guard
                    let facet = rate(old, new)
                        ?? facet(family, old, new, isCommitment: isCommitment, isResult: isResult)
                else { continue }
                if !facets.contains(where: { $0.kind == facet.kind && $0.told == facet.told }) {
                    facets.append(facet)
                }
            }
            explained.old += left.map(\.phrase)
            explained.new += right.map(\.phrase)
        }
        return facets
    }

    /// The values of a family that have no equal on the other side.
    private func unequal(_ family: ValueFamily) -> (old: [TextValue], new: [TextValue]) {
        var left = old.values.filter { family.holds($0) }
        var right = new.values.filter { family.holds($0) }
        if family == .number, let label = left.first, let other = right.first, isLabel(label, of: old),
            isLabel(other, of: new)
        {
            left.removeFirst()
            right.removeFirst()
        }
        left.removeAll { value in
            guard let equal = right.firstIndex(where: { value.means($0) }) else { return false }
            right.remove(at: equal)
            return true
        }
        // The same date with another preposition is the same date: "on June 1" and "as of June 1".
        left.removeAll { value in
            guard let same = right.firstIndex(where: { isSameInOtherWords(value, $0) }) else { return false }
            right.remove(at: same)
            return true
        }
        return (left, right)
    }

    /// Whether a number opens a provision: "6 A fee set under section 5".
    private func isLabel(_ value: TextValue, of unit: WeighedUnit) -> Bool {
        guard value.range.lowerBound == 0, let next = unit.words.first(where: { $0.range.lowerBound > 0 })
        else {
            return false
        }
        return unit.text.bytes(next.range).first?.isUppercase == true
            && Self.provisionOpeners.contains(next.key)
    }

    private static let provisionOpeners: Set<String> = [
        "a", "an", "the", "no", "every", "each", "any", "if", "where", "subject", "this", "nothing", "in",
        "on",
        "le", "la", "les", "l'", "un", "une", "tout", "toute", "nul", "nulle", "sous", "si", "dans", "aucun",
        "aucune", "il", "lorsque", "lorsqu'", "chaque",
    ]

    private func isSameInOtherWords(_ a: TextValue, _ b: TextValue) -> Bool {
        guard a.kind == b.kind, a.canonical == b.canonical else { return false }
        let roles: Set<TextValue.Role> = [a.role, b.role]
        // "within 30 days" and "for 30 days", "until" and "since" are not the same.
        return roles.contains(.plain) || roles == [.deadline, .until] && a.kind == .duration
    }

    /// Ordinals that only came or went, and numbers in a clause that came or went whole, are no changed numbers.
    private func dropLoneNumbers(_ left: inout [TextValue], _ right: inout [TextValue]) {
        if left.isEmpty { right.removeAll { $0.kind == .ordinal || isInClause($0, of: new, \.new) } }
        if right.isEmpty { left.removeAll { $0.kind == .ordinal || isInClause($0, of: old, \.old) } }
    }

    private func isInClause(_ value: TextValue, of unit: WeighedUnit, _ side: KeyPath<WordHunk, Range<Int>>)
        -> Bool
    {
        hunks.contains { hunk in
            contentCount(unit, hunk[keyPath: side]) >= Self.clause_words
                && unit.meanings[hunk[keyPath: side]].contains { $0.range.overlaps(value.range) }
        }
    }

    /// A sum of money that is paid more or less often: "$30 per month" and "$30 per year" are two sums.
    private func rate(_ old: TextValue?, _ new: TextValue?) -> ChangeFacet? {
        guard let old, let new, old.kind == .frequency, new.kind == .frequency,
            let before = self.old.sum(paid: old), let after = self.new.sum(paid: new)
        else { return nil }
        return ChangeFacet(
            .amountChanged, told: summary.amount(before, after),
            reasons: ["rule amount_changed: \(old.canonical) → \(new.canonical)"])
    }

    private func facet(
        _ family: ValueFamily, _ old: TextValue?, _ new: TextValue?, isCommitment: Bool, isResult: Bool
    ) -> ChangeFacet? {
        // A fiscal year is a period to keep to, unless the sentence looks back on it.
        func isPlanned(_ value: TextValue) -> Bool { isCommitment || (value.kind == .period && !isResult) }
        let compared = "\(old?.canonical ?? "none") → \(new?.canonical ?? "none")"
        func reasons(_ kind: ChangeKind) -> [String] {
            var reasons = ["rule \(kind.rawValue): \(compared)"]
            if family == .time, let due = new?.due ?? old?.due {
                reasons.append("last day meant: \(due.iso)")
            }
            return reasons
        }
        switch family {
        case .money:
            return ChangeFacet(
                .amountChanged, told: summary.amount(old, new), reasons: reasons(.amountChanged))
        case .number where isDayOfCalendar(old, of: self.old) && isDayOfCalendar(new, of: self.new):
            return ChangeFacet(
                .deadlineMoved, told: summary.deadline(old, new), reasons: reasons(.deadlineMoved))
        case .number:
            return ChangeFacet(
                .numberChanged, told: summary.number(old, new), reasons: reasons(.numberChanged))
        case .time
        where old == nil && isInSeason(new, of: self.new) || new == nil && isInSeason(old, of: self.old):
            return nil
        case .time:
            let isEvent = [old, new].contains { value in
                guard let value else { return false }
                return value.role == .since || (value.isDated && value.role == .plain && !isPlanned(value))
            }
            if isEvent {
                return ChangeFacet(.dateChanged, told: summary.date(old, new), reasons: reasons(.dateChanged))
            }
            return ChangeFacet(
                .deadlineMoved, told: summary.deadline(old, new), reasons: reasons(.deadlineMoved))
        }
    }
}

extension SentenceComparison {
    /// Whether an ordinal counts days: "the fifth day of the month", « le 2e jour ouvrable du mois ».
    private func isDayOfCalendar(_ value: TextValue?, of unit: WeighedUnit) -> Bool {
        guard let value, value.kind == .ordinal else { return false }
        let after = unit.words.drop { $0.range.lowerBound < value.range.upperBound }.prefix(4).map(\.key)
        guard let next = after.first else { return false }
        if Self.days.contains(next) { return true }
        return ["of", "du", "de", "business", "working"].contains(next)
            && after.contains { Self.stretches.contains($0) }
    }

    private static let days: Set<String> = ["day", "jour"]
    private static let stretches: Set<String> = ["day", "month", "mois", "quarter", "trimestre"]

    /// Whether a month bounds a season of the year, by which nothing is due: "between May and September".
    private func isInSeason(_ value: TextValue?, of unit: WeighedUnit) -> Bool {
        guard let value, value.role == .plain, value.canonical.hasPrefix(TextValue.monthOfAnyYear) else {
            return false
        }
        let before = unit.words.prefix { $0.range.lowerBound < value.range.lowerBound }.suffix(4).map(\.key)
        let after = unit.words.first { $0.range.lowerBound >= value.range.upperBound }
        guard let last = before.last else { return false }
        if Self.seasonLinks.contains(last) {
            return before.dropLast().contains { Self.seasonOpeners.contains($0) }
        }
        return Self.seasonOpeners.contains(last) && after.map { Self.seasonLinks.contains($0.key) } ?? false
    }

    private static let seasonOpeners: Set<String> = ["between", "from", "entre", "de", "d'"]
    private static let seasonLinks: Set<String> = ["and", "to", "through", "et", "a", "au"]
}

/// Kinds of values that are told alike.
private enum ValueFamily: CaseIterable {
    case money, time, number

    func holds(_ value: TextValue) -> Bool {
        switch value.kind {
        case .money, .share: self == .money
        case .date, .period, .duration, .frequency: self == .time
        // A time of day by which something is due.
        case .number where value.role == .deadline: self == .time
        case .number, .ordinal: self == .number
        }
    }

    /// Old and new values that stand for each other: of one kind first, then in order; the rest alone.
    static func paired(_ left: [TextValue], _ right: [TextValue]) -> [(TextValue?, TextValue?)] {
        var right = right
        var pairs: [(TextValue?, TextValue?)] = []
        var alone: [TextValue] = []
        for value in left {
            if let same = right.firstIndex(where: { $0.kind == value.kind && $0.role == value.role })
                ?? right.firstIndex(where: { $0.kind == value.kind })
            {
                pairs.append((value, right.remove(at: same)))
            } else {
                alone.append(value)
            }
        }
        for value in alone { pairs.append((value, right.isEmpty ? nil : right.removeFirst())) }
        return pairs + right.map { (nil, $0) }
    }
}

extension WeighedUnit {
    /// The sum that a frequency follows at once, with it: "$30 per month".
    fileprivate func sum(paid frequency: TextValue) -> TextValue? {
        guard
            var sum = values.last(where: {
                $0.kind == .money && $0.range.upperBound <= frequency.range.lowerBound
                    && $0.range.upperBound + 1 >= frequency.range.lowerBound
            })
        else { return nil }
        sum.range = sum.range.lowerBound..<frequency.range.upperBound
        sum.text = verbatim(sum.range)
        sum.quantity = nil
        return sum
    }
}
