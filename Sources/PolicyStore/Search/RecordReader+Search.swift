package import PolicyText

/// A passage that matches a query, and how well.
package struct SearchHit: Hashable, Sendable {
    package var passage: StandingPassage
    /// Higher is better.
    package var score: Double
}

extension RecordReader {
    /// The passages that match a query and stood at some moment, best first, ties in the order of recording.
    package func search(
        _ query: SearchQuery, limit: Int, path: DocumentPath? = nil, by bound: VersionBound = .now,
        lengths: PassageLengths
    ) throws -> [SearchHit] {
        guard limit > 0, let expression = IndexExpression(query) else { return [] }
        var document: Int64?
        if let path {
            guard let known = try latest(path, by: bound) else { return [] }
            document = known.document
        }
        var hits = BestFirst(try hits(for: expression, in: document, lengths: lengths))
        var found: [SearchHit] = []
        // Passages of the past are in the index too, so what is best is looked up until enough of it stood.
        while found.count < limit, let hit = hits.next() {
            guard let passage = try passages([hit.id], by: bound).first else { continue }
            found.append(SearchHit(passage: passage, score: hit.score))
        }
        return found
    }

    private func hits(
        for expression: IndexExpression, in document: Int64?, lengths: PassageLengths
    ) throws -> [Relevance.Hit] {
        connection.relevance.begin(
            groups: expression.groups, table: try lengths.table(for: connection), document: document)
        defer { _ = connection.relevance.end() }
        try connection.run(
            "SELECT relevance(passage_index) FROM passage_index WHERE passage_index MATCH ?",
            String(decoding: expression.text, as: UTF8.self))
        return connection.relevance.hits
    }
}

/// Hits one by one, the best first: a heap, as few of many are taken.
private struct BestFirst {
    private var heap: [Relevance.Hit]

    init(_ hits: [Relevance.Hit]) {
        heap = hits
        for index in stride(from: heap.count / 2 - 1, through: 0, by: -1) { sink(index) }
    }

    mutating func next() -> Relevance.Hit? {
        guard let best = heap.first, let last = heap.popLast() else { return nil }
        if !heap.isEmpty {
            heap[0] = last
            sink(0)
        }
        return best
    }

    private mutating func sink(_ start: Int) {
        var index = start
        while true {
            var best = index
            for child in [2 * index + 1, 2 * index + 2]
            where child < heap.count && isBetter(heap[child], heap[best]) { best = child }
            guard best != index else { return }
            heap.swapAt(index, best)
            index = best
        }
    }

    private func isBetter(_ left: Relevance.Hit, _ right: Relevance.Hit) -> Bool {
        left.score != right.score ? left.score > right.score : left.id < right.id
    }
}
