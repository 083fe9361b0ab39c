/// Finds passages that may be alike without comparing all with all: by the rare words and pairs of words they share.
struct ShingleIndex {
    /// Shingles found in more passages than this say nothing and are passed over.
    private static let commonness = 24
    /// How many candidates are worth a closer look.
    private static let candidateLimit = 8

    private var postings: [UInt64: [Int32]] = [:]

    /// Files the passages with these indices.
    init(_ passages: ComparedPassages, _ indices: some Sequence<Int>) {
        for index in indices {
            for shingle in Self.shingles(passages, index) {
                let count = postings[shingle]?.count ?? 0
                // One more than the limit marks a shingle as common.
                guard count <= Self.commonness else { continue }
                if postings[shingle]?.last != Int32(index) {
                    postings[shingle, default: []].append(Int32(index))
                }
            }
        }
    }

    /// The passages that share most with one of the other side, best first.
    func candidates(for index: Int, of passages: ComparedPassages) -> [Int] {
        var votes: [Int32: Int] = [:]
        for shingle in Self.shingles(passages, index) {
            guard let found = postings[shingle], found.count <= Self.commonness else { continue }
            for candidate in found { votes[candidate, default: 0] += 2 * Self.commonness / (found.count + 1) }
        }
        let best = votes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return best.prefix(Self.candidateLimit).map { Int($0.key) }
    }

    /// The words of a passage, and each two that follow each other.
    private static func shingles(_ passages: ComparedPassages, _ index: Int) -> Set<UInt64> {
        let body = passages.keys[passages.entries[index].body]
        var result: Set<UInt64> = []
        for key in body { result.insert(UInt64(key) << 32 | 0xFFFF_FFFF) }
        for (key, next) in zip(body, body.dropFirst()) { result.insert(UInt64(key) << 32 | UInt64(next)) }
        return result
    }
}
