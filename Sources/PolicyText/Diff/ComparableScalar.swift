/// What a scalar is to a comparison.
enum ComparableScalar {
    /// White space of any width, line ends among them.
    case space
    /// A letter, or anything that makes words as letters do.
    case letter
    case digit
    /// A combining mark: it belongs to what stands before it.
    case mark
    /// Seen by nobody: soft hyphen, zero-width space, byte order mark, direction mark.
    case ignorable
    case apostrophe
    case quote
    case dash
    case currency
    /// A mark that stands for itself.
    case symbol
    /// A symbol that the ones after it may modify: an emoji.
    case pictograph

    init(_ scalar: UInt32) {
        self = scalar < 0x80 ? Self.ascii(UInt8(truncatingIfNeeded: scalar)) : Self.beyondASCII(scalar)
    }

    private static func ascii(_ byte: UInt8) -> ComparableScalar {
        switch byte {
        case 0...32: .space
        case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): .letter
        case UInt8(ascii: "'"): .apostrophe
        case UInt8(ascii: "\""): .quote
        case UInt8(ascii: "-"): .dash
        case UInt8(ascii: "$"): .currency
        case 0x7F: .ignorable
        default: .symbol
        }
    }

    private static func beyondASCII(_ scalar: UInt32) -> ComparableScalar {
        switch scalar {
        case 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: .space
        case 0x80...0x9F, 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0xFE00...0xFE0F:
            .ignorable
        case 0xB2, 0xB3, 0xB9, 0x2070, 0x2074...0x2079: .digit
        case 0xAA, 0xB5, 0xBA: .letter
        case 0xAB, 0xBB, 0x201C...0x201F: .quote
        case 0x2018...0x201B, 0x2032, 0x2039, 0x203A, 0x02BC: .apostrophe
        case 0x2010...0x2015, 0x2212, 0xFE58, 0xFE63, 0xFF0D: .dash
        case 0xA2...0xA5, 0x20A0...0x20CF: .currency
        case 0xA1, 0xA6...0xBF, 0xD7, 0xF7: .symbol
        case 0x0300...0x036F, 0x0483...0x0489, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF,
            0xFE20...0xFE2F:
            .mark
        case 0x2016...0x2BFF where !(0x2100...0x218F).contains(scalar): beyondPunctuation(scalar)
        case 0x3001...0x303F, 0xFF01...0xFF0F, 0xFF1A...0xFF20: .symbol
        // Scripts that put no space between words: each sign is a word.
        case 0x3040...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: .symbol
        case 0x1F000...0x1FAFF: .pictograph
        default: .letter
        }
    }

    private static func beyondPunctuation(_ scalar: UInt32) -> ComparableScalar {
        scalar >= 0x2300 ? .pictograph : .symbol
    }

    /// What several ways of writing one letter or sign are compared as; nil where it stands for itself.
    static func folded(_ scalar: UInt32) -> StaticString? {
        switch scalar {
        case 0xFB00: "ff"
        case 0xFB01: "fi"
        case 0xFB02: "fl"
        case 0xFB03: "ffi"
        case 0xFB04: "ffl"
        case 0xFB05, 0xFB06: "st"
        case 0x2070: "0"
        case 0xB9: "1"
        case 0xB2: "2"
        case 0xB3: "3"
        case 0x2074: "4"
        case 0x2075: "5"
        case 0x2076: "6"
        case 0x2077: "7"
        case 0x2078: "8"
        case 0x2079: "9"
        case 0xAA: "a"
        case 0xBA: "o"
        case 0x2026: "..."
        default: nil
        }
    }

    /// The one scalar that a letter and the mark after it make, for the letters of western Europe.
    static func composed(_ letter: UInt32, _ mark: UInt32) -> UInt32? {
        let letters: StaticString
        let whole: [UInt32]
        switch mark {
        case 0x300:
            (letters, whole) = ("AEIOUaeiou", [0xC0, 0xC8, 0xCC, 0xD2, 0xD9, 0xE0, 0xE8, 0xEC, 0xF2, 0xF9])
        case 0x301:
            (letters, whole) = (
                "AEIOUYaeiouy", [0xC1, 0xC9, 0xCD, 0xD3, 0xDA, 0xDD, 0xE1, 0xE9, 0xED, 0xF3, 0xFA, 0xFD]
            )
        case 0x302:
            (letters, whole) = ("AEIOUaeiou", [0xC2, 0xCA, 0xCE, 0xD4, 0xDB, 0xE2, 0xEA, 0xEE, 0xF4, 0xFB])
        case 0x303: (letters, whole) = ("ANOano", [0xC3, 0xD1, 0xD5, 0xE3, 0xF1, 0xF5])
        case 0x308:
            (letters, whole) = (
                "AEIOUYaeiouy", [0xC4, 0xCB, 0xCF, 0xD6, 0xDC, 0x178, 0xE4, 0xEB, 0xEF, 0xF6, 0xFC, 0xFF]
            )
        case 0x30A: (letters, whole) = ("Aa", [0xC5, 0xE5])
        case 0x327: (letters, whole) = ("Cc", [0xC7, 0xE7])
        default: return nil
        }
        return letters.withUTF8Buffer { buffer in
            buffer.firstIndex { UInt32($0) == letter }.map { whole[$0] }
        }
    }
}
