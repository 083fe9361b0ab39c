internal import PolicyText

/// What the pages say besides the digest itself.
extension DigestWords {
    var navigation: String { pick("Pages", "Pages") }
    var skip: String { pick("To the content", "Aller au contenu") }
    var feed: String { pick("Feed of policyd", "Fil de policyd") }
    var allDays: String { pick("All days and documents", "Tous les jours et documents") }
    var contents: String { pick("Documents that changed", "Documents modifiés") }
    var continued: String { pick(", continued", ", suite") }
    var nextPart: String { pick("Next part", "Partie suivante") }
    var line: String { pick("line", "ligne") }

    func part(_ number: Int, of count: Int, _ date: CalendarDate) -> String {
        "\(longDate(date)), \(pick("part", "partie")) \(number)/\(count)"
    }

    /// 6 high, 4 medium, 6 quiet.
    func weights(high: Int, medium: Int, low: Int) -> String {
        let parts = [
            high > 0 ? counted(high, ("high", "high"), ("important", "importants")) : nil,
            medium > 0 ? counted(medium, ("medium", "medium"), ("moyen", "moyens")) : nil,
            low > 0 ? counted(low, ("quiet", "quiet"), ("discret", "discrets")) : nil,
        ].compactMap { $0 }
        return parts.isEmpty ? pick("no changes", "aucun changement") : parts.joined(separator: ", ")
    }

    func weights(of document: DigestDocument) -> String {
        weights(
            high: document.count(.high), medium: document.count(.medium), low: document.count(.low))
    }

    /// Acronym ×1, Reworded ×3: the most frequent first.
    func kinds(of changes: [RecordedChange]) -> String {
        Dictionary(grouping: changes) { label($0.change) }.mapValues(\.count)
            .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { "\($0.key) ×\(number($0.value))" }.joined(separator: ", ")
    }

    // MARK: The index

    var indexTitle: String { pick("policyd: what changed", "policyd\u{A0}: ce qui a changé") }
    var calendar: String { pick("Days", "Jours") }
    var plot: String { pick("Changes a day", "Changements par jour") }
    var documents: String { pick("Documents", "Documents") }
    var date: String { pick("Date", "Date") }
    var quietColumn: String { pick("Quiet", "Discrets") }
    var lastChange: String { pick("Last change", "Dernier changement") }
    var versions: String { pick("Versions", "Versions") }
    var pastYear: String { pick("Past year, by week", "Année écoulée, par semaine") }
    var removed: String { pick("removed", "retiré") }
    var none: String { pick("none", "aucun") }
    var noDigests: String { pick("No digest yet.", "Pas encore de bilan.") }
    var figures: String { pick("The figures as a table", "Les chiffres en tableau") }
    var allDocuments: String { pick("All documents", "Tous les documents") }
    var latestDigest: String { pick("Latest digest", "Dernier bilan") }
    var weekdays: [String] {
        language == .french
            ? ["lu", "ma", "me", "je", "ve", "sa", "di"] : ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
    }

    func plotSummary(days: Int, total: Int, busiest: (date: CalendarDate, count: Int)?) -> String {
        let changes = counted(total, ("change", "changes"), ("changement", "changements"))
        let span = counted(days, ("day", "days"), ("jour", "jours"))
        let most =
            busiest.map {
                pick("; most on ", "\u{202F}; le plus le ") + "\($0.date.iso) (\(number($0.count)))"
            }
            ?? ""
        return pick("\(changes) in the last \(span)\(most).", "\(changes) en \(span)\(most).")
    }

    // MARK: A document's page

    var timeline: String { pick("Versions", "Versions") }
    var commitments: String { pick("Commitments", "Engagements") }
    var droppedCommitments: String { pick("Dropped commitments", "Engagements abandonnés") }
    var redlines: String { pick("What each version changed", "Ce que chaque version a changé") }
    var version: String { pick("Version", "Version") }
    var recorded: String { pick("Recorded", "Consignée") }
    var event: String { pick("Event", "Événement") }
    var changes: String { pick("Changes", "Changements") }
    var size: String { pick("Size", "Taille") }
    var strength: String { pick("Strength", "Force") }
    var actor: String { pick("Actor", "Acteur") }
    var lineColumn: String { pick("Line", "Ligne") }
    var noCommitments: String { pick("No open commitments.", "Aucun engagement ouvert.") }
    var goneCommitments: String {
        pick("Commitments of the removed document", "Engagements du document retiré")
    }
    var removedWithDocument: String { pick("gone with the document", "parti avec le document") }

    func event(_ version: Version) -> String {
        let name: String =
            switch version.event {
            case .created: pick("created", "créé")
            case .modified: pick("modified", "modifié")
            case .renamed: pick("renamed", "renommé")
            case .deleted: pick("deleted", "supprimé")
            case .restored: pick("restored", "rétabli")
            case .reparsed: pick("read again", "relu")
            }
        if let from = version.renamedFrom { return name + pick(" from ", " depuis ") + singleLine(from.text) }
        if let earlier = version.returnsTo {
            return name + pick(", as in version ", ", comme la version ") + String(earlier)
        }
        return name
    }

    func status(_ status: CommitmentStatus) -> String {
        switch status {
        case .active: pick("active", "en vigueur")
        case .strengthened: pick("strengthened", "renforcé")
        case .weakened: pick("weakened", "affaibli")
        case .amended: pick("amended", "modifié")
        case .dropped: pick("dropped", "abandonné")
        }
    }

    func bytes(_ count: Int) -> String {
        counted(count, ("byte", "bytes"), ("octet", "octets"))
    }
}
