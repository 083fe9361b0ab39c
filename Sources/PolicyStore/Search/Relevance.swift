internal import CSQLite
private import Glibc
internal import PolicyText

/// Ranks the rows of one full-text query by BM25, as an auxiliary function of FTS5 that reads occurrences only.
///
/// The forms of a word count as one word. FTS5's own bm25() reads the size of each row from a table and takes ten
/// times as long.
final class Relevance {
    static let functionName = "relevance"
    static let k1 = 1.2
    static let b = 0.75
    /// What an occurrence in the headings above a passage counts of one in its body.
    static let headingWeight = 0.8

    struct Hit {
        var id: Int64
        var score: Double
    }

    private(set) var hits: [Hit] = []
    private var table = PassageLengths.Table()
    private var average = 1.0
    private var groups: [Int] = []
    private var weights: [Double]?
    private var occurrences: [Double] = []
    /// Only passages of this document.
    private var document: Int64?

    /// Makes ready for a query; `groups` tells for each of its phrases which word it is a form of.
    func begin(groups: [Int], table: PassageLengths.Table, document: Int64?) {
        hits.removeAll()
        self.table = table
        average = table.average
        self.groups = groups
        self.document = document
        weights = nil
        occurrences = Array(repeating: 0, count: (groups.max() ?? -1) + 1)
    }

    /// Lets go of what a query has left.
    func end() -> [Hit] {
        let result = hits
        hits = []
        table = PassageLengths.Table()
        return result
    }

    /// Takes in the row that the query stands on.
    func take(_ api: Fts5ExtensionApi, _ context: OpaquePointer) -> Int32 {
        let id = api.xRowid(context)
        let index = Int(clamping: id)
        if let document, table.documents.indices.contains(index), Int64(table.documents[index]) != document {
            return SQLITE_OK
        }
        if weights == nil {
            let code = weigh(api, context)
            guard code == SQLITE_OK else { return code }
        }
        for group in occurrences.indices { occurrences[group] = 0 }
        for (phrase, group) in groups.enumerated() {
            var cursor = Fts5PhraseIter()
            var column: Int32 = 0
            var offset: Int32 = 0
            let code = api.xPhraseFirst(context, Int32(phrase), &cursor, &column, &offset)
            guard code == SQLITE_OK else { return code }
            while column >= 0 {
                occurrences[group] += column == 0 ? 1 : Self.headingWeight
                api.xPhraseNext(context, &cursor, &column, &offset)
            }
        }
        let length = table.tokens.indices.contains(index) ? Double(table.tokens[index]) : average
        let norm = Self.k1 * (1 - Self.b + Self.b * length / average)
        var score = 0.0
        for (group, count) in occurrences.enumerated() where count > 0 {
            score += (weights?[group] ?? 0) * count * (Self.k1 + 1) / (count + norm)
        }
        hits.append(Hit(id: id, score: score))
        return SQLITE_OK
    }

    /// The inverse document frequency of each word.
    private func weigh(_ api: Fts5ExtensionApi, _ context: OpaquePointer) -> Int32 {
        var frequencies = [Int](repeating: 0, count: occurrences.count)
        for (phrase, group) in groups.enumerated() {
            var count = 0
            let code = api.xQueryPhrase(context, Int32(phrase), &count) { _, _, count in
                count?.assumingMemoryBound(to: Int.self).pointee += 1
                return SQLITE_OK
            }
            guard code == SQLITE_OK else { return code }
            frequencies[group] += count
        }
        let total = Double(max(table.count, 1))
        weights = frequencies.map { frequency in
            let frequency = min(Double(frequency), total)
            return log(1 + (total - frequency + 0.5) / (frequency + 0.5))
        }
        return SQLITE_OK
    }
}

extension Connection {
    func registerFunctions(_ api: UnsafeMutablePointer<fts5_api>) throws {
        let context = Unmanaged.passUnretained(relevance).toOpaque()
        let code = api.pointee.xCreateFunction(api, Relevance.functionName, context, rank, nil)
        guard code == SQLITE_OK else { throw SQLiteError(code: code, message: "cannot add the ranking") }
    }
}

private let rank:
    @convention(c) (
        UnsafePointer<Fts5ExtensionApi>?, OpaquePointer?, OpaquePointer?, Int32,
        UnsafeMutablePointer<OpaquePointer?>?
    ) -> Void = { api, context, result, _, _ in
        guard let api, let context, let user = api.pointee.xUserData(context) else { return }
        let relevance = Unmanaged<Relevance>.fromOpaque(user).takeUnretainedValue()
        let code = relevance.take(api.pointee, context)
        if code != SQLITE_OK { sqlite3_result_error_code(result, code) }
    }
