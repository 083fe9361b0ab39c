private import Synchronization

/// How long each passage is and whose it is, in memory, for all readers of one record.
///
/// Six bytes a passage, read from one index when first asked for and then as passages are added.
package final class PassageLengths: Sendable {
    /// By a passage's id.
    struct Table {
        var tokens: [UInt16] = [0]
        var documents: [UInt32] = [0]
        /// Of the passages that are indexed.
        var count = 0
        var total = 0

        var average: Double { count == 0 ? 1 : max(1, Double(total) / Double(count)) }

        mutating func set(_ id: Int64, tokens length: Int64, document: Int64) {
            guard id > 0, id < Int64(Int32.max) else { return }
            let index = Int(id)
            if index >= tokens.count {
                tokens.append(contentsOf: repeatElement(0, count: index + 1 - tokens.count))
                documents.append(contentsOf: repeatElement(0, count: index + 1 - documents.count))
            }
            tokens[index] = UInt16(clamping: length)
            documents[index] = UInt32(clamping: document)
            // Only a heading has no words in the index, and it is not in it.
            if length > 0 { count += 1 }
            total += Int(clamping: length)
        }
    }

    private let state = Mutex(Table())

    package init() {}

    /// The table once it holds all passages that `connection` sees.
    func table(for connection: Connection) throws -> Table {
        try state.withLock { table in
            let known = Int64(table.tokens.count) - 1
            let last = try connection.row("SELECT max(id) FROM passage") { $0.int64(0) } ?? 0
            if last > known {
                let take = { (row: Row) in
                    table.set(row.int64(0), tokens: row.int64(1), document: row.int64(2))
                    return true
                }
                if known == 0 {
                    try connection.forEachRow(
                        "SELECT id, tokens, document_id FROM passage INDEXED BY passage_of_document",
                        while: take)
                } else {
                    try connection.forEachRow(
                        "SELECT id, tokens, document_id FROM passage WHERE id > ?", known, while: take)
                }
            }
            return table
        }
    }
}
