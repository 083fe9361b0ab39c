/// Writes what a reader is told about a change: one sentence, verb first, in the document's language.
struct Summary {
    let language: Language

    /// The longest excerpt of a text in a summary.
    static let longestExcerpt = 140

    private var isFrench: Bool { language == .french }

    private func say(_ english: String, _ french: String) -> String { isFrench ? french : english }

    /// Between the quotation marks of the language, on one line, shortened in the middle of nothing.
    func quoted(_ text: String) -> String {
        let line = Self.shortened(Self.plain(text))
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
            if scalar.properties.isWhitespace, scalar != "\u{A0}", scalar != "\u{202F}" {
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

    private static func shortened(_ text: String) -> String {
        guard text.count > longestExcerpt else { return text }
        let head = text.prefix(longestExcerpt)
        let cut = head.lastIndex(of: " ") ?? head.endIndex
        return head[..<cut] + " …"
    }

    // Commitments

    func dropped(_ text: String, strength: Int) -> String {
        say(
            "Dropped: \(quoted(text)) (was strength \(strength))",
            "Abandonné : \(quoted(text)) (était de force \(strength))")
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
            count == 1 ? "and 1 more commitment" : "and \(count) more commitments",
            count == 1 ? "et 1 autre engagement" : "et \(count) autres engagements")
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
        let nothing = say("nothing", "rien")
        return "\(old.isEmpty ? nothing : quoted(old)) → \(new.isEmpty ? nothing : quoted(new))"
    }

    // Values

    func amount(_ old: TextValue?, _ new: TextValue?) -> String {
        guard let old else { return say("Amount added: ", "Montant ajouté : ") + value(new?.text ?? "") }
        guard let new else { return say("Amount removed: ", "Montant supprimé : ") + value(old.text) }
        guard let before = old.quantity, let after = new.quantity, old.kind == new.kind, before != after
        else {
            return say("Amount changed: ", "Montant modifié : ") + values(old, new)
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
            return switch new?.kind {
            case .frequency: say("Frequency added: ", "Fréquence ajoutée : ") + value(new?.phraseText ?? "")
            case .duration where new?.role != .deadline:
                say("Duration added: ", "Durée ajoutée : ") + value(new?.phraseText ?? "")
            default: say("Deadline added: ", "Échéance ajoutée : ") + value(new?.phraseText ?? "")
            }
        }
        guard let new else {
            return switch old.kind {
            case .frequency: say("Frequency removed: ", "Fréquence supprimée : ") + value(old.phraseText)
            case .duration where old.role != .deadline:
                say("Duration removed: ", "Durée supprimée : ") + value(old.phraseText)
            default: say("Deadline removed: ", "Échéance supprimée : ") + value(old.phraseText)
            }
        }
        return deadlineVerb(old, new) + phrases(old, new)
    }

    private func deadlineVerb(_ old: TextValue, _ new: TextValue) -> String {
        guard old.kind == new.kind || (old.isDated && new.isDated) else {
            return say("Deadline changed: ", "Échéance modifiée : ")
        }
        if let before = old.due, let after = new.due, before != after {
            return after > before ? say("Moved later: ", "Reporté : ") : say("Moved earlier: ", "Avancé : ")
        }
        guard let before = old.quantity, let after = new.quantity, before != after, old.unit == new.unit
        else {
            return say("Deadline changed: ", "Échéance modifiée : ")
        }
        switch old.kind {
        case .frequency:
            return after > before
                ? say("Made less frequent: ", "Espacé : ")
                : say("Made more frequent: ", "Rendu plus fréquent : ")
        default:
            return after > before ? say("Stretched: ", "Allongé : ") : say("Shortened: ", "Raccourci : ")
        }
    }

    func number(_ old: TextValue?, _ new: TextValue?) -> String {
        guard let old else { return say("Number added: ", "Nombre ajouté : ") + value(new?.text ?? "") }
        guard let new else { return say("Number removed: ", "Nombre supprimé : ") + value(old.text) }
        return say("Number changed: ", "Nombre modifié : ") + values(old, new)
    }

    func date(_ old: TextValue?, _ new: TextValue?) -> String {
        guard let old else { return say("Date added: ", "Date ajoutée : ") + value(new?.text ?? "") }
        guard let new else { return say("Date removed: ", "Date supprimée : ") + value(old.text) }
        return say("Date corrected: ", "Date corrigée : ") + values(old, new)
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

    func partnerRemoved(_ names: [String]) -> String {
        say("Removed as partner: ", "Retiré des partenaires : ") + names.map(quoted).joined(separator: ", ")
    }

    func partnerAdded(_ names: [String]) -> String {
        say("Added as partner: ", "Ajouté comme partenaire : ") + names.map(quoted).joined(separator: ", ")
    }

    func conditionAdded(_ text: String) -> String {
        say("Condition added: ", "Condition ajoutée : ") + quoted(text)
    }
    func conditionRemoved(_ text: String) -> String {
        say("Condition removed: ", "Condition supprimée : ") + quoted(text)
    }
    func narrowed(_ old: String, _ new: String) -> String {
        say("Narrowed: ", "Restreint : ") + change(old, new)
    }
    func widened(_ old: String, _ new: String) -> String { say("Widened: ", "Élargi : ") + change(old, new) }

    // Content and structure

    func contentAdded(_ text: String) -> String { say("Added text: ", "Texte ajouté : ") + quoted(text) }
    func contentRemoved(_ text: String) -> String {
        say("Deleted text: ", "Texte supprimé : ") + quoted(text)
    }

    func renamed(_ old: String, _ new: String, lost: [String]) -> String {
        let tail =
            lost.isEmpty ? "" : say("; words lost: ", "; mots perdus : ") + lost.joined(separator: ", ")
        return say("Renamed section: ", "Section renommée : ") + change(old, new) + tail
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
        say("Reworded, no facet changed: ", "Reformulé, rien d’autre ne change : ") + change(old, new)
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
        say("Same organisation, other form: ", "Même organisation, autre forme : ") + change(old, new)
    }

    func sameValue(_ old: String, _ new: String) -> String {
        say("Same value, other notation: ", "Même valeur, autre notation : ") + change(old, new)
    }

    func editorial(_ old: String, _ new: String) -> String {
        say("Corrected spelling or accents: ", "Corrigé, orthographe ou accents : ") + change(old, new)
    }

    func boilerplate(_ text: String) -> String {
        say("Page furniture: ", "Habillage de la page : ") + quoted(text)
    }

    func typographic(_ passages: Int) -> String {
        guard passages > 1 else {
            return say("Typography only, no word changed", "Typographie seulement, aucun mot changé")
        }
        return say(
            "Typography only in \(passages) passages, no word changed",
            "Typographie seulement dans \(passages) passages, aucun mot changé")
    }

    func formattingOnly() -> String {
        say(
            "Formatting only: no word of the document changed",
            "Mise en forme seulement : aucun mot du document ne change")
    }

    /// Several clauses as one sentence: the first as it is, the others in lower case after semicolons.
    func joined(_ clauses: [String]) -> String {
        guard let first = clauses.first else { return "" }
        return clauses.dropFirst().reduce(first) { sentence, clause in
            sentence + "; " + clause.prefix(1).lowercased() + clause.dropFirst()
        }
    }
}

extension TextValue {
    /// What the quantity counts: a currency, months.
    var unit: Substring { canonical.prefix { $0 != ":" } }

    /// The unit of a sum of money.
    var currency: Substring? { kind == .money ? unit : nil }
}
