import FoundationEssentials
import Glibc
import PolicyAnswer
import PolicyText

struct AskedQuestion: Decodable {
    var id: String
    var lang: String
    var question: String
    var answers: [String]
    var doc: String?
    var kind: String
    var gold: [String]?
}

func evaluate() {
    let arguments = CommandLine.arguments
    guard arguments.count >= 3 else {
        print("usage: AskEvaluation CORPUS QUESTIONS [--within] [--misses] [--dump FILE] [--without-gold]")
        return
    }
    if arguments[2] == "--batch" { return serve(arguments[1]) }
    let within = arguments.contains("--within")
    let dump = arguments.firstIndex(of: "--dump").map { Dump(arguments[$0 + 1]) }
    let misses = arguments.contains("--misses")
    var folder = Folder()
    folder.load(arguments[1])
    let data = FileManager.default.contents(atPath: arguments[2]) ?? Data()
    var questions: [AskedQuestion] = []
    for line in data.split(separator: UInt8(ascii: "\n")) {
        if let question = try? JSONDecoder().decode(AskedQuestion.self, from: Data(line)) {
            questions.append(question)
        }
    }
    let index = folder.index()
    let none = NoRecord()
    let answerer = Answerer(index: index, changes: none, commitments: none, documents: none)
    var rows: [String: Tally] = [:]
    var times: [Double] = []
    for question in questions {
        let path = within ? question.doc.flatMap { DocumentPath(text: $0) } : nil
        let start = clock_gettime_nsec_np()
        guard
            let reply = try? answerer.answer(
                question.question, limit: 10, path: path, today: CalendarDate(year: 2026, month: 11, day: 21)!
            )
        else { continue }
        times.append(Double(clock_gettime_nsec_np() - start) / 1e6)
        let judged = Judge.judge(question, reply)
        if let dump { dump.write(question, try! answerer.observations(question.question, path: path)) }
        for key in ["all", "lang=" + question.lang, "kind=" + question.kind] {
            rows[key, default: Tally()].add(question, judged, reply)
        }
        if misses, !judged.sentence, question.kind != "unanswerable" {
            print(
                "MISS", question.id, "rank", judged.rank, "|", question.question, "|",
                question.answers.first ?? "", "|",
                reply.answers.first.map { "\($0.path): \($0.sentence.prefix(200))" } ?? "")
        }
    }
    for key in rows.keys.sorted() { print(key, rows[key]!.text) }
    times.sort()
    if !times.isEmpty {
        print(
            "ms p50", times[times.count / 2], "p99", times[times.count * 99 / 100], "postings",
            folder.postings.postingCount)
    }
}

func clock_gettime_nsec_np() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

struct Tally {
    var count = 0, first = 0, five = 0, sentence = 0, withAnswers = 0, answered = 0, words = 0
    mutating func add(_ question: AskedQuestion, _ judged: Judge, _ reply: AnswerReply) {
        count += 1
        if judged.rank == 1 { first += 1 }
        if (1...5).contains(judged.rank) { five += 1 }
        if judged.sentence { sentence += 1 }
        if reply.isAnswered { answered += 1 }
        words += reply.answers.first.map { $0.sentence.split(separator: " ").count } ?? 0
    }
    var text: String {
        func share(_ value: Int) -> String { String(Double(value * 1000 / max(1, count)) / 10) }
        return
            "n \(count) S@1 \(share(first)) S@5 \(share(five)) sent \(share(sentence)) answered \(share(answered)) words \(words / max(1, count))"
    }
}

struct Judge {
    var rank = 0
    var sentence = false

    static func judge(_ question: AskedQuestion, _ reply: AnswerReply) -> Judge {
        var result = Judge()
        for (place, answer) in reply.answers.enumerated() where isRight(question, answer) {
            result.rank = place + 1
            break
        }
        if result.rank == 1 { result.sentence = contains(reply.answers[0].sentence, question.answers) }
        return result
    }

    static func isRight(_ question: AskedQuestion, _ answer: Answer) -> Bool {
        guard let doc = question.doc, answer.path.text == doc else { return false }
        if !question.answers.isEmpty, !contains(answer.passage, question.answers) { return false }
        if let gold = question.gold, !gold.isEmpty {
            return gold.contains { overlap(answer.passage, $0) >= 0.5 }
        }
        return true
    }

    static func fold(_ text: String) -> String {
        var result = ""
        var space = true
        for scalar in text.lowercased().precomposedForJudging.unicodeScalars {
            switch scalar.value {
            case 0x2018, 0x2019, 0xB4: result.unicodeScalars.append("'"); space = false
            case 0x201C, 0x201D: result.unicodeScalars.append("\""); space = false
            default:
                if scalar.properties.isWhitespace {
                    if !space { result += " " }
                    space = true
                } else {
                    result.unicodeScalars.append(scalar)
                    space = false
                }
            }
        }
        if result.hasSuffix(" ") { result.removeLast() }
        return result
    }

    static func contains(_ text: String, _ answers: [String]) -> Bool {
        let folded = Array(fold(text).utf8)
        return answers.contains { answer in
            let wanted = Array(fold(answer).utf8)
            guard !wanted.isEmpty, wanted.count <= folded.count else { return false }
            return (0...folded.count - wanted.count).contains {
                folded[$0..<$0 + wanted.count].elementsEqual(wanted)
            }
        }
    }

