internal import FoundationEssentials
package import PolicyAnswer

/// A question with what a right answer must hold: a line of a `questions.jsonl`.
package struct AskedQuestion: Decodable, Sendable {
    package var id: String
    package var lang: String
    package var question: String
    /// Any of these words, verbatim in the source; none where the documents do not answer.
    package var answers: [String]
    /// The name of the file that answers.
    package var doc: String?
    package var kind: String
    /// The paragraphs that answer; absent where any that holds an answer does.
    package var gold: [String]?

    /// The questions of a file, a line of JSON each.
    package static func questions(in path: String) -> [AskedQuestion] {
        let data = FileManager.default.contents(atPath: path) ?? Data()
        return data.split(separator: UInt8(ascii: "\n")).compactMap { line in
            try? JSONDecoder().decode(AskedQuestion.self, from: Data(line))
        }
    }

    /// The questions whose id stands in a file, in its words: id, tab, question.
    package static func reworded(_ questions: [AskedQuestion], by path: String) -> [AskedQuestion] {
        let text = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
        var words: [String: String] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: "\t", maxSplits: 1)
            if parts.count == 2 { words[String(parts[0])] = String(parts[1]) }
        }
        return questions.compactMap { question in
            var question = question
            guard let text = words[question.id] else { return nil }
            question.question = text
            return question
        }
    }

    /// Whether the documents answer it.
    package var isAnswerable: Bool { kind != "unanswerable" }

    /// Whether an answer's passage is a right one.
    package func isRight(path: String, passage: String) -> Bool {
        guard let doc, path == doc else { return false }
        if !answers.isEmpty, !isIn(passage) { return false }
        guard let gold, !gold.isEmpty else { return true }
        return gold.contains { Folded.overlap(passage, $0) >= 0.5 }
    }

    /// Whether a text holds one of the answers.
    package func isIn(_ text: String) -> Bool {
        let folded = Folded.text(text)
        return answers.contains { answer in
            let wanted = Folded.text(answer)
            return !wanted.isEmpty && folded.contains(wanted)
        }
    }
}

/// How a reply did.
package struct Judgement: Sendable {
    /// From 1; 0 where no passage given is right.
    package var rank = 0
    /// Whether the first passage is right and its chosen sentence holds the answer.
    package var isSentenceRight = false
    package var isAnswered = false

    package init(_ reply: AnswerReply, to question: AskedQuestion) {
        isAnswered = reply.isAnswered
        for (place, answer) in reply.answers.enumerated()
        where question.isRight(path: answer.path.text, passage: answer.passage) {
            rank = place + 1
            break
        }
        if rank == 1 { isSentenceRight = question.isIn(reply.answers[0].sentence) }
    }
}

/// Shares of questions answered well.
package struct Tally: Sendable {
    /// Questions that the documents answer, and others.
    package private(set) var count = 0
    private var absent = 0
    private var refused = 0
    private var first = 0
    private var firstFive = 0
    private var sentence = 0
    private var answered = 0

    package init() {}

    package mutating func add(_ judgement: Judgement, isAnswerable: Bool = true) {
        guard isAnswerable else {
            absent += 1
            if !judgement.isAnswered { refused += 1 }
            return
        }
        count += 1
        if judgement.rank == 1 { first += 1 }
        if (1...5).contains(judgement.rank) { firstFive += 1 }
        if judgement.isSentenceRight { sentence += 1 }
        if judgement.isAnswered { answered += 1 }
    }

    package var firstRight: Double { share(first) }
    package var fiveRight: Double { share(firstFive) }
    package var sentenceRight: Double { share(sentence) }
    /// Of the answerable, those that were answered; of the others, those that were refused.
    package var kept: Double { share(answered) }
    package var shareRefused: Double { absent == 0 ? 1 : Double(refused) / Double(absent) }

    private func share(_ part: Int) -> Double { count == 0 ? 0 : Double(part) / Double(count) }

    /// One line for a person.
    package var text: String {
        func percent(_ share: Double) -> String { String((share * 1000).rounded() / 10) }
        return "n \(count)  S@1 \(percent(firstRight))  S@5 \(percent(fiveRight))"
            + "  sentence@1 \(percent(sentenceRight))  kept \(percent(kept))"
            + (absent == 0 ? "" : "  refused \(percent(shareRefused)) of \(absent)")
    }
}

/// Texts as they are compared when judging: lower case, plain quotes, single spaces.
enum Folded {
    static func text(_ text: String) -> String {
        var result = ""
        var isAfterSpace = true
        for scalar in text.lowercased().unicodeScalars {
            if scalar.properties.isWhitespace {
                if !isAfterSpace { result += " " }
                isAfterSpace = true
                continue
            }
            isAfterSpace = false
            switch scalar.value {
            case 0x2018, 0x2019, 0xB4: result += "'"
            case 0x201C, 0x201D: result += "\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        if result.hasSuffix(" ") { result.removeLast() }
        return result
    }

    /// The share of the runs of four words of the shorter text that the other has.
    static func overlap(_ left: String, _ right: String) -> Double {
        let (a, b) = (runs(of: left), runs(of: right))
        guard !a.isEmpty, !b.isEmpty else { return 0 }
        return Double(a.intersection(b).count) / Double(min(a.count, b.count))
    }

    private static func runs(of text: String) -> Set<[Substring]> {
        let words = Self.text(text).split { !($0.isLetter || $0.isNumber || $0 == "_") }
        guard !words.isEmpty else { return [] }
        return Set((0..<max(1, words.count - 3)).map { Array(words[$0..<min(words.count, $0 + 4)]) })
    }
}
