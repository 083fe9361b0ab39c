/// What kind of answer a question asks for.
enum QuestionKind: String, CaseIterable {
    case person, date, place, number, amount, duration, definition, reason, manner, choice, thing

    /// Whether the words that answer can be marked in a sentence.
    var hasSpan: Bool {
        switch self {
        case .person, .date, .place, .number, .amount, .duration: true
        case .definition, .reason, .manner, .choice, .thing: false
        }
    }
}

/// Tells the kind of a question from its folded words, in either language.
///
/// The patterns are tried in order and the first that stands in the question wins, so the longer ones come first. A
/// pattern beginning with `^` stands at the start of the question only, or after one preposition (« à qui », "in
/// which year"); `*` stands for one word or none.
struct QuestionKindReader {
    private struct Pattern {
        /// The words that may stand at each place.
        var words: [[String]]
        var kind: QuestionKind
        var isInitial: Bool
    }

    static let shared = QuestionKindReader()
    private let patterns: [Pattern]

    private init() {
        patterns = Self.rules.flatMap { kind, rules in
            rules.split(separator: ";").map { rule in
                let words = rule.split(separator: " ").map { $0.split(separator: "|").map(String.init) }
                let isInitial = words.first == ["^"]
                return Pattern(
                    words: isInitial ? Array(words.dropFirst()) : words, kind: kind, isInitial: isInitial)
            }
        }
    }

    func kind(of words: [String]) -> QuestionKind {
        for pattern in patterns {
            let starts = pattern.isInitial ? Array(0...min(2, words.count)) : Array(0...words.count)
            for start in starts where Self.matches(pattern.words[...], words[start...]) {
                // « Le comité qui » is no question for a person: before an initial word only a preposition stands.
                if pattern.isInitial, !words[..<start].allSatisfy(Self.prepositions.contains) { continue }
                return pattern.kind
            }
        }
        return .thing
    }

    private static func matches(_ pattern: ArraySlice<[String]>, _ words: ArraySlice<String>) -> Bool {
        guard let first = pattern.first else { return true }
        if first == ["*"] {
            let rest = pattern.dropFirst()
            return matches(rest, words) || (!words.isEmpty && matches(rest, words.dropFirst()))
        }
        guard let word = words.first else { return false }
        return first.contains(word) && matches(pattern.dropFirst(), words.dropFirst())
    }

    private static let prepositions: Set<String> = [
        "a", "au", "aux", "avec", "by", "chez", "contre", "dans", "de", "depuis", "des", "du", "en", "entre",
        "et",
        "for", "from", "in", "jusqu", "jusque", "of", "on", "par", "parmi", "pour", "since", "sous", "sur",
        "to",
        "until", "under", "vers", "with", "at", "d", "and", "up",
    ]

    private static let rules: [(QuestionKind, String)] = [
        (
            .definition,
            """
            what does * * mean;what do * * mean;what does * * * * mean;what does * * stand for;what is meant by;\
            ^ define;meaning of;definition of;que signifie;que veut dire;qu est ce que;qu est ce qu;c est quoi;que faut il entendre par;qu entend on par;\
            que designe|signifient|recouvre;signification de|du|d|des;definition de|du|d|des|la;comment definir|definit;que veut * dire;\
            acronym|sigle|acronyme
            """
        ),
        (
            .duration,
            """
            how long;how often;how old;how much time;combien de temps;combien d annees|heures|jours|mois;\
            how many years|months|weeks|days|hours|minutes;quelle|quelles * duree;quel|quels age;quel delai;\
            quelle frequence;pendant combien;what period;duration of;what is the deadline
            """
        ),
        (
            .date,
            """
            ^ when;since when;by when;until when;what|which year|date|month|day|century|time|period;\
            what is the date|year|deadline;quelle|quel est|sera|etait|fut le|la|l date|annee|jour|echeance;^ quand;depuis quand;jusqu a quand;quelle|quel|quelles|quels * annee|annees|\
            date|dates|jour|jours|mois|siecle|epoque|periode|moment|heure|echeance;a partir de quand
            """
        ),
        (
            .amount,
            """
            how much;what|which * amount|cost|price|fee|fine|budget|salary|sum|value|percentage|percent|proportion|share|\
            rate|bonus|allowance;what is|are|was|were the * amount|cost|price|fee|fine|budget|salary|sum|value|percentage|\
            proportion|share|rate|bonus|allowance;a combien s;combien coute|coutent|coutera|valait|vaut|rapporte|gagne;\
            quel|quelle|quels|quelles est|sont|etait|fut|sera le|la|les|l * montant|montants|cout|couts|prix|budget|\
            somme|valeur|pourcentage|proportion|part|taux|tarif|amende|salaire|prime;\
            quel|quelle * valeur|montant|cout|prix|budget|somme|pourcentage|proportion|part|taux|tarif|amende|salaire
            """
        ),
        (
            .number,
            """
            how many;^ combien;combien de|d;what|which|the number of;\
            what is|are|was|were the * height|depth|width|length|altitude|area|population|distance|speed|weight;quel|quelle est|etait le|la nombre|population|\
            superficie|altitude|hauteur|largeur|profondeur|longueur|taille|distance|vitesse|poids|surface|effectif;\
            how high|large|far|fast|tall|deep|wide|heavy|big;quel nombre;quel|quelle nombre|population|superficie|altitude|hauteur|largeur|profondeur|longueur|distance|vitesse|poids|surface;jusqu a combien
            """
        ),
        (
            .person,
            """
            ^ who|whom|whose;^ qui;^ est ce qui;what|which person|people|minister|president|author|organization|\
            organisation|company|team|group|department|agency;what is the name|names;what * called;\
            quel|quelle|quels|quelles est|etait|fut|sont le|les nom|noms|auteur|president|ministre|directeur|fondateur;\
            comment s appelle|appelait|appellent|nomme|nommait;quel|quelle|quels|quelles personne|personnage|auteur|\
            ministre|president|organisation|organisme|entreprise|equipe|groupe|roi|artiste|acteur|joueur;qui est|etait;\
            a qui|de qui|par qui|avec qui|chez qui|pour qui
            """
        ),
        (
            .place,
            """
            ^ where;what|which * place|city|town|location|region|island|state|continent|street|country|countries|province;^ ou;d ou;\
            quel|quelle|quels|quelles * endroit|ville|villes|lieu|lieux|region|ile|continent|rue|localite|etat|province|pays|\
            quartier
            """
        ),
        (
            .reason,
            "^ why;what * reason|cause|purpose;^ pourquoi;quelle|quel|quelles * raison|raisons|cause|causes|but"
        ),
        (.manner, "^ how;^ comment;de quelle maniere|facon"),
        (
            .choice,
            """
            ^ is|are|was|were|do|does|did|can|could|may|must|will|would|should|has|have|had|shall;^ est ce que|qu;\
            ^ est il|elle
            """
        ),
    ]
}
