/// Words for what or who is of a nation, in English and French, folded.
enum Demonyms {
    static func contains(_ word: String) -> Bool { words.contains(word) }

    private static let words = Set(
        """
        afghan african africain africaine albanian algerian algerien algerienne allemand allemande american americain
        americaine anglais anglaise arab arabe argentine argentinian argentin asian asiatique australian australien
        australienne austrian autrichien autrichienne belge belgian brazilian bresilien bresilienne british britannique
        bulgarian bulgare canadian canadien canadienne chilean chilien chilienne chinese chinois chinoise colombian
        colombien coreen coreenne croatian croate cuban cubain czech tcheque danish danois danoise dutch ecossais
        ecossaise egyptian egyptien egyptienne english espagnol espagnole estonian estonien european europeen europeenne
        finnish finlandais finlandaise flemish flamand flamande french francais francaise german greek grec grecque
        hollandais hollandaise hongrois hongroise hungarian icelandic islandais indian indien indienne indonesian
        iranian iranien iraqi irakien irish irlandais irlandaise israeli israelien italian italien italienne japanese
        japonais japonaise korean latvian letton libanais lebanese lithuanian lituanien luxembourgeois malian malien
        marocain marocaine mexican mexicain mexicaine moroccan neerlandais neerlandaise nigerian norwegian norvegien
        norvegienne ottoman pakistani persian perse peruvian peruvien polish polonais polonaise portuguese portugais
        portugaise quebecois quebecoise roman romain romaine romanian roumain roumaine russian russe scottish senegalese
        senegalais serbian serbe slovak slovaque slovenian slovene soviet sovietique spanish suedois suedoise suisse
        swedish swiss syrian syrien thai tunisian tunisien turkish turc turque ukrainian ukrainien venetian venitien
        vietnamese vietnamien welsh gallois galloise
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
