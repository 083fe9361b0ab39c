import PolicyText

/// A question as it was understood: its language, its kind, and the words that carry it.
struct Question {
    /// A word to look for. Words with one stem are one.
    struct Word: Hashable {
        /// Folded, not stemmed.
        var text: String
        /// By the question's language; as `text` where that is undetermined.
        var stem: String
        /// Written with a capital within the question, or in digits: a name or number that the answer can hardly lack.
        var isName: Bool
        var isNumber: Bool
        /// Written in capitals while the question is not.
        var isAcronym: Bool
        /// Its place among all words of the question, stop words counted.
        var position: Int
        /// Less than 1 for the noun that says what kind of thing is asked for (« en quelle année »), which the answer
        /// seldom repeats.
        var factor: Double
    }

    /// What is longer is cut: no question needs more, and a document pasted for a question must not stall the rest.
    static let maximumBytes = 2_048
    /// Content words after these are ignored.
    static let maximumWords = 24

    var text: String
    var language: Language
    var kind: QuestionKind
    /// The content words, in order, without repetition.
    var words: [Word]
    /// All words, folded.
    var allWords: [String]
    /// True where only stop words were left to look for.
    var isVague: Bool
    /// Whether it asks what something is or means, and nothing more of it.
    var asksMeaning: Bool

    init(_ text: String) {
        self.text = Self.cut(text)
        let tokens = Tokenizer().tokens(in: self.text)
        allWords = tokens.map(\.text)
        language = Self.language(of: tokens, in: self.text)
        kind = QuestionKindReader.shared.kind(of: allWords)
        words = []
        isVague = false
        asksMeaning = kind == .definition
        words = contentWords(of: tokens)
        if words.isEmpty {
            isVague = true
            words = contentWords(of: tokens, keepingStopWords: true)
        }
        if asksMeaning { leaveTerm() }
        asksMeaning = asksMeaning || kind == .thing && isBareTerm
    }

    /// Leaves out the words that say a meaning is asked for, unless nothing else is left.
    private mutating func leaveTerm() {
        let term = words.filter { !Self.meaningWords.contains($0.text) }
        if !term.isEmpty { words = term }
    }

    /// Whether all that follows "what is", « qu'est-ce que » is a term of a few words.
    private var isBareTerm: Bool {
        let starts = [["what", "is"], ["what", "are"], ["what", "s"], ["what", "was"]]
        guard words.count <= Self.longestTerm, starts.contains(where: { allWords.starts(with: $0) }) else {
            return false
        }
        return !allWords.dropFirst(2).contains { Self.prepositions.contains($0) }
    }

    private static let longestTerm = 4
    private static let prepositions: Set<String> = [
        "of", "for", "in", "to", "by", "on", "with", "from", "about", "at",
    ]
    private static let meaningWords: Set<String> = [
        "definition", "meaning", "signification", "sens", "sense", "designe", "designent", "recouvre",
        "terme", "term",
        "mot", "word", "expression", "abreviation", "meant", "entend",
    ]

    /// The first `maximumBytes`, without the word that the cut goes through; control characters as spaces.
    private static func cut(_ text: String) -> String {
        var bytes = Array(text.utf8.prefix(maximumBytes))
        if text.utf8.count > bytes.count {
            while let last = bytes.last, last & 0xC0 == 0x80 { bytes.removeLast() }
            if let last = bytes.last, last >= 0xC0 { bytes.removeLast() }
            if let space = bytes.lastIndex(of: 0x20) { bytes.removeSubrange(space...) }
        }
        for place in bytes.indices where bytes[place] < 0x20 || bytes[place] == 0x7F { bytes[place] = 0x20 }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func contentWords(of tokens: [Tokenizer.Token], keepingStopWords: Bool = false) -> [Word] {
        let bytes = Array(text.utf8)
        let isAllCapitals = !bytes.contains { (0x61...0x7A).contains($0) }
        var seen: Set<String> = []
        var result: [Word] = []
        for (position, token) in tokens.enumerated() where result.count < Self.maximumWords {
            guard token.kind != .elision else { continue }
            let isAcronym = !isAllCapitals && Self.isAcronym(bytes[token.range])
            let isStop = !isAcronym && QuestionStopWords.contains(token.text, language: language)
            guard !isStop || keepingStopWords else { continue }
            let stem = Self.stem(token.text, language)
            guard seen.insert(stem).inserted else { continue }
            let isCapitalised =
                !isAllCapitals && position > 0 && Capitals.isCapital(at: token.range.lowerBound, in: bytes)
            let isNumber = token.text.utf8.first.map { (0x30...0x39).contains($0) } ?? false
            result.append(
                Word(
                    text: token.text, stem: stem, isName: isCapitalised || isNumber || isAcronym,
                    isNumber: isNumber, isAcronym: isAcronym, position: position,
                    factor: factor(of: token.text, isFocus: isFocus(position, tokens))))
        }
        return result
    }

    private func factor(of word: String, isFocus: Bool) -> Double {
        if isFocus { return Self.focusFactor }
        return GenericWords.contains(word, language: language) ? Self.genericFactor : 1
    }

    private static let focusFactor = 0.5
    private static let genericFactor = 0.5

    /// Whether the word follows « quel », "which", "how many" at once.
    private func isFocus(_ position: Int, _ tokens: [Tokenizer.Token]) -> Bool {
        guard position > 0 else { return false }
        var before = tokens[position - 1].text
        if ["de", "d", "many"].contains(before), position > 1 {
            before = tokens[position - 2].text
            return before == "combien" || before == "how"
        }
        return ["quel", "quelle", "quels", "quelles", "which", "what"].contains(before)
    }

    static func stem(_ word: String, _ language: Language) -> String {
        switch language {
        case .english: EnglishStemmer.stem(word)
        case .french: FrenchStemmer.stem(word)
        case .undetermined: word
        }
    }

    private static func isAcronym(_ bytes: ArraySlice<UInt8>) -> Bool {
        var capitals = 0
        for byte in bytes {
            if (0x41...0x5A).contains(byte) {
                capitals += 1
            } else if (0x61...0x7A).contains(byte) {
                return false
            }
        }
        return capitals >= 2
    }

    /// Tells the language by the stop words, which even a short question has; accents tip the balance.
    private static func language(of tokens: [Tokenizer.Token], in text: String) -> Language {
        var english = 0
        var french = 0
        for token in tokens {
            let isEnglish = QuestionStopWords.contains(token.text, language: .english)
            let isFrench = QuestionStopWords.contains(token.text, language: .french) || token.kind == .elision
            if isEnglish != isFrench { if isEnglish { english += 2 } else { french += 2 } }
        }
        if text.unicodeScalars.contains(where: { (0xC0...0x17F).contains($0.value) }) { french += 1 }
        return english == french ? .undetermined : english > french ? .english : .french
    }
}

/// The words that frame a question and are not looked for.
enum QuestionStopWords {
    static func contains(_ word: String, language: Language) -> Bool {
        switch language {
        case .english: english.contains(word) || StopWords.contains(word, language: .english)
        case .french: french.contains(word) || StopWords.contains(word, language: .french)
        case .undetermined: false
        }
    }

