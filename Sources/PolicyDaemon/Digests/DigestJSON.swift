internal import PolicyAPI
internal import PolicyDigest
internal import PolicyText
internal import Varlink

/// A digest as JSON: the day's changes exactly as `Changes` gives them, and where the register stands.
struct DigestJSON {
    /// A piece is handed on when it is longer than this.
    private static let piece_bytes = 1 << 16

    let wire: WireFormat

    func text(of digest: Digest) -> String {
        var bytes: [UInt8] = []
        forEachPiece(of: digest) { bytes += $0 }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The same piece by piece: a day may have a hundred thousand changes.
    func forEachPiece(of digest: Digest, _ body: ([UInt8]) throws -> Void) rethrows {
        let writer = JSONWriter()
        func write(_ name: StaticString, _ value: some Encodable) {
            writer.write(raw: name)
            // What is written has no number that JSON has not.
            try? writer.write(value)
        }
        write("{\"date\":", digest.date.iso)
        write(",\"documents\":", digest.documents)
        writer.write(raw: ",\"changes\":[")
        var isFirst = true
        for change in digest.changes {
            write(isFirst ? "" : ",", wire.change(change))
            isFirst = false
            if writer.bytes.count > Self.piece_bytes {
                try body(writer.bytes)
                writer.clear()
            }
        }
        write("],\"deadlines\":", digest.register.deadlines.map { wire.commitment($0.commitment) })
        write(",\"problems\":", digest.problems.map(wire.problem))
        writer.write(raw: "}\n")
        try body(writer.bytes)
    }
}
