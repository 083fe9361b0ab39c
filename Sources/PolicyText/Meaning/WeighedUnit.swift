/// A word of a text in the form in which two notations of one thing are equal.
struct NormalWord: Hashable {
    enum Kind { case word, value, name, sign }

    /// Folded; a value's canonical form or a name's identity where that stands.
    var key: String
    var kind: Kind
    /// Where it stands, in UTF-8 bytes of the unit's text.
    var range: Range<Int>
}

/// A sentence, an item or a whole passage, read for comparing: what it holds is read when it is first asked for,
/// and once.
final class WeighedUnit {
    let text: String
    let language: Language
    /// What its place in the document makes of it.
    let form: SentenceForm
    let lexicon: Lexicon
    let acronyms: AcronymTable
    private let due: Range<Int>?

    /// - Parameters:
    ///   - sentence: the text as the lexicon reads it, where it has been read.
    ///   - due: the part of which the place says that its dates are deadlines.
    init(
        _ text: String, language: Language, form: SentenceForm = .sentence, lexicon: Lexicon,
        acronyms: AcronymTable, sentence: LexiconSentence? = nil, due: Range<Int>? = nil
    ) {
        self.text = text
        self.language = language
        self.form = form
        self.lexicon = lexicon
        self.acronyms = acronyms
        self.due = due
        if let sentence { self.sentence = sentence }
    }

    private(set) lazy var tokens = ValueToken.tokens(of: text)
    private(set) lazy var values = ValueReader.values(of: tokens, in: text, language: language).map { value in
        guard let due, value.isDated, value.role == .plain, due.overlaps(value.range) else { return value }
        var value = value
        value.role = .deadline
        return value
    }
    private(set) lazy var nameMatches = acronyms.matches(in: text)
    private(set) lazy var names = acronyms.names(nameMatches, in: text)
    /// Words and signs that mean something, lower case, without accents and punctuation.
    private(set) lazy var words = tokens.filter(Self.hasMeaning).map {
        NormalWord(key: $0.text, kind: $0.kind == .sign ? .sign : .word, range: $0.range)
    }
    /// The same with values and names as what they stand for, and without determiners.
    private(set) lazy var meanings = Self.meanings(of: words, values: values, names: names)
    /// Stems of content words, for likeness.
    private(set) lazy var stems = Tokenizer(stemming: language).tokens(in: text).filter { token in
        token.kind != .elision && !WeighingWords.isEmpty(token.text)
    }.map(\.text)
    private lazy var ownMeaningStems = makeMeaningStems(language)
    private(set) lazy var sentence = LexiconSentence(text, language: language, lexicon: lexicon)
    /// How far it commits as running text, and as an item headed by an infinitive.
    private(set) lazy var plainReading = lexicon.reading(of: sentence, form: .sentence)
    private(set) lazy var itemReading = lexicon.reading(of: sentence, form: .item)
    /// How far it commits: as its place in the document says, or else as an item headed by an infinitive.
    private(set) lazy var reading: SentenceReading = {
        let reading = form == .sentence ? plainReading : lexicon.reading(of: sentence, form: form)
        guard form == .sentence, reading.subject == .none, reading.strength == 0 || reading.isSubordinate
        else { return reading }
        return itemReading.strength > 0 && itemReading.row?.cueClass == .head ? itemReading : reading
    }()
    private(set) lazy var withoutFileSizes = Boilerplate.withoutFileSizes(text)
    private(set) lazy var denials = Denials.ranges(in: self)
    private(set) lazy var consents = ConsentClauses.ranges(in: tokens)

    /// Of each meaning, the stem without another ending or two: a noun and its verb are one here.
    func meaningStems(as other: Language) -> [String] {
        other == language ? ownMeaningStems : makeMeaningStems(other)
    }

    private func makeMeaningStems(_ language: Language) -> [String] {
        let tokenizer = Tokenizer(stemming: language)
        return meanings.map { meaning in
            guard meaning.key.utf8.count > 4, let stem = tokenizer.tokens(in: meaning.key).first?.text else {
                return meaning.key
            }
            return String(stem.prefix(max(4, stem.count - 1)))
        }
    }

    /// Its cues of some classes, in order.
    func cues(_ classes: CueClass...) -> [CueMatch] { lexicon.cues(Set(classes), in: sentence) }

    /// Whether a sign changes what is said: a currency, a comparison, not a comma.
    private static func hasMeaning(_ token: ValueToken) -> Bool {
        token.kind != .sign || meaningfulSigns.contains(token.text)
    }

    private static let meaningfulSigns = Set("$€£¥%<>≤≥+±=§&@#°½¼¾".map(String.init))

