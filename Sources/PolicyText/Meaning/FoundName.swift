/// A known name in a text, whatever form it has: an acronym and its long form have one key.
struct FoundName: Hashable {
    var key: String
    /// Where it stands, in UTF-8 bytes, with the acronym in brackets after a long form.
    var range: Range<Int>
}

extension AcronymTable {
    /// The names that match in a text, where « Long Form (ACR) » is one.
    func names(_ matches: [Match], in text: String) -> [FoundName] {
        guard !matches.isEmpty else { return [] }
        let bytes = Array(text.utf8)
        var result: [FoundName] = []
        for match in matches {
            if let last = result.last, last.key == match.key, match.range.upperBound < bytes.count,
                bytes[match.range.upperBound] == UInt8(ascii: ")"),
                bytes[last.range.upperBound..<match.range.lowerBound].contains(UInt8(ascii: "(")),
                match.range.lowerBound - last.range.upperBound <= 4
            {
                result[result.count - 1].range = last.range.lowerBound..<match.range.upperBound + 1
            } else {
                result.append(FoundName(key: match.key, range: match.range))
            }
        }
        return result
    }
}

/// Acronyms that no table knows: the words themselves tell.
enum Initials {
    /// Whether the initials of all words, of those that are no small words, or of those written with a capital, are
    /// the acronym.
    static func spell(_ words: [ValueToken], _ acronym: String) -> Bool {
        let content = words.filter { !small.contains($0.text) && !$0.text.hasSuffix("'") }
        let forms = [words, content, words.filter(\.isCapitalized)]
        return forms.contains { form in
            form.count > 1
                && form.compactMap { $0.text.first.map { String($0).uppercased() } }.joined() == acronym
        }
    }

    private static let small = WeighingWords.determiners.union(WeighingWords.coordinators).union([
        "in", "for", "on", "en", "pour", "sur",
    ])
}
