/// The alignment of two sequences: which runs of the old one stand, in order, in the new one.
///
/// The idea is patience with grams. A run of k elements that occurs once on either side is an anchor; the anchors
/// that keep their order (a longest increasing subsequence) are believed, and what lies between two of them is
/// aligned by itself, with shorter grams: 8, 4, 2, 1. Long grams first, because a single word that is unique by
/// chance says little and eight in a row say nearly everything. What is left has no unique element in common or is
/// small: there Myers' greedy algorithm finds the shortest script.
///
/// Myers takes time with the square of the edits, so it is capped: after `editCap` edits it keeps the path that
/// came furthest and starts again from there. The whole is therefore linear, but for the sorting of anchors,
/// whatever the share of edits, and gives the shortest script exactly where both sides are small.
///
/// What always holds: the matches ascend on both sides, do not overlap, and join equal elements only.
package enum EditScript {
    /// A run of equal elements.
    package struct Match: Hashable, Sendable {
        package var old: Int
        package var new: Int
        package var count: Int
    }

    /// The runs that both sequences share, in order, none of them empty and no two of them adjacent on both sides.
    package static func matches(old: [UInt32], new: [UInt32]) -> [Match] {
        old.withUnsafeBufferPointer { old in
            new.withUnsafeBufferPointer { new in matches(old: old, new: new) }
        }
    }

    static func matches(old: UnsafeBufferPointer<UInt32>, new: UnsafeBufferPointer<UInt32>) -> [Match] {
        var aligner = EditAligner()
        return aligner.matches(old: old, new: new)
    }
}
