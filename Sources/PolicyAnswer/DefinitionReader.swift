import PolicyText

/// Tells how plainly a sentence gives the meaning of what is asked, beside merely using the words.
///
/// An acronym is given by its long form: "Riparian Buffer Fund (RBF)". A term is given where a verb of meaning follows
/// it ("X means", « X désigne »), where it is the subject of a sentence that says what it is ("An X is a …"), where the
/// frame of a definition stands before it (« on entend par X »), or where a colon or a dash does.
struct DefinitionReader {
    private let language: Language
    private let table: TermTable
    private let groups: Set<Int>
    private let acronyms: Set<String>

    /// What each form is worth.
    private static let longForm = 1.0
    private static let verb = 1.0
    private static let framed = 0.9
    private static let subject = 0.8
    private static let sign = 0.7
    private static let apposition = 0.4
    private static let copula = 0.3
    /// Small words that may stand between the words of a term.
    private static let spread = 3

    /// Nil where the question asks for no meaning.
    init?(question: Question, plan: LanguagePlan, table: TermTable) {
        guard question.asksMeaning, !plan.groups.isEmpty else { return nil }
        language = plan.language
        self.table = table
        groups = Set(plan.groups.indices)
        acronyms = Set(question.words.count == 1 ? question.words.map(\.text) : [])
    }

    /// How well a word must stand for a group of the term.
    private static let likeness: Float = 0.6

    /// Whether a sentence in which the groups are found like this can be worth anything.
    func mayBeGiven(where found: Qualities) -> Bool {
        !acronyms.isEmpty || groups.allSatisfy { found[$0] >= Double(Self.likeness) }
    }

    /// 0 to 1, of a sentence of the plan's language.
    func strength(of sentence: String) -> Double {
        let words = NameScanner.words(of: sentence)
        let bytes = Array(sentence.utf8)
        var best = 0.0
        for place in words.indices where acronyms.contains(words[place].folded) {
            if AcronymReader.longForm(of: place, in: words, bytes) != nil { return Self.longForm }
        }
        for term in terms(in: words) {
            best = max(best, after(term, words, bytes), before(term, words))
        }
        return best
    }

    /// The runs of words that are the term: all its groups, few other words between.
    private func terms(in words: [NameScanner.Word]) -> [Range<Int>] {
        let hits = words.map { word -> Set<Int> in
            var stem = Question.stem(word.folded, language)
            return stem.withUTF8 { bytes in
                guard let entry = table.entry(of: bytes) else { return [] }
                return Set(table.entries[entry].hits.filter { $0.quality >= Self.likeness }.map(\.group))
            }
        }
        return words.indices.compactMap { start in
            guard !hits[start].isEmpty else { return nil }
            var missing = groups
            for place in start..<min(words.count, start + groups.count + Self.spread) {
                missing.subtract(hits[place])
                if missing.isEmpty { return start..<place + 1 }
            }
            return nil
        }
    }

    private func after(_ term: Range<Int>, _ words: [NameScanner.Word], _ bytes: [UInt8]) -> Double {
        var next = term.upperBound
        var end = words[term.upperBound - 1].range.upperBound
        // The acronym in parentheses after a term is no part of what is said of it.
        if next < words.count, bytes[end..<words[next].range.lowerBound].contains(UInt8(ascii: "(")) {
            let close = bytes[end...].firstIndex(of: UInt8(ascii: ")")) ?? end
            next = words.indices[next...].first { words[$0].range.lowerBound > close } ?? words.count
            end = close
        }
        func word(_ offset: Int) -> String { next + offset < words.count ? words[next + offset].folded : "" }
        let stop = next < words.count ? words[next].range.lowerBound : bytes.count
        let between = bytes[min(end, stop)..<stop]
        if between.contains(UInt8(ascii: ":")) || Self.hasDash(between), term.lowerBound <= 3 {
            return Self.sign
        }
        if Self.verbs.contains(word(0)) || (word(0) == "s" || word(0) == "se") && Self.verbs.contains(word(1))
            || ["veut dire", "stands for", "stand for"].contains(word(0) + " " + word(1))
            || Self.copulas.contains(word(0))
                && ["defined", "defini", "definie", "understood"].contains(word(1))
        {
            return Self.verb
        }
        if Self.copulas.contains(word(0)) {
            return Self.articles.contains(word(1)) && term.lowerBound <= 4 ? Self.subject : Self.copula
        }
        if between.contains(UInt8(ascii: ",")) {
            let opening = word(0) + " " + word(1)
            if ["that is", "c est", "i e", "in other"].contains(opening) { return Self.sign }
            if Self.articles.contains(word(0)) { return Self.apposition }
        }
        return 0
    }

    private func before(_ term: Range<Int>, _ words: [NameScanner.Word]) -> Double {
        let before = words[max(0, term.lowerBound - 5)..<term.lowerBound].map(\.folded)
        let text = " " + before.joined(separator: " ") + " "
        return Self.frames.contains { text.utf8Contains(" " + $0 + " ") } ? Self.framed : 0
    }

    private static func hasDash(_ bytes: ArraySlice<UInt8>) -> Bool {
        // An en dash or an em dash.
        zip(bytes.dropFirst(), bytes.dropFirst(2)).contains { $0 == 0x80 && ($1 == 0x93 || $1 == 0x94) }
    }

    private static let verbs: Set<String> = [
        "means", "mean", "meant", "refers", "refer", "denotes", "designates", "signifies", "designe",
        "designent",
        "signifie", "signifient", "entend", "entendent", "definit", "recouvre",
    ]
    private static let copulas: Set<String> = ["is", "are", "was", "were", "est", "sont", "etait", "etaient"]
    private static let articles: Set<String> = [
        "a", "an", "the", "any", "one", "all", "un", "une", "le", "la", "les", "l", "des", "tout", "toute",
        "tous",
        "toutes",
    ]
    private static let frames = [
        "entend par", "entendu par", "meant by", "by the term", "term", "terme", "definition of",
        "definition de",
        "definition du", "called", "known as", "appele", "appelee", "appeles", "appelees",
        "connu sous le nom",
        "designe par", "nomme", "nommee",
    ]
}
