/// A word, a run of digits or a sign, as the value reader sees a text.
struct ValueToken: Hashable {
    enum Kind { case word, digits, sign }
    /// What stands between this token and the one before.
    enum Gap { case none, space, noBreakSpace }

    var kind: Kind
    /// Lower case and without accents; digits and signs as they are, every dash as `-`, every apostrophe as `'`.
    var text: String
    /// Where it stands, in UTF-8 bytes; an escaping backslash is part of its sign.
    var range: Range<Int>
    var gap: Gap
    /// Whether its first letter is a capital.
    var isCapitalized: Bool
    /// Two capitals or more, or one and a digit: WHO, ReCAAP, G7.
    var isAcronym = false

    /// Words, digits and signs in order; « d'ici » and « l'an » are two words each, "G7" and "Q3" one.
    static func tokens(of text: String) -> [ValueToken] {
        var lexer = ValueLexer(scalars: Array(text.unicodeScalars))
        return lexer.tokens()
    }
}

/// Folds letters as values are compared: lower case, no accents, ligatures apart.
enum LetterFolding {
    static func fold(_ scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 0x61...0x7A: return String(Character(scalar))
        case 0x41...0x5A: return String(Character(Unicode.Scalar(UInt8(scalar.value) + 32)))
        case 0x300...0x36F, 0xAD, 0x200B...0x200D, 0xFEFF: return ""
        case 0x1D49: return "e"
        case 0x2B3: return "r"
        case 0x2E2: return "s"
        case 0x1D57: return "t"
        case 0x2B0: return "h"
        case 0x1D48: return "d"
        default: break
        }
        let lower = scalar.properties.lowercaseMapping
        guard let first = lower.unicodeScalars.first else { return lower }
        return accented[first] ?? lower
    }

    /// A whole word, folded.
    static func fold(_ word: some StringProtocol) -> String {
        String(decoding: word.unicodeScalars.reduce(into: [UInt8]()) { append($1, to: &$0) }, as: UTF8.self)
    }

    /// Appends a folded letter in UTF-8; most are ASCII and need no table.
    static func append(_ scalar: Unicode.Scalar, to letters: inout [UInt8]) {
        if scalar.isASCII {
            letters.append(UInt8(scalar.value) + (scalar.isCapital ? 32 : 0))
        } else {
            letters += fold(scalar).utf8
        }
    }

    private static let accented: [Unicode.Scalar: String] = {
        let groups: [(String, String)] = [
            ("àáâãäåā", "a"), ("çćč", "c"), ("èéêëē", "e"), ("ìíîïī", "i"), ("ñ", "n"), ("òóôõöøō", "o"),
            ("ùúûüū", "u"), ("ýÿ", "y"), ("œ", "oe"), ("æ", "ae"), ("ß", "ss"), ("š", "s"), ("ž", "z"),
        ]
        var table: [Unicode.Scalar: String] = [:]
        for (letters, plain) in groups {
            for letter in letters.unicodeScalars { table[letter] = plain }
        }
        return table
    }()
}

extension Unicode.Scalar {
    /// `Alphabetic`, `Uppercase` and `White_Space` of the Unicode Character Database, without a look-up for ASCII.
    fileprivate var isLetter: Bool {
        isASCII ? (value | 0x20) >= 0x61 && (value | 0x20) <= 0x7A : properties.isAlphabetic
    }
    fileprivate var isCapital: Bool {
        isASCII ? value >= 0x41 && value <= 0x5A : properties.isUppercase
    }
    fileprivate var isSpace: Bool {
        isASCII ? value == 0x20 || (value >= 0x09 && value <= 0x0D) : properties.isWhitespace
    }
}

/// Cuts a text into `ValueToken`s.
private struct ValueLexer {
    let scalars: [Unicode.Scalar]
    private var index = 0
    private var offset = 0
    private var result: [ValueToken] = []
    /// The token being read, in UTF-8.
    private var letters: [UInt8] = []

