import PolicyText

/// Reads the tokens of passages as they stand under their headings: the words by the passage's language, elisions left
/// out, and the stop words too unless they are written in capitals (WHO, IT).
///
/// A folder says the same words again and again, and its passages share their headings: what was made of a word, and
/// the tokens of the headings and titles last read, are kept. It is for one index, and for one reading of a folder.
package struct PassageWords {
    /// What a word is in the index.
    private enum Form {
        case token(UInt32)
        case stopWord
    }

    /// Words as they are folded, each language's apart, and what became of them.
    private var folded = Vocabulary()
    private var forms: [Form] = []
    private var key: [UInt8] = []
    private var headings: (texts: [String], language: Language, words: [UInt32]) = ([], .undetermined, [])
    private var title: (text: String, language: Language, words: [UInt32]) = ("", .undetermined, [])

    package init() {}

    /// The numbers of a text's tokens in the index, which gets those that it lacks.
    mutating func words(of text: String, _ language: Language, in index: inout PostingsIndex) -> [UInt32] {
        var text = text
        var result: [UInt32] = []
        text.withUTF8 { bytes in
            result.reserveCapacity(bytes.count / 8)
            Tokenizer().scan(bytes) { word, range, kind in
                guard kind != .elision else { return true }
                switch form(of: word, kind, language, &index) {
                case .token(let number): result.append(number)
                case .stopWord:
                    guard range.count > 1, bytes[range].allSatisfy({ (0x41...0x5A).contains($0) }) else {
                        break
                    }
                    result.append(Self.number(of: word, kind, language, &index))
                }
                return true
            }
        }
        return result
    }

    mutating func words(
        ofHeadings texts: [String], _ language: Language, in index: inout PostingsIndex
    ) -> [UInt32] {
        if texts != headings.texts || language != headings.language {
            let words = texts.flatMap { self.words(of: $0, language, in: &index) }
            headings = (texts, language, words)
        }
        return headings.words
    }

    mutating func words(ofTitle text: String, _ language: Language, in index: inout PostingsIndex) -> [UInt32]
    {
        if text != title.text || language != title.language {
            title = (text, language, words(of: text, language, in: &index))
        }
        return title.words
    }

    private mutating func form(
        of word: UnsafeBufferPointer<UInt8>, _ kind: Tokenizer.Kind, _ language: Language,
        _ index: inout PostingsIndex
    ) -> Form {
        key.removeAll(keepingCapacity: true)
        key.append(Vocabulary.mark(of: language))
        key.append(kind.rawValue)
        key.append(contentsOf: word)
        let place = folded.insert(key)
        if place == forms.count {
            let text = String(decoding: word, as: UTF8.self)
            let isStopWord = word.count <= 12 && StopWords.contains(text, language: language)
            forms.append(isStopWord ? .stopWord : .token(Self.number(of: word, kind, language, &index)))
        }
        return forms[place]
    }

    private static func number(
        of word: UnsafeBufferPointer<UInt8>, _ kind: Tokenizer.Kind, _ language: Language,
        _ index: inout PostingsIndex
    ) -> UInt32 {
        let text = String(decoding: word, as: UTF8.self)
        return index.number(of: kind == .word ? Question.stem(text, language) : text, language)
    }
}
