/// Turns the text of printed pages into running text, so that two versions differ only in what they say.
///
/// Pages end in a form feed. What belongs to the paper goes: headers and footers that come back page after page, page
/// numbers, hyphens at line ends, the spaces that make columns and margins, ligatures. A paragraph that runs over the
/// foot of a page is one again. Everything else stays, in its order. What looks like a page number but does not count
/// with the pages stays too: it may be an amount.
enum PagedTextCleaner {
    /// So many lines at the head and at the foot of a page can be a header or a footer, of a quarter of it at most.
    private static let zoneSize = 3
    /// A header or footer comes back on so many pages at least…
    private static let fewestRepeats = 3
    /// … and on this share of them: left and right pages can have headers of their own.
    private static let repeatShare = 0.4

    static func clean(_ text: String) -> String {
        var pages = text.split(separator: "\u{0C}", omittingEmptySubsequences: false).map { page in
            page.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(plainLine)
        }
        while pages.last?.allSatisfy(\.isEmpty) == true { pages.removeLast() }
        let numbers = pageNumberPositions(pages)
        let repeated = repeatedLines(pages)
        let kept = pages.enumerated().map { index, lines in
            let zone = zones(lines)
            return lines.enumerated().filter { position, line in
                guard zone.contains(position), !line.isEmpty else { return true }
                if numbers[index].contains(position) { return false }
                return !repeated.contains(shape(line))
            }.map(\.element)
        }
        return joined(kept)
    }

    // A line without margins, columns and ligatures.
    private static func plainLine(_ line: Substring) -> String {
        var result = ""
        var isAfterSpace = true
        for scalar in line.unicodeScalars {
            if scalar == " " || scalar == "\t" {
                if !isAfterSpace { result.unicodeScalars.append(" ") }
                isAfterSpace = true
                continue
            }
            isAfterSpace = false
            switch scalar.value {
            case 0xFB00: result += "ff"
            case 0xFB01: result += "fi"
            case 0xFB02: result += "fl"
            case 0xFB03: result += "ffi"
            case 0xFB04: result += "ffl"
            case 0xFB05, 0xFB06: result += "st"
            default: result.unicodeScalars.append(scalar)
            }
        }
        if isAfterSpace, !result.isEmpty { result.removeLast() }
        return result
    }

    // The positions of the first and last lines that are not empty.
    private static func zones(_ lines: [String]) -> Set<Int> {
        let filled = lines.indices.filter { !lines[$0].isEmpty }
        // Of a short page less: its text may well come back on other pages.
        let size = min(zoneSize, max(1, filled.count / 4))
        return Set(filled.prefix(size) + filled.suffix(size))
    }

    // A line with its numbers left out, so that `Page 3 of 9` is the same on each page.
    private static func shape(_ line: String) -> String {
        var shape = ""
        for character in line {
            if character.isNumber {
                if shape.last != "#" { shape.append("#") }
            } else {
                shape.append(character)
            }
        }
        return shape
    }

    private static func repeatedLines(_ pages: [[String]]) -> Set<String> {
        var counts: [String: Int] = [:]
        for lines in pages {
            // Nothing but a number is judged by how it counts.
            for line in Set(zones(lines).map { shape(lines[$0]) }) where line != "#" {
                counts[line, default: 0] += 1
            }
        }
        let least = max(fewestRepeats, Int((Double(pages.count) * repeatShare).rounded(.up)))
        return Set(counts.filter { $0.value >= least }.keys)
    }

    // For each page the positions of lines that tell its number: they count up with the pages.
    private static func pageNumberPositions(_ pages: [[String]]) -> [Set<Int>] {
        var distances: [Int: Int] = [:]
        let found = pages.enumerated().map { index, lines in
            zones(lines).compactMap { position -> (position: Int, distance: Int, isNamed: Bool)? in
                guard let (number, isNamed) = pageNumber(lines[position]) else { return nil }
                return (position, number - index, isNamed)
            }
        }
        for candidates in found {
            for distance in Set(candidates.map(\.distance)) { distances[distance, default: 0] += 1 }
        }
        let least = max(2, pages.count / 2)
        return found.map { candidates in
            Set(
                candidates.filter { $0.isNamed || distances[$0.distance, default: 0] >= least }.map(
                    \.position))
        }
    }

