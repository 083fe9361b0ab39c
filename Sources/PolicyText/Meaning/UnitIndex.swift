/// Finds sentences that may be alike without comparing each with each: by the rarest words they share.
struct UnitIndex {
    /// Stems found in more sentences than this find none.
    private static let commonness = 32
    /// How many rare stems of a sentence are looked up.
    private static let lookups = 6

    private var postings: [String: [Int]] = [:]

    /// Files the sentences with these indices.
    init(_ units: [WeighedUnit], _ indices: some Sequence<Int>) {
        for index in indices {
            for stem in Set(units[index].stems) {
                // One more than the limit marks a stem as common.
                if postings[stem]?.count ?? 0 <= Self.commonness { postings[stem, default: []].append(index) }
            }
        }
    }

    /// Those that share one of the sentence's rarest stems, ascending.
    func candidates(for unit: WeighedUnit) -> [Int] {
        let found = Set(unit.stems).compactMap { stem in postings[stem].map { (stem, $0) } }
            .filter { $0.1.count <= Self.commonness }
            .sorted { ($0.1.count, $0.0) < ($1.1.count, $1.0) }
        return Set(found.prefix(Self.lookups).flatMap(\.1)).sorted()
    }
}
