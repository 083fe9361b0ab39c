/// The mark at the beginning of a list item: a bullet, which stands between passages, or a number or letter, which is
/// part of what the item says.
struct ListMarker: Equatable {
    enum Style: Equatable {
        /// The bullet's first three bytes as a number.
        case bullet(UInt32)
        /// The depth of a number such as `1.` (1) or `1.2.3` (3), and the sign that closes it.
        case decimal(depth: Int, closer: UInt8, isBracketed: Bool)
        case letter(isUpper: Bool, closer: UInt8, isBracketed: Bool)
        case roman(isUpper: Bool, closer: UInt8, isBracketed: Bool)
    }

    var style: Style
    /// The number, or the last part of it; 0 for a bullet.
    var ordinal: Int
    /// What it would be as a letter, where `style` is roman and that is one letter too.
    var letterOrdinal: Int
    /// Where what follows the mark begins.
    var textStart: Int

    var isBullet: Bool {
        if case .bullet = style { return true }
        return false
    }

    /// The mark at the beginning of a line.
    static func read(_ line: SourceLine, in source: SourceText) -> ListMarker? {
        guard !line.isBlank else { return nil }
        return bullet(line, source) ?? ordered(line, source)
    }

    // MARK: Bullets

    private static func bullet(_ line: SourceLine, _ source: SourceText) -> ListMarker? {
        let byte = source[line.textStart]
        var code = UInt32(byte)
        var length = 1
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"): break
        case UInt8(ascii: "o"):
            // Word's hollow bullet comes out as a lone letter before two spaces or a tab.
            let next = line.textStart + 1
            guard next + 1 < line.textEnd,
                source[next] == 0x09 || source[next] == 0x20 && source[next + 1] == 0x20
            else { return nil }
        case 0xC2:
            guard source.matches("·", at: line.textStart, before: line.textEnd) else { return nil }
            length = 2
            code = 0xC2B7
        case 0xE2, 0xEF:
            guard line.textStart + 3 <= line.textEnd else { return nil }
            code = code << 16 | UInt32(source[line.textStart + 1]) << 8 | UInt32(source[line.textStart + 2])
            guard bullets.contains(code) else { return nil }
            length = 3
        default: return nil
        }
        var text = line.textStart + length
        guard text < line.textEnd else {
            return length == 1 && byte != UInt8(ascii: "o")
                ? nil : ListMarker(style: .bullet(code), ordinal: 0, letterOrdinal: 0, textStart: text)
        }
        // Signs that are nothing but bullets need no space after them.
        let needsSpace = length == 1 || code == 0xE28093 || code == 0xE28094 || code == 0xC2B7
        guard !needsSpace || source.spaceLength(at: text) > 0 else { return nil }
        while text < line.textEnd, source.spaceLength(at: text) > 0 { text += source.spaceLength(at: text) }
        return ListMarker(style: .bullet(code), ordinal: 0, letterOrdinal: 0, textStart: text)
    }

    /// • ‣ – — ◦ ▪ ▫ ■ □ ● ○ ❖ ➢ ➤ ✓ ✔ ⁃ → and the private-use bullets of Word's Symbol font.
    private static let bullets: Set<UInt32> = [
        0xE280A2, 0xE280A3, 0xE28093, 0xE28094, 0xE297A6, 0xE296AA, 0xE296AB, 0xE296A0, 0xE296A1, 0xE2978F,
        0xE2978B, 0xE29D96, 0xE29EA2, 0xE29EA4, 0xE29C93, 0xE29C94, 0xE28183, 0xE28692, 0xEF82B7, 0xEF82A7,
        0xEF83BC, 0xEF8398,
    ]

    var isDash: Bool { style == .bullet(0xE28093) || style == .bullet(0xE28094) }

    // MARK: Numbers and letters

    private static func ordered(_ line: SourceLine, _ source: SourceText) -> ListMarker? {
        var index = line.textStart
        let end = line.textEnd
        let isBracketed = source[index] == UInt8(ascii: "(")
        if isBracketed { index += 1 }
        guard index < end, SourceText.isAlphanumeric(source[index]) else { return nil }
        let start = index
        let isNumber = SourceText.isDigit(source[index])
        var depth = 1
        var ordinal = 0
        if isNumber {
            while index < end, index - start < 16 {
                if SourceText.isDigit(source[index]) {
                    ordinal = ordinal * 10 + Int(source[index] - 0x30)
                    guard ordinal < 1000 else { return nil }
                } else if source[index] == UInt8(ascii: "."), index + 1 < end,
                    SourceText.isDigit(source[index + 1])
                {
                    depth += 1
                    ordinal = 0
                } else {
                    break
                }
                index += 1
            }
        } else {
            while index < end, index - start < 6, SourceText.isLetter(source[index]) { index += 1 }
        }
        guard let (closer, length) = closer(at: index, end, source, isBracketed: isBracketed, depth: depth)
        else {
            return nil
        }
        let word = source.bytes[start..<index]
        index += length
        guard index == end || source.spaceLength(at: index) > 0 else { return nil }
        while index < end, source.spaceLength(at: index) > 0 { index += source.spaceLength(at: index) }
        if isNumber {
            return ListMarker(
                style: .decimal(depth: depth, closer: closer, isBracketed: isBracketed), ordinal: ordinal,
                letterOrdinal: 0, textStart: index)
        }
        return lettered(word, closer: closer, isBracketed: isBracketed, textStart: index)
    }

    /// The sign that closes a number: `.`, `)`, `°`, or nothing after a number of several parts.
    private static func closer(
        at index: Int, _ end: Int, _ source: SourceText, isBracketed: Bool, depth: Int
    ) -> (UInt8, Int)? {
        guard index < end else { return nil }
        if isBracketed { return source[index] == UInt8(ascii: ")") ? (UInt8(ascii: ")"), 1) : nil }
        switch source[index] {
        case UInt8(ascii: "."):
            let isDouble = index + 1 < end && source[index + 1] == UInt8(ascii: ")")
            return (UInt8(ascii: "."), isDouble ? 2 : 1)
        case UInt8(ascii: ")"): return (UInt8(ascii: ")"), 1)
        case 0xC2
        where source.matches("°", at: index, before: end) || source.matches("º", at: index, before: end):
            return (0xC2, 2)
        default: return depth > 1 && source.spaceLength(at: index) > 0 ? (0, 0) : nil
        }
    }

    private static func lettered(
        _ word: Slice<UnsafeBufferPointer<UInt8>>, closer: UInt8, isBracketed: Bool, textStart: Int
    ) -> ListMarker? {
        guard let first = word.first else { return nil }
        let isUpper = first < 0x61
        guard word.allSatisfy({ ($0 < 0x61) == isUpper }) else { return nil }
        let letter = word.count == 1 ? Int((first | 0x20) - 0x60) : 0
        if let value = romanValue(word) {
            return ListMarker(
                style: .roman(isUpper: isUpper, closer: closer, isBracketed: isBracketed), ordinal: value,
                letterOrdinal: letter, textStart: textStart)
        }
        guard letter > 0 else { return nil }
        return ListMarker(
            style: .letter(isUpper: isUpper, closer: closer, isBracketed: isBracketed), ordinal: letter,
            letterOrdinal: letter, textStart: textStart)
    }

    /// The value of a well-formed Roman number up to 89; nil for other letters.
    static func romanValue(_ letters: some Collection<UInt8>) -> Int? {
        var total = 0
        var last = 0
        var run = 0
        for byte in letters.reversed() {
            let value: Int
            switch byte | 0x20 {
            case UInt8(ascii: "i"): value = 1
            case UInt8(ascii: "v"): value = 5
            case UInt8(ascii: "x"): value = 10
            case UInt8(ascii: "l"): value = 50
            default: return nil
            }
            run = value == last ? run + 1 : 1
            guard run <= 3 else { return nil }
            total += value < last ? -value : value
            last = max(last, value)
        }
        return total > 0 && total < 90 ? total : nil
    }

    /// The same mark read as a letter, where it can be.
    var asLetter: ListMarker? {
        guard letterOrdinal > 0, case .roman(let isUpper, let closer, let isBracketed) = style else {
            return nil
        }
        var marker = self
        marker.style = .letter(isUpper: isUpper, closer: closer, isBracketed: isBracketed)
        marker.ordinal = letterOrdinal
        return marker
    }

    /// `A.`, `i.`, `M.`: a letter with a stop, which may as well be an initial or an abbreviation.
    var isDoubtful: Bool {
        switch style {
        case .letter(_, UInt8(ascii: "."), false), .roman(_, UInt8(ascii: "."), false): ordinal != 1
        default: false
        }
    }
}