    static func grams(_ text: String) -> Set<[String]> {
        let words = Tokenizer().tokens(in: text).map(\.text)
        guard !words.isEmpty else { return [] }
        return Set((0..<max(1, words.count - 3)).map { Array(words[$0..<min(words.count, $0 + 4)]) })
    }

    static func overlap(_ left: String, _ right: String) -> Double {
        let a = grams(left)
        let b = grams(right)
        guard !a.isEmpty, !b.isEmpty else { return 0 }
        return Double(a.intersection(b).count) / Double(min(a.count, b.count))
    }
}

extension String {
    var precomposedForJudging: String { self }
}

struct NoRecord: ChangeSource, CommitmentSource, DocumentSource {
    func changes(matching filter: ChangeFilter) throws -> [RecordedChange] { [] }
    func commitments(matching filter: CommitmentFilter) throws -> [RegisteredCommitment] { [] }
    func documents(limit: Int) throws -> [DocumentSummary] { [] }
}

struct Folder {
    var postings = PostingsIndex()
    var candidates: [Int64: Candidate] = [:]
    var paths: [DocumentPath] = []

    mutating func load(_ folder: String) {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        for name in names where name.hasSuffix(".txt") || name.hasSuffix(".md") {
            guard let data = FileManager.default.contents(atPath: folder + "/" + name),
                let path = DocumentPath(text: name)
            else { continue }
            add(String(decoding: data, as: UTF8.self), path)
        }
    }

    mutating func add(_ text: String, _ path: DocumentPath) {
        let document = Int64(paths.count)
        paths.append(path)
        let outline = OutlineParser.parse(text, format: DocumentFormat(fileName: path.name))
        let title = outline.title ?? String(path.name.prefix { $0 != "." })
        for (place, passage) in outline.passages.enumerated() where passage.kind != .heading {
            let id = Int64(candidates.count + 1)
            let section = outline.section(of: place)
            candidates[id] = Candidate(
                id: id, path: path, version: 1, title: title, section: section, line: passage.line,
                language: passage.language, kind: passage.kind, text: passage.text,
                sentences: passage.sentences)
            postings.add(
                PostingsIndex.Entry(
                    id: id, document: document, text: passage.text, language: passage.language,
                    section: section,
                    title: title, since: Timestamp(milliseconds: 0)))
        }
    }

    func index() -> PostedPassages {
        let paths = paths
        let candidates = candidates
        return PostedPassages(
            postings: postings, asOf: nil, load: { $0.compactMap { candidates[$0] } },
            number: { path in paths.firstIndex(of: path).map(Int64.init) }, path: { paths[Int($0)] })
    }
}

/// Writes features with labels, a line a passage: question, right, features; then a line a sentence of right ones.
final class Dump {
    private let file: UnsafeMutablePointer<FILE>
    init(_ path: String) { file = fopen(path, "w") }

    func write(_ question: AskedQuestion, _ ranked: [RankedPassage]) {
        var lines = "Q \(question.id)\n"
        for (place, passage) in ranked.enumerated() {
            let answer = Answer(
                path: passage.candidate.path, version: 1, section: [], line: 1, language: .english,
                passage: passage.candidate.text, sentence: "", answer: nil, confidence: 0)
            let right = Judge.isRight(question, answer)
            guard right || place < 40 else { continue }
            lines +=
                "P \(right ? 1 : 0) " + passage.features.map { String(Float($0)) }.joined(separator: " ")
                + "\n"
            guard right || place < 5 else { continue }
            for sentence in passage.sentences {
                let text = passage.candidate.text.utf8
                let start = text.index(text.startIndex, offsetBy: sentence.range.lowerBound)
                let slice = String(
                    passage.candidate.text[start..<text.index(start, offsetBy: sentence.range.count)])
                let good = right && Judge.contains(slice, question.answers)
                lines +=
                    "S \(good ? 1 : 0) " + sentence.features.map { String(Float($0)) }.joined(separator: " ")
                    + "\n"
            }
        }
        fputs(lines, file)
        fflush(file)
    }
}

struct BatchQuestion: Decodable {
    var question: String
    var k: Int
}

struct BatchAnswer: Encodable {
    var path: String
    var passage: String
    var sentence: String
    var confidence: Double
}

struct BatchReply: Encodable {
    var answered: Bool
    var answers: [BatchAnswer]
}

/// Answers questions from standard input, a line of JSON each, as `evaluate.py --batch` asks them.
func serve(_ corpus: String) {
    var folder = Folder()
    folder.load(corpus)
    let answerer = Answerer(
        index: folder.index(), changes: NoRecord(), commitments: NoRecord(), documents: NoRecord())
    let encoder = JSONEncoder()
    while let line = readLine() {
        guard let asked = try? JSONDecoder().decode(BatchQuestion.self, from: Data(line.utf8)),
            let reply = try? answerer.answer(
                asked.question, limit: asked.k, today: CalendarDate(year: 2026, month: 11, day: 21)!)
        else { continue }
        let answers = reply.answers.map {
            BatchAnswer(
                path: $0.path.text, passage: $0.passage, sentence: $0.sentence, confidence: $0.confidence)
        }
        let data = (try? encoder.encode(BatchReply(answered: reply.isAnswered, answers: answers))) ?? Data()
        print(String(decoding: data, as: UTF8.self))
        fflush(nil)
    }
}
