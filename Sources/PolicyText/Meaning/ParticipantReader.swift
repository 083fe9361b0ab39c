/// Someone a text names: who acts, or with whom.
package struct Participant: Hashable, Sendable {
    /// Verbatim, without article.
    package var name: String
    /// Where it stands, in UTF-8 bytes.
    package var range: Range<Int>
    /// Equal for all forms of one name.
    package var key: String
}

/// Reads the partners that a sentence names.
///
/// Partners are names of organizations and programmes, wherever they stand, and whoever follows "with", « auprès de »,
/// "within": a country, « des partenaires régionaux ». Names of instruments (agreements, plans) are no partners.
package struct ParticipantReader: Sendable {
    /// The most partners of one sentence; more are left out.
    static let mostPartners = 32

    private let lexicon: Lexicon
    private let acronyms: AcronymTable

    package init(_ lexicon: Lexicon, acronyms: AcronymTable = .builtIn) {
        self.lexicon = lexicon
        self.acronyms = acronyms
    }

    /// The partners named in a text, in order, each once; `actor` is none of them.
    ///
    /// - Parameter mayName: whether the text can hold more than known names: who has read its words can tell.
    package func partners(
        in text: String, language: Language, except actor: String? = nil, mayName: Bool = true
    ) -> [Participant] {
        let known = knownNames(acronyms.matches(in: text))
        guard mayName || !known.isEmpty else { return [] }
        let sentence = LexiconSentence(text, language: language, lexicon: lexicon)
        return partners(known, sentence, in: text, except: actor) {
            ConsentClauses.ranges(in: ValueToken.tokens(of: text))
        }
    }

    /// The same, of a unit that is read.
    func partners(in unit: WeighedUnit, except actor: String? = nil) -> [Participant] {
        partners(knownNames(unit.nameMatches), unit.sentence, in: unit.text, except: actor) { unit.consents }
    }

    private func partners(
        _ known: [Range<Int>], _ sentence: LexiconSentence, in text: String, except actor: String?,
        consents: () -> [Range<Int>]
    ) -> [Participant] {
        var found = known
        found += governedNames(sentence)
        found += organizationNames(sentence)
        guard !found.isEmpty else { return [] }
        let conditions = conditions(sentence) + consents()
        found.removeAll { name in conditions.contains { $0.overlaps(name) } }
        guard !found.isEmpty else { return [] }
        let bytes = Array(text.utf8)
        found.sort { ($0.lowerBound, $1.upperBound) < ($1.lowerBound, $0.upperBound) }
        // An actor of several names is none of them.
        var seen = Set(actor.map { acronyms.words(of: $0) } ?? [])
        if let actor { seen.insert(acronyms.key(of: actor)) }
        var result: [Participant] = []
        var end = 0
        for range in found where range.lowerBound >= end && result.count < Self.mostPartners {
            let name = String(decoding: bytes[range], as: UTF8.self)
            let key = acronyms.key(of: name)
            end = range.upperBound
            guard !key.isEmpty, seen.insert(key).inserted else { continue }
            result.append(Participant(name: name, range: range, key: key))
        }
        return result
    }

    /// Whether words of a sentence may name a partner that no glossary knows: a capital, or what a name follows.
    func mayName(_ span: Range<Int>, _ sentence: LexiconSentence) -> Bool {
        span.dropFirst().contains { sentence.words[$0].has(.capitalized) }
            || SentenceReader.slice(sentence.cues, in: span).contains { cue in
                let cueClass = lexicon.rows[Int(cue.row)].cueClass
                return cueClass == .with || cueClass == .within
            }
    }

    /// Names that the glossary knows as organizations and programmes.
    private func knownNames(_ matches: [AcronymTable.Match]) -> [Range<Int>] {
        matches.filter { $0.kind == .organization || $0.kind == .program }.map(\.range)
    }

    /// Who is named in a condition only is no partner.
    private func conditions(_ sentence: LexiconSentence) -> [Range<Int>] {
        sentence.cues.filter { lexicon.rows[Int($0.row)].cueClass == .condition }.map {
            sentence.range(from: $0.first, through: $0.last)
        }
    }

    /// Whoever follows "with" and its like, and the names that follow "within", "such as" and theirs.
    private func governedNames(_ sentence: LexiconSentence) -> [Range<Int>] {
        var names: [Range<Int>] = []
        for cue in sentence.cues {
            let cueClass = lexicon.rows[Int(cue.row)].cueClass
            guard cueClass == .with || cueClass == .within else { continue }
            names += namesAfter(cue.last + 1, sentence, mayBePlain: cueClass == .with)
        }
        return names
    }

    /// A list of names: « l’OMC, le Groupe d’Ottawa et l’APEC ».
    private func namesAfter(_ start: Int, _ sentence: LexiconSentence, mayBePlain: Bool) -> [Range<Int>] {
        var names: [Range<Int>] = []
        var index = start
        while let words = name(at: index, sentence, mayBePlain: mayBePlain), names.count < Self.mostPartners {
            names.append(sentence.range(from: words.lowerBound, through: words.upperBound - 1))
            index = words.upperBound
            var separators = 0
            while index < sentence.words.count,
                sentence.words[index].kind == .comma || sentence.has(index, .coordinator)
                    || sentence.has(index, .preposition) && separators > 0
            {
                separators += 1
                index += 1
            }
            if separators == 0 { break }
        }
        return names
    }

    private func name(at start: Int, _ sentence: LexiconSentence, mayBePlain: Bool) -> Range<Int>? {
        var from = start
        while from < sentence.words.count, sentence.words[from].kind == .word,
            sentence.has(from, .determiner) || isOf(from, sentence)
        {
            from += 1
        }
        guard from < sentence.words.count, sentence.words[from].kind == .word else { return nil }
        if sentence.words[from].has(.capitalized) {
            guard !sentence.has(from, .instrumentNoun) else { return nil }
            return from..<properEnd(from, sentence)
        }
        guard mayBePlain else { return nil }
        let to = plainEnd(from, sentence)
        let acts = (from..<to).contains { sentence.has($0, .actor) || sentence.has($0, .organizationNoun) }
        let isVague = to - from == 1 && sentence.isIn(from, .vague)
        return acts && !isVague ? from..<to : nil
    }

    /// Organizations by their head noun: « Conseil des affaires environnementales », "Ottawa Group".
    private func organizationNames(_ sentence: LexiconSentence) -> [Range<Int>] {
        var names: [Range<Int>] = []
        var index = 1
        while index < sentence.words.count {
            let word = sentence.words[index]
            guard word.kind == .word, word.has(.capitalized), !sentence.has(index, .instrumentNoun) else {
                index += 1
                continue
            }
            let end = properEnd(index, sentence)
            let isOrganization = (index..<end).contains {
                sentence.words[$0].has(.capitalized) && sentence.has($0, .organizationNoun)
            }
            if isOrganization, end - index > 1, !isOwner(index, sentence) {
                names.append(sentence.range(from: index, through: end - 1))
            }
            index = end
        }
        return names
    }

    /// Whether a name only says whose part is meant: "the emergency department of the General Hospital".
    private func isOwner(_ start: Int, _ sentence: LexiconSentence) -> Bool {
        var of = start - 1
        while of > 0, sentence.has(of, .determiner), !isOf(of, sentence) { of -= 1 }
        guard of > 0, isOf(of, sentence) else { return false }
        // In French what says which part comes between: « le service des urgences de ».
        let reach = sentence.tongue == 1 ? 4 : 1
        return (max(0, of - reach)..<of).contains { index in
            let word = sentence.words[index]
            return word.kind == .word && sentence.has(index, .organizationNoun) && !word.has(.capitalized)
        }
    }

    /// The end of a name that begins with a capital.
    private func properEnd(_ start: Int, _ sentence: LexiconSentence) -> Int {
        var end = start + 1
        var index = start + 1
        let mayBePlain = sentence.tongue == 1 && sentence.has(start, .organizationNoun)
        while index < sentence.words.count, sentence.words[index].kind == .word, index - start < 14,
            !sentence.strengths.contains(where: { $0.first == index })
        {
            let word = sentence.words[index]
            if word.has(.capitalized) {
                if sentence.has(index, .instrumentNoun), sentence.tongue == 1 { break }
                end = index + 1
            } else if isLink(index, sentence) || index == start + 1 && joinsService(start, sentence) {
            } else if mayBePlain,
                isLink(index - 1, sentence) || word.has(.participle) || Self.isAdjective(word)
            {
                if sentence.has(index, .coordinator) || sentence.has(index, .copula) { break }
                end = index + 1
            } else {
                break
            }
            index += 1
        }
        return end
    }

    /// Whether a noun without article is the first of a service's name: "to Library and Archives Canada", but not
    /// "to the Library and Parks Canada".
    private func joinsService(_ start: Int, _ sentence: LexiconSentence) -> Bool {
        guard start > 0, !sentence.has(start - 1, .determiner), start + 3 < sentence.words.count,
            sentence.has(start, .organizationNoun) || sentence.has(start, .thing),
            sentence.has(start + 1, .coordinator)
        else { return false }
        let rest = sentence.words[(start + 2)...].prefix { $0.kind == .word && $0.has(.capitalized) }.indices
        guard rest.count > 1, let last = rest.last else { return false }
        return sentence.has(last, .actor) && !sentence.has(last, .organizationNoun)
    }

    /// Words inside names: « Coalition pour la liberté en ligne ».
    private func isLink(_ index: Int, _ sentence: LexiconSentence) -> Bool {
        if isOf(index, sentence) || sentence.isIn(index, .pour) { return true }
        if sentence.isIn(index, .frenchArticle) {
            return sentence.tongue == 1 || index > 0 && isOf(index - 1, sentence)
        }
        return sentence.has(index, .determiner) && index > 0 && isLink(index - 1, sentence)
    }

    private static func isAdjective(_ word: LexiconWord) -> Bool { word.has(.adjective) }

    private func plainEnd(_ start: Int, _ sentence: LexiconSentence) -> Int {
        var index = start
        while index < sentence.words.count, sentence.words[index].kind == .word, index - start < 5,
            !sentence.has(index, .coordinator), !sentence.has(index, .preposition),
            !sentence.has(index, .subordinate), !sentence.has(index, .determiner),
            !sentence.strengths.contains(where: { $0.first == index }),
            !sentence.isIn(index, .to)
        {
            index += 1
        }
        return index
    }

    private func isOf(_ index: Int, _ sentence: LexiconSentence) -> Bool {
        sentence.isIn(index, .of)
    }
}
