import PolicyText

/// Where a question's answer is looked for, as its words say.
///
/// "What changed …" can only mean the record of changes. "When was the review dropped?" probably does, yet a document
/// may say so of something else: such a question is `likely`, and goes to the documents where the record has nothing
/// to the point.
struct QuestionRoute: Hashable {
    enum Certainty { case no, likely, sure }

    var changes = Certainty.no
    var commitments = Certainty.no
    /// Whether the documents that mention something are counted or listed.
    var countsDocuments = false
    /// The statuses that commitments are asked to have; empty: any but dropped.
    var statuses: [CommitmentStatus] = []
    /// The kinds that changes are asked to have; empty: any.
    var kinds: Set<ChangeKind> = []
    /// Whether documents that came or went are asked for, not what is in them.
    var isAboutDocuments = false
    /// Whether what is gone is asked for.
    var isRemoval = false
    /// Words that route the question and are not looked for.
    var words: Set<String> = []

    init(_ words: [String]) {
        readDocuments(words)
        guard !countsDocuments else { return }
        readCommitments(words)
        guard commitments == .no else { return }
        readChanges(words)
    }

    /// Runs of words that are looked for in a question.
    private struct Phrases {
        private let phrases: [[String]]

        init(_ phrases: [String]) {
            self.phrases = phrases.map { $0.split(separator: " ").map(String.init) }
        }

        func stand(in words: [String]) -> Bool {
            words.indices.contains { place in begin(words[place...]) }
        }

        func begin(_ words: some Sequence<String>) -> Bool { phrases.contains { words.starts(with: $0) } }
    }

    private static let documentNouns = [
        "documents", "policies", "files", "politiques", "fichiers", "texts", "textes",
    ]

    private static let asksDocuments = Phrases(
        documentNouns.flatMap {
            ["how many \($0)", "which \($0)", "combien de \($0)", "quels \($0)", "quelles \($0)"]
        })

    private static let mentions: Set<String> = [
        "mention", "mentions", "mentioned", "contain", "contains", "cite", "refer", "discuss", "talk",
        "name",
        "mentionnent", "contiennent", "citent", "parlent", "evoquent", "traitent", "nomment", "speak",
    ]

    private mutating func readDocuments(_ words: [String]) {
        guard Self.asksDocuments.stand(in: words), let verb = words.first(where: Self.mentions.contains)
        else { return }
        countsDocuments = true
        self.words = Set(
            Self.documentNouns + [verb, "about", "to", "many", "combien", "word", "mot", "term", "terme"])
    }

    private static let commitmentNouns = [
        "commitments", "engagements", "promises", "promesses", "pledges", "obligations", "undertakings",
    ]

    private static let asksCommitments = Phrases(
        commitmentNouns.flatMap { noun in
            [
                "which \(noun)", "what \(noun)", "what are the \(noun)", "which are the \(noun)",
                "list the \(noun)",
                "quels \(noun)", "quelles \(noun)", "quels sont les \(noun)", "quelles sont les \(noun)",
                "quels sont nos \(noun)", "what are our \(noun)", "how many \(noun)", "combien d \(noun)",
            ]
        })

    private static let asksDuty = Phrases([
        "what must be done", "what has to be done", "what should be done", "what needs to be done",
        "what is due",
        "what s due", "what are we committed", "what is to be done", "que faut il faire",
        "que doit on faire",
        "qu est ce qui doit etre", "qu est ce qu il faut faire", "qu est ce qui est du",
        "que doit on avoir fait",
        "what did we commit", "what have we committed", "quelles sont les echeances", "what deadlines",
        "which deadlines", "quelles echeances", "what are the deadlines",
    ])

    private static let asksDeadlines = Phrases([
        "what deadlines", "which deadlines", "quelles echeances", "quelles sont les echeances",
        "what are the deadlines",
    ])

    private static let asksWho = Phrases([
        "who committed", "who has committed", "who is committed", "who promised", "who pledged",
        "who undertook",
        "who has promised", "who has pledged", "who agreed", "qui s engage",
        "qui s est engage",
        "qui s est engagee", "qui a promis", "qui s etait engage", "qui se sont engages",
        "qui a convenu",
    ])

