internal import PolicyText

/// Reasons in French: of changes, and of problems with their advice. They are told in English, as the rules and the
/// readers give them; what a reader of a French digest sees is translated phrase by phrase, and what they quote stays
/// as it is.
enum ReasonPhrases {
    /// The French of a recorded reason; itself where it is none of the phrases.
    static func french(_ reason: String) -> String {
        let rule = Phrase("rule {}: {}", "règle {}\u{A0}: {}")
        if let parts = rule.parts(of: reason), !parts[0].contains(" ") {
            return rule.french([parts[0], french(parts[1])])
        }
        for outer in openings {
            if let parts = outer.parts(of: reason) { return outer.french(parts.map(french)) }
        }
        for phrase in phrases {
            if let parts = phrase.parts(of: reason) { return phrase.french(parts) }
        }
        return reason
    }

    /// Phrases around another.
    private static let openings = [
        Phrase("before: {}", "avant\u{A0}: {}"),
        Phrase("after: {}", "après\u{A0}: {}"),
        Phrase("document_added: {}", "document_added\u{A0}: {}"),
        Phrase("document_removed: {}", "document_removed\u{A0}: {}"),
        Phrase("document_renamed: {}", "document_renamed\u{A0}: {}"),
        Phrase("returns_to: {}", "returns_to\u{A0}: {}"),
        Phrase("cannot list the folder: {}", "impossible de parcourir le dossier\u{A0}: {}"),
        Phrase("cannot look at the file: {}", "impossible d’examiner le fichier\u{A0}: {}"),
        Phrase("cannot write the record: {}", "impossible d’écrire le registre\u{A0}: {}"),
        Phrase("cannot write the digest: {}", "impossible d’écrire le bilan\u{A0}: {}"),
    ]

