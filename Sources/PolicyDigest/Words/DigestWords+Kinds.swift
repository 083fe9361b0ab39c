internal import PolicyText

/// Kinds and operations as words at the head of a line.
extension DigestWords {
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