    private mutating func readCommitments(_ words: [String]) {
        // "Which deadlines were moved?" asks for changes.
        let asksMoves = Self.asksDeadlines.begin(words) && !Self.changesNamed(in: words).isEmpty
        if Self.asksCommitments.stand(in: words) || Self.asksDuty.begin(words) && !asksMoves {
            commitments = .sure
        } else if Self.asksWho.begin(words) {
            commitments = .likely
        }
        guard commitments != .no else { return }
        for (status, verbs) in Self.statusWords where words.contains(where: verbs.contains) {
            statuses.append(status)
            self.words.formUnion(verbs)
        }
        self.words.formUnion(Self.commitmentNouns)
        self.words.formUnion(Self.frame)
        self.words.formUnion([
            "must", "done", "due", "committed", "commit", "promised", "pledged", "undertook", "engage",
            "engagee",
            "engages", "promis", "faire", "faut", "agreed", "convenu", "deadlines", "echeances", "doit",
        ])
    }

    /// Words that join a topic to what is asked of it.
    private static let frame: Set<String> = [
        "concern", "concerns", "affect", "affects", "relate", "related", "made", "touchent", "touche",
        "portent",
        "apportes", "apportees", "envers",
    ]

    private static let statusWords: [(CommitmentStatus, [String])] = [
        (
            .weakened,
            ["weakened", "weaker", "watered", "affaiblis", "affaiblies", "affaibli", "attenues", "reduits"]
        ),
        (.strengthened, ["strengthened", "stronger", "renforces", "renforce", "raffermis", "renforcees"]),
        (
            .dropped,
            ["dropped", "abandoned", "removed", "deleted", "withdrawn", "abandonnes", "retires", "supprimes"]
        ),
        (.amended, ["amended", "modified", "changed", "modifies", "revised", "change"]),
    ]

    private static let asksChanges = Phrases([
        "what changed", "what has changed", "what have changed", "what was changed", "what is new",
        "what s new", "what new", "whats new",
        "what s changed", "what was added", "what was removed", "what was dropped", "what was deleted",
        "what has been", "what changes", "which changes", "what are the changes", "what is different",
        "qu est ce qui a change", "qu est ce qui change", "qu est ce qui a ete", "quoi de neuf",
        "quoi de nouveau",
        "qu a t on change", "qu a t on modifie", "qu a t on retire", "qu a t on ajoute",
        "quels changements",
        "quelles modifications", "quels sont les changements", "quelles sont les modifications",
        "qu est ce qu on a change", "qu est ce qui est nouveau", "que s est il passe", "list the changes",
        "show the changes", "show me the changes", "give me the changes", "list changes", "show changes",
        "summarize the changes", "summarise the changes", "any changes", "any change", "anything new",
        "anything changed", "has anything changed", "did anything change", "were there any changes",
        "have there been any changes", "are there any changes", "changes", "changements", "modifications",
        "y a t il eu des changements", "y a t il des changements", "y a t il du nouveau", "du nouveau",
        "quelles sont les nouveautes", "quelles nouveautes", "liste des changements",
        "montre les changements",
        "montre moi les changements", "resume les changements", "resumez les changements",
        "resume des changements",
    ])

    private static let ofDocuments = Set(documentNouns)

    private static let opens = Phrases([
        "when", "did", "was", "were", "has", "have", "is", "who", "how", "why", "quand", "a quelle date",
        "est ce",
        "l", "le", "la", "les", "depuis quand", "which", "what", "a t on", "has the", "quel", "quelle",
        "pourquoi",
    ])

    private mutating func readChanges(_ words: [String]) {
        let named = Self.changesNamed(in: words)
        if Self.asksChanges.begin(words) {
            changes = .sure
        } else if Self.asksDocuments.begin(words), !named.isEmpty {
            changes = .sure
            isAboutDocuments = named.contains {
                $0.kinds.contains(.contentAdded) || $0.kinds.contains(.contentRemoved)
            }
            self.words.formUnion(["many", "combien"])
        } else if !named.isEmpty, Self.opens.begin(words) {
            changes = .likely
        }
        guard changes != .no else { return }
        for row in named {
            kinds.formUnion(row.kinds)
            self.words.formUnion(row.words)
            isRemoval = isRemoval || row.kinds.contains(.contentRemoved)
        }
        // "Did the amount for training change?": not the word is looked for, but changes of amounts.
        let values = Self.valueWords.filter { row in words.contains(where: row.words.contains) }
        if kinds.isEmpty { for row in values { kinds.formUnion(row.kinds) } }
        for row in values { self.words.formUnion(row.words) }
        self.words.formUnion([
            "new", "neuf", "nouveau", "changes", "changements", "modifications", "different", "nouveautes",
            "any", "anything", "show", "list", "me", "give", "summarize", "summarise", "liste", "montre",
            "moi",
            "resume", "resumez", "there", "been", "document", "page", "pages", "fichier", "file",
        ])
        self.words.formUnion(Self.ofDocuments.subtracting(["policies", "politiques"]))
        if isAboutDocuments { self.words.formUnion(Self.ofDocuments) }
        self.words.formUnion(Self.frame)
    }

