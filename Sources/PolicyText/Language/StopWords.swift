/// The words so common that they tell nothing about what a sentence is about.
package enum StopWords {
    /// Folded English words, unstemmed.
    package static let english: Set<String> = words(
        """
        a about above after again against all also am an and any are as at be because been before being below
        between both but by can could did do does doing don don't down during each few for from further had has
        have having he her here hers herself him himself his how i if in into is isn't it its itself just may me
        might more most must my myself no nor not now of off on once only or other our ours ourselves out over own
        same shall she should so some such than that the their theirs them themselves then there these they this
        those through to too under until up upon very was we were what when where which while who whom whose why
        will with within would you your yours yourself yourselves
        """)

    /// Folded French words, unstemmed.
    package static let french: Set<String> = words(
        """
        a ai ainsi alors apres as au aucun aucune aujourd'hui aura auront aussi autre autres aux avait avant avec
        avez avoir avons c car ce ceci cela celle celles celui ces cet cette ceux chaque chez ci comme comment d
        dans de dehors depuis des desquelles desquels doit donc dont du duquel elle elles en encore entre es est
        et etaient etait etant ete etes etre eu eux fait faire fut furent il ils j je jusqu jusque l la laquelle
        le lequel les lesquelles lesquels leur leurs lors lorsqu lorsque lui m ma mais me meme memes mes moi mon n
        ne ni non nos notre nous on ont ou par parce pas peu peut pendant plus pour pourquoi puis puisqu puisque
        qu quand que quel quelle quelles quels qui quoi quoiqu s sa sans se sera seront ses si soit son sont sous
        suis sur t ta te tel telle telles tels tes toi ton tous tout toute toutes tres tu un une vers voici voila
        vos votre vous y
        """)

    /// Whether a folded, unstemmed word is one; with no language, one of either.
    package static func contains(_ word: String, language: Language = .undetermined) -> Bool {
        switch language {
        case .english: english.contains(word)
        case .french: french.contains(word)
        case .undetermined: english.contains(word) || french.contains(word)
        }
    }

    private static func words(_ text: String) -> Set<String> {
        Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
    }
}
