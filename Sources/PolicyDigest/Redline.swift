internal import PolicyText

/// A change as runs to print: what is equal on both sides shortened to the words around an edit.
enum Redline {
    enum Run: Equatable {
        case equal(String)
        case delete(String)
        case insert(String)
        /// Equal words left out.
        case gap
    }

    /// Words of context kept on each side of an edit.
    static let contextWords = 12

    /// The runs of a change, on one line each; where only one side is there, it is one run.
    static func runs(of change: Change) -> [Run] {
        switch (change.before, change.after) {
        case (let before?, nil): return [.delete(singleLine(before))]
        case (nil, let after?): return [.insert(singleLine(after))]
        case (nil, nil): return []
        case (let before?, let after?):
            guard !change.edits.isEmpty else {
                return [.delete(singleLine(before)), .insert(singleLine(after))]
            }
            return shortened(change.edits)
        }
    }

    private static func shortened(_ edits: [Edit]) -> [Run] {
        edits.enumerated().flatMap { index, edit -> [Run] in
            let text = spaced(edit.text)
            switch edit.operation {
            case .delete: return text.isEmpty ? [] : [.delete(text)]
            case .insert: return text.isEmpty ? [] : [.insert(text)]
            case .equal: return context(text, isFirst: index == 0, isLast: index == edits.count - 1)
            }
        }
    }

    private static func context(_ text: String, isFirst: Bool, isLast: Bool) -> [Run] {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        let kept = (isFirst ? 0 : contextWords) + (isLast ? 0 : contextWords)
        guard words.count > kept + 4 else { return text.isEmpty ? [] : [.equal(text)] }
        var runs: [Run] = []
        if !isFirst { runs.append(.equal(words.prefix(contextWords).joined(separator: " ") + " ")) }
        runs.append(.gap)
        if !isLast { runs.append(.equal(" " + words.suffix(contextWords).joined(separator: " "))) }
        return runs
    }

    /// On one line, with a space kept at either end where there was white space.
    private static func spaced(_ text: String) -> String {
        let words = singleLine(text)
        guard !words.isEmpty else { return text.isEmpty ? "" : " " }
        let isSpace = { (scalar: Unicode.Scalar?) in scalar.map { $0.properties.isWhitespace } ?? false }
        return (isSpace(text.unicodeScalars.first) ? " " : "") + words
            + (isSpace(text.unicodeScalars.last) ? " " : "")
    }
}
