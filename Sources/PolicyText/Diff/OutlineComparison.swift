/// What became of the passages of a document from one version to the next.
package struct OutlineComparison: Sendable {
    /// Both versions have the same words in the same order, the same numbers and the same link targets: only
    /// spaces, line breaks, quotes, apostrophes, dashes, soft hyphens or markup differ, or nothing at all.
    package var isFormattingOnly: Bool
    /// Every passage of both versions is in exactly one pair. In the order of the new version; a removed passage
    /// stands where it stood.
    package var pairs: [PassagePair]

    package init(isFormattingOnly: Bool, pairs: [PassagePair]) {
        self.isFormattingOnly = isFormattingOnly
        self.pairs = pairs
    }
}

/// Passages of the old version and those of the new one that say the same, or nearly.
///
/// Most pairs hold one passage a side. The label of a passage (« 1.2 », `(a)`, `Article 12`) counts for nothing in
/// `relation`: where it changed, `isRenumbered` says so.
package struct PassagePair: Hashable, Sendable {
    package enum Relation: Sendable {
        /// The same text, byte for byte.
        case same
        /// The same words; spaces, quotes, dashes, markup, link targets, the kind of passage or its breaks differ.
        /// Where a paragraph was broken or joined and no word changed, either side may hold several passages.
        case formatting
        /// Similar texts, one passage a side.
        case modified
        /// No counterpart in the old version.
        case added
        /// No counterpart in the new version.
        case removed
        /// One old passage, edited, became several new ones that follow each other.
        case split
        /// Several old passages that follow each other, edited, became one new one.
        case merged
    }

    package var relation: Relation
    /// Indices into the old outline's passages, ascending; empty for `added`.
    package var old: [Int]
    /// Indices into the new outline's passages, ascending; empty for `removed`.
    package var new: [Int]
    /// It stands elsewhere among the passages that stayed. The fewest and shortest passages are told as moved.
    package var isMoved: Bool
    /// Moved pairs that moved together, one after another on both sides, share this number; nil unless moved.
    package var moveGroup: Int?
    /// The label changed, as « 3. » became « 4. », or `Article 12` became `Article 14`.
    package var isRenumbered: Bool
    /// The label as written, without the punctuation after it; nil where there is none. Of the first passage.
    package var oldLabel: String?
    package var newLabel: String?
    /// The words are the same or not, and some link target is another.
    package var changesLinks: Bool

    package init(
        relation: Relation, old: [Int], new: [Int], isMoved: Bool = false, moveGroup: Int? = nil,
        isRenumbered: Bool = false, oldLabel: String? = nil, newLabel: String? = nil,
        changesLinks: Bool = false
    ) {
        self.relation = relation
        self.old = old
        self.new = new
        self.isMoved = isMoved
        self.moveGroup = moveGroup
        self.isRenumbered = isRenumbered
        self.oldLabel = oldLabel
        self.newLabel = newLabel
        self.changesLinks = changesLinks
    }
}
