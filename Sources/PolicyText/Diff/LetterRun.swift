/// The letters that most words are made of, and the signs that most words end at: what `ComparisonScanner` need not
/// look at one by one.
///
/// Eight bytes a step; whatever is not plain is left to the scanner's rules, which give the same for what is.
struct LetterRun {
    /// Where the run ends.
    private(set) var end: Int
    /// How many letters it has.
    private(set) var letters = 0

    /// The run of ASCII letters, and those with accents of western Europe, from a place on; it may be empty.
    @inline(__always)
    init(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) {
        end = start
        while true {
            let run = Self.asciiLetters(bytes, from: end)
            letters += run
            end += run
            // Two bytes a letter, but for × and ÷.
            guard end + 1 < bytes.count, bytes[end] == 0xC3, bytes[end + 1] & 0x9F != 0x97 else { return }
            letters += 1
            end += 2
        }
    }

    /// How many ASCII letters stand in a row from a place on.
    @inline(__always)
    private static func asciiLetters(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var place = start
        while place + 8 <= bytes.count {
            let run = EightBytes.leading(EightBytes(bytes, at: place).letters)
            place += run
            if run < 8 { return place - start }
        }
        while place < bytes.count, SourceText.isLetter(bytes[place]) { place += 1 }
        return place - start
    }

    /// Whether a word surely ends before this place: at the end, or at a sign that joins nothing.
    @inline(__always)
    static func isWordEnd(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Bool {
        guard place < bytes.count else { return true }
        switch bytes[place] {
        case 0...0x20: return true
        case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ")"), UInt8(ascii: "("), UInt8(ascii: "?"),
            UInt8(ascii: "!"), UInt8(ascii: "*"), UInt8(ascii: "]"), UInt8(ascii: "/"), UInt8(ascii: "|"):
            return true
        case UInt8(ascii: "."): return place + 1 == bytes.count || bytes[place + 1] <= 0x20
        default: return false
        }
    }

    enum PlainSign {
        case space
        case sign
    }

    /// White space, or a sign that is compared as it stands with no mark after it; nil where rules are needed to tell.
    @inline(__always)
    static func plainSign(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> PlainSign? {
        switch bytes[place] {
        case 0...0x20: return .space
        case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "("), UInt8(ascii: ")"),
            UInt8(ascii: "."):
            // Combining marks and further stops belong to the sign.
            guard place + 1 < bytes.count, bytes[place + 1] > 0x20 else { return .sign }
            return nil
        default: return nil
        }
    }
}
