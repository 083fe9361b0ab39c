/// Whether somebody else acts.
extension SentenceComparison {
    /// Another subject of the clause that commits.
    func actor(_ before: SentenceReading, _ after: SentenceReading) -> ChangeFacet? {
        guard max(before.strength, after.strength) >= 1, let left = before.subjectRange,
            let right = after.subjectRange,
            [.actor, .unknown].contains(before.subject), [.actor, .unknown].contains(after.subject),
            // "Members shall be notified by the secretary" and "The secretary shall notify members" say the same.
            before.isPassive == after.isPassive
        else { return nil }
        let oldWords = contentKeys(old, left)
        let newWords = contentKeys(new, right)
        guard !oldWords.isEmpty, !newWords.isEmpty else { return nil }
        let isOther =
            !oldWords.isSubset(of: newWords) && !newWords.isSubset(of: oldWords)
            && overlapsHunk(old, \.old, left) && overlapsHunk(new, \.new, right)
        // "Deputy Minister" is another than "Minister".
        let isOfOtherRank = !oldWords.symmetricDifference(newWords).isDisjoint(with: Self.ranks)
        guard isOther || isOfOtherRank else { return nil }
        // « Conclure les négociations » is no one who acts.
        guard !isHeaded(old.verbatim(left), old), !isHeaded(new.verbatim(right), new) else { return nil }
        let sameName = hunks.contains {
            $0.old.count > 0 && $0.new.count > 0 && (isSpelledOut($0) || isAbbreviated($0))
        }
        guard !sameName else { return nil }
        let (from, to) = (old.verbatim(left), new.verbatim(right))
        return ChangeFacet(
            .actorChanged, told: summary.actor(from, to), reasons: ["rule actor_changed: '\(from)' → '\(to)'"]
        )
    }

    /// Whether a text begins with the verb of an item.
    private func isHeaded(_ text: String, _ unit: WeighedUnit) -> Bool {
        lexicon.reading(of: text, language: unit.language, form: .item).row?.cueClass == .head
    }

    private func contentKeys(_ unit: WeighedUnit, _ range: Range<Int>) -> Set<String> {
        Set(
            unit.meanings.filter {
                $0.range.overlaps(range) && $0.kind != .value && !WeighingWords.coordinators.contains($0.key)
            }
            .map(\.key))
    }

    /// Words before or after a title that make it another's.
    static let ranks: Set<String> = [
        "deputy", "vice", "assistant", "associate", "acting", "advisory", "interim", "sub", "junior",
        "former",
        "adjoint", "adjointe", "adjoints", "adjointes", "delegue", "deleguee", "interimaire", "suppleant",
        "suppleante", "consultatif", "consultative", "sous", "associe", "associee",
    ]

    // A role without a cue

    /// One who acts in another's place where no cue says how far: as subject that opens the sentence, as agent ("by
    /// the Ombudsman"), or as who is responsible.
    func role(
        _ before: SentenceReading, _ after: SentenceReading, _ explained: inout Explained
    ) -> ChangeFacet? {
        guard hunks.count == 1, let hunk = hunks.first, let (oldWords, newWords) = roleWords(hunk),
            let (left, right) = roles(oldWords, newWords),
            !isSpelledOut(hunk), !isAbbreviated(hunk)
        else { return nil }
        let opens =
            oldWords.lowerBound == 0 && newWords.lowerBound == 0 && before.cue == nil && after.cue == nil
            && oldWords.upperBound < old.meanings.count
        let isLed = isLed(oldWords, of: old) && isLed(newWords, of: new)
        let isRecipient = isRecipient(oldWords, of: old) && isRecipient(newWords, of: new)
        guard opens || isLed || isRecipient else { return nil }
        let (from, to) = (old.verbatim(left), new.verbatim(right))
        // A rank that came or went is no other word for the title.
        let isRank = hunk.old.isEmpty || hunk.new.isEmpty
        guard isRank || !Synonyms.areSame(from, to, language: new.language) else { return nil }
        if !opens, !isLed {
            guard !areRelated(from, to) else { return nil }
            explained.old.append(left)
            explained.new.append(right)
            return ChangeFacet(
                .actorChanged, .medium, told: summary.concerned(from, to),
                reasons: ["rule actor_changed: '\(from)' → '\(to)', for whom it is"])
        }
        explained.old.append(left)
        explained.new.append(right)
        return ChangeFacet(
            .actorChanged, told: summary.actor(from, to), reasons: ["rule actor_changed: '\(from)' → '\(to)'"]
        )
    }

