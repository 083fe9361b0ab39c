/// A full-text index as it stands in its tables, which are read without FTS5: that checks an index only for a writer,
/// and takes every word through its own code.
///
/// What holds of a whole index: the words of its segments ascend, each page that a word begins on is found by
/// `<index>_idx`, and the index of a long list of rows (`dlidx`) names the first row of each of its pages.
struct SearchIndex {
    enum Name { case passages, namings }

    let name: Name
    let connection: Connection

    var columns: Int { name == .passages ? 2 : 1 }

    /// Adds up the words of all segments.
    func sum(_ key: PostingKey) throws -> PostingSum {
        var sum = PostingSum(key)
        guard let structure = try block(Self.structureID, { try IndexStructure($0) }) else {
            throw IndexDamage()
        }
        for segment in structure.segments { sum = try add(segment, to: sum) }
        return sum
    }

    /// How many rows the index says to have, then how many words in each column.
    func totals() throws -> [UInt64] {
        var totals = [UInt64](repeating: 0, count: columns + 1)
        _ = try block(Self.totalsID) { bytes in
            // Empty as long as the index is.
            guard !bytes.isEmpty else { return }
            var block = IndexBlock(bytes)
            for index in totals.indices { totals[index] = try block.number() }
        }
        return totals
    }

    private func add(_ segment: IndexStructure.Segment, to sum: PostingSum) throws -> PostingSum {
        var reader = IndexSegmentReader(columns: columns, sum)
        let statement = try pageStatement(of: segment)
        defer { statement.reset() }
        var finder = PageFinder(segment, self, statement)
        var page = segment.pages.lowerBound
        try forEachPage(of: segment) { id, bytes in
            guard id == Self.id(of: page, in: segment.id) else { throw IndexDamage() }
            let last = reader.word
            try reader.read(bytes)
            try finder.check(page, firstWord: reader.firstWord, lastWord: last, firstRow: reader.firstRow)
            page += 1
        }
        guard page == segment.pages.upperBound + 1 else { throw IndexDamage() }
        try reader.finish()
        try finder.finish()
        return reader.sum
    }

    // MARK: Blocks

    private static let totalsID: Int64 = 1
    private static let structureID: Int64 = 10

    /// The id of a page of a segment, or, where a height is given, of an index of its long lists.
    static func id(of page: Int, in segment: Int, height: Int? = nil) -> Int64 {
        Int64(segment) << 37 + (height.map { Int64(1) << 36 + Int64($0) << 31 } ?? 0) + Int64(page)
    }

    /// What `read` makes of a block; nil where there is none.
    func block<Result>(_ id: Int64, _ read: (UnsafeRawBufferPointer) throws -> Result) throws -> Result? {
        switch name {
        case .passages:
            try connection.row("SELECT block FROM passage_index_data WHERE id = ?", id) {
                try read($0.bytes(0))
            }
        case .namings:
            try connection.row("SELECT block FROM naming_index_data WHERE id = ?", id) {
                try read($0.bytes(0))
            }
        }
    }

    private func forEachPage(
        of segment: IndexStructure.Segment, _ read: (Int64, UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let first = Self.id(of: segment.pages.lowerBound, in: segment.id)
        let last = Self.id(of: segment.pages.upperBound, in: segment.id)
        let take = { (row: Row) throws -> Bool in
            try read(row.int64(0), row.bytes(1))
            return true
        }
        switch name {
        case .passages:
            try connection.forEachRow(
                "SELECT id, block FROM passage_index_data WHERE id BETWEEN ? AND ? ORDER BY id", first, last,
                while: take)
        case .namings:
            try connection.forEachRow(
                "SELECT id, block FROM naming_index_data WHERE id BETWEEN ? AND ? ORDER BY id", first, last,
                while: take)
        }
    }

    /// What leads to the pages of a segment that words begin on. Pages before the first have been merged into another
    /// segment: what leads to them leads to the first.
    private func pageStatement(of segment: IndexStructure.Segment) throws -> Statement {
        let statement =
            switch name {
            case .passages:
                try connection.statement(
                    "SELECT pgno, term FROM passage_index_idx WHERE segid = ? AND pgno >= ? ORDER BY term")
            case .namings:
                try connection.statement(
                    "SELECT pgno, term FROM naming_index_idx WHERE segid = ? AND pgno >= ? ORDER BY term")
            }
        try statement.bind(segment.id, segment.pages.lowerBound << 1)
        return statement
    }
}

/// Checks that the pages of a segment are found: those that words begin on by `<index>_idx`, those in a long list of
/// rows by its own index.
private struct PageFinder {
    private struct Page {
        var number: Int
        var row: Int64?
    }

