import PolicyText

/// What to look for in the passages of one language.
///
/// The words of the question become groups: a group is a thing to be found, by any of its terms. In the question's
/// own language a group is a word with its stem and its look-alikes; in the other it is a translation, where a phrase
/// translated whole (« développement durable ») gives its own words' groups.
struct LanguagePlan {
    struct Term {
        var token: String
        /// 1 for the word itself, less for what may stand for it.
        var quality: Double
    }

    struct Group {
        var terms: [Term]
        /// Places in `Question.words` of the words it stands for.
        var words: [Int]
        var isName: Bool
        var isNumber: Bool
        /// What the inverse document frequency is multiplied by.
        var factor: Double
        /// The inverse document frequency of the group as a whole; the largest there is where it occurs nowhere.
        var mass: Double
        /// Passages that have one of its terms, as an upper bound.
        var passages: Int
    }

    var language: Language
    var isTranslated: Bool
    var groups: [Group]
    /// The sum of the groups' masses: what a passage that has everything would reach.
    var totalMass: Double
    /// How many passages of the language there are.
    var passages = 0
}

/// Makes the plans for all languages of a question and the query that ranks by them.
struct QueryPlanner {
    let question: Question
    let glossary: Glossary
    let thesaurus: Thesaurus
    let acronyms: LearnedAcronyms
    let index: any PassageIndex

    /// What a translation counts of the word itself.
    static let translated = 0.9
    /// What a second translation counts, or one of a word of a phrase.
    static let secondary = 0.65
    /// What a word of a translation of several words counts, beside translations of one, or alone.
    static let splitBeside = 0.3
    static let splitAlone = 0.6
    static let lookAlike = 0.55
    static let relative = 0.3
    static let repaired = 0.6
    /// What a synonym counts beside the word itself: one of the thesaurus, or a word that a translation leads back to
    /// (share, partager, split); what one of the thesaurus counts beside a translation.
    static let synonym = 0.5
    static let synonymTranslated = 0.25
    /// What an acronym counts of a word of its long form; what a rare word of that counts of the acronym.
    static let acronym = 0.8
    static let partOfLongForm = 0.5
    /// A word of a long form that more passages have, as a share, says too little by itself.
    static let rareShare = 0.02
    /// A phrase of more content words is not looked up.
    static let longestPhrase = 5
    /// No group has more terms.
    static let maximumTerms = 28

    /// The plans, in the order of the languages, of those that have passages.
    func plans() throws -> [LanguagePlan] {
        var plans: [LanguagePlan] = []
        for language in [Language.english, .french, .undetermined] {
            let groups = groups(in: language)
            plans.append(
                LanguagePlan(
                    language: language, isTranslated: isTranslated(language), groups: groups, totalMass: 0))
        }
        for place in plans.indices {
            try addForms(to: &plans[place])
            try addAcronyms(to: &plans[place])
        }
        var statistics = try index.statistics(of: plans.flatMap(Self.tokens))
        for place in plans.indices where statistics.passages[plans[place].language] ?? 0 > 0 {
            try addRelatives(to: &plans[place], statistics)
        }
        statistics = try index.statistics(of: plans.flatMap(Self.tokens))
        for place in plans.indices { Self.weigh(&plans[place], statistics) }
        return plans.filter { statistics.passages[$0.language] ?? 0 > 0 }
    }

    /// The query that ranks by these plans.
    static func query(for plans: [LanguagePlan], limit: Int, path: DocumentPath?) -> CandidateQuery {
        var terms: [CandidateQuery.Term] = []
        let widest = plans.map(\.groups.count).max() ?? 0
        for number in 0..<min(widest, CandidateQuery.maximumGroups) {
            for plan in plans where number < plan.groups.count {
                let group = plan.groups[number]
                for term in group.terms {
                    terms.append(
                        CandidateQuery.Term(
                            token: IndexToken(term.token, plan.language), group: number,
                            weight: term.quality * group.mass))
                }
            }
        }
        return CandidateQuery(terms: weightiest(terms), limit: limit, path: path)
    }

