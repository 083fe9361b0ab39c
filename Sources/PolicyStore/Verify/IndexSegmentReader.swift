/// Reads the words of one segment, page by page, as FTS5 writes them (detail=full; the format is told at the head of
/// SQLite's fts5_index.c):
///
/// - A page begins with two short numbers: where the first row begins that no word of the page stands before, or 0,
///   and where the offsets of its words begin, which are its end.
/// - A word: how many bytes it shares with the one before it, but not for the first of a page; how many are its own;
///   these. Then its rows.
/// - A row: its id, as the difference from the row before, but whole for the first of a word and of a page; the size of
///   its list, twice, plus 1 for one that is deleted, which this program never does; the list.
/// - A list: 1 goes before another column's number; anything else is the difference from the position before, plus 2.
/// - A word's rows, and a row's list, may go on over pages.
///
/// Every step takes a byte of the page at least and none beyond it, so that any damage ends in `IndexDamage`.
struct IndexSegmentReader {
    private(set) var sum: PostingSum
    /// Where words begin, on the page that was read last.
    private(set) var firstWord: [UInt8]?
    /// The last word so far, with the byte before it that tells a word from a prefix.
    private(set) var word: [UInt8] = []
    /// The row that the page read last begins with, before any word of its own.
    private(set) var firstRow: Int64?

    private let columns: Int
    private var offsets: [Int] = []
    private var wordHash: UInt64 = 0
    private var row: Int64?
    private var rowHash: UInt64 = 0
    /// Bytes of the row's list that are to come.
    private var missing = 0
    private var column = 0
    private var position = 0
    private var isColumnNext = false

    private static let mainPrefix = UInt8(ascii: "0")

    init(columns: Int, _ sum: PostingSum) {
        self.columns = columns
        self.sum = sum
    }

    /// Reads the next page.
    mutating func read(_ page: UnsafeRawBufferPointer) throws(IndexDamage) {
        var block = IndexBlock(page)
        let rowOffset = try block.short(at: 0)
        let end = try block.short(at: 2)
        guard end >= 4, end <= page.count else { throw IndexDamage() }
        try readOffsets(page, from: end)
        firstRow = nil
        firstWord = nil
        block.position = 4
        try goOn(in: &block, to: offsets.first ?? end, rowOffset: rowOffset)
        for index in offsets.indices {
            try readWord(from: &block, isFirst: index == 0, before: end)
            try readRows(from: &block, to: index + 1 < offsets.count ? offsets[index + 1] : end)
        }
    }

    /// After the last page: whether what it ends with is whole.
    func finish() throws(IndexDamage) {
        guard missing == 0, !isColumnNext, row != nil else { throw IndexDamage() }
    }

    private mutating func readOffsets(_ page: UnsafeRawBufferPointer, from end: Int) throws(IndexDamage) {
        offsets.removeAll(keepingCapacity: true)
        var block = IndexBlock(page, at: end)
        var offset = 0
        while !block.isAtEnd {
            offset += try block.small()
            guard offset >= 4, offset < end, offset > offsets.last ?? 0 else { throw IndexDamage() }
            offsets.append(offset)
        }
    }

    /// What is left of the last page's word.
    private mutating func goOn(in block: inout IndexBlock, to end: Int, rowOffset: Int) throws(IndexDamage) {
        try readList(from: &block, to: end)
        if rowOffset == 0 {
            guard block.position == end else { throw IndexDamage() }
            return
        }
        guard block.position == rowOffset, rowOffset < end, !word.isEmpty else { throw IndexDamage() }
        let before = row
        let id = Int64(bitPattern: try block.number(before: end))
        if let before, id <= before { throw IndexDamage() }
        firstRow = id
        try begin(row: id, in: &block, to: end)
        try readRows(from: &block, to: end)
    }

    private mutating func readWord(
        from block: inout IndexBlock, isFirst: Bool, before end: Int
    ) throws(IndexDamage) {
        guard word.isEmpty || (missing == 0 && !isColumnNext && row != nil) else { throw IndexDamage() }
        let kept = isFirst ? 0 : try block.small()
        let count = try block.small()
        guard kept <= word.count, count <= end - block.position else { throw IndexDamage() }
        let new = UnsafeRawBufferPointer(rebasing: block.bytes[block.position..<block.position + count])
        guard isAscending(keeping: kept, new) else { throw IndexDamage() }
        word.removeSubrange(kept...)
        word += new
        block.position += count
        guard word.count > 1, word[0] == Self.mainPrefix else { throw IndexDamage() }
        wordHash = word.withUnsafeBytes { sum.key.hash(of: UnsafeRawBufferPointer(rebasing: $0.dropFirst())) }
        row = nil
        if isFirst { firstWord = word }
    }

    /// Whether a word that shares bytes with the present one comes after it.
    private func isAscending(keeping kept: Int, _ new: UnsafeRawBufferPointer) -> Bool {
        word.withUnsafeBytes {
            UnsafeRawBufferPointer(rebasing: $0[kept...]).lexicographicallyPrecedes(new)
        }
    }

    private mutating func readRows(from block: inout IndexBlock, to end: Int) throws(IndexDamage) {
        while block.position < end {
            let number = try block.number(before: end)
            guard let before = row else {
                try begin(row: Int64(bitPattern: number), in: &block, to: end)
                continue
            }
            let (id, isTooFar) = before.addingReportingOverflow(Int64(bitPattern: number))
            guard number > 0, number <= UInt64(Int64.max), !isTooFar else { throw IndexDamage() }
            try begin(row: id, in: &block, to: end)
        }
    }

    private mutating func begin(row id: Int64, in block: inout IndexBlock, to end: Int) throws(IndexDamage) {
        let size = try block.number(before: end)
        guard size > 1, size & 1 == 0, size <= UInt64(Int32.max), missing == 0, !isColumnNext else {
            throw IndexDamage()
        }
        row = id
        rowHash = sum.key.hash(of: wordHash, in: id)
        missing = Int(size >> 1)
        column = 0
        position = 0
        try readList(from: &block, to: end)
    }

    /// As much of the row's list as there is on the page.
    private mutating func readList(from block: inout IndexBlock, to end: Int) throws(IndexDamage) {
        let listEnd = min(end, block.position + missing)
        missing -= listEnd - block.position
        while block.position < listEnd {
            let number = try block.number(before: listEnd)
            if isColumnNext {
                guard number > UInt64(column), number < UInt64(columns) else { throw IndexDamage() }
                column = Int(number)
                position = 0
                isColumnNext = false
            } else if number == 1 {
                isColumnNext = true
            } else {
                guard number >= 2, number <= UInt64(Int32.max) else { throw IndexDamage() }
                position += Int(number) - 2
                guard position <= Int(Int32.max) else { throw IndexDamage() }
                sum.add(rowHash, column: column, position: position)
            }
        }
        guard missing > 0 || !isColumnNext else { throw IndexDamage() }
    }
}
