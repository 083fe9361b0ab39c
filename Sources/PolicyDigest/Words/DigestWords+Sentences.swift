internal import PolicyText

/// Headings, and sentences with their counts.
extension DigestWords {
    var title: String { pick("policyd, daily digest", "policyd, bilan quotidien") }
    func heading(_ date: CalendarDate) -> String {
        pick("policyd, daily digest: ", "policyd, bilan du ") + longDate(date)
    }
    var high: String { pick("High", "Importants") }
    var medium: String { pick("Medium", "Moyens") }
    var newDocuments: String { pick("New documents", "Nouveaux documents") }
    var problems: String { pick("Problems", "Problèmes") }
    var unchanged: String { pick("Unchanged", "Sans changement") }
    var due: String { pick("Due", "Échéance") }
    var commitment: String { pick("Commitment", "Engagement") }
    var document: String { pick("Document", "Document") }
    var state: String { pick("State", "État") }
    var why: String { pick("Why", "Pourquoi") }
    var before: String { pick("Before", "Avant") }
    var after: String { pick("After", "Après") }
    var colon: String { pick(": ", "\u{A0}: ") }
    var quote: (open: String, close: String) { language == .french ? ("«\u{A0}", "\u{A0}»") : ("“", "”") }
    var footer: String {
        pick(
            "Every line comes from a named rule and quotes its source word for word.",
            "Chaque ligne vient d’une règle nommée et cite sa source mot pour mot.")
    }

    /// The footer, and once for all changes by what rules and words they were weighed.
    func footer(_ changes: some Sequence<RecordedChange>) -> String {
        var told: Set<String> = []
        for recorded in changes {
            for reason in recorded.change.reasons where reason.hasPrefix(Lexicon.stampOpening) {
                told.insert(reason)
            }
        }
        let stamps = Set(told.map { $0.dropFirst(Lexicon.stampOpening.count).drop { $0 == " " } }).sorted()
        guard !stamps.isEmpty else { return footer }
        return footer + pick(" Rules and words: ", " Règles et mots\u{A0}: ")
            + singleLine(stamps.joined(separator: ", ")) + "."
    }

    /// Why a change is told as it is; by what rules and words is told once, in the footer.
    func reasons(_ change: Change) -> [String] {
        change.reasons.filter { !$0.hasPrefix(Lexicon.stampOpening) }.map { singleLine(reason($0)) }
    }

    /// What is wrong, and in parentheses what to do about it.
    func problem(_ problem: Problem) -> String {
        singleLine(reason(problem.reason) + (problem.advice.map { " (\(reason($0)))" } ?? ""))
    }

    private func reason(_ text: String) -> String {
        language == .french ? ReasonPhrases.french(text) : text
    }

    var semicolon: String { pick("; ", "\u{202F}; ") }

    /// In French: what stands before the same change as the other language makes it.
    func also(in language: Language) -> String {
        switch language {
        case .english: pick("In English", "En anglais")
        case .french: pick("In French", "En français")
        case .undetermined: pick("In the other language", "Dans l’autre langue")
        }
    }

    /// 3 changes are told with `path`.
    func toldElsewhere(_ count: Int, with path: String) -> String {
        counted(count, ("change is", "changes are"), ("changement figure", "changements figurent"))
            + pick(" told with ", " avec ") + path
    }

    // MARK: Commitments

    var what: String { pick("What", "Quoi") }

    /// Stated, 3: what became of a commitment, and the number of the change.
    func became(_ kind: ChangeKind, number: Int?) -> String {
        let word = kind == .commitmentAdded ? pick("Stated", "Énoncé") : label(kind)
        return word + (number.map { pick(" (no. ", " (nº\u{A0}") + self.number($0) + ")" } ?? "")
    }

    func commitments(_ count: Int) -> String {
        counted(count, ("commitment", "commitments"), ("engagement", "engagements"))
    }

    /// 12 commitments came with new documents.
    func arrived(_ count: Int) -> String {
        commitments(count) + pick(" in new documents", " dans de nouveaux documents")
    }

    func departed(_ count: Int) -> String {
        commitments(count)
            + (language == .french
                ? (count < 2 ? " parti" : " partis") + " avec des documents retirés"
                : " gone with documents that were removed")
    }

