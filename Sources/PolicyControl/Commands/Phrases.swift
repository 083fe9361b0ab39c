internal import PolicyAPI

/// Small things said the same way by several commands.
enum Phrases {
    // A heading that is a sentence is known by its beginning.
    private static let headingCharacters = 60

    /// The headings above a passage, outermost first.
    static func section(_ section: [String]) -> String {
        section.map { beginning(of: $0, headingCharacters) }.joined(separator: " › ")
    }

    /// `path:line`, as editors and terminals understand it.
    static func place(_ path: String, _ line: Int) -> String { "\(path):\(line)" }

    /// `2026-11-21 08:46` of an RFC 3339 time, in its own zone.
    static func minute(_ time: String) -> String {
        guard time.utf8.count >= 16 else { return time }
        return time.prefix(10) + " " + time.dropFirst(11).prefix(5)
    }

    /// `5 documents`, `1 document`, `1,234 documents`.
    static func count(_ number: Int, _ noun: String) -> String {
        grouped(number) + " " + noun + (number == 1 ? "" : "s")
    }

    /// `1,234`.
    static func grouped(_ number: Int) -> String {
        var digits = String(number.magnitude)[...]
        var groups: [Substring] = []
        while digits.count > 3 {
            groups.insert(digits.suffix(3), at: 0)
            digits = digits.dropLast(3)
        }
        return (number < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
    }

    /// `45 s`, `3 min`, `2 h`.
    static func duration(seconds: Int) -> String {
        switch seconds {
        case ..<100: "\(seconds) s"
        case ..<6000: "\((seconds + 59) / 60) min"
        default: "\((seconds + 3599) / 3600) h"
        }
    }

    /// `1.2 MB`, in powers of a thousand.
    static func size(_ bytes: Int) -> String {
        var value = Double(bytes)
        for unit in ["B", "kB", "MB", "GB"] {
            if value < 999.5 {
                let isWhole = unit == "B" || value >= 99.95
                let tenths = Int((value * 10).rounded())
                return isWhole ? "\(Int(value.rounded())) \(unit)" : "\(tenths / 10).\(tenths % 10) \(unit)"
            }
            value /= 1000
        }
        return "\(Int(value.rounded())) TB"
    }

    /// How sure the daemon is, in words.
    static func confidence(_ confidence: Double) -> String {
        switch confidence {
        case 0.85...: "sure"
        case 0.6..<0.85: "fairly sure"
        case 0.35..<0.6: "not sure"
        default: "a guess"
        }
    }

    /// The first characters of a text, up to a word's end.
    static func beginning(of text: String, _ limit: Int) -> String {
        guard text.utf8.count > limit,
            let cut = text.index(text.startIndex, offsetBy: limit, limitedBy: text.endIndex),
            cut < text.endIndex
        else { return text }
        let head = text[..<cut]
        let end = head.lastIndex(of: " ") ?? head.endIndex
        return head[..<end] + " …"
    }

    static func mark(_ significance: Wire.Significance) -> Mark {
        switch significance {
        case .high: .bad
        case .medium: .warning
        case .low: .faint
        }
    }
}
