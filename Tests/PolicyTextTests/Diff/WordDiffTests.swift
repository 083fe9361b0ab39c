import PolicyText
import TestSupport
import Testing

struct WordDiffTests {
    @Test func `runs rebuild both texts, whatever they hold`() {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<1500 {
            let old = text(&random)
            let new = Bool.random(using: &random) ? text(&random) : edited(old, &random)
            checkExact(old, new)
        }
    }

    @Test(arguments: [
        ("", ""), ("", "a"), ("a", ""), ("a", "a"), ("\r\n", "\n"), ("a\r\nb", "a\nb"),
        ("e\u{301}t", "\u{E9}t"),
        ("\u{301}", "\u{301}\u{301}"), ("a \u{301}b", "a b"), ("👩‍👩‍👧 x", "👩‍👧 x"), ("🇨🇦 🇲🇽", "🇨🇦🇲🇽"),
        ("\u{FEFF}a", "a"),
        ("[a](b c", "[a](b) c"), ("**", "*"), ("\\", "\\\\"), ("<a href", "<a href>"), ("1 234", "1 234 5"),
        ("\u{FFFD}\u{FFFD}", "\u{FFFD}"), ("\0", " "), ("a\u{0}b", "ab"),
    ])
    func `odd texts are rebuilt`(old: String, new: String) {
        checkExact(old, new)
    }

    @Test(arguments: [
        ("a réuni 1 234,5 tonnes", "a réuni 1 235,5 tonnes", "a réuni [-1 234,5-]{+1 235,5+} tonnes"),
        ("in 2007-2008 we", "in 2008-2009 we", "in [-2007-2008-]{+2008-2009+} we"),
        ("costs $1,000 now", "costs $1,500 now", "costs [-$1,000-]{+$1,500+} now"),
        ("signer l’accord", "signer l’entente", "signer l’[-accord-]{+entente+}"),
        ("signer l’accord", "signer la convention", "signer [-l’accord-]{+la convention+}"),
        ("un vice-président", "un ex-président", "un [-vice-président-]{+ex-président+}"),
        ("the U.S. laws", "the U.K. laws", "the [-U.S-]{+U.K+}. laws"),
        ("a; b; c; d", "a; c; d", "a;[- b;-] c; d"),
        ("a; c.", "a; b; c.", "a;{+ b;+} c."),
        ("We review. We act. We stop.", "We review. We stop.", "We review.[- We act.-] We stop."),
        ("Canada and Mexico and Japan", "Canada and Japan", "Canada[- and Mexico-] and Japan"),
        (
            "étudier les possibilités de coopération avec des partenaires",
            "conclure un traité de commerce avec des partenaires",
            "[-étudier les possibilités de coopération-]{+conclure un traité de commerce+} avec des partenaires"
        ),
        (
            "in accordance with the applicable law", "in the law",
            "in[- accordance with-] the[- applicable-] law"
        ),
        (
            "hauts fonctionnaires examinera annuellement la mise",
            "hauts fonctionnaires pourra examiner la mise",
            "hauts fonctionnaires [-examinera annuellement-]{+pourra examiner+} la mise"
        ),
    ])
    func `runs follow words, numbers and clauses`(old: String, new: String, expected: String) {
        #expect(marked(WordDiff.edits(from: old, to: new)) == expected)
    }

    @Test(arguments: [
        ("l’accord", "l'accord"), ("« mot »", "“mot”"), ("2007–2008", "2007-2008"), ("a\nb", "a b"),
        ("coopé\u{AD}ration", "coopération"), ("**Fees**", "Fees"), ("1\\. a", "1. a"),
        ("e\u{301}tat", "\u{E9}tat"),
        ("o\u{FB03}ce", "office"), ("…", "..."), ("a — b", "a -- b"), ("5 %", "5\u{A0}%"),
        ("1 000 $", "1\u{202F}000 $"), ("<b>a</b>", "a"),
    ])
    func `what only printing cares about is typographic`(old: String, new: String) {
        #expect(WordDiff.isTypographic(old, new))
        for run in WordDiff.runs(before: "x " + old + " y", after: "x " + new + " y")
        where run.operation != .equal {
            #expect(run.isTypographic)
        }
        checkExact(old, new)
    }

    @Test(arguments: [
        ("word", "Word"), ("état", "etat"), ("5", "6"), ("a b", "ab"), ("a.", "a"), ("[a](x)", "[a](y)"),
        ("a", ""),
        ("1,000", "1.000"),
    ])
    func `what a reader would see is not typographic`(old: String, new: String) {
        #expect(!WordDiff.isTypographic(old, new))
        #expect(
            WordDiff.runs(before: old, after: new).contains { $0.operation != .equal && !$0.isTypographic })
    }

    // MARK: Checks

    private func checkExact(_ old: String, _ new: String) {
        let edits = WordDiff.edits(from: old, to: new)
        let before = edits.filter { $0.operation != .insert }.flatMap { Array($0.text.utf8) }
        let after = edits.filter { $0.operation != .delete }.flatMap { Array($0.text.utf8) }
        #expect(before == Array(old.utf8))
        #expect(after == Array(new.utf8))
        for (edit, next) in zip(edits, edits.dropFirst()) {
            #expect(edit.operation != next.operation)
            #expect(!(edit.operation == .insert && next.operation == .delete))
        }
        #expect(edits.allSatisfy { !$0.text.isEmpty })
    }

    private func marked(_ edits: [Edit]) -> String {
        edits.map { edit in
            switch edit.operation {
            case .equal: edit.text
            case .delete: "[-\(edit.text)-]"
            case .insert: "{+\(edit.text)+}"
            }
        }.joined()
    }

    private static let pieces = [
        "le", "plan", "d’action", "l'", "examinera", "la", "mise", "en", "œuvre", "1 234,5", "2007-2008",
        "$1,000", ",",
        ";", ".", " ", " ", " ", " ", "\r\n", "\n", "\t", "\u{A0}", "\u{202F}", "«", "»", "“", "”", "–", "—",
        "-",
        "e\u{301}", "\u{301}", "\u{AD}", "\u{200D}", "👩‍👩‍👧", "🇨🇦", "漢字", "**", "*", "_", "`", "[", "](", "](x)",
        ")",
        "<b>", "<", ">", "\\", "&nbsp;", "&", "http://a.b/c?d", "U.S.", "…", "\u{FFFD}", "\0", "\u{10FFFF}",
        "ﬁ", "²",
        "#", "{:", "}", "@",
    ]

    private func text(_ random: inout SeededGenerator) -> String {
        (0..<Int.random(in: 0...40, using: &random)).map { _ in
            Self.pieces.randomElement(using: &random) ?? ""
        }
        .joined()
    }

    private func edited(_ old: String, _ random: inout SeededGenerator) -> String {
        var scalars = Array(old.unicodeScalars)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let place = Int.random(in: 0...scalars.count, using: &random)
            if Bool.random(using: &random), place < scalars.count {
                scalars.remove(at: place)
            } else {
                let piece = Self.pieces.randomElement(using: &random) ?? ""
                scalars.insert(contentsOf: piece.unicodeScalars, at: place)
            }
        }
        var result = ""
        result.unicodeScalars.append(contentsOf: scalars)
        return result
    }
}
