internal import PolicyAPI
internal import PolicyDigest
internal import PolicyText
internal import Varlink

/// A digest as JSON: the day's changes exactly as `Changes` gives them, and where the register stands.
enum DigestJSON {
    private struct Day: Encodable {
        var date: String
        var documents: Int
        var changes: [Wire.Change]
        var deadlines: [Wire.Commitment]
        var problems: [Wire.Problem]
    }

    static func text(of digest: Digest, wire: WireFormat) -> String {
        let day = Day(
            date: digest.date.iso, documents: digest.documents, changes: digest.changes.map(wire.change),
            deadlines: digest.register.deadlines.map { wire.commitment($0.commitment) },
            problems: digest.problems.map(wire.problem))
        return String(decoding: (try? JSONWriter.bytes(of: day)) ?? [], as: UTF8.self) + "\n"
    }
}
