/// What the words before a date, a period or a duration make of it.
extension ValueScanner {
    /// The role of a value, the token at which the phrase that gives it starts, and whether it ends before the value.
    func role(of found: ScannedValue, from start: Int) -> (role: TextValue.Role, start: Int, isBefore: Bool) {
        var at = start
        var timeEnd: Int?
        // Articles and small words between the cue and the value; the widest reach wins only if a cue is there.
        for _ in 0...Self.mostFillers {
            if let cue = cue(endingAt: at, of: found.kind) {
                let isEdge =
                    tokens[start].kind == .word && ["end", "fin", "close"].contains(tokens[start].text)
                // "from 2015 to 2020" begins and ends.
                let role = found.kind == .period && cue.role == .start ? .plain : cue.role
                return (role, timeEnd ?? cue.start, cue.isBefore && !isEdge && timeEnd == nil)
            }
            // "by 4 p.m. on June 3": before noon of a day is still that day.
            if found.kind == .date, timeEnd == nil, let first = startOfTime(endingAt: at) {
                timeEnd = at
                at = first
                continue
            }
            guard Self.fillers.contains(word(at - 1)) else { break }
            at -= 1
        }
        if found.kind == .date, isPastEvent(at: at, start: start, end: found.end) {
            return (.since, start, false)
        }
        return (.plain, start, false)
    }

    private func cue(
        endingAt end: Int, of kind: TextValue.Kind
    ) -> (role: TextValue.Role, start: Int, isBefore: Bool)? {
        for cue in kind == .duration ? RoleCue.durations : RoleCue.dates {
            let start = end - cue.words.count
            guard start >= 0, self.end(of: cue.words, at: start) != nil else { continue }
            return (cue.role, start, cue.isBefore)
        }
        return nil
    }

    /// A date after what took place (signed in, « rendue publique en »), in brackets, or « de 2015 ».
    private func isPastEvent(at: Int, start: Int, end: Int) -> Bool {
        if word(start - 1) == "(", word(end) == ")" { return true }
        if ["de", "of"].contains(word(start - 1)) { return true }
        var index = at - 1
        let limit = max(0, at - 5)
        while index >= limit {
            if [".", ";", ":", ","].contains(word(index)), index < at - 1 { return false }
            if Self.pastEvents.contains(word(index)), !isFuturePassive(before: index) { return true }
            index -= 1
        }
        return false
    }

    /// "will be signed in 2027", « sera signé en 2027 », "to be published in".
    private func isFuturePassive(before index: Int) -> Bool {
        ["be", "sera", "seront", "etre", "soit", "soient"].contains(word(index - 1))
            || ["sera", "seront", "be", "etre"].contains(word(index - 2))
    }

    static let mostFillers = 6
    private static let fillers: Set<String> = [
        "the", "le", "la", "l'", "les", "a", "an", "of", "fiscal", "calendar", "financial", "year",
        "exercice", "annee", "du",
        "au", "aux", "an", "mois", "on", "in", "en", "end", "fin", "de", "d'", "date", "prochain",
        "prochaine", "next",
        "prochains", "prochaines", "approximately", "about", "environ", "school", "academic", "period",
        "subsequent",
        "(", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "lundi", "mardi",
        "mercredi",
        "jeudi", "vendredi", "samedi", "dimanche", ",", "first", "following", "every", "each", "chaque",
        "tous",
    ]
    private static let pastEvents: Set<String> = [
        "signed", "adopted", "concluded", "released", "published", "issued", "established", "created",
        "launched", "ratified",
        "enacted", "amended", "dated", "approved", "announced", "completed", "founded", "passed", "repealed",
        "revised",
        "entered", "began", "started", "opened", "updated", "introduced", "took", "came", "incorporated",
        "hosted", "held",
        "signe", "signee", "signes", "signees", "adopte", "adoptee", "adoptes", "adoptees", "conclu",
        "conclue", "conclus",
        "conclues", "publie", "publiee", "publies", "publiees", "publique", "public", "publics", "lance",
        "lancee", "lances",
        "lancees", "cree", "creee", "crees", "creees", "ratifie", "ratifiee", "date", "datee", "approuve",
        "approuvee",
        "annonce", "annoncee", "fonde", "fondee", "entre", "entree", "edicte", "edictee", "sanctionne",
        "sanctionnee",
        "modifie", "modifiee", "tenu", "tenue", "inaugure", "inauguree", "revise", "revisee", "mise",
        "etabli", "etablie",
        "depose", "deposee", "commence", "ouvert", "ouverte", "abroge", "abrogee",
    ]
}

/// Words before a value and the role they give.
private struct RoleCue {
    var words: [String]
    var role: TextValue.Role
    /// The value itself is not part of the time allowed.
    var isBefore = false

    init(_ phrase: String, _ role: TextValue.Role, isBefore: Bool = false) {
        words = phrase.split(separator: " ").map(String.init)
        self.role = role
        self.isBefore = isBefore
    }