    /// Whether the words before say that something is for, goes to or comes from who stands there.
    private func isRecipient(_ words: Range<Int>, of unit: WeighedUnit) -> Bool {
        // "People who use the site" describes whom another word named.
        guard words.count <= Self.longestRecipient_words else { return false }
        let start = unit.meanings[words.lowerBound].range.lowerBound
        let before = unit.words.prefix { $0.range.upperBound <= start }.suffix(3)
        let last = before.last { !Self.articles.contains($0.key) }
        return last.map { Self.towards.contains($0.key) } ?? false
    }

    private static let articles: Set<String> = ["the", "an", "le", "la", "les", "l'", "un", "une"]
    private static let longestRecipient_words = 3
    private static let towards: Set<String> = ["to", "for", "from", "au", "aux", "a", "pour"]

    /// Whether words of one idea stand for each other wherever anything differs.
    var isInOtherWords: Bool {
        hunks.allSatisfy { hunk in
            let (before, after) = (old.meanings[hunk.old], new.meanings[hunk.new])
            guard before.count == 1, after.count == 1, let from = before.first, let to = after.first else {
                return false
            }
            return Synonyms.areSame(from.key, to.key, language: new.language) || areRelated(from.key, to.key)
        }
    }

    /// Whether two nouns are of one idea: "clients" and "customers".
    private func areRelated(_ a: String, _ b: String) -> Bool {
        func stems(_ text: String) -> Set<String> {
            Set(Tokenizer(stemming: new.language).tokens(in: text).map(\.text))
        }
        let (left, right) = (stems(a), stems(b))
        return !left.isDisjoint(with: right)
            || left.contains { !right.isDisjoint(with: Thesaurus.builtIn.related(to: $0, in: new.language)) }
    }

    /// Who stands in each other's place. Beside one who is known to act, the other agent of a passive does too:
    /// "decided by an arbitrator".
    private func roles(_ oldWords: Range<Int>, _ newWords: Range<Int>) -> (Range<Int>, Range<Int>)? {
        let (left, right) = (role(oldWords, of: old), role(newWords, of: new))
        guard left == nil || right == nil, isAgent(oldWords, of: old), isAgent(newWords, of: new) else {
            return Self.both(left, right)
        }
        guard let known = left ?? right else { return nil }
        let words = left == nil ? oldWords : newWords
        let unit = left == nil ? old : new
        let isName =
            words.count <= 2
            && unit.meanings[words].allSatisfy { word in
                word.kind == .word && !WeighingWords.isEmpty(word.key) && !word.key.hasSuffix("ing")
            }
        guard isName else { return nil }
        let other =
            unit.meanings[words.lowerBound].range
            .lowerBound..<unit.meanings[words.upperBound - 1].range.upperBound
        return left == nil ? (other, known) : (known, other)
    }

    /// Whether words with an article stand after "by" and a participle before it.
    private func isAgent(_ words: Range<Int>, of unit: WeighedUnit) -> Bool {
        let start = unit.meanings[words.lowerBound].range.lowerBound
        let before = unit.words.prefix { $0.range.upperBound <= start }.suffix(3).map(\.key)
        guard before.count == 3, ["by", "par"].contains(before[1]),
            WeighingWords.determiners.contains(before[2])
        else {
            return false
        }
        return unit.language == .french
            ? [
                "e", "ee", "es", "ees", "i", "is", "ie", "ies", "u", "us", "ue", "ues", "it", "its", "ite",
                "ites",
            ].contains { before[0].hasSuffix($0) }
            : ["ed", "en", "de", "ne", "ld", "id", "ght"].contains { before[0].hasSuffix($0) }
    }

