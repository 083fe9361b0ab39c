internal import PolicyAPI

/// A change as one text with what went and what came.
///
/// A terminal shows them by colour, strike and underline; elsewhere they stand in `[-…-]` and `{+…+}`. Of a long
/// run that stayed, only what is next to an edit is kept.
struct Redline {
    // An equal run is folded where this many characters could be left out.
    private static let keptCharacters = 60
    private static let leastFolded = 30

    let spans: [Span]

    init(_ change: Wire.Change, _ style: Style) {
        let edits = Self.edits(of: change)
        let all = edits.enumerated().flatMap { index, edit -> [Span] in
            switch edit.operation {
            case .equal:
                return [
                    Span(Self.folded(edit.text, isFirst: index == 0, isLast: index == edits.count - 1))
                ]
            case .delete: return Self.marked(edit.text, .deleted, "[-", "-]", style)
            case .insert: return Self.marked(edit.text, .inserted, "{+", "+}", style)
            }
        }
        spans = style.usesColor ? Self.parted(all) : all
    }

    /// With a space between what went and what came, which colour alone does not part.
    private static func parted(_ spans: [Span]) -> [Span] {
        var result: [Span] = []
        for span in spans {
            if let last = result.last, last.mark == .deleted, span.mark == .inserted,
                last.text.last?.isWhitespace == false, span.text.first?.isWhitespace == false
            {
                result.append(Span(" "))
            }
            result.append(span)
        }
        return result
    }

    private static func edits(of change: Wire.Change) -> [Wire.Edit] {
        if !change.edits.isEmpty {
            return change.kinds == ["typographic"] ? change.edits : told(change.edits)
        }
        switch (change.before, change.after) {
        case (let before?, nil): return [Wire.Edit(operation: .delete, text: before)]
        case (nil, let after?): return [Wire.Edit(operation: .insert, text: after)]
        case (let before?, let after?) where !before.utf8.elementsEqual(after.utf8):
            return [
                Wire.Edit(operation: .delete, text: before), Wire.Edit(operation: .insert, text: after),
            ]
        case (_, let after?): return [Wire.Edit(operation: .equal, text: after)]
        case (nil, nil): return []
        }
    }

    /// Without the edits that change print only (an apostrophe, a kind of space), which hide the words that changed.
    private static func told(_ edits: [Wire.Edit]) -> [Wire.Edit] {
        var result: [Wire.Edit] = []
        var rest = edits[...]
        while let edit = rest.popFirst() {
            var kept = edit
            if let next = rest.first, edit.operation == .delete, next.operation == .insert,
                inPrint(edit.text) == inPrint(next.text)
            {
                rest.removeFirst()
                kept = Wire.Edit(operation: .equal, text: next.text)
            }
            if let last = result.last, last.operation == .equal, kept.operation == .equal {
                result[result.count - 1].text = last.text + kept.text
            } else {
                result.append(kept)
            }
        }
        return result.contains { $0.operation != .equal } ? result : edits
    }

    private static func inPrint(_ text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "’", "‘", "´", "`": "'"
            case "“", "”", "„", "«", "»": "\""
            case "‐", "‑", "–", "—", "−": "-"
            case "\u{A0}", "\u{202F}": " "
            default: scalar
            }
        }
    }

    private static func marked(
        _ text: String, _ mark: Mark, _ opening: String, _ closing: String, _ style: Style
    ) -> [Span] {
        if style.usesColor { return [Span(text, mark)] }
        // The marks hug the words; the space beside them stays outside.
        let head = text.prefix { $0.isWhitespace }
        guard head.count < text.count else { return [Span(opening + text + closing)] }
        let tail = text.reversed().prefix { $0.isWhitespace }.count
        let words = text.dropFirst(head.count).dropLast(tail)
        return [Span(head + opening + words + closing + text.suffix(tail))]
    }

    private static func folded(_ text: String, isFirst: Bool, isLast: Bool) -> String {
        let characters = Array(text)
        let sides = (isFirst ? 0 : 1) + (isLast ? 0 : 1)
        // A text that nothing was done to: its beginning tells which it is.
        let kept = keptCharacters * max(1, sides)
        guard characters.count >= kept + leastFolded else { return text }
        let head = isFirst && !isLast ? "" : upToWord(characters.prefix(keptCharacters))
        let tail = isLast ? "" : fromWord(characters.suffix(keptCharacters))
        return head + (head.isEmpty ? "… " : tail.isEmpty ? " …" : " … ") + tail
    }

    private static func upToWord(_ characters: ArraySlice<Character>) -> String {
        guard let space = characters.lastIndex(of: " ") else { return String(characters) }
        return String(characters[..<space])
    }

    private static func fromWord(_ characters: ArraySlice<Character>) -> String {
        guard let space = characters.firstIndex(of: " ") else { return String(characters) }
        return String(characters[(space + 1)...])
    }
}
