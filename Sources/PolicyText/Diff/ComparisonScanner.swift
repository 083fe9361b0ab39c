/// Finds the next word, number, sign or link target in UTF-8 bytes.
///
/// A word is whole: with its hyphens (« peut-être »), its inner apostrophe (“don't”), the dots of an acronym
/// (U.S.), an address, but without an elided article before it (« l’ » and « accord » are two). A number is whole
/// with its separators, also the spaces of « 1 234,5 », and with a currency sign before it. Markdown's marks
/// (emphasis, escapes, brackets and targets of links, HTML tags) are passed over; link targets are told.
struct ComparisonScanner {
    enum Kind {
        case word
        case number
        case symbol
        case link
    }

    struct Found {
        var start: Int
        var end: Int
        var kind: Kind
        /// The comparable form is in `scratch`, not the bytes themselves.
        var isFolded = false
    }

    /// How far a bracket looks for the target that makes it a link, and a tag for its end.
    private static let linkReach = 400
    private static let targetReach = 2000

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var scratch: [UInt8] = []

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// The number of the comparable form of what `next()` has just found.
    @inline(__always)
    func key(of found: Found, in table: inout WordTable) -> UInt32 {
        if found.isFolded { return foldedKey(in: &table) }
        return table.number(of: UnsafeBufferPointer(rebasing: bytes[found.start..<found.end]))
    }

    @inline(never)
    private func foldedKey(in table: inout WordTable) -> UInt32 {
        scratch.withUnsafeBufferPointer { table.number(of: $0) }
    }

    /// What comes next; most of it is plain words.
    @inline(__always)
    mutating func next() -> Found? {
        var start = position
        while start < bytes.count, bytes[start] <= 0x20 { start += 1 }
        guard start < bytes.count else { return nil }
        position = start
        if SourceText.isLetter(bytes[start]) {
            let run = LetterRun(bytes, from: start)
            if LetterRun.isWordEnd(bytes, at: run.end) {
                position = run.end
                return Found(start: start, end: run.end, kind: .word)
            }
        }
        return nextByRules()
    }

    @inline(never)
    private mutating func nextByRules() -> Found? {
        while position < bytes.count {
            if let plain = LetterRun.plainSign(bytes, at: position) {
                if plain == .space {
                    position += 1
                    continue
                }
                defer { position += 1 }
                return Found(start: position, end: position + 1, kind: .symbol)
            }
            let (scalar, width) = scalar(at: position)
            switch ComparableScalar(scalar) {
            case .space, .ignorable: position += width
            case .letter, .mark: return word()
            case .digit: return number(from: position)
            case .currency:
                let after = position + width
                if after < bytes.count, isDigit(bytes[after]) { return number(from: after) }
                return symbol(width)
            case .apostrophe, .quote, .dash, .pictograph: return symbol(width)
            case .symbol:
                if let width = markup() {
                    position += width
                } else if let link = link() {
                    return link
                } else {
                    return symbol(width)
                }
            }
        }
        return nil
    }

    // MARK: Words

    private mutating func word() -> Found {
        let start = position
        let run = LetterRun(bytes, from: start)
        if LetterRun.isWordEnd(bytes, at: run.end) {
            position = run.end
            return Found(start: start, end: run.end, kind: .word)
        }
        var (end, segment, isFolded, isAddress) = (run.end, run.letters, false, false)
        scan: while end < bytes.count {
            let (scalar, width) = scalar(at: end)
            switch ComparableScalar(scalar) {
            case .letter, .digit:
                segment += 1
                isFolded = isFolded || (scalar >= 0x80 && ComparableScalar.folded(scalar) != nil)
            case .mark, .ignorable: isFolded = true
            case .apostrophe:
                guard isWordlike(at: end + width), segment > 0 else { break scan }
                isFolded = isFolded || scalar >= 0x80
                segment = 0
                if Elision.elides(bytes[start..<end]) {
                    end += width
                    break scan
                }
            case .dash:
                guard isWordlike(at: end + width), scalar != 0x2014, scalar != 0x2015, segment > 0 else {
                    break scan
                }
                isFolded = isFolded || scalar >= 0x80
                segment = 0
            case .symbol:
                if scalar == UInt32(UInt8(ascii: ":")), isAddressStart(at: end) {
                    return address(from: start, colon: end)
                }
                guard joins(scalar, at: end, segment: segment, inAddress: isAddress) else { break scan }
                isAddress = isAddress || scalar == UInt32(UInt8(ascii: "@"))
                segment = 0
            default: break scan
            }
            end += width
        }
        return finish(start, end, .word, isFolded: isFolded)
    }

