/// Words by which the names of countries are known in English and French, folded.
enum Countries {
    static func contains(_ word: String) -> Bool { words.contains(word) }

    /// Of a name of several words the last that is its own: Kingdom, Zealand, Unis.
    private static let words = Set(
        """
        afghanistan albania albanie algeria algerie allemagne angleterre angola argentina argentine
        armenia armenie australia australie austria autriche azerbaidjan azerbaijan bangladesh bas
        belarus belgique belgium bielorussie bolivia bolivie bosnia bosnie brazil bresil bulgaria
        bulgarie cambodge cambodia cameroon cameroun canada chad chile chili china chine colombia
        colombie congo coree croatia croatie cuba danemark denmark ecosse ecuador egypt egypte
        england equateur espagne estonia estonie ethiopia ethiopie finland finlande france georgia
        georgie germany ghana grece greece guatemala haiti honduras hongrie hungary iceland inde
        india indonesia indonesie irak iran iraq ireland irlande islande israel italie italy jamaica
        jamaique japan japon jordan jordanie kazakhstan kenya kingdom korea kosovo latvia lebanon
        lettonie liban libya libye lithuania lituanie luxembourg madagascar malaisie malaysia mali
        maroc mauritania mauritanie mexico mexique moldavie moldova monaco mongolia mongolie morocco
        mozambique nepal nicaragua niger nigeria norvege norway ouganda pakistan panama paraguay
        perou peru philippines poland pologne portugal qatar romania roumanie royaume russia russie
        rwanda scotland senegal serbia serbie singapore singapour slovakia slovaquie slovenia
        slovenie somalia somalie soudan spain states sudan suede suisse sweden switzerland syria
        syrie taiwan tanzania tanzanie tchad thailand thailande tunisia tunisie turkey turquie
        uganda ukraine unis uruguay venezuela vietnam wales zambia zambie zealand zimbabwe
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