    private let segment: IndexStructure.Segment
    private let index: SearchIndex
    private let statement: Statement
    /// The page whose last word has an index of its rows, and the pages after it that the word goes on over.
    private var listPage: Int?
    private var listPages: [Page] = []

    private static let greatestHeight = 32

    init(_ segment: IndexStructure.Segment, _ index: SearchIndex, _ statement: Statement) {
        self.segment = segment
        self.index = index
        self.statement = statement
    }

    mutating func check(_ page: Int, firstWord: [UInt8]?, lastWord: [UInt8], firstRow: Int64?) throws {
        if listPage != nil { listPages.append(Page(number: page, row: firstRow)) }
        guard let firstWord else { return }
        try finishList()
        guard try statement.step() else { throw IndexDamage() }
        let row = Row(statement)
        let told = row.blob(1)
        guard row.int(0) >> 1 == page, !firstWord.lexicographicallyPrecedes(told),
            lastWord.isEmpty || lastWord.lexicographicallyPrecedes(told)
        else { throw IndexDamage() }
        if row.int(0) & 1 == 1 { listPage = page }
    }

    mutating func finish() throws {
        try finishList()
        guard try !statement.step() else { throw IndexDamage() }
    }

    /// An index of a list is a tree of blocks: of each page the first row, and of each block of these the first again,
    /// up to the root, whose first bit is 0. A page on which no row begins is a 0.
    private mutating func finishList() throws {
        guard let listPage else { return }
        var pages = Array(listPages.drop { $0.row == nil })
        self.listPage = nil
        listPages.removeAll(keepingCapacity: true)
        for height in 0..<Self.greatestHeight {
            let (blocks, isRoot) = try check(pages, at: height, from: listPage)
            if isRoot { return }
            pages = blocks
        }
        throw IndexDamage()
    }

    /// Checks the blocks of one height, which are numbered from the page of the word on.
    private func check(
        _ pages: [Page], at height: Int, from listPage: Int
    ) throws -> (blocks: [Page], isRoot: Bool) {
        var blocks: [Page] = []
        var isRoot = false
        var rest = pages[...]
        repeat {
            let number = listPage + blocks.count
            let id = SearchIndex.id(of: number, in: segment.id, height: height)
            let found: Void? = try index.block(id) { bytes in
                guard let flags = bytes.first, !isRoot, let first = rest.popFirst() else {
                    throw IndexDamage()
                }
                isRoot = flags & 1 == 0
                var block = IndexBlock(bytes, at: 1)
                guard try block.small() == first.number, var row = first.row,
                    Int64(bitPattern: try block.number()) == row
                else { throw IndexDamage() }
                blocks.append(Page(number: number, row: row))
                while !block.isAtEnd {
                    let difference = Int64(bitPattern: try block.number())
                    let next = rest.popFirst()
                    if difference == 0, next?.row == nil { continue }
                    row &+= difference
                    guard difference > 0, next?.row == row else { throw IndexDamage() }
                }
            }
            if found == nil { throw IndexDamage() }
        } while rest.contains { $0.row != nil }
        return (blocks, isRoot)
    }
}
