/// Finds text that left one document and arrived in another in the same batch.
package enum MovedText {
    /// The changes of one document in a batch.
    package struct Source: Sendable {
        package var path: DocumentPath
        package var changes: [Change]
        /// What a document that is new as a whole says: text may have come from another.
        package var arrived: Outline?

        package init(path: DocumentPath, changes: [Change], arrived: Outline? = nil) {
            self.path = path
            self.changes = changes
            self.arrived = arrived
        }
    }

    /// Shorter texts are the same by chance.
    static let fewestWords = 6
    /// Likeness from which the text that arrived is the one that left.
    static let alike = 0.9
    /// A text that left is compared with so many that arrived, those that share its rarest words first: the rows of a
    /// table are alike, and each with each would take the square of their number.
    static let mostCandidates = 64

    /// The same changes, those that are one move told as such: what left names where it went, what arrived where it
    /// came from, and neither is told as dropped or added. Each text moves once.
    package static func told(_ sources: [Source]) -> [Source] {
        guard sources.contains(where: { $0.changes.contains { $0.operation == .removed } }) else {
            return sources
        }
        var result = sources
        // A new document as a whole is one change; what it took from others has none of its own.
        var arrivals: [(source: Int, change: Int?, words: [String])] = []
        for (source, one) in sources.enumerated() {
            for (change, arrival) in one.changes.enumerated() where arrival.operation == .added {
                guard let text = arrival.after, case let words = Self.words(of: text),
                    words.count >= fewestWords
                else { continue }
                arrivals.append((source, change, words))
            }
            for passage in one.arrived?.passages ?? [] {
                let words = Self.words(of: passage.text)
                if words.count >= fewestWords { arrivals.append((source, nil, words)) }
            }
        }
        var byWord: [String: [Int]] = [:]
        for (index, arrival) in arrivals.enumerated() {
            for word in Set(arrival.words) { byWord[word, default: []].append(index) }
        }
        var isTaken = [Bool](repeating: false, count: arrivals.count)
        for (source, one) in sources.enumerated() {
            for (change, departure) in one.changes.enumerated() where departure.operation == .removed {
                guard let text = departure.before, case let words = Self.words(of: text),
                    words.count >= fewestWords
                else { continue }
                // Whatever is that alike shares the rarest of its words, or one of them.
                let sharers = words.compactMap { byWord[$0] }.sorted { $0.count < $1.count }.prefix(3)
                    .joined()
                var candidates: Set<Int> = []
                for index in sharers where !isTaken[index] && arrivals[index].source != source {
                    candidates.insert(index)
                    if candidates.count == mostCandidates { break }
                }
                let best = candidates.map { ($0, likeness(words, arrivals[$0].words)) }
                    .filter { $0.1 >= alike }.max { ($0.1, -$0.0) < ($1.1, -$1.0) }
                guard let (index, likeness) = best else { continue }
                isTaken[index] = true
                let arrival = arrivals[index]
                join(&result, (source, change), (arrival.source, arrival.change), isSame: likeness == 1)
            }
        }
        return result
    }

    private static func join(
        _ sources: inout [Source], _ left: (source: Int, change: Int), _ right: (source: Int, change: Int?),
        isSame: Bool
    ) {
        let (from, to) = (sources[left.source].path, sources[right.source].path)
        let gone = sources[left.source].changes[left.change]
        let reason =
            "rule section_moved: \(isSame ? "the same" : "nearly the same") text left '\(from.text)' for '\(to.text)'"
        func moved(_ change: Change, _ elsewhere: DocumentPath, _ told: String) -> Change {
            var moved = change
            moved.operation = .moved
            moved.kinds = [.sectionMoved]
            moved.significance = .low
            moved.elsewhere = elsewhere
            moved.summary = told
            moved.reasons = [reason] + change.reasons
            return moved
        }
        let text = gone.before ?? ""
        let summary = Summary(language: LanguageGuesser.language(of: text))
        sources[left.source].changes[left.change] = moved(gone, to, summary.movedTo(to.name, text))
        guard let change = right.change else { return }
        let come = sources[right.source].changes[change]
        sources[right.source].changes[change] = moved(
            come, from, summary.movedFrom(from.name, come.after ?? text))
    }

    private static func words(of text: String) -> [String] { Tokenizer().tokens(in: text).map(\.text) }

    /// Shared words over all, both as bags.
    private static func likeness(_ a: [String], _ b: [String]) -> Double {
        if a == b { return 1 }
        var counts: [String: Int] = [:]
        for word in a { counts[word, default: 0] += 1 }
        var shared = 0
        for word in b {
            guard let left = counts[word], left > 0 else { continue }
            counts[word] = left - 1
            shared += 1
        }
        return min(Double(2 * shared) / Double(a.count + b.count), 0.999)
    }
}
