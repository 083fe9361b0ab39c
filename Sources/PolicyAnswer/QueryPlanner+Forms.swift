import PolicyText

/// The other forms in which a text may have a word of the question.
extension QueryPlanner {
    /// What another form of a word counts of the word itself: where the stemmer ought to have made them one; where a
    /// form may be another word's.
    private static let ownForm = 0.9
    private static let likelyForm = 0.85

    /// "held" finds "hold" and "holding", and they it; "20th" finds "twentieth".
    func addIrregularForms(of word: String, _ language: Language, to group: inout LanguagePlan.Group) {
        let lemma = IrregularForms.lemma(of: word, language: language) ?? word
        let forms = IrregularForms.forms(of: lemma, language: language)
        if !forms.isEmpty {
            for form in [lemma] + forms { add(Question.stem(form, language), Self.ownForm, to: &group) }
        }
        for form in WrittenNumbers.forms(of: word, language: language) {
            add(Question.stem(form, language), Self.ownForm, to: &group)
        }
    }

    /// Adds to the groups of the French plan the other forms of their words that the folder's passages have.
    func addForms(to plan: inout LanguagePlan) throws {
        guard plan.language == .french else { return }
        for place in plan.groups.indices {
            let group = plan.groups[place]
            guard !group.isName, !group.isNumber else { continue }
            if plan.isTranslated {
                for term in group.terms where term.quality >= Self.likelyForm {
                    let stems = FrenchInflection.stems(besideStem: term.token)
                    try addKnown(stems, term.quality * Self.likelyForm, to: &plan.groups[place])
                }
            } else if question.language == .french, group.words.count == 1 {
                let stems = FrenchInflection.stems(beside: question.words[group.words[0]].text)
                try addKnown(stems, Self.likelyForm, to: &plan.groups[place])
            }
        }
    }

    private func addKnown(_ stems: [String], _ quality: Double, to group: inout LanguagePlan.Group) throws {
        let known = try index.statistics(of: stems.map { IndexToken($0, .french) }).frequencies
        for stem in stems where known[IndexToken(stem, .french)] ?? 0 > 0 { add(stem, quality, to: &group) }
    }
}
