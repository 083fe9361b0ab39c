import Foundation
import PolicyDaemon
import PolicyText
import TestSupport
import Testing

/// The manual pages against what the daemon reads and says.
@Suite struct ManualTests {
    private func page(_ name: String) throws -> String {
        try String(contentsOfFile: SharedFolder.projectFolder + "/etc/man/" + name, encoding: .utf8)
    }

    @Test func `every key of the configuration stands in its section of the manual, and no other`() throws {
        let sections = try page("policyd.conf.5").components(separatedBy: "\n.Ss [").dropFirst()
        var found: [String: [String]] = [:]
        for section in sections {
            let name = String(section.prefix { $0 != "]" })
            let lines = section.split(separator: "\n").filter { $0.hasPrefix(".It Cm ") }
            found[name] = lines.flatMap { line in
                line.dropFirst(".It Cm ".count).split(separator: " ").filter {
                    $0.hasSuffix("=") && !$0.hasPrefix(".")
                }
                .map { String($0.dropLast()) }
            }
        }
        #expect(Set(found.keys) == Set(ConfigurationReader.keys.keys))
        for (section, keys) in ConfigurationReader.keys {
            #expect(Set(found[section] ?? []) == Set(keys), "[\(section)]")
        }
    }

    @Test func `every option stands in the manual`() throws {
        let manual = try page("policyd.8")
        let words = Arguments.help.split { !($0.isLetter || $0 == "-") }.filter {
            $0.hasPrefix("--") && $0.count > 2
        }
        #expect(words.count >= 7)
        for word in Set(words) { #expect(manual.contains("\n.It Fl \(word.dropFirst())"), "\(word)") }
    }

    @Test func `every kind of change stands in the manual, in its order`() throws {
        let lines = try page("policyd-changes.7").split(separator: "\n").filter { $0.hasPrefix(".It Cm ") }
        #expect(lines.map { $0.dropFirst(".It Cm ".count) } == ChangeKind.allCases.map { $0.rawValue[...] })
    }

    @Test func `every line of the interface stands in its manual`() throws {
        let manual = Set(
            try page("org.policyd.7").split(separator: "\n").map { line in
                (line.hasPrefix(".Dl ") ? line.dropFirst(4) : line).trimmingCharacters(in: .whitespaces)
            })
        let path = SharedFolder.projectFolder + "/Sources/PolicyAPI/org.policyd.varlink"
        var count = 0
        for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
            let code = line.trimmingCharacters(in: .whitespaces)
            if code.hasPrefix("#") || code.hasPrefix("interface ") || code == "error TimedOut ()" { continue }
            count += 1
            #expect(manual.contains(code), "\(code)")
        }
        #expect(count > 100)
        #expect(manual.contains(".It Ic TimedOut"))
    }
}