    /// The words that took each other's place; a rank that came or went, with the title beside it ("Minister" for
    /// "Deputy Minister").
    private func roleWords(_ hunk: WordHunk) -> (Range<Int>, Range<Int>)? {
        if !hunk.old.isEmpty, !hunk.new.isEmpty { return (hunk.old, hunk.new) }
        let isAdded = hunk.old.isEmpty
        let words = isAdded ? new.meanings[hunk.new] : old.meanings[hunk.old]
        guard words.allSatisfy({ Self.ranks.contains($0.key) }) else { return nil }
        // The title follows its rank in English and comes before it in French, « sous » and « vice » apart.
        let follows = new.language != .french || words.allSatisfy { ["sous", "vice"].contains($0.key) }
        func with(_ range: Range<Int>, of unit: WeighedUnit) -> Range<Int>? {
            let title =
                follows
                ? range.lowerBound..<(range.upperBound + 1) : (range.lowerBound - 1)..<range.upperBound
            return title.lowerBound >= 0 && title.upperBound <= unit.meanings.count ? title : nil
        }
        return Self.both(with(hunk.old, of: old), with(hunk.new, of: new))
    }

    // Active and passive

    /// Another agent where the active became a passive or the other way about: "The clerk calls the witnesses" and
    /// "The witnesses are called by the sheriff".
    func agent(_ explained: inout Explained) -> ChangeFacet? {
        let toPassive = Self.agents(active: old, passive: new)
        guard let pair = toPassive ?? Self.agents(active: new, passive: old) else { return nil }
        let words = toPassive != nil ? pair : (pair.1, pair.0)
        guard let (left, right) = Self.both(role(words.0, of: old), role(words.1, of: new)) else {
            return nil
        }
        let (before, after) = (contentKeys(old, left), contentKeys(new, right))
        let isOther = !before.isSubset(of: after) && !after.isSubset(of: before)
        let isOfOtherRank = !before.symmetricDifference(after).isDisjoint(with: Self.ranks)
        let (from, to) = (old.verbatim(left), new.verbatim(right))
        guard isOther || isOfOtherRank, !Synonyms.areSame(from, to, language: new.language) else {
            return nil
        }
        explained.old.append(0..<old.text.utf8.count)
        explained.new.append(0..<new.text.utf8.count)
        return ChangeFacet(
            .actorChanged, told: summary.actor(from, to),
            reasons: ["rule actor_changed: '\(from)' → '\(to)', as subject and as agent"])
    }

    /// Who acts by the words of an active and of a passive sentence with one verb and one object.
    private static func agents(active: WeighedUnit, passive: WeighedUnit) -> (Range<Int>, Range<Int>)? {
        let (subjects, objects) = (active.meanings, passive.meanings)
        guard let by = objects.firstIndex(where: { ["by", "par"].contains($0.key) }), by > 1,
            let verb = subjects.firstIndex(where: {
                areFormsOfVerb($0.key, objects[by - 1].key, active.language)
            }),
            verb > 0
        else { return nil }
        func isAuxiliary(_ word: NormalWord) -> Bool { auxiliariesAndModals.contains(word.key) }
        let done = objects[..<(by - 1)].prefix { !isAuxiliary($0) }
        let between = objects[done.endIndex..<(by - 1)]
        guard !done.isEmpty, !between.isEmpty, between.allSatisfy(isAuxiliary),
            subjects[(verb + 1)...].map(\.key).starts(with: done.map(\.key))
        else { return nil }
        let subject = subjects[..<verb].prefix { !isAuxiliary($0) }
        let agent = objects[(by + 1)...].prefix { !WeighingWords.isEmpty($0.key) && $0.kind != .value }
        guard !subject.isEmpty, !agent.isEmpty, subjects[subject.endIndex..<verb].allSatisfy(isAuxiliary)
        else {
            return nil
        }
        return (subject.startIndex..<subject.endIndex, agent.startIndex..<agent.endIndex)
    }

