/// Where a document stands below the watched folder: the file name's own bytes, and a text that shows them.
///
/// The text form writes a byte that is no part of valid UTF-8 as `\xHH` and a backslash as `\\`, so that each path
/// has one text and each text one path. It may hold control characters: whoever prints it escapes them.
package struct DocumentPath: Hashable, Sendable {
    /// The path as text, as it stands on the wire and in the store.
    package let text: String

    /// Reads the bytes of a path relative to the watched folder; nil where it is empty, absolute, or has an empty,
    /// `.` or `..` part or a NUL.
    package init?(bytes: some Collection<UInt8>) {
        guard Self.isWellFormed(bytes) else { return nil }
        self.text = Self.escaped(Array(bytes))
    }

    /// Reads the text form; nil where an escape is malformed or the path is not well formed.
    package init?(text: String) {
        if !Self.hasEscape(text) {
            guard Self.isWellFormed(text.utf8) else { return nil }
            self.text = text
            return
        }
        guard let bytes = Self.unescaped(text), Self.isWellFormed(bytes) else { return nil }
        self.text = Self.escaped(bytes)
    }

    /// Hands over the bytes that a text in UTF-8 stands for; nothing where it is no path's text.
    package static func withBytes(
        ofText text: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void
    ) {
        if text.contains(UInt8(ascii: "\\")) {
            DocumentPath(text: String(decoding: text, as: UTF8.self))?.bytes.withUnsafeBytes(body)
        } else if isWellFormed(text) {
            body(text)
        }
    }

    /// The path's bytes, as the file system knows them.
    package var bytes: [UInt8] {
        guard Self.hasEscape(text) else { return Array(text.utf8) }
        return Self.unescaped(text) ?? Array(text.utf8)
    }

    /// The last part, as text.
    package var name: String {
        guard let slash = text.utf8.lastIndex(of: UInt8(ascii: "/")) else { return text }
        return String(text[text.index(after: slash)...])
    }

    private static func isWellFormed(_ bytes: some Collection<UInt8>) -> Bool {
        // The length of the part so far, and of how many dots it begins with.
        var (length, dots) = (0, 0)
        func isPart() -> Bool { length > 2 || length > dots }
        for byte in bytes {
            switch byte {
            case 0: return false
            case UInt8(ascii: "/"):
                guard isPart() else { return false }
                (length, dots) = (0, 0)
            default:
                if byte == UInt8(ascii: "."), dots == length { dots += 1 }
                length += 1
            }
        }
        return isPart()
    }

    private static func hasEscape(_ text: String) -> Bool { text.utf8.contains(UInt8(ascii: "\\")) }

    private static func escaped(_ bytes: [UInt8]) -> String {
        let isPlain = bytes.allSatisfy { $0 < 0x80 && $0 != UInt8(ascii: "\\") }
        if isPlain { return String(decoding: bytes, as: UTF8.self) }
        var result = ""
        var rest = bytes[...]
        while let first = rest.first {
            if first == UInt8(ascii: "\\") {
                result += "\\\\"
                rest = rest.dropFirst()
            } else if let (scalar, length) = firstScalar(of: rest) {
                result.unicodeScalars.append(scalar)
                rest = rest.dropFirst(length)
            } else {
                result += "\\x" + hexDigits(first)
                rest = rest.dropFirst()
            }
        }
        return result
    }

    private static func firstScalar(of bytes: ArraySlice<UInt8>) -> (Unicode.Scalar, Int)? {
        let head = bytes.prefix(4)
        for length in 1...4 where length <= head.count {
            if let valid = String(validating: head.prefix(length), as: UTF8.self),
                let scalar = valid.unicodeScalars.first
            {
                return (scalar, length)
            }
        }
        return nil
    }

    private static func hexDigits(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count == 1 ? "0" + digits : digits
    }

    private static func unescaped(_ text: String) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count)
        var bytes = Array(text.utf8)[...]
        while let byte = bytes.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                result.append(byte)
                continue
            }
            switch bytes.popFirst() {
            case UInt8(ascii: "\\"): result.append(byte)
            case UInt8(ascii: "x"):
                guard bytes.count >= 2,
                    let value = UInt8(String(decoding: bytes.prefix(2), as: UTF8.self), radix: 16)
                else { return nil }
                result.append(value)
                bytes = bytes.dropFirst(2)
            default: return nil
            }
        }
        return result
    }
}

extension DocumentPath: Comparable, CustomStringConvertible {
    package static func < (left: DocumentPath, right: DocumentPath) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    package var description: String { text }

    // String compares by canonical equivalence, which would make one document of `é.md` in NFC and in NFD.
    package static func == (left: DocumentPath, right: DocumentPath) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
