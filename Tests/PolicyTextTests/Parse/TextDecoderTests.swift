import TestSupport
import Testing

@testable import PolicyText

struct TextDecoderTests {
    private static let texts = [
        "", "plain", "L’été à l'œuvre\r\n« fin »\u{85}\u{0C}\0\u{1}\u{7F}", "e\u{301}\u{FEFF} é 漢字 😀",
        "no end\r",
    ]

    @Test(arguments: texts, [TextEncoding.utf8, .utf8WithMark, .utf16LittleEndian, .utf16BigEndian])
    func `text in Unicode comes back as it was`(text: String, encoding: TextEncoding) throws {
        let bytes = try #require(encoding.encode(text))
        let decoded = try TextDecoder.decode(bytes)
        #expect(decoded.encoding == encoding)
        #expect(Array(decoded.text.utf8) == Array(text.utf8))
        #expect(decoded.isReversible)
        #expect(decoded.encoding.encode(decoded.text) == bytes)
    }

    @Test func `Windows-1252 keeps French typography`() throws {
        let bytes: [UInt8] =
            Array("L".utf8) + [0x92] + Array("oe".utf8) + [0x9C, 0xE9, 0x20, 0x85, 0xA0, 0x80, 0x96, 0x81]
        let decoded = try TextDecoder.decode(bytes)
        #expect(decoded.encoding == .windows1252)
        #expect(decoded.text == "L’oeœé …\u{A0}€–\u{81}")
        #expect(decoded.encoding.encode(decoded.text) == bytes)
    }

    @Test func `Latin-1 with next-line ends keeps its lines`() throws {
        let bytes: [UInt8] = [0xC9, 0x74, 0xE9, 0x85, 0x66, 0x69, 0x6E, 0x85]
        let decoded = try TextDecoder.decode(bytes)
        #expect(decoded.encoding == .latin1)
        #expect(decoded.text == "Été\u{85}fin\u{85}")
        #expect(decoded.encoding.encode(decoded.text) == bytes)
    }

    @Test func `damaged UTF-8 stays UTF-8 and says so`() throws {
        let bytes = Array("Été après été, œuvre à côté".utf8) + [0xC3]
        let decoded = try TextDecoder.decode(bytes)
        #expect(decoded.encoding == .utf8)
        #expect(!decoded.isReversible)
        #expect(decoded.text.hasPrefix("Été après été"))
    }

    @Test func `an odd or unpaired UTF-16 says that it is not reversible`() throws {
        #expect(try !TextDecoder.decode([0xFF, 0xFE, 0x41, 0x00, 0x42]).isReversible)
        #expect(try !TextDecoder.decode([0xFE, 0xFF, 0xD8, 0x00, 0x00, 0x41]).isReversible)
    }

    @Test func `random bytes come back, or are said not to`() {
        var random = SeededGenerator(seed: 3)
        for round in 0..<4000 {
            let count = Int.random(in: 0...40, using: &random)
            var bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            if round % 4 == 0 { bytes = [0xFF, 0xFE] + bytes }
            if round % 4 == 1 { bytes = [0xFE, 0xFF] + bytes }
            if round % 4 == 2 { bytes = [0xEF, 0xBB, 0xBF] + bytes }
            guard let decoded = try? TextDecoder.decode(bytes), decoded.isReversible else { continue }
            #expect(decoded.encoding.encode(decoded.text) == bytes)
        }
    }

    private static let otherKinds: [([UInt8], String)] = [
        ([0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0], "it is a program (ELF), not text"),
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "it is a picture (PNG), not text"),
        (Array("%PDF-1.7\n".utf8), "it is a PDF document, not text"),
        (Array("PK\u{3}\u{4}....word/document.xml".utf8), "it is a Word document (DOCX), not text"),
        (Array("PK\u{3}\u{4}....".utf8), "it is a ZIP archive, not text"),
        ([0x1F, 0x8B, 8, 0], "it is a compressed file (gzip), not text"),
        (Array("{\\rtf1 x}".utf8), "it is an RTF document, not text"),
        (
            [UInt8](repeating: 3, count: 64),
            "it is not text: 64 of its 64 bytes are control characters"
        ),
        (
            (0..<80).map { $0 % 2 == 0 ? 0x41 : 0 },
            "it looks like UTF-16 without a byte order mark"
        ),
    ]

    @Test(arguments: otherKinds)
    func `a file of another kind is refused with a reason`(bytes: [UInt8], reason: String) {
        #expect {
            try TextDecoder.decode(bytes)
        } throws: { error in
            (error as? UnreadableText)?.reason == reason
        }
    }
}