    private static func areFormsOfVerb(_ a: String, _ b: String, _ language: Language) -> Bool {
        let stems = Tokenizer(stemming: language)
        return a.utf8.count > 3 && stems.tokens(in: a).map(\.text) == stems.tokens(in: b).map(\.text)
    }

    private static let auxiliariesAndModals: Set<String> = [
        "is", "are", "was", "were", "be", "been", "shall", "must", "will", "may", "should", "can", "has",
        "have",
        "est", "sont", "etre", "sera", "seront", "doit", "doivent", "peut", "peuvent", "ete", "a", "ont",
    ]

    private static func both<A, B>(_ a: A?, _ b: B?) -> (A, B)? {
        guard let a, let b else { return nil }
        return (a, b)
    }

    /// The words, where they name someone who can act: a name, or a phrase that ends in such a noun.
    private func role(_ words: Range<Int>, of unit: WeighedUnit) -> Range<Int>? {
        guard words.count <= Self.longestRole_words, let first = unit.meanings[words].first,
            let last = unit.meanings[words].last, unit.meanings[words].allSatisfy({ $0.kind != .value })
        else { return nil }
        let actors = unit.cues(.actor, .organizationNoun)
        // The noun stands last in English, first in French.
        let isRole = [first, last].contains { word in
            word.kind == .name || actors.contains { $0.range.overlaps(word.range) }
        }
        return isRole ? first.range.lowerBound..<last.range.upperBound : nil
    }

    private static let longestRole_words = 6

    /// Whether the words beside say that who stands there acts or answers for something.
    private func isLed(_ words: Range<Int>, of unit: WeighedUnit) -> Bool {
        let start = unit.meanings[words.lowerBound].range.lowerBound
        let end = unit.meanings[words.upperBound - 1].range.upperBound
        var after = unit.words.drop { $0.range.lowerBound < end }.prefix(3).map(\.key)[...]
        if unit.language == .french {
            // « C'est au transporteur qu'il appartient de », « que revient le choix ».
            let verb = after.dropFirst().first { $0 != "il" }
            if let que = after.first, ["qu'", "que"].contains(que), let verb, Self.dueVerbs.contains(verb) {
                return true
            }
        } else if ["'", "’"].contains(where: unit.verbatim(end..<unit.text.utf8.count).hasPrefix) {
            if after.first == "s" { after.removeFirst() }
            if let next = after.first, Self.owed.contains(next) { return true }
        }
        var before = unit.words.prefix { $0.range.upperBound <= start }.suffix(6).map(\.key)[...]
        while let last = before.last, WeighingWords.determiners.contains(last) { before.removeLast() }
        guard let last = before.last else { return false }
        return Self.agentWords.contains(last) || Self.dueVerbs.contains(last)
            || Self.leads.contains { before.suffix($0.count).elementsEqual($0) }
    }

    private static let agentWords = Set([
        "by", "par", "responsibility", "responsabilite", "duty", "expense", "ressort",
    ]).union(ConsentClauses.nouns)
    /// Verbs after which, or before which with « que », stands who has to act.
    private static let dueVerbs: Set<String> = [
        "incombe", "incombent", "incombera", "incomberont", "appartient", "appartiendra", "revient",
        "reviennent",
        "reviendra", "reviendront", "releve", "relevent", "relevera", "releveront",
        "falls", "fall",
    ]
    /// What somebody has ("the owner's duty", "at the owner's expense").
    private static let owed = Set([
        "responsibility", "duty", "obligation", "task", "job", "expense", "responsibilities", "duties",
    ]).union(ConsentClauses.nouns)
    private static let leads: [[String]] = [
        ["lies", "with"], ["lie", "with"], ["rests", "with"], ["rest", "with"], ["remains", "with"],
        ["is", "up"],
        ["fall", "on"], ["falls", "on"], ["fall", "upon"], ["falls", "upon"],
        ["a", "la", "charge"], ["aux", "frais"],
    ]
}
