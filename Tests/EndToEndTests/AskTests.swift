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