    // `12`, `- 12 -`, `12/30`, `p. 12`, `Page 12 of 30`, `Page 12 sur 30`: the number, and whether it says what it is.
    private static func pageNumber(_ line: String) -> (number: Int, isNamed: Bool)? {
        guard line.utf8.count <= 40 else { return nil }
        let separators: Set<Character> = ["-", "–", "—", "|", "[", "]", "(", ")", "."]
        let words = line.lowercased().split { $0.isWhitespace || separators.contains($0) || $0 == "/" }.map(
            String.init)
        let names: Set<String> = ["page", "p", "pg"]
        let isNamed = words.first.map(names.contains) ?? false
        let rest = isNamed ? Array(words.dropFirst()) : words
        guard let number = rest.first.flatMap({ Int($0) }), number >= 0, number < 100_000 else { return nil }
        switch rest.count {
        case 1: return (number, isNamed)
        case 2 where line.contains("/"): return Int(rest[1]).map { _ in (number, isNamed) }
        case 3 where ["of", "sur", "de"].contains(rest[1]): return Int(rest[2]).map { _ in (number, isNamed) }
        default: return nil
        }
    }

    private static func joined(_ pages: [[String]]) -> String {
        var lines: [String] = []
        for page in pages {
            var page = page[...]
            while page.first?.isEmpty == true { page.removeFirst() }
            while page.last?.isEmpty == true { page.removeLast() }
            guard let first = page.first else { continue }
            if let last = lines.last, !runsOn(last, into: first) { lines.append("") }
            lines += page
        }
        return LineEndHyphens.mend(lines).reduce(into: "") { text, line in
            // One empty line between paragraphs, however far apart they were printed.
            guard !(line.isEmpty && (text.isEmpty || text.hasSuffix("\n\n"))) else { return }
            text += line + "\n"
        }
    }

    // Whether a paragraph goes on over the foot of the page.
    private static func runsOn(_ last: String, into first: String) -> Bool {
        guard let end = last.last, let start = first.first else { return false }
        return start.isLowercase && !".?!:;…»”\"".contains(end)
    }
}

/// Puts words together again that were cut at line ends.
enum LineEndHyphens {
    // What stands behind a hyphen that belongs to the word: inverted pronouns, and parts of compounds.
    private static let keptBefore: Set<String> = [
        "il", "elle", "on", "ils", "elles", "je", "tu", "nous", "vous", "ce", "ci", "là", "même", "mêmes",
        "être", "t",
        "à", "de", "du", "le", "la", "les", "up", "in", "to", "off", "out",
    ]

    static func mend(_ lines: [String]) -> [String] {
        var lines = lines
        let words = Set(lines.flatMap { $0.split { !($0.isLetter || $0 == "-") }.map { $0.lowercased() } })
        for index in lines.indices.dropLast() {
            guard let last = lines[index].last, last == "-" || last == "\u{AD}" || last == "\u{2010}" else {
                continue
            }
            let next = lines[index + 1]
            let tail = next.prefix { !$0.isWhitespace }
            let head = lines[index].dropLast().reversed().prefix { $0.isLetter || $0 == "-" }.reversed()
            guard tail.first?.isLowercase == true, head.last?.isLetter == true else { continue }
            let isSoft = last != "-"
            let hyphen =
                !isSoft && keepsHyphen(String(head), String(tail.prefix { $0.isLetter || $0 == "-" }), words)
            lines[index] = String(lines[index].dropLast()) + (hyphen ? "-" : "") + tail
            lines[index + 1] = String(next.dropFirst(tail.count).drop { $0.isWhitespace })
            if lines[index + 1].isEmpty { lines[index + 1] = Self.emptied }
        }
        return lines.filter { $0 != Self.emptied }
    }

    // A line all of whose words went to the line before; an empty one would end the paragraph.
    private static let emptied = "\u{0}"

    private static func keepsHyphen(_ head: String, _ tail: String, _ words: Set<String>) -> Bool {
        let (head, tail) = (head.lowercased(), tail.lowercased())
        // The document itself knows best how the word is written where nothing cut it.
        if words.contains(head + tail) { return false }
        if words.contains(head + "-" + tail) { return true }
        return head.contains("-") || keptBefore.contains(String(tail.prefix { $0 != "-" }))
    }
}
