/// Runs of text set in lines that fit.
///
/// Lines break at spaces and nowhere else, never at a no-break space; a word longer than a line stands alone on one.
/// Where there is no width, everything is one line.
struct Paragraph {
    // Narrower than this, a text is not worth wrapping: let the terminal do it.
    private static let narrowest = 20

    private struct Piece {
        var spans: [Span]
        var columns: Int
    }

    private let spans: [Span]

    init(_ spans: [Span]) {
        self.spans = spans
    }

    private var words: [Piece] {
        var words: [Piece] = []
        // Whether the next run goes on with the last word.
        var isOpen = false
        for span in spans {
            let parts = span.text.split(separator: " ", omittingEmptySubsequences: false)
            for (index, part) in parts.enumerated() {
                if index > 0 { isOpen = false }
                guard !part.isEmpty else { continue }
                let piece = Span(safe: String(part), span.mark)
                if isOpen, !words.isEmpty {
                    words[words.count - 1].spans.append(piece)
                    words[words.count - 1].columns += part.columns
                } else {
                    words.append(Piece(spans: [piece], columns: part.columns))
                }
                isOpen = true
            }
        }
        return words
    }

    /// The words of all runs with one space between them.
    private var line: String {
        var bytes: [UInt8] = []
        for span in spans {
            for byte in span.text.utf8 where byte != 0x20 || !(bytes.isEmpty || bytes.last == 0x20) {
                bytes.append(byte)
            }
        }
        if bytes.last == 0x20 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The lines, each ending in a line break; `first` stands before the first and `rest` before the others.
    func lines(_ style: Style, first: String = "", rest: String = "") -> [String] {
        // Where there are neither lines nor marks, as in a pipe, there is nothing to set.
        if style.columns == nil, !style.usesColor { return [first + line + "\n"] }
        var lines: [String] = []
        var line: [Span] = []
        var used = 0
        func room() -> Int {
            let indent = lines.isEmpty ? first : rest
            return style.columns.map { max(Self.narrowest, $0 - indent.columns) } ?? Int.max
        }
        func end() {
            lines.append((lines.isEmpty ? first : rest) + style.text(merged(line)) + "\n")
            line = []
            used = 0
        }
        for word in words {
            if !line.isEmpty, used + 1 + word.columns > room() { end() }
            if let last = line.last, let next = word.spans.first {
                // A space between two runs of one mark is part of both.
                line.append(Span(safe: " ", last.mark == next.mark ? last.mark : .plain))
                used += 1
            }
            line += word.spans
            used += word.columns
        }
        if !line.isEmpty || lines.isEmpty { end() }
        return lines
    }

    private func merged(_ line: [Span]) -> [Span] {
        var result: [Span] = []
        for span in line {
            if let last = result.last, last.mark == span.mark {
                result[result.count - 1] = Span(safe: last.text + span.text, span.mark)
            } else {
                result.append(span)
            }
        }
        return result
    }
}
