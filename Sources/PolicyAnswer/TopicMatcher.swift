import PolicyText

/// Tells how much of a question's topic a text has, in any language: for changes, commitments and titles, which are in
/// no index of passages.
struct TopicMatcher {
    private struct Reader {
        var plan: LanguagePlan
        var table: TermTable
        var tokenizer: Tokenizer
    }

    private let readers: [Language: Reader]
    /// Whether the question has a topic: words beside those that say what is asked for.
    let hasTopic: Bool

    /// What a word of the headings, the title or the path counts of one in the text itself.
    static let contextQuality = 0.9

    init(question: Question, plans: [LanguagePlan]) {
        hasTopic = !question.words.isEmpty
        readers = Dictionary(
            uniqueKeysWithValues: plans.map { plan in
                let reader = Reader(
                    plan: plan, table: TermTable(plan: plan), tokenizer: Tokenizer(stemming: plan.language))
                return (plan.language, reader)
            })
    }

    /// The share of the topic's mass found in the texts, 0 to 1, read as the language that finds the most.
    func share(of texts: [String], context: [String] = []) -> Double {
        readers.values.map { reader in
            guard reader.plan.totalMass > 0 else { return 0 }
            var found = qualities(of: texts, reader)
            let around = qualities(of: context, reader)
            for group in found.indices {
                found[group] = max(found[group], around[group] * Self.contextQuality)
            }
            var mass = 0.0
            for (group, quality) in found.enumerated() { mass += reader.plan.groups[group].mass * quality }
            return mass / reader.plan.totalMass
        }.max() ?? 0
    }

    /// The places, in the question, of the words found in a text.
    func words(in text: String) -> Set<Int> {
        var result: Set<Int> = []
        for reader in readers.values {
            for (group, quality) in qualities(of: [text], reader).enumerated() where quality >= 0.55 {
                result.formUnion(reader.plan.groups[group].words)
            }
        }
        return result
    }

    private func qualities(of texts: [String], _ reader: Reader) -> [Double] {
        var result = [Double](repeating: 0, count: reader.plan.groups.count)
        for text in texts where !text.isEmpty {
            let reading = PassageReading(text, table: reader.table, tokenizer: reader.tokenizer)
            for word in reading.words where word.entry >= 0 {
                for hit in reader.table.entries[Int(word.entry)].hits {
                    result[hit.group] = max(result[hit.group], Double(hit.quality))
                }
            }
        }
        return result
    }
}
