/// Decides which short lines are headings, and what each block stands under.
///
/// Plain text marks its headings by their looks alone, and much looks like one: captions, signatures, addresses, the
/// links of a web page. So a line is a heading only where text stands below it, before the next line that looks the
/// same: of a run of short lines at most the last, and above it one that plainly ranks higher (a title at the top,
/// « Pilier 1 : … », capitals). Words of structure with a number (`Article 5`) need no text below, for articles are
/// repealed. In Markdown, and in plain text that marks headings as Markdown does, only these and bold lines count
/// beside the marked ones.
///
/// Levels follow from ranks: a heading stands under the nearest one before it that ranks higher. A marked heading's
/// rank is its level; below all of these the others rank by their kind, in the order that the document shows.
struct HeadingFinder {
    /// What was found for a block.
    struct Place {
        var isHeading = false
        /// 1 to 6, for a heading.
        var level = 0
        /// Index of the block it stands under.
        var parent: Int?
    }

    private let source: SourceText
    private let blocks: [Block]
    private let looks: [HeadingLook]
    private let isMarked: Bool
    private var places: [Place]
    private var title: Int?

    static func places(of blocks: [Block], source: SourceText, format: DocumentFormat)
        -> [Place]
    {
        var finder = HeadingFinder(blocks: blocks, source: source, format: format)
        finder.decide()
        finder.rank()
        return finder.places
    }

    private init(blocks: [Block], source: SourceText, format: DocumentFormat) {
        self.source = source
        self.blocks = blocks
        let marked = blocks.lazy.filter { block in
            if case .heading = block.kind { return true }
            return false
        }
        isMarked = format == .markdown || marked.prefix(2).count == 2
        places = [Place](repeating: Place(), count: blocks.count)
        let looks = HeadingLooks(source: source, isMarked: isMarked)
        var isTop = true
        self.looks = blocks.map { block in
            if case .heading = block.kind { isTop = false }
            let look = looks.look(of: block, mayBeTitle: isTop)
            if look == .body { isTop = false }
            return look
        }
    }

    // MARK: Which are headings

    private mutating func decide() {
        // From the end, since what stands below decides.
        for index in blocks.indices.reversed() {
            if case .heading = blocks[index].kind {
                places[index].isHeading = true
                continue
            }
            guard looks[index].isCandidate, blocks[index].hasGapBefore else { continue }
            places[index].isHeading = isMarked ? isHeadingAmongMarked(index) : isHeadingByLook(index)
        }
        dropContentsLists()
    }

    private func isHeadingAmongMarked(_ index: Int) -> Bool {
        guard blocks[index].kind == .paragraph, blocks[index].hasGapAfter else { return false }
        switch looks[index] {
        case .labelled: return true
        case .neutral, .body: return false
        default: return blocks[index].isBold && hasTextBelow(index)
        }
    }

    private func isHeadingByLook(_ index: Int) -> Bool {
        switch looks[index] {
        case .labelled: return blocks[index].hasGapAfter || hasTextBelow(index)
        case .lead: return isHeadingWithColon(index)
        case .numbered: return isNumberedHeading(index)
        default: break
        }
        if blocks[index].hasGapAfter, isTitlePlace(index), leadsToText(index) { return true }
        guard let below = below(index) else { return false }
        if isText(below) { return isSetApart(index, from: below) }
        if blocks[index].hasGapAfter, isTail(index) { return true }
        return places[below].isHeading && blocks[index].hasGapAfter && ranksAbove(index, below)
    }

    /// The next block that is not neutral. A few neutral lines (a date, a place) may stand between.
    private func below(_ index: Int) -> Int? {
        var next = index + 1
        while next < blocks.count, next - index <= 3, looks[next] == .neutral { next += 1 }
        guard next < blocks.count else {
            // « Date de modification : » at the very end is what its heading is for.
            return next - index > 1 ? index + 1 : nil
        }
        return next - index <= 3 ? next : nil
    }

    private func isText(_ index: Int) -> Bool {
        guard !places[index].isHeading else { return false }
        switch looks[index] {
        case .body, .neutral, .lead: return true
        default: return isItem(index)
        }
    }

