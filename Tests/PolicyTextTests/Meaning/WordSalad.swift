import Foundation
import TestSupport

/// Makes documents without sense from the words that rules look for: cues, function words, names, dates, amounts,
/// marks of lists, headings and tables, in any order. What people write never does; a file may hold it all the same.
struct WordSalad {
    private var random: SeededGenerator
    private let words: [String]

    /// - Parameter words: from `vocabulary()`, read once for all salads.
    init(seed: UInt64, words: [String]) {
        random = SeededGenerator(seed: seed)
        self.words = words
    }

    /// The cues of both languages, whole and word by word, and what stands between words.
    static func vocabulary() throws -> [String] {
        var words: [String] = []
        for name in ["modality.tsv", "cues-extra.tsv", "words.tsv"] {
            let table = try TestFiles.bytes(SharedFolder.projectFolder + "/Sources/CLexicon/" + name)
            for line in String(decoding: table, as: UTF8.self).split(separator: "\n").dropFirst() {
                let columns = line.split(separator: "\t")
                guard columns.count > 1 else { continue }
                words.append(String(columns[1]))
                words += columns[1].split(separator: " ").map(String.init)
            }
        }
        return words
    }

    private static let between = [
        ",", ";", ":", ".", "(", ")", "«", "»", "“", "”", "’", "'", "-", "–", "/", "|", "*", "**", "[",
        "](x)", "%",
        "$", "€", "?", "!", "…", "\u{A0}", "\u{301}", "é", "&", "#", "1.", "(a)", "§",
    ]
    private static let values = [
        "2030", "31 December 2027", "1er janvier 2028", "$5 million", "5 000 000 $", "12,5 %", "three years",
        "trente jours", "30 days", "99999999999999999999", "0", "-1", "1/0", "28.02", "2024-2025", "XIXe",
        "first", "deuxième", "a.m.", "24:00", "₤", "²",
    ]
    private static let names = [
        "Canada", "NATO", "OTAN", "Ministère", "The", "La", "Les", "Council", "Conseil", "United Nations",
        "Affaires mondiales Canada", "É", "ACCBP", "République de Corée", "Nous", "We", "Programme", "Fund",
    ]
    private static let starts = [
        "", "", "", "- ", "* ", "1. ", "a) ", "# ", "## ", "| ", "> ", "    ", "\t", "1.1 ", "Article 1. ",
    ]

    mutating func document() -> String {
        var text = ""
        for _ in 0..<Int.random(in: 1...14, using: &random) {
            text += one(of: Self.starts) + line()
            text += one(of: ["\n", "\n\n", "\n", " :\n", ".\n\n"])
        }
        return text
    }

    /// The same with some words taken out, put in, made others or moved.
    mutating func edited(_ text: String) -> String {
        var parts = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let place = Int.random(in: 0..<parts.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: parts.remove(at: place)
            case 1: parts.insert(token(), at: place)
            case 2: parts[place] = token()
            case 3: parts.swapAt(place, Int.random(in: 0..<parts.count, using: &random))
            default:
                let end = min(parts.count, place + Int.random(in: 0..<12, using: &random))
                let moved = Array(parts[place..<end])
                parts.removeSubrange(place..<end)
                parts.insert(contentsOf: moved, at: Int.random(in: 0...parts.count, using: &random))
            }
            if parts.isEmpty { parts = [token()] }
        }
        return parts.joined(separator: " ")
    }

    private mutating func one(of choices: [String]) -> String {
        choices[Int.random(in: choices.indices, using: &random)]
    }

    private mutating func line() -> String {
        (0..<Int.random(in: 1...30, using: &random)).map { _ in token() }.joined(separator: " ")
    }

    private mutating func token() -> String {
        switch Int.random(in: 0..<10, using: &random) {
        case 0: return one(of: Self.between)
        case 1: return one(of: Self.values)
        case 2, 3: return one(of: Self.names)
        case 4:
            let word = one(of: words)
            return word.prefix(1).uppercased() + word.dropFirst()
        default: return one(of: words)
        }
    }
}
