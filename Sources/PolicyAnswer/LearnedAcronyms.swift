import PolicyText

/// Acronyms and their long forms, learned from the passages that give both: "Riparian Buffer Fund (RBF)".
///
/// A question that says one finds passages that say the other. The first passage that gives a form decides.
package struct LearnedAcronyms: Sendable {
    private struct Form: Hashable {
        var language: Language
        /// Stems of its words, the stop words left out.
        var stems: [String]
    }

    private var forms: [String: [Form]] = [:]
    private var acronyms: [Form: String] = [:]

    /// Acronyms after these are not learned.
    package static let mostAcronyms = 20_000
    /// Forms of one acronym after these are not learned.
    static let mostForms = 3
    /// Long forms of more words are not learned.
    static let longestForm = 8

    package init() {}

    /// Reads a passage.
    package mutating func read(_ text: String, language: Language) {
        guard language != .undetermined, acronyms.count < Self.mostAcronyms, Self.mayDefine(text) else {
            return
        }
        let words = NameScanner.words(of: text)
        let bytes = Array(text.utf8)
        for place in words.indices {
            guard let form = AcronymReader.longForm(of: place, in: words, bytes) else { continue }
            let range = words[form.lowerBound].range.lowerBound..<words[form.upperBound - 1].range.upperBound
            let stems = Glossary.stems(of: text.bytes(range), language)
            guard (2...Self.longestForm).contains(stems.count) else { continue }
            learn(words[place].folded, Form(language: language, stems: stems))
        }
    }

    private mutating func learn(_ acronym: String, _ form: Form) {
        var known = forms[acronym] ?? []
        guard !known.contains(form), known.count < Self.mostForms else { return }
        known.append(form)
        forms[acronym] = known
        if acronyms[form] == nil { acronyms[form] = acronym }
    }

    /// The stems of the long forms of an acronym in a language.
    func longForms(of acronym: String, _ language: Language) -> [[String]] {
        (forms[acronym] ?? []).filter { $0.language == language }.map(\.stems)
    }

    /// The acronym of a long form given by its stems.
    func acronym(of stems: ArraySlice<String>, _ language: Language) -> String? {
        acronyms[Form(language: language, stems: Array(stems))]
    }

    /// Whether two capitals stand somewhere after an opening parenthesis, or just before one: most passages have none.
    private static func mayDefine(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            bytes.indices.contains { index in
                guard bytes[index] == UInt8(ascii: "(") else { return false }
                let near = bytes[max(0, index - 4)..<min(bytes.count, index + 6)]
                return zip(near, near.dropFirst()).contains {
                    (0x41...0x5A).contains($0) && (0x41...0x5A).contains($1)
                }
            }
        }
    }
}