    /// Of more terms than a query may have those that can add most, in their order.
    private static func weightiest(_ terms: [CandidateQuery.Term]) -> [CandidateQuery.Term] {
        guard terms.count > CandidateQuery.maximumTerms else { return terms }
        let order = terms.indices.sorted {
            terms[$0].weight != terms[$1].weight ? terms[$0].weight > terms[$1].weight : $0 < $1
        }
        return order.prefix(CandidateQuery.maximumTerms).sorted().map { terms[$0] }
    }

    private func isTranslated(_ language: Language) -> Bool {
        question.language != .undetermined && language != .undetermined && language != question.language
    }

    private static func tokens(of plan: LanguagePlan) -> [IndexToken] {
        plan.groups.flatMap { $0.terms.map { IndexToken($0.token, plan.language) } }
    }

    private static func weigh(_ plan: inout LanguagePlan, _ statistics: IndexStatistics) {
        let passages = statistics.passages[plan.language] ?? 0
        plan.passages = passages
        for place in plan.groups.indices {
            var frequency = 0.0
            for term in plan.groups[place].terms {
                let found = statistics.frequencies[IndexToken(term.token, plan.language)] ?? 0
                frequency += Double(found) * (term.quality >= 0.85 ? 1 : term.quality * term.quality)
            }
            let count = min(Double(passages), frequency)
            plan.groups[place].passages = Int(count.rounded(.up))
            plan.groups[place].mass =
                plan.groups[place].factor
                * Logarithm.natural(1 + (Double(passages) - count + 0.5) / (count + 0.5))
        }
        plan.totalMass = plan.groups.reduce(0) { $0 + $1.mass }
    }

    // MARK: Groups

    private func groups(in language: Language) -> [LanguagePlan.Group] {
        if isTranslated(language) { return translatedGroups(into: language) }
        return question.words.indices.map { place in
            let word = question.words[place]
            let stem = language == question.language ? word.stem : Question.stem(word.text, language)
            var group = self.group([place])
            add(stem, 1, to: &group)
            addIrregularForms(of: word.text, language, to: &group)
            if language == question.language {
                if !word.isName { addSynonyms(of: word, to: &group) }
                addFromThesaurus([stem] + otherStems(of: word), Self.synonym, language, to: &group)
            }
            return group
        }
    }

    /// The stems by which a table may know a word of the question beside its own.
    private func otherStems(of word: Question.Word) -> [String] {
        let lemma = IrregularForms.lemma(of: word.text, language: question.language)
        let stems = lemma.map { [Question.stem($0, question.language)] } ?? []
        guard question.language == .french, !word.isName else { return stems }
        return stems + FrenchInflection.stems(beside: word.text)
    }

    private func group(_ words: [Int]) -> LanguagePlan.Group {
        LanguagePlan.Group(
            terms: [], words: words, isName: words.contains { question.words[$0].isName },
            isNumber: words.allSatisfy { question.words[$0].isNumber },
            factor: words.map { question.words[$0].factor }.max() ?? 1, mass: 0, passages: 0)
    }

    func add(_ token: String, _ quality: Double, to group: inout LanguagePlan.Group) {
        if let place = group.terms.firstIndex(where: { $0.token == token }) {
            group.terms[place].quality = max(group.terms[place].quality, quality)
        } else if group.terms.count < Self.maximumTerms {
            group.terms.append(LanguagePlan.Term(token: token, quality: quality))
        }
    }

    private func addSynonyms(of word: Question.Word, to group: inout LanguagePlan.Group) {
        let other: Language = question.language == .english ? .french : .english
        for translation in translations(of: word) where translation.weight >= 1 {
            for back in glossary.translations(of: translation.stems[...], from: other)
            where back.weight >= 1 && back.stems.count == 1 {
                add(back.stems[0], Self.synonym, to: &group)
            }
        }
    }