/// The lists that are open at a point of the text, and how deep an item stands in them.
struct ListNesting {
    private struct Level {
        var indent: Int
        var style: ListMarker.Style
        var ordinal: Int
    }

    private var levels: [Level] = []

    var isEmpty: Bool { levels.isEmpty }

    /// The indentation of the outermost open list.
    var outerIndent: Int { levels.first?.indent ?? 0 }

    mutating func close() { levels.removeAll(keepingCapacity: true) }

    /// Whether the mark goes on with an open list.
    func continues(with marker: ListMarker) -> Bool {
        if marker.isBullet { return levels.contains { $0.style == marker.style } }
        return levels.contains { $0.style == marker.style && $0.ordinal + 1 == marker.ordinal }
            || marker.asLetter.map { letter in
                levels.contains { $0.style == letter.style && $0.ordinal + 1 == letter.ordinal }
            } ?? false
    }

    /// Places an item and returns its depth, from 1. Another kind of number at the same
    /// indentation is a list within the list, as in statutes. `isApart`: a gap stands before the item.
    mutating func place(_ marker: ListMarker, indent: Int, isApart: Bool, nestsBullets: Bool) -> Int {
        let marker = resolved(marker)
        while let last = levels.last, levels.count > 1, indent + 1 < last.indent { levels.removeLast() }
        let level = Level(indent: indent, style: marker.style, ordinal: marker.ordinal)
        guard let last = levels.last else {
            levels.append(level)
            return 1
        }
        if let same = levels.lastIndex(where: { $0.style == marker.style && abs($0.indent - indent) <= 1 }) {
            levels.removeSubrange((same + 1)...)
            levels[same] = level
            return levels.count
        }
        if indent >= last.indent + 2 {
            // Deeper lists are possible in hostile input only.
            if levels.count < 64 { levels.append(level) }
            return levels.count
        }
        let areBullets = marker.isBullet && isBullet(last.style)
        let isNewList = isApart && marker.isBullet != isBullet(last.style)
        if areBullets && !nestsBullets || isNewList || levels.count >= 64 {
            levels[levels.count - 1] = level
        } else if case .decimal(let depth, _, _) = marker.style, case .decimal(let above, _, _) = last.style {
            // 1.2 stands under 1., and 2. ends what 1.2 began.
            if depth == above {
                levels[levels.count - 1] = level
            } else if depth > above {
                levels.append(level)
            } else {
                while levels.count > 1 { levels.removeLast() }
                levels[0] = level
            }
        } else {
            levels.append(level)
        }
        return levels.count
    }

    /// Decides whether `(i)` is a Roman one or the letter after h.
    private func resolved(_ marker: ListMarker) -> ListMarker {
        guard let letter = marker.asLetter else { return marker }
        for level in levels.reversed() {
            if level.style == letter.style, level.ordinal + 1 == letter.ordinal { return letter }
            if level.style == marker.style, level.ordinal + 1 == marker.ordinal { return marker }
        }
        return marker.ordinal == 1 ? marker : letter
    }

    private func isBullet(_ style: ListMarker.Style) -> Bool {
        if case .bullet = style { return true }
        return false
    }
}
