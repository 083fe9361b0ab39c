package import PolicyText

/// What a document says of a change that its twin in the other language made as well.
package struct DigestTwin: Sendable {
    package var path: DocumentPath
    package var title: String?
    package var language: Language
    package var change: RecordedChange

    package init(path: DocumentPath, title: String?, language: Language, change: RecordedChange) {
        self.path = path
        self.title = title
        self.language = language
        self.change = change
    }

    /// The headings above the change, without the document's own title.
    var section: [String] {
        DigestDocument.section(of: change.change, under: title.map(singleLine) ?? "")
    }

    /// The documents of a day with each change that two of them made alike told once, with both texts: where it weighs
    /// most, or else in the language of the digest, or else where it was recorded first.
    static func asEvents(_ documents: [DigestDocument], tellingFirst language: Language) -> [DigestDocument] {
        var documents = documents
        var places: [Int64: (document: Int, change: RecordedChange)] = [:]
        for (index, document) in documents.enumerated() {
            for recorded in document.changes where recorded.counterpart != nil {
                places[recorded.id] = (index, recorded)
            }
        }
        guard !places.isEmpty else { return documents }
        for (index, document) in documents.enumerated() {
            for recorded in document.changes {
                guard let twin = recorded.counterpart.flatMap({ places[$0] }), twin.document != index,
                    twin.change.counterpart == recorded.id
                else { continue }
                let other = documents[twin.document]
                let rank = { (change: RecordedChange, document: DigestDocument) in
                    (-change.change.significance.rawValue, document.language == language ? 0 : 1, change.id)
                }
                if rank(recorded, document) < rank(twin.change, other) {
                    documents[index].twins[recorded.id] = DigestTwin(
                        path: other.path, title: other.title, language: other.language, change: twin.change)
                } else {
                    documents[index].toldWith[recorded.id] = other.path
                }
            }
        }
        return documents
    }
}

/// A commitment that a change touched, as the register holds it.
package struct DigestCommitment: Sendable {
    /// As it stood the day before; nil where the day stated it.
    package var before: RegisteredCommitment?
    /// As it stands at the end of the day; nil where the day dropped it.
    package var after: RegisteredCommitment?

    package init(before: RegisteredCommitment?, after: RegisteredCommitment?) {
        self.before = before
        self.after = after
    }
}