    private func addFromThesaurus(
        _ stems: [String], _ quality: Double, _ language: Language, to group: inout LanguagePlan.Group
    ) {
        for stem in stems {
            for related in thesaurus.related(to: stem, in: language) { add(related, quality, to: &group) }
        }
    }

    private func translatedGroups(into language: Language) -> [LanguagePlan.Group] {
        var result: [LanguagePlan.Group] = []
        var place = 0
        while place < question.words.count {
            let (length, translations) = longestTerm(at: place)
            let words = Array(place..<place + length)
            if length > 1 {
                result += phraseGroups(translations, words, language)
            } else {
                result.append(wordGroup(translations, place, language))
            }
            place += length
        }
        return result
    }

    /// The longest run of words from `place` that the glossary knows, at least one word.
    private func longestTerm(at place: Int) -> (Int, [Glossary.Translation]) {
        let words = question.words
        var length = min(Self.longestPhrase, words.count - place)
        while length > 1 {
            let run = words[place..<place + length]
            // Between the words of a phrase stand a few stop words at most.
            let spread = run[run.endIndex - 1].position - run[run.startIndex].position
            let found = glossary.translations(of: run.map(\.stem)[...], from: question.language)
            if spread <= 2 * length, !found.isEmpty { return (length, found) }
            length -= 1
        }
        return (1, translations(of: words[place]))
    }

    private func translations(of word: Question.Word) -> [Glossary.Translation] {
        var found = glossary.translations(of: [word.stem], from: question.language)
        if let lemma = IrregularForms.lemma(of: word.text, language: question.language) {
            found += glossary.translations(
                of: [Question.stem(lemma, question.language)], from: question.language)
        }
        guard found.isEmpty else { return found }
        for stem in otherStems(of: word) {
            found = glossary.translations(of: [stem], from: question.language)
            if !found.isEmpty { break }
        }
        return found
    }

    private func phraseGroups(
        _ translations: [Glossary.Translation], _ words: [Int], _ language: Language
    ) -> [LanguagePlan.Group] {
        let usual = translations.filter { $0.weight >= 1 }
        guard let first = usual.first ?? translations.first else { return [] }
        return first.stems.indices.map { number in
            var group = self.group(words)
            add(first.stems[number], Self.translated, to: &group)
            for other in translations where other.stems != first.stems {
                for stem in other.stems { add(stem, Self.splitAlone * other.weight, to: &group) }
            }
            // « lutter contre » is "to combat", yet a text may well say "fight".
            if first.stems.count == 1 {
                for word in words {
                    for single in self.translations(of: question.words[word]) where single.stems.count == 1 {
                        add(single.stems[0], Self.secondary, to: &group)
                    }
                }
            }
            return group
        }
    }

    private func wordGroup(
        _ translations: [Glossary.Translation], _ place: Int, _ language: Language
    ) -> LanguagePlan.Group {
        let word = question.words[place]
        var group = self.group([place])
        let hasSingle = translations.contains { $0.stems.count == 1 }
        for translation in translations {
            if translation.stems.count == 1 {
                let quality = translation.weight >= 1 ? Self.translated : Self.secondary
                add(translation.stems[0], quality, to: &group)
            } else {
                let quality = (hasSingle ? Self.splitBeside : Self.splitAlone) * translation.weight
                for stem in translation.stems { add(stem, quality, to: &group) }
            }
        }
        let usual = translations.filter { $0.stems.count == 1 && $0.weight >= 1 }.map { $0.stems[0] }
        addFromThesaurus(usual, Self.synonymTranslated, language, to: &group)
        let stem = Question.stem(word.text, language)
        if word.isName {
            add(stem, 1, to: &group)
        } else if translations.isEmpty, !areFalseFriends(word.stem, stem, language) {
            add(stem, Self.translated, to: &group)
        }
        return group
    }

    private func areFalseFriends(_ own: String, _ other: String, _ language: Language) -> Bool {
        language == .french
            ? glossary.areFalseFriends(english: own, french: other)
            : glossary.areFalseFriends(english: other, french: own)
    }

