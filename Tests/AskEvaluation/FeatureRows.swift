import AskMeasuring
import Glibc
import PolicyAnswer
import PolicyText

/// Writes what was seen of the answers, a line each, for `learn.py`.
///
/// `Q` question, present or not · `P` right or not, the features of a passage · `S` right or not, the features of a
/// sentence of the passage before · `E` right or not, the evidence of an answer, best first.
final class FeatureRows {
    private let file: UnsafeMutablePointer<FILE>?
    private static let passages = 40

    init(_ path: String) { file = fopen(path, "w") }

    deinit { if let file { fclose(file) } }

    func write(
        _ question: AskedQuestion, _ answerer: Answerer, path: DocumentPath?, isPresent: Bool
    ) throws {
        guard let file else { return }
        let (passages, evidence) = try answerer.observations(question.question, path: path)
        var lines = "Q \(question.id) \(isPresent ? 1 : 0)\n"
        for (place, passage) in passages.enumerated() {
            let candidate = passage.candidate
            let isRight =
                isPresent && question.isRight(path: candidate.path.text, passage: candidate.text)
            if place < evidence.count { lines += row("E", isRight, evidence[place]) }
            guard isRight || place < Self.passages else { continue }
            lines += row("P", isRight, passage.features)
            guard isRight else { continue }
            for sentence in passage.sentences {
                lines += row("S", question.isIn(text(candidate, sentence.range)), sentence.features)
            }
        }
        fputs(lines, file)
    }

    private func row(_ kind: String, _ isRight: Bool, _ features: [Double]) -> String {
        "\(kind) \(isRight ? 1 : 0) " + features.map { String(Float($0)) }.joined(separator: " ") + "\n"
    }

    private func text(_ candidate: Candidate, _ range: Range<Int>) -> String {
        String(decoding: Array(candidate.text.utf8)[range], as: UTF8.self)
    }
}
