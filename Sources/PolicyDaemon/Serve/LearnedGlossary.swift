internal import PolicyStore
internal import PolicyText

/// The built-in glossary with the words learned from the documents that a folder holds in both languages.
///
/// Two documents are one where their names differ by the mark of the language alone, or, of the few first that have no
/// such twin, where their structure is alike. All is learned anew when one of them has a new version, from what stands
/// now: a question about another day is asked with the words of today.
struct LearnedGlossary {
    /// Made when the first question comes, not when the daemon starts.
    var glossary: Glossary { learned ?? .builtIn }
    private var learned: Glossary?
    /// What was learned from: two documents and their versions.
    private var source: [Twins] = []
    /// Versions that were compared by structure, and how alike they are; those of the last time.
    private var likenesses: [Twins: Double] = [:]

    private struct Twins: Hashable {
        var english: DocumentSummary
        var french: DocumentSummary
    }

    /// Twins after these teach nothing more.
    static let mostTwins = 64
    /// Larger documents are no twins: reading them would keep a question waiting.
    static let mostBytes = 1 << 19
    /// In larger folders the documents are not looked through.
    static let mostDocuments = 2_000
    /// Documents whose twin is looked for by structure, and how many each is compared with.
    static let mostByStructure = 16
    static let mostCandidates = 3

    mutating func bringUpToDate(_ record: StoreReader) throws {
        guard try record.counts().documents <= Self.mostDocuments else { return }
        let documents = try record.documents()
        let usable = documents.filter { $0.size <= Self.mostBytes }
        var outlines = Outlines(record: record)
        let twins = try twins(among: usable, &outlines)
        guard twins != source else { return }
        source = twins
        var learner = TranslationLearner()
        for pair in twins {
            guard let english = try outlines.outline(of: pair.english),
                let french = try outlines.outline(of: pair.french)
            else { continue }
            learner.read(english, french)
        }
        learned = twins.isEmpty ? nil : Glossary.builtIn.adding(learner.pairs())
    }

    private mutating func twins(
        among documents: [DocumentSummary], _ outlines: inout Outlines
    ) throws -> [Twins] {
        let names = LanguagePairs(documents.map(\.path))
        let byPath = Dictionary(documents.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        var found: [Twins] = []
        var alone: [DocumentSummary] = []
        for document in documents where document.language == .english && found.count < Self.mostTwins {
            if let path = names.counterpart(of: document.path) {
                if let other = byPath[path], other.language == .french {
                    found.append(Twins(english: document, french: other))
                }
            } else {
                alone.append(document)
            }
        }
        let french = documents.filter {
            $0.language == .french && names.counterpart(of: $0.path) == nil
        }
        var compared: [Twins: Double] = [:]
        for document in alone.prefix(Self.mostByStructure) where found.count < Self.mostTwins {
            if let other = try structuralTwin(of: document, among: french, &outlines, &compared) {
                found.append(Twins(english: document, french: other))
            }
        }
        likenesses = compared
        return found.sorted { $0.english.path < $1.english.path }
    }

    private func structuralTwin(
        of document: DocumentSummary, among others: [DocumentSummary], _ outlines: inout Outlines,
        _ compared: inout [Twins: Double]
    ) throws -> DocumentSummary? {
        let candidates = others.filter { LanguagePairs.mayCorrespond($0.passages, document.passages) }
            .sorted {
                let (one, other) = (
                    abs($0.passages - document.passages), abs($1.passages - document.passages)
                )
                return one != other ? one < other : $0.path < $1.path
            }
        var best: (likeness: Double, document: DocumentSummary)?
        for candidate in candidates.prefix(Self.mostCandidates) {
            let pair = Twins(english: document, french: candidate)
            let likeness = try likenesses[pair] ?? likeness(of: pair, &outlines)
            compared[pair] = likeness
            if likeness >= LanguagePairs.sameStructure, likeness > best?.likeness ?? 0 {
                best = (likeness, candidate)
            }
        }
        return best?.document
    }

    private func likeness(of pair: Twins, _ outlines: inout Outlines) throws -> Double {
        guard let english = try outlines.outline(of: pair.english),
            let french = try outlines.outline(of: pair.french)
        else { return 0 }
        return LanguagePairs.structuralLikeness(english, french)
    }
}

/// What the documents say, each read once.
private struct Outlines {
    let record: StoreReader
    private var read: [DocumentPath: Outline] = [:]

    init(record: StoreReader) { self.record = record }

    /// Nil where the document is gone.
    mutating func outline(of document: DocumentSummary) throws -> Outline? {
        if let known = read[document.path] { return known }
        guard let version = try record.latest(document.path) else { return nil }
        let format = version.format.flatMap { DocumentFormat(rawValue: $0) } ?? .plainText
        let outline = OutlineParser.parse(try record.text(of: version), format: format)
        read[document.path] = outline
        return outline
    }
}
