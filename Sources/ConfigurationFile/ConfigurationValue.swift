/// Readers of the kinds of value that a configuration file holds. Each gives nil for what it does not accept.
package enum ConfigurationValue {
    /// `500ms`, `2s`, `1min 30s`, `1h`, `2d`; a plain number counts seconds (systemd.time(7)).
    package static func duration(_ text: String) -> Duration? {
        let units: [String: Int64] = [
            "us": 1, "ms": 1000, "": 1_000_000, "s": 1_000_000, "sec": 1_000_000, "second": 1_000_000,
            "seconds": 1_000_000, "m": 60_000_000, "min": 60_000_000, "minute": 60_000_000,
            "minutes": 60_000_000,
            "h": 3_600_000_000, "hr": 3_600_000_000, "hour": 3_600_000_000, "hours": 3_600_000_000,
            "d": 86_400_000_000, "day": 86_400_000_000, "days": 86_400_000_000,
            "w": 604_800_000_000, "week": 604_800_000_000, "weeks": 604_800_000_000,
        ]
        var rest = Array(text.utf8).filter { $0 != UInt8(ascii: " ") }[...]
        var microseconds: Int64 = 0
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix(while: isDigit)
            rest = rest.dropFirst(digits.count)
            let letters = rest.prefix(while: { !isDigit($0) })
            rest = rest.dropFirst(letters.count)
            guard let number = Int64(String(decoding: digits, as: UTF8.self)),
                let unit = units[String(decoding: letters, as: UTF8.self)]
            else { return nil }
            let (product, overflow) = number.multipliedReportingOverflow(by: unit)
            let (sum, overflowToo) = microseconds.addingReportingOverflow(product)
            guard !overflow, !overflowToo else { return nil }
            microseconds = sum
        }
        return .microseconds(microseconds)
    }

    /// `1048576`, `16M`, `1G`: bytes, with factors of 1024.
    package static func size(_ text: String) -> Int? {
        let digits = text.prefix(while: { $0.isASCII && $0.isNumber })
        let factors = ["": 0, "B": 0, "K": 10, "M": 20, "G": 30, "T": 40]
        guard let number = Int(digits), let shift = factors[String(text.dropFirst(digits.count)).uppercased()]
        else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: 1 << shift)
        return overflow ? nil : bytes
    }

    /// `0660`: the permission bits, in octal.
    package static func mode(_ text: String) -> Int? {
        guard let mode = Int(text, radix: 8), (0...0o777).contains(mode) else { return nil }
        return mode
    }

    /// `07:30`: minutes since midnight.
    package static func timeOfDay(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 && $0.utf8.allSatisfy(isDigit) }),
            let hours = Int(parts[0]), let minutes = Int(parts[1]), hours < 24, minutes < 60
        else { return nil }
        return hours * 60 + minutes
    }

    /// An absolute path.
    package static func absolutePath(_ text: String) -> String? {
        text.hasPrefix("/") && !text.utf8.contains(0) ? text : nil
    }

    /// Words separated by white space; single or double quotes hold words together.
    package static func words(_ text: String) -> [String]? {
        var words: [String] = []
        var word: String?
        var quote: Character?
        for character in text {
            if let open = quote {
                if character == open { quote = nil } else { word?.append(character) }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character.isWhitespace {
                if let done = word { words.append(done) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if let done = word { words.append(done) }
        return quote == nil ? words : nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
