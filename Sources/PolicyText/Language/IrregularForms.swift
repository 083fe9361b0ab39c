/// The lemma of inflected forms that no stemmer brings home: "held", « commis », « eaux ».
///
/// Words are folded. Only words that a dictionary row can lead to or from are of use here, so the list is short.
package enum IrregularForms {
    /// The lemma of an inflected form, nil where it is not in the list.
    package static func lemma(of word: String, language: Language) -> String? {
        switch language {
        case .english: english.lemmas[word]
        case .french: french.lemmas[word]
        case .undetermined: nil
        }
    }

    /// The inflected forms of a lemma.
    package static func forms(of lemma: String, language: Language) -> [String] {
        switch language {
        case .english: english.forms[lemma] ?? []
        case .french: french.forms[lemma] ?? []
        case .undetermined: []
        }
    }

    private struct Table {
        var lemmas: [String: String] = [:]
        var forms: [String: [String]] = [:]

        init(_ rows: String) {
            for row in rows.split(whereSeparator: \.isNewline) {
                let words = row.split(separator: " ").map(String.init)
                guard let lemma = words.first else { continue }
                forms[lemma] = Array(words.dropFirst())
                for form in words.dropFirst() where lemmas[form] == nil { lemmas[form] = lemma }
            }
        }
    }

    private static let english = Table(
        """
        arise arose arisen
        become became
        begin began begun
        bind bound
        break broke broken
        bring brought
        build built
        buy bought
        catch caught
        child children
        choose chose chosen
        come came
        cut cutting
        deal dealt
        draw drew drawn
        drive drove driven
        eat ate eaten
        fall fell fallen
        feed fed
        fight fought
        find found
        flee fled
        fly flew flown
        forbid forbade forbidden
        forget forgot forgotten
        foot feet
        freeze froze frozen
        get got gotten
        give gave given
        go went gone
        grow grew grown
        hear heard
        hide hid hidden
        hold held
        keep kept
        know knew known
        lay laid
        lead led
        learn learnt
        leave left
        lend lent
        lose lost
        make made
        man men
        mean meant
        meet met
        overcome overcame
        oversee oversaw overseen
        pay paid
        person people
        ride rode ridden
        ring rang rung
        rise rose risen
        run ran
        say said
        see saw seen
        seek sought
        sell sold
        send sent
        set setting
        shake shook shaken
        shoot shot
        show shown
        sing sang sung
        sink sank sunk
        sit sat
        speak spoke spoken
        spend spent
        stand stood
        steal stole stolen
        strike struck
        swear swore sworn
        take took taken
        teach taught
        tell told
        think thought
        throw threw thrown
        undergo underwent undergone
        understand understood
        undertake undertook undertaken
        uphold upheld
        wear wore worn
        win won
        withdraw withdrew withdrawn
        withhold withheld
        woman women
        write wrote written
        """)

    private static let french = Table(
        """
        accroitre accru accrue accrus accrues
        acquerir acquis acquise acquises acquiert
        admettre admis admise admises
        apparaitre apparu apparue apparus
        appartenir appartenu appartient appartiennent
        apprendre appris apprise apprises
        asseoir assis assise
        atteindre atteint atteinte atteints atteintes atteignent
        battre battu battus
        boire bu bue
        commettre commis commise commises
        comprendre compris comprise comprises comprend comprennent
        compromettre compromis compromise
        conclure conclu conclue conclus conclues
        conduire conduit conduite conduits
        connaitre connu connue connus connues
        construire construit construite construits construites
        contenir contenu contient contiennent
        contraindre contraint contrainte contraints
        convaincre convaincu
        convenir convenu convenue convenus convient conviennent
        courir couru court
        couvrir couvert couverte couverts couvertes
        croire cru crue croit
        decevoir decu
        decouvrir decouvert decouverte decouverts
        decrire decrit decrite decrits
        defendre defendu defend
        detenir detenu detenue detenus detient detiennent
        detruire detruit detruite detruits detruites
        devenir devenu devenue devenus devient deviennent
        devoir du due dus dues doit doivent
        dire dit dite dits disent
        dissoudre dissous dissoute
        ecrire ecrit ecrite ecrits ecrites
        elire elu elue elus elues
        emettre emis emise emises
        entendre entendu entend
        entreprendre entrepris entreprise entreprend
        entretenir entretenu entretient
        etablir etabli etablie etablis
        eteindre eteint
        exclure exclu exclue exclus
        extraire extrait extraite
        faire fait faite faits faites font
        fournir fourni fournie fournis
        inclure inclus incluse incluses
        inscrire inscrit inscrite inscrits inscrites
        instruire instruit instruite
        interdire interdit interdite interdits interdites
        intervenir intervenu intervient
        introduire introduit introduite introduits
        joindre joint jointe joints
        lire lu lue lus
        maintenir maintenu maintenue maintenus maintient
        mettre mis mise mises met mettent
        mourir mort morte morts meurt
        naitre ne nee nes
        nuire nui nuit
        obtenir obtenu obtenue obtenus obtient obtiennent
        offrir offert offerte offerts offre
        omettre omis omise
        ouvrir ouvert ouverte ouverts ouvertes ouvre
        paraitre paru parue
        parcourir parcouru
        parvenir parvenu parvient
        peindre peint peinte
        permettre permis permise permises permet permettent
        plaire plu
        poursuivre poursuivi poursuivie poursuivis
        pouvoir pu peut peuvent
        prendre pris prise prises prend prennent
        prescrire prescrit prescrite prescrits
        pretendre pretendu
        prevenir prevenu previent
        prevoir prevu prevue prevus prevues prevoit
        produire produit produite produits produites
        promettre promis promise
        proscrire proscrit
        recevoir recu recue recus recues recoit recoivent
        reconnaitre reconnu reconnue reconnus reconnait
        reduire reduit reduite reduits reduites
        rejoindre rejoint
        remettre remis remise remises remet
        rendre rendu rendue rendus rend rendent
        repandre repandu
        repondre repondu repond
        resoudre resolu resolue
        restreindre restreint restreinte restreints
        retenir retenu retenue retenus retient
        revenir revenu revient
        revoir revu revue revus
        rompre rompu rompt
        savoir su sait savent
        sortir sort
        souffrir souffert souffre
        soumettre soumis soumise soumises
        soutenir soutenu soutenue soutenus soutient soutiennent
        souscrire souscrit souscrite
        suivre suivi suivie suivis suit
        surprendre surpris
        survenir survenu survient
        survivre survecu
        suspendre suspendu suspendue
        taire tu
        tenir tenu tenue tenus tient tiennent
        traduire traduit traduite traduits
        transmettre transmis transmise transmises
        vaincre vaincu
        valoir valu vaut
        vendre vendu vendue vendus vend
        venir venu venue venus vient viennent
        vivre vecu vit
        voir vu vue vus voit
        vouloir voulu veut
        cheval chevaux
        travail travaux
        oeil yeux
        """)
}
