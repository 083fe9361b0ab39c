/// Words of one meaning, told by the dictionary: two words of a language that translate to the same word.
enum Synonyms {
    /// Whether both words are known and share a translation.
    static func areSame(_ a: String, _ b: String, language: Language) -> Bool {
        let (left, right) = (translations(of: a, language), translations(of: b, language))
        return left.contains { right.contains($0) }
    }

    /// Whether the dictionary has the word, in whatever inflection.
    static func knows(_ word: String, language: Language) -> Bool {
        !translations(of: word, language).isEmpty
    }

    private static func translations(of word: String, _ language: Language) -> [[String]] {
        let known = language == .undetermined ? Language.english : language
        return Glossary.builtIn.translations(of: Glossary.stems(of: word, known)[...], from: known).map(
            \.stems)
    }
}