    private static func meanings(
        of words: [NormalWord], values: [TextValue], names: [FoundName]
    ) -> [NormalWord] {
        var spans: [NormalWord] = values.map { value in
            let keepsCue = value.isDated || (value.kind == .duration && value.role != .plain)
            let range = keepsCue && value.role != .plain ? value.phrase : value.range
            let role = value.role == .plain ? "" : "\(value.role) "
            let dated = value.isDated && (value.role == .deadline || value.role == .until)
            let key = dated ? value.due?.iso ?? value.canonical : value.canonical
            return NormalWord(key: "=\(role)\(key)", kind: .value, range: range)
        }
        spans += names.map { NormalWord(key: "@\($0.key)", kind: .name, range: $0.range) }
        spans.sort { ($0.range.lowerBound, -$0.range.count) < ($1.range.lowerBound, -$1.range.count) }
        var result: [NormalWord] = []
        var index = 0
        var covered = 0
        for span in spans where span.range.lowerBound >= covered {
            while index < words.count, words[index].range.lowerBound < span.range.lowerBound {
                appendContent(words[index], to: &result)
                index += 1
            }
            result.append(span)
            covered = span.range.upperBound
            while index < words.count, words[index].range.lowerBound < covered { index += 1 }
        }
        for word in words[index...] { appendContent(word, to: &result) }
        return result
    }

    private static func appendContent(_ word: NormalWord, to result: inout [NormalWord]) {
        if !WeighingWords.determiners.contains(word.key) { result.append(word) }
    }

    /// Whether only the punctuation and the coordinator at the end differ.
    func endsOnlyOtherwise(than other: WeighedUnit) -> Bool {
        func core(_ text: String) -> Substring {
            var rest = text[...]
            while let last = rest.last, ".;,:".contains(last) || last.isWhitespace { rest.removeLast() }
            return rest
        }
        return core(text) == core(other.text)
    }

    /// The verbatim text of a range of its bytes.
    func verbatim(_ range: Range<Int>) -> String { text.bytes(range) }
}

extension String {
    /// The text of a range of UTF-8 bytes.
    func bytes(_ range: Range<Int>) -> String {
        let from = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
        return String(self[from..<utf8.index(from, offsetBy: range.count)])
    }
}

/// Small words that weigh nothing.
enum WeighingWords {
    static let determiners: Set<String> = [
        "the", "a", "an", "le", "la", "les", "l'", "l", "un", "une", "des", "du", "de", "d'", "au", "aux",
        "ce", "cet",
        "cette", "ces", "its", "their", "his", "her", "son", "sa", "ses", "leur", "leurs", "of", "that", "to",
    ]
    static let coordinators: Set<String> = ["and", "or", "et", "ou", "ni", "nor", "&"]

    /// Whether a stem carries no subject of its own.
    static func isEmpty(_ stem: String) -> Bool { stem.utf8.count < 2 || empty.contains(stem) }

    private static let empty: Set<String> = determiners.union(coordinators).union([
        "in", "on", "at", "by", "for", "with", "as", "is", "are", "be", "was", "were", "been", "it", "this",
        "these",
        "those", "which", "who", "from", "en", "dans", "par", "pour", "sur", "avec", "qui", "que", "qu",
        "est", "sont",
        "ete", "etre", "se", "il", "elle", "ils", "nous", "we", "our", "notre", "nos", "will", "has", "have",
        "ont", "a",
    ])
}

/// Where two lists of words differ.
struct WordHunk {
    var old: Range<Int>
    var new: Range<Int>
}

extension WeighedUnit {
    /// The runs of `meanings` that differ, in order.
    static func hunks(_ old: [NormalWord], _ new: [NormalWord]) -> [WordHunk] {
        var numbers: [String: UInt32] = [:]
        func number(_ word: NormalWord) -> UInt32 {
            if let known = numbers[word.key] { return known }
            numbers[word.key] = UInt32(numbers.count)
            return UInt32(numbers.count - 1)
        }
        let matches = EditScript.matches(old: old.map(number), new: new.map(number))
        var result: [WordHunk] = []
        var (oldAt, newAt) = (0, 0)
        for match in matches {
            if match.old > oldAt || match.new > newAt {
                result.append(WordHunk(old: oldAt..<match.old, new: newAt..<match.new))
            }
            (oldAt, newAt) = (match.old + match.count, match.new + match.count)
        }
        if oldAt < old.count || newAt < new.count {
            result.append(WordHunk(old: oldAt..<old.count, new: newAt..<new.count))
        }
        return result
    }

    /// How alike two units are, 0 to 1: shared stems over all of them (Dice).
    static func likeness(_ old: WeighedUnit, _ new: WeighedUnit) -> Double {
        guard !old.stems.isEmpty, !new.stems.isEmpty else { return old.words == new.words ? 1 : 0 }
        var counts: [String: Int] = [:]
        for stem in old.stems { counts[stem, default: 0] += 1 }
        var shared = 0
        for stem in new.stems {
            guard let left = counts[stem], left > 0 else { continue }
            counts[stem] = left - 1
            shared += 1
        }
        return Double(2 * shared) / Double(old.stems.count + new.stems.count)
    }
}
