/// Tells a line break that a typist's margin made from one that ends a paragraph.
///
/// Where text is wrapped at a margin, a line ends because the next word had no room: the line and that word
/// together pass the margin. Where each line is a paragraph, lengths vary freely and lines end as sentences do. The
/// margin is estimated from the whole document, since a single paragraph of two lines cannot show it.
struct WrapWidth {
    /// The widest line a margin explains; a wider one is a paragraph by itself.
    private static let widest = 160
    private static let narrowest = 30
    /// Bytes of a line that are measured: a line of more is wider than any margin.
    private static let longestMeasured = 640

    private let source: SourceText
    /// The document's margin in columns, where it has one.
    private let margin: Int?

    init(source: SourceText, lines: [SourceLine]) {
        self.source = source
        var widths: [(line: Int, word: Int)] = []
        for index in lines.indices.dropLast() {
            let line = lines[index]
            let next = lines[index + 1]
            guard !line.isBlank, !next.isBlank, !next.startsPage, line.quoteDepth == next.quoteDepth,
                line.text.count <= Self.longestMeasured
            else { continue }
            let width = line.indent + source.width(line.text)
            guard width >= Self.narrowest, width <= Self.widest else { continue }
            widths.append((width, Self.firstWordWidth(of: next, in: source)))
        }
        guard widths.count >= 4 else {
            margin = nil
            return
        }
        let sorted = widths.map(\.line).sorted()
        let margin = sorted[sorted.count * 19 / 20]
        let full = widths.count { $0.line + 1 + $0.word > margin - 1 }
        self.margin = margin >= 40 && full * 5 >= widths.count * 3 ? margin : nil
    }

    /// Whether the text of `line` goes on in the line after it. `isWrapped` tells whether the run of lines they are
    /// in shows a margin of its own.
    func joins(_ line: SourceLine, _ next: SourceLine, runIsWrapped: Bool) -> Bool {
        let ending = ending(of: line)
        let startsLower = source.letterCase(at: next.textStart) == .lower && !isAddress(next)
        if ending == .hyphen, startsLower { return true }
        if ending == .colon { return startsLower && isFull(line, next, margin: margin) }
        if ending != .open, next.indent >= line.indent + 2 { return false }
        let width = line.text.count > Self.longestMeasured ? Int.max : line.indent + source.width(line.text)
        if let margin, width <= margin + margin / 2 {
            if isFull(line, next, margin: margin) { return true }
            if ending != .open { return false }
            return startsLower || endsWithComma(line)
        }
        if startsLower, ending == .open { return true }
        if width > Self.widest { return false }
        return runIsWrapped
    }

    /// Whether a line is an address of the net, which begins with a small letter wherever it stands.
    private func isAddress(_ line: SourceLine) -> Bool {
        guard line.text.count <= 200, !source.contains(0x20, in: line.text) else { return false }
        return source.contains(UInt8(ascii: "@"), in: line.text)
            || source.matches("www.", at: line.textStart, before: line.textEnd)
            || source.matches("http", at: line.textStart, before: line.textEnd)
    }

    private enum Ending {
        case open
        case hyphen
        case colon
        /// As a sentence ends.
        case stop
    }

    private func ending(of line: SourceLine) -> Ending {
        var end = line.textEnd
        // Quotation marks and brackets after the stop.
        while end > line.textStart {
            if source.matches("»", at: end - 2, before: end) {
                end -= 2
            } else if source.matches("”", at: end - 3, before: end) {
                end -= 3
            } else if [UInt8(ascii: "\""), UInt8(ascii: ")"), UInt8(ascii: "*"), UInt8(ascii: "_")].contains(
                source[end - 1])
            {
                end -= 1
            } else {
                break
            }
            end = source.trimmed(line.textStart..<end).upperBound
        }
        guard end > line.textStart else { return .open }
        switch source[end - 1] {
        case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ";"): return .stop
        case UInt8(ascii: ":"): return .colon
        case UInt8(ascii: "-"): return end - 2 >= line.textStart && source[end - 2] > 0x40 ? .hyphen : .open
        case 0xA6: return source.matches("…", at: end - 3, before: end) ? .stop : .open
        default: return .open
        }
    }

    private func endsWithComma(_ line: SourceLine) -> Bool { source[line.textEnd - 1] == UInt8(ascii: ",") }

    private func isFull(_ line: SourceLine, _ next: SourceLine, margin: Int?) -> Bool {
        guard let margin, line.text.count <= Self.longestMeasured else { return false }
        let width = line.indent + source.width(line.text)
        return width + 1 + Self.firstWordWidth(of: next, in: source) > margin - 1
    }

    /// Whether a run of three lines or more, without a blank one, shows a margin where the document shows none.
    func isWrapped(_ run: ArraySlice<SourceLine>) -> Bool {
        guard margin == nil, run.count >= 3, run.count <= 400 else { return false }
        var widest = 0
        for line in run {
            guard line.text.count <= Self.longestMeasured else { return false }
            widest = max(widest, line.indent + source.width(line.text))
        }
        guard widest >= 50, widest <= Self.widest else { return false }
        return zip(run, run.dropFirst()).allSatisfy { isFull($0, $1, margin: widest) }
    }

    private static func firstWordWidth(of line: SourceLine, in source: SourceText) -> Int {
        var width = 0
        for index in line.text.prefix(80) {
            let byte = source[index]
            if byte == 0x20 || byte == 0x09 { break }
            if byte & 0xC0 != 0x80 { width += 1 }
        }
        return width
    }
}
