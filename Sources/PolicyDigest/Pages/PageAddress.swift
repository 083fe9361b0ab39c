internal import LinuxSystem
package import PolicyText

/// What the pages of the digest folder are called, and how one names another.
package enum PageAddress {
    package static let index = "index.html"
    /// The folder of the documents' pages.
    package static let documents = "documents"
    /// The list of all documents, where there are too many for the index.
    package static let allDocuments = "documents/index.html"
    // Longer names end in their hash: a file system takes 255 bytes.
    private static let longestName = 120

    package static func day(_ date: CalendarDate) -> String { date.iso + ".html" }

    /// A part of a day that is too long for one page.
    package static func part(_ number: Int, of date: CalendarDate) -> String { "\(date.iso)/\(number).html" }

    /// A document's page. No two documents share one: letters, digits, '.', '-' and '_' stand for themselves, every
    /// other byte is '=' and two hexadecimal digits.
    package static func document(_ path: DocumentPath) -> String {
        var name = ""
        for byte in path.bytes {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "_"):
                name.unicodeScalars.append(Unicode.Scalar(byte))
            default: name += "=" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }
        if name.utf8.count > longestName {
            name = name.prefix(longestName - 65) + "=" + SHA256.hexadecimal(SHA256.hash(of: path.bytes))
        }
        // Neither hidden nor the folder's own index.
        return "\(documents)/d-\(name).html"
    }
}
