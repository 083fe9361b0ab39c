internal import PolicyText

/// The words of a digest in its language: headings, counts with their plurals, dates.
struct DigestWords {
    let language: Language

    private func pick(_ english: String, _ french: String) -> String {
        language == .french ? french : english
    }

    /// A count with its noun; in French zero is singular too.
    private func counted(_ count: Int, _ english: (String, String), _ french: (String, String)) -> String {
        let isSingular = language == .french ? count < 2 : count == 1
        let noun =
            language == .french ? (isSingular ? french.0 : french.1) : (isSingular ? english.0 : english.1)
        return "\(number(count)) \(noun)"
    }

    /// A number with its thousands set apart: a comma in English, a no-break space in French.
    func number(_ value: Int) -> String {
        let digits = String(abs(value))
        var groups: [Substring] = []
        var rest = digits[...]
        while rest.count > 3 {
            groups.insert(rest.suffix(3), at: 0)
            rest = rest.dropLast(3)
        }
        groups.insert(rest, at: 0)
        return (value < 0 ? "−" : "") + groups.joined(separator: pick(",", "\u{202F}"))
    }

    // MARK: Dates

    private static let englishMonths = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ]
    private static let frenchMonths = [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
        "novembre",
        "décembre",
    ]
    private static let englishDays = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
    private static let frenchDays = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]

    func month(_ date: CalendarDate) -> String {
        pick(Self.englishMonths[date.month - 1], Self.frenchMonths[date.month - 1])
    }

    /// Saturday 21 November 2026; samedi 21 novembre 2026.
    func longDate(_ date: CalendarDate) -> String {
        let weekday = pick(Self.englishDays[date.weekday - 1], Self.frenchDays[date.weekday - 1])
        let day = language == .french && date.day == 1 ? "1er" : String(date.day)
        return "\(weekday) \(day) \(month(date)) \(date.year)"
    }

    // MARK: Headings

    var title: String { pick("policyd daily digest", "Bilan quotidien de policyd") }
    func heading(_ date: CalendarDate) -> String { pick("Digest, ", "Bilan du ") + longDate(date) }
    var high: String { pick("High", "Importants") }
    var medium: String { pick("Medium", "Moyens") }
    var deadlines: String { pick("Deadlines", "Échéances") }
    var problems: String { pick("Problems", "Problèmes") }
    var unchanged: String { pick("Unchanged", "Sans changement") }
    var due: String { pick("Due", "Échéance") }
    var commitment: String { pick("Commitment", "Engagement") }
    var document: String { pick("Document", "Document") }
    var state: String { pick("State", "État") }
    var passed: String { pick("passed, no result reported", "dépassée, sans résultat annoncé") }
    var coming: String { pick("ahead", "à venir") }
    var why: String { pick("Why", "Pourquoi") }
    var before: String { pick("Before", "Avant") }
    var after: String { pick("After", "Après") }
    var newDocument: String { pick("new document", "nouveau document") }
    var removedDocument: String { pick("document removed", "document retiré") }
    var line: String { pick("line", "ligne") }
    var quote: (open: String, close: String) { language == .french ? ("«\u{A0}", "\u{A0}»") : ("“", "”") }
    var footer: String {
        pick(
            "Every line comes from a named rule and quotes its source word for word.",
            "Chaque ligne vient d’une règle nommée et cite sa source mot pour mot.")
    }

    func version(_ document: DigestDocument) -> String {
        guard let from = document.from else { return "\(newDocument), version \(document.to.number)" }
        let tail = document.isDeleted ? " (\(removedDocument))" : ""
        return "version \(from.number) → \(document.to.number)" + tail
    }

    // MARK: Sentences

    func nothingChanged(_ documents: Int) -> String {
        pick("Nothing changed: ", "Rien n’a changé : ")
            + counted(documents, ("document", "documents"), ("document", "documents"))
            + pick(" as the day before.", documents < 2 ? " tel que la veille." : " tels que la veille.")
    }

    func headline(_ digest: Digest) -> String {
        let changed = digest.changed.count
        let (high, medium, low) = (digest.count(.high), digest.count(.medium), digest.count(.low))
        if language == .french {
            return
                "\(counted(changed, ("", ""), ("document a changé", "documents ont changé"))) sur \(number(max(digest.documents, changed))). "
                + "\(counted(high, ("", ""), ("changement important", "changements importants"))), "
                + "\(counted(medium, ("", ""), ("moyen", "moyens"))), "
                + "\(counted(low, ("", ""), ("sans effet sur le sens", "sans effet sur le sens")))."
        }
        return
            "\(number(changed)) of \(counted(max(digest.documents, changed), ("document", "documents"), ("", ""))) changed. "
            + "\(counted(high, ("high change", "high changes"), ("", ""))), \(number(medium)) medium, "
            + "\(number(low)) that leave the meaning untouched."
    }

    func registerLine(_ register: DigestRegister) -> String {
        let open = counted(
            register.open, ("open commitment", "open commitments"),
            ("engagement ouvert", "engagements ouverts"))
        let before = number(register.openTheDayBefore)
        return pick(
            "Register: \(open) (\(before) the day before).", "Registre : \(open) (\(before) la veille).")
    }

    func commitmentCounts(_ digest: Digest) -> String? {
        let kinds: [(ChangeKind, (String, String), (String, String))] = [
            (.commitmentAdded, ("stated", "stated"), ("énoncé", "énoncés")),
            (.commitmentWeakened, ("weakened", "weakened"), ("affaibli", "affaiblis")),
            (.commitmentStrengthened, ("strengthened", "strengthened"), ("renforcé", "renforcés")),
            (.commitmentDropped, ("dropped", "dropped"), ("abandonné", "abandonnés")),
            (
                .deadlineMoved, ("with another deadline", "with another deadline"),
                ("à l’échéance changée", "à l’échéance changée")
            ),
        ]
        let changes = digest.changes
        let parts = kinds.compactMap { kind, english, french -> String? in
            let count = changes.count { $0.change.kinds.contains(kind) }
            return count == 0 ? nil : counted(count, english, french)
        }
        guard !parts.isEmpty else { return nil }
        return pick("Commitments: ", "Engagements : ") + parts.joined(separator: ", ") + "."
    }

    func quiet(_ count: Int) -> String {
        counted(count, ("quiet change", "quiet changes"), ("changement discret", "changements discrets"))
            + pick(" (no meaning changed)", " (sens inchangé)")
    }

    func moreDeadlines(_ count: Int) -> String {
        counted(count, ("more", "more"), ("autre", "autres"))
            + pick(": policyctl commitments", " : policyctl commitments")
    }

    // MARK: Kinds

    /// The kind as a word at the head of a line.
    func label(_ change: Change) -> String {
        guard let kind = change.kinds.first else { return operation(change.operation) }
        return label(kind)
    }

    func label(_ kind: ChangeKind) -> String {
        switch kind {
        case .commitmentDropped: pick("Dropped", "Abandonné")
        case .negationFlipped: pick("Reversed", "Inversé")
        case .commitmentWeakened: pick("Weakened", "Affaibli")
        case .commitmentAdded: pick("Added", "Ajouté")
        case .commitmentStrengthened: pick("Strengthened", "Renforcé")
        case .amountChanged: pick("Amount", "Montant")
        case .deadlineMoved: pick("Deadline", "Échéance")
        case .statusChanged: pick("Status", "État")
        case .actorChanged: pick("Actor", "Acteur")
        case .partnerRemoved: pick("Partner removed", "Partenaire retiré")
        case .conditionAdded: pick("Condition added", "Condition ajoutée")
        case .conditionRemoved: pick("Condition removed", "Condition retirée")
        case .scopeNarrowed: pick("Narrowed", "Portée réduite")
        case .scopeWidened: pick("Widened", "Portée élargie")
        case .partnerAdded: pick("Partner added", "Partenaire ajouté")
        case .numberChanged: pick("Number", "Nombre")
        case .dateChanged: pick("Date", "Date")
        case .sectionRenamed: pick("Section renamed", "Section renommée")
        case .contentRemoved: pick("Text removed", "Texte retiré")
        case .contentAdded: pick("Text added", "Texte ajouté")
        case .sectionMoved: pick("Section moved", "Section déplacée")
        case .reworded: pick("Reworded", "Reformulé")
        case .sectionRenumbered: pick("Section renumbered", "Section renumérotée")
        case .reordered: pick("Reordered", "Réordonné")
        case .acronym: pick("Acronym", "Sigle")
        case .formatEquivalent: pick("Same value, other form", "Même valeur, autre forme")
        case .editorial: pick("Spelling", "Orthographe")
        case .boilerplate: pick("Page furniture", "Habillage de page")
        case .typographic: pick("Typography", "Typographie")
        }
    }

    private func operation(_ operation: ChangeOperation) -> String {
        switch operation {
        case .documentAdded: pick("New document", "Nouveau document")
        case .documentRemoved: pick("Document removed", "Document retiré")
        case .documentRenamed: pick("Document renamed", "Document renommé")
        case .added: pick("Added", "Ajouté")
        case .removed: pick("Removed", "Retiré")
        case .modified: pick("Modified", "Modifié")
        case .moved: pick("Moved", "Déplacé")
        case .split: pick("Split", "Scindé")
        case .merged: pick("Merged", "Fusionné")
        }
    }
}
