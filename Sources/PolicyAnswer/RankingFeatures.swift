/// What is seen of a passage.
enum PassageFeature: Int, CaseIterable {
    /// BM25 over what the question could attain.
    case relevance
    /// Share of the question's mass in the body; with headings and title; in headings alone; in the title alone.
    case body, anywhere, headings, title
    /// Share of the question's neighbouring words that are neighbours here, in order; that are near here.
    case adjacency, proximity
    /// Whether the weightiest word of the question stands in the body.
    case weightiest
    /// What the document's other passages that were read add to the share of mass; the best relevance among them.
    case document, documentBest
    /// Mass share of names and numbers of the question that stand nowhere here.
    case missingNames
    /// The best sentence: share of mass, with half the context's; whether it has the kind of answer asked for.
    case sentence, sentenceWithContext, kind
    case length
    case translated
    case listItem, code
    /// What `RankingWeights.sentence` makes of the best sentence.
    case sentenceScore
    /// Share of the four-letter runs of the question's words, by mass.
    case grams
    /// Share of the mass that the question's words have within the document, where its subject is in every passage;
    /// the same of the best sentence.
    case local, localSentence
    /// Whether a date, a number, a name is asked for and stands in the best sentence; in the passage.
    case date, number, name
    case dateAnywhere, numberAnywhere, nameAnywhere
    /// How plainly the best sentence gives a meaning that is asked for; whether it counts what is to be counted.
    case definition, count
    /// Share of the question's runs of two words, of three, stop words counted, that stand here.
    case pairs, triples
    /// The largest share of the question's mass within `CandidateRanker.window` words.
    case window
}

/// What is seen of a sentence.
enum SentenceFeature: Int, CaseIterable {
    /// Share of the question's mass in it; gained by the sentence before; by headings and title.
    case body, before, headings
    case adjacency, proximity
    /// Whether it has the kind of answer asked for, by the group of kinds.
    case date, number, amount, name, place, reason
    /// Logarithm of its words, and how far down the passage it is.
    case length, position
    case isQuestion
    case isShort
    case grams
    /// How plainly it gives a meaning that is asked for; whether a number stands with what is to be counted.
    case definition, count
    /// Share of the question's runs of two words, stop words counted.
    case pairs
    /// Share of the mass in it that headings or title have given already; where it begins with a pronoun or so, the
    /// share that they have and it lacks.
    case given, meant
}