    // MARK: Documents

    /// new document, version 1; version 1 → 2.
    func version(_ document: DigestDocument) -> String {
        let new = pick("new document, ", "nouveau document, ")
        let removed = document.isDeleted ? pick(" (removed)", " (retiré)") : ""
        let first = document.from?.number ?? document.changes.map(\.toVersion).min() ?? document.to.number
        let versions =
            first == document.to.number
            ? "version \(first)" : pick("version ", "versions ") + "\(first) → \(document.to.number)"
        return (document.from == nil ? new : "") + versions + removed
    }

    /// version 2, line 27.
    func place(version: Int, line: Int) -> String {
        "version \(number(version)), \(pick("line", "ligne")) \(number(line))"
    }

    func movedWith(_ path: String) -> String { pick("with ", "avec ") + path }

    // MARK: The headline

    func headline(_ digest: Digest) -> String {
        guard digest.documents > 0 || !digest.changed.isEmpty else {
            return pick("Nothing on record yet.", "Rien n’est encore consigné.")
        }
        guard !digest.changed.isEmpty else { return nothingChanged(digest.documents) }
        return documentCounts(digest) + "." + (digest.told.isEmpty ? "" : " " + changeCounts(digest))
    }

    private func nothingChanged(_ documents: Int) -> String {
        if language == .french {
            return "Rien n’a changé\u{A0}: "
                + (documents < 2
                    ? "le document est tel que la veille."
                    : "les \(number(documents)) documents sont tels que la veille.")
        }
        return "Nothing changed: "
            + (documents == 1
                ? "the document is as the day before."
                : "the \(number(documents)) documents are as the day before.")
    }

    /// 1 of 5 documents changed, 2 new documents.
    private func documentCounts(_ digest: Digest) -> String {
        let new = digest.changed.count { $0.from == nil && !$0.isDeleted }
        let removed = digest.changed.count { $0.from != nil && $0.isDeleted }
        let changed = digest.changed.count { $0.from != nil && !$0.isDeleted }
        var parts: [String] = []
        if changed > 0 {
            let of = digest.documentsBefore
            parts.append(
                language == .french
                    ? "\(counted(changed, ("", ""), ("document", "documents"))) sur \(number(of)) "
                        + (changed < 2 ? "a changé" : "ont changé")
                    : "\(number(changed)) of \(counted(of, ("document", "documents"), ("", ""))) changed")
        }
        if new > 0 {
            parts.append(
                counted(new, ("new document", "new documents"), ("nouveau document", "nouveaux documents")))
        }
        if removed > 0 {
            parts.append(
                counted(
                    removed, ("document removed", "documents removed"),
                    ("document retiré", "documents retirés")))
        }
        if parts.isEmpty {
            parts.append(
                pick(
                    "Documents came and went within the day", "Des documents ont paru et disparu le jour même"
                ))
        }
        return parts.joined(separator: ", ")
    }

    /// 10 changes to report (6 high, 4 medium), 6 quiet.
    private func changeCounts(_ digest: Digest) -> String {
        let (high, medium, low) = (digest.count(.high), digest.count(.medium), digest.count(.low))
        let report = counted(
            high + medium, ("change to report", "changes to report"),
            ("changement à signaler", "changements à signaler"))
        let levels = [
            high > 0 ? counted(high, ("high", "high"), ("important", "importants")) : nil,
            medium > 0 ? counted(medium, ("medium", "medium"), ("moyen", "moyens")) : nil,
        ].compactMap { $0 }
        let weights = levels.isEmpty ? "" : " (\(levels.joined(separator: ", ")))"
        let quiet =
            low == 0
            ? "" : ", \(counted(low, ("quiet change", "quiet changes"), ("sans effet", "sans effet")))"
        return report + weights + quiet + "."
    }

