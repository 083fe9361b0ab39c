/// Rows under headings, fitted to a width.
///
/// Numbers stand to the right. Where a line would be too long, the columns that may shrink give way, the widest
/// first: a last column that wraps, then the others, where paths lose their middle and texts their end.
package struct Table {
    package enum Fit: Sendable {
        case whole
        /// A number: whole, to the right.
        case number
        case middle
        case end
        /// Goes on below in its own column; the last column only.
        case wrap
    }

    package struct Column: Sendable {
        let heading: String
        let fit: Fit

        package init(_ heading: String, _ fit: Fit = .whole) {
            self.heading = heading
            self.fit = fit
        }
    }

    private static let gap = 2

    private let columns: [Column]
    private var rows: [[Span]] = []

    package init(_ columns: [Column]) {
        self.columns = columns
    }

    /// Adds a row with a cell for each column.
    package mutating func add(_ cells: [Span]) {
        precondition(cells.count == columns.count)
        rows.append(cells)
    }

    /// The table as lines.
    package func text(_ style: Style) -> String {
        let widths = widths(style.columns)
        let heading = columns.map { Span($0.heading, .faint) }
        return ([heading] + rows).map { line($0, widths, style) }.joined()
    }

    private func widths(_ total: Int?) -> [Int] {
        var widths = columns.indices.map { index in
            rows.reduce(columns[index].heading.columns) { max($0, $1[index].text.columns) }
        }
        guard let total else { return widths }
        let room = total - Self.gap * (columns.count - 1)
        for stage in Self.stages {
            while widths.reduce(0, +) > room {
                let shrinkable = columns.indices.filter { widths[$0] > stage.least(columns[$0].fit) }
                guard let widest = shrinkable.max(by: { widths[$0] < widths[$1] }) else { break }
                widths[widest] -= 1
            }
        }
        return widths
    }

    /// How far columns may shrink while others still have room: what wraps loses nothing, so it comes first.
    private struct Stage {
        let text: Int
        let rest: Int

        func least(_ fit: Fit) -> Int {
            switch fit {
            case .whole, .number: Int.max
            case .middle, .end: rest
            case .wrap: text
            }
        }
    }

    private static let stages = [
        Stage(text: 40, rest: .max), Stage(text: 40, rest: 14), Stage(text: 32, rest: 10),
        Stage(text: 24, rest: 8),
    ]

    private func line(_ cells: [Span], _ widths: [Int], _ style: Style) -> String {
        var spans: [Span] = []
        var indent = 0
        for (index, cell) in cells.enumerated() {
            let isLast = index == cells.count - 1
            if isLast, columns[index].fit == .wrap, style.columns != nil {
                return wrapped(spans, cell, indent, style)
            }
            let text = fitted(cell.text, widths[index], columns[index].fit)
            let padding = Self.blanks(widths[index] - text.columns)
            if columns[index].fit == .number { spans.append(Span(padding)) }
            spans.append(Span(text, cell.mark))
            if columns[index].fit != .number { spans.append(Span(padding)) }
            if !isLast { spans.append(Span(Self.blanks(Self.gap))) }
            indent += widths[index] + Self.gap
        }
        while let last = spans.last, last.text.allSatisfy({ $0 == " " }) { spans.removeLast() }
        return style.text(spans) + "\n"
    }

    private func wrapped(_ before: [Span], _ cell: Span, _ indent: Int, _ style: Style) -> String {
        let rest = Self.blanks(indent)
        var lines = Paragraph([cell]).lines(style, first: rest, rest: rest)
        lines[0] = style.text(before) + lines[0].dropFirst(indent)
        return lines.joined()
    }

    // A table may have a hundred thousand rows: appending a space at a time took most of their time.
    private static func blanks(_ count: Int) -> String {
        String(decoding: repeatElement(UInt8(ascii: " "), count: max(0, count)), as: UTF8.self)
    }

    private func fitted(_ text: String, _ width: Int, _ fit: Fit) -> String {
        switch fit {
        case .middle: Self.shortened(text, to: width)
        case .end, .wrap: Self.cut(text, to: width)
        case .whole, .number: text
        }
    }

    /// Without its middle: the beginning and the end tell paths apart.
    package static func shortened(_ text: String, to width: Int) -> String {
        guard text.columns > width, width > 1 else { return text }
        let tail = (width - 1) * 2 / 3
        let head = width - 1 - tail
        return prefix(text, head) + "…" + String(prefix(String(text.reversed()), tail).reversed())
    }

    private static func cut(_ text: String, to width: Int) -> String {
        guard text.columns > width, width > 1 else { return text }
        return prefix(text, width - 1) + "…"
    }

    private static func prefix(_ text: String, _ width: Int) -> String {
        var used = 0
        return String(
            text.prefix { character in
                used += character.columns
                return used <= width
            })
    }
}