    private static let phrases = [
        // What was read in a sentence.
        Phrase("cue '{}' ({}, {}), {}", "indice «\u{A0}{}\u{A0}» ({}, {}), {}"),
        Phrase("capped at {} by '{}', {}", "plafonné à {} par «\u{A0}{}\u{A0}», {}"),
        Phrase(
            "the subject does not act: a forecast", "le sujet n’agit pas\u{A0}: c’est une prévision"),
        Phrase("no cue of commitment", "aucun indice d’engagement"),
        Phrase("negative", "négatif"),
        Phrase(
            "stated in the present, as what is done: {}",
            "énoncé au présent, comme ce qui se fait\u{A0}: {}"),
        Phrase(
            "an imperative, as what the reader must do: {}",
            "un impératif, comme ce que le lecteur doit faire\u{A0}: {}"),
        Phrase(
            "a right to something, as what is given: {}",
            "un droit à quelque chose, comme ce qui est donné\u{A0}: {}"),
        Phrase(
            "the cue by itself, as the other's counts: {}",
            "l’indice en lui-même, comme celui de l’autre compte\u{A0}: {}"),
        Phrase("strength {}", "force {}"),
        Phrase("was strength {}", "force {} auparavant"),
        Phrase("open ({}) → reported", "ouvert ({}) → rapporté"),
        Phrase("reported → open ({})", "rapporté → ouvert ({})"),
        Phrase("{} denials → {}", "{} négations → {}"),
        Phrase("last day meant: {}", "dernier jour visé\u{A0}: {}"),
        // What became of passages.
        Phrase(
            "nothing alike in its list, none ≥ 0.80 in the document",
            "rien de semblable dans sa liste, rien à 0,80 ou plus dans le document"),
        Phrase("nothing alike in the old version", "rien de semblable dans l’ancienne version"),
        Phrase("{} more in the same passage", "{} de plus dans le même passage"),
        Phrase("a clause of {} words", "une proposition de {} mots"),
        Phrase(
            "no rule for strength, polarity, actor, partners, values, conditions or scope sees a difference",
            "aucune règle sur la force, la polarité, l’auteur, les partenaires, les valeurs, les conditions ou "
                + "la portée ne voit de différence"),
        Phrase(
            "two sentences are one, in the same words", "deux phrases n’en font qu’une, dans les mêmes mots"),
        Phrase(
            "one sentence is two, in the same words", "une phrase en fait deux, dans les mêmes mots"),
        Phrase("only small words differ", "seuls de petits mots diffèrent"),
        Phrase(
            "the same sentences or items in another order",
            "les mêmes phrases ou éléments dans un autre ordre"),
        Phrase("the same items in another order", "les mêmes éléments dans un autre ordre"),
        Phrase(
            "the same item at another place of its list", "le même élément à une autre place de sa liste"),
        Phrase(
            "{} passages at another place of their section",
            "nombre de passages à une autre place de leur section\u{A0}: {}"),
        Phrase("{} passages at another place", "nombre de passages à un autre endroit\u{A0}: {}"),
        Phrase("edited, at another place", "modifié, à un autre endroit"),
        Phrase("the same sentence elsewhere", "la même phrase ailleurs"),
        Phrase("nearly the same sentence elsewhere", "presque la même phrase ailleurs"),
        Phrase(
            "the same text left '{}' for '{}'",
            "le même texte est passé de «\u{A0}{}\u{A0}» à «\u{A0}{}\u{A0}»"),
        Phrase(
            "nearly the same text left '{}' for '{}'",
            "presque le même texte est passé de «\u{A0}{}\u{A0}» à «\u{A0}{}\u{A0}»"),
        Phrase(
            "same place or same body, another heading", "même place ou même contenu, autre intertitre"),
        Phrase(
            "{} with another number and the same words",
            "intertitres renumérotés aux mots inchangés\u{A0}: {}"),
        Phrase(
            "no change of '{}' has its kinds at its place",
            "aucun changement de «\u{A0}{}\u{A0}» n’a la même nature à la même place"),
        // What differs in print alone.
        Phrase("equal after folding of print", "égaux une fois la typographie ramenée à une seule"),
        Phrase(
            "both versions are equal after folding of print",
            "les deux versions sont égales une fois la typographie ramenée à une seule"),
        Phrase(
            "{} passages are equal after folding of print",
            "passages égaux une fois la typographie ramenée à une seule\u{A0}: {}"),
        Phrase(
            "equal after folding of case, accents and punctuation",
            "égaux à la casse, aux accents et à la ponctuation près"),
        Phrase("two letters differ at most", "deux lettres diffèrent au plus"),
        Phrase("'{}' doubles '{}'", "«\u{A0}{}\u{A0}» double «\u{A0}{}\u{A0}»"),
        Phrase("'{}' is no word", "«\u{A0}{}\u{A0}» n’est pas un mot"),
        Phrase("the initials of one are the other", "l’un est fait des initiales de l’autre"),
        Phrase("one is short for the other", "l’un abrège l’autre"),
        Phrase("both genders of one noun", "les deux genres d’un même nom"),
        Phrase(
            "'{}' → '{}', as subject and as agent",
            "«\u{A0}{}\u{A0}» → «\u{A0}{}\u{A0}», comme sujet et comme agent"),
        Phrase(
            "'{}' → '{}', for whom it is", "«\u{A0}{}\u{A0}» → «\u{A0}{}\u{A0}», pour qui c’est"),
        Phrase(
            "'{}' → '{}', as the label says who is responsible",
            "«\u{A0}{}\u{A0}» → «\u{A0}{}\u{A0}», l’étiquette disant qui est responsable"),
        // Furniture of pages.
        Phrase("date stamp", "date seule"),
        Phrase("labelled date stamp", "date avec son étiquette"),
        Phrase("copyright line", "mention de droits d’auteur"),
        Phrase("file size or format", "taille ou format de fichier"),
        Phrase("counter", "compteur"),
        Phrase("cookie banner", "bandeau de témoins"),
        Phrase(
            "changed in {} of the last {} versions, and only its numbers did",
            "modifié dans {} des {} dernières versions, et seulement ses nombres"),
        // Whole documents.
        Phrase("no document had this path before", "aucun document n’avait ce chemin auparavant"),
        Phrase(
            "the path was last deleted at version {}", "le chemin avait été supprimé à la version {}"),
        Phrase("the file is no longer in the folder", "le fichier n’est plus dans le dossier"),
        Phrase("the file was renamed", "le fichier a été renommé"),
        Phrase("the same file, under another name", "le même fichier, sous un autre nom"),
        Phrase("the same content, in another folder", "le même contenu, dans un autre dossier"),
        Phrase("the same content, under another name", "le même contenu, sous un autre nom"),
        Phrase("{} % of the words are the same", "{}\u{A0}% des mots sont les mêmes"),
        Phrase(
            "the content is that of version {}, byte for byte",
            "le contenu est celui de la version {}, octet pour octet"),
        // Why a document cannot be read.
        Phrase("it is a {}, not text", "ce n’est pas du texte\u{A0}: {}"),
        Phrase("it is an {}, not text", "ce n’est pas du texte\u{A0}: {}"),
        Phrase(
            "it is not text: {} of its {} bytes are control characters",
            "ce n’est pas du texte\u{A0}: {} de ses {} octets sont des caractères de commande"),
        Phrase(
            "it looks like UTF-16 without a byte order mark",
            "cela ressemble à de l’UTF-16 sans indicateur d’ordre des octets"),
        Phrase("not a regular file", "ce n’est pas un fichier ordinaire"),
        Phrase("{} bytes are more than {}", "{} octets, soit plus de {}"),
        Phrase("still being written", "en cours d’écriture"),
        Phrase("Permission denied", "accès refusé"),
        Phrase("'{}' is not installed", "«\u{A0}{}\u{A0}» n’est pas installé"),
        Phrase("{} exited with {}", "{} s’est terminé avec le code {}"),
        Phrase("{} said '{}'", "{} a répondu\u{A0}: «\u{A0}{}\u{A0}»"),
        Phrase("{} used up its CPU time", "{} a épuisé son temps de processeur"),
        Phrase("{} tried to write a file", "{} a tenté d’écrire un fichier"),
        Phrase("{} was killed by signal {}", "{} a été arrêté par le signal {}"),
        Phrase("{} took longer than {}", "{} a pris plus de {}"),
        Phrase("{} wrote more than {} bytes", "{} a produit plus de {} octets"),
        Phrase("{} wrote something else than UTF-8 text", "{} a produit autre chose que du texte UTF-8"),
        // What to do about it.
        Phrase("rename it to end in {}", "renommez-le pour qu’il finisse par {}"),
        Phrase("save it as UTF-8", "enregistrez-le en UTF-8"),
        Phrase(
            "move it out of the watched folder, or save it as text",
            "sortez-le du dossier surveillé, ou enregistrez-le comme texte"),
        Phrase("raise {}", "augmentez {}"),
        Phrase("let the daemon's user read the file", "laissez l’utilisateur du service lire le fichier"),
        Phrase(
            "let the daemon's user enter the folder",
            "laissez l’utilisateur du service entrer dans le dossier"),
        Phrase("apt install {}", "apt install {}"),
        Phrase(
            "install it, or change its line in [Convert]",
            "installez-le, ou changez sa ligne dans [Convert]"),
        Phrase(
            "if the document is sound, raise MaximumMemory= or TimeoutSec=",
            "si le document est sain, augmentez MaximumMemory= ou TimeoutSec="),
        Phrase(
            "change the program's line in [Convert], so that it writes UTF-8",
            "changez la ligne du programme dans [Convert], pour qu’il produise de l’UTF-8"),
        // What was compared.
        Phrase("none → {}", "aucun → {}"),
        Phrase("{} → none", "{} → aucun"),
        Phrase("'{}' → '{}'", "«\u{A0}{}\u{A0}» → «\u{A0}{}\u{A0}»"),
        Phrase("'{}', {}", "«\u{A0}{}\u{A0}», {}"),
        Phrase("'{}'", "«\u{A0}{}\u{A0}»"),
    ]
}