    /// Stated, weakened, strengthened, dropped; nil where no commitment was touched.
    func commitmentCounts(_ digest: Digest) -> String? {
        let kinds: [(ChangeKind, (String, String), (String, String))] = [
            (.commitmentAdded, ("stated", "stated"), ("énoncé", "énoncés")),
            (.commitmentWeakened, ("weakened", "weakened"), ("affaibli", "affaiblis")),
            (.commitmentStrengthened, ("strengthened", "strengthened"), ("renforcé", "renforcés")),
            (.commitmentDropped, ("dropped", "dropped"), ("abandonné", "abandonnés")),
            (
                .deadlineMoved, ("other deadline or frequency", "other deadlines or frequencies"),
                ("autre échéance ou fréquence", "autres échéances ou fréquences")
            ),
            (.amountChanged, ("other amount", "other amounts"), ("autre montant", "autres montants")),
        ]
        var counts: [ChangeKind: Int] = [:]
        for document in digest.told {
            for recorded in document.changes where document.toldWith[recorded.id] == nil {
                for kind in Set(recorded.change.kinds) { counts[kind, default: 0] += 1 }
            }
        }
        let parts = kinds.compactMap { kind, english, french -> String? in
            let count = counts[kind] ?? 0
            return count == 0 ? nil : counted(count, english, french)
        }
        guard !parts.isEmpty else { return nil }
        return pick("Commitments: ", "Engagements\u{A0}: ") + parts.joined(separator: ", ") + "."
    }

    /// Register: 118 open commitments (116 the day before); 1 deadline passed, 2 ahead.
    func registerLine(_ register: DigestRegister) -> String {
        let open = counted(
            register.open, ("open commitment", "open commitments"),
            ("engagement ouvert", "engagements ouverts"))
        let passed = register.deadlines.count(where: \.isPassed)
        let ahead = register.deadlines.count - passed
        var parts: [String] = []
        if passed > 0 {
            parts.append(
                counted(
                    passed, ("deadline passed", "deadlines passed"),
                    ("échéance dépassée", "échéances dépassées")))
        }
        if ahead > 0 {
            parts.append(counted(ahead, ("coming", "coming"), ("à venir", "à venir")))
        }
        let before = number(register.openTheDayBefore) + pick(" the day before", " la veille")
        let deadlines = parts.isEmpty ? "" : pick("; ", "\u{202F}; ") + parts.joined(separator: ", ")
        return pick("Register: ", "Registre\u{A0}: ") + "\(open) (\(before))\(deadlines)."
    }

    func problemCount(_ count: Int) -> String {
        counted(count, ("problem", "problems"), ("problème", "problèmes"))
            + pick(" (below).", " (ci-dessous).")
    }

    // MARK: Folded and cut

    func quiet(_ count: Int) -> String {
        counted(count, ("quiet change", "quiet changes"), ("changement discret", "changements discrets"))
            + pick(" (no meaning changed)", " (sens inchangé)")
    }

    /// And 12 more: `command`.
    func more(_ count: Int) -> String {
        pick("and ", "et ") + counted(count, ("more", "more"), ("autre", "autres"))
    }

    func changeCount(_ count: Int) -> String {
        counted(count, ("change", "changes"), ("changement", "changements"))
    }

    // MARK: Deadlines

    func deadlines(within days: Int) -> String {
        days == 0
            ? pick("Deadlines", "Échéances")
            : pick("Deadlines: passed, and in the next ", "Échéances\u{A0}: dépassées, et des ")
                + counted(days, ("day", "days"), ("prochain jour", "prochains jours"))
    }

    /// passed, no result reported; in 40 days; moved today from 2025-12-31.
    func state(_ deadline: DigestDeadline, on date: CalendarDate) -> String {
        let days = deadline.due.daysSince1970 - date.daysSince1970
        let when: String =
            switch days {
            case ..<0: pick("passed, no result reported", "dépassée, sans résultat annoncé")
            case 0: pick("today", "aujourd’hui")
            default: pick("in ", "dans ") + counted(days, ("day", "days"), ("jour", "jours"))
            }
        let news: String? =
            switch deadline.news {
            case .none: nil
            case .stated: pick("new today", "énoncé ce jour")
            case .moved(nil): pick("changed today", "changée ce jour")
            case .moved(let from?): pick("moved today from ", "déplacée ce jour, était le ") + from.iso
            }
        return [when, news].compactMap { $0 }.joined(separator: semicolon)
    }
}
