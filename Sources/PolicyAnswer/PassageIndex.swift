import PolicyText

/// What the answerer needs from an index of passages: frequencies, the best matches, their texts, the vocabulary.
///
/// An index holds every passage but the headings, which are a field of the passages that stand under them. A token
/// is a word as `Tokenizer` gives it for the passage's language: folded, and stemmed by that language. The index is
/// bound to a moment when it is made (now, or an as-of time): whatever it returns stood in the folder then.
///
/// The work is split so that an index can be fast: `matches` ranks by BM25 and touches no text, `passages` loads the
/// few that are read.
package protocol PassageIndex {
    /// How many passages stand in each language, and in how many of them each token occurs, in any field.
    func statistics(of tokens: [IndexToken]) throws -> IndexStatistics

    /// The best passages of each language, best first within their language, ties by ascending id.
    func matches(for query: CandidateQuery) throws -> [Match]

    /// The passages with these ids, in any order; an id that is not there is left out.
    func passages(_ ids: [Int64]) throws -> [Candidate]

    /// Where these passages stand, for those that are cited; one that does not is left out.
    func places(of ids: [Int64]) throws -> [Int64: CitedPlace]

    /// Tokens of the vocabulary that a pattern describes, the most frequent first; at most `limit`.
    func vocabulary(like pattern: TokenPattern, language: Language, limit: Int) throws -> [TokenFrequency]

    /// The documents that have a passage in which each group has a term, with the best such passage's id;
    /// most such passages first, ties by path.
    func documents(mentioning query: CandidateQuery) throws -> [DocumentMention]
}

/// A word as the index knows it: folded and stemmed by the language of the passages it is looked for in.
package struct IndexToken: Hashable, Sendable {
    package var text: String
    package var language: Language

    package init(_ text: String, _ language: Language) {
        self.text = text
        self.language = language
    }
}

/// How common words are.
package struct IndexStatistics: Sendable {
    /// Passages in each language; a language with none may be left out.
    package var passages: [Language: Int]
    /// Passages of the token's language in which it occurs; a token with none may be left out.
    package var frequencies: [IndexToken: Int]

    package init(passages: [Language: Int] = [:], frequencies: [IndexToken: Int] = [:]) {
        self.passages = passages
        self.frequencies = frequencies
    }
}

/// Weighted tokens to rank passages by.
///
/// A passage's score is the sum over the groups of the weightiest contribution among the group's terms, since the
/// terms of a group stand for one word of the question (its stem, its translations, its other spellings). A term
/// contributes `weight * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / averageLength))` where `tf` is the
/// occurrences in the body plus the weighted ones in headings and title, and the lengths count the tokens of the
/// body. The weights hold the inverse document frequency already.
package struct CandidateQuery: Sendable {
    package struct Term: Hashable, Sendable {
        package var token: IndexToken
        /// The word of the question that it stands for, from 0, below `maximumGroups`.
        package var group: Int
        package var weight: Double

        package init(token: IndexToken, group: Int, weight: Double) {
            self.token = token
            self.group = group
            self.weight = weight
        }
    }

    /// The terms, at most `maximumTerms`, in ascending order of group.
    package var terms: [Term]
    /// How many passages of each language to return.
    package var limit: Int
    /// Only passages of this document.
    package var path: DocumentPath?

    package static let maximumTerms = 256
    package static let maximumGroups = 32
    package static let k1 = 1.2
    package static let b = 0.75
    /// What an occurrence in the headings above a passage, or in its document's title, counts of one in its body.
    package static let headingWeight = 0.8
    package static let titleWeight = 0.4

    package init(terms: [Term], limit: Int, path: DocumentPath? = nil) {
        self.terms = terms
        self.limit = limit
        self.path = path
    }
}

/// A passage that matches, and how well.
package struct Match: Hashable, Sendable {
    package var id: Int64
    package var language: Language
    package var score: Double

    package init(id: Int64, language: Language, score: Double) {
        self.id = id
        self.language = language
        self.score = score
    }
}

/// Where a passage stands: the document's version, when that was recorded, and the 1-based line on which the passage
/// begins.
package struct CitedPlace: Hashable, Sendable {
    package var version: Int
    package var ingested: Timestamp
    package var line: Int

    package init(version: Int, ingested: Timestamp, line: Int) {
        self.version = version
        self.ingested = ingested
        self.line = line
    }
}

/// A passage with what is needed to read it, and to cite it but for its `CitedPlace`.
package struct Candidate: Hashable, Sendable {
    package var id: Int64
    package var path: DocumentPath
    package var title: String?
    /// Headings above it, outermost first.
    package var section: [String]
    package var language: Language
    package var kind: Passage.Kind
    /// Verbatim.
    package var text: String
    /// As in `Passage.sentences`.
    package var sentences: [Range<Int>]
    /// The row of a table that names its columns.
    package var isTableHead: Bool

    package init(
        id: Int64, path: DocumentPath, title: String?, section: [String],
        language: Language, kind: Passage.Kind, text: String, sentences: [Range<Int>],
        isTableHead: Bool = false
    ) {
        self.id = id
        self.path = path
        self.title = title
        self.section = section
        self.language = language
        self.kind = kind
        self.text = text
        self.sentences = sentences
        self.isTableHead = isTableHead
    }
}

/// Which words of the vocabulary are asked for.
package enum TokenPattern: Hashable, Sendable {
    /// One byte inserted, deleted or replaced, or two neighbours exchanged.
    case withinOneEdit(of: String)
    case withPrefix(String)
}

/// A word of the vocabulary and the number of passages of its language it occurs in.
package struct TokenFrequency: Hashable, Sendable {
    package var text: String
    package var passages: Int

    package init(text: String, passages: Int) {
        self.text = text
        self.passages = passages
    }
}

/// A document that mentions what was asked for.
package struct DocumentMention: Hashable, Sendable {
    package var path: DocumentPath
    /// How many of its passages do.
    package var passages: Int
    /// The best of them.
    package var best: Int64

    package init(path: DocumentPath, passages: Int, best: Int64) {
        self.path = path
        self.passages = passages
        self.best = best
    }
}
