/// A file's text and how it stood in the file.
package struct DecodedText: Hashable, Sendable {
    /// Without the byte order mark; every other character as it was.
    package var text: String
    package var encoding: TextEncoding
    /// Whether `encoding.encode(text)` gives the file's bytes back. Where it does not, keep the bytes.
    package var isReversible: Bool
}

/// Why bytes under a text file's name are not read as text, in words for whoever owns the file.
package struct UnreadableText: Error, Hashable, Sendable {
    /// What it is instead, to stand after « cannot read 'x.txt': ».
    package var reason: String
    package var advice: String?
}

/// Finds out how a file's bytes spell text, and reads them.
///
/// A byte order mark decides. Without one, bytes that are valid UTF-8 are UTF-8: text in an older encoding is
/// next to never valid by chance. The rest is Windows-1252, of which Latin-1's letters are a part; or UTF-8 with
/// some bytes damaged, where most of what is not ASCII is well-formed. Nothing is normalised: line ends, control
/// characters and decomposed accents stay.
package enum TextDecoder {
    /// Reads the bytes of a text file.
    package static func decode(_ bytes: [UInt8]) throws(UnreadableText) -> DecodedText {
        if let kind = FileSignature.kind(of: bytes) { throw kind.refusal }
        if bytes.starts(with: TextEncoding.utf16LittleEndianMark) {
            return try utf16(bytes, .utf16LittleEndian)
        }
        if bytes.starts(with: TextEncoding.utf16BigEndianMark) {
            return try utf16(bytes, .utf16BigEndian)
        }
        if bytes.starts(with: TextEncoding.utf8Mark) {
            return try utf8(bytes.dropFirst(TextEncoding.utf8Mark.count), .utf8WithMark)
        }
        return try utf8(bytes[...], .utf8)
    }

    private static func utf8(
        _ bytes: ArraySlice<UInt8>, _ encoding: TextEncoding
    ) throws(UnreadableText) -> DecodedText {
        if let text = String(validating: bytes, as: UTF8.self) {
            try refuseNoise(bytes, controlShare: 30)
            return DecodedText(text: text, encoding: encoding, isReversible: true)
        }
        try refuseNoise(bytes, controlShare: 3)
        if encoding == .utf8WithMark || isMostlyUTF8(bytes) {
            return DecodedText(text: repairedUTF8(bytes), encoding: encoding, isReversible: false)
        }
        return singleByte(bytes)
    }

    // MARK: Single bytes

    private static func singleByte(_ bytes: ArraySlice<UInt8>) -> DecodedText {
        // In Latin-1 0x85 ends a line (NEL), in Windows-1252 it is an ellipsis: only where it is the one line end
        // there is, and no other character of Windows-1252 occurs, is it the former.
        var isLatin1 = true
        var hasNextLine = false
        for byte in bytes {
            if byte == 0x0A || byte == 0x0D || (0x80..<0xA0).contains(byte) && byte != 0x85 {
                isLatin1 = false
                break
            }
            if byte == 0x85 { hasNextLine = true }
        }
        isLatin1 = isLatin1 && hasNextLine
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + bytes.count / 8)
        for byte in bytes {
            if byte < 0x80 {
                result.append(byte)
            } else {
                append(isLatin1 ? UInt32(byte) : windows1252Scalar(of: byte), to: &result)
            }
        }
        return DecodedText(
            text: String(decoding: result, as: UTF8.self), encoding: isLatin1 ? .latin1 : .windows1252,
            isReversible: true)
    }

    private static func windows1252Scalar(of byte: UInt8) -> UInt32 {
        (0x80..<0xA0).contains(byte) ? UInt32(TextEncoding.windows1252High[Int(byte) - 0x80]) : UInt32(byte)
    }

    /// Appends a scalar of at most 16 bits that is no surrogate.
    private static func append(_ scalar: UInt32, to bytes: inout [UInt8]) {
        if scalar < 0x80 {
            bytes.append(UInt8(scalar))
        } else if scalar < 0x800 {
            bytes.append(0xC0 | UInt8(scalar >> 6))
            bytes.append(0x80 | UInt8(scalar & 0x3F))
        } else {
            bytes.append(0xE0 | UInt8(scalar >> 12))
            bytes.append(0x80 | UInt8(scalar >> 6 & 0x3F))
            bytes.append(0x80 | UInt8(scalar & 0x3F))
        }
    }

    // MARK: Damaged UTF-8

    private static func isMostlyUTF8(_ bytes: ArraySlice<UInt8>) -> Bool {
        var good = 0
        var bad = 0
        forEachSequence(bytes) { length, isValid in
            if isValid { good += length > 1 ? 1 : 0 } else { bad += 1 }
        }
        return good > 3 * bad
    }

    /// A stray byte becomes the character it is in Windows-1252 where a letter may stand, else U+FFFD.
    private static func repairedUTF8(_ bytes: ArraySlice<UInt8>) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 16)
        var index = bytes.startIndex
        forEachSequence(bytes) { length, isValid in
            if isValid {
                result.append(contentsOf: bytes[index..<index + length])
            } else if bytes[index] >= 0xA0, index + 1 < bytes.endIndex, bytes[index + 1] < 0x80 {
                append(UInt32(bytes[index]), to: &result)
            } else {
                append(0xFFFD, to: &result)
            }
            index += length
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func forEachSequence(_ bytes: ArraySlice<UInt8>, _ visit: (Int, Bool) -> Void) {
        bytes.withUnsafeBufferPointer { buffer in
            var index = 0
            while index < buffer.count {
                let (scalar, length) = UTF8Reader.scalar(in: buffer, at: index)
                visit(length, scalar != nil)
                index += length
            }
        }
    }

    // MARK: UTF-16

    private static func utf16(
        _ bytes: [UInt8], _ encoding: TextEncoding
    ) throws(UnreadableText) -> DecodedText {
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        let low = encoding == .utf16LittleEndian ? 0 : 1
        var index = 2
        while index + 1 < bytes.count {
            units.append(UInt16(bytes[index + low]) | UInt16(bytes[index + 1 - low]) << 8)
            index += 2
        }
        let isWhole = bytes.count % 2 == 0
        if let text = String(validating: units, as: UTF16.self) {
            try refuseNoise(Array(text.utf8)[...], controlShare: 30)
            return DecodedText(text: text, encoding: encoding, isReversible: isWhole)
        }
        let text = String(decoding: units, as: UTF16.self)
        return DecodedText(text: text, encoding: encoding, isReversible: false)
    }

    // MARK: Noise

    /// Refuses bytes of which so many in a hundred are control characters that no text has.
    private static func refuseNoise(_ bytes: ArraySlice<UInt8>, controlShare: Int) throws(UnreadableText) {
        var low = 0
        var allowed = 0
        var deletes = 0
        var zeros = 0
        bytes.withUnsafeBufferPointer { buffer in
            // Without branches, so that the compiler makes it wide.
            for byte in buffer {
                low &+= byte < 0x20 ? 1 : 0
                // Tab, line feed, vertical tab, form feed, carriage return and escape belong to text.
                allowed &+= byte &- 0x09 < 5 ? 1 : 0
                allowed &+= byte == 0x1B ? 1 : 0
                deletes &+= byte == 0x7F ? 1 : 0
                zeros &+= byte == 0 ? 1 : 0
            }
        }
        let controls = low - allowed + deletes
        guard controls > 8, controls * 100 > bytes.count * controlShare else { return }
        if zeros * 100 > bytes.count * 35, zeros * 100 < bytes.count * 65 {
            throw UnreadableText(
                reason: "it looks like UTF-16 without a byte order mark", advice: "save it as UTF-8")
        }
        throw UnreadableText(
            reason: "it is not text: \(controls) of its \(bytes.count) bytes are control characters",
            advice: "move it out of the watched folder, or save it as text")
    }
}