    /// Whether a sign between two letters holds a word together.
    private func joins(_ scalar: UInt32, at place: Int, segment: Int, inAddress: Bool) -> Bool {
        guard isWordlike(at: place + 1), segment > 0 else { return false }
        switch scalar {
        case UInt32(UInt8(ascii: "_")), UInt32(UInt8(ascii: "@")), UInt32(UInt8(ascii: "&")): return true
        // U.S., e.g.: single letters between dots.
        case UInt32(UInt8(ascii: ".")):
            if inAddress { return true }
            let (_, width) = self.scalar(at: place + 1)
            return segment == 1 && !isWordlike(at: place + 1 + width)
        default: return false
        }
    }

    private func isAddressStart(at place: Int) -> Bool {
        place + 3 < bytes.count && bytes[place + 1] == UInt8(ascii: "/")
            && bytes[place + 2] == UInt8(ascii: "/")
    }

    private mutating func address(from start: Int, colon: Int) -> Found {
        var end = colon + 1
        while end < bytes.count, bytes[end] > 0x20, bytes[end] < 0x80, !Self.endsAddress(bytes[end]) {
            end += 1
        }
        while end > colon + 1, ".,;:!?".utf8.contains(bytes[end - 1]) { end -= 1 }
        return finish(start, end, .word, isFolded: false)
    }

    private static func endsAddress(_ byte: UInt8) -> Bool { "<>()[]\"'`|*".utf8.contains(byte) }

    // MARK: Numbers

    private mutating func number(from digits: Int) -> Found {
        let start = position
        var (end, group, isFolded, isGrouped) = (digits, 0, false, false)
        scan: while end < bytes.count {
            let (scalar, width) = scalar(at: end)
            switch ComparableScalar(scalar) {
            case .digit:
                group += 1
                isFolded = isFolded || scalar >= 0x80
            case .letter:
                // An ordinal, a unit, a code: 1er, 60e, 5G, L123.
                group = 4
                isFolded = isFolded || (scalar >= 0x80 && ComparableScalar.folded(scalar) != nil)
            case .mark, .ignorable: isFolded = true
            case .dash, .apostrophe:
                guard isWordlike(at: end + width), scalar != 0x2014, scalar != 0x2015 else { break scan }
                isFolded = isFolded || scalar >= 0x80
                group = 4
            case .symbol where ".,:/".utf8.contains(UInt8(truncatingIfNeeded: scalar)) && scalar < 0x80:
                guard end + 1 < bytes.count, isDigit(bytes[end + 1]) else { break scan }
                group = 4
            case .space:
                guard group <= 3, isGrouped ? group == 3 : group > 0, isGroup(at: end + width), scalar != 10,
                    scalar != 13
                else { break scan }
                (group, isGrouped) = (0, true)
                isFolded = isFolded || scalar != 0x20
            default: break scan
            }
            end += width
        }
        return finish(start, end, .number, isFolded: isFolded)
    }

    /// Exactly three digits.
    private func isGroup(at place: Int) -> Bool {
        guard place + 3 <= bytes.count, isDigit(bytes[place]), isDigit(bytes[place + 1]),
            isDigit(bytes[place + 2])
        else { return false }
        return place + 3 == bytes.count || !isWordlike(at: place + 3)
    }

    // MARK: Signs

