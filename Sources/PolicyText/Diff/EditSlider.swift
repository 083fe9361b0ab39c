/// Moves a deletion or an insertion to where a reader would cut.
///
/// « a; b; c » without b can be told as « b; » or « ; b » or even as the end of one word group and the start of the
/// next, where they begin alike. All rebuild the texts; the cut that follows sentences, list items and clauses is
/// the one to tell, and it is the same each time.
struct EditSlider {
    /// How far a change is moved at most.
    private static let reach = 400

    private let old: Side
    private let new: Side

    init(
        old: UnsafeBufferPointer<UInt8>, _ oldText: TokenizedText, new: UnsafeBufferPointer<UInt8>,
        _ newText: TokenizedText, table: WordTable
    ) {
        self.old = Side(bytes: old, text: oldText)
        self.new = Side(bytes: new, text: newText)
    }

    /// The same alignment with each pure deletion and insertion at its best place.
    func slide(_ matches: [EditScript.Match]) -> [EditScript.Match] {
        var matches = matches
        for next in matches.indices {
            // The run before the change; an empty one where the change begins the text.
            let before = next > 0 ? matches[next - 1] : EditScript.Match(old: 0, new: 0, count: 0)
            let after = matches[next]
            let oldChange = before.old + before.count..<after.old
            let newChange = before.new + before.count..<after.new
            guard oldChange.isEmpty != newChange.isEmpty else { continue }
            let shift =
                newChange.isEmpty
                ? old.bestShift(of: oldChange, before: before.count, after: after.count)
                : new.bestShift(of: newChange, before: before.count, after: after.count)
            guard shift != 0, next > 0 else { continue }
            matches[next - 1].count += shift
            matches[next].old += shift
            matches[next].new += shift
            matches[next].count -= shift
        }
        return slideLast(matches)
    }

    /// The change after the last run can move left only.
    private func slideLast(_ matches: [EditScript.Match]) -> [EditScript.Match] {
        guard let last = matches.last else { return matches }
        let oldChange = last.old + last.count..<old.text.tokens.count
        let newChange = last.new + last.count..<new.text.tokens.count
        guard oldChange.isEmpty != newChange.isEmpty else { return matches }
        let shift =
            newChange.isEmpty
            ? old.bestShift(of: oldChange, before: last.count, after: 0)
            : new.bestShift(of: newChange, before: last.count, after: 0)
        guard shift < 0 else { return matches }
        var matches = matches
        matches[matches.count - 1].count += shift
        matches.append(
            .init(
                old: newChange.isEmpty ? oldChange.upperBound + shift : last.old + last.count + shift,
                new: newChange.isEmpty ? last.new + last.count + shift : newChange.upperBound + shift,
                count: -shift))
        return matches
    }

    /// One text and its words.
    private struct Side {
        var bytes: UnsafeBufferPointer<UInt8>
        var text: TokenizedText

        /// How many words to the right (or, negative, to the left) a change is best moved, leaving at least one
        /// word in the runs around it.
        func bestShift(of change: Range<Int>, before: Int, after: Int) -> Int {
            let tokens = text.tokens
            var best = (shift: 0, fitness: fitness(change))
            var shift = 0
            while -shift < min(before - 1, reach),
                tokens[change.lowerBound + shift - 1].key == tokens[change.upperBound + shift - 1].key
            {
                shift -= 1
                let here = fitness(change.lowerBound + shift..<change.upperBound + shift)
                if here > best.fitness { best = (shift, here) }
            }
            shift = 0
            while shift < min(after - 1, reach),
                tokens[change.lowerBound + shift].key == tokens[change.upperBound + shift].key
            {
                shift += 1
                let here = fitness(change.lowerBound + shift..<change.upperBound + shift)
                if here >= best.fitness { best = (shift, here) }
            }
            return best.shift
        }

        private func fitness(_ change: Range<Int>) -> Int {
            cut(at: change.lowerBound) + cut(at: change.upperBound)
        }

        /// How well the text may be cut before a word.
        private func cut(at index: Int) -> Int {
            guard index > 0, index < text.tokens.count else { return 10 }
            let (before, after) = (text.tokens[index - 1], text.tokens[index])
            if bytes[before.end..<after.start].contains(UInt8(ascii: "\n")) { return 9 }
            if before.kind == .symbol {
                switch bytes[before.start] {
                case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"): return 8
                case UInt8(ascii: ";"), UInt8(ascii: ":"): return 6
                case UInt8(ascii: ","): return 4
                case UInt8(ascii: ")"), UInt8(ascii: "]"): return 3
                default: break
                }
            }
            // Never between an elided article and its word.
            if before.kind == .word, before.end == after.start, after.kind != .symbol { return -4 }
            if after.kind == .symbol { return bytes[after.start] == UInt8(ascii: "(") ? 3 : 0 }
            return isConjunction(after) ? 2 : 0
        }

        private func isConjunction(_ token: TokenizedText.Token) -> Bool {
            let word = bytes[token.start..<token.end]
            return ["and", "or", "et", "ou"].contains { $0.utf8.elementsEqual(word) }
        }
    }
}
