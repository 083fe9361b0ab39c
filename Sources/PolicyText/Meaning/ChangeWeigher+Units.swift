/// A sentence, an item or a lead-in with its place in a document.
struct PlacedUnit {
    let unit: WeighedUnit
    let passage: Int
    /// Bytes of the passage's text.
    let range: Range<Int>
    /// The words before a list (« Initiatives : »), which are no sentence.
    let isLeadIn: Bool
    /// Whether the passage came or went whole.
    let isWhole: Bool
    /// 1-based line on which it begins.
    let line: Int
}

/// A text of one or more passages and where it begins.
struct PlacedText {
    let passage: Int
    /// 1-based.
    let line: Int
    let text: String
}

extension PlacedText {
    init(_ placed: PlacedUnit) {
        self.init(passage: placed.passage, line: placed.line, text: placed.unit.text)
    }
}

/// Tells the lines of places in a passage, in ascending order, in one walk.
struct LineCounter {
    private let text: String
    private var line: Int
    private var place = 0

    init(_ passage: Passage) {
        text = passage.text
        line = passage.line
    }

    /// The 1-based line of a byte at or after the last one asked for.
    mutating func line(at byte: Int) -> Int {
        guard byte > place else { return line }
        let bytes = text.utf8
        let from = bytes.index(bytes.startIndex, offsetBy: place)
        line += bytes[from..<bytes.index(from, offsetBy: byte - place)].count { $0 == UInt8(ascii: "\n") }
        place = byte
        return line
    }
}

extension DocumentWeighing {
    /// The sentences of a passage and the words between them, in order.
    func units(of index: Int, in outline: Outline, _ forms: SentenceForms, isWhole: Bool = false)
        -> [PlacedUnit]
    {
        let passage = outline.passages[index]
        let language = passage.language == .undetermined ? outline.language : passage.language
        var result: [PlacedUnit] = []
        var covered = 0
        var lines = LineCounter(passage)
        func append(_ range: Range<Int>, form: SentenceForm = .sentence, isLeadIn: Bool) {
            let text = passage.text.bytes(range)
            let line = lines.line(at: range.lowerBound)
            if isLeadIn, !Self.saysSomething(text) { return }
            let unit = WeighedUnit(text, language: language, form: form, acronyms: acronyms)
            result.append(
                PlacedUnit(
                    unit: unit, passage: index, range: range, isLeadIn: isLeadIn, isWhole: isWhole, line: line
                ))
        }
        for (number, sentence) in passage.sentences.enumerated() where sentence.lowerBound >= covered {
            if sentence.lowerBound > covered { append(covered..<sentence.lowerBound, isLeadIn: true) }
            append(sentence, form: forms.form(passage: index, sentence: number), isLeadIn: false)
            covered = sentence.upperBound
        }
        let end = passage.text.utf8.count
        if end > covered { append(covered..<end, isLeadIn: true) }
        return result
    }

    /// Whether the text between two sentences is more than a separator.
    private static func saysSomething(_ text: String) -> Bool {
        ValueToken.tokens(of: text).contains {
            $0.kind != .sign && !WeighingWords.coordinators.contains($0.text)
        }
    }
}

/// Which sentences of two passages stand for each other.
///
/// Equal ones first, wherever they stand; then the most alike; then what is left alone between two neighbours that
/// are matched, because a sentence rewritten in its place is still that sentence.
struct UnitAlignment {
    /// Ascending by the new side.
    private(set) var pairs: [(old: Int, new: Int)] = []
    private(set) var oldAlone: [Int] = []
    private(set) var newAlone: [Int] = []

    /// Likeness from which two sentences are versions of one (see `commitment_dropped`).
    static let alike = 0.5
    /// The same for the only sentence on either side between two neighbours.
    static let alikeInPlace = 0.2
    /// Sentences of one side times those of the other that are compared each with each; beyond that, those only that
    /// share a rare word.
    static let mostComparisons = 20_000

    init(_ old: [WeighedUnit], _ new: [WeighedUnit]) {
        var partner = [Int?](repeating: nil, count: old.count)
        var isTaken = [Bool](repeating: false, count: new.count)
        matchEqual(old, new, &partner, &isTaken)
        matchAlike(old, new, &partner, &isTaken)
        matchInPlace(old, new, &partner, &isTaken)
        pairs = partner.indices.compactMap { index in partner[index].map { (index, $0) } }.sorted {
            $0.1 < $1.1
        }
        oldAlone = partner.indices.filter { partner[$0] == nil }
        newAlone = isTaken.indices.filter { !isTaken[$0] }
    }

