/// The lemma of inflected forms that no stemmer brings home: "held", « commis », « yeux ».
///
/// Words are folded. Only words that a dictionary row can lead to or from are of use here, so the list is short.
package enum IrregularForms {
    /// The lemma of an inflected form, nil where it is not in the list.
    package static func lemma(of word: String, language: Language) -> String? {
        switch language {
        case .english: english.lemmas[word]
        case .french: french.lemmas[word] ?? FrenchInflection.infinitive(of: word)
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

    /// Verbs are `FrenchInflection`'s.
    private static let french = Table(
        """
        cheval chevaux
        travail travaux
        oeil yeux
        """)
}
