/// The text on one line: every run of white space and control characters is a space, but for a no-break space alone,
/// which French sets inside quotation marks; and what would reorder the text around it is replaced.
func singleLine(_ text: some StringProtocol) -> String {
    let isOne = text.utf8.withContiguousStorageIfAvailable { isSingleLine($0) } ?? false
    return isOne ? String(text) : singleLineOfScalars(text)
}

func singleLineOfScalars(_ text: some StringProtocol) -> String {
    var line = String.UnicodeScalarView()
    var space: Unicode.Scalar?
    for scalar in text.unicodeScalars {
        if isBlank(scalar) {
            let isKept = space == nil && (scalar == "\u{A0}" || scalar == "\u{202F}")
            space = isKept ? scalar : " "
            continue
        }
        if let space, !line.isEmpty { line.append(space) }
        space = nil
        line.append(isReordering(scalar) ? "\u{FFFD}" : scalar)
    }
    return String(line)
}

/// White space and control characters. Most letters are known by their place, without a look into the tables.
private func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0...0x20, 0x7F: true
    case 0x21...0x7E, 0xC0...0x24F: false
    default: scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
    }
}

/// Embeddings, overrides and isolates of the bidirectional algorithm (UAX #9).
private func isReordering(_ scalar: Unicode.Scalar) -> Bool {
    (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
}

/// Whether the bytes of a text are on one line as they are; false where only its scalars can tell.
private func isSingleLine(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var before: UInt8 = 0x20
    for (place, byte) in bytes.enumerated() {
        switch byte {
        case 0..<0x20, 0x7F: return false
        case 0x20 where before == 0x20: return false
        // What begins the white space, the control characters and the reordering ones beyond ASCII; not the
        // guillemets (C2 AB, C2 BB), the typographic quotation marks and dashes (E2 80 90 to E2 80 A7).
        case 0xC2 where bytes[place + 1] <= 0xA0: return false
        case 0xE1, 0xE3: return false
        case 0xE2 where bytes[place + 1] == 0x80 && !(0x90...0xA7).contains(bytes[place + 2]): return false
        case 0xE2 where bytes[place + 1] == 0x81: return false
        default: break
        }
        before = byte
    }
    return bytes.isEmpty || before != 0x20
}
