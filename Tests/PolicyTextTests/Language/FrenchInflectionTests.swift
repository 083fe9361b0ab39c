import PolicyText
import TestSupport
import Testing

@Suite struct FrenchInflectionTests {
    /// Forms of one word, regular and not, with the spelling that some endings ask for.
    private static let families = [
        "engager engage engagent engageait engagera engagé engageons",
        "envoyer envoie envoyait envoyèrent",
        "refuser refusèrent refusa refusaient refusé refusera",
        "définir définit définissent définissait définiront définie",
        "répondre répond répondent répondait répondu répondra",
        "tenir tient tiennent tenait tinrent tiendra tenu",
        "interdire interdit interdisent interdisait interdira",
        "permettre permet permettent permis permettrait",
        "conduire conduit conduisent conduisit conduira",
        "prévoir prévoit prévoyait prévues prévoyaient",
        "reconnaître reconnu reconnaissent reconnaîtra",
        "résoudre résolu résolvent résoudra",
        "français française", "grec grecque", "public publique", "blanc blanche", "léger légère",
    ]

    private func folded(_ word: String) -> String { Tokenizer().tokens(in: word)[0].text }

    @Test(arguments: families) func `each form of a word finds each other`(_ family: String) {
        let forms = family.split(separator: " ").map { folded(String($0)) }
        for form in forms {
            let stems = FrenchInflection.stems(beside: form) + [FrenchStemmer.stem(form)]
            for other in forms { #expect(stems.contains(FrenchStemmer.stem(other)), "\(form): \(other)") }
        }
    }

    @Test(arguments: ["engager", "définir", "répondre", "tenir", "permettre"])
    func `the stem of an infinitive, as a dictionary has it, finds the forms`(_ infinitive: String) throws {
        let family = try #require(Self.families.first { $0.hasPrefix(infinitive + " ") })
        let stem = FrenchStemmer.stem(folded(infinitive))
        let stems = FrenchInflection.stems(besideStem: stem) + [stem]
        for form in family.split(separator: " ") {
            #expect(stems.contains(FrenchStemmer.stem(folded(String(form)))), "\(infinitive): \(form)")
        }
    }

    @Test(arguments: [
        ("tiendra", "tenir"), ("commises", "commettre"), ("interdisent", "interdire"), ("naquit", "naitre"),
        ("tenir", "tenir"),
    ])
    func `a form of an irregular verb has its infinitive`(_ form: String, _ infinitive: String) {
        #expect(FrenchInflection.infinitive(of: form) == infinitive)
    }

    @Test func `a word that is far more often another has no forms, nor has what is no plain word`() {
        for word in ["but", "bois", "vers", "cours", "a", "", "e2e", "l'or", "été"] {
            #expect(FrenchInflection.stems(beside: word).isEmpty, "\(word)")
            #expect(FrenchInflection.infinitive(of: word) == nil, "\(word)")
        }
        #expect(FrenchInflection.infinitive(of: "engagent") == nil)
    }

    @Test func `the forms of any letters are bounded, different and without the word's own stem`() {
        var generator = SeededGenerator(seed: 7)
        let pieces = [
            "e", "er", "ai", "ent", "iss", "g", "y", "nd", "re", "t", "enir", "ais", "ique", "u", "s",
        ]
        for _ in 0..<2_000 {
            let word = (0...Int.random(in: 0..<6, using: &generator)).map { _ in
                pieces.randomElement(using: &generator)!
            }.joined()
            let stems = FrenchInflection.stems(beside: word)
            #expect(stems.count < 400 && Set(stems).count == stems.count, "\(word)")
            #expect(!stems.contains(FrenchStemmer.stem(word)), "\(word)")
        }
    }
}
