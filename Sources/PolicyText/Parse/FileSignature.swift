/// The first bytes by which a file that is not text tells what it is.
struct FileSignature {
    private let offset: Int
    private let bytes: [UInt8]
    private let name: String
    private let advice: String?

    /// What the policy's owner is told.
    var refusal: UnreadableText {
        UnreadableText(reason: "it is \(name), not text", advice: advice)
    }

    /// The kind of file that begins so, where it is a known one.
    static func kind(of file: [UInt8]) -> FileSignature? {
        guard let first = file.first else { return nil }
        for signature in known where signature.offset > 0 || signature.bytes[0] == first {
            guard file.dropFirst(signature.offset).starts(with: signature.bytes) else { continue }
            return signature.refined(by: file.prefix(4096))
        }
        return nil
    }

    private init(_ text: String, _ name: String, advice: String? = nil, offset: Int = 0) {
        self.init(Array(text.utf8), name, advice: advice, offset: offset)
    }

    private init(_ bytes: [UInt8], _ name: String, advice: String? = nil, offset: Int = 0) {
        self.bytes = bytes
        self.name = name
        self.advice = advice
        self.offset = offset
    }

    /// Office documents are ZIP archives: their first entries' names tell which.
    private func refined(by head: ArraySlice<UInt8>) -> FileSignature {
        guard bytes.starts(with: Self.zip) else { return self }
        let kinds = [
            ("application/vnd.oasis.opendocument.text", "an OpenDocument text", "odt"),
            ("word/", "a Word document (DOCX)", "docx"),
            ("xl/", "an Excel workbook (XLSX)", nil),
            ("ppt/", "a PowerPoint presentation (PPTX)", nil),
            ("application/epub+zip", "an EPUB book", nil),
        ]
        for (mark, name, suffix) in kinds where Self.contains(head, Array(mark.utf8)) {
            return FileSignature(bytes, name, advice: suffix.map(Self.rename) ?? Self.saveAsText)
        }
        return self
    }

    private static func contains(_ bytes: ArraySlice<UInt8>, _ part: [UInt8]) -> Bool {
        bytes.indices.contains { bytes[$0...].starts(with: part) }
    }

    private static let zip: [UInt8] = [0x50, 0x4B]
    private static let saveAsText = "save it as text"
    private static func rename(_ suffix: String) -> String { "rename it to end in .\(suffix)" }

    private static let known: [FileSignature] = [
        FileSignature("%PDF-", "a PDF document", advice: rename("pdf")),
        FileSignature([0x50, 0x4B, 0x03, 0x04], "a ZIP archive", advice: "unpack it"),
        FileSignature([0x50, 0x4B, 0x05, 0x06], "a ZIP archive", advice: "unpack it"),
        FileSignature("{\\rtf", "an RTF document", advice: rename("rtf")),
        FileSignature(
            [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "an old Office document (DOC, XLS)",
            advice: "save it as DOCX or text"),
        FileSignature([0x7F, 0x45, 0x4C, 0x46], "a program (ELF)"),
        FileSignature([0xCF, 0xFA, 0xED, 0xFE], "a program (Mach-O)"),
        FileSignature([0x4D, 0x5A, 0x90, 0x00], "a program (Windows)"),
        FileSignature([0xCA, 0xFE, 0xBA, 0xBE], "a program (Java)"),
        FileSignature([0x00, 0x61, 0x73, 0x6D], "a program (WebAssembly)"),
        FileSignature([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "a picture (PNG)"),
        FileSignature([0xFF, 0xD8, 0xFF], "a picture (JPEG)"),
        FileSignature("GIF87a", "a picture (GIF)"),
        FileSignature("GIF89a", "a picture (GIF)"),
        FileSignature([0x49, 0x49, 0x2A, 0x00], "a picture (TIFF)"),
        FileSignature([0x4D, 0x4D, 0x00, 0x2A], "a picture (TIFF)"),
        FileSignature("WEBP", "a picture (WebP)", offset: 8),
        FileSignature("WAVEfmt ", "a sound (WAV)", offset: 8),
        FileSignature("OggS\0", "a sound (Ogg)"),
        FileSignature("ID3\u{3}\0", "a sound (MP3)"),
        FileSignature("ID3\u{4}\0", "a sound (MP3)"),
        FileSignature("\0ftyp", "a film (MP4)", offset: 3),
        FileSignature([0x1F, 0x8B], "a compressed file (gzip)", advice: "unpack it"),
        FileSignature([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "a compressed file (xz)", advice: "unpack it"),
        FileSignature([0x28, 0xB5, 0x2F, 0xFD], "a compressed file (zstd)", advice: "unpack it"),
        FileSignature(
            [0x31, 0x41, 0x59, 0x26, 0x53, 0x59], "a compressed file (bzip2)", advice: "unpack it", offset: 4),
        FileSignature([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "an archive (7z)", advice: "unpack it"),
        FileSignature("ustar", "an archive (tar)", advice: "unpack it", offset: 257),
        FileSignature("SQLite format 3\0", "a database (SQLite)"),
        FileSignature([0xFF, 0xFE, 0x00, 0x00], "UTF-32", advice: "save it as UTF-8"),
        FileSignature([0x00, 0x00, 0xFE, 0xFF], "UTF-32", advice: "save it as UTF-8"),
    ]
}
