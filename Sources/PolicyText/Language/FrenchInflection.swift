/// The other forms of a French verb or adjective: « engagent », « engagera », « engagé » for « engage ».
///
/// `FrenchStemmer` takes plurals and feminines away and leaves the endings of verbs, which the letters alone do not
/// tell from those of nouns. Here every form that a word may have is made, also where it is no verb; a caller keeps
/// those that its texts contain. Words are folded.
package enum FrenchInflection {
    /// The stems, by `FrenchStemmer`, of what may be other forms of a word, without its own: at most a few hundred,
    /// none for a word that is short, has other than plain letters, or is far more often another word.
    package static func stems(beside word: String) -> [String] {
        guard isPlain(word) else { return [] }
        var forms = StemList(without: FrenchStemmer.stem(word))
        addForms(of: word, to: &forms)
        return forms.stems
    }

    /// The same for a verb of which only the infinitive's stem is known.
    package static func stems(besideStem stem: String) -> [String] {
        guard isPlain(stem) else { return [] }
        var forms = StemList(without: stem)
        for verb in irregular.infinitives[stem] ?? [] {
            for form in irregular.forms[verb] { forms.add(form) }
        }
        // Of « engager », « définir » and « répondre » the stemmer leaves « engag », « defini » and « repondr ».
        forms.add(firstGroup, of: stem)
        let root = String(stem.dropLast())
        if stem.hasSuffix("i") { forms.add(secondGroup, of: root) }
        if stem.hasSuffix("r"), thirdGroup.takes(root) { forms.add(thirdGroup, of: root) }
        return forms.stems
    }

    /// The infinitive of a form of an irregular verb, nil for any other word.
    package static func infinitive(of word: String) -> String? {
        homographs.contains(word)
            ? nil : irregular.verbs[word].flatMap { irregular.forms[$0.first ?? 0].first }
    }

    private struct StemList {
        private(set) var stems: [String] = []
        private var seen: Set<String>

        init(without stem: String) { seen = [stem] }

        mutating func add(_ form: String) {
            let stem = FrenchStemmer.stem(form)
            if seen.insert(stem).inserted { stems.append(stem) }
        }

        mutating func add(_ conjugation: Conjugation, of root: String) {
            for ending in conjugation.endings { add(root + ending) }
            guard conjugation.hasSpellings, let other = FrenchInflection.otherSpelling(of: root) else {
                return
            }
            for ending in conjugation.endings { add(other + ending) }
        }
    }

    private static let shortest = 3
    private static let shortestRoot = 3

    private static func isPlain(_ word: String) -> Bool {
        word.utf8.count >= shortest && word.utf8.allSatisfy { (0x61...0x7A).contains($0) }
            && !homographs.contains(word)
    }

    private static func addForms(of word: String, to list: inout StemList) {
        for verb in irregular.verbs[word] ?? [] {
            for form in irregular.forms[verb] { list.add(form) }
        }
        for conjugation in [firstGroup, secondGroup, thirdGroup] {
            for root in conjugation.roots(of: word) { list.add(conjugation, of: root) }
        }
        for (one, other) in alternations {
            for (from, to) in [(one, other), (other, one)] {
                for plural in ["", "s"] where word.hasSuffix(from + plural) {
                    list.add(word.dropLast((from + plural).count) + to)
                }
            }
        }
    }

    /// Nouns and small words that look like a form of a verb that they have nothing to do with.
    private static let homographs: Set<String> = [
        "bois", "bus", "but", "cours", "court", "cru", "crue", "lis", "lit", "part", "parti", "partie",
        "parties",
        "plus", "sens", "sue", "tu", "vers", "voie",
    ]

    // MARK: Regular verbs

    private struct Conjugation: Sendable {
        /// The infinitive's first.
        var endings: [String]
        /// How a root must end.
        var rootEndings: [String] = [""]
        /// Whether roots are spelled otherwise before some endings.
        var hasSpellings = false

        func takes(_ root: String) -> Bool {
            root.utf8.count >= FrenchInflection.shortestRoot && rootEndings.contains { root.hasSuffix($0) }
        }

        func roots(of word: String) -> [String] {
            endings.compactMap { ending in
                guard word.hasSuffix(ending) else { return nil }
                let root = String(word.dropLast(ending.count))
                return takes(root) ? root : nil
            }
        }
    }

    private static let firstGroup = Conjugation(
        endings: words(
            """
            er e es ons ez ent ais ait ions iez aient ai as a ames ates erent erai eras era erons erez eront erais
            erait eraient ant ante ants antes ee ees
            """), hasSpellings: true)
    private static let secondGroup = Conjugation(
        endings: words(
            """
            ir i ie is ies it issons issez issent issais issait issaient issant isse irent ira irez irons iront irait
            iraient
            """))
    private static let thirdGroup = Conjugation(
        endings: words(
            "re s ons ez ent ais ait aient it irent ra rez rons ront rait raient ant u ue us ues e") + [""],
        rootEndings: ["nd", "rd", "mp"])

    /// How a root of the first group is spelled before other endings: « engag- », « engage- »; « envoy- », « envoi- ».
    private static func otherSpelling(of root: String) -> String? {
        if root.hasSuffix("g") { return root + "e" }
        if root.hasSuffix("ge") { return String(root.dropLast()) }
        if root.hasSuffix("i") { return root.dropLast() + "y" }
        return root.hasSuffix("y") ? root.dropLast() + "i" : nil
    }

    /// Endings of masculine and feminine that the stemmer keeps apart.
    private static let alternations = [
        ("ais", "aise"), ("ois", "oise"), ("anc", "anche"), ("ec", "ecque"), ("c", "que"), ("er", "ere"),
        ("f", "ve"),
    ]

    private static func words(_ text: some StringProtocol) -> [String] {
        text.split { $0.isWhitespace }.map { String($0) }
    }

    // MARK: Irregular verbs

    /// The forms of each verb, the infinitive first; the verbs by their forms and by the stem of the infinitive.
    private static let irregular: (forms: [[String]], verbs: [String: [Int]], infinitives: [String: [Int]]) =
        {
            var forms: [[String]] = []
            var verbs: [String: [Int]] = [:]
            var infinitives: [String: [Int]] = [:]
            for row in irregularVerbs.split(separator: "\n") {
                let halves = row.split(separator: "|")
                for root in words(halves[0]) {
                    let paradigm = words(halves[1]).map { root + $0 }
                    for form in Set(paradigm) { verbs[form, default: []].append(forms.count) }
                    infinitives[FrenchStemmer.stem(paradigm[0]), default: []].append(forms.count)
                    forms.append(paradigm)
                }
            }
            return (forms, verbs, infinitives)
        }()

    /// A row holds the roots of verbs that are conjugated alike, then the endings.
    private static let irregularVerbs = """
        t v abst adv appart circonv cont contrev conv det dev entret interv maint obt parv prev prov ret rev sout \
        souv surv | enir iens ient enons enez iennent enais enait enaient enant enu enue enus enues int inrent iendra \
        iendrez iendront iendrait iendraient ienne
        pr appr compr entrepr surpr repr mepr | endre ends end enons enez ennent enais enait enaient enant is ise ises \
        it irent endra endrez endront endrait endraient enne
        m adm comm comprom em om perm prom rem soum transm dem | ettre ets et ettons ettez ettent ettais ettait \
        ettaient ettant is ise ises it irent ettra ettrez ettront ettrait ettraient ette
        c cond constr ded detr end ind instr introd n prod reconstr reprod red sed trad | uire uis uit uite uits uites \
        uisons uisez uisent uisait uisaient uisant uisit uisirent uira uirez uiront uirait uiraient uise
        astrei attei contrai crai depei empei enfrei etei joi pei plai adjoi enjoi rejoi restrei tei | ndre ns nt nte \
        nts ntes gnons gnez gnent gnait gnaient gnant gnit gnirent ndra ndront ndrait ndraient gne
        conn meconn reconn app appar compar dispar par reappar transpar | aitre ais ait aissons aissez aissent aissait \
        aissaient aissant u ue us ues ut urent aitra aitront aitrait aitraient aisse
        n ren | aitre ait aissent aissait aissaient aissant aisse ee es ees aquit aquirent aitra aitront aitrait
        accr cr decr | oitre oit oissent oissait oissaient oissant u ue us ues ut urent oitra oitront oitrait oisse
        circonscr decr ecr inscr prescr proscr souscr transcr | ire is it ite its ites ivons ivez ivent ivait ivaient \
        ivant ivit ivirent ira irez iront irait iraient ive
        entrev v rev prev | oir ois oit oyons oyez oient oyait oyaient oyant u ue us ues it irent erra errez erront \
        errait erraient oira oiront oirait oie
        pourv | oir oit oyons oyez oient oyait oyaient oyant u ue us ues ut urent oira oiront oirait oie
        aper con de per re | cevoir cois coit cevons cevez coivent cevait cevaient cevant cu cue cus cues cut curent \
        cevra cevrez cevront cevrait cevraient coive
        d red | evoir ois oit evons evez oivent evait evaient ue ues ut urent evra evrez evront evrait evraient oive
        p | ouvoir eux eut ouvons ouvez euvent ouvait ouvaient ouvant ut urent ourra ourrez ourront ourrait ourraient \
        uisse uissent
        v | ouloir eux eut oulons oulez eulent oulait oulaient oulant oulu oulue oulus oulut oulurent oudra oudront \
        oudrait oudraient euille
        s | avoir ais ait avons avez avent avait avaient achant ut urent aura aurez auront aurait auraient ache
        equiv prev v | aloir aut alent alait alaient alant alu alut audra audront audrait aille
        def f ref satisf | aire ais ait aisons aites aisait aisaient aisant aite aits aites it irent era eront erait \
        eraient asse assent
        contred d interd med pred red | ire is it isons isez isent ites isait isaient isant ite its irent ira irez \
        iront irait iraient ise
        el l reel rel | ire is it isons isez isent isait isaient isant u ue us ues ut urent ira irez iront irait \
        iraient ise
        ens pours s | uivre uis uit uivons uivez uivent uivait uivaient uivant uivi uivie uivis uivies uivit uivirent \
        uivra uivrez uivront uivrait uivraient uive
        rev surv v | ivre ivons ivez ivent ivait ivaient ivant it ecu ecue ecus ecut ecurent ivra ivront ivrait ive
        couv decouv entrouv off ouv recouv rouv souff | rir re res rons rez rent rait raient rant ert erte erts ertes \
        rit rirent rira riront rirait riraient
        acc c conc enc parc rec sec | ourir ours ourt ourons ourez ourent ourait ouraient ourant ouru ourue ourus \
        ourues ourut oururent ourra ourront ourrait oure
        m | ourir eurs eurt ourons eurent ourait ouraient ourant ort orte orts ortes ourut oururent ourra ourront \
        ourrait eure
        dep p rep | artir ars art artons artez artent artait artaient artant arti artie artis arties artit artirent \
        artira artiront artirait arte
        s ress | ortir ors ort ortons ortez ortent ortait ortaient ortant orti ortie ortis orties ortit ortirent \
        ortira ortiront ortirait orte
        cons pres ress s | entir ens ent entons entez entent entait entaient entant enti entie entis enties entit \
        entirent entira entiront entirait ente
        dess s | ervir ers ert ervons ervez ervent ervait ervaient ervant ervi ervie ervis ervies ervit ervirent \
        ervira erviront ervirait erve
        acqu conqu enqu requ | erir iers iert erons erez ierent erait eraient erant is ise ises it irent erra erront \
        errait iere
        concl excl incl | ure us ut uons uez uent uait uaient uant u ue ues use uses urent ura urez uront urait uraient
        abs diss res | oudre ous out olvons olvez olvent olvait olvaient olvant olu olue olus olues olut olurent oudra \
        oudront oudrait oute
        conv v | aincre ainc ainquons ainquez ainquent ainquait ainquaient ainquant aincu aincue aincus aincues \
        ainquit ainquirent aincra aincront aincrait ainque
        cr | oire ois oit oyons oyez oient oyait oyaient oyant u ue ut urent oira oiront oirait oie
        b | oire oit uvons uvez oivent uvait uvaient uvant u ues ut urent oira oiront oirait oive
        f enf | uir uis uit uyons uyez uient uyait uyaient uyant ui uie uit uirent uira uiront uirait uie
        depl pl t | aire ais ait aisons aisez aisent aisait aisaient aisant u ut urent aira airont airait aise
        abstr distr extr soustr | aire ais ait aite aits aites ayons ayez aient ayait ayaient ayant aira airont airait
        ab b comb deb | attre ats at attons attez attent attait attaient attant attu attue attus attues attit attirent \
        attra attront attrait attraient atte
        accue assa cue recue | illir ille illons illez illent illait illaient illant illi illie illis illies illit \
        illirent illera illeront illerait
        ass | eoir ied ieds is ise ises it irent iera
        """
}
