/// Writes what a reader is told about a change: one sentence, verb first, in the document's language.
struct Summary {
    let language: Language

    /// The longest excerpt of a text in a summary.
    static let longestExcerpt = 140

    private var isFrench: Bool { language == .french }

    private func say(_ english: String, _ french: String) -> String { isFrench ? french : english }

    /// Between the quotation marks of the language, on one line, shortened in the middle of nothing.
    func quoted(_ text: String) -> String {
        let line = Self.shortened(Self.bare(Self.plain(text)))
        return isFrench ? "«\u{A0}\(line)\u{A0}»" : "“\(line)”"
    }

    /// A value as it stands in the text, on one line.
    func value(_ text: String) -> String { Self.plain(text) }

    /// One line, without escaping backslashes and marks of emphasis.
    private static func plain(_ text: String) -> String {
        var words = ""
        var spaceIsDue = false
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if scalar == "\\", !isEscaped {
                isEscaped = true
                continue
            }
            // Of ASCII only these are white space.
            let isSpace =
                scalar.isASCII
                ? scalar == " " || (0x09...0x0D).contains(scalar.value)
                : scalar.properties.isWhitespace && scalar != "\u{A0}" && scalar != "\u{202F}"
            if isSpace {
                spaceIsDue = !words.isEmpty
            } else if scalar == "*", !isEscaped {
                continue
            } else {
                if spaceIsDue { words += " " }
                spaceIsDue = false
                words.unicodeScalars.append(scalar)
            }
            isEscaped = false
        }
        return words
    }

    /// Without the stop or separator at the end, which the sentence around it has no place for.
    private static func bare(_ text: String) -> String {
        var rest = text[...]
        while let last = rest.last, ".;,:".contains(last) || last.isWhitespace, !rest.hasSuffix("…") {
            rest.removeLast()
        }
        return rest.isEmpty ? text : String(rest)
    }

    /// Where the change stands: the sentence, or what of a long one is near its first changed word.
    func place(_ text: String, changedAt offset: Int) -> String {
        let line = Self.plain(text)
        guard line.count > Self.longestExcerpt, offset > Self.leadUp else {
            return say(", in ", ", dans ") + quoted(line)
        }
        let rest = line.dropFirst(min(offset, line.count) - Self.leadUp)
        let start = rest.firstIndex(of: " ").map { rest.index(after: $0) } ?? rest.startIndex
        return say(", in ", ", dans ") + quoted("… " + rest[start...])
    }

    /// How much of a long sentence stands before its first changed word.
    private static let leadUp = 60

    private static func shortened(_ text: String) -> String {
        guard text.count > longestExcerpt else { return text }
        let head = text.prefix(longestExcerpt)
        let cut = head.lastIndex(of: " ") ?? head.endIndex
        return head[..<cut] + " …"
    }

    // Commitments

    func dropped(_ text: String, strength: Int) -> String {
        say(
            "Dropped: \(quoted(text)) (strength \(strength))",
            "Abandonné : \(quoted(text)) (force \(strength))")
    }

    func added(_ text: String, strength: Int, deadline: String?, amount: String?) -> String {
        var details = [say("strength \(strength)", "force \(strength)")]
        if let deadline {
            details.append(say("deadline: \(value(deadline))", "échéance : \(value(deadline))"))
        }
        if let amount { details.append(say("amount: \(value(amount))", "montant : \(value(amount))")) }
        let list = details.joined(separator: ", ")
        return say("Added: \(quoted(text)) (\(list))", "Ajouté : \(quoted(text)) (\(list))")
    }

    func moreCommitments(_ count: Int) -> String {
        say(
            count == 1 ? " and one more commitment" : " and \(count) more commitments",
            count == 1 ? " et un autre engagement" : " et \(count) autres engagements")
    }

    func weakened(_ old: String, _ new: String, _ levels: (Int, Int)) -> String {
        say("Weakened: ", "Affaibli : ") + change(old, new) + " (\(levels.0) → \(levels.1))"
    }

    func strengthened(_ old: String, _ new: String, _ levels: (Int, Int)) -> String {
        say("Strengthened: ", "Renforcé : ") + change(old, new) + " (\(levels.0) → \(levels.1))"
    }

    func reversed(_ old: String, _ new: String) -> String {
        say("Reversed: ", "Inversé : ") + change(old, new)
    }

    func done(_ new: String) -> String { say("Reported done: ", "Déclaré fait : ") + quoted(new) }
    func reopened(_ new: String) -> String { say("Reopened: ", "Rouvert : ") + quoted(new) }

    private func change(_ old: String, _ new: String) -> String {
        if old.isEmpty { return quoted(new) + say(" added", " ajouté") }
        if new.isEmpty { return quoted(old) + say(" removed", " supprimé") }
        return "\(quoted(old)) → \(quoted(new))"
    }

    // Values

    func amount(_ old: TextValue?, _ new: TextValue?) -> String {
        guard let old else { return say("Added: amount ", "Ajouté : montant ") + quoted(new?.text ?? "") }
        guard let new else { return say("Removed: amount ", "Supprimé : montant ") + quoted(old.text) }
        guard let before = old.quantity, let after = new.quantity, old.kind == new.kind, before != after
        else {
            return say("Changed: amount ", "Modifié : montant ") + values(old, new)
        }
        let verb = after < before ? say("Cut: ", "Réduit : ") : say("Raised: ", "Augmenté : ")
        guard let percent = before.percentChange(to: after), percent != 0, old.currency == new.currency else {
            return verb + values(old, new)
        }
        let sign = percent < 0 ? "−" : "+"
        return verb + values(old, new) + " (\(sign)\(abs(percent))\(isFrench ? "\u{A0}%" : "%"))"
    }

    func deadline(_ old: TextValue?, _ new: TextValue?) -> String {
        guard let old else {
            return new.map { say("Added: ", "Ajouté : ") + term($0) + " " + quoted($0.phraseText) } ?? ""
        }
        guard let new else {
            return say("Removed: ", "Supprimé : ") + term(old) + " " + quoted(old.phraseText)
        }
        return deadlineVerb(old, new) + phrases(old, new) + distance(old, new)
    }

    /// What a time in a text is called.
    private func term(_ value: TextValue) -> String {
        switch value.kind {
        case .frequency: say("frequency", "fréquence")
        case .duration where value.role != .deadline: say("duration", "durée")
        case .period: say("period", "période")
        default: say("deadline", "échéance")
        }
    }

    /// How much later or earlier, where both are days.
    private func distance(_ old: TextValue, _ new: TextValue) -> String {
        guard let before = old.due, let after = new.due, before != after else { return "" }
        let (first, last) = before < after ? (before, after) : (after, before)
        let months = (last.year - first.year) * 12 + last.month - first.month
        let isWhole =
            first.day == last.day || (first.adding(days: 1).day == 1 && last.adding(days: 1).day == 1)
        let span: String
        if isWhole, months % 12 == 0 {
            span = counted(months / 12, ("year", "years"), ("an", "ans"))
        } else if isWhole {
            span = counted(months, ("month", "months"), ("mois", "mois"))
        } else {
            span = counted(last.daysSince1970 - first.daysSince1970, ("day", "days"), ("jour", "jours"))
        }
        return after > before
            ? say(" (\(span) later)", " (\(span) plus tard)")
            : say(" (\(span) earlier)", " (\(span) plus tôt)")
    }

    private func counted(_ count: Int, _ english: (String, String), _ french: (String, String)) -> String {
        let one = say("one", "un")
        let noun = isFrench ? (count > 1 ? french.1 : french.0) : (count == 1 ? english.0 : english.1)
        return "\(count == 1 ? one : "\(count)") \(noun)"
    }

    private func deadlineVerb(_ old: TextValue, _ new: TextValue) -> String {
        guard old.kind == new.kind || (old.isDated && new.isDated) else {
            return say("Changed: deadline ", "Modifié : échéance ")
        }
        if let before = old.due, let after = new.due, before != after {
            return after > before ? say("Moved later: ", "Reporté : ") : say("Moved earlier: ", "Avancé : ")
        }
        guard let (before, after) = Self.lengths(old, new), before != after
        else {
            return say("Changed: deadline ", "Modifié : échéance ")
        }
        switch old.kind {
        case .frequency:
            return after > before
                ? say("Made less frequent: ", "Espacé : ")
                : say("Made more frequent: ", "Rendu plus fréquent : ")
        case .ordinal:
            return after > before ? say("Moved later: ", "Reporté : ") : say("Moved earlier: ", "Avancé : ")
        default:
            return after > before ? say("Stretched: ", "Allongé : ") : say("Shortened: ", "Raccourci : ")
        }
    }

    /// Two quantities in one unit: 2 days beside 36 hours are 48 hours.
    private static func lengths(_ old: TextValue, _ new: TextValue) -> (ExactNumber, ExactNumber)? {
        guard let before = old.quantity, let after = new.quantity else { return nil }
        if old.unit == new.unit { return (before, after) }
        func minutes(_ value: TextValue, _ quantity: ExactNumber) -> ExactNumber? {
            let units = ["days": 1440, "hours": 60, "minutes": 1]
            guard value.kind == .duration || value.kind == .frequency,
                let count = value.unit.split(separator: " ").last.flatMap({ units[String($0)] }),
                value.unit != "business days"
            else { return nil }
            return quantity.times(ExactNumber(count))
        }
        guard let left = minutes(old, before), let right = minutes(new, after) else { return nil }
        return (left, right)
    }

    func number(_ old: TextValue?, _ new: TextValue?) -> String {
        guard let old else { return say("Added: number ", "Ajouté : nombre ") + quoted(new?.text ?? "") }
        guard let new else { return say("Removed: number ", "Supprimé : nombre ") + quoted(old.text) }
        return say("Changed: number ", "Modifié : nombre ") + values(old, new)
    }

    func date(_ old: TextValue?, _ new: TextValue?) -> String {
        guard let old else { return say("Added: date ", "Ajouté : date ") + quoted(new?.text ?? "") }
        guard let new else { return say("Removed: date ", "Supprimé : date ") + quoted(old.text) }
        return say("Changed: date ", "Modifié : date ") + values(old, new)
    }

    private func values(_ old: TextValue, _ new: TextValue) -> String {
        "\(value(old.text)) → \(value(new.text))"
    }
    private func phrases(_ old: TextValue, _ new: TextValue) -> String {
        "\(value(old.phraseText)) → \(value(new.phraseText))"
    }

    // Participants, conditions, scope

    func actor(_ old: String, _ new: String) -> String {
        say(
            "Moved: responsibility from \(quoted(old)) to \(quoted(new))",
            "Transféré : responsabilité de \(quoted(old)) à \(quoted(new))")
    }

    func concerned(_ old: String, _ new: String) -> String {
        say(
            "Concerns others: \(quoted(old)) → \(quoted(new))",
            "Concerne d’autres : \(quoted(old)) → \(quoted(new))")
    }

    func partnerRemoved(_ names: [String]) -> String {
        say("Removed as partner: ", "Retiré des partenaires : ") + names.map(quoted).joined(separator: ", ")
    }

    func partnerAdded(_ names: [String]) -> String {
        say("Added as partner: ", "Ajouté comme partenaire : ") + names.map(quoted).joined(separator: ", ")
    }

    func conditionAdded(_ text: String) -> String {
        say("Put under a condition: ", "Soumis à une condition : ") + quoted(text)
    }
    func conditionRemoved(_ text: String) -> String {
        say("Freed of a condition: ", "Libéré d’une condition : ") + quoted(text)
    }
    func narrowed(_ old: String, _ new: String) -> String {
        say("Narrowed: ", "Restreint : ") + change(old, new)
    }
    func widened(_ old: String, _ new: String) -> String { say("Widened: ", "Élargi : ") + change(old, new) }

    // Content and structure

    func contentAdded(_ text: String) -> String { say("Added: ", "Ajouté : ") + quoted(text) }
    func contentRemoved(_ text: String) -> String { say("Deleted: ", "Supprimé : ") + quoted(text) }

    func renamed(_ old: String, _ new: String, lost: [String]) -> String {
        let words = lost.map(quoted).joined(separator: ", ")
        let tail = lost.isEmpty ? "" : say("; words lost: \(words)", " ; mots perdus : \(words)")
        return say("Renamed: section ", "Renommée : la section ") + quoted(old) + say(" is now ", " devient ")
            + quoted(new) + tail
    }

    func renumbered(_ old: String, _ new: String) -> String {
        say("Renumbered: ", "Renuméroté : ") + "\(value(old)) → \(value(new))"
    }

    func renumbered(_ pairs: [(String, String)]) -> String {
        guard let first = pairs.first, pairs.count > 1, let last = pairs.last else {
            return pairs.first.map { renumbered($0.0, $0.1) } ?? ""
        }
        return say(
            "Renumbered \(pairs.count) headings and clauses: ",
            "Renuméroté : \(pairs.count) titres et articles : ")
            + "\(value(first.0)) → \(value(first.1)) … \(value(last.0)) → \(value(last.1))"
    }

    func moved(_ text: String, under heading: String?) -> String {
        guard let heading else {
            return say("Moved, text unchanged: ", "Déplacé, texte inchangé : ") + quoted(text)
        }
        return say("Moved, text unchanged: ", "Déplacé, texte inchangé : ") + quoted(text)
            + say(", now under ", ", désormais sous ") + quoted(heading)
    }

    func alsoMoved(under heading: String?) -> String {
        guard let heading else { return say("Moved", "Déplacé") }
        return say("Moved under ", "Déplacé sous ") + quoted(heading)
    }

    func movedTo(_ document: String, _ text: String) -> String {
        say("Moved to '\(document)': ", "Déplacé vers « \(document) » : ") + quoted(text)
    }

    func movedFrom(_ document: String, _ text: String) -> String {
        say("Moved from '\(document)': ", "Déplacé depuis « \(document) » : ") + quoted(text)
    }

    func reworded(_ old: String, _ new: String) -> String {
        say("Reworded only: ", "Reformulé seulement : ") + change(old, new)
    }

    func rejoined(_ isJoined: Bool, _ new: String) -> String {
        isJoined
            ? say("Joined two sentences: ", "Deux phrases réunies : ") + quoted(new)
            : say("Parted a sentence in two: ", "Phrase scindée en deux : ") + quoted(new)
    }

    func reordered(_ count: Int) -> String {
        guard count > 1 else {
            return say(
                "Reordered: one item at another place, unchanged",
                "Réordonné : un élément à une autre place, inchangé")
        }
        return say(
            "Reordered: \(count) items in another order, none changed",
            "Réordonné : \(count) éléments dans un autre ordre, aucun modifié")
    }

    func sameOrganization(_ old: String, _ new: String) -> String {
        say("Written otherwise, same organisation: ", "Écrit autrement, même organisation : ")
            + change(old, new)
    }

    func sameValue(_ old: String, _ new: String) -> String {
        say("Written otherwise, same value: ", "Écrit autrement, même valeur : ") + change(old, new)
    }

    func editorial(_ old: String, _ new: String) -> String {
        say("Corrected: ", "Corrigé : ") + change(old, new)
    }

    func boilerplate(_ text: String) -> String {
        say("Updated page furniture: ", "Mis à jour, habillage de la page : ") + quoted(text)
    }

    func typographic(_ passages: Int) -> String {
        guard passages > 1 else {
            return say("Changed in print only, no word", "Modifié en typographie seulement, aucun mot")
        }
        return say(
            "Changed in print only: \(passages) passages, no word",
            "Modifié en typographie seulement : \(passages) passages, aucun mot")
    }

    func formattingOnly() -> String {
        say(
            "Formatted otherwise: no word of the document changed",
            "Mis en forme autrement : aucun mot du document ne change")
    }

    /// Several clauses as one sentence: the first as it is, the others in lower case after semicolons.
    func joined(_ clauses: [String]) -> String {
        guard let first = clauses.first else { return "" }
        return clauses.dropFirst().reduce(first) { sentence, clause in
            sentence + say("; ", " ; ") + clause.prefix(1).lowercased() + clause.dropFirst()
        }
    }
}

extension TextValue {
    /// What the quantity counts: a currency, months.
    var unit: Substring { canonical.prefix { $0 != ":" } }

    /// The unit of a sum of money.
    var currency: Substring? { kind == .money ? unit : nil }
}