    private func matchEqual(
        _ old: [WeighedUnit], _ new: [WeighedUnit], _ partner: inout [Int?], _ isTaken: inout [Bool]
    ) {
        var places: [[String]: [Int]] = [:]
        for index in new.indices.reversed() { places[new[index].words.map(\.key), default: []].append(index) }
        for index in old.indices {
            guard let place = places[old[index].words.map(\.key)]?.popLast() else { continue }
            partner[index] = place
            isTaken[place] = true
        }
    }

    private func matchAlike(
        _ old: [WeighedUnit], _ new: [WeighedUnit], _ partner: inout [Int?], _ isTaken: inout [Bool]
    ) {
        let left = old.indices.filter { partner[$0] == nil }
        let right = new.indices.filter { !isTaken[$0] }
        let index = left.count * right.count > Self.mostComparisons ? UnitIndex(new, right) : nil
        var scored: [(likeness: Double, distance: Int, old: Int, new: Int)] = []
        for i in left {
            for j in index?.candidates(for: old[i]) ?? right {
                let likeness = WeighedUnit.likeness(old[i], new[j])
                if likeness >= Self.alike { scored.append((likeness, abs(i - j), i, j)) }
            }
        }
        scored.sort {
            ($1.likeness, $0.distance, $0.old, $0.new) < ($0.likeness, $1.distance, $1.old, $1.new)
        }
        for match in scored where partner[match.old] == nil && !isTaken[match.new] {
            partner[match.old] = match.new
            isTaken[match.new] = true
        }
    }

    private func matchInPlace(
        _ old: [WeighedUnit], _ new: [WeighedUnit], _ partner: inout [Int?], _ isTaken: inout [Bool]
    ) {
        for index in old.indices where partner[index] == nil {
            let before = index == 0 ? -1 : partner[index - 1]
            let after = index == old.count - 1 ? new.count : partner[index + 1]
            guard let before, let after, after == before + 2, !isTaken[before + 1] else { continue }
            let isOnly = old.count == 1 && new.count == 1
            guard isOnly || WeighedUnit.likeness(old[index], new[before + 1]) >= Self.alikeInPlace else {
                continue
            }
            partner[index] = before + 1
            isTaken[before + 1] = true
        }
    }

    /// The sentences between the first and the last that changed their order; nil where all kept it.
    var reordering: (old: [Int], new: [Int])? {
        let byNew = pairs.map(\.old)
        let sorted = byNew.sorted()
        guard byNew != sorted,
            let first = zip(byNew, sorted).enumerated().first(where: { $0.element.0 != $0.element.1 })?
                .offset,
            let last = zip(byNew, sorted).enumerated().reversed().first(where: {
                $0.element.0 != $0.element.1
            })?.offset
        else { return nil }
        return (Array(sorted[first...last]), pairs[first...last].map(\.new))
    }
}

/// What each sentence of the passages asked for is read as: a sentence, an item, an aim (see `ListFrames`).
struct SentenceForms {
    /// Of passages that hold anything but plain sentences.
    private var forms: [Int: [SentenceForm]] = [:]

    init(_ outline: Outline, _ lexicon: Lexicon, of passages: some Sequence<Int>) {
        var frames = ListFrames(outline, lexicon)
        let isAskedFor = outline.stretches(holding: passages)
        for (index, passage) in outline.passages.enumerated()
        where isAskedFor[index] || !frames.sawUndertaking {
            switch passage.kind {
            case .heading: frames.enterHeading(passage)
            case .code: break
            case .paragraph, .listItem, .tableRow: read(passage, at: index, in: outline, &frames, lexicon)
            }
        }
    }

    func form(passage: Int, sentence: Int) -> SentenceForm {
        guard let known = forms[passage], known.indices.contains(sentence) else { return .sentence }
        return known[sentence]
    }

    private mutating func read(
        _ passage: Passage, at index: Int, in outline: Outline, _ frames: inout ListFrames, _ lexicon: Lexicon
    ) {
        let language = passage.language == .undetermined ? outline.language : passage.language
        let words = LexiconSentence(passage.text, language: language, lexicon: lexicon)
        frames.enter(passage, words)
        var found: [SentenceForm] = []
        var next = 0
        for (number, sentence) in passage.sentences.enumerated() {
            while next < words.words.count, Int(words.words[next].start) < sentence.lowerBound { next += 1 }
            let first = next
            while next < words.words.count, Int(words.words[next].end) <= sentence.upperBound { next += 1 }
            guard first < next else {
                found.append(.sentence)
                continue
            }
            let form = frames.form(of: passage, words, first..<next, isFirst: number == 0) ?? .sentence
            found.append(form)
            if !frames.sawUndertaking {
                let readings = SentenceReader(words, first..<next, rows: lexicon.rows).readings(form)
                frames.sawUndertaking = readings.contains { $0.strength >= 3 }
            }
        }
        frames.leave(passage, words)
        if found.contains(where: { $0 != .sentence }) { forms[index] = found }
    }
}
