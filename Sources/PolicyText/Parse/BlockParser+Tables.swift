/// Rows between pipes, in plain text also of cells set apart by tabs or spaces; each row is a block.
extension BlockParser {
    mutating func parseTable(_ line: SourceLine) -> Bool {
        if isDelimited(line) {
            guard index + 1 < lines.count else { return false }
            let hasDelimiter = isDelimiterRow(lines[index + 1])
            let isBare = startsWithPipe(line) && startsWithPipe(lines[index + 1])
            guard hasDelimiter || isBare else { return false }
            markGap()
            while index < lines.count, isDelimited(lines[index]), !lines[index].startsPage || hasGapBefore {
                if !isDelimiterRow(lines[index]), !isRule(lines[index]) { appendRow(lines[index]) }
                index += 1
            }
            markGap()
            return true
        }
        guard format == .plainText, hasColumns(line), index + 1 < lines.count, hasColumns(lines[index + 1]),
            ListMarker.read(line, in: source) == nil
        else { return false }
        markGap()
        while index < lines.count, hasColumns(lines[index]) {
            append(.tableRow, lines[index].text, lines: index...index)
            index += 1
        }
        markGap()
        return true
    }

    func isDelimited(_ line: SourceLine) -> Bool {
        !line.isBlank && line.text.count < 100_000 && source.contains(UInt8(ascii: "|"), in: line.text)
    }

    private func startsWithPipe(_ line: SourceLine) -> Bool {
        !line.isBlank && source[line.textStart] == UInt8(ascii: "|")
    }

    func isDelimiterRow(_ line: SourceLine) -> Bool {
        guard !line.isBlank else { return false }
        var hasDash = false
        var hasPipe = false
        for position in line.text {
            switch source[position] {
            case UInt8(ascii: "-"): hasDash = true
            case UInt8(ascii: "|"): hasPipe = true
            case UInt8(ascii: ":"), 0x20, 0x09: break
            default: return false
            }
        }
        return hasDash && hasPipe
    }

    private mutating func appendRow(_ line: SourceLine) {
        var range = line.text
        if source[range.lowerBound] == UInt8(ascii: "|") { range = range.lowerBound + 1..<range.upperBound }
        if !range.isEmpty, source[range.upperBound - 1] == UInt8(ascii: "|") {
            range = range.lowerBound..<range.upperBound - 1
        }
        append(.tableRow, source.trimmed(range), lines: index...index)
    }

    /// Whether the line is cells set apart by a tab or three spaces.
    private func hasColumns(_ line: SourceLine) -> Bool {
        guard !line.isBlank, line.text.count < 2000, !line.startsPage || hasGapBefore else { return false }
        var spaces = 0
        var start = line.textStart
        // Three spaces that begin at one of the first six bytes stand within these eight.
        while start + 8 <= line.textEnd {
            if EightBytes(source.bytes, at: start).hasGap { return true }
            start += 6
        }
        for position in start..<line.textEnd {
            let byte = source[position]
            if byte == 0x09 { return true }
            spaces = byte == 0x20 ? spaces + 1 : 0
            if spaces == 3 { return true }
        }
        return false
    }
}