/// A sentence with places, `{}`, in two languages; the places stand in the same order in both.
private struct Phrase: Sendable {
    private let english: [String]
    private let french: [String]

    init(_ english: String, _ french: String) {
        self.english = Self.pieces(english)
        self.french = Self.pieces(french)
        precondition(self.english.count == self.french.count, english)
    }

    /// What stands in the places of a text; nil where it is another sentence.
    func parts(of text: String) -> [String]? {
        guard text.hasPrefix(english[0]) else { return nil }
        guard english.count > 1 else { return text == english[0] ? [] : nil }
        var parts: [String] = []
        var rest = text.dropFirst(english[0].count)
        for piece in english.dropFirst().dropLast() {
            guard let place = rest.firstRange(of: piece) else { return nil }
            parts.append(String(rest[..<place.lowerBound]))
            rest = rest[place.upperBound...]
        }
        guard let last = english.last, rest.hasSuffix(last) else { return nil }
        return parts + [String(rest.dropLast(last.count))]
    }

    func french(_ parts: [String]) -> String {
        zip(french, parts).map { $0 + $1 }.joined() + (french.last ?? "")
    }

    private static func pieces(_ pattern: String) -> [String] {
        var pieces: [String] = []
        var rest = pattern[...]
        while let place = rest.firstRange(of: "{}") {
            pieces.append(String(rest[..<place.lowerBound]))
            rest = rest[place.upperBound...]
        }
        return pieces + [String(rest)]
    }
}
