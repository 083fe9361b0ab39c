import PolicyText

/// Tells sentences whose subject is named before them: "It was built by", « Elle compte ».
enum Pronouns {
    /// Whether a sentence begins with a pronoun or what stands for one, in bytes of the text.
    static func begin(_ text: String, _ sentence: Range<Int>, language: Language) -> Bool {
        var folded: String?
        let start = text.bytes(sentence.lowerBound..<min(sentence.upperBound, sentence.lowerBound + 24))
        if let first = Tokenizer().tokens(in: start).first { folded = first.text }
        guard let folded else { return false }
        return switch language {
        case .english: english.contains(folded)
        case .french: french.contains(folded)
        case .undetermined: english.contains(folded) || french.contains(folded)
        }
    }

    private static let english: Set<String> = [
        "it", "he", "she", "they", "its", "his", "her", "their", "this", "these", "we", "you",
    ]
    private static let french: Set<String> = [
        "il", "elle", "ils", "elles", "on", "son", "sa", "ses", "leur", "leurs", "ce", "cet", "cette", "ces",
        "celui", "celle", "nous", "vous",
    ]
}
