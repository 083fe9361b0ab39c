internal import PolicyText

/// A change as runs to print: whole words that went and came, and the words around them.
///
/// The edits of a change are exact to the byte; a reader wants words. So an edit inside a word takes in the whole word,
/// one that only changes print (apostrophes, spaces, dashes) is left out where something else changed, and equal text
/// far from any edit is left out. What a run holds is still the source's own text, on one line.
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
    /// Fewer words than this are not worth leaving out.
    private static let leastGap = 5

    /// The runs of a change; where only one side is there, it is one run.
    static func runs(of change: Change, contextWords: Int = contextWords) -> [Run] {
        switch (change.before, change.after) {
        case (let before?, nil): return [.delete(singleLine(before))].filter(\.hasText)
        case (nil, let after?): return [.insert(singleLine(after))].filter(\.hasText)
        case (nil, nil): return []
        case (let before?, let after?):
            guard !change.edits.isEmpty else {
                return [.delete(singleLine(before)), .equal(" "), .insert(singleLine(after))]
            }
            let parts = WordParts(change.edits, keepsPrint: change.kinds.first == .typographic)
            return shortened(parts.parts, contextWords)
        }
    }

    /// One side of a change with its marks: what was there, or what is there now.
    static func side(_ operation: Edit.Operation, of runs: [Run]) -> [Run] {
        let side = joined(
            runs.filter { run in
                switch run {
                case .equal, .gap: true
                case .delete: operation == .delete
                case .insert: operation == .insert
                }
            })
        // The space before words that are not on this side would stand before their full stop.
        return side.map { run in
            guard case .equal(let text) = run else { return run }
            let words = text.split(separator: " ", omittingEmptySubsequences: false)
            return .equal(
                words.dropFirst().reduce(String(words.first ?? "")) { line, word in
                    let isPoint = word.first.map { ".,;)".contains($0) } ?? false
                    return line + (isPoint && !line.isEmpty ? "" : " ") + word
                })
        }
    }

    private static func shortened(_ parts: [WordParts.Part], _ context: Int) -> [Run] {
        var runs: [Run] = []
        for (index, part) in parts.enumerated() {
            switch part {
            case .equal(let text):
                runs += kept(text, context, isFirst: index == 0, isLast: index == parts.count - 1)
            case .changed(let old, let new):
                // Space at the ends of both sides stands outside of the marks.
                let (lead, tail) = (outerSpace(old, new, \.first), outerSpace(old, new, \.last))
                if lead { runs.append(.equal(" ")) }
                let (gone, come) = (singleLine(old), singleLine(new))
                if !gone.isEmpty { runs.append(.delete(gone)) }
                if !gone.isEmpty, !come.isEmpty { runs.append(.equal(" ")) }
                if !come.isEmpty { runs.append(.insert(come)) }
                if tail { runs.append(.equal(" ")) }
            }
        }
        return joined(runs)
    }

    private static func outerSpace(
        _ old: String, _ new: String, _ end: KeyPath<String.UnicodeScalarView, Unicode.Scalar?>
    ) -> Bool {
        [old, new].contains { $0.unicodeScalars[keyPath: end]?.properties.isWhitespace ?? false }
    }

    private static func kept(_ text: String, _ context: Int, isFirst: Bool, isLast: Bool) -> [Run] {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        // Text that nothing was done to: its beginning tells which it is.
        let (head, tail) = isFirst && isLast ? (context, 0) : (isFirst ? 0 : context, isLast ? 0 : context)
        guard words.count >= head + tail + leastGap else { return [.equal(text)] }
        var runs: [Run] = []
        if head > 0 { runs.append(.equal(words.prefix(head).joined(separator: " ") + " ")) }
        runs.append(.gap)
        if tail > 0 { runs.append(.equal(" " + words.suffix(tail).joined(separator: " "))) }
        return runs
    }

    /// Neighbouring equal runs as one, with single spaces and none at the ends.
    private static func joined(_ runs: [Run]) -> [Run] {
        var result: [Run] = []
        for run in runs {
            if case .equal(let text) = run, case .equal(let before)? = result.last {
                let isDouble = before.hasSuffix(" ") && text.hasPrefix(" ")
                result[result.count - 1] = .equal(before + (isDouble ? String(text.dropFirst()) : text))
            } else {
                result.append(run)
            }
        }
        if case .equal(" ")? = result.first { result.removeFirst() }
        if case .equal(" ")? = result.last { result.removeLast() }
        return result.filter(\.hasText)
    }
}

extension Redline.Run {
    fileprivate var hasText: Bool {
        switch self {
        case .equal(let text), .delete(let text), .insert(let text): !text.isEmpty
        case .gap: true
        }
    }
}

/// Edits gathered into whole words: what is equal, and what stood in place of what.
private struct WordParts {
    enum Part {
        case equal(String)
        case changed(old: String, new: String)
    }

    private(set) var parts: [Part] = []

