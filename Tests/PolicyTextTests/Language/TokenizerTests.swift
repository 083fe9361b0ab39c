import TestSupport
import Testing

@testable import PolicyText

struct TokenizerTests {
    private func words(_ text: String, _ language: Language = .undetermined) -> String {
        Tokenizer(stemming: language).tokens(in: text).map(\.text).joined(separator: " ")
    }

    @Test(arguments: [
        ("L’accord d'entente qu’elle jusqu’ici", "l accord d entente qu elle jusqu ici"),
        ("aujourd'hui, prud’homme; don't", "aujourd'hui prud'homme don't"),
        ("Canada’s plan, the States' rights, it's", "canada plan the states rights it"),
        ("l´information", "l information"),
        ("L’ ACCBP", "l accbp"),
        ("Été, ÉLÈVE e\u{301}te\u{301} œuvre ﬁn Straße", "ete eleve ete oeuvre fin strasse"),
        ("1 234,5 and 1,234.5 and 1\u{A0}234\u{202F}567", "1234.5 and 1234.5 and 1234567"),
        ("40,000 tonnes; 1,5 M$; 3.14; 1.2.3", "40000 tonnes 1.5 m 3.14 1.2.3"),
        ("2007-2008, en 2007 300 personnes", "2007 2008 en 2007 300 personnes"),
        ("1,2,3 60e 1er", "1 2 3 60e 1er"),
        ("U.S. and US, e.g. i.e. p.m.", "us and us eg ie pm"),
        ("the U.N.; the UN. G-7 G7 R&D R-D C-11", "the un the un g7 g7 rd rd c11"),
        ("Indo-Pacifique sous\u{2011}marine in\u{AD}ter", "indo pacifique sous marine inter"),
        ("m² droits² Ｆｕｌｌ", "m2 droits full"),
        ("漢字 かな Ελλάδα Москва", "漢 字 か な ελλαδα москва"),
        ("\\$1 billion 12 % 2026-11-21", "1 billion 12 2026 11 21"),
        ("", ""), ("…—« »", ""),
    ])
    func `words come out folded`(text: String, expected: String) {
        #expect(words(text) == expected)
    }

    @Test func `stems bring inflections and derivations together`() {
        let english = [
            ["implementation", "implement", "implementing", "implements"],
            ["organisation", "organization", "organize", "organised"],
            ["policies", "policy"], ["regulation", "regulate", "regulations"],
            ["protection", "protect", "protected"], ["harbour", "harbor"], ["enforcement", "enforce"],
            ["annually", "annual"], ["fisheries", "fishery"], ["defence", "defense"],
        ]
        for group in english { #expect(Set(group.map { EnglishStemmer.stem($0) }).count == 1, "\(group)") }
        let french = [
            ["nationaux", "national", "nationale", "nationales"], ["bureaux", "bureau"],
            ["cooperation", "cooperations"], ["pays"], ["administratives", "administratif"],
            ["personnes", "personne"],
        ]
        for group in french { #expect(Set(group.map { FrenchStemmer.stem($0) }).count == 1, "\(group)") }
    }

    @Test func `ranges point at the words in the original`() {
        let text = "« L’Été, 1 234,5 km — U.S. »"
        let bytes = Array(text.utf8)
        let found = Tokenizer().tokens(in: text).map { String(decoding: bytes[$0.range], as: UTF8.self) }
        #expect(found == ["L", "Été", "1 234,5", "km", "U.S."])
    }

    @Test func `random bytes give ascending ranges and valid words`() {
        var random = SeededGenerator(seed: 1)
        let parts: [[UInt8]] = ["a", "L'", "é", "1", " ", ".", ",", "\u{301}", "-", "Z", "œ", "漢", "’", "&"]
            .map {
                Array($0.utf8)
            }
        for round in 0..<2000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0..<120, using: &random) {
                if round % 2 == 0 {
                    bytes.append(UInt8.random(in: 0...255, using: &random))
                } else {
                    bytes += parts.randomElement(using: &random) ?? []
                }
            }
            var last = 0
            bytes.withUnsafeBufferPointer { buffer in
                for language in Language.allCases {
                    last = 0
                    Tokenizer(stemming: language).scan(buffer) { word, range, _ in
                        #expect(!word.isEmpty && word.count <= Tokenizer.longestToken)
                        #expect(
                            range.lowerBound >= last && range.upperBound <= buffer.count && !range.isEmpty)
                        if round % 2 == 1 { #expect(String(validating: word, as: UTF8.self) != nil) }
                        last = range.upperBound
                        return true
                    }
                }
            }
        }
    }

    @Test func `a word of any length ends where its letters end`() {
        for count in 1...140 {
            let word = String(
                (0..<count).map { Character(Unicode.Scalar(UInt8($0 % 26) + ($0 % 3 == 0 ? 65 : 97))) })
            for end in ["", " ", "@", "[", "`", "{", "|", "\u{0}", ", next of words", "\u{7F}éé", "。"] {
                let tokens = Tokenizer().tokens(in: "» " + word + end)
                #expect(
                    tokens.first?.text == String(word.lowercased().prefix(Tokenizer.longestToken)),
                    "\(count) \(end)")
                #expect(tokens.first.map { $0.range.lowerBound } == 3)
                #expect(end.hasSuffix("é") || tokens.first.map { $0.range.upperBound } == 3 + count)
            }
        }
    }

    @Test func `a memo changes no stem`() throws {
        var random = SeededGenerator(seed: 3)
        let memo = StemMemo()
        let ends = ["", "s", "ing", "ed", "ation", "isations", "ement", "iques", "aux", "y", "e", "ness"]
        for _ in 0..<40_000 {
            let stem = String(
                (0..<Int.random(in: 1...9, using: &random)).map { _ in
                    Character(
                        Unicode.Scalar(
                            UInt8.random(in: 97...(Bool.random(using: &random) ? 122 : 101), using: &random)))
                })
            let text = Array((stem + ends.randomElement(using: &random)!).utf8)
            for language in Language.allCases {
                let tokenizer = Tokenizer(stemming: language)
                var words: [[UInt8]] = []
                text.withUnsafeBufferPointer { text in
                    for memo in [nil, memo, memo] {
                        tokenizer.scan(text, memo: memo) { word, _, _ in
                            words.append(Array(word))
                            return true
                        }
                    }
                }
                #expect(Set(words).count == 1 && words.count == 3, "\(String(decoding: text, as: UTF8.self))")
            }
        }
    }

    @Test func `folding makes typographic variants equal`() {
        #expect(Folding.folded("«\u{A0}L’Été\u{202F}: œuvre\u{A0}»") == Folding.folded("\"l'ete: OEUVRE\""))
        #expect(Folding.folded("  a\n\t b\u{AD}c – d ") == "a bc - d")
        #expect(Folding.folded("Pilier 1 : x ; y !") == "pilier 1: x; y!")
        #expect(Folding.folded("½ … ﬁ") == "1/2 ... fi")
    }
}
