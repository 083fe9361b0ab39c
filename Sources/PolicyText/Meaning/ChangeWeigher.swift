/// Says what the edits between two versions of a document mean.
///
/// Passages are aligned first, then the sentences and items of passages that stand for each other, then each pair of
/// sentences is weighed by itself: one paragraph may hold a dropped item, a moved deadline and two items that swapped
/// places, and these are three changes. What says nothing is folded: print that changed all over the document is one
/// change, and so is a cascade of new numbers.
package struct ChangeWeigher: Sendable {
    package let lexicon: Lexicon

    package init(lexicon: Lexicon) {
        self.lexicon = lexicon
    }

    /// The changes in the order of the new version; empty where the texts are the same.
    ///
    /// `noise` is what earlier versions tell about passages that change every time; `helper` takes a part of the work,
    /// where the texts are long.
    package func changes(
        from old: Outline, to new: Outline, noise: NoiseEvidence = .none,
        with helper: (any WorkSharing)? = nil
    ) -> [Change] {
        guard !old.text.utf8.elementsEqual(new.text.utf8) else { return [] }
        let comparison = OutlineComparator.compare(old, new, with: helper)
        var weighing = DocumentWeighing(
            old: old, new: new, comparison.pairs, lexicon: lexicon, noise: noise, with: helper)
        if comparison.isFormattingOnly { return stamped([weighing.formattingOnly(comparison.pairs)]) }
        for pair in comparison.pairs { weighing.weigh(pair) }
        return stamped(weighing.changes())
    }

    /// What is recorded keeps what it said, whatever later rules would say: it tells which rules those were.
    private func stamped(_ changes: [Change]) -> [Change] {
        changes.map { change in
            var change = change
            change.reasons.append(lexicon.stamp)
            return change
        }
    }
}
