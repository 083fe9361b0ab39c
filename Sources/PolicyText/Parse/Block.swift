/// A passage in the making: what it is by its marks, before headings are told by their looks.
struct Block {
    enum Kind: Equatable {
        /// By its mark (`##`, an underline, `<h2>`), with its level.
        case heading(Int)
        case paragraph
        case listItem(Int)
        case tableRow
        case code
    }

    var kind: Kind
    var range: Range<Int>
    /// Index of its first line and its last.
    var lines: ClosedRange<Int>
    /// Whether a blank line, a page's end or the text's end stands before and after it.
    var hasGapBefore: Bool
    var hasGapAfter = false
    var quoteDepth = 0
    /// The number it begins with, where it is a numbered list item.
    var marker: ListMarker?
    /// Whether the text is wholly set in bold, its marks outside of `range`.
    var isBold = false
}
