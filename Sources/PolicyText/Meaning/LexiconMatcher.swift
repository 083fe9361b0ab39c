/// Finds the rows of a lexicon in texts.
///
/// The words of all rows form one tree for each language, its edges kept in one table of (node, word) pairs. A text
/// is read once: at each word the tree is walked as far as it goes, and the last row met is the longest that matches
/// there. A word that begins no row costs one look at its set of classes.
final class LexiconMatcher: Sendable {
    /// A row found, by the first and last of its words.
    struct Hit {
        var row: Int32
        var first: Int
        var last: Int
    }

    /// How many adverbs may stand between the words of a cue.
    static let mostSkippedAdverbs = 2

    private let tokenizer: LexiconTokenizer
    private let tree: LexiconTree
    /// What the rules ask of each row.
    let traits: [RowTraits]

    init(_ rows: [LexiconRow]) {
        traits = rows.map(RowTraits.init)
        var vocabulary = LexiconVocabulary()
        for word in LexiconTokenizer.fullWords + ["du", "des", "au", "aux", "de", "à"] {
            vocabulary.insert(Array(word.utf8))
        }
        for word in WordGroup.allCases.flatMap(\.words) { vocabulary.insert(Array(word.utf8)) }
        let collector = LexiconTokenizer(vocabulary)
        for row in rows where !row.cue.utf8.starts(with: "*".utf8) {
            for word in collector.unknownWords(of: row.cue) { vocabulary.insert(word) }
        }
        for id in 0..<Int32(vocabulary.count) {
            for spelling in Self.plainSpellings(of: vocabulary.word(id)) {
                vocabulary.insert(spelling, as: id)
            }
        }
        tokenizer = LexiconTokenizer(vocabulary)
        tree = LexiconTree(rows, vocabulary, tokenizer)
    }

    static func index(of language: Language) -> Int { language == .french ? 1 : 0 }

    // MARK: Reading

    /// The words of a text between two offsets.
    func tokenize(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, into words: inout [LexiconWord]) {
        tokenizer.tokenize(text, range, into: &words)
    }

    /// Whether a word is in a group.
    @inline(__always)
    func isIn(_ id: Int32, _ group: WordGroup) -> Bool {
        id >= 0 && tree.groups[Int(id)] & (1 << UInt64(group.rawValue)) != 0
    }

    /// The classes of a word, a bit each.
    @inline(__always)
    func classes(of id: Int32, _ language: Int) -> UInt64 { id < 0 ? 0 : tree.classes[language][Int(id)] }

    /// Whether some row begins with the word.
    func opens(_ id: Int32, _ language: Int) -> Bool { id >= 0 && tree.opens[language][Int(id)] }

    /// Finds rows of strength, the longest that begins first, and rows of cues and words, the longest of each class.
    func match(
        _ words: [LexiconWord], of text: UnsafeBufferPointer<UInt8>, _ language: Int, strengths: inout [Hit],
        cues: inout [Hit]
    ) {
        var free = 0
        var found: [Hit] = []
        for first in words.indices where words[first].kind == .word {
            let word = words[first]
            var strength: Hit?
            if word.id >= 0, tree.opens[language][Int(word.id)] {
                found.removeAll(keepingCapacity: true)
                strength = walk(words, from: first, language, &found)
                cues += found
            }
            guard first >= free else { continue }
            if strength == nil, tree.suffixEnds[language][Int(word.last)],
                let row = suffixRow(word, text, language)
            {
                strength = Hit(row: row, first: first, last: first)
            }
            guard let strength else { continue }
            strengths.append(strength)
            free = strength.last + 1
        }
    }

    /// The longest row of class `head` (or of `conative`, in its plain form) that begins at a word.
    func head(at first: Int, in words: [LexiconWord], _ language: Int, classes wanted: [CueClass]) -> Hit? {
        guard words.indices.contains(first), words[first].id >= 0, tree.opens[language][Int(words[first].id)]
        else {
            return nil
        }
        var best: Hit?
        visit(words, from: first, language) { row, last in
            if wanted.contains(traits[Int(row)].cueClass) { best = Hit(row: row, first: first, last: last) }
        }
        return best
    }

    private func walk(_ words: [LexiconWord], from first: Int, _ language: Int, _ cues: inout [Hit]) -> Hit? {
        var strength: Hit?
        visit(words, from: first, language) { row, last in
            let hit = Hit(row: row, first: first, last: last)
            let cueClass = traits[Int(row)].cueClass
            guard cueClass.isStrength else {
                if let same = cues.firstIndex(where: { traits[Int($0.row)].cueClass == cueClass }) {
                    cues[same] = hit
                } else {
                    cues.append(hit)
                }
                return
            }
            if cueClass != .head { strength = hit }
        }
        return strength
    }

