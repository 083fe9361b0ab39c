/// One side of a comparison: its passages as sequences of numbered words.
struct ComparedPassages {
    struct Entry {
        /// Where its words stand in `keys`; from `text` on, they are the text after the label.
        var words: Range<Int>
        var text: Int
        var label: PassageLabel?
        var kind: Passage.Kind
        var links: [UInt32]
        /// It says nothing but its label: « Article 12 ».
        var isLabelOnly: Bool
        /// The words after the label; of a bare label, the label's own.
        var body: Range<Int>

        /// It gives what follows it a name, and says little by itself.
        var isHead: Bool { isLabelOnly || kind == .heading }
    }

    private(set) var entries: [Entry] = []
    private(set) var keys: [UInt32] = []
    /// Equal for passages that say the same after their labels.
    private(set) var identities: [UInt32] = []

    /// Reads both sides; words and identities are numbered in tables that the sides share, in the order they are first
    /// met.
    ///
    /// - Parameter helper: reads the new side, where there is one.
    static func sides(
        old: [Passage], new: [Passage], _ numbering: inout Numbering, with helper: (any WorkSharing)?
    ) -> (old: Self, new: Self) {
        var (oldSide, newSide): (Self, Self)
        if let helper {
            let reading = helper.share {
                var own = Numbering()
                return (side: Self(new, &own), words: own.words)
            }
            oldSide = Self(old, &numbering)
            let read = reading()
            newSide = read.side
            newSide.renumber(read.words, in: &numbering.words)
        } else {
            oldSide = Self(old, &numbering)
            newSide = Self(new, beside: (old, oldSide), &numbering)
        }
        oldSide.identify(in: &numbering.texts)
        newSide.identify(in: &numbering.texts)
        return (oldSide, newSide)
    }

    /// Reads passages, all but their identities. What the other side has byte for byte is taken from there.
    private init(
        _ passages: [Passage], beside other: (passages: [Passage], read: Self)? = nil,
        _ numbering: inout Numbering
    ) {
        entries.reserveCapacity(passages.count)
        keys.reserveCapacity(passages.reduce(0) { $0 + $1.range.count / 5 })
        for (index, passage) in passages.enumerated() {
            var text = passage.text
            text.withUTF8 { bytes in
                let hash = numbering.words.hash(of: bytes)
                guard let other else {
                    numbering.places[hash] = index
                    return add(bytes, passage.kind, &numbering)
                }
                if let place = numbering.places[hash], other.passages[place].kind == passage.kind {
                    var twin = other.passages[place].text
                    if twin.withUTF8({ EightBytes.areEqual($0, bytes) }) { return add(place, of: other.read) }
                }
                add(bytes, passage.kind, &numbering)
            }
        }
    }

    private mutating func add(_ index: Int, of other: Self) {
        var entry = other.entries[index]
        let shift = keys.count - entry.words.lowerBound
        keys.append(contentsOf: other.keys[entry.words])
        entry.words = entry.words.lowerBound + shift..<entry.words.upperBound + shift
        entry.body = entry.body.lowerBound + shift..<entry.body.upperBound + shift
        entry.text += shift
        entries.append(entry)
    }

    /// Gives words that were numbered in a table of their own their numbers in another.
    private mutating func renumber(_ own: WordTable, in table: inout WordTable) {
        let numbers = (0..<UInt32(own.count)).map { number in
            own.bytes(of: number).withUnsafeBufferPointer { table.number(of: $0) }
        }
        for place in keys.indices { keys[place] = numbers[Int(keys[place])] }
        for index in entries.indices where !entries[index].links.isEmpty {
            entries[index].links = entries[index].links.map { numbers[Int($0)] }
        }
    }

    private mutating func identify(in texts: inout WordTable) {
        identities = keys.withUnsafeBytes { bytes in
            entries.map { entry in
                let body =
                    entry.body.lowerBound * MemoryLayout<UInt32>.size..<entry.body.upperBound
                    * MemoryLayout<UInt32>.size
                return UnsafeRawBufferPointer(rebasing: bytes[body])
                    .withMemoryRebound(to: UInt8.self) { texts.number(of: $0) }
            }
        }
    }

    private mutating func add(
        _ text: UnsafeBufferPointer<UInt8>, _ kind: Passage.Kind, _ numbering: inout Numbering
    ) {
        let label = PassageLabel.read(text, kind: kind)
        let start = keys.count
        var (labelWords, links) = (0, [UInt32]())
        var scanner = ComparisonScanner(text)
        while let found = scanner.next() {
            let key = scanner.key(of: found, in: &numbering.words)
            if found.kind == .link {
                links.append(key)
                continue
            }
            keys.append(key)
            if let label, found.start < label.end { labelWords += 1 }
        }
        let isLabelOnly = labelWords > 0 && start + labelWords == keys.count
        let entry = Entry(
            words: start..<keys.count, text: start + labelWords, label: label, kind: kind, links: links,
            isLabelOnly: isLabelOnly, body: isLabelOnly ? start..<keys.count : start + labelWords..<keys.count
        )
        entries.append(entry)
    }

    /// The words of passages that follow each other, their labels left out.
    func body(of passages: Range<Int>) -> ArraySlice<UInt32> {
        if passages.count == 1 { return keys[entries[passages.lowerBound].body] }
        return passages.flatMap { keys[entries[$0].body] }[...]
    }

    /// The numbers of words and of whole texts, shared by the sides of a comparison.
    struct Numbering {
        var words = WordTable(capacity: 4096)
        var texts = WordTable(capacity: 1024)
        /// Where a text stands on the first side, by a hash of its bytes.
        fileprivate var places: [UInt64: Int] = [:]
    }
}
