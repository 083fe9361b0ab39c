/// One thing that an edit did to the meaning of a sentence.
struct ChangeFacet: Hashable {
    var kind: ChangeKind
    var significance: Significance
    /// What a reader is told, verb first, in the document's language.
    var told: String
    /// The rule, the cues with their strengths, the values compared.
    var reasons: [String]

    init(_ kind: ChangeKind, _ significance: Significance? = nil, told: String, reasons: [String]) {
        self.kind = kind
        self.significance = significance ?? kind.usualSignificance
        self.told = told
        self.reasons = reasons
    }
}

extension ChangeKind {
    /// Whether what is told of it says nothing without the sentence it stands in.
    var needsPlace: Bool {
        switch self {
        case .negationFlipped, .commitmentWeakened, .commitmentStrengthened, .amountChanged, .deadlineMoved,
            .actorChanged, .partnerRemoved, .conditionAdded, .conditionRemoved, .scopeNarrowed, .scopeWidened,
            .partnerAdded, .numberChanged, .dateChanged:
            true
        default: false
        }
    }

    /// The level of `change-kinds.tsv`; weakened and strengthened are high from two levels on.
    var usualSignificance: Significance {
        switch self {
        case .commitmentDropped, .negationFlipped, .commitmentAdded, .amountChanged, .deadlineMoved,
            .statusChanged,
            .actorChanged, .partnerRemoved:
            .high
        case .commitmentWeakened, .commitmentStrengthened, .conditionAdded, .conditionRemoved, .scopeNarrowed,
            .scopeWidened, .partnerAdded, .numberChanged, .dateChanged, .sectionRenamed, .contentRemoved,
            .contentAdded:
            .medium
        case .sectionMoved, .reworded, .sectionRenumbered, .reordered, .acronym, .formatEquivalent,
            .editorial,
            .boilerplate, .typographic:
            .low
        }
    }
}
