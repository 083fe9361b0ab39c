/// Two sentences that stand for each other, compared.
///
/// Equivalences first, from the quietest: if the difference vanishes after folding print, values, names, spelling or
/// order, that is all there is to tell. Only what remains is looked at facet by facet.
struct SentenceComparison {
    let old: WeighedUnit
    let new: WeighedUnit
    let lexicon: Lexicon
    let acronyms: AcronymTable
    let summary: Summary
    /// Where the meanings differ.
    let hunks: [WordHunk]

    init(_ old: WeighedUnit, _ new: WeighedUnit, lexicon: Lexicon, acronyms: AcronymTable, language: Language)
    {
        self.acronyms = acronyms
        self.old = old
        self.new = new
        self.lexicon = lexicon
        self.summary = Summary(language: language)
        self.hunks = WeighedUnit.hunks(old.meanings, new.meanings)
    }

    /// The quiet kind that explains the whole difference, where one does.
    func equivalence() -> ChangeFacet? {
        if let same = typographic() ?? boilerplate() ?? sameWords() ?? sameMeanings() { return same }
        if let form = spelledOut() ?? reordered() ?? abbreviated() ?? doublet() { return form }
        return doubledWord() ?? misspelling() ?? unreadableWord()
    }

    private func typographic() -> ChangeFacet? {
        guard WordDiff.isTypographic(old.text, new.text) else { return nil }
        return ChangeFacet(
            .typographic, told: summary.typographic(1),
            reasons: ["rule typographic: equal after folding of print"])
    }

    private func boilerplate() -> ChangeFacet? {
        guard let reason = Boilerplate.reason(from: old, to: new) else { return nil }
        return ChangeFacet(
            .boilerplate, told: summary.boilerplate(new.text), reasons: ["rule boilerplate: \(reason)"])
    }

    private func sameWords() -> ChangeFacet? {
        guard Self.withoutDoubles(old) == Self.withoutDoubles(new), sameValues else { return nil }
        let (before, after) = changedWords(WeighedUnit.rawHunks(old, new))
        return ChangeFacet(
            .editorial, told: summary.editorial(before, after),
            reasons: ["rule editorial: equal after folding of case, accents and punctuation"])
    }

    /// The words, of which none follows itself.
    private static func withoutDoubles(_ unit: WeighedUnit) -> [String] {
        unit.words.reduce(into: []) { words, word in
            if words.last != word.key || word.kind != .word { words.append(word.key) }
        }
    }

    private func sameMeanings() -> ChangeFacet? {
        guard hunks.isEmpty else { return nil }
        let before = pairs(
            old.values.map { ($0.canonical, $0.text) }, new.values.map { ($0.canonical, $0.text) })
        if !before.isEmpty {
            let (left, right) = (
                before.map(\.0).joined(separator: "; "), before.map(\.1).joined(separator: "; ")
            )
            return ChangeFacet(
                .formatEquivalent, told: summary.sameValue(left, right),
                reasons: ["rule format_equivalent: \(left) = \(right)"])
        }
        let named = pairs(
            old.names.map { ($0.key, old.verbatim($0.range)) },
            new.names.map { ($0.key, new.verbatim($0.range)) })
        guard !named.isEmpty else {
            let (left, right) = changedWords(WeighedUnit.rawHunks(old, new))
            return ChangeFacet(
                .reworded, told: summary.reworded(left, right),
                reasons: ["rule reworded: only small words differ"])
        }
        let (left, right) = (named.map(\.0).joined(separator: "; "), named.map(\.1).joined(separator: "; "))
        return ChangeFacet(
            .acronym, told: summary.sameOrganization(left, right),
            reasons: ["rule acronym: \(left) = \(right)"])
    }

    /// Values or names that are the same and written differently.
    private func pairs(_ old: [(String, String)], _ new: [(String, String)]) -> [(String, String)] {
        zip(old, new).filter { $0.0 == $1.0 && Folding.folded($0.1) != Folding.folded($1.1) }.map {
            ($0.1, $1.1)
        }
    }

    private var sameValues: Bool {
        old.values.count == new.values.count && zip(old.values, new.values).allSatisfy { $0.means($1) }
    }

    // Acronyms that no glossary knows

    /// Each hunk turns a long form into its initials or back: the text itself says what the acronym stands for.
    private func spelledOut() -> ChangeFacet? {
        guard !hunks.isEmpty, hunks.allSatisfy({ isSpelledOut($0) }) else { return nil }
        let (left, right) = changedWords(hunks)
        return ChangeFacet(
            .acronym, told: summary.sameOrganization(left, right),
            reasons: ["rule acronym: the initials of one are the other"])
    }

    func isSpelledOut(_ hunk: WordHunk) -> Bool {
        let (left, right) = (old.meanings[hunk.old], new.meanings[hunk.new])
        return Self.spells(left, in: old, right, in: new) || Self.spells(right, in: new, left, in: old)
    }