    private mutating func symbol(_ width: Int) -> Found {
        let start = position
        let (scalar, _) = scalar(at: start)
        let shape = ComparableScalar(scalar)
        var end = start + width
        switch shape {
        case .dash:
            while end < bytes.count, bytes[end] == UInt8(ascii: "-") { end += 1 }
            return finish(start, end, .symbol, as: "-")
        case .quote: return finish(start, end, .symbol, as: "\"")
        case .apostrophe: return finish(start, end, .symbol, as: "'")
        case .pictograph:
            while end < bytes.count {
                let (next, width) = self.scalar(at: end)
                guard
                    (0x1F3FB...0x1F3FF).contains(next) || next == 0x200D || self.scalar(before: end) == 0x200D
                else { break }
                end += width
            }
        default:
            if scalar == 0x2026 { return finish(start, end, .symbol, as: "...") }
            if scalar == UInt32(UInt8(ascii: ".")) {
                while end < bytes.count, bytes[end] == UInt8(ascii: ".") { end += 1 }
            }
        }
        return finish(start, end, .symbol, isFolded: false)
    }

    // MARK: Markup

    /// The width of the mark of Markdown or HTML that stands here, if one does.
    private func markup() -> Int? {
        let byte = bytes[position]
        let next = position + 1 < bytes.count ? bytes[position + 1] : 0
        switch byte {
        case UInt8(ascii: "*"), UInt8(ascii: "_"):
            // Between spaces it is a sign, except at the start of a line, where it is a bullet.
            let isLoose = next <= 0x20 && (position == 0 || bytes[position - 1] <= 0x20)
            return isLoose && !isLineStart ? nil : 1
        case UInt8(ascii: "`"): return 1
        case UInt8(ascii: "~") where next == byte: return 2
        case UInt8(ascii: "\\"): return next < 0x80 && !isAlphanumeric(next) ? 1 : nil
        case UInt8(ascii: ">"), UInt8(ascii: "#"): return isLineStart ? 1 : nil
        case UInt8(ascii: "["): return opensLink() ? 1 : nil
        case UInt8(ascii: "&"): return holds("&nbsp;") ? 6 : nil
        case UInt8(ascii: "<"):
            guard isLetter(next) || next == UInt8(ascii: "/"), !holds("<a ") else { return nil }
            return distance(to: UInt8(ascii: ">"), within: Self.linkReach).map { $0 + 1 }
        case UInt8(ascii: "{") where next == UInt8(ascii: ":"):
            return distance(to: UInt8(ascii: "}"), within: Self.linkReach).map { $0 + 1 }
        default: return nil
        }
    }

    private var isLineStart: Bool {
        var place = position
        while place > 0, bytes[place - 1] == 0x20 || bytes[place - 1] == UInt8(ascii: ">") { place -= 1 }
        return place == 0 || bytes[place - 1] == 10 || bytes[place - 1] == 13
    }

    private func opensLink() -> Bool {
        var place = position + 1
        let limit = min(bytes.count - 1, position + Self.linkReach)
        while place < limit {
            if bytes[place] == UInt8(ascii: "]") { return bytes[place + 1] == UInt8(ascii: "(") }
            if bytes[place] == UInt8(ascii: "\\") { place += 1 }
            place += 1
        }
        return false
    }

    private mutating func link() -> Found? {
        if bytes[position] == UInt8(ascii: "]"), position + 1 < bytes.count,
            bytes[position + 1] == UInt8(ascii: "("),
            let width = distance(to: UInt8(ascii: ")"), within: Self.targetReach)
        {
            return finish(position, position + width + 1, .link, isFolded: false)
        }
        if holds("<a "), let width = distance(to: UInt8(ascii: ">"), within: Self.targetReach) {
            return finish(position, position + width + 1, .link, isFolded: false)
        }
        return nil
    }

    private func distance(to byte: UInt8, within reach: Int) -> Int? {
        var place = position + 1
        let limit = min(bytes.count, position + reach)
        while place < limit, bytes[place] != byte {
            if bytes[place] == 10, place + 1 < limit, bytes[place + 1] == 10 { return nil }
            place += 1
        }
        return place < limit ? place - position : nil
    }

    private func holds(_ word: StaticString) -> Bool {
        word.withUTF8Buffer { word in
            position + word.count <= bytes.count
                && (0..<word.count).allSatisfy { bytes[position + $0] == word[$0] }
        }
    }

