/// Cuts a long sentence at its semicolons.
enum SemicolonSplitter {
    static func parts(of range: Range<Int>, in text: String) -> [Range<Int>] {
        var text = text
        return text.withUTF8 { bytes in
            var result: [Range<Int>] = []
            var start = range.lowerBound
            for index in range where bytes[index] == UInt8(ascii: ";") {
                if let part = trimmed(start..<index, bytes) { result.append(part) }
                start = index + 1
            }
            if let part = trimmed(start..<range.upperBound, bytes) { result.append(part) }
            return result.isEmpty ? [range] : result
        }
    }

    private static func trimmed(_ range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
        var low = range.lowerBound
        var high = range.upperBound
        while low < high {
            if bytes[low] <= 0x20 {
                low += 1
            } else if low + 1 < high, bytes[low] == 0xC2, bytes[low + 1] == 0xA0 {
                low += 2
            } else {
                break
            }
        }
        while high > low {
            if bytes[high - 1] <= 0x20 {
                high -= 1
            } else if high - 2 >= low, bytes[high - 2] == 0xC2, bytes[high - 1] == 0xA0 {
                high -= 2
            } else {
                break
            }
        }
        return low < high ? low..<high : nil
    }
}