    private func isItem(_ index: Int) -> Bool {
        if case .listItem = blocks[index].kind { return true }
        return false
    }

    private func hasTextBelow(_ index: Int) -> Bool { below(index).map(isText) ?? false }

    /// A line right above its text, without a blank one between, must be plainly shorter than it.
    private func isSetApart(_ index: Int, from below: Int) -> Bool {
        if blocks[index].hasGapAfter { return true }
        guard below == index + 1, looks[below] == .body else { return false }
        return isItem(below) || blocks[below].range.count >= 2 * blocks[index].range.count
    }

    /// « Contexte : » above a paragraph is a heading; above a list it is a lead-in unless it is a mere name.
    private func isHeadingWithColon(_ index: Int) -> Bool {
        guard let below = below(index), below == index + 1, isText(below), looks[below] != .neutral else {
            return false
        }
        guard blocks[below].kind == .paragraph else { return false }
        return isSetApart(index, from: below)
    }

    private func isNumberedHeading(_ index: Int) -> Bool {
        guard case .numbered(let series, let depth, let ordinal) = looks[index], let below = below(index)
        else {
            return false
        }
        if places[below].isHeading {
            guard blocks[index].hasGapAfter else { return false }
            if case .numbered(let other, let otherDepth, let otherOrdinal) = looks[below] {
                if other == series {
                    return otherDepth > depth || otherDepth == depth && otherOrdinal <= ordinal
                }
                return otherOrdinal == 1
            }
            if case .labelled = looks[below] { return false }
            return true
        }
        guard isText(below) else { return false }
        if let marker = blocks[below].marker, let own = blocks[index].marker, !marker.isBullet {
            // The next item of the same list is no text below.
            if marker.style == own.style { return false }
            if case .decimal(let otherDepth, _, _) = marker.style, otherDepth < depth { return false }
        }
        return isSetApart(index, from: below)
    }

    private func ranksAbove(_ index: Int, _ below: Int) -> Bool {
        switch (looks[index], looks[below]) {
        case (.labelled(let rank, _), .labelled(let other, _)): rank < other
        case (.labelled, _): true
        case (.capitals, .plain), (.capitals, .question), (.capitals, .lead), (.capitals, .numbered): true
        case (.plain, .question), (.plain, .numbered), (.plain, .lead):
            true
        default: false
        }
    }

    private func isTitlePlace(_ index: Int) -> Bool {
        switch looks[index] {
        case .plain, .capitals, .question: break
        default: return false
        }
        return blocks[..<index].indices.allSatisfy { looks[$0] == .neutral || blocks[$0].kind == .code }
    }

    /// Whether text or a heading follows a title after a few lines at most: a subtitle, a date, a place. After more
    /// of them it is the first of a run of links.
    private func leadsToText(_ index: Int) -> Bool {
        var short = 0
        var next = index + 1
        while next < blocks.count, next - index <= 12 {
            if places[next].isHeading || looks[next] == .body { return true }
            if looks[next].isCandidate { short += 1 }
            guard short <= 3 else { return false }
            next += 1
        }
        return false
    }

    /// Lines that name parts, one right below the other, are a list of contents.
    private mutating func dropContentsLists() {
        var index = 0
        while index < blocks.count {
            var end = index
            while end < blocks.count, case .labelled = looks[end],
                places[end].isHeading || !blocks[end].hasGapBefore,
                end == index || !blocks[end].hasGapBefore
            {
                end += 1
            }
            if end - index >= 3 { for line in index..<end { places[line].isHeading = false } }
            index = max(end, index + 1)
        }
    }

    // MARK: What stands under what

    private mutating func rank() {
        title = titleIndex()
        let order = RankOrder(blocks: blocks, looks: looks, places: places)
        var open: [(rank: Double, block: Int, level: Int)] = []
        for index in blocks.indices {
            guard places[index].isHeading else {
                places[index].parent = open.last?.block
                continue
            }
            let rank = index == title ? 0 : self.rank(of: index, order)
            while let last = open.last, last.rank >= rank { open.removeLast() }
            places[index].parent = open.last?.block
            if case .heading(let level) = blocks[index].kind {
                places[index].level = level
            } else {
                places[index].level = min(6, (open.last?.level ?? 0) + 1)
            }
            open.append((rank, index, places[index].level))
        }
    }

