import Foundation
import TestSupport
import Testing

/// Questions and queries to a running daemon over the seeds, by the built programs.
@Suite struct AskTests {
    private static let korea = "003_7c5c1f1ca56e02a3.txt"

    private let folder: TemporaryFolder
    private let watched: String

    init() throws {
        folder = try TemporaryFolder()
        watched = folder.path("seeds")
        try FileManager.default.copyItem(atPath: SharedFolder.projectFolder + "/seeds", toPath: watched)
    }

    @Test func `changes, commitments, definitions and counts are told`() throws {
        let daemon = try RunningDaemon(watching: watched, state: folder.path("state"))
        try daemon.sync()
        var text = try String(contentsOfFile: watched + "/" + Self.korea, encoding: .utf8)
        text = text.replacingOccurrences(of: "examinera annuellement", with: "pourra examiner")
        try text.write(toFile: watched + "/" + Self.korea, atomically: true, encoding: .utf8)
        try daemon.sync()

        let changed = try daemon.policyctl("ask", "What changed in the Korea plan since yesterday?")
        #expect(changed.status == 0 && changed.text.contains("pourra examiner"), "\(changed.text)")
        let french = try daemon.policyctl(
            "ask", "Qu'est-ce qui a changé dans le plan d'action avec la Corée depuis hier ?")
        #expect(french.status == 0 && french.text.contains("pourra examiner"), "\(french.text)")
        let who = try daemon.policyctl("ask", "Qui s'est engagé à lutter contre la pêche illicite ?")
        #expect(who.status == 0 && who.text.contains("République de Corée"), "\(who.text)")
        let due = try daemon.policyctl("ask", "What must be done by 2026?")
        #expect(due.status == 0 && due.text.contains("2025-12-31"), "\(due.text)")
        let acronym = try daemon.policyctl("ask", "What does FPS mean?")
        #expect(
            acronym.status == 0 && acronym.text.contains("la paix et la sécurité (FPS)"), "\(acronym.text)")
        let count = try daemon.policyctl("ask", "How many documents mention NATO?")
        #expect(count.status == 0 && count.text.hasPrefix("2 documents\n"), "\(count.text)")
        #expect(daemon.stop() == 0)
    }

    @Test func `words are learned from a document in both languages, until one of the two is gone`() throws {
        let twins = [
            (
                "canal-en.md",
                "# Canal\n\nThe towpath is open to walkers.\n\nThe district repairs the towpath before July.\n\n"
                    + "Dogs are allowed on the towpath.\n\nThe lock is closed in winter.\n\n"
                    + "Boats wait at the bridge.\n\nThe water is measured each morning.\n\n"
                    + "Children may swim near the school.\n\nA fine is paid at the office.\n\n"
                    + "The council meets in May.\n"
            ),
            (
                "canal-fr.md",
                "# Canal\n\nLe halage est ouvert aux marcheurs.\n\nLe district répare le halage avant juillet.\n\n"
                    + "Les chiens sont admis sur le halage.\n\nL’écluse est fermée en hiver.\n\n"
                    + "Les bateaux attendent au pont.\n\nL’eau est mesurée chaque matin.\n\n"
                    + "Les enfants peuvent nager près de l’école.\n\nUne amende se paie au bureau.\n\n"
                    + "Le conseil se réunit en mai.\n"
            ),
            (
                "usages.txt",
                "Usages des rives\n\nSur le halage, le gardien contrôle les gabarits des charrettes.\n\n"
                    + "Le gardien tient un registre de ses rondes.\n"
            ),
        ]
        let folder = self.folder.path("canal")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (name, text) in twins {
            try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
        }
        let daemon = try RunningDaemon(watching: folder, state: self.folder.path("state"))
        try daemon.sync()
        func found() throws -> Bool {
            let reply = try daemon.policyctl(
                "ask", "--json", "--document", "usages.txt", "Where is the towpath?")
            return reply.text.contains("Sur le halage, le gardien")
        }
        #expect(try found())
        try FileManager.default.removeItem(atPath: folder + "/canal-en.md")
        try daemon.sync()
        #expect(try !found())
        #expect(daemon.stop() == 0)
    }

    @Test func `hostile questions and queries get an answer or a clear error`() throws {
        let daemon = try RunningDaemon(watching: watched, state: folder.path("state"))
        try daemon.sync()
        let hostile = [
            "\"", "\"unbalanced", "a AND", "NOT", "(((", ")", "col:word", "NEAR(a b)", "^a", "a*b",
            "-- ; DROP TABLE",
            "' OR 1=1", "🙂🙃", "the of and", "le la les", "*", "{a b}", "\u{202E}abc", "%_", "\\",
            "a\u{301}\u{301}\u{301}",
        ]
        for text in hostile {
            let answer = try daemon.policyctl("ask", "--", text)
            #expect([0, 1].contains(answer.status), "ask \(text): \(answer.errors)")
            let found = try daemon.policyctl("search", "--", text)
            #expect([0, 1, 2].contains(found.status), "search \(text)")
            if found.status == 2 {
                #expect(found.errors.hasPrefix("policyctl: cannot search"), "\(found.errors)")
            }
        }
        let long = String(repeating: "politique étrangère \" ( AND ", count: 33_000)
        #expect([0, 1].contains(try daemon.policyctl("ask", "-", input: long).status))
        let refused = try daemon.policyctl("search", "-", input: long)
        #expect(refused.status == 2 && refused.errors.contains("longer than"), "\(refused.errors)")
        #expect(try daemon.policyctl("search", "Corée AND )").errors.contains("')'"))
        // Nothing of this hurt it.
        #expect(try daemon.policyctl("search", "\"Corée du Nord\"").status == 0)
        #expect(daemon.stop() == 0)
    }
}