    // MARK: Acronyms

    /// Adds to the words of a long form its acronym, and to an acronym the rarest word of its long form.
    private func addAcronyms(to plan: inout LanguagePlan) throws {
        if plan.language == question.language { addAcronymsOfLongForms(to: &plan) }
        for place in plan.groups.indices where plan.groups[place].words.count == 1 {
            let word = question.words[plan.groups[place].words[0]]
            for form in acronyms.longForms(of: word.text, plan.language) {
                guard let rarest = try rarest(of: form, plan.language) else { continue }
                add(rarest, Self.partOfLongForm, to: &plan.groups[place])
            }
        }
    }

    private func addAcronymsOfLongForms(to plan: inout LanguagePlan) {
        let stems = question.words.map(\.stem)
        for start in stems.indices.dropLast() {
            for end in (start + 2)...min(stems.count, start + LearnedAcronyms.longestForm) {
                guard let acronym = acronyms.acronym(of: stems[start..<end], plan.language) else { continue }
                let token = Question.stem(acronym, plan.language)
                for place in plan.groups.indices
                where plan.groups[place].words.contains(where: { (start..<end).contains($0) }) {
                    add(token, Self.acronym, to: &plan.groups[place])
                }
            }
        }
    }

    /// The stem of a long form that the fewest passages have; nil where all are common, or none is there.
    private func rarest(of form: [String], _ language: Language) throws -> String? {
        let statistics = try index.statistics(of: form.map { IndexToken($0, language) })
        let most = max(4, Double(statistics.passages[language] ?? 0) * Self.rareShare)
        var best: (stem: String, passages: Int)?
        for stem in form {
            let passages = statistics.frequencies[IndexToken(stem, language)] ?? 0
            guard passages > 0, Double(passages) <= most, passages < best?.passages ?? .max else { continue }
            best = (stem, passages)
        }
        return best?.stem
    }

    // MARK: Relatives and repair

    /// Adds words of the vocabulary that look like a word: its relatives at low weight, across languages its
    /// look-alikes, and for a word that occurs nowhere those one edit away.
    private func addRelatives(to plan: inout LanguagePlan, _ statistics: IndexStatistics) throws {
        for place in plan.groups.indices {
            let group = plan.groups[place]
            guard group.words.count == 1, !group.isNumber else { continue }
            let word = question.words[group.words[0]]
            let isKnown = group.terms.contains {
                statistics.frequencies[IndexToken($0.token, plan.language)] ?? 0 > 0
            }
            let stem = Question.stem(word.text, plan.language)
            for relative in try relatives(of: stem, plan.language) {
                if plan.isTranslated, areFalseFriends(word.stem, relative.text, plan.language) { continue }
                let isLookAlike = plan.isTranslated && !isKnown
                add(relative.text, isLookAlike ? Self.lookAlike : Self.relative, to: &plan.groups[place])
            }
            guard !isKnown, !word.isAcronym, stem.utf8.count >= 4,
                !plan.isTranslated || group.terms.count <= 1
            else { continue }
            let near = try index.vocabulary(
                like: .withinOneEdit(of: stem), language: plan.language, limit: 4)
            for spelling in near { add(spelling.text, Self.repaired, to: &plan.groups[place]) }
        }
    }

    /// Words that share most of their beginning: élection, électoral; democracy, démocratie.
    private func relatives(of stem: String, _ language: Language) throws -> [TokenFrequency] {
        let length = stem.utf8.count
        guard length >= 5, stem.utf8.allSatisfy({ $0 < 0x80 }) else { return [] }
        let prefix = max(5, (length * 3 + 3) / 4)
        let start = String(decoding: stem.utf8.prefix(prefix), as: UTF8.self)
        let found = try index.vocabulary(like: .withPrefix(start), language: language, limit: 8)
        return found.filter { $0.text.utf8.count <= length + 3 && $0.text != stem }.prefix(4).map { $0 }
    }
}
