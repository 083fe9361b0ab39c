/// How a text's characters stand in the bytes of its file. The raw value is stored.
package enum TextEncoding: String, CaseIterable, Sendable {
    case utf8 = "utf-8"
    case utf8WithMark = "utf-8-bom"
    case utf16LittleEndian = "utf-16le"
    case utf16BigEndian = "utf-16be"
    case windows1252 = "windows-1252"
    case latin1 = "iso-8859-1"

    /// The bytes of a text, with the byte order mark where the encoding has one; nil where a character has none.
    package func encode(_ text: String) -> [UInt8]? {
        switch self {
        case .utf8: return Array(text.utf8)
        case .utf8WithMark: return Self.utf8Mark + text.utf8
        case .utf16LittleEndian:
            var bytes = Self.utf16LittleEndianMark
            for unit in text.utf16 { bytes += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
            return bytes
        case .utf16BigEndian:
            var bytes = Self.utf16BigEndianMark
            for unit in text.utf16 { bytes += [UInt8(unit >> 8), UInt8(unit & 0xFF)] }
            return bytes
        case .windows1252: return singleBytes(of: text) { Self.windows1252Byte(of: $0) }
        case .latin1: return singleBytes(of: text) { UInt8(exactly: $0.value) }
        }
    }

    static let utf8Mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    static let utf16LittleEndianMark: [UInt8] = [0xFF, 0xFE]
    static let utf16BigEndianMark: [UInt8] = [0xFE, 0xFF]

    /// The characters of the bytes 0x80 to 0x9F in Windows-1252. The five it leaves out are the control characters
    /// of the same number, as the WHATWG Encoding Standard has it, so that no byte is lost.
    static let windows1252High: [UInt16] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
        0x8D,
        0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161,
        0x203A,
        0x0153, 0x9D, 0x017E, 0x0178,
    ]

    private static func windows1252Byte(of scalar: Unicode.Scalar) -> UInt8? {
        if let byte = UInt8(exactly: scalar.value), byte < 0x80 || byte >= 0xA0 { return byte }
        return windows1252High.firstIndex { UInt32($0) == scalar.value }.map { UInt8($0) + 0x80 }
    }

    private func singleBytes(of text: String, _ byte: (Unicode.Scalar) -> UInt8?) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            guard let byte = byte(scalar) else { return nil }
            bytes.append(byte)
        }
        return bytes
    }
}