    private static let english = Set(
        """
        many much often happen happens happened name named called call does did say says said tell give given
        list describe explain define mean means meant meaning stand stands acronym abbreviation let's get got us please
        concerning regarding want wants going there something someone somebody anything anyone anybody nobody
        cant cannot dont doesnt didnt isnt arent wasnt wont wouldnt shouldnt couldnt whats whos wheres whens hows thats
        """.split(whereSeparator: \.isWhitespace).map(String.init))
    private static let french = Set(
        """
        combien est-ce nomme nommee appelle appelait appellent nommait dit dites donne donner cite citer liste decris
        decrire explique expliquer definis definir signifie signifient veut dire sigle acronyme peux peut-on lequel laquelle
        lesquels lesquelles quelque quelques oui non svp ca cela
        concernant concerne concernent lors selon suivant
        serait seraient soient aurait auraient avaient eut eurent ait aient
        cest quest quil quils quon jai nest sagit estce
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}

/// Words that say what kind of thing is asked for or join the parts of a question: a text that answers seldom has them.
enum GenericWords {
    static func contains(_ word: String, language: Language) -> Bool {
        switch language {
        case .english: english.contains(word)
        case .french: french.contains(word)
        case .undetermined: false
        }
    }

    private static let english = Set(
        """
        type types kind kinds sort sorts way ways consequence consequences characteristic characteristics feature features
        reason reasons cause causes moment position positions role roles purpose purposes goal goals method methods example
        examples element elements aspect aspects place places difference differences effect effects outcome origin
        allow allows allowed make makes made making take takes taken taking give gives given know knows known knowing keep
        keeps kept mention mentions mentioned regard regards need needs needed happen available possible
        """.split(whereSeparator: \.isWhitespace).map(String.init))
    private static let french = Set(
        """
        type types sorte sortes genre genres espece moyen moyens consequence consequences caracteristique caracteristiques
        particularite particularites specificite raison raisons cause causes motif motifs moment position positions role
        roles but buts objectif objectifs methode methodes exemple exemples element elements aspect aspects lieu lieux
        place difference differences effet effets origine phenomene phenomenes maniere facon fonction taille
        situe situee situes situees situer situent trouve trouvent trouver designe designent permet permettent permis
        possible existe existent connu connue connait mentionne mentionnee
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}

/// Tells capital letters by their UTF-8 bytes.
enum Capitals {
    /// Whether a capital letter of English or French begins at `index`.
    static func isCapital(at index: Int, in bytes: some RandomAccessCollection<UInt8>) -> Bool {
        let place = bytes.index(bytes.startIndex, offsetBy: index)
        let byte = bytes[place]
        if (0x41...0x5A).contains(byte) { return true }
        let next = bytes.index(after: place)
        guard next < bytes.endIndex else { return false }
        if byte == 0xC3 { return (0x80...0x9E).contains(bytes[next]) && bytes[next] != 0x97 }
        return byte == 0xC5 && (bytes[next] == 0x92 || bytes[next] == 0xB8)
    }
}
