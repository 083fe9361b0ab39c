/// Cuts text into the words that are compared, indexed and asked for.
///
/// Words come out folded (see `Folding`), each with where it stands in the original. The rules:
///
/// - An elided article or pronoun is a word by itself: « l’accord » is `l`, `accord`. An English possessive loses its
///   `'s`; any other apostrophe inside a word stays (`aujourd'hui`, `don't`).
/// - A number is one word whatever groups its digits: « 1 234,5 », `1,234.5` and `1234.5` are `1234.5`; `40,000` is
///   `40000`; a section number stays `1.2.3`. A span of years is two numbers.
/// - An acronym reads the same with and without its dots: `U.S.` is `us`, `G-7` is `g7`, `R&D` is `rd`.
/// - A hyphenated word is its parts. A Chinese or Japanese character is a word by itself.
/// - With a language, words are stemmed lightly after folding, so accents typed or not make no difference.
///
/// `scan` allocates nothing per word: it is the full-text index's tokenizer as well as everyone else's.
package struct Tokenizer: Sendable {
    package enum Kind: UInt8, Sendable {
        case word = 0
        case number = 1
        /// The part before an elision's apostrophe: `l`, `d`, `qu`, `jusqu`.
        case elision = 2
        case ideograph = 3
    }

    /// A word and where it stands in the text, in UTF-8 bytes.
    package struct Token: Hashable, Sendable {
        package var text: String
        package var range: Range<Int>
        package var kind: Kind
    }

    /// The folded bytes of a word that count; what is longer keeps its beginning.
    package static let longestToken = 64

    /// Whose stemmer is used; none where undetermined.
    package var stemming: Language

    package init(stemming: Language = .undetermined) {
        self.stemming = stemming
    }

    /// The words of a text.
    package func tokens(in text: some StringProtocol) -> [Token] {
        var copy = String(text)
        var result: [Token] = []
        copy.withUTF8 { bytes in
            scan(bytes) { word, range, kind in
                result.append(Token(text: String(decoding: word, as: UTF8.self), range: range, kind: kind))
                return true
            }
        }
        return result
    }

    /// Calls `visit` with each word's folded bytes, valid during the call, its range in `text`, and its kind, until
    /// it returns false. The text need not be valid UTF-8: bytes that are not separate words.
    ///
    /// - Parameter memo: where the stems of one text are kept for the next.
    package func scan(
        _ text: UnsafeBufferPointer<UInt8>, memo: StemMemo? = nil,
        _ visit: (UnsafeBufferPointer<UInt8>, Range<Int>, Kind) -> Bool
    ) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.longestToken + 16) { buffer in
            var scanner = TokenScanner(text: text, buffer: buffer, stemming: stemming, memo: memo)
            while let (range, kind) = scanner.next() {
                let word = UnsafeBufferPointer(start: buffer.baseAddress, count: scanner.count)
                guard visit(word, range, kind) else { return }
            }
        }
    }
}
