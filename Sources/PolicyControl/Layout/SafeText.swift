/// Text from outside made fit for a terminal: nothing in it moves the cursor, changes colours or reorders lines.
package enum SafeText {
    /// On one line: line breaks and tabs become spaces.
    package static func line(_ text: String) -> String {
        cleaned(text) { $0 == "\n" || $0 == "\t" || $0 == "\r" ? " " : nil }
    }

    /// With its line breaks and tabs; a carriage return before a line break goes.
    package static func text(_ text: String) -> String {
        guard text.utf8.contains(0x0D) else {
            return cleaned(text) { $0 == "\n" || $0 == "\t" ? String($0) : nil }
        }
        let scalars = Array(text.unicodeScalars)
        var result = String.UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() {
            let endsLine = scalar == "\r" && index + 1 < scalars.count && scalars[index + 1] == "\n"
            if !endsLine { result.append(scalar) }
        }
        return cleaned(String(result)) { $0 == "\n" || $0 == "\t" ? String($0) : nil }
    }

    private static func cleaned(_ text: String, _ replacement: (Unicode.Scalar) -> String?) -> String {
        guard mayBeUnsafe(text), text.unicodeScalars.contains(where: isUnsafe) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if !isUnsafe(scalar) {
                result.unicodeScalars.append(scalar)
            } else if let replacement = replacement(scalar) {
                result += replacement
            } else {
                result += "\\u{" + String(scalar.value, radix: 16) + "}"
            }
        }
        return result
    }

    /// Whether a byte is there that unsafe scalars have: most texts have none.
    private static func mayBeUnsafe(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            bytes.indices.contains { index in
                let next = index + 1 < bytes.count ? bytes[index + 1] : 0
                return switch bytes[index] {
                case 0..<0x20, 0x7F: true
                case 0xC2: next < 0xA0
                // U+2000 to U+207F, but for the quotation marks and dashes below U+2020.
                case 0xE2: next == 0x81 || next == 0x80 && index + 2 < bytes.count && bytes[index + 2] >= 0xA0
                default: false
                }
            }
        }
    }

    /// Control characters, line separators, and what reorders the text after it.
    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}

extension StringProtocol {
    /// The columns that it takes on a terminal.
    var columns: Int {
        let bytes = utf8
        if bytes.allSatisfy({ $0 < 0x80 }) { return bytes.count }
        return reduce(0) { $0 + $1.columns }
    }
}

extension Character {
    /// 0 for a mark alone, 2 for what East Asian text sets in full width, else 1.
    var columns: Int {
        guard let first = unicodeScalars.first else { return 0 }
        if first.value < 0x300 { return first.value == 0xAD ? 0 : 1 }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        switch first.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}