    init(scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    mutating func tokens() -> [ValueToken] {
        var gap = ValueToken.Gap.none
        while index < scalars.count {
            let scalar = scalars[index]
            if Self.isNoBreakSpace(scalar) {
                if gap == .none { gap = .noBreakSpace }
                advance()
            } else if scalar.isSpace {
                gap = .space
                advance()
            } else if Self.isInvisible(scalar) {
                advance()
            } else {
                readToken(after: gap)
                gap = .none
            }
        }
        return result
    }

    private mutating func readToken(after gap: ValueToken.Gap) {
        let scalar = scalars[index]
        if Self.isDigit(scalar) {
            take(.digits, after: gap) { Self.isDigit($0) }
        } else if scalar.isLetter {
            takeWord(after: gap)
        } else {
            takeSign(after: gap)
        }
    }

    private mutating func take(
        _ kind: ValueToken.Kind, after gap: ValueToken.Gap, while belongs: (Unicode.Scalar) -> Bool
    ) {
        let start = offset
        var text = ""
        while index < scalars.count, belongs(scalars[index]) {
            text.unicodeScalars.append(scalars[index])
            advance()
        }
        result.append(
            ValueToken(kind: kind, text: text, range: start..<offset, gap: gap, isCapitalized: false))
    }

    private mutating func takeWord(after gap: ValueToken.Gap) {
        let start = offset
        let isCapitalized = scalars[index].isCapital
        let isAfterDigits = gap == .none && result.last?.kind == .digits
        var capitals = 0
        letters.removeAll(keepingCapacity: true)
        while index < scalars.count {
            let scalar = scalars[index]
            if scalar.isLetter || Self.isMark(scalar) {
                LetterFolding.append(scalar, to: &letters)
                if scalar.isCapital { capitals += 1 }
            } else if Self.isDigit(scalar), !isAfterDigits, !letters.elementsEqual("fy".utf8) {
                if capitals == 1 { capitals += 1 }
                letters.append(UInt8(truncatingIfNeeded: scalar.value))
            } else {
                break
            }
            advance()
        }
        var text = String(decoding: letters, as: UTF8.self)
        if index < scalars.count, Self.isApostrophe(scalars[index]), Self.elides(text) {
            text += "'"
            advance()
        }
        result.append(
            ValueToken(
                kind: .word, text: text, range: start..<offset, gap: gap, isCapitalized: isCapitalized,
                isAcronym: capitals > 1))
    }

    private mutating func takeSign(after gap: ValueToken.Gap) {
        let start = offset
        if scalars[index] == "\\", index + 1 < scalars.count, !scalars[index + 1].isLetter,
            !scalars[index + 1].isSpace, !Self.isDigit(scalars[index + 1])
        {
            advance()
        }
        let scalar = scalars[index]
        advance()
        let text =
            Self.isApostrophe(scalar)
            ? "'" : Self.isDash(scalar) ? "-" : String(String.UnicodeScalarView([scalar]))
        result.append(
            ValueToken(kind: .sign, text: text, range: start..<offset, gap: gap, isCapitalized: false))
    }

    private mutating func advance() {
        offset += UTF8.width(scalars[index])
        index += 1
    }

    private static func elides(_ word: String) -> Bool {
        word.utf8.count <= 2 || ["jusqu", "lorsqu", "puisqu", "quelqu", "aujourd", "presqu"].contains(word)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
    private static func isApostrophe(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "'" || scalar == "\u{2019}" || scalar == "\u{2BC}" || scalar == "\u{2018}"
    }
    private static func isDash(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "-" || ("\u{2010}"..."\u{2015}").contains(scalar) || scalar == "\u{2212}"
    }
    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        ("\u{300}"..."\u{36F}").contains(scalar) || scalar == "\u{AD}"
    }
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\u{AD}" || ("\u{200B}"..."\u{200D}").contains(scalar) || scalar == "\u{FEFF}"
    }
    private static func isNoBreakSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\u{A0}" || scalar == "\u{202F}" || scalar == "\u{2007}" || scalar == "\u{2009}"
    }
}
