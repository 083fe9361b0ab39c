import PolicyDaemon
import PolicyText
import TestSupport
import Testing

@Suite struct ConfigurationTests {
    private func read(_ texts: String...) throws -> ConfigurationReader {
        var reader = ConfigurationReader()
        for (index, text) in texts.enumerated() { try reader.read(text, file: "file\(index + 1)") }
        return reader
    }

    private func message(_ text: String) -> String? {
        do {
            _ = try read(text)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func `values are read as systemd writes them`() throws {
        let configuration = try read(
            """
            # a comment
            [Watch]
            Directory = /srv/texts
            QuietSec=1min 30s
            MaximumSize=2G
              RescanSec=2h
            [Digest]
            Language=fr
            Formats=markdown \\
               json
            [Socket]
            Mode=0600
            """
        ).configuration
        #expect(configuration.watch.directory == "/srv/texts")
        #expect(configuration.watch.quiet == .seconds(90))
        #expect(configuration.watch.maximumSize == 2 << 30)
        #expect(configuration.watch.rescan == .seconds(7200))
        #expect(configuration.digest.language == .french)
        #expect(configuration.digest.formats == ["markdown", "json"])
        #expect(configuration.socket.mode == 0o600)
    }

    @Test func `a list replaces its default, then grows, and an empty value clears it`() throws {
        let list = { try read($0, $1).configuration.watch.include }
        #expect(
            try list("[Watch]\nInclude=*.txt *.md", "[Watch]\nInclude=*.rst *.md") == [
                "*.txt", "*.md", "*.rst",
            ])
        #expect(try list("[Watch]\nInclude=*.txt", "[Watch]\nInclude=\nInclude=*.rst") == ["*.rst"])
        #expect(try read("").configuration.watch.include == Configuration().watch.include)
    }

    @Test func `the digest is sent at a time of day, or never`() throws {
        #expect(try read("[Notify]\nDigestTime=06:30").configuration.notify.digestTime == 390)
        #expect(try read("[Notify]\nDigestTime=off").configuration.notify.digestTime == nil)
        #expect(
            message("[Notify]\nDigestTime=6:3")
                == "file1:2: 'DigestTime' must be a time such as 07:00, or off, not '6:3'")
    }

    @Test func `a value given again replaces the earlier one, and an empty one is the default`() throws {
        #expect(
            try read("[Watch]\nQuietSec=1s", "[Watch]\nQuietSec=2s").configuration.watch.quiet == .seconds(2))
        #expect(
            try read("[Watch]\nQuietSec=1s", "[Watch]\nQuietSec=").configuration.watch.quiet
                == .milliseconds(500))
    }

    @Test func `a converter is set, replaced and taken away by its ending`() throws {
        let programs = try read("[Convert]\n.pdf=mutool draw -F txt -\n.odt=\n.rtf=unrtf 'a b'").configuration
            .convert
            .programs
        #expect(programs[".pdf"] == ["mutool", "draw", "-F", "txt", "-"])
        #expect(programs[".odt"] == nil)
        #expect(programs[".rtf"] == ["unrtf", "a b"])
        #expect(programs[".docx"] != nil)
    }

    @Test(arguments: [
        ("[Watch]\n\nQuietSec=soon", "file1:3: 'QuietSec' must be a duration such as 2s, not 'soon'"),
        ("[Watch]\nMaximumSize=0", "file1:2: 'MaximumSize' must be a size such as 16M, not '0'"),
        (
            "[Watch]\nMaximumSize=9999999999G",
            "file1:2: 'MaximumSize' must be a size such as 16M, not '9999999999G'"
        ),
        (
            "[Watch]\nRescanSec=0",
            "file1:2: 'RescanSec' must be a duration of at least 100ms, such as 1h, not '0'"
        ),
        (
            "[Digest]\nTimeZone=America/Tronto",
            "file1:2: 'TimeZone' must be a time zone that this system knows, such as America/Toronto, not "
                + "'America/Tronto'"
        ),
        ("[Watch]\nDirectory=texts", "file1:2: 'Directory' must be an absolute path, not 'texts'"),
        ("[Socket]\nMode=0888", "file1:2: 'Mode' must be permissions in octal such as 0660, not '0888'"),
        ("[Digest]\nFormats=pdf", "file1:2: 'Formats' must be any of markdown, html, json, atom, not 'pdf'"),
        ("[Digest]\nLanguage=de", "file1:2: 'Language' must be en or fr, not 'de'"),
        ("[Notify]\nSignificance=huge", "file1:2: 'Significance' must be low, medium or high, not 'huge'"),
        ("Directory=/srv", "file1:1: 'Directory=/srv' stands before any [Section]"),
        ("[Watch", "file1:1: '[Watch' must be a section such as [Watch]"),
        ("[Watch]\nDirectory", "file1:2: 'Directory' must be Key=value, a [Section] or a comment"),
    ])
    func `a value that cannot be read says where it stands and what is accepted`(
        _ text: String, _ expected: String
    ) {
        #expect(message(text) == expected)
    }

    @Test func `an unknown key or section is a warning that names the nearest`() throws {
        let warnings = try read("[Watch]\nQuietSecs=1s\n[Wotch]\nA=b\n[X-Mine]\nA=b").warnings.map(
            \.description)
        #expect(
            warnings == [
                "file1:2: unknown key 'QuietSecs' in [Watch] (did you mean 'QuietSec'?)",
                "file1:4: unknown section 'Wotch' (did you mean 'Watch'?)",
            ])
    }

    @Test func `every key of the installed file is known, and its defaults are the program's`() throws {
        let installed = try String(
            decoding: TestFiles.bytes(SharedFolder.projectFolder + "/etc/policyd/policyd.conf"), as: UTF8.self
        )
        let uncommented = installed.split(separator: "\n").map { line in
            let body = line.dropFirst()
            let isSetting =
                line.hasPrefix("#") && (body.first?.isLetter == true || body.first == ".")
                && body.contains("=")
                && !body.prefix(while: { $0 != "=" }).contains(" ")
            return String(isSetting ? body : line)
        }.joined(separator: "\n")
        let reader = try read(
            uncommented.replacingOccurrences("TimeZone=America/Toronto", with: "TimeZone="))
        #expect(reader.warnings == [])
        var expected = Configuration()
        expected.watch.directory = "/srv/policyd/seeds"
        expected.storeDirectory = "/var/lib/policyd"
        expected.digest.directory = "/var/lib/policyd/digests"
        expected.socket.path = "/run/policyd.sock"
        #expect(reader.configuration == expected)
    }

    @Test func `random text never traps`() {
        var random = SeededGenerator(seed: 7)
        let pieces = [
            "[", "]", "=", "\\", "\n", "Watch", "Include", ".pdf", "'", "\"", " ", "#", "\u{0}", "é", "1G",
            ";",
        ]
        for _ in 0..<2000 {
            let text = (0..<Int.random(in: 0...30, using: &random)).map { _ in
                pieces.randomElement(using: &random)!
            }
            .joined()
            let outcome = message("[Convert]\n" + text)
            #expect(outcome?.isEmpty != true)
        }
    }
}

extension String {
    fileprivate func replacingOccurrences(_ old: String, with new: String) -> String {
        split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
    }
}