    init(_ edits: [Edit], keepsPrint: Bool) {
        for edit in edits {
            let text = spaced(edit.text)
            guard !text.isEmpty else { continue }
            switch edit.operation {
            case .equal: parts.append(.equal(text))
            case .delete: change(old: text, new: "")
            case .insert: change(old: "", new: text)
            }
        }
        widen()
        parts = parts.map { part in
            guard case .changed(let old, let new) = part else { return part }
            let isSame = singleLine(old).utf8.elementsEqual(singleLine(new).utf8)
            return isSame || (!keepsPrint && isSameInPrint(old, new)) ? .equal(new) : part
        }
        merge()
    }

    private mutating func change(old: String, new: String) {
        if case .changed(let before, let after)? = parts.last {
            parts[parts.count - 1] = .changed(old: before + old, new: after + new)
        } else {
            parts.append(.changed(old: old, new: new))
        }
    }

    /// Lets each change take in the words that it begins or ends within.
    private mutating func widen() {
        var result: [Part] = []
        for part in parts {
            switch (result.last, part) {
            case (.changed(let old, let new)?, .equal(let text)):
                guard isTorn(last: [old, new], text) else {
                    result.append(part)
                    continue
                }
                let head = String(text.prefix { $0 != " " })
                result[result.count - 1] = .changed(old: old + head, new: new + head)
                if head.count < text.count { result.append(.equal(String(text.dropFirst(head.count)))) }
            case (.equal(let text)?, .changed(let old, let new)):
                guard isTorn(text, first: [old, new]) else {
                    result.append(part)
                    continue
                }
                let tail = String(text.reversed().prefix { $0 != " " }.reversed())
                result.removeLast()
                if tail.count < text.count {
                    result.append(.equal(String(text.dropLast(tail.count))))
                    result.append(.changed(old: tail + old, new: tail + new))
                } else {
                    append(.changed(old: tail + old, new: tail + new), to: &result)
                }
            default: append(part, to: &result)
            }
        }
        parts = result
    }

    private func append(_ part: Part, to result: inout [Part]) {
        if case .changed(let a, let b)? = result.last, case .changed(let old, let new) = part {
            result[result.count - 1] = .changed(old: a + old, new: b + new)
        } else {
            result.append(part)
        }
    }

    private mutating func merge() {
        var result: [Part] = []
        for part in parts {
            if case .equal(let before)? = result.last, case .equal(let text) = part {
                result[result.count - 1] = .equal(before + text)
            } else {
                append(part, to: &result)
            }
        }
        parts = result
    }

    private func isTorn(_ before: String, first sides: [String]) -> Bool {
        guard let outer = before.unicodeScalars.last else { return false }
        return sides.compactMap(\.unicodeScalars.first).contains { isTorn(outer: outer, inner: $0) }
    }

    private func isTorn(last sides: [String], _ after: String) -> Bool {
        guard let outer = after.unicodeScalars.first else { return false }
        return sides.compactMap(\.unicodeScalars.last).contains { isTorn(outer: outer, inner: $0) }
    }

    /// Whether an edge parts a word, or is one where Markdown would not take emphasis to begin or end
    /// (CommonMark, 6.2: punctuation within the mark and none, nor a space, outside of it).
    private func isTorn(outer: Unicode.Scalar, inner: Unicode.Scalar) -> Bool {
        if outer.properties.isWhitespace || inner.properties.isWhitespace { return false }
        if inner.isWordPart { return outer.isWordPart }
        return !outer.isPunctuation
    }
}

/// Whether two texts differ in print only: apostrophes, quotation marks, dashes, kinds of spaces.
private func isSameInPrint(_ left: String, _ right: String) -> Bool {
    printFolded(left) == printFolded(right)
}

private func printFolded(_ text: String) -> [Unicode.Scalar] {
    singleLine(text).unicodeScalars.compactMap { scalar in
        switch scalar {
        case "’", "‘", "ʼ", "´", "`": "'"
        case "“", "”", "„", "«", "»": "\""
        case "\u{A0}", "\u{202F}": " "
        case "‐", "‑", "–", "—", "−": "-"
        case "\u{AD}", "\u{200B}", "\u{FEFF}", "\u{2060}": nil
        default: scalar
        }
    }
}

/// On one line, with a space kept at either end where there was white space.
private func spaced(_ text: String) -> String {
    let words = singleLine(text)
    guard !words.isEmpty else { return text.isEmpty ? "" : " " }
    let isSpace = { (scalar: Unicode.Scalar?) in scalar.map { $0.properties.isWhitespace } ?? false }
    return (isSpace(text.unicodeScalars.first) ? " " : "") + words
        + (isSpace(text.unicodeScalars.last) ? " " : "")
}

extension Unicode.Scalar {
    fileprivate var isWordPart: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber, .otherNumber, .nonspacingMark, .spacingMark, .enclosingMark:
            true
        default: false
        }
    }

    fileprivate var isPunctuation: Bool {
        switch properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
            .initialPunctuation, .finalPunctuation, .otherPunctuation:
            true
        default: isASCII && properties.generalCategory != .control && !isWordPart && self != " "
        }
    }
}
