/// Verbs and adjectives that say the contrary of each other; matched by their beginnings.
enum Opposites {
    /// What the words of a pair are about.
    enum Scale { case sense, degree, course }

    /// A word as one side of a pair.
    struct Side {
        var place: Int
        fileprivate(set) var pair: Int
        fileprivate(set) var isFirst: Bool
        var scale: Scale

        func isOpposite(to other: Side) -> Bool { pair == other.pair && isFirst != other.isFirst }
    }

    /// Whether one word is the contrary of the other.
    static func areOpposite(_ a: String, _ b: String) -> Bool {
        let right = sides(of: b, at: 0)
        return !right.isEmpty && sides(of: a, at: 0).contains { right.contains(where: $0.isOpposite) }
    }

    /// The pairs that a word belongs to.
    static func sides(of word: String, at place: Int) -> [Side] {
        guard let first = word.utf8.first, let stems = stems[first] else { return [] }
        return stems.compactMap { stem in
            guard begins(word, stem.text) else { return nil }
            return Side(place: place, pair: stem.pair, isFirst: stem.isFirst, scale: stem.scale)
        }
    }

    /// Words that bound a number from below and from above.
    static func areOppositeBounds(_ a: String, _ b: String) -> Bool {
        bounds.contains { ($0.0 == a && $0.1 == b) || ($0.0 == b && $0.1 == a) }
    }

    private static let bounds = [
        ("more", "less"), ("more", "fewer"), ("least", "most"), ("above", "below"), ("over", "under"),
        ("greater", "less"), ("greater", "smaller"), ("longer", "shorter"), ("higher", "lower"),
        ("older", "younger"), ("exceeding", "under"), ("plus", "moins"), ("superieur", "inferieur"),
        ("superieure", "inferieure"), ("superieurs", "inferieurs"), ("superieures", "inferieures"),
    ]

    /// The stem and an ending of inflection, so that "lower" is no form of "low"; a stem of three letters is a word.
    private static func begins(_ word: String, _ stem: String) -> Bool {
        let ending = word.utf8.count - stem.utf8.count
        return word.hasPrefix(stem) && ending <= (stem.utf8.count > 3 ? 6 : 1)
    }

    /// A beginning of words, by its first byte.
    private static let stems: [UInt8: [(text: String, pair: Int, isFirst: Bool, scale: Scale)]] = {
        var stems: [UInt8: [(text: String, pair: Int, isFirst: Bool, scale: Scale)]] = [:]
        func add(_ text: String, _ pair: Int, isFirst: Bool, _ scale: Scale) {
            stems[text.utf8.first ?? 0, default: []].append((text, pair, isFirst, scale))
        }
        for (pair, words) in (pairs + degrees).enumerated() {
            let scale = pair < pairs.count ? Scale.sense : .degree
            add(words.0, pair, isFirst: true, scale)
            add(words.1, pair, isFirst: false, scale)
        }
        // Whatever goes on or begins is the contrary of whatever ends.
        for word in goingOn { add(word, -1, isFirst: true, .course) }
        for word in endings { add(word, -1, isFirst: false, .course) }
        return stems
    }()

    private static let endings = [
        "end", "stop", "halt", "ceas", "discontinu", "terminat", "abolish", "eliminat", "suspend", "cancel",
        "withdraw", "cess", "supprim", "aboli",
        "elimin", "annul", "interromp", "abandon",
    ]
    private static let goingOn = [
        "continu", "maintain", "keep", "fund", "support", "offer", "provid", "expand", "launch", "operat",
        "sustain",
        "preserv", "retain", "extend", "start", "begin", "renew", "strengthen", "resum", "introduc",
        "establish", "poursui",
        "maintien", "mainten", "maintiendr", "conserv", "financ", "appui", "appuy", "soutien", "souten",
        "offr", "fourni",
        "elargi", "lanc", "exploit", "renouvel", "commenc", "entam", "renforc", "repren", "etabli", "instaur",
    ]

    /// How far something binds.
    private static let degrees: [(String, String)] = [
        ("mandator", "option"), ("mandator", "volunt"), ("mandator", "discretion"), ("compulsor", "option"),
        ("compulsor", "volunt"), ("obligatoir", "facultati"), ("obligatoir", "volontair"),
        ("obligatoir", "optionnel"),
    ]

    private static let pairs: [(String, String)] = [
        ("includ", "exclud"), ("inclu", "exclu"), ("increas", "decreas"), ("increas", "reduc"),
        ("augment", "redui"), ("augment", "dimin"), ("permit", "prohibit"), ("allow", "prohibit"),
        ("allow", "forbid"), ("permit", "forbid"), ("autoris", "interdi"), ("permet", "interdi"),
        ("permis", "interdi"), ("accept", "reject"), ("accept", "refus"), ("accept", "rejet"),
        ("approv", "reject"), ("approuv", "rejet"), ("public", "confidenti"), ("renforc", "affaibl"),
        ("strengthen", "weaken"), ("support", "oppos"), ("appu", "oppos"), ("expand", "restrict"),
        ("lawful", "unlawful"), ("legal", "illegal"), ("eligib", "ineligib"), ("admissib", "inadmissib"),
        ("maximum", "minimum"), ("maximal", "minimal"), ("before", "after"), ("avant", "apres"),
        ("enabl", "disabl"), ("favorabl", "defavorabl"), ("exempt", "subject"), ("open", "clos"),
        ("ouvr", "ferm"), ("hauss", "baiss"), ("paid", "unpaid"), ("opt-in", "opt-out"),
        ("turn-on", "turn-off"), ("cover", "exclud"), ("couvr", "exclu"), ("couver", "exclu"),
        ("includ", "omit"), ("includ", "except"), ("compri", "sauf"), ("compri", "exception"),
        ("compri", "exclu"), ("compri", "hormis"), ("permit", "ban"), ("allow", "ban"), ("allow", "bann"),
        ("permit", "bann"),
        ("permis", "proscri"), ("permet", "proscri"), ("autoris", "proscri"), ("grant", "deny"),
        ("grant", "deni"), ("grant", "refus"), ("grant", "revok"), ("approv", "deny"), ("approv", "deni"),
        ("approv", "refus"), ("accept", "declin"), ("approuv", "refus"), ("accord", "refus"),
        ("accord", "revoqu"), ("admis", "refus"), ("admit", "exclud"), ("admis", "exclu"),
        ("encourag", "discourag"), ("encourag", "decourag"), ("raise", "lower"), ("raise", "reduc"),
        ("ajout", "retir"), ("retain", "delet"), ("retain", "destroy"), ("conserv", "detrui"),
        ("conserv", "effac"), ("conserv", "supprim"), ("activ", "desactiv"), ("exempt", "assujetti"),
        ("dispens", "assujetti"), ("exempt", "soumi"), ("dispens", "tenu"), ("exempt", "liabl"),
        ("qualif", "disqualif"), ("valid", "invalid"), ("visible", "hidden"), ("anonym", "nominati"),
        ("gratuit", "payant"),
    ]
}