    // MARK: Scalars and comparable forms

    private mutating func finish(_ start: Int, _ end: Int, _ kind: Kind, isFolded: Bool) -> Found {
        let whole = takingMarks(from: end)
        position = whole
        if isFolded || whole != end { fold(start..<whole) }
        return .init(start: start, end: whole, kind: kind, isFolded: isFolded || whole != end)
    }

    private mutating func finish(_ start: Int, _ end: Int, _ kind: Kind, as form: StaticString) -> Found {
        let whole = takingMarks(from: end)
        position = whole
        scratch.removeAll(keepingCapacity: true)
        form.withUTF8Buffer { scratch.append(contentsOf: $0) }
        appendFolded(end..<whole)
        return .init(start: start, end: whole, kind: kind, isFolded: true)
    }

    /// Marks and ignorable scalars belong to what stands before them.
    private func takingMarks(from end: Int) -> Int {
        var end = end
        while end < bytes.count, bytes[end] >= 0x80 {
            let (scalar, width) = scalar(at: end)
            switch ComparableScalar(scalar) {
            case .mark, .ignorable: end += width
            default: return end
            }
        }
        return end
    }

    private mutating func fold(_ range: Range<Int>) {
        scratch.removeAll(keepingCapacity: true)
        appendFolded(range)
    }

    private mutating func appendFolded(_ range: Range<Int>) {
        var place = range.lowerBound
        while place < range.upperBound {
            let (scalar, width) = scalar(at: place)
            switch ComparableScalar(scalar) {
            case .ignorable: break
            case .space: scratch.append(0x20)
            case .apostrophe: scratch.append(UInt8(ascii: "'"))
            case .dash: scratch.append(UInt8(ascii: "-"))
            case .mark where composeLast(with: scalar): break
            default:
                if let folded = ComparableScalar.folded(scalar) {
                    folded.withUTF8Buffer { scratch.append(contentsOf: $0) }
                } else {
                    scratch.append(contentsOf: bytes[place..<place + width])
                }
            }
            place += width
        }
    }

    private mutating func composeLast(with mark: UInt32) -> Bool {
        guard let last = scratch.last, let whole = ComparableScalar.composed(UInt32(last), mark),
            let scalar = Unicode.Scalar(whole)
        else { return false }
        scratch.removeLast()
        scratch.append(contentsOf: UTF8.encode(scalar) ?? .init())
        return true
    }

    private func isWordlike(at place: Int) -> Bool {
        guard place < bytes.count else { return false }
        switch ComparableScalar(scalar(at: place).0) {
        case .letter, .digit, .mark: return true
        default: return false
        }
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
    private func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }
    private func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }

    /// The scalar whose first byte stands here, and how many bytes it has. The bytes are valid UTF-8.
    @inline(__always)
    private func scalar(at place: Int) -> (UInt32, Int) {
        let first = bytes[place]
        if first < 0x80 { return (UInt32(first), 1) }
        func continuation(_ offset: Int) -> UInt32 {
            place + offset < bytes.count ? UInt32(bytes[place + offset] & 0x3F) : 0
        }
        if first < 0xE0 { return (UInt32(first & 0x1F) << 6 | continuation(1), 2) }
        if first < 0xF0 { return (UInt32(first & 0x0F) << 12 | continuation(1) << 6 | continuation(2), 3) }
        return (
            UInt32(first & 0x07) << 18 | continuation(1) << 12 | continuation(2) << 6 | continuation(3), 4
        )
    }

    private func scalar(before place: Int) -> UInt32 {
        var start = place - 1
        while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
        return scalar(at: start).0
    }
}

/// French words that lose their vowel before another: « l’ », « qu’ », « jusqu’ ».
private enum Elision {
    static func elides(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        switch word.count {
        case 1: return "cdjlmnst".utf8.contains(word[word.startIndex] | 0x20)
        case 2...8: return forms.contains { $0.utf8.elementsEqual(word.lazy.map { $0 | 0x20 }) }
        default: return false
        }
    }

    private static let forms = ["qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu", "presqu", "entr"]
}