    /// The words for changes that stand in a question about what has become of something: "to change my name" asks
    /// how, not what changed.
    private static func changesNamed(in words: [String]) -> [ChangeWords] {
        changeWords.filter { row in
            words.indices.contains { place in
                row.words.contains(words[place]) && (place == 0 || !isAsked.contains(words[place - 1]))
            }
        }
    }

    /// What stands before a verb that somebody wants to do.
    private static let isAsked: Set<String> = [
        "to", "i", "you", "we", "can", "may", "must", "should", "could", "would", "pour", "puis", "dois",
        "peut",
        "peux", "faut", "de",
    ]

    private struct ChangeWords {
        var words: Set<String>
        var kinds: Set<ChangeKind>
    }

    /// Nouns for what a change may be of.
    private static let valueWords: [ChangeWords] = [
        ChangeWords(
            words: ["amount", "amounts", "montant", "montants", "sum", "somme"], kinds: [.amountChanged]),
        ChangeWords(
            words: ["number", "numbers", "nombre", "nombres"], kinds: [.numberChanged, .amountChanged]),
        ChangeWords(
            words: [
                "deadline", "deadlines", "date", "dates", "echeance", "echeances", "frequency", "frequence",
                "limite",
                "delai",
            ], kinds: [.deadlineMoved, .dateChanged]),
    ]

    private static let changeWords: [ChangeWords] = [
        ChangeWords(
            words: [
                "change", "changed", "changee", "changes", "modified", "modifie", "modifiee", "updated",
                "amended", "revised", "reworded", "modifies", "modifiees", "altered", "revise", "revisee",
                "changes", "changees",
                "changer", "revises", "revisees",
            ], kinds: []),
        ChangeWords(
            words: [
                "dropped", "removed", "deleted", "abandoned", "withdrawn", "supprime", "supprimee", "retire",
                "retiree", "abandonne", "abandonnee", "disparu", "supprimes", "retires", "enleve", "enlevee",
                "supprimees",
                "retirees", "abandonnes", "abandonnees", "enleves", "enlevees", "cancelled", "canceled",
                "scrapped", "annule",
                "annulee",
            ],
            kinds: [.commitmentDropped, .contentRemoved, .partnerRemoved, .conditionRemoved]),
        ChangeWords(
            words: ["added", "ajoute", "ajoutee", "ajoutes", "ajoutees", "introduced"],
            kinds: [.commitmentAdded, .contentAdded, .partnerAdded, .conditionAdded]),
        ChangeWords(
            words: [
                "weakened", "affaibli", "affaiblie", "attenue", "attenuee", "watered", "affaiblis",
                "affaiblies",
            ], kinds: [.commitmentWeakened]),
        ChangeWords(
            words: ["strengthened", "renforce", "renforcee", "renforces", "renforcees"],
            kinds: [.commitmentStrengthened]),
        ChangeWords(
            words: [
                "postponed", "delayed", "extended", "reporte", "reportee", "repousse", "repoussee",
                "prolonge",
            ],
            kinds: [.deadlineMoved, .dateChanged]),
        ChangeWords(
            words: [
                "increased", "reduced", "lowered", "raised", "augmente", "augmentee", "reduit", "diminue",
                "baisse", "augmentes", "augmentees", "reduite", "reduits", "reduites", "diminuee", "cut",
                "decreased",
                "releve", "relevee", "hausse",
            ],
            kinds: [.amountChanged, .numberChanged]),
        ChangeWords(words: ["renamed", "renomme", "renommee", "renommes"], kinds: [.sectionRenamed]),
        ChangeWords(
            words: ["moved", "deplace", "deplacee"], kinds: [.sectionMoved, .reordered, .deadlineMoved]),
    ]
}

extension String {
    /// Whether the bytes of `other` stand in it.
    func utf8Contains(_ other: String) -> Bool {
        let text = Array(utf8)
        let wanted = Array(other.utf8)
        guard wanted.count <= text.count else { return false }
        return (0...(text.count - wanted.count)).contains {
            text[$0..<$0 + wanted.count].elementsEqual(wanted)
        }
    }
}