    private static func spells(
        _ short: ArraySlice<NormalWord>, in unit: WeighedUnit, _ long: ArraySlice<NormalWord>,
        in other: WeighedUnit
    ) -> Bool {
        guard short.count == 1, let acronym = short.first, let first = long.first, let last = long.last else {
            return false
        }
        let name = unit.verbatim(acronym.range)
        let form = other.verbatim(first.range.lowerBound..<last.range.upperBound)
        let isAcronym = ValueToken.tokens(of: name).first?.isAcronym ?? false
        guard isAcronym, long.count > 1 else { return false }
        // « long form (ACRONYM) » for « ACRONYM », and the other way about.
        let words = ValueToken.tokens(of: form).filter { $0.kind == .word }
        let bare = words.last?.text.uppercased() == name.uppercased() ? Array(words.dropLast()) : words
        return Initials.spell(bare, name.uppercased())
    }

    // Order

    /// The same items of an enumeration in another order.
    private func reordered() -> ChangeFacet? {
        // The words before an enumeration belong to no item of it.
        let start = zip(old.meanings, new.meanings).prefix { $0.key == $1.key }.count
        let (before, after) = (Self.items(of: old, from: start), Self.items(of: new, from: start))
        guard before.count > 1, before != after, before.sorted() == after.sorted() else { return nil }
        return ChangeFacet(
            .reordered, told: summary.reordered(before.count),
            reasons: ["rule reordered: the same items in another order"])
    }

    /// The parts between commas, semicolons and coordinators.
    private static func items(of unit: WeighedUnit, from start: Int) -> [String] {
        let bytes = Array(unit.text.utf8)
        var items: [String] = []
        var item: [String] = []
        var last = unit.meanings.dropFirst(start).first?.range.lowerBound ?? 0
        for word in unit.meanings.dropFirst(start) {
            let cuts = bytes[last..<max(last, word.range.lowerBound)].contains { ",;:".utf8.contains($0) }
            if cuts || WeighingWords.coordinators.contains(word.key) {
                if !item.isEmpty { items.append(item.joined(separator: " ")) }
                item = []
            }
            if !WeighingWords.coordinators.contains(word.key) { item.append(word.key) }
            last = word.range.upperBound
        }
        if !item.isEmpty { items.append(item.joined(separator: " ")) }
        return items
    }

    // Spelling

    /// A word said twice, or two nouns of one meaning side by side, of which one went.
    private func doubledWord() -> ChangeFacet? {
        guard hunks.count == 1, let hunk = hunks.first, hunk.old.count + hunk.new.count == 1 else {
            return nil
        }
        let isRemoved = !hunk.old.isEmpty
        let (unit, index) = isRemoved ? (old, hunk.old.lowerBound) : (new, hunk.new.lowerBound)
        let word = unit.meanings[index]
        guard word.kind == .word, !Self.ranks.contains(word.key) else { return nil }
        let neighbours = [index - 1, index + 1].filter(unit.meanings.indices.contains).map {
            unit.meanings[$0]
        }
        let double = neighbours.first {
            $0.kind == .word && unit.isAdjacent($0, word)
                && ($0.key == word.key || Synonyms.areSame($0.key, word.key, language: unit.language))
        }
        guard let double else { return nil }
        return ChangeFacet(
            .editorial,
            told: summary.editorial(
                isRemoved ? unit.verbatim(word.range) : "", isRemoved ? "" : unit.verbatim(word.range)),
            reasons: ["rule editorial: '\(word.key)' doubles '\(double.key)'"])
    }

    /// One word spelled better or worse, or in another number or gender: not two words that both exist.
    private func misspelling() -> ChangeFacet? {
        guard hunks.allSatisfy({ $0.old.count == 1 && $0.new.count == 1 }), (1...2).contains(hunks.count)
        else { return nil }
        for hunk in hunks {
            let (before, after) = (old.meanings[hunk.old.lowerBound], new.meanings[hunk.new.lowerBound])
            guard before.kind == .word, after.kind == .word, isMisspelling(before, after) else { return nil }
        }
        let (left, right) = changedWords(hunks)
        return ChangeFacet(
            .editorial, told: summary.editorial(left, right),
            reasons: ["rule editorial: two letters differ at most"])
    }

    /// One word that no dictionary has, corrected to one that it has: « chaques mois » reads as no frequency.
    private func unreadableWord() -> ChangeFacet? {
        let raw = WeighedUnit.hunks(old.words, new.words)
        guard raw.count == 1, let hunk = raw.first, hunk.old.count == 1, hunk.new.count == 1 else {
            return nil
        }
        let (before, after) = (old.words[hunk.old.lowerBound], new.words[hunk.new.lowerBound])
        let (left, right) = (Array(before.key.utf8), Array(after.key.utf8))
        guard before.kind == .word, after.kind == .word, min(left.count, right.count) > 3,
            !(left + right).contains(where: { (0x30...0x39).contains($0) }),
            Spelling.distance(left, right, atMost: 1) != nil,
            lexicon.isCue(after.key, language: new.language)
                || Synonyms.knows(after.key, language: new.language),
            !lexicon.isCue(before.key, language: old.language)
        else { return nil }
        let stems = Tokenizer(stemming: new.language)
        let areForms = stems.tokens(in: before.key).map(\.text) == stems.tokens(in: after.key).map(\.text)
        guard areForms || !Synonyms.knows(before.key, language: old.language) else { return nil }
        let (from, to) = (old.verbatim(before.range), new.verbatim(after.range))
        return ChangeFacet(
            .editorial, told: summary.editorial(from, to), reasons: ["rule editorial: '\(from)' is no word"])
    }

