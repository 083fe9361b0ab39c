/// The lemma of inflected forms that no stemmer brings home: "held", « commis », « yeux ».
///
/// Words are folded. A form that is more often another word ("ground", "wound") is left out.
package enum IrregularForms {
    /// The lemma of an inflected form, nil where it is not known.
    package static func lemma(of word: String, language: Language) -> String? {
        switch language {
        case .english: english.lemmas[word]
        case .french: french.lemmas[word] ?? FrenchInflection.infinitive(of: word)
        case .undetermined: nil
        }
    }

    /// The inflected forms of a lemma; those of French verbs are `FrenchInflection`'s to give.
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
        analysis analyses
        appendix appendices
        arise arose arisen
        awake awoke awoken
        bacterium bacteria
        bear bore borne born
        beat beaten
        become became
        begin began begun
        bend bent
        bind bound
        bite bit bitten
        bleed bled
        blow blew blown
        break broke broken
        breed bred
        bring brought
        build built
        burn burnt
        buy bought
        calf calves
        catch caught
        child children
        choose chose chosen
        cling clung
        come came
        creep crept
        crisis crises
        criterion criteria
        cut cutting
        datum data
        deal dealt
        dig dug
        draw drew drawn
        dream dreamt
        drink drank drunk
        drive drove driven
        dwell dwelt
        eat ate eaten
        fall fell fallen
        feed fed
        fight fought
        find found
        flee fled
        fly flew flown
        foot feet
        forbid forbade forbidden
        foresee foresaw foreseen
        forget forgot forgotten
        forgive forgave forgiven
        forsake forsook forsaken
        freeze froze frozen
        get got gotten
        give gave given
        go went gone
        goose geese
        grow grew grown
        half halves
        hang hung
        hear heard
        hide hid hidden
        hold held
        hypothesis hypotheses
        index indices
        keep kept
        kneel knelt
        knife knives
        know knew known
        lay laid
        lead led
        leaf leaves
        leap leapt
        learn learnt
        leave left
        lend lent
        light lit
        lose lost
        make made
        man men
        mean meant
        meet met
        mislead misled
        mistake mistook mistaken
        mouse mice
        nucleus nuclei
        overcome overcame
        override overrode overridden
        oversee oversaw overseen
        overtake overtook overtaken
        overthrow overthrew overthrown
        pay paid
        person people
        phenomenon phenomena
        prove proven
        rebuild rebuilt
        repay repaid
        rewrite rewrote rewritten
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
        sew sewn
        shake shook shaken
        shelf shelves
        shine shone
        shoot shot
        show shown
        shrink shrank shrunk
        sing sang sung
        sink sank sunk
        sit sat
        slay slew slain
        sleep slept
        slide slid
        sow sown
        speak spoke spoken
        spend spent
        spill spilt
        spin spun
        spring sprang sprung
        stand stood
        steal stole stolen
        stick stuck
        sting stung
        strike struck
        strive strove striven
        swear swore sworn
        sweep swept
        swell swollen
        swim swam swum
        swing swung
        synthesis syntheses
        take took taken
        teach taught
        tear tore torn
        tell told
        thesis theses
        thief thieves
        think thought
        throw threw thrown
        tooth teeth
        tread trod trodden
        undergo underwent undergone
        understand understood
        undertake undertook undertaken
        uphold upheld
        wake woke woken
        wear wore worn
        weave wove woven
        weep wept
        wife wives
        win won
        withdraw withdrew withdrawn
        withhold withheld
        wolf wolves
        woman women
        write wrote written
        """)

    private static let french = Table(
        """
        bail baux
        cheval chevaux
        ciel cieux
        corail coraux
        oeil yeux
        travail travaux
        vitrail vitraux
        """)
}
