import PolicyText

/// What is seen of an answer beside the question and the other answers: what its confidence is told from.
enum EvidenceFeature: Int, CaseIterable {
    /// The passage: BM25 over what the question could attain; share of the question's mass in its text, with headings
    /// and title, in the best sentence, in that with its context.
    case relevance, body, anywhere, sentence, sentenceWithContext
    case adjacency, proximity, grams
    /// Whether the question's weightiest word stands in the body; the share of the next weightiest.
    case weightiest, second
    /// Mass share of its names and numbers that stand nowhere in the passage, its headings and title.
    case missingNames
    /// Whether the kind of answer asked for can be told; whether the best sentence has it.
    case kindAsked, kindFound
    /// How far its score is above the best other passage's; below, where it is not the first.
    case lead
    case score, sentenceScore
    /// Mass share of words found nowhere in the folder; how much of the mass the document's passages have together.
    case unknown, document
    /// How many words carry the question, as a logarithm; whether only stop words were left.
    case words, isVague
    /// How many passages there are, as a logarithm: in a large folder much is near by chance.
    case passages
    case translated
    /// Products that a sum cannot make.
    case anywhereSquared, unknownTranslated, anywhereTranslated
    /// Runs of words shared with the question; the densest window; how plainly a meaning that is asked for is given.
    case pairs, triples, window, definition
    /// What is near by chance in a large folder.
    case anywhereByPassages, windowByPassages, missingByPassages
    /// The share of the question's words found, each counting alike; how rare its words are.
    case wordsFound, meanMass
    /// The mass, not its share, of the weightiest word missing here, and of all that are.
    case heaviestMissing, missing
    /// How far the score and the relevance are above the mean of those that follow.
    case scoreAbove, relevanceAbove
}

/// How sure an answer is, by what is seen of it.
struct Evidence {
    let question: Question
    let plans: [LanguagePlan]

    /// Passages that the best is held against.
    private static let compared = 20

    /// The features of one of the ranked passages.
    func features(of place: Int, in ranked: [RankedPassage]) -> [Double] {
        var features = [Double](repeating: 0, count: EvidenceFeature.allCases.count)
        func set(_ feature: EvidenceFeature, _ value: Double) { features[feature.rawValue] = value }
        let passage = ranked[place]
        guard let plan = plans.first(where: { $0.language == passage.candidate.language }) else {
            return features
        }
        let copied: [(EvidenceFeature, PassageFeature)] = [
            (.relevance, .relevance), (.body, .body), (.anywhere, .anywhere), (.sentence, .sentence),
            (.sentenceWithContext, .sentenceWithContext), (.adjacency, .adjacency), (.proximity, .proximity),
            (.grams, .grams), (.weightiest, .weightiest), (.missingNames, .missingNames),
            (.kindFound, .kind), (.sentenceScore, .sentenceScore), (.translated, .translated),
            (.pairs, .pairs), (.triples, .triples), (.window, .window), (.definition, .definition),
        ]
        for (mine, other) in copied { set(mine, passage.features[other.rawValue]) }
        let rival = ranked[place == 0 ? min(1, ranked.count - 1) : 0].score
        set(.lead, ranked.count < 2 ? 1 : passage.score - rival)
        set(.score, passage.score)
        set(.kindAsked, question.kind.hasSpan ? 1 : 0)
        setPlan(plan, passage, set)
        let others = ranked[min(1, ranked.count)..<min(ranked.count, Self.compared)]
        if !others.isEmpty {
            let relevance = PassageFeature.relevance.rawValue
            let scores = others.reduce(0) { $0 + $1.score } / Double(others.count)
            let relevances = others.reduce(0) { $0 + $1.features[relevance] } / Double(others.count)
            set(.scoreAbove, passage.score - scores)
            set(.relevanceAbove, passage.features[relevance] - relevances)
        }
        set(.words, Logarithm.natural(Double(1 + question.words.count)))
        set(.isVague, question.isVague ? 1 : 0)
        let anywhere = features[EvidenceFeature.anywhere.rawValue]
        set(.anywhereSquared, anywhere * anywhere)
        if plan.isTranslated {
            set(.unknownTranslated, features[EvidenceFeature.unknown.rawValue])
            set(.anywhereTranslated, anywhere)
        }
        return features
    }

    private func setPlan(
        _ plan: LanguagePlan, _ passage: RankedPassage, _ set: (EvidenceFeature, Double) -> Void
    ) {
        guard plan.totalMass > 0 else { return }
        let byMass = plan.groups.indices.sorted {
            plan.groups[$0].mass != plan.groups[$1].mass
                ? plan.groups[$0].mass > plan.groups[$1].mass : $0 < $1
        }
        set(.second, byMass.count > 1 ? passage.body[byMass[1]] : 1)
        let unknown = plan.groups.filter { $0.passages == 0 }.reduce(0) { $0 + $1.mass }
        set(.unknown, unknown / plan.totalMass)
        let anywhere = passage.features[PassageFeature.anywhere.rawValue]
        set(.document, anywhere + passage.features[PassageFeature.document.rawValue])
        let passages = Logarithm.natural(Double(1 + plan.passages))
        set(.passages, passages)
        set(.anywhereByPassages, anywhere * passages)
        set(.windowByPassages, passage.features[PassageFeature.window.rawValue] * passages)
        set(.missingByPassages, passage.features[PassageFeature.missingNames.rawValue] * passages)
        let count = Double(plan.groups.count)
        set(.wordsFound, plan.groups.indices.reduce(0) { $0 + passage.found[$1] } / count)
        set(.meanMass, plan.totalMass / count)
        let missing = plan.groups.indices.map { plan.groups[$0].mass * (1 - passage.found[$0]) }
        set(.heaviestMissing, missing.max() ?? 0)
        set(.missing, missing.reduce(0, +))
    }
}

/// Tells from the evidence how likely an answer is right, and whether the documents answer at all.
///
/// Two logistic functions of the same evidence. The first tells how often an answer with such evidence is right. The
/// second is asked of the best answer only: whether the question's topic is in the documents. A topic may well be
/// there and the first answer be wrong, and then the answer is given with little confidence.
enum Confidence {
    /// How often an answer with such evidence is right, 0 to 1.
    static func isRight(_ features: [Double]) -> Double {
        Logarithm.logistic(
            EvidenceWeights.right.bias + RankingWeights.score(features, EvidenceWeights.right.weights))
    }

    /// An answer with this confidence is not refused.
    private static let sure = 0.9

    /// Whether the documents are about what is asked, by the best answer's evidence; what is surely right is.
    static func isPresent(_ features: [Double]) -> Bool {
        EvidenceWeights.present.bias + RankingWeights.score(features, EvidenceWeights.present.weights) >= 0
            || isRight(features) >= sure
    }
}
