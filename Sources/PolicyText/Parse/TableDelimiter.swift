/// Finds the line that sets a table's head apart from its rows: `| --- | :-: |`.
///
/// The line is no passage: it lies between the head's passage and the first row's.
package enum TableDelimiter {
    /// Whether such a line stands in what lies between two passages.
    package static func stands(in gap: some Collection<UInt8>) -> Bool {
        gap.split(separator: UInt8(ascii: "\n")).contains { line in
            var dashes = 0
            var bars = 0
            for byte in line {
                switch byte {
                case UInt8(ascii: "-"): dashes += 1
                case UInt8(ascii: "|"): bars += 1
                case UInt8(ascii: ":"), UInt8(ascii: "+"), 0x20, 0x09, 0x0D: break
                default: return false
                }
            }
            return dashes > 0 && bars > 0
        }
    }
}
