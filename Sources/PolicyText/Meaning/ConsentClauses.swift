/// Phrases that name whose consent something needs: "with the owner's consent", « avec l'accord du maire ».
enum ConsentClauses {
    /// What is given by who consents, folded.
    static let nouns: Set<String> = [
        "approval", "consent", "permission", "authorization", "authorisation", "concurrence", "assent",
        "consentement", "autorisation", "approbation", "assentiment", "aval",
    ]
    /// The same where "with" stands before it: « l'accord » alone is a treaty too.
    private static let nounsAfterWith = nouns.union(["accord"])
    private static let marks: Set<String> = [",", ";", ":", ".", "(", ")"]
    private static let withWords: Set<String> = ["with", "avec"]
    private static let givers: Set<String> = ["of", "from", "de", "du", "des", "d'"]
    /// What follows the noun in French.
    private static let qualities: Set<String> = [
        "ecrit", "ecrite", "prealable", "expres", "expresse", "formel", "formelle", "et",
    ]
    private static let longest_words = 9

    /// Where they stand in a text of these tokens, in UTF-8 bytes, with who consents.
    static func ranges(in tokens: [ValueToken]) -> [Range<Int>] {
        tokens.indices.compactMap { index in
            guard withWords.contains(tokens[index].text), let end = end(of: tokens, after: index) else {
                return nil
            }
            return tokens[index].range.lowerBound..<tokens[end].range.upperBound
        }
    }

    /// The last token of the phrase that begins with "with", where it is such a phrase.
    private static func end(of tokens: [ValueToken], after start: Int) -> Int? {
        let reach = tokens.indices.dropFirst(start + 1).prefix(longest_words)
        let open = reach.prefix { index in
            !marks.contains(tokens[index].text) && !withWords.contains(tokens[index].text)
                && !WeighingWords.coordinators.contains(tokens[index].text)
        }
        guard
            let noun = open.first(where: {
                nounsAfterWith.contains(tokens[$0].text) && !tokens[$0].isCapitalized
            })
        else { return nil }
        var next = noun + 1
        while next < tokens.count, qualities.contains(tokens[next].text) { next += 1 }
        guard next < tokens.count, !marks.contains(tokens[next].text) else { return next - 1 }
        // "with the consent form" names no consent.
        guard givers.contains(tokens[next].text) else { return nil }
        var end = next
        while end + 1 < tokens.count, !marks.contains(tokens[end + 1].text),
            !withWords.contains(tokens[end + 1].text)
        {
            // « du maire et du conseil », not "of the mayor and publishes".
            if WeighingWords.coordinators.contains(tokens[end + 1].text), end + 2 < tokens.count,
                !WeighingWords.determiners.contains(tokens[end + 2].text)
            {
                break
            }
            end += 1
        }
        return end
    }
}
