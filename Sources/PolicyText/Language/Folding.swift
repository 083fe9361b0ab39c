/// Brings text to the form in which two spellings of the same words compare equal.
///
/// Lower case, no accents, ligatures apart, compatibility forms (full width, raised digits) as the plain ones; one
/// apostrophe, one dash, one quotation mark; soft hyphens and joiners dropped; each run of white space one space,
/// none at the ends, none before `: ; ! ? % »` nor after `«`, where French and English typography differ.
package enum Folding {
    /// The folded form of a text.
    package static func folded(_ text: some StringProtocol) -> String {
        var copy = String(text)
        return copy.withUTF8 { bytes in String(decoding: folded(bytes), as: UTF8.self) }
    }

    /// The folded form of UTF-8 bytes; bytes that are not UTF-8 are taken for signs.
    package static func folded(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        let table = FoldingTable.shared
        var spaceIsDue = false
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x80 {
                index += 1
                if byte <= 0x20 || byte == 0x7F {
                    spaceIsDue = true
                } else {
                    let isUpper = byte &- 0x41 < 26
                    append(isUpper ? byte | 0x20 : byte, to: &result, spaceIsDue: &spaceIsDue)
                }
                continue
            }
            let (scalar, length) = UTF8Reader.scalar(in: bytes, at: index)
            guard let scalar else {
                append(byte, to: &result, spaceIsDue: &spaceIsDue)
                index += 1
                continue
            }
            let entry = table.entry(of: scalar)
            switch entry.kind {
            case .dropped: break
            case .space: spaceIsDue = true
            case .apostrophe: append(UInt8(ascii: "'"), to: &result, spaceIsDue: &spaceIsDue)
            case .dash: append(UInt8(ascii: "-"), to: &result, spaceIsDue: &spaceIsDue)
            case .quote:
                let opens = scalar == 0xAB || scalar == 0x2039
                if scalar == 0xBB || scalar == 0x203A { spaceIsDue = false }
                append(UInt8(ascii: "\""), to: &result, spaceIsDue: &spaceIsDue)
                if opens { index = skippingSpace(in: bytes, from: index + length) - length }
            default:
                if entry.count > 0 {
                    if spaceIsDue, !result.isEmpty { result.append(0x20) }
                    spaceIsDue = false
                    result.append(contentsOf: table.form(of: entry))
                } else {
                    appendLowercased(
                        scalar, bytes[index..<index + length], to: &result, spaceIsDue: &spaceIsDue)
                }
            }
            index += length
        }
        return result
    }

    private static func append(_ byte: UInt8, to result: inout [UInt8], spaceIsDue: inout Bool) {
        if spaceIsDue {
            spaceIsDue = false
            if !result.isEmpty, !":;!?%".utf8.contains(byte) { result.append(0x20) }
        }
        result.append(byte)
    }

    private static func appendLowercased(
        _ scalar: UInt32, _ bytes: Slice<UnsafeBufferPointer<UInt8>>, to result: inout [UInt8],
        spaceIsDue: inout Bool
    ) {
        if spaceIsDue, !result.isEmpty { result.append(0x20) }
        spaceIsDue = false
        if scalar > 0x590, let known = Unicode.Scalar(scalar), known.properties.changesWhenLowercased {
            result.append(contentsOf: known.properties.lowercaseMapping.utf8)
        } else {
            result.append(contentsOf: bytes)
        }
    }

    private static func skippingSpace(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start
        while index < bytes.count {
            if bytes[index] <= 0x20 {
                index += 1
                continue
            }
            let (scalar, length) = UTF8Reader.scalar(in: bytes, at: index)
            guard bytes[index] >= 0x80, let scalar, FoldingTable.shared.entry(of: scalar).kind == .space
            else {
                break
            }
            index += length
        }
        return index
    }
}
