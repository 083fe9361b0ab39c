import Foundation
import TestSupport

/// Policy-like documents in both languages, the same for the same seed.
///
/// Words are drawn with the frequencies of natural text (Zipf), so that an index meets common and rare ones; sentences
/// begin with an actor and a verb of commitment, documents have numbered headings, lists and dates.
struct PolicyCorpus {
    private var random: SeededGenerator
    private let english: [String]
    private let french: [String]

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        var words = SeededGenerator(seed: 1)
        english = Self.vocabulary(Self.englishParts, &words)
        french = Self.vocabulary(Self.frenchParts, &words)
    }

    /// A document of about `bytes` bytes.
    mutating func document(bytes: Int) -> String {
        let isFrench = Bool.random(using: &random)
        var text =
            isFrench ? "Politique sur \(phrase(isFrench, 3))\n\n" : "Policy on \(phrase(isFrench, 3))\n\n"
        var section = 0
        while text.utf8.count < bytes {
            section += 1
            text += "\(section). \(phrase(isFrench, 3).capitalized)\n\n"
            for _ in 0..<Int.random(in: 2...5, using: &random) { text += paragraph(isFrench) + "\n\n" }
            for _ in 0..<Int.random(in: 0...4, using: &random) { text += "- \(sentence(isFrench))\n" }
            text += "\n"
        }
        return text
    }

    /// The text with one word of one sentence replaced.
    mutating func edited(_ text: String) -> String {
        var lines = text.components(separatedBy: "\n")
        let long = lines.indices.filter { lines[$0].utf8.count > 80 }
        guard let line = long.randomElement(using: &random) else { return text + "\nEdited.\n" }
        var words = lines[line].components(separatedBy: " ")
        let place = Int.random(in: 1..<words.count, using: &random)
        let old = words[place]
        // Another word than the one that stands there.
        while words[place] == old { words[place] = word(false) }
        lines[line] = words.joined(separator: " ")
        return lines.joined(separator: "\n")
    }

    /// The text with a share of its words replaced, dropped or doubled.
    mutating func edited(_ text: String, share: Double) -> String {
        text.split(separator: " ").flatMap { word -> [String] in
            guard Double.random(in: 0..<1, using: &random) < share else { return [String(word)] }
            switch Int.random(in: 0..<3, using: &random) {
            case 0: return []
            case 1: return [self.word(false)]
            default: return [String(word), self.word(false)]
            }
        }.joined(separator: " ")
    }

    /// A question whose words occur in documents of the corpus.
    mutating func question() -> String {
        let isFrench = Bool.random(using: &random)
        return (isFrench ? "Quand le ministère doit-il " : "When must the department ") + phrase(isFrench, 4)
            + " ?"
    }

    /// Text of so many words, in sentences.
    mutating func prose(words: Int) -> String {
        var text = ""
        var count = 0
        while count < words {
            let sentence = sentence(false)
            count += sentence.split(separator: " ").count
            text += sentence + (count % 7 == 0 ? "\n\n" : " ")
        }
        return text
    }

    /// Writes so many documents below a folder, a hundred a folder; returns their paths.
    mutating func write(_ count: Int, bytes: Int, to folder: String) throws -> [String] {
        var paths: [String] = []
        for number in 0..<count {
            let parent = folder + "/\(number / 100)"
            if number % 100 == 0 {
                try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
            }
            let size = Int(Double(bytes) * Double.random(in: 0.5...1.5, using: &random))
            let path = parent + "/\(number).txt"
            try document(bytes: size).write(toFile: path, atomically: false, encoding: .utf8)
            paths.append(path)
        }
        return paths
    }

    // MARK: Words

    private mutating func paragraph(_ isFrench: Bool) -> String {
        (0..<Int.random(in: 2...5, using: &random)).map { _ in sentence(isFrench) }.joined(separator: " ")
    }

    private mutating func sentence(_ isFrench: Bool) -> String {
        let opening =
            (isFrench ? Self.frenchOpenings : Self.englishOpenings).randomElement(using: &random) ?? ""
        var text = opening + " " + phrase(isFrench, Int.random(in: 6...18, using: &random))
        if Int.random(in: 0..<8, using: &random) == 0 {
            let year = Int.random(in: 2024...2032, using: &random)
            text += isFrench ? " d’ici \(year)" : " by \(year)"
        }
        return text + "."
    }

    private mutating func phrase(_ isFrench: Bool, _ count: Int) -> String {
        (0..<count).map { _ in word(isFrench) }.joined(separator: " ")
    }

    private mutating func word(_ isFrench: Bool) -> String {
        let words = isFrench ? french : english
        let place = pow(Double.random(in: 0..<1, using: &random), 4) * Double(words.count)
        return words[Int(place)]
    }

    private static func vocabulary(_ parts: [[String]], _ random: inout SeededGenerator) -> [String] {
        var words: [String] = []
        for first in parts[0] {
            for second in parts[1] {
                for last in parts[2] { words.append(first + second + last) }
            }
        }
        return words.shuffled(using: &random)
    }

    private static let englishOpenings = [
        "The department will", "The Minister must", "Officials may", "We shall", "Every institution should",
        "The agency is committed to", "Partners agree to", "No person may",
    ]
    private static let frenchOpenings = [
        "Le ministère doit", "La ministre s’engage à", "Les organismes peuvent", "Nous allons",
        "Chaque établissement devrait", "Le gouvernement entend", "Les partenaires conviennent de",
        "Nul ne peut",
    ]
    private static let englishParts = [
        [
            "re", "con", "inter", "sub", "de", "pro", "trans", "over", "under", "pre", "co", "mis", "out",
            "per", "ad",
        ],
        [
            "port", "vis", "tract", "serv", "form", "view", "plan", "grant", "lic", "fish", "fund", "train",
            "safe", "rule",
        ],
        ["ing", "ation", "ed", "s", "ment", "able", "or", "ance", "al", "ive", "ity", "er", "ence", "ure"],
    ]
    private static let frenchParts = [
        [
            "re", "con", "inter", "sou", "dé", "pro", "trans", "sur", "sous", "pré", "co", "mé", "ex", "per",
            "ad",
        ],
        [
            "port", "vis", "tract", "serv", "form", "plan", "charg", "pêch", "fond", "gest", "règl", "mesur",
            "sécur",
        ],
        ["ation", "er", "é", "s", "ement", "able", "eur", "ance", "al", "if", "ité", "ée", "ence", "ure"],
    ]
}