    private func visit(
        _ words: [LexiconWord], from first: Int, _ language: Int, _ body: (Int32, Int) -> Void
    ) {
        var node = Int32(language)
        var skipped = 0
        var index = first
        while index < words.count {
            let word = words[index]
            guard word.kind == .word || word.kind == .number else { return }
            let next = step(from: node, word.id)
            guard next >= 0 else {
                guard index > first, skipped < Self.mostSkippedAdverbs, isAdverb(word, language) else {
                    return
                }
                skipped += 1
                index += 1
                continue
            }
            node = next
            for row in tree.rowsOfNode[Int(node)] {
                if tree.wantsInfinitive.contains(row), !isInfinitive(words, at: index + 1, language) {
                    continue
                }
                body(row, index)
            }
            index += 1
        }
    }

    @inline(__always)
    private func step(from node: Int32, _ id: Int32) -> Int32 {
        guard id >= 0 else { return -1 }
        let next = tree.edges.next(node, id)
        if next >= 0 { return next }
        if tree.contractedDe.contains(id) { return tree.edges.next(node, tree.de) }
        if tree.contractedTo.contains(id) { return tree.edges.next(node, tree.to) }
        return -1
    }

    func isAdverb(_ word: LexiconWord, _ language: Int) -> Bool {
        let known = classes(of: word.id, language)
        if known & (CueClass.actor.bit | CueClass.thing.bit | CueClass.organizationNoun.bit) != 0 {
            return false
        }
        return known & CueClass.adverb.bit != 0 || word.has(.adverb) && !word.has(.capitalized)
    }

    /// Whether a word looks like a French infinitive, an object pronoun before it allowed.
    func isInfinitive(_ words: [LexiconWord], at index: Int, _ language: Int) -> Bool {
        guard words.indices.contains(index), words[index].kind == .word else { return false }
        let known = classes(of: words[index].id, language)
        if known & CueClass.clitic.bit != 0 { return isInfinitive(words, at: index + 1, language) }
        guard words[index].has(.infinitive) else { return false }
        let nouns = CueClass.notInfinitive.bit | CueClass.actor.bit | CueClass.thing.bit
        return known & (nouns | CueClass.preposition.bit) == 0
    }

    private func suffixRow(
        _ word: LexiconWord, _ text: UnsafeBufferPointer<UInt8>, _ language: Int
    ) -> Int32? {
        guard !word.has(.elided) else { return nil }
        var best: (length: Int, row: Int32)?
        for (tail, row) in tree.suffixes[language] where tail.count > best?.length ?? 0 {
            let from = Int(word.end) - tail.count
            guard from >= Int(word.start) + 2 else { continue }
            let isSame = tail.indices.allSatisfy { index in
                let byte = text[from + index]
                return byte == tail[index] || byte < 0x80 && byte | 0x20 == tail[index]
            }
            if isSame { best = (tail.count, row) }
        }
        return best?.row
    }

    // MARK: Building

    /// How a word looks where accents are left out: on its first letter, or everywhere but on a last « é ».
    private static func plainSpellings(of word: [UInt8]) -> [[UInt8]] {
        guard word.count > 4, word.contains(0xC3) else { return [] }
        var spellings: [[UInt8]] = []
        if word[0] == 0xC3 { spellings.append(plain(Array(word.prefix(2))) + word.dropFirst(2)) }
        let text = String(decoding: word, as: UTF8.self)
        if !["é", "ée", "és", "ées"].contains(where: text.hasSuffix) { spellings.append(plain(word)) }
        return spellings
    }

    private static func plain(_ word: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < word.count {
            guard word[index] == 0xC3, index + 1 < word.count else {
                result.append(word[index])
                index += 1
                continue
            }
            switch word[index + 1] {
            case 0xA0...0xA5: result.append(UInt8(ascii: "a"))
            case 0xA7: result.append(UInt8(ascii: "c"))
            case 0xA8...0xAB: result.append(UInt8(ascii: "e"))
            case 0xAC...0xAF: result.append(UInt8(ascii: "i"))
            case 0xB2...0xB6: result.append(UInt8(ascii: "o"))
            case 0xB9...0xBC: result.append(UInt8(ascii: "u"))
            default: result += word[index...(index + 1)]
            }
            index += 2
        }
        return result
    }
}

/// The rows as the matcher walks them.
private struct LexiconTree: Sendable {
    /// For each word the groups of `WordGroup` it is in, a bit each.
    private(set) var groups: [UInt64]
    private(set) var edges = EdgeTable()
    /// For each node: the rows that end there.
    private(set) var rowsOfNode: [[Int32]] = [[], []]
    /// For each language and word: the classes of its one-word rows, a bit each.
    private(set) var classes: [[UInt64]]
    /// For each language and word: whether a row begins with it.
    private(set) var opens: [[Bool]]
    private(set) var suffixes: [[(tail: [UInt8], row: Int32)]] = [[], []]
    private(set) var suffixEnds = [[Bool]](repeating: [Bool](repeating: false, count: 256), count: 2)
    let de: Int32
    let to: Int32
    let contractedDe: [Int32]
    let contractedTo: [Int32]
    /// Rows that an infinitive must follow.
    private(set) var wantsInfinitive: Set<Int32> = []

