internal import PolicyText

/// A value kept as a small number whose meaning is fixed for ever.
protocol StoredCode: Hashable {
    /// The values in the order of their numbers. Append only.
    static var stored: [Self] { get }
}

extension StoredCode {
    /// The number on record.
    var code: Int {
        guard let code = Self.stored.firstIndex(of: self) else { preconditionFailure("no code for \(self)") }
        return code
    }

    /// The value of a number on record.
    init(code: Int) throws(StoreError) {
        guard Self.stored.indices.contains(code) else {
            throw .inconsistent("\(code) stands for no \(Self.self)")
        }
        self = Self.stored[code]
    }
}

extension Language: StoredCode {
    static let stored: [Language] = [.undetermined, .english, .french]
}

extension VersionEvent: StoredCode {
    static let stored: [VersionEvent] = [.created, .modified, .renamed, .deleted, .restored, .reparsed]
}

extension CommitmentStatus: StoredCode {
    static let stored: [CommitmentStatus] = [.active, .strengthened, .weakened, .amended, .dropped]
}

extension ChangeOperation: StoredCode {
    static let stored: [ChangeOperation] = [
        .documentAdded, .documentRemoved, .documentRenamed, .added, .removed, .modified, .moved, .split,
        .merged,
    ]
}

extension ChangeKind: StoredCode {
    static let stored: [ChangeKind] = [
        .commitmentDropped, .negationFlipped, .commitmentWeakened, .commitmentAdded, .commitmentStrengthened,
        .amountChanged, .deadlineMoved, .statusChanged, .actorChanged, .partnerRemoved, .conditionAdded,
        .conditionRemoved, .scopeNarrowed, .scopeWidened, .partnerAdded, .numberChanged, .dateChanged,
        .sectionRenamed, .contentRemoved, .contentAdded, .sectionMoved, .reworded, .sectionRenumbered,
        .reordered, .acronym, .formatEquivalent, .editorial, .boilerplate, .typographic,
    ]
}
