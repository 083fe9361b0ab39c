/// Words whose full stop ends no sentence, or not always.
enum Abbreviations {
    enum Habit {
        /// Never ends a sentence: `Mme`, `cf`.
        case never
        /// Ends none where a number or letter follows: `art. 5`, `No. 3`, `14 avr. 2009`.
        case beforeNumber
        /// Ends one where a new one plainly begins: `etc.`, `Inc.`
        case sometimes
    }

    /// The habit of a lower-cased word of at most eight bytes.
    static func habit(of word: UInt64) -> Habit? { habits[word] }

    /// Whether a lower-cased word often begins a sentence.
    static func beginsSentences(_ word: UInt64) -> Bool { starters.contains(word) }

    /// Whether a letter after this lower-cased word is its number: `Annex A`.
    static func isNumberedByLetter(_ word: UInt64) -> Bool { lettered.contains(word) }

    /// Up to eight lower-cased bytes as a number, nil for a longer or empty word.
    static func key(_ bytes: some Collection<UInt8>) -> UInt64? {
        guard !bytes.isEmpty, bytes.count <= 8 else { return nil }
        var key: UInt64 = 0
        var before: UInt8 = 0
        for byte in bytes {
            var byte = byte
            if byte &- 0x41 < 26 || before == 0xC3 && (0x80...0x9E).contains(byte) && byte != 0x97 {
                byte |= 0x20
            }
            key = key << 8 | UInt64(byte)
            before = byte
        }
        return key
    }

    private static let habits: [UInt64: Habit] = {
        var habits: [UInt64: Habit] = [:]
        for word in keys(
            """
            mr mrs ms dr drs mme mmes mlle mlles mm me mgr pr prof hon rev sen gov gen gén lt col capt cmdr sgt maj
            st ste sts messrs cf vs ibid approx env ex tél tel téléc boul av éd eds éds resp incl excl dept dépt req
            qué ont alb man sask réf ref tr trad coll p.ex cit op c.-à-d e.g i.e n.b p.-s s.v
            """)
        { habits[word] = .never }
        for word in keys(
            """
            no nos art arts sec secs ss par para paras pp vol vols ch chap fig figs tab reg regs sched cl subs app
            ann ed pt pts jan feb mar apr jun jul aug sep sept oct nov dec janv févr avr juill déc alin al annot
            règl l.c l.r r.s s.c c.c l.r.c
            """)
        { habits[word] = .beforeNumber }
        for word in keys("etc inc ltd ltée co cie corp jr sr bros assn univ min max hr h") {
            habits[word] = .sometimes
        }
        return habits
    }()

    private static let starters: Set<UInt64> = Set(
        keys(
            """
            the this these those that in on at by for from it its we our he she they there their however if when
            while where as an but and or to with under after before since during although moreover further all each
            any no such you your who what how why
            le la les l un une des il ils elle elles on nous vous notre nos votre vos ce cet cette ces cela en dans
            pour par sur avec sans sous selon lors lorsque si mais or donc car de du d au aux son sa ses leur leurs
            chaque tout tous toute toutes ainsi enfin ensuite toutefois cependant quant
            """))

    private static let lettered: Set<UInt64> = Set(
        keys(
            """
            annex annexe appendix schedule part partie section class classe category group groupe option plan type
            vitamin exhibit phase tier table tableau figure article volet bloc block lot zone point alinéa
            """))

    private static func keys(_ text: String) -> [UInt64] {
        text.split(whereSeparator: \.isWhitespace).compactMap { key($0.utf8) }
    }
}
