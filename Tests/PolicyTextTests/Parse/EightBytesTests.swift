import TestSupport
import Testing

@testable import PolicyText

struct EightBytesTests {
    /// Bytes around the borders of what the masks tell, and any others.
    private static let borders =
        Array("@AZ[`az{ \t\n\r.;/09\u{7F}".utf8) + [0x80, 0xC1, 0xC2, 0xE1, 0xE2, 0xFF]

    @Test func `masks tell what a look at each byte tells`() {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<4000 {
            let bytes = (0..<8).map { _ in
                Bool.random(using: &random)
                    ? Self.borders.randomElement(using: &random) ?? 0
                    : UInt8.random(in: 0...255, using: &random)
            }
            bytes.withUnsafeBufferPointer { buffer in
                let eight = EightBytes(buffer, at: 0)
                #expect(places(eight.letters) == bytes.map(SourceText.isLetter))
                #expect(places(eight.equal(to: 0x20)) == bytes.map { $0 == 0x20 })
                #expect(
                    eight.areLettersAndSpaces == bytes.allSatisfy { $0 == 0x20 || SourceText.isLetter($0) })
                #expect(EightBytes.leading(eight.letters) == bytes.prefix(while: SourceText.isLetter).count)
                let ends = bytes.contains { (0x0A...0x0D).contains($0) || $0 == 0xC2 || $0 == 0xE2 }
                #expect(!ends || eight.mayEndLine)
            }
        }
    }

    @Test func `three spaces or a tab are a gap wherever they stand`() {
        for place in 0..<6 {
            #expect(
                hasGap(
                    String(repeating: "x", count: place) + "   " + String(repeating: "x", count: 5 - place)))
        }
        for place in 0..<8 {
            #expect(
                hasGap(String(repeating: "x", count: place) + "\t" + String(repeating: "x", count: 7 - place))
            )
        }
        #expect(!hasGap("  xx  xx"))
        #expect(!hasGap("aa  b  c"))
    }

    @Test func `runs are equal where all their bytes are`() {
        for count in 0..<40 {
            let bytes = (0..<count).map { UInt8($0) }
            #expect(areEqual(bytes, bytes))
            #expect(!areEqual(bytes, bytes + [0]))
            for place in bytes.indices {
                var other = bytes
                other[place] ^= 0x40
                #expect(!areEqual(bytes, other))
            }
        }
    }

    private func places(_ mask: UInt64) -> [Bool] { (0..<8).map { mask >> UInt64(8 * $0) & 0xFF == 0x80 } }

    private func hasGap(_ text: String) -> Bool {
        Array(text.utf8).withUnsafeBufferPointer { EightBytes($0, at: 0).hasGap }
    }

    private func areEqual(_ first: [UInt8], _ second: [UInt8]) -> Bool {
        first.withUnsafeBufferPointer { first in
            second.withUnsafeBufferPointer { EightBytes.areEqual(first, $0) }
        }
    }
}