    /// Longest first, so that "on or before" is not read as "before".
    static let dates: [RoleCue] = [
        RoleCue("no later than", .deadline), RoleCue("not later than", .deadline),
        RoleCue("on or before", .deadline),
        RoleCue("at the latest by", .deadline), RoleCue("at the latest in", .deadline),
        RoleCue("at the latest", .deadline),
        RoleCue("by no later than", .deadline), RoleCue("a deadline of", .deadline),
        RoleCue("prior to", .deadline, isBefore: true),
        RoleCue("due by", .deadline), RoleCue("due on", .deadline), RoleCue("due", .deadline),
        RoleCue("by", .deadline),
        RoleCue("before", .deadline, isBefore: true), RoleCue("within", .deadline),
        RoleCue("target date of", .deadline), RoleCue("close on", .deadline), RoleCue("closes on", .deadline),
        RoleCue("close at", .deadline), RoleCue("closing on", .deadline), RoleCue("closing date", .deadline),
        RoleCue("closing date is", .deadline), RoleCue("deadline is", .deadline),
        RoleCue("deadline", .deadline),
        RoleCue("expire on", .until), RoleCue("expires", .until), RoleCue("ends on", .until),
        RoleCue("end on", .until), RoleCue("ending on", .until), RoleCue("prend fin le", .until),
        RoleCue("prennent fin le", .until), RoleCue("se termine le", .until), RoleCue("expirent le", .until),
        RoleCue("se terminent le", .until), RoleCue("date limite est le", .deadline),
        RoleCue("date limite :", .deadline), RoleCue("echeance est le", .deadline),
        RoleCue("au plus tard le", .deadline), RoleCue("au plus tard en", .deadline),
        RoleCue("au plus tard a", .deadline),
        RoleCue("au plus tard au", .deadline), RoleCue("au plus tard", .deadline),
        RoleCue("payable", .deadline), RoleCue("payables", .deadline), RoleCue("exigible", .deadline),
        RoleCue("exigibles", .deadline), RoleCue("d' ici", .deadline),
        RoleCue("d' ici a", .deadline), RoleCue("d' ici au", .deadline), RoleCue("a l' horizon", .deadline),
        RoleCue("horizon", .deadline), RoleCue("avant", .deadline, isBefore: true),
        RoleCue("echeance", .deadline),
        RoleCue("date limite", .deadline), RoleCue("up to and including", .until), RoleCue("until", .until),
        RoleCue("till", .until), RoleCue("through to", .until), RoleCue("through", .until),
        RoleCue("jusqu' en", .until),
        RoleCue("jusqu' au", .until), RoleCue("jusqu' a", .until), RoleCue("jusqu'", .until),
        RoleCue("expires on", .until),
        RoleCue("expire le", .until), RoleCue("starting in", .start), RoleCue("starting on", .start),
        RoleCue("starting", .start), RoleCue("beginning in", .start), RoleCue("beginning on", .start),
        RoleCue("beginning", .start), RoleCue("effective as of", .start), RoleCue("effective on", .start),
        RoleCue("effective", .start), RoleCue("as of", .start), RoleCue("as from", .start),
        RoleCue("from", .start),
        RoleCue("after", .start), RoleCue("a compter du", .start), RoleCue("a compter de", .start),
        RoleCue("a compter d'", .start), RoleCue("a partir du", .start), RoleCue("a partir de", .start),
        RoleCue("a partir d'", .start), RoleCue("des", .start), RoleCue("apres", .start),
        RoleCue("ever since", .since),
        RoleCue("since", .since), RoleCue("depuis", .since),
    ].sorted { $0.words.count > $1.words.count }

    static let durations: [RoleCue] = [
        RoleCue("no later than", .deadline), RoleCue("not later than", .deadline),
        RoleCue("within", .deadline),
        RoleCue("within a period of", .deadline), RoleCue("within the next", .deadline),
        RoleCue("in the next", .deadline),
        RoleCue("over the next", .deadline), RoleCue("during the next", .deadline),
        RoleCue("no more than", .deadline),
        RoleCue("not exceeding", .deadline), RoleCue("at least", .plain), RoleCue("at most", .deadline),
        RoleCue("in", .deadline), RoleCue("dans un delai de", .deadline),
        RoleCue("dans un delai d'", .deadline),
        RoleCue("dans un delai maximal de", .deadline), RoleCue("dans les", .deadline),
        RoleCue("d' ici", .deadline),
        RoleCue("sous", .deadline), RoleCue("au plus tard", .deadline), RoleCue("au cours des", .deadline),
        RoleCue("au cours de", .deadline), RoleCue("dans", .deadline), RoleCue("avant", .deadline),
        RoleCue("over", .plain), RoleCue("over a period of", .plain), RoleCue("for a period of", .plain),
        RoleCue("for", .plain), RoleCue("during", .plain), RoleCue("for up to", .plain),
        RoleCue("sur", .plain),
        RoleCue("sur une periode de", .plain), RoleCue("pour une periode de", .plain),
        RoleCue("pour une duree de", .plain),
        RoleCue("pendant", .plain), RoleCue("durant", .plain), RoleCue("pour", .plain),
        RoleCue("depuis", .since),
        RoleCue("in the past", .since), RoleCue("in the last", .since), RoleCue("over the past", .since),
        RoleCue("over the last", .since), RoleCue("after", .start), RoleCue("apres", .start),
        RoleCue("jusqu' a", .until),
        RoleCue("up to", .until), RoleCue("until", .until),
    ].sorted { $0.words.count > $1.words.count }
}