    /// The first heading is the title where no text stands before it and it has no number.
    private func titleIndex() -> Int? {
        guard !isMarked, let first = places.firstIndex(where: \.isHeading) else { return nil }
        guard looks[..<first].allSatisfy({ $0 != .body }) else { return nil }
        switch looks[first] {
        case .plain, .capitals: break
        default: return nil
        }
        guard case .paragraph = blocks[first].kind else { return nil }
        return first
    }

    private func rank(of index: Int, _ order: RankOrder) -> Double {
        if case .heading(let level) = blocks[index].kind { return Double(level) }
        if isTail(index) { return 100 }
        return 100 + order.rank(of: looks[index], isBold: blocks[index].isBold)
    }

    /// What closes a page rather than its last chapter: « Détails de la page », "Related links".
    private func isTail(_ index: Int) -> Bool {
        guard looks[index] == .plain || looks[index] == .lead || looks[index] == .capitals,
            blocks[index].range.count <= 48
        else { return false }
        let words = Tokenizer().tokens(in: source.string(blocks[index].range)).map(\.text)
        return Self.tails.contains(words.joined(separator: " "))
    }

    private static let tails: Set<String> = [
        "details de la page", "page details", "liens connexes", "related links", "a propos de ce site",
        "about this site", "contactez nous", "contact us", "nous joindre", "personnes ressources", "contacts",
        "references", "notes", "footnotes", "notes de bas de page", "notes en bas de page", "endnotes",
        "bibliographie", "bibliography", "glossaire", "glossary", "liens utiles", "useful links",
        "voir aussi", "see also", "partager cette page", "share this page", "document information",
    ]
}

/// How the kinds of unmarked headings rank in one document.
private struct RankOrder {
    private var articleIsAboveSection = false
    private var numbersRestart = false
    private var questionsAreBelow = false
    private var seriesOrder: [HeadingLook.Series] = []
    private var capitalsAreAbove = false

    init(blocks: [Block], looks: [HeadingLook], places: [HeadingFinder.Place]) {
        var articles = 0
        var sections = 0
        var articleCameFirst = false
        var ones = 0
        var questions = 0
        var plains = 0
        for index in blocks.indices where places[index].isHeading {
            switch looks[index] {
            case .labelled(StructureLabel.articleRank, _):
                if sections == 0 { articleCameFirst = true }
                articles += 1
            case .labelled(StructureLabel.sectionRank, _): sections += 1
            case .numbered(let series, 1, let ordinal):
                if series == .decimal, ordinal == 1 { ones += 1 }
                if !seriesOrder.contains(series) { seriesOrder.append(series) }
            case .numbered(let series, _, _):
                if !seriesOrder.contains(series) { seriesOrder.append(series) }
            case .question: questions += 1
            case .plain: plains += 1
            case .capitals: capitalsAreAbove = true
            default: break
            }
        }
        articleIsAboveSection = articleCameFirst && sections >= articles
        numbersRestart = ones >= 2
        questionsAreBelow = questions >= 3 && questions > plains
    }

    func rank(of look: HeadingLook, isBold: Bool) -> Double {
        switch look {
        case .labelled(StructureLabel.articleRank, _) where articleIsAboveSection:
            return Double(StructureLabel.sectionRank - 1)
        case .labelled(let rank, _): return Double(rank)
        case .numbered(let series, let depth, _):
            let place = seriesOrder.firstIndex(of: series) ?? 0
            let base = numbersRestart && series == .decimal ? 94.0 : 70.0
            return base + Double(place) + Double(min(depth, 9) - 1) / 10
        case .capitals: return 80
        case .question where questionsAreBelow: return 92
        case .lead: return 93
        default: return 90
        }
    }
}
