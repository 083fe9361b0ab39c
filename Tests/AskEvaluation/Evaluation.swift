import AskMeasuring
import FoundationEssentials
import Glibc
import PolicyAnswer
import PolicyText

/// Asks questions of a folder of documents and tells how often they are answered well, without a daemon.
///
/// `AskEvaluation CORPUS QUESTIONS [--within] [--instead FILE] [--misses] [--words] [--rows FILE] [--together N]`
///
/// - `--within`: each question is asked of the document that answers it alone.
/// - `--instead FILE`: asks only the questions whose id stands in the file, in its words: id, tab, question.
/// - `--misses`: prints the questions whose first sentence is wrong.
/// - `--words`: prints the words marked as the answer, beside those wanted.
/// - `--rows FILE`: writes what was seen of the answers, for `learn.py`.
/// - `--together N`: the folder is taken N documents at a time; each question is asked of its own N, and again of
///   the N after them, which cannot answer it. With `--foreign CORPUS`, of that folder instead.
struct Evaluation {
    private let corpus: String
    private let questions: [AskedQuestion]
    private let asksWithin: Bool
    private let showsMisses: Bool
    private let showsWords: Bool
    private let together: Int?
    private let foreign: String?
    private var rows: FeatureRows?

    init?(_ arguments: [String]) {
        guard arguments.count >= 3 else { return nil }
        func value(_ option: String) -> String? {
            arguments.firstIndex(of: option).flatMap {
                arguments.indices.contains($0 + 1) ? arguments[$0 + 1] : nil
            }
        }
        corpus = arguments[1]
        let asked = AskedQuestion.questions(in: arguments[2])
        questions = value("--instead").map { AskedQuestion.reworded(asked, by: $0) } ?? asked
        asksWithin = arguments.contains("--within")
        showsMisses = arguments.contains("--misses")
        showsWords = arguments.contains("--words")
        together = value("--together").flatMap { Int($0) }
        foreign = value("--foreign")
        rows = value("--rows").map(FeatureRows.init)
    }

    func run() throws {
        if let together {
            try askTogether(together)
        } else {
            try askAll()
        }
    }

    // MARK: Measuring

    private func askAll() throws {
        let folder = CorpusFolder(corpus)
        let answerer = folder.answerer()
        var tallies: [String: Tally] = [:]
        var times: [Double] = []
        for question in questions {
            let path = asksWithin ? question.doc.flatMap { DocumentPath(text: $0) } : nil
            let start = milliseconds()
            let reply = try answerer.answer(question.question, limit: 10, path: path, today: Self.today)
            times.append(milliseconds() - start)
            let judgement = Judgement(reply, to: question)
            for key in ["all", "language " + question.lang, "kind " + question.kind] {
                tallies[key, default: Tally()].add(judgement, isAnswerable: question.isAnswerable)
            }
            if showsMisses, !judgement.isSentenceRight, question.isAnswerable {
                printMiss(question, judgement, reply)
            }
            if showsWords, judgement.isSentenceRight, let answer = reply.answers.first {
                print("WORDS \(question.question) | \(question.answers[0]) | \(answer.answer ?? "-")")
            }
            try rows?.write(question, answerer, path: path, isPresent: question.isAnswerable)
        }
        for (key, tally) in tallies.sorted(by: { $0.key < $1.key }) { print("\(key): \(tally.text)") }
        times.sort()
        guard !times.isEmpty else { return }
        print(
            "ms of processor time: p50 \(times[times.count / 2]) p99 \(times[times.count * 99 / 100]), \(folder.postingCount) postings"
        )
    }

    private func printMiss(_ question: AskedQuestion, _ judgement: Judgement, _ reply: AnswerReply) {
        let given = reply.answers.first.map { "\($0.path): \($0.sentence.prefix(200))" } ?? ""
        print(
            "MISS \(question.id) rank \(judgement.rank) | \(question.question) | \(question.answers.first ?? "") | \(given)"
        )
    }

    // MARK: Present and absent

    private func askTogether(_ count: Int) throws {
        let names = CorpusFolder.names(in: corpus)
        let groups = stride(from: 0, to: names.count, by: count).map {
            Array(names[$0..<min(names.count, $0 + count)])
        }
        let foreigner = foreign.map { CorpusFolder($0).answerer() }
        let answerers = groups.map { CorpusFolder(corpus, names: $0).answerer() }
        var tally = Tally()
        for (number, group) in groups.enumerated() {
            let other = foreigner ?? answerers[(number + 1) % groups.count]
            for question in questions where group.contains(question.doc ?? "") {
                tally.add(
                    Judgement(
                        try answerers[number].answer(question.question, limit: 10, today: Self.today),
                        to: question))
                let strange = try other.answer(question.question, limit: 10, today: Self.today)
                tally.add(Judgement(strange, to: question), isAnswerable: false)
                try rows?.write(question, answerers[number], path: nil, isPresent: true)
                try rows?.write(question, other, path: nil, isPresent: false)
            }
        }
        print(tally.text)
    }

    private static let today = CalendarDate(daysSince1970: 20_000)

    /// Processor time, which a busy machine does not stretch.
    private func milliseconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
    }
}