    init(_ rows: [LexiconRow], _ vocabulary: LexiconVocabulary, _ tokenizer: LexiconTokenizer) {
        func id(_ word: String) -> Int32 { vocabulary.id(of: Array(word.utf8)) }
        de = id("de")
        to = id("à")
        contractedDe = [id("du"), id("des")]
        contractedTo = [id("au"), id("aux")]
        classes = [[UInt64]](repeating: [UInt64](repeating: 0, count: vocabulary.count), count: 2)
        opens = [[Bool]](repeating: [Bool](repeating: false, count: vocabulary.count), count: 2)
        groups = [UInt64](repeating: 0, count: vocabulary.count)
        for group in WordGroup.allCases {
            for word in group.words where id(word) >= 0 {
                groups[Int(id(word))] |= 1 << UInt64(group.rawValue)
            }
        }
        for index in rows.indices { add(Int32(index), rows, Self.ids(of: rows[index].cue, tokenizer)) }
    }

    private mutating func add(_ index: Int32, _ rows: [LexiconRow], _ words: [Int32]) {
        let row = rows[Int(index)]
        let language = LexiconMatcher.index(of: row.language)
        if row.cue.utf8.starts(with: "*".utf8) {
            let tail = Array(row.cue.utf8.dropFirst())
            guard let last = tail.last else { return }
            suffixes[language].removeAll { $0.tail == tail }
            suffixes[language].append((tail, index))
            suffixEnds[language][Int(last)] = true
            return
        }
        var words = words
        if row.cue.hasSuffix(" +inf") {
            wantsInfinitive.insert(index)
            words.removeLast()
        }
        guard let first = words.first, words.count <= LexiconFile.longestCue_words, !words.contains(-1) else {
            return
        }
        if words.count == 1 { classes[language][Int(first)] |= row.cueClass.bit }
        opens[language][Int(first)] = true
        if first == de { for id in contractedDe { opens[language][Int(id)] = true } }
        if first == to { for id in contractedTo { opens[language][Int(id)] = true } }
        var node = Int32(language)
        for word in words {
            var next = edges.next(node, word)
            if next < 0 {
                next = Int32(rowsOfNode.count)
                rowsOfNode.append([])
                edges.insert(node, word, next)
            }
            node = next
        }
        rowsOfNode[Int(node)].removeAll { rows[Int($0)].isReplaced(by: row) }
        rowsOfNode[Int(node)].append(index)
    }

    private static func ids(of cue: String, _ tokenizer: LexiconTokenizer) -> [Int32] {
        let bytes = Array(cue.utf8)
        var words: [LexiconWord] = []
        bytes.withUnsafeBufferPointer { tokenizer.tokenize($0, 0..<bytes.count, into: &words) }
        return words.filter { $0.kind == .word || $0.kind == .number }.map(\.id)
    }
}

extension CueClass {
    /// Its bit in a word's set of classes.
    var bit: UInt64 { 1 << UInt64(order) }
}

extension LexiconRow {
    /// Rows of strength replace each other, heads replace heads, and rows of one class each other.
    fileprivate func isReplaced(by later: LexiconRow) -> Bool {
        guard cueClass.isStrength, later.cueClass.isStrength else { return cueClass == later.cueClass }
        return (cueClass == .head) == (later.cueClass == .head)
    }
}

/// The edges of the tree: (node, word) to node, in one open-addressing table.
private struct EdgeTable {
    private var keys = [UInt64](repeating: .max, count: 1 << 12)
    private var nodes = [Int32](repeating: -1, count: 1 << 12)
    private var count = 0

    @inline(__always)
    func next(_ node: Int32, _ word: Int32) -> Int32 {
        let key = Self.key(node, word)
        let mask = keys.count - 1
        var slot = Self.slot(of: key) & mask
        while keys[slot] != .max {
            if keys[slot] == key { return nodes[slot] }
            slot = (slot + 1) & mask
        }
        return -1
    }

    mutating func insert(_ node: Int32, _ word: Int32, _ next: Int32) {
        if count * 2 >= keys.count { grow() }
        count += 1
        place(Self.key(node, word), next)
    }

    private mutating func place(_ key: UInt64, _ next: Int32) {
        let mask = keys.count - 1
        var slot = Self.slot(of: key) & mask
        while keys[slot] != .max { slot = (slot + 1) & mask }
        keys[slot] = key
        nodes[slot] = next
    }

    private mutating func grow() {
        let old = zip(keys, nodes).filter { $0.0 != .max }
        keys = [UInt64](repeating: .max, count: keys.count * 2)
        nodes = [Int32](repeating: -1, count: keys.count)
        for (key, node) in old { place(key, node) }
    }

    private static func key(_ node: Int32, _ word: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: node)) << 32 | UInt64(UInt32(bitPattern: word))
    }

    private static func slot(of key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32)
    }
}
