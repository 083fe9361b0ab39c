import AskMeasuring
import PolicyText
import Testing

/// Questions for the meaning of a term: the sentence that gives it, not one that only uses it.
@Suite struct DefinitionTests {
    private static let folder = CorpusFolder(texts: [
        (
            "wetlands.md",
            """
            # Wetland stewardship policy

            The Riparian Buffer Fund (RBF) pays owners who leave a strip of trees along a stream.

            RBF money, RBF forms and RBF reports are handled by the district; the RBF is audited twice a year.

            Drainage permits are issued by the district. Each permit names the parcel and the RBF file.

            ## Terms

            "Seasonal wetland" means land that is covered by water for at least sixty days of most years.

            A buffer strip is a band of permanent vegetation between a field and a stream.

            Owners of a seasonal wetland report each drainage, and a seasonal wetland may not be filled.

            Mitigation bank refers to a site restored in advance to offset damage elsewhere.

            The mitigation bank sells credits, and every mitigation bank files a report on its credits.

            The bank keeps a buffer strip, plants a buffer strip and marks the buffer strip on its map.

            The Lower Teal Accord (LTA) binds the three districts. LTA meetings are held each June.

            GPS units are lent by the district office.
            """
        ),
        (
            "eaux.txt",
            """
            Politique de gestion des eaux

            Le Programme d’aide à la restauration des berges (PARB) verse une subvention aux riverains.

            Le PARB finance 17 chantiers, le PARB est révisé chaque année et le PARB publie ses comptes.

            Le bureau du PARB reçoit les demandes relatives aux berges et aux subventions.

            On entend par « frayère » un lieu où les poissons déposent leurs œufs.

            Les travaux près d’une frayère sont interdits d’avril à juin; la frayère est balisée.

            La zone tampon désigne la bande de dix mètres qui longe un cours d’eau.

            Dans la zone tampon, nul ne coupe d’arbre; la zone tampon est inspectée et la zone tampon est cartographiée.

            Un étiage est le niveau le plus bas atteint par une rivière au cours de l’année.

            L’étiage de 2022 a duré longtemps, et l’étiage de 2023 aussi.

            Le district participe au Cadre intégré de suivi des rivières et lacs du Nord (WRMF), qu’il présidera en 2025.

            Le WRMF se réunit en mars. Les données du WRMF sont publiées.

            La Table de Concertation contre la Pollution (AGPT) réunit neuf municipalités.

            L’AGPT soutient 14 chantiers de restauration avec les municipalités.
            """
        ),
    ])

    private func first(_ question: String) throws -> (sentence: String, words: String?) {
        let reply = try Self.folder.answerer().answer(
            question, limit: 3, today: CalendarDate(daysSince1970: 20_000))
        #expect(reply.isAnswered, "\(question)")
        return (reply.answers.first?.sentence ?? "", reply.answers.first?.answer)
    }

    @Test(arguments: [
        ("What does RBF mean?", "Riparian Buffer Fund"),
        ("what is the RBF?", "Riparian Buffer Fund"),
        ("What does the acronym LTA stand for?", "Lower Teal Accord"),
        ("Que signifie PARB ?", "Programme d’aide à la restauration des berges"),
        ("que veut dire parb ?", "Programme d’aide à la restauration des berges"),
        ("Qu'est-ce que le PARB ?", "Programme d’aide à la restauration des berges"),
        ("What does PARB mean?", "Programme d’aide à la restauration des berges"),
        ("Que signifie le sigle WRMF ?", "Cadre intégré de suivi des rivières et lacs du Nord"),
        ("Que signifie AGPT ?", "Table de Concertation contre la Pollution"),
        ("définition de AGPT", "Table de Concertation contre la Pollution"),
    ])
    func `an acronym is told by its long form, which is marked`(_ question: String, _ form: String) throws {
        let (sentence, words) = try first(question)
        #expect(sentence.contains(form), "\(question): \(sentence)")
        #expect(words == form, "\(question): \(sentence)")
    }

    @Test(arguments: [
        ("What is a seasonal wetland?", "means land"), ("Define seasonal wetland", "means land"),
        ("What does seasonal wetland mean?", "means land"),
        ("What is a buffer strip?", "band of permanent"), ("What are buffer strips?", "band of permanent"),
        ("What is the definition of mitigation bank?", "refers to a site"),
        ("What is meant by mitigation bank?", "refers to a site"),
        ("Qu'est-ce qu'une frayère ?", "On entend par"), ("Que signifie frayère ?", "On entend par"),
        ("Qu'est-ce que la zone tampon ?", "désigne la bande"),
        ("Définition de zone tampon", "désigne la bande"),
        ("C'est quoi un étiage ?", "niveau le plus bas"), ("Que désigne l'étiage ?", "niveau le plus bas"),
    ])
    func `a term is told by the sentence that defines it`(_ question: String, _ words: String) throws {
        let (sentence, _) = try first(question)
        #expect(sentence.contains(words), "\(question): \(sentence)")
    }

    @Test(arguments: ["What does GPS mean?", "What does GPS stand for?"])
    func `an acronym that the documents only use has no meaning in them`(_ question: String) throws {
        let reply = try Self.folder.answerer().answer(
            question, limit: 3, today: CalendarDate(daysSince1970: 20_000))
        #expect(!reply.isAnswered)
        #expect(reply.answers.first?.sentence.hasPrefix("GPS units") == true, "what is nearest is told")
    }

    @Test(arguments: [
        ("Who handles the reports of the Riparian Buffer Fund?", "RBF reports are handled"),
        (
            "Combien de chantiers finance le programme d'aide à la restauration des berges ?",
            "Le PARB finance 17"
        ),
    ])
    func `a long form finds what is said of its acronym`(_ question: String, _ words: String) throws {
        let (sentence, _) = try first(question)
        #expect(sentence.contains(words), "\(question): \(sentence)")
    }

    @Test(arguments: [
        ("Combien de chantiers finance le PARB ?", "17"), ("Combien de chantiers soutient l'AGPT ?", "14"),
    ])
    func `what is counted stands beside its number`(_ question: String, _ count: String) throws {
        let (_, words) = try first(question)
        #expect(words == count)
    }
}
