/// A line of the source: where it stands, and what is left of it without indentation and quotation marks.
struct SourceLine {
    /// The line without its terminator.
    var start: Int
    var end: Int
    /// Without indentation, `>` marks and trailing white space; empty for a blank line.
    var textStart: Int
    var textEnd: Int
    /// Columns before the text (a tab reaches the next multiple of four), after the last `>`.
    var indent: Int
    /// 1-based, as `\n`, `\r\n` and `\r` count lines.
    var number: Int
    /// How many `>` stand before the text.
    var quoteDepth: Int
    /// Whether a form feed or a paragraph separator stands before it.
    var startsPage: Bool

    var isBlank: Bool { textStart == textEnd }
    var text: Range<Int> { textStart..<textEnd }
}

/// Cuts a text into lines.
///
/// `\n`, `\r\n` and `\r` end a line and count; vertical tab, form feed, next line and the line and paragraph
/// separators end one without counting, for editors do not count them either.
struct LineScanner {
    private let source: SourceText
    private var lines: [SourceLine] = []
    private var number = 1
    private var startsPage = false

    static func lines(of source: SourceText) -> [SourceLine] {
        var scanner = LineScanner(source: source)
        scanner.scan()
        return scanner.lines
    }

    private init(source: SourceText) {
        self.source = source
        lines.reserveCapacity(source.count / 80)
    }

    private mutating func scan() {
        let bytes = source.bytes
        var start = 0
        var index = 0
        while index < bytes.count {
            if index + 8 <= bytes.count, !EightBytes(bytes, at: index).mayEndLine {
                index += 8
                continue
            }
            let byte = bytes[index]
            guard byte <= 0x0D && byte >= 0x0A || byte == 0xC2 || byte == 0xE2 else {
                index += 1
                continue
            }
            let length = terminatorLength(at: index)
            guard length > 0 else {
                index += 1
                continue
            }
            append(start..<index)
            startsPage = byte == 0x0C || byte == 0xE2 && bytes[index + 2] == 0xA9
            if byte == 0x0A || byte == 0x0D { number += 1 }
            index += length
            start = index
        }
        append(start..<bytes.count)
    }

    private func terminatorLength(at index: Int) -> Int {
        let bytes = source.bytes
        switch bytes[index] {
        case 0x0D: return index + 1 < bytes.count && bytes[index + 1] == 0x0A ? 2 : 1
        case 0xC2: return index + 1 < bytes.count && bytes[index + 1] == 0x85 ? 2 : 0
        case 0xE2:
            let isSeparator =
                index + 2 < bytes.count && bytes[index + 1] == 0x80
                && (bytes[index + 2] == 0xA8 || bytes[index + 2] == 0xA9)
            return isSeparator ? 3 : 0
        default: return 1
        }
    }

    private mutating func append(_ range: Range<Int>) {
        var line = SourceLine(
            start: range.lowerBound, end: range.upperBound, textStart: range.lowerBound,
            textEnd: range.upperBound,
            indent: 0, number: number, quoteDepth: 0, startsPage: startsPage)
        passIndent(of: &line)
        while line.textStart < line.end, source[line.textStart] == UInt8(ascii: ">"), line.quoteDepth < 64 {
            line.quoteDepth += 1
            line.textStart += 1
            if line.textStart < line.end, source[line.textStart] == 0x20 { line.textStart += 1 }
            line.indent = 0
            passIndent(of: &line)
        }
        line.textEnd = max(line.textStart, source.trimmed(line.textStart..<line.end).upperBound)
        lines.append(line)
    }

    private func passIndent(of line: inout SourceLine) {
        while line.textStart < line.end {
            let length = source.spaceLength(at: line.textStart)
            if length == 0 { break }
            line.indent = source[line.textStart] == 0x09 ? (line.indent / 4 + 1) * 4 : line.indent + 1
            line.textStart += length
        }
    }
}
