import PolicyText

/// A `PassageIndex` over postings in memory and texts kept elsewhere.
package struct PostedPassages: PassageIndex {
    private let postings: PostingsIndex
    private let moment: Timestamp?
    private let load: ([Int64]) throws -> [Candidate]
    private let places: ([Int64]) throws -> [Int64: CitedPlace]
    private let number: (DocumentPath) throws -> Int64?
    private let path: (Int64) throws -> DocumentPath?

    /// The passages as they stood at `moment`, or as they stand; `load` gives the texts of passages, `places`
    /// where they stand, `number` and `path` tell a document's number in the record and back.
    package init(
        postings: PostingsIndex, asOf moment: Timestamp?, load: @escaping ([Int64]) throws -> [Candidate],
        places: @escaping ([Int64]) throws -> [Int64: CitedPlace],
        number: @escaping (DocumentPath) throws -> Int64?, path: @escaping (Int64) throws -> DocumentPath?
    ) {
        self.postings = postings
        self.moment = moment
        self.load = load
        self.places = places
        self.number = number
        self.path = path
    }

    package func statistics(of tokens: [IndexToken]) throws -> IndexStatistics {
        postings.statistics(of: tokens)
    }

    package func matches(for query: CandidateQuery) throws -> [Match] {
        guard let document = try document(of: query) else { return [] }
        return postings.matches(for: query, document: document, asOf: moment)
    }

    package func passages(_ ids: [Int64]) throws -> [Candidate] { try load(ids) }

    package func places(of ids: [Int64]) throws -> [Int64: CitedPlace] { try places(ids) }

    package func vocabulary(
        like pattern: TokenPattern, language: Language, limit: Int
    ) throws -> [TokenFrequency] {
        postings.vocabulary(like: pattern, language: language, limit: limit)
    }

    package func documents(mentioning query: CandidateQuery) throws -> [DocumentMention] {
        guard let document = try document(of: query) else { return [] }
        let found = postings.documents(mentioning: query, document: document, asOf: moment)
        var mentions: [DocumentMention] = []
        for mention in found {
            guard let path = try path(mention.document) else { continue }
            mentions.append(DocumentMention(path: path, passages: mention.passages, best: mention.best))
        }
        return mentions.sorted {
            $0.passages != $1.passages ? $0.passages > $1.passages : $0.path < $1.path
        }
    }

    /// The number of the document that the query is limited to; nil inside where it is not, nil where unknown.
    private func document(of query: CandidateQuery) throws -> Int64?? {
        guard let path = query.path else { return .some(nil) }
        guard let number = try number(path) else { return nil }
        return .some(number)
    }
}