    private func isMisspelling(_ before: NormalWord, _ after: NormalWord) -> Bool {
        let (left, right) = (Array(before.key.utf8), Array(after.key.utf8))
        guard min(left.count, right.count) > 3, Spelling.distance(left, right, atMost: 2) != nil,
            !Opposites.areOpposite(before.key, after.key)
        else { return false }
        let isName =
            old.text.bytes(before.range).first?.isUppercase == true && before.range.lowerBound > 0
            && new.text.bytes(after.range).first?.isUppercase == true
        let stems = Tokenizer(stemming: new.language)
        let areForms = stems.tokens(in: before.key).map(\.text) == stems.tokens(in: after.key).map(\.text)
        if isCue(before, of: old) || isCue(after, of: new) {
            // « les parties s'engage » agrees no worse once it agrees; "will" and "well" are two words.
            let (from, to) = (old.reading, new.reading)
            return areForms && from.strength == to.strength && from.isNegative == to.isNegative
                && from.isResult == to.isResult
        }
        let isCorrected =
            Synonyms.knows(after.key, language: new.language)
            && !Synonyms.knows(before.key, language: old.language)
        guard !isName || isCorrected else { return false }
        // Two words that both exist and are no forms of one word are two words.
        let areKnown =
            Synonyms.knows(before.key, language: old.language)
            && Synonyms.knows(after.key, language: new.language)
        return areForms || !areKnown
    }

    private func isCue(_ word: NormalWord, of unit: WeighedUnit) -> Bool {
        unit.reading.cue?.overlaps(word.range) ?? false
    }

    // Shared with the facets

    /// What differs, as it stands in the texts; shortened to the first and the last hunk's reach.
    func changedWords(_ hunks: [WordHunk]) -> (String, String) {
        guard hunks.count <= 3 else { return (old.text, new.text) }
        func text(_ unit: WeighedUnit, _ range: Range<Int>) -> String? {
            guard !range.isEmpty else { return nil }
            return unit.verbatim(
                unit.meanings[range.lowerBound].range
                    .lowerBound..<unit.meanings[range.upperBound - 1].range.upperBound)
        }
        let before = hunks.compactMap { text(old, $0.old) }.joined(separator: " … ")
        let after = hunks.compactMap { text(new, $0.new) }.joined(separator: " … ")
        return before.isEmpty && after.isEmpty ? (old.text, new.text) : (before, after)
    }
}

extension WeighedUnit {
    /// Hunks of the plain words, as hunks of `meanings` where nothing differs there.
    static func rawHunks(_ old: WeighedUnit, _ new: WeighedUnit) -> [WordHunk] {
        hunks(old.meanings, new.meanings)
    }

    /// Whether nothing but white space stands between two words.
    func isAdjacent(_ a: NormalWord, _ b: NormalWord) -> Bool {
        let (first, second) = a.range.lowerBound < b.range.lowerBound ? (a, b) : (b, a)
        guard first.range.upperBound <= second.range.lowerBound else { return false }
        return verbatim(first.range.upperBound..<second.range.lowerBound).allSatisfy(\.isWhitespace)
    }
}

/// Distances between spellings.
enum Spelling {
    /// Whether a folded word is the start of a longer one, or its first and last letter with some between: "min",
    /// "dept".
    static func shortens(_ short: String, _ long: String) -> Bool {
        let letters = short.utf8.count
        guard letters >= 3, long.utf8.count >= letters + 2, short.utf8.first == long.utf8.first else {
            return false
        }
        if long.hasPrefix(short) { return true }
        guard letters >= 4, short.utf8.last == long.utf8.last else { return false }
        var rest = long.utf8[...]
        return short.utf8.allSatisfy { letter in
            guard let index = rest.firstIndex(of: letter) else { return false }
            rest = rest[rest.index(after: index)...]
            return true
        }
    }

    /// Insertions, deletions, replacements and swaps of neighbours between two words; nil above a limit.
    static func distance(_ a: [UInt8], _ b: [UInt8], atMost limit: Int) -> Int? {
        guard abs(a.count - b.count) <= limit, max(a.count, b.count) <= 64 else { return nil }
        var rows = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
        for i in 0...a.count { rows[i][0] = i }
        for j in 0...b.count { rows[0][j] = j }
        guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
        for i in 1...a.count {
            for j in 1...b.count {
                let cost = a[i - 1] == b[j - 1] ? 0 : 1
                var best = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + cost)
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    best = min(best, rows[i - 2][j - 2] + 1)
                }
                rows[i][j] = best
            }
        }
        return rows[a.count][b.count] <= limit ? rows[a.count][b.count] : nil
    }
}
