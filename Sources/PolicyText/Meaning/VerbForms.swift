/// Forms of one verb.
enum VerbForms {
    /// Whether a word may be the past of the verb of which another is the infinitive, the present or the future.
    static func isPast(_ past: String, of verb: String, language: Language) -> Bool {
        guard past != verb else { return false }
        if let lemma = IrregularForms.lemma(of: past, language: language) {
            return lemma == verb || lemma == IrregularForms.lemma(of: verb, language: language)
        }
        switch language {
        case .english:
            return past.hasSuffix("ed") && !verb.hasSuffix("ed")
                && EnglishStemmer.stem(past) == EnglishStemmer.stem(verb)
        case .french:
            let stem = FrenchStemmer.stem(past)
            return FrenchInflection.stems(beside: verb).contains(stem) || FrenchStemmer.stem(verb) == stem
        case .undetermined: return false
        }
    }
}
