internal import FoundationEssentials
package import PolicyAnswer
package import PolicyText

/// The documents of a folder, indexed in memory as the daemon indexes them.
package struct CorpusFolder {
    private var postings = PostingsIndex()
    private var reading = PassageWords()
    private var acronyms = LearnedAcronyms()
    private var candidates: [Int64: Candidate] = [:]
    private var places: [Int64: CitedPlace] = [:]
    private var paths: [DocumentPath] = []

    /// The names of the documents in a folder, in order.
    package static func names(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".txt") || $0.hasSuffix(".md") }.sorted()
    }

    /// Reads some documents of a folder; all where no names are given.
    package init(_ folder: String, names: [String]? = nil) {
        for name in names ?? Self.names(in: folder) {
            guard let data = FileManager.default.contents(atPath: folder + "/" + name),
                let path = DocumentPath(text: name)
            else { continue }
            add(String(decoding: data, as: UTF8.self), path)
        }
    }

    /// An index of documents given as texts.
    package init(texts: [(name: String, text: String)]) {
        for (name, text) in texts {
            guard let path = DocumentPath(text: name) else { continue }
            add(text, path)
        }
    }

    package var postingCount: Int { postings.postingCount }

    private mutating func add(_ text: String, _ path: DocumentPath) {
        let document = Int64(paths.count)
        paths.append(path)
        let outline = OutlineParser.parse(text, format: DocumentFormat(fileName: path.name))
        let title = outline.title ?? String(path.name.prefix { $0 != "." })
        for (place, passage) in outline.passages.enumerated() where passage.kind != .heading {
            let id = Int64(candidates.count + 1)
            let section = outline.section(of: place)
            let end =
                place + 1 < outline.passages.count
                ? outline.passages[place + 1].range.lowerBound : outline.text.utf8.count
            let gap = outline.text.utf8.dropFirst(passage.range.upperBound)
                .prefix(end - passage.range.upperBound)
            candidates[id] = Candidate(
                id: id, path: path, title: title, section: section, language: passage.language,
                kind: passage.kind, text: passage.text,
                sentences: passage.sentences,
                isTableHead: passage.kind == .tableRow && TableDelimiter.stands(in: gap))
            places[id] = CitedPlace(
                version: 1, ingested: Timestamp(milliseconds: 0), line: passage.line)
            acronyms.read(passage.text, language: passage.language)
            postings.add(
                PostingsIndex.Entry(
                    id: id, document: document, text: passage.text, language: passage.language,
                    section: section, title: title, since: Timestamp(milliseconds: 0)), reading: &reading)
        }
    }

    /// What answers from these documents, with a record of no changes and no commitments unless given.
    package func answerer(record: any AnswerRecord = EmptyRecord()) -> Answerer {
        Answerer(
            index: index, changes: record, commitments: record, documents: record, acronyms: acronyms)
    }

    private var index: PostedPassages {
        let (paths, candidates, places) = (paths, candidates, places)
        return PostedPassages(
            postings: postings, asOf: nil, load: { $0.compactMap { candidates[$0] } },
            places: { ids in places.filter { ids.contains($0.key) } },
            number: { path in paths.firstIndex(of: path).map(Int64.init) }, path: { paths[Int($0)] })
    }
}

/// All that an answerer needs beside the passages.
package protocol AnswerRecord: ChangeSource, CommitmentSource, DocumentSource {}

/// A record of nothing.
package struct EmptyRecord: AnswerRecord {
    package init() {}
    package func changes(matching filter: ChangeFilter) throws -> [RecordedChange] { [] }
    package func commitments(matching filter: CommitmentFilter) throws -> [RegisteredCommitment] { [] }
    package func documents(limit: Int) throws -> [DocumentSummary] { [] }
}
