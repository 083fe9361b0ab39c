import TestSupport
import Testing

@testable import LinuxSystem

struct SHA256Tests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `the standard's examples give the standard's hashes`(text: String, expected: String) {
        #expect(SHA256.hexadecimal(SHA256.hash(of: Array(text.utf8))) == expected)
    }

    @Test func `a million letters give the standard's hash both ways`() {
        let letters = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
        for usesInstructions in [true, false] {
            var hash = SHA256(usesInstructions: usesInstructions)
            hash.update(letters)
            #expect(
                SHA256.hexadecimal(hash.finish())
                    == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
        }
    }

    @Test func `both ways agree on every length, in whatever pieces it comes`() {
        var random = SeededGenerator(seed: 1)
        for length in 0..<300 {
            let bytes = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            var pieces = SHA256(usesInstructions: false)
            var rest = bytes[...]
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 1...90, using: &random))
                pieces.update(Array(piece))
                rest = rest.dropFirst(piece.count)
            }
            #expect(pieces.finish() == SHA256.hash(of: bytes))
        }
    }
}
