internal import PolicyStore
internal import PolicyText

/// The changes that concern a document whole, in the document's language.
enum DocumentTeller {
    static func added(_ outline: Outline, path: DocumentPath, commitments: Int) -> Change {
        let name = name(path, outline.title, outline.language)
        let counts = counts(outline.language, outline.passages.count, commitments)
        return change(
            .documentAdded, .medium,
            pick(
                outline.language, "New document: \(name) (\(counts)).",
                "Nouveau document : \(name) (\(counts))."),
            reason: "document_added: no document had this path before")
    }

    static func restored(_ outline: Outline, path: DocumentPath, isSame: Bool, version: Int) -> Change {
        let name = name(path, outline.title, outline.language)
        let english =
            isSame ? "unchanged since version \(version)" : "changed since version \(version), see below"
        let french =
            isSame
            ? "inchangé depuis la version \(version)"
            : "modifié depuis la version \(version), voir ci-dessous"
        return change(
            .documentAdded, .medium,
            pick(
                outline.language, "Back in the folder: \(name), \(english).",
                "De retour dans le dossier : \(name), \(french)."),
            reason: "document_added: the path was last deleted at version \(version)")
    }

    /// - Parameter latest: the version that was there.
    static func removed(_ latest: StoredVersion, path: DocumentPath, commitments: Int) -> Change {
        let name = name(path, latest.title, latest.language)
        let counts = counts(latest.language, latest.passages, commitments)
        return change(
            .documentRemoved, .high,
            pick(
                latest.language, "Removed from the folder: \(name) (\(counts)).",
                "Retiré du dossier : \(name) (\(counts))."),
            reason: "document_removed: the file is no longer in the folder")
    }

    static func renamed(_ rename: RenameFinder.Rename, language: Language) -> Change {
        let names = "\(rename.from.text) → \(rename.to.text)."
        return change(
            .documentRenamed, .medium, pick(language, "Renamed: \(names)", "Renommé : \(names)"),
            reason: "document_renamed: \(rename.why)")
    }

    /// A version that goes back to an earlier one is one change, as weighty as what it undoes.
    ///
    /// - Parameter changes: what it did to the version before it.
    static func returned(to version: Int, undoing changes: [Change], language: Language) -> Change {
        let heavy = changes.filter { $0.significance > .low }.count
        let english =
            "Goes back to version \(version), word for word"
            + (heavy == 0 ? "." : "; this undoes \(heavy) \(heavy == 1 ? "change" : "changes") of meaning.")
        let french =
            "Revient à la version \(version), mot pour mot"
            + (heavy == 0 ? "." : " ; annule \(heavy) \(heavy < 2 ? "changement" : "changements") de sens.")
        var change = change(
            .modified, changes.map(\.significance).max() ?? .low, pick(language, english, french),
            reason: "returns_to: the content is that of version \(version), byte for byte")
        change.kinds = Set(changes.flatMap(\.kinds)).sorted()
        change.reasons += changes.filter { $0.significance > .low }.prefix(maximumUndone).map { $0.summary }
        change.line = changes.map(\.line).min() ?? 1
        return change
    }

    /// Changes that a return names one by one.
    private static let maximumUndone = 10

    private static func change(
        _ operation: ChangeOperation, _ significance: Significance, _ summary: String, reason: String
    ) -> Change {
        Change(
            operation: operation, kinds: [], significance: significance, summary: summary, reasons: [reason],
            section: [], line: 1, before: nil, after: nil, edits: [])
    }

    private static func pick(_ language: Language, _ english: String, _ french: String) -> String {
        language == .french ? french : english
    }

    private static func name(_ path: DocumentPath, _ title: String?, _ language: Language) -> String {
        guard let title, !title.isEmpty else { return path.name }
        let words = title.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return language == .french ? "«\u{A0}\(words)\u{A0}»" : "“\(words)”"
    }

    private static func counts(_ language: Language, _ passages: Int, _ commitments: Int) -> String {
        if language == .french {
            return
                "\(passages) \(passages < 2 ? "passage" : "passages"), \(commitments) \(commitments < 2 ? "engagement" : "engagements")"
        }
        return
            "\(passages) \(passages == 1 ? "passage" : "passages"), \(commitments) \(commitments == 1 ? "commitment" : "commitments")"
    }
}
